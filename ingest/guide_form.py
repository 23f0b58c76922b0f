"""The blocks of a web page to an article's body: headings that count, summary, legal basis.

A page without headings of its own, as scraped sites have them, is read the way
scraped text is (``ingest.text``). Any other keeps its headings; bold lines that
count or name a part become headings as well.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest import text
from ingest.body import Body
from ingest.draft import Doubt
from ingest.escape import escape, escape_heading
from ingest.html_blocks import Block, Shape, markdown
from ingest.legal_basis import write_basis
from ingest.lines import Line
from ingest.markers import Part, marker, named
from ingest.outline import ordinal, role_of
from ingest.sequence import STRONG, steps
from ingest.step_line import step_line
from kb.model import Role

_NAMED = {Part.BASIS, Part.SUMMARY, Part.STEPS}  # the markers that become headings
_TOP, _STEP, _LOWEST = 2, 3, 6  # heading levels


@dataclass(frozen=True, slots=True)
class Form:
    """The body in Markdown and what else its text told: the title only where none was known."""

    body: str
    title: str = ""
    breadcrumb: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def apart(blocks: Iterable[Block]) -> Iterator[Block]:
    """Lines of one paragraph as paragraphs of their own, where one of them is a heading."""
    for block in blocks:
        if any(ordinal(line.text) or _names_part(line.text) for line in block.lines):
            yield from (Block.paragraph(line) for line in block.lines)
        else:
            yield block


def form(blocks: Sequence[Block], title: str) -> Form:
    """Write the body. The blocks come from ``apart`` and do not repeat the title."""
    as_text = _as_text(blocks, title)
    if as_text is not None:
        return as_text
    # "Answer" and "Legal subjective" above the text say no more than that it is the text.
    labels = [block for block in blocks[:1] if _labels_answer(block)]
    parts = _levelled([_undressed(b) for b in _with_headings(blocks[len(labels) :])])
    doubts: list[Doubt] = []
    body = markdown(_with_basis(parts, doubts))
    return Form(
        body=f"{body}\n" if body else "",
        dropped=tuple(label.text for label in labels),
        doubts=tuple(doubts),
    )


def _as_text(blocks: Sequence[Block], title: str) -> Form | None:
    """The body as ``ingest.text`` reads it, if this is a guide set in bare paragraphs."""
    lines = [line for block in blocks for line in _text_lines(block)]
    marked = any(_names_part(line) for line in lines)
    counted = steps([Line(number, line) for number, line in enumerate(lines, 1)])
    bare = all(_is_bare(block, marked=marked) for block in blocks)
    if not bare or not (marked or counted):
        return None
    # Twice, as many sites have it: then it is the title, whatever it looks like.
    draft = text.read("\n\n".join((title, title, *lines)))
    dropped = list(draft.dropped)
    if title:
        if draft.title != title or title not in dropped:
            return None
        dropped.remove(title)
    return Form(
        body=draft.body,
        title=draft.title,
        breadcrumb=draft.breadcrumb,
        related=draft.related,
        dropped=tuple(dropped),
        doubts=tuple(replace(doubt, line=1) for doubt in draft.doubts),
    )


def _is_bare(block: Block, *, marked: bool) -> bool:
    """Whether plain lines lose nothing of the block; a quote is told by its legal basis."""
    match block.shape:
        case Shape.PARAGRAPH:
            return True
        case Shape.LIST:
            return all(line.startswith("- ") for line in block.markdown.split("\n"))
        case Shape.QUOTE:
            return marked
        case _:
            return False


def _text_lines(block: Block) -> Iterator[str]:
    for line in block.text.split("\n"):
        if line.strip():
            yield f"- {line.strip()}" if block.shape is Shape.LIST else line.strip()


def _names_part(line: str) -> bool:
    found = marker(line)
    return found is not None and found.part in _NAMED and not found.loose


def _labels_answer(block: Block) -> bool:
    return block.shape in (Shape.HEADING, Shape.PARAGRAPH) and named(block.text) is Part.ANSWER


def _undressed(block: Block) -> Block:
    """A heading that names a part, without the brackets and colon around the words."""
    if block.shape is not Shape.HEADING or named(block.text) not in _NAMED:
        return block
    found = marker(block.text)
    words = found.words if found else block.text
    return _heading(words, escape_heading(words), block.level)


def _with_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Make headings of paragraphs that are steps, or that name a part of the article."""
    counted = _step_places(blocks)
    real = [block.level for block in blocks if block.shape is Shape.HEADING]
    step_level = next((blocks[n].level for n in sorted(counted) if blocks[n].level), 0)
    above = 0
    for at, block in enumerate(blocks):
        found = marker(block.text) if block.shape is Shape.PARAGRAPH else None
        if found is not None and found.part in _NAMED and not found.loose:
            above = min(real, default=_TOP)
            yield _heading(found.words, escape_heading(found.words), above)
            if found.rest:
                yield Block(Shape.PARAGRAPH, found.rest, escape(found.rest))
        elif at in counted or (block.bold and ordinal(block.text) is not None):
            step_level = step_level or (above + 1 if above else _STEP)
            yield from _step(block, step_level)
        else:
            above = block.level or above
            yield block


def _step(block: Block, level: int) -> Iterator[Block]:
    """A step's heading, cut after its first sentence, and the text that follows it there."""
    counted = ordinal(block.text)
    if block.shape is not Shape.PARAGRAPH or counted is None or len(block.lines) > 1:
        yield block
        return
    cut = step_line(block.text, counted)
    if cut.text:
        yield _heading(cut.heading, escape_heading(cut.heading), level)
        yield Block(Shape.PARAGRAPH, cut.text, escape(cut.text))
    else:
        bare = block.markdown.removeprefix("**").removesuffix("**") if block.bold else ""
        plain = bare if "*" not in bare and bare != "" else escape_heading(block.text)
        yield _heading(block.text, plain, level)


def _heading(text: str, written: str, level: int) -> Block:
    return Block(Shape.HEADING, text, written, level=min(level, _LOWEST))


def _step_places(blocks: Sequence[Block]) -> set[int]:
    """Which of the headings and paragraphs are steps.

    Bare paragraphs that count are steps only along with headings or bold lines
    that do, or if their ordinals number nothing smaller than steps.
    """
    places = [
        at for at, block in enumerate(blocks) if block.shape in (Shape.HEADING, Shape.PARAGRAPH)
    ]
    found = [places[n] for n in steps([Line(at + 1, blocks[at].text) for at in places])]
    sure = any(
        blocks[at].shape is Shape.HEADING
        or blocks[at].bold
        or ((counted := ordinal(blocks[at].text)) is not None and counted.style in STRONG)
        for at in found
    )
    return set(found) if sure else set()


def _levelled(blocks: Sequence[Block]) -> list[Block]:
    """The headings' levels from 2 on, without gaps."""
    used = sorted({block.level for block in blocks if block.shape is Shape.HEADING})
    levels = {level: min(_TOP + rank, _LOWEST) for rank, level in enumerate(used)}
    return [replace(block, level=levels.get(block.level, 0)) for block in blocks]


def _with_basis(blocks: Sequence[Block], doubts: list[Doubt]) -> Iterator[Block]:
    """Set the provisions' words apart as quotes, where the page itself has no quotes."""
    under = 0  # the level of the heading "Legal basis" that we are below
    for is_paragraph, group in groupby(blocks, lambda block: block.shape is Shape.PARAGRAPH):
        run = list(group)
        if under and is_paragraph and not any(block.shape is Shape.QUOTE for block in blocks):
            body = Body()
            lines = [line for block in run for line in block.text.split("\n")]
            found = write_basis(body, [Line(1, line) for line in lines])
            doubts += [replace(doubt, line=1) for doubt in found]
            yield Block(Shape.PARAGRAPH, "\n\n".join(lines), body.markdown().rstrip("\n"))
            continue
        for block in run:
            if block.shape is Shape.HEADING and role_of(block.text) is Role.BASIS:
                under = block.level
            elif block.shape is Shape.HEADING and block.level <= under:
                under = 0
        yield from run
