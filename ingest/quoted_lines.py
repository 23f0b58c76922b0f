"""The lines of a plain text that are given as a provision's words: those below its citation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.citing_line import citing
from ingest.legal_basis import speaks
from ingest.markers import Part, marker

MOST = 30  # lines of one quotation; longer provisions are rare, and lists of pages are not
_LONGEST = 400  # characters of a line that only cites
_BULLETS = ("- ", "* ", "• ", "· ")
_SENTENCE_ENDS = (".", "。", ";", "；", ",", "，")
_ANNOUNCES = (":", "：")
_MAY_CITE = re.compile(r"条|\bart", re.IGNORECASE)  # else a line can open no quotation


@dataclass(frozen=True, slots=True)
class _Line:
    """A line's text without white space around it, where that stands, what is above it."""

    start: int
    text: str
    below_blank: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def quoted_lines(text: str) -> Iterator[tuple[int, int]]:
    """The spans of quoted lines, in order.

    "Article 10 stipulates:" announces the lines below it. In a legal basis a line that only
    names the provision does too. The quotation ends where the page speaks again; but for
    a legal basis, that is at the first blank line below quoted words.
    """
    lines = tuple(_lines(text))
    basis = False
    left = 0  # how many more lines may belong to the quotation
    begun = False
    for at, line in enumerate(lines):
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        part = _announced(line.text)
        may_cite = left or _MAY_CITE.search(line.text)
        found = citing(line.text) if may_cite and len(line.text) <= _LONGEST else None
        if part is not None:
            basis, left = part is Part.BASIS, 0
        elif found is not None:
            left = MOST if found.provision and _opens(line.text, found.quote, basis) else 0
            begun = False
        elif left and not (
            (begun and line.below_blank and not basis)
            or line.text.startswith(_BULLETS)
            or speaks(line.text, below)
        ):
            left -= 1
            begun = True
            yield line.start, line.end
        else:
            left = 0


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    blank = False
    for raw in text.split("\n"):
        if shown := raw.strip():
            yield _Line(start + raw.index(shown[0]), shown, blank)
        blank = not shown
        start += len(raw) + 1


def _announced(line: str) -> Part | None:
    """The part of the page that this line is the heading of."""
    found = marker(line.lstrip("#-* "))
    return found.part if found is not None and not found.rest and not found.loose else None


def _opens(line: str, quote: str, basis: bool) -> bool:
    """Whether the lines below a citing line are the provision's words."""
    if quote:
        return False  # they stand in the line itself
    return line.endswith(_ANNOUNCES) or (basis and not line.endswith(_SENTENCE_ENDS))
