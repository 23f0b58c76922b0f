"""Articles that are translations of one another: what answers in one language does in all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from kb.index import weights
from kb.index.segments.ordered import look_up
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

    def worths(self, foreign: NDArray[np.bool_]) -> Floats:
        """What part of its score each document lends its translation.

        ``foreign`` says which documents are not in the question's language. One that is
        comes before what it is a translation of.
        """
        own = ~foreign[self.others]
        return np.where(own, weights.OWN_TRANSLATION_WORTH, weights.TRANSLATION_WORTH)

    def lift(
        self,
        scores: NDArray[np.float32],
        matched: NDArray[np.bool_],
        foreign: NDArray[np.bool_],
    ) -> None:
        """Give every hit's translation its part of the hit's score, and make it a hit."""
        if weights.TRANSLATION_WORTH and len(self.docs):
            parts = scores[self.docs] * self.worths(foreign).astype(np.float32)
            matched[self.others[matched[self.docs]]] = True
            with np.errstate(invalid="ignore"):  # what a damaged file gives is told apart later
                np.maximum.at(scores, self.others, parts)

    def lifted(self, docs: Ints, scores: Floats, foreign: NDArray[np.bool_]) -> Floats:
        """The same for a few documents, which are in order."""
        if not weights.TRANSLATION_WORTH or not len(self.docs) or not len(docs):
            return scores
        at, has = look_up(self.docs, docs)
        other, has_other = look_up(self.others, docs)
        both = has & has_other
        lifted = scores.copy()
        parts = scores[at[both]] * self.worths(foreign)[both]
        with np.errstate(invalid="ignore"):
            np.maximum.at(lifted, other[both], parts)
        return lifted

    def with_others(self, docs: Ints) -> Ints:
        """The documents, which are in order, and their translations."""
        if not weights.TRANSLATION_WORTH or not len(self.docs) or not len(docs):
            return docs
        return np.union1d(docs, self.others[look_up(self.docs, docs)[1]])
