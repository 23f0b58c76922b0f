"""Citations of what is read itself: 前款 in the quoted Article 60 is in Article 60."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.citing.quotations import Layout, quoted_words
from ingest.citing.relative_provisions import Relative, relatives
from ingest.draft import Passage
from kb.model import Citation

MAX_ON = 120  # characters between 第十条第一项 and a 第三项 that goes on from it
# …规定：“…。” 第二款规定：“…”: what stands between the words quoted and the next paragraph.
_BEHIND_WORDS = re.compile(r"[\"')\]》” ,;。、\n]{0,5}(?:而|同时,?|另外,?)?")
_SAYS = re.compile(r" ?(?:(?:则|也|还|又|明确)?规定(?!的)|指出|:)")
MAX_BEHIND = 8  # characters of it


@dataclass(frozen=True, slots=True)
class _Read:
    """The provision in which something stands; ``paragraph`` is 0 where it cannot be told."""

    article: str = ""
    paragraph: int = 0
    statute: str = ""


def with_relatives(
    citations: Sequence[Citation], passage: Passage, layout: Layout, own: str
) -> tuple[Citation, ...]:
    """The citations, and among them those that are named from where one reads.

    ``own`` is the statute that the passage is a provision of, if it is one.
    """
    found = list(relatives(layout.folded))
    if not found:
        return tuple(citations)
    reading = _Reading(citations, passage, layout, own)
    for relative in found:
        reading.read(relative)
    return tuple(sorted([*citations, *reading.made], key=lambda citation: citation.start))


class _Reading:
    """One passage while its relative provisions are told, from the first to the last."""

    def __init__(
        self, citations: Sequence[Citation], passage: Passage, layout: Layout, own: str
    ) -> None:
        self._passage = passage
        self._layout = layout
        self._own = own if passage.number else ""
        self._citations = citations
        self._starts = [citation.start for citation in citations]
        self._quotes = sorted(
            ((*span, n) for n, c in enumerate(citations) for span in c.quote_spans),
        )
        self._quote_starts = [start for start, _, _ in self._quotes]
        self._quoting = {c.quote_spans[-1][1]: c for c in citations if c.quote_spans}
        self._lines = _Lines(passage.text) if self._own else None
        self.made: list[Citation] = []
        self._last: Relative | None = None  # that of the citation made last

    def read(self, relative: Relative) -> None:
        """Make the citation, if it is one."""
        start, end = relative.start, relative.end
        before = self._before(start)
        if (before is not None and before.end > start) or (
            not relative.back and not relative.tails  # 本条 by itself cites nothing
        ):
            return
        if self._before(end - 1) is not before:
            return
        if before is not None and before.end == start and before.numbers:
            self._first_of(relative, before)
            return
        read = self._read_at(start)
        if read is None and (quoting := self._quoted_before(relative)) is not None:
            self._next_paragraph(relative, quoting)
            return
        if read is None and not relative.sure:
            return
        read = read or _Read()
        on = self._going_on(relative, before)
        last = self.made[-1] if self.made else None
        if on is not None and on is last and self._last is not None:
            relative = relative.after(self._last)
            numbers = relative.numbers(read.article, read.paragraph)
        elif on is not None:
            numbers = _behind(on, relative)
            read = replace(read, statute=on.statute or on.antecedent)
        else:
            numbers = relative.numbers(read.article, read.paragraph) if read.article else ()
        self._last = relative if on is None or on is last else None
        self._make(relative, numbers, read.statute)

    def _first_of(self, relative: Relative, before: Citation) -> None:
        """第二十条前两款: its first two paragraphs."""
        whole = before.numbers[-1]
        if relative.level != "paragraph" or "/" in whole or not relative.back:
            return
        numbers = tuple(f"{whole}/para-{n}" for n in range(1, relative.back + 1))
        self._make(relative, numbers, before.statute or before.antecedent)
        self._last = None

    def _quoted_before(self, relative: Relative) -> Citation | None:
        """The citation whose words end right before 第二款规定 or 第二款：."""
        folded = self._layout.folded
        if not relative.bare or not _SAYS.match(folded, relative.end):
            return None
        for end in range(relative.start, max(0, relative.start - MAX_BEHIND), -1):
            if end in self._quoting and _BEHIND_WORDS.fullmatch(folded, end, relative.start):
                return self._quoting[end]
        return None

    def _next_paragraph(self, relative: Relative, quoting: Citation) -> None:
        """Another paragraph of the provision that was quoted, with its own words."""
        self._make(relative, _behind(quoting, relative), quoting.statute or quoting.antecedent)
        self._last = None
        spans = quoted_words(self._layout, relative.start, relative.end)
        if spans:
            words = tuple(self._passage.text[start:end] for start, end in spans)
            made = replace(self.made.pop(), quote=words, quote_spans=tuple(spans))
            self.made.append(made)
            self._quoting[spans[-1][1]] = made

    def _make(self, relative: Relative, numbers: tuple[str, ...], statute: str) -> None:
        start, end = relative.start, relative.end
        self.made.append(
            Citation(
                text=self._passage.text[start:end],
                anchor=self._passage.anchor,
                start=start,
                end=end,
                statute="",
                antecedent=statute,
                numbers=numbers,
            )
        )

    def _before(self, at: int) -> Citation | None:
        """The citation that starts last before the place."""
        n = bisect_right(self._starts, at) - 1
        found = self._citations[n] if n >= 0 else None
        made = self.made[-1] if self.made else None
        if found is None or made is None:
            return found or made
        return max(found, made, key=lambda citation: citation.start)

    def _read_at(self, at: int) -> _Read | None:
        """The provision whose words stand at the place, if it is known."""
        n = bisect_right(self._quote_starts, at) - 1
        if n >= 0 and at < self._quotes[n][1]:
            quoting = self._citations[self._quotes[n][2]]
            article = quoting.numbers[-1].partition("/")[0]
            return _Read(article, 0, quoting.statute or quoting.antecedent)
        if self._lines is None:
            return None
        return _Read(self._passage.number, self._lines.paragraph(at), self._own)

    def _going_on(self, relative: Relative, before: Citation | None) -> Citation | None:
        """The citation that 第三项 by itself goes on from: one in the same sentence."""
        if not relative.bare or before is None or not before.numbers:
            return None
        between = self._passage.text[before.end : relative.start]
        if len(between) > MAX_ON or "。" in between or "\n" in between:
            return None
        return before


def _behind(citation: Citation, relative: Relative) -> tuple[str, ...]:
    """第二款, 第三项 behind 第十条第一款第一项: of the same article, of the same paragraph."""
    article, *pins = citation.numbers[-1].split("/")
    if relative.level == "same":
        pins = [pin for pin in pins if pin.startswith("para")]
        article = "/".join((article, *pins))
    return tuple(f"{article}/{tail}" for tail in relative.tails)


class _Lines:
    """The paragraphs of a provision's text: a line each, items aside."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        at = 0
        for line in text.split("\n"):
            if not line.lstrip().startswith(("(", "（")):
                self._starts.append(at)
            at += len(line) + 1

    def paragraph(self, at: int) -> int:
        return max(1, bisect_right(self._starts, at))
