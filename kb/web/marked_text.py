"""A checked text cut into pieces: each with its citation, its quotation and its differences."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.cite_check import CheckedText
from kb.model import Citation
from kb.web.quoted_places import Span, places
from kb.web.standing import Standing, standing

MAX_ROW = 20_000  # characters that stay together, however the quotations run


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words that are marked alike. The pieces in a row are the text, nothing left out.

    ``cited`` is the place of a citation in the text's citations, from 1, where these are its
    words, else 0; ``opens`` whether it starts here. ``quoted`` is that of the citation whose
    quotation it is. ``differs`` marks words that the provision doesn't have so.
    """

    text: str
    cited: int = 0
    opens: bool = False
    quoted: int = 0
    differs: bool = False
    standing: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Lines that belong together, and the citations in them; ``after`` are the line breaks."""

    pieces: tuple[Piece, ...]
    after: str
    citations: tuple[int, ...]


def rows(checked: CheckedText) -> tuple[Row, ...]:
    """The text in rows. A citation and the quotation right below it are in one."""
    marks = _Marks(checked.citations, len(checked.text))
    starts = [citation.start for citation in checked.citations]
    return tuple(
        Row(
            pieces=tuple(marks.pieces(checked.text, start, end)),
            after=checked.text[end:following],
            citations=tuple(
                range(bisect_left(starts, start) + 1, bisect_left(starts, following) + 1)
            ),
        )
        for start, end, following in _cuts(checked)
    )


def _cuts(checked: CheckedText) -> Iterator[tuple[int, int, int]]:
    """Start, end and start of the next: cut at line breaks that nothing spans."""
    text = checked.text
    together = _together(checked.citations)
    starts = [start for start, _ in together]
    start = at = 0
    while at < len(text):
        end = text.find("\n", at)
        if end < 0:
            break
        following = end
        while following < len(text) and text[following].isspace():
            following += 1
        n = bisect_right(starts, end) - 1
        spanned = n >= 0 and end < together[n][1]
        if not spanned or end - start > MAX_ROW:
            # What the next line is indented by stays with it.
            following = max(end + 1, text.rfind("\n", end, following) + 1)
            yield start, end, following
            start = following
        at = following
    if start < len(text):
        yield start, len(text), len(text)


def _together(citations: Sequence[Citation]) -> list[Span]:
    """The spans that a row must not be cut in, in order, none overlapping another."""
    wanted = sorted((c.start, max([c.end, *(end for _, end in c.quote_spans)])) for c in citations)
    merged: list[Span] = []
    for start, end in wanted:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


class _Marks:
    """What every character is part of; of two that share words the first has them."""

    def __init__(self, citations: Sequence[Citation], length: int) -> None:
        self._standings = [standing(citation) for citation in citations]
        self._cited = _apart(((c.start, c.end), n) for n, c in enumerate(citations, 1))
        self._quoted = _apart(
            (span, n) for n, c in enumerate(citations, 1) for span in sorted(c.quote_spans)
        )
        self._differs = _apart(
            (span, n)
            for n, c in enumerate(citations, 1)
            if c.verdict is not None and c.verdict.kind != "paraphrase"
            for difference in c.verdict.differences
            for span in places(c, difference.start, difference.end)
        )
        ends = {
            at
            for layer in (self._cited, self._quoted, self._differs)
            for (start, end), _ in layer
            for at in (start, end)
        }
        self._ends = sorted(at for at in ends if 0 <= at <= length)

    def pieces(self, text: str, start: int, end: int) -> Iterator[Piece]:
        """The text between two offsets."""
        first = bisect_right(self._ends, start)
        last = bisect_right(self._ends, end - 1) if end > start else first
        cuts = [start, *self._ends[first:last], end]
        for low, high in pairwise(cuts):
            if low < high:
                yield self._piece(text, low, high)

    def _piece(self, text: str, low: int, high: int) -> Piece:
        cited, quoted = _at(self._cited, low), _at(self._quoted, low)
        owner = cited[1] or quoted[1]
        return Piece(
            text=text[low:high],
            cited=cited[1],
            opens=bool(cited[1]) and cited[0] == low,
            quoted=quoted[1],
            differs=bool(_at(self._differs, low)[1]),
            standing=self._standings[owner - 1] if owner else None,
        )


_Layer = list[tuple[Span, int]]


def _apart(spans: Iterator[tuple[Span, int]]) -> _Layer:
    """The spans in order; one that begins inside another is left out."""
    kept: _Layer = []
    for span, n in sorted(spans):
        if span[0] < span[1] and (not kept or span[0] >= kept[-1][0][1]):
            kept.append((span, n))
    return kept


def _at(layer: _Layer, at: int) -> tuple[int, int]:
    """Start of the span at the place and its number; zeros where there is none."""
    n = bisect_right(layer, at, key=lambda entry: entry[0][0]) - 1
    if n >= 0 and at < layer[n][0][1]:
        return layer[n][0][0], layer[n][1]
    return 0, 0
