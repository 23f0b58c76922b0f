"""The inside of a paragraph: styled words of an HTML tree to Markdown that reads the same.

Styles are flattened first: a word is in a link or not, strong or not, so that no
nesting of tags can produce marks that Markdown would show instead of obeying.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import quote, urljoin, urlsplit

from bs4 import NavigableString, Tag
from bs4.element import PageElement

from ingest.escape import escape, escape_heading
from ingest.web_page import BLOCKS

_SPACE = re.compile(r"\s+")
_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg|bmp)|[\w.]+(?:[-_][\w.]+)+", re.IGNORECASE)
_OURS = "/articles/"  # where this site's own articles stand: the one relative address kept


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one style. ``text`` is "\\n" alone for a line break."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str = ""


BREAK = "\n"


@dataclass(frozen=True, slots=True)
class StyledLine:
    """One line of a paragraph: its plain text, its Markdown, whether all of it is bold."""

    text: str
    markdown: str
    bold: bool


def lines(nodes: Iterable[PageElement], base: str = "") -> tuple[StyledLine, ...]:
    """The nodes' words, a line for each that ``<br>`` makes; an empty one where two meet.

    ``base`` is the address that relative links start from, if the page tells it.
    """
    spans = (span for node in nodes for span in _spans(node, Span(""), base))
    broken = (tuple(group) for is_break, group in groupby(_apart(spans), _is_break) if not is_break)
    return tuple(_line(group) for group in broken)


def joined(nodes: Iterable[PageElement], base: str = "") -> StyledLine:
    """The nodes' words on one line, for a heading or a table's cell."""
    spans = (span for node in nodes for span in _spans(node, Span(""), base))
    return _line(tuple(replace(s, text=" ") if _is_break(s) else s for s in spans))


def _is_break(span: Span) -> bool:
    return span.text == BREAK


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """An empty span between two breaks, so that they make an empty line between them."""
    after_break = False
    for span in spans:
        if not _is_break(span) and not span.text.strip() and after_break:
            continue
        if _is_break(span) and after_break:
            yield Span("")
        after_break = _is_break(span)
        yield span


def _spans(node: PageElement, style: Span, base: str) -> Iterator[Span]:
    if isinstance(node, NavigableString):
        if text := _SPACE.sub(" ", node):
            yield replace(style, text=text)
        return
    if not isinstance(node, Tag):
        return
    match node.name:
        case "br":
            yield Span(BREAK)
            return
        case "img":
            alt = _SPACE.sub(" ", str(node.get("alt") or "")).strip()
            if alt and not _FILE_NAME.fullmatch(alt):
                yield replace(style, text=f" {alt} ")
            return
        case "strong" | "b":
            style = replace(style, strong=True)
        case "em" | "i" | "cite" | "dfn":
            style = replace(style, emphasis=True)
        case "code" | "kbd" | "samp" | "tt":
            style = replace(style, code=True)
        case "a":
            style = replace(style, href=style.href or _address(str(node.get("href") or ""), base))
        case _:
            pass
    before, after = ("“", "”") if node.name == "q" else ("", "")
    before, after = (" ", " ") if node.name in BLOCKS else (before, after)
    yield replace(style, text=before)
    for child in node.children:
        yield from _spans(child, style, base)
    yield replace(style, text=after)


def _address(href: str, base: str) -> str:
    """The address if it may be linked to: http(s), inside the article, or one of our articles."""
    href = re.sub(r"[\x00-\x20]+", lambda blank: "" if BREAK in blank[0] else "%20", href.strip())
    try:
        full = urljoin(base, href) if base and not href.startswith(("#", _OURS)) else href
        parts = urlsplit(full)
    except ValueError:
        return ""
    web = parts.scheme in ("http", "https") and bool(parts.netloc)
    if not web and not (re.match(r"#[^#\s]", full) or full.startswith(_OURS)):
        return ""
    return re.sub(r"&(?=#?\w+;)", "%26", quote(full, safe="/:?#@!$&'*+,;=%~-._"))


def _line(spans: tuple[Span, ...]) -> StyledLine:
    pieces = _settled(spans)
    text = "".join(span.text for span in pieces)
    worded = [span for span in pieces if span.text.strip()]
    bold = bool(worded) and all(s.strong for s in spans if s.text.strip())
    written: list[str] = []
    for href, group in groupby(pieces, lambda span: span.href):
        inside = "".join(_written(list(group), in_link=bool(href), first=not written))
        if href and (core := inside.strip()):
            if written and written[-1].endswith("!"):
                written[-1] = f"{written[-1][:-1]}\\!"  # or it would be an image
            lead = inside[: inside.index(core)]
            inside = f"{lead}[{core}]({href}){inside[len(lead) + len(core) :]}"
        written.append(inside)
    return StyledLine(text=text, markdown="".join(written), bold=bold)


def _settled(spans: Iterable[Span]) -> list[Span]:
    """One space between words, none at the ends; styles dropped where Markdown has no way
    to write them; neighbours of one style made one."""
    plain: list[Span] = []
    ends_in_space = True
    for span in _merged(replace(s, emphasis=s.emphasis and not s.strong) for s in spans):
        text = _SPACE.sub(" ", span.text)
        text = text.lstrip() if ends_in_space else text
        if text:
            ends_in_space = text.endswith(" ")
            plain += _split_space(replace(span, text=text))
    while plain and not plain[-1].text.strip():
        plain.pop()
    if plain:
        plain[-1] = replace(plain[-1], text=plain[-1].text.rstrip())
    return _merged(_writable(_merged(plain)))


def _split_space(span: Span) -> Iterator[Span]:
    """Spaces at the ends belong to no style: ``<b>word </b>`` is ``**word** ``."""
    core = span.text.strip()
    lead = span.text[: len(span.text) - len(span.text.lstrip())]
    trail = span.text[len(span.text.rstrip()) :] if core else ""
    if lead:
        yield Span(lead, href=span.href)
    if core:
        yield replace(span, text=core)
    if trail:
        yield Span(trail, href=span.href)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and replace(merged[-1], text="") == replace(span, text=""):
            merged[-1] = replace(span, text=merged[-1].text + span.text)
        else:
            merged.append(span)
    return merged


def _writable(spans: list[Span]) -> Iterator[Span]:
    """Markdown obeys stars for certain only with a letter on their inner side or a space
    on their outer, and with no other stars beside them; code and emphasis do not mix."""
    starred = False
    for span, before, after in zip(spans, [None, *spans], [*spans[1:], None], strict=False):
        opens = span.text[:1].isalnum() or before is None or before.text.endswith(" ")
        closes = span.text[-1:].isalnum() or after is None or after.text.startswith(" ")
        if not (opens and closes) or starred or span.code:
            span = replace(span, strong=False, emphasis=False)
        starred = span.strong or span.emphasis
        yield span


def _written(spans: list[Span], *, in_link: bool, first: bool) -> Iterator[str]:
    for number, span in enumerate(spans):
        if span.code:
            yield _code(span.text)
            continue
        core = span.text.strip()
        at_start = first and number == 0 and not in_link and not (span.strong or span.emphasis)
        escaped = escape(core) if at_start else escape_heading(core)
        escaped = escaped.replace("]", "\\]") if in_link else escaped
        mark = "**" if span.strong else "*" if span.emphasis else ""
        yield span.text.replace(core, f"{mark}{escaped}{mark}", 1) if core else span.text


def _code(text: str) -> str:
    """A code span: its fence is longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
