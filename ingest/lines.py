"""Scraped text as lines that each hold a paragraph, with the numbers they have in the source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

MAX_CHARS = 100_000  # ten times a long article; what is made to be slow takes a second or two

_UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad]")  # zero-width space, joiner, BOM, soft hyphen
_ODD_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_BULLET = re.compile(r"(?:[-*–—]\s+|[•·●○■□◆◇▪▫※★☆►▶➢‣⁃∙\uf0b7]\s*)(?=\S)")
_RULE = re.compile(r"(?:[-=_*~#·•—–.+]\s?){3,}|[-*•·●]")  # ----, * * *, a bullet alone
_ENDS = re.compile(r"[.!?:;。！？：；…][\"'”’)）\]】*]*\Z")
_WRAP = 120  # longer lines than this are not wrapped by hand
_MANY = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its first line's number from 1, its text with white space folded.

    ``bullet`` is the mark before it, not part of the text.
    """

    number: int
    text: str
    bullet: str = ""

    @property
    def ends(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(_ENDS.search(self.text[-8:]))


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a text that say something, and the rules between them that don't."""

    lines: tuple[Line, ...]
    rules: tuple[str, ...] = ()


def lines_of(text: str) -> Page:
    """Split the text. Paragraphs that somebody wrapped at a width are put together again.

    Raises ``ValueError`` for text that is too long to be an article.
    """
    if len(text) > MAX_CHARS:
        raise ValueError(
            f"the text has {len(text):,} characters and at most {MAX_CHARS:,} are read; "
            "split it into several articles"
        )
    written: list[Line | None] = []  # None is a blank line
    rules: list[str] = []
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        for piece in _ODD_BREAK.split(_UNSEEN.sub("", raw.replace("\0", "\ufffd"))):
            shown = " ".join(piece.split())
            if _RULE.fullmatch(shown[:200]) and len(shown) <= 200:
                rules.append(shown)
                shown = ""
            written.append(_line(number, shown) if shown else None)
    return Page(tuple(_unwrapped(written)), tuple(rules))


def _line(number: int, shown: str) -> Line:
    bullet = _BULLET.match(shown)
    if bullet is None or (shown[0] == "*" == shown[-1]):  # "* Social Insurance Law *"
        return Line(number, shown)
    return Line(number, shown[bullet.end() :], bullet[0].strip())


def _unwrapped(written: list[Line | None]) -> Iterator[Line]:
    """Join the lines that run on, if this is a text wrapped at a width."""
    lines = [line for line in written if line]
    width = max((len(line.text) for line in lines), default=0)
    pairs = [
        (line, after) for line, after in pairwise(written) if line and after and not after.bullet
    ]
    running = [pair for pair in pairs if _runs_on(*pair, width) and pair[1].text[0].islower()]
    if width > _WRAP or len(running) < _MANY or 5 * len(running) < 2 * len(pairs):
        yield from lines
        return
    joined: list[str] = []
    first: Line | None = None
    last: Line | None = None
    for line in written:
        if line and first and last and not line.bullet and _joins(last, line, width):
            joined.append(line.text)
        else:
            if first:
                yield replace(first, text=" ".join(joined))
            first, joined = line, [line.text] if line else []
        last = line
    if first:
        yield replace(first, text=" ".join(joined))


def _joins(line: Line, after: Line, width: int) -> bool:
    """Whether the next line of a wrapped text goes on with the paragraph of this one."""
    return _full(line, after, width) or (
        not line.ends and after.text[0].islower() and 2 * len(line.text) > width
    )


def _runs_on(line: Line, after: Line, width: int) -> bool:
    return _full(line, after, width) and not line.ends


def _full(line: Line, after: Line, width: int) -> bool:
    """Whether the next line's first word had no room on this one."""
    word = after.text.split(" ", 1)[0]
    return len(line.text) + 1 + len(word) > 0.9 * width
