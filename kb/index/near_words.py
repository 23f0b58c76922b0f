"""The words of a segment's titles and aliases that are one typo away from a word.

A typo is a letter too many, a letter too few, a wrong one, or two neighbours in the wrong
order. All words of the segment are compared at once: each is a column of a matrix of bytes,
so that comparing a letter is one pass over a row. For 50,000 words it takes about a
millisecond; no list of possible mistakes is made, and nothing is kept beside the letters.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]

LONGEST = 30  # bytes of a word that may have a typo; of a longer one, the beginning counts
_ROWS = LONGEST + 2  # further ones are looked at, which say that the word has ended
_MOST_REMEMBERED = 500


class NearWords:
    """The words by letter: ``letters[place]`` has the byte at this place of each word, or 0."""

    def __init__(self, letters: NDArray[np.uint8]) -> None:
        self._letters = letters
        self._known: dict[tuple[bytes, bool], NDArray[np.int64]] = {}

    @classmethod
    def of(cls, texts: memoryview, starts: NDArray[np.int64], skip: int) -> "NearWords":
        """The words that lie at ``starts`` (one more place than words) in ``texts``.

        The first ``skip`` bytes of each are no part of it.
        """
        lengths = np.diff(starts) - skip
        flat = np.frombuffer(texts, np.uint8)
        letters = np.zeros((_ROWS, len(lengths)), np.uint8)
        for place in range(_ROWS):
            reaching = np.flatnonzero(lengths > place)
            letters[place, reaching] = flat[starts[reaching] + (skip + place)]
        return cls(letters)

    def near(self, word: bytes, *, unfinished: bool) -> NDArray[np.int64]:
        """The numbers of the words that differ from it by one typo, in order.

        With ``unfinished``, those of which some beginning does. A word with letters beyond
        ASCII has no near ones. Remembered, since a word is typed letter by letter while
        the words before it stay.
        """
        if not word.isascii() or not 0 < len(word) <= LONGEST:
            return np.empty(0, np.int64)
        known = self._known.get((word, unfinished))
        if known is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            found = np.zeros(self._letters.shape[1], bool)
            for length, alike in self._one_typo(word):
                found |= alike if unfinished else alike & (self._letters[length] == 0)
            known = self._known[word, unfinished] = np.flatnonzero(found)
        return known

    def _one_typo(self, word: bytes) -> Iterator[tuple[int, Bools]]:
        """For each typo which words begin with ``word`` mended so, and how long that is."""
        length = len(word)
        # Behind[shift][place]: whose letters agree with the word's from this place on,
        # moved by so many places.
        same, later, sooner = (self._agreeing_behind(word, shift) for shift in (0, 1, -1))
        before: Bools = np.ones(self._letters.shape[1], bool)  # agree before the place
        for place in range(length):
            yield length, before & same[place + 1]  # a wrong letter
            yield length + 1, before & later[place]  # one too few
            yield length - 1, before & sooner[place + 1]  # one too many
            if place + 1 < length:  # two in the wrong order
                turned = (self._letters[place] == word[place + 1]) & (
                    self._letters[place + 1] == word[place]
                )
                yield length, before & turned & same[place + 2]
            before = before & (self._letters[place] == word[place])
        yield length + 1, before & (self._letters[length] != 0)  # the last one is missing

    def _agreeing_behind(self, word: bytes, shift: int) -> list[Bools]:
        agreeing: Bools = np.ones(self._letters.shape[1], bool)
        found = [agreeing]
        for place in reversed(range(len(word))):
            if place + shift >= 0:
                agreeing = agreeing & (self._letters[place + shift] == word[place])
            found.append(agreeing)
        return found[::-1]
