"""Markdown body to sections: headings, plain text, safe HTML, citations marked in it.

Raw HTML is off in the parser, so what comes out is safe to show. The plain text
and the HTML are made from the same tokens: an offset in the text is a place in
the HTML, and that is how a citation's span finds its way into the page.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.chinese_markdown import chinese_markdown
from ingest.draft import Passage
from ingest.find_citations import find
from ingest.outline import number_steps, ordinal, role_of
from ingest.plain import Piece, Plain, inline_text, plain
from ingest.slug import Anchors
from kb.model import Citation, Role, Section

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "maxNesting": 50}).enable("table")
_MARKDOWN.use(chinese_markdown)


@dataclass(slots=True)
class _Part:
    """A heading and the block tokens under it, while it becomes a section."""

    heading: str = ""
    level: int = 0
    line: int = 1
    tokens: list[Token] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A body's sections and citations, and the line of each section's heading by anchor."""

    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    lines: dict[str, int]


def parse(body: str, *, title: str = "", names: Collection[str] = ()) -> Outline:
    """Read a Markdown body. ``names`` are the statutes' names, for the citation finder.

    A ``#`` heading that repeats the title is dropped; any other counts as ``##``.
    """
    parts = [p for p in _split(_MARKDOWN.parse(body), title) if p.tokens or p.heading]
    plains = [plain(part.tokens) for part in parts]
    sections = list(_sections(parts, plains))
    citations = find(
        [
            Passage(anchor=section.anchor, text=text.text, quoted=tuple(text.quoted))
            for section, text in zip(sections, plains, strict=True)
        ],
        names,
    )
    for section, text in zip(sections, plains, strict=True):
        _mark(text.pieces, [(n, c) for n, c in enumerate(citations) if c.anchor == section.anchor])
    rendered = (_MARKDOWN.renderer.render(part.tokens, _MARKDOWN.options, {}) for part in parts)
    return Outline(
        sections=tuple(replace(s, html=html) for s, html in zip(sections, rendered, strict=True)),
        citations=citations,
        lines={section.anchor: part.line for section, part in zip(sections, parts, strict=True)},
    )


def passage(body: str) -> Passage:
    """The whole body as one passage: headings are paragraphs among the others."""
    read = plain(_MARKDOWN.parse(body))
    return Passage(anchor="", text=read.text, quoted=tuple(read.quoted))


def _split(tokens: Sequence[Token], title: str) -> Iterator[_Part]:
    """Cut at the headings that stand at the top level, not those inside quotes or lists."""
    part = _Part()
    opened: Token | None = None
    for token in tokens:
        if token.type == "heading_open" and token.level == 0:
            opened = token
        elif token.type == "heading_close" and token.level == 0:
            opened = None
        elif opened is None:
            part.tokens.append(token)
        else:
            heading = inline_text(token)
            if opened.tag == "h1" and heading.casefold() == title.casefold():
                continue
            yield part
            line = (opened.map or [0])[0] + 1
            part = _Part(heading=heading, level=max(2, int(opened.tag[1])), line=line)
    yield part


def _sections(parts: Sequence[_Part], plains: Sequence[Plain]) -> Iterator[Section]:
    """Give each part its anchor, its role, and if it is a step its number."""
    anchors = Anchors()
    roles = _roles(parts)
    steps = [part.heading for part, role in zip(parts, roles, strict=True) if role is Role.STEP]
    numbers = iter(number_steps(steps).numbers)
    for part, text, role in zip(parts, plains, roles, strict=True):
        found = ordinal(part.heading) if role is Role.STEP else None
        yield Section(
            heading=part.heading,
            anchor=anchors.take(part.heading) if part.level else "",
            level=part.level,
            role=role,
            text=text.text,
            html="",
            ordinal=found.text if found else "",
            number=next(numbers) if role is Role.STEP else 0,
            items=tuple(text.items),
        )


def _roles(parts: Sequence[_Part]) -> list[Role]:
    """Each part's role, by its heading and by the heading that it stands under."""
    counted = _counted_levels(parts)
    roles: list[Role] = []
    under: Role | None = None  # the role of the named section that we are inside
    under_level = 0
    for part in parts:
        if part.level == 0:
            roles.append(Role.LEAD)
            continue
        if part.level <= under_level:
            under, under_level = None, 0
        named = role_of(part.heading)
        if named is not None:
            under, under_level = named, part.level
            roles.append(named)
        elif under is Role.BASIS:
            roles.append(Role.BASIS)
        elif (under is Role.STEPS and part.level == under_level + 1) or (
            under is None and part.level in counted and ordinal(part.heading)
        ):
            roles.append(Role.STEP)
        else:
            roles.append(Role.BODY)
    return roles


def _counted_levels(parts: Sequence[_Part]) -> set[int]:
    """The heading levels at which at least two headings count: without a
    "Steps" heading above them they are steps all the same."""
    levels = [part.level for part in parts if part.level and ordinal(part.heading)]
    return {level for level in levels if levels.count(level) > 1}


def _mark(pieces: Sequence[Piece], citations: Sequence[tuple[int, Citation]]) -> None:
    """Wrap each citation's text in ``<cite data-n="K">``, piece by piece.

    Text that already is a link stays as it is.
    """
    for piece in pieces:
        if piece.linked or piece.token.type != "text":
            continue
        spans = [
            (n, max(c.start, piece.start) - piece.start, min(c.end, piece.end) - piece.start)
            for n, c in citations
            if c.start < piece.end and c.end > piece.start
        ]
        if spans:
            children = piece.parent.children or []
            at = next(i for i, child in enumerate(children) if child is piece.token)
            children[at : at + 1] = _cut(piece.text, spans)


def _cut(text: str, spans: Sequence[tuple[int, int, int]]) -> list[Token]:
    """The text as tokens, with marks around the spans (number, start, end)."""
    tokens: list[Token] = []
    done = 0
    for n, start, end in spans:
        if start < done:
            continue  # two citations share words: the first one has them
        tokens.append(Token("text", "", 0, content=text[done:start]))
        tokens.append(Token("html_inline", "", 0, content=f'<cite data-n="{n}">'))
        tokens.append(Token("text", "", 0, content=text[start:end]))
        tokens.append(Token("html_inline", "", 0, content="</cite>"))
        done = end
    tokens.append(Token("text", "", 0, content=text[done:]))
    return tokens
