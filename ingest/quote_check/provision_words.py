"""A provision's Chinese words, made ready for comparison."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from ingest.quote_check.plain_chinese import Plain, letters, plain
from kb.statutes import ProvisionText

# 职工有下列情形之一的，应当认定为工伤：
_OPENING = re.compile(
    r"(?:.*[。；])?(?P<who>[^。；]*?)(?:具?有|符合|具备|属于)(?:下列|以下)[^，：。]{0,12}，"
    r"(?P<then>[^：。]+)[：。]?\s*"
)
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


def single_case(text: ProvisionText, paragraph: int, item: int) -> Official | None:
    """An item told as a sentence of its own, the opening's words around it.

    Of "whoever is in one of the following cases has an injury at work: (1) …" the case stands in
    the place of "in one of the following cases". None where the paragraph does not open so.
    """
    held = text.paragraphs[paragraph - 1]
    opening = _OPENING.fullmatch(held.text)
    if opening is None:
        return None
    case = held.items[item - 1].rstrip("；;。 \n")
    return Official((f"{opening['who']}{case}，{opening['then']}。",))


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
