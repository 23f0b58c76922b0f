"""The words of a query that may have been mistyped, and the stretches that are meant as typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.index.folding import HAN, fold, simplified
from kb.index.operators import parts

_LETTERS = rf"[^\W\d_{HAN}]+"
_INSIDE = rf"[^\W{HAN}]|['’]"  # what a word may go on with
_WORD = re.compile(rf"(?<![^\W{HAN}])(?<!['’])({_LETTERS})(?:['’]s)?(?!{_INSIDE})")
_RUN = re.compile(rf"[{HAN}]{{2,}}")
# Numbers, codes, addresses: what is no word is no typing error.
_CODE = re.compile(rf"[^\s{HAN}]*(?:[\d@/\\_=]|\w[.:]\w)[^\s{HAN}]*")
_ABBREVIATION = 5  # letters: what is longer and in capitals is shouted


@dataclass(frozen=True, slots=True)
class Typed:
    """A word as typed, its place in the query, and its folded form."""

    start: int
    end: int
    text: str
    folded: str

    def spelt(self, word: str) -> str:
        """Another word in the case of this one."""
        if self.text.isupper() and len(self.text) > 1:
            return word.upper()
        return word[:1].upper() + word[1:] if self.text[:1].isupper() else word


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of the query and what was likely typed for; ``sure`` if hardly anything else."""

    start: int
    end: int
    text: str
    sure: bool


def words(query: str) -> Iterator[Typed]:
    """The query's words in letters that may be mistyped, in order.

    Not those in quotes, abbreviations in capitals, and what has digits or signs in it.
    """
    shouting = query.isupper() and any(len(word) > _ABBREVIATION for word in query.split())
    for found in _WORD.finditer(without_fixed(query)):
        text = found[1]
        if not (text.isupper() and len(text) <= _ABBREVIATION and not shouting):
            yield Typed(found.start(1), found.end(1), text, fold(text).text)


def runs(query: str) -> Iterator[Typed]:
    """The query's runs of Chinese that may be mistyped."""
    for found in _RUN.finditer(without_fixed(query)):
        yield Typed(found.start(), found.end(), found[0], simplified(found[0]))


def without_fixed(query: str) -> str:
    """The query with a sign in place of each character that is meant as typed."""
    for part in parts(query):
        if part.quoted or part.negated or part.field:
            query = query[: part.start] + "\0" * (part.end - part.start) + query[part.end :]
    return _CODE.sub(lambda found: "\0" * len(found[0]), query)
