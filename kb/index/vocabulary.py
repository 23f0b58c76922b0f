"""The words of one generation of the index, to find those that a typed word is near to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from kb.index.analysis import EXACT_MARK
from kb.index.segments.leaf import Leaf


class Near(NamedTuple):
    """A word of the index, and how many documents have it, deleted ones perhaps too."""

    word: str
    documents: int


class Vocabulary:
    """All words as written, of three letters and more, in the order of their lengths."""

    def __init__(self, counts: Counter[str]) -> None:
        self._words: Sequence[str] = sorted(counts, key=len)
        self._documents = [counts[word] for word in self._words]
        lengths = np.array([len(word) for word in self._words], np.int64)
        self._lengths: NDArray[np.int64] = lengths

    @classmethod
    def of(cls, leaves: Iterable[Leaf]) -> "Vocabulary":
        """The words of several segments together."""
        counts: Counter[str] = Counter()
        for leaf in leaves:
            texts, documents = leaf.texts_below(EXACT_MARK)
            counts.update(dict(zip(texts, documents.tolist(), strict=True)))
        return cls(counts)

    def __len__(self) -> int:
        return len(self._words)

    def near(self, word: str, most: int) -> list[Near]:
        """The words at most so many edits away.

        An edit is a letter more, less or changed, or two neighbours the wrong way round: the
        optimal string alignment distance, by bits. (Hyyrö: A Bit-Vector Algorithm for
        Computing Levenshtein and Damerau Edit Distances, 2003.) A hundred thousand words
        take a few milliseconds.
        """
        first = int(np.searchsorted(self._lengths, len(word) - most, side="left"))
        last = int(np.searchsorted(self._lengths, len(word) + most, side="right"))
        if first == last:
            return []
        distances = cdist(
            [word],
            self._words[first:last],
            scorer=OSA.distance,
            score_cutoff=most,
            dtype=np.uint8,
        )[0]
        places = first + np.flatnonzero(distances <= most)
        return [Near(self._words[place], self._documents[place]) for place in places.tolist()]
