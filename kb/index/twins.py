"""Articles that are translations of one another: what answers in one language does in all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from kb.index import weights
from kb.index.weights import Floats

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Twins:
    """Pairs of documents, each with each other: ``others[n]`` is a translation of ``docs[n]``."""

    docs: Ints
    others: Ints

    @classmethod
    def of(cls, groups: Iterable[Sequence[int]]) -> "Twins":
        """The pairs of groups of documents that say the same."""
        pairs = [pair for group in groups for pair in permutations(group, 2)]
        found = np.array(pairs, np.int64).reshape(-1, 2)
        return cls(found[:, 0], found[:, 1])

    def lift(self, scores: NDArray[np.float32], matched: NDArray[np.bool_]) -> None:
        """Give every hit's translation its part of the hit's score, and make it a hit."""
        if weights.TRANSLATION_WORTH and len(self.docs):
            parts = scores[self.docs] * np.float32(weights.TRANSLATION_WORTH)
            matched[self.others[matched[self.docs]]] = True
            with np.errstate(invalid="ignore"):  # what a damaged file gives is told apart later
                np.maximum.at(scores, self.others, parts)

    def lifted(self, docs: Ints, scores: Floats) -> Floats:
        """The same for a few documents, which are in order."""
        if not weights.TRANSLATION_WORTH or not len(self.docs) or not len(docs):
            return scores
        at, has = self._among(docs, self.docs)
        other, has_other = self._among(docs, self.others)
        both = has & has_other
        lifted = scores.copy()
        with np.errstate(invalid="ignore"):
            np.maximum.at(lifted, other[both], scores[at[both]] * weights.TRANSLATION_WORTH)
        return lifted

    def with_others(self, docs: Ints) -> Ints:
        """The documents, which are in order, and their translations."""
        if not weights.TRANSLATION_WORTH or not len(self.docs) or not len(docs):
            return docs
        return np.union1d(docs, self.others[self._among(docs, self.docs)[1]])

    @staticmethod
    def _among(docs: Ints, wanted: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Where in ``docs`` each wanted one would be, and whether it is."""
        at = np.minimum(docs.searchsorted(wanted), len(docs) - 1)
        return at, docs[at] == wanted
