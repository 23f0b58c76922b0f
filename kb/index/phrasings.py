"""An article's title and aliases as people may type them, and the marks that find them.

A wording is cut into words: runs of letters and digits, and runs of Chinese characters. Words
are kept as written, without stemming: what is unfinished has no stem. The marks are terms of
the field ``typed``, each with its sort in front:

====  ==================================================================
``t``  the words of the title, one space between: found by its beginning
``a``  the same of an alias
``w``  a word of either
``c``  two neighbouring Chinese characters of either, or the last of a run
====  ==================================================================
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kb.index.analysis import LONGEST
from kb.index.folding import HAN, Folded, fold
from kb.model import Article, unique

TITLE, ALIAS, WORD, PAIR = "t", "a", "w", "c"
# Characters of a wording by whose beginning it is found: longer ones are told apart by their words.
LONGEST_KEY = 80

_LETTERS = rf"[^\W_{HAN}]+"
_WORDS = re.compile(
    rf"(?P<chinese>[{HAN}]+)|(?P<number>\d{{1,3}}(?:,\d{{3}})+(?!\d))|{_LETTERS}(?:'{_LETTERS})*"
)


class Word(NamedTuple):
    """A word of a folded text: a run of letters, a number, or a run of Chinese characters.

    ``text`` is what it is found by; it is ``end - start`` long unless signs were left out.
    """

    text: str
    start: int
    end: int
    chinese: bool

    @property
    def pairs(self) -> tuple[str, ...]:
        """Of a Chinese run, each two neighbours, once; of a single character, itself."""
        run = self.text
        return unique(run[place : place + 2] for place in range(max(1, len(run) - 1)))


class Wording(NamedTuple):
    """A text cut into words; their places are those in the folded text.

    ``spaced`` are the words with a space before and behind each, ``texts`` each word once.
    """

    folded: Folded
    words: tuple[Word, ...]
    spaced: str
    texts: frozenset[str]

    @property
    def key(self) -> str:
        """Its words with one space between them, cut to ``LONGEST_KEY``."""
        return self.spaced[1:-1][:LONGEST_KEY]


@lru_cache(maxsize=4_000)
def cut(text: str) -> Wording:
    """The text's words. Remembered: every letter that is typed looks at the same titles."""
    folded = fold(text)
    words = tuple(map(_word, _WORDS.finditer(folded.text)))
    texts = [word.text for word in words]
    return Wording(folded, words, f" {' '.join(texts)} ", frozenset(texts))


def _word(found: re.Match[str]) -> Word:
    chinese = found["chinese"] is not None
    bare = found[0] if chinese else found[0].removesuffix("'s").replace("'", "")[:LONGEST]
    text = bare.replace(",", "") if found["number"] else bare
    return Word(text, found.start(), found.end(), chinese)


def word_between(wording: Wording, start: int, end: int) -> bool:
    """Whether any letter, digit or Chinese character stands between two places."""
    return _WORDS.search(wording.folded.text, start, end) is not None


@dataclass(frozen=True, slots=True)
class Phrasings:
    """What is stored of an article to suggest it."""

    title: str
    aliases: tuple[str, ...]
    lang: str


def marks(article: Article) -> tuple[str, ...]:
    """The terms of the field ``typed``, each once."""
    return unique(_marks(article))


def _marks(article: Article) -> Iterator[str]:
    for sort, text in ((TITLE, article.title), *((ALIAS, alias) for alias in article.aliases)):
        wording = cut.__wrapped__(text)
        if wording.words:
            yield sort + wording.key
        for word in wording.words:
            if word.chinese:
                yield from (PAIR + pair for pair in word.pairs)
                yield PAIR + word.text[-1]
            else:
                yield WORD + word.text
