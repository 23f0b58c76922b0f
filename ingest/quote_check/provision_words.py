"""A provision's Chinese words, made ready for comparison."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from ingest.quote_check.plain_chinese import Plain, letters, plain
from kb.statutes import ProvisionText

LOST = 2  # characters at the beginning of a clause that a quotation may have lost


class Official:
    """A provision's words, a paragraph or an item a line.

    What only a quotation needs that is not word for word is made when the first one comes.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = tuple(lines)
        self.text = "\n".join(lines)
        self.letters = letters(self.text)

    @cached_property
    def plain(self) -> Plain:
        """All of them, as they are compared."""
        return plain(self.text)

    @cached_property
    def bounds(self) -> frozenset[int]:
        """The places in the plain text where a sentence, an item or a paragraph begins."""
        return frozenset(_bounds(self.text, self.plain, "。；;！？\n"))

    @cached_property
    def clauses(self) -> tuple[int, ...]:
        """Those where a clause does."""
        return tuple(_bounds(self.text, self.plain, "。；;！？，,：:、\n"))

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Those where a paragraph or an item ends."""
        return tuple(_ends(self._lines))

    @cached_property
    def cut_short(self) -> frozenset[int]:
        """The places in ``letters`` right behind a clause's first characters."""
        return frozenset(_cut_short(self.text))


def official(held: Sequence[ProvisionText], paragraph: int = 0, item: int = 0) -> Official:
    """The words of provisions, or of one's paragraph or item; not empty."""
    lines: list[str] = []
    for text in held:
        parts = text.paragraphs[paragraph - 1 : paragraph] if paragraph else text.paragraphs
        for part in parts:
            items = part.items[item - 1 : item] if item else part.items
            lines += [part.text, *items]
    return Official(lines)


def _cut_short(text: str) -> Iterator[int]:
    at = 0
    for clause in re.split("[。；;！？，,：:、\n]", text):
        yield from range(at + 1, at + 1 + LOST)
        at += len(letters(clause))


def _bounds(text: str, reading: Plain, signs: str) -> Iterator[int]:
    before = 0
    for n, (start, end) in enumerate(reading.places):
        if n == 0 or any(c in signs for c in text[before:start]):
            yield n
        before = end
    yield len(reading.text)


def _ends(lines: Sequence[str]) -> Iterator[int]:
    at = 0
    for line in lines:
        at += len(plain(line).text)
        yield at
