"""Citations of what is read itself: 前款 in the quoted Article 60 is in Article 60."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ingest.draft import Passage
from ingest.relative_provisions import Relative, relatives
from kb.model import Citation

MAX_ON = 120  # characters between 前款第一项 and a 第三项 that goes on from it
Reader = tuple[str, int, str]  # the article read, its paragraph if known, and the statute


def with_relatives(
    citations: Sequence[Citation], passage: Passage, folded: str, own: str
) -> tuple[Citation, ...]:
    """The citations, and among them those that are named from where one reads.

    ``own`` is the statute that the passage is a provision of, if it is one.
    """
    found = list(relatives(folded))
    if not found:
        return tuple(citations)
    taken = _Spans([(c.start, c.end, c) for c in citations])
    quotes = _Spans(sorted((start, end, c) for c in citations for start, end in c.quote_spans))
    made: list[Citation] = []
    last: Relative | None = None
    done = 0
    for relative in found:
        if relative.start < done or (
            not relative.back and not relative.back and not relative.tails
        ):
            continue  # 本条 by itself cites nothing
        if taken.at(relative.start) or taken.at(relative.end - 1):
            continue
        quoting = quotes.at(relative.start)
        if quoting is not None:
            article = quoting.numbers[-1].partition("/")[0]
            reading: Reader = (article, 0, quoting.statute or quoting.antecedent)
        elif own and passage.number:
            paragraph = _paragraph(passage.text, relative.start)
            reading = (passage.number, paragraph, own)
        elif relative.sure:
            reading = ("", 0, "")
        else:
            continue
        relative = _going_on(relative, last, known_paragraph=reading[1] > 0)
        if relative.level != "same":
            made.append(_cited(relative, reading, passage))
            last, done = relative, relative.end
    return tuple(sorted([*citations, *made], key=lambda citation: citation.start))


def _going_on(relative: Relative, last: Relative | None, *, known_paragraph: bool) -> Relative:
    """What 第三项 by itself is an item of: what the last one was, or the paragraph one reads."""
    if relative.level != "same":
        return relative
    if last is not None and relative.start - last.end <= MAX_ON:
        return replace(relative, level=last.level, back=last.back)
    return replace(relative, level="paragraph") if known_paragraph else relative


def _cited(relative: Relative, reading: Reader, passage: Passage) -> Citation:
    article, paragraph, statute = reading
    return Citation(
        text=passage.text[relative.start : relative.end],
        anchor=passage.anchor,
        start=relative.start,
        end=relative.end,
        statute="",
        antecedent=statute,
        numbers=relative.numbers(article, paragraph) if article else (),
    )


def _paragraph(text: str, at: int) -> int:
    """The paragraph of the provision in which the place lies: a line each, items aside."""
    lines = text[:at].split("\n")
    return sum(not line.lstrip().startswith(("(", "（")) for line in lines)


class _Spans:
    """Spans in order that do not overlap, and whose they are."""

    def __init__(self, spans: Sequence[tuple[int, int, Citation]]) -> None:
        self._spans = spans
        self._starts = [start for start, _, _ in spans]

    def at(self, place: int) -> Citation | None:
        n = bisect_right(self._starts, place) - 1
        return self._spans[n][2] if n >= 0 and place < self._spans[n][1] else None
