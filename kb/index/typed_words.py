"""What a segment knows of the titles and aliases of its documents: who begins so, who has what.

It looks at the marks of the field ``typed`` (``kb.index.phrasings``); only the letters of the
words are kept in memory, and only once something was typed that nobody wrote.
"""

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kb.index.near_words import NearWords
from kb.index.phrasings import ALIAS, LONGEST_KEY, PAIR, TITLE, WORD, Word
from kb.index.segments.layout import mark_term
from kb.index.segments.leaf import Leaf

Bools = NDArray[np.bool_]
Counts = NDArray[np.uint16]
Docs = NDArray[np.int32]

_WORD = mark_term("typed", WORD)
_FEWEST_LETTERS = 4  # of a word that may have a typo: shorter ones are near to too many
_MOST_CUTS = 2  # of a Chinese run whose parts are found apart


class TypedWords:
    """The titles and aliases of one segment. All answers are its own document numbers."""

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf
        self.size = leaf.facts.findable

    def beginning(self, sort: str, key: str) -> Docs:
        """Documents with a title (``TITLE``) or an alias (``ALIAS``) that begins so."""
        assert sort in (TITLE, ALIAS)  # noqa: S101 - the other sorts are words
        return self._below(sort + key[:LONGEST_KEY])

    def knows(self, word: Word, *, unfinished: bool) -> bool:
        """Whether a word is there as it is written, or one that begins so."""
        if unfinished:
            return len(self._below(WORD + word.text)) > 0
        return self._leaf.terms.find(mark_term("typed", WORD + word.text)) >= 0

    def having(self, word: Word, *, unfinished: bool) -> Bools:
        """Which documents have the word; ``unfinished``, one that begins so.

        A Chinese run is had where all its pairs are; a single character, where it is.
        """
        if word.chinese:
            return np.equal(self._pairs(word), len(word.pairs))
        if unfinished:
            return self._mask([self._below(WORD + word.text)])
        return self._mask([self._leaf.marked("typed", WORD + word.text)])

    def nearly_having(self, word: Word, *, unfinished: bool) -> Bools:
        """Which documents may have the word with a typo, or a Chinese run in parts."""
        if word.chinese:
            missing = min(_MOST_CUTS, len(word.text) // 2 - 1)
            return np.greater_equal(self._pairs(word), len(word.pairs) - max(0, missing))
        numbers = self._near(word, unfinished=unfinished)
        return self._mask(map(self._leaf.docs_at, numbers.tolist()))

    def near(self, word: Word, *, unfinished: bool) -> list[str]:
        """The words with one typo, or those of which some beginning has one."""
        numbers = self._near(word, unfinished=unfinished).tolist()
        return [self._leaf.terms[number][len(_WORD) :].decode() for number in numbers]

    @cached_property
    def _words(self) -> range:
        return self._leaf.terms.with_prefix(_WORD)

    @cached_property
    def _near_words(self) -> NearWords:
        return NearWords.of(*self._leaf.terms.places(self._words), skip=len(_WORD))

    def _near(self, word: Word, *, unfinished: bool) -> NDArray[np.int64]:
        if not may_be_mistyped(word):
            return np.empty(0, np.int64)
        near = self._near_words.near(word.text.encode(), unfinished=unfinished)
        return near + self._words.start

    def _pairs(self, word: Word) -> Counts:
        """How many of a Chinese run's pairs each document has."""
        counts: Counts = np.zeros(self.size, np.uint16)
        if len(word.text) == 1:
            counts[self._below(PAIR + word.text)] = 1
            return counts
        for pair in word.pairs:
            counts[self._leaf.marked("typed", PAIR + pair)] += 1
        return counts

    def _below(self, prefix: str) -> Docs:
        return self._leaf.docs_among(self._leaf.terms.with_prefix(mark_term("typed", prefix)))

    def _mask(self, lists: Iterable[Docs]) -> Bools:
        having: Bools = np.zeros(self.size, bool)
        for docs in lists:
            having[docs] = True
        return having


def may_be_mistyped(word: Word) -> bool:
    """Whether a word is long enough to be recognised with a typo."""
    return not word.chinese and len(word.text) >= _FEWEST_LETTERS
