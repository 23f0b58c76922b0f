"""A question asked of one generation of the index: what each part of it counts there."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.index import weights
from kb.index.compounds import compounds
from kb.index.question import Concept, Question
from kb.index.runs import Bools
from kb.index.scoring import Ints, add, sums, worths
from kb.index.snapshot import Snapshot
from kb.index.weights import Floats

AreHits = Callable[[Ints, Floats], Bools]  # documents, and what the words add up to in them


@dataclass(frozen=True, slots=True)
class Asked:
    """The question, what its concepts count, and its compounds with what they count.

    The methods that take documents want them in order.
    """

    question: Question
    worth: tuple[float, ...]
    compounds: tuple[Concept, ...]
    compound_worth: tuple[float, ...]

    @classmethod
    def of(cls, question: Question, snapshot: Snapshot) -> "Asked":
        joined = compounds(question, snapshot)
        return cls(
            question,
            worths(question.concepts, snapshot),
            joined,
            worths(joined, snapshot),
        )

    @property
    def least(self) -> float:
        """What a hit's words must add up to."""
        return weights.LEAST_SCORE * sum(self.worth)

    def all_words(self, snapshot: Snapshot) -> NDArray[np.float32]:
        """What the words add up to in every document; the array is the snapshot's to reuse."""
        scores = snapshot.scores
        scores.fill(0)
        add(self.question.concepts, self.worth, snapshot, scores)
        scores = scores[: snapshot.size]
        if len(snapshot.dead):
            scores[snapshot.dead] = 0
        return scores

    def add_compounds(self, snapshot: Snapshot) -> None:
        """Add what the compounds count to ``all_words``; also to what is no hit."""
        add(self.compounds, self.compound_worth, snapshot, snapshot.scores)

    def apply_factors(self, scores: NDArray[np.float32], snapshot: Snapshot) -> None:
        """Multiply the scores of all documents with what ``factors`` gives for a few."""
        for first, last in snapshot.runs.in_other_languages(self.question.lang):
            scores[first:last] *= weights.OTHER_LANGUAGE
        scores[snapshot.marked("asked", self.question.gist)] *= weights.SAME_QUESTION

    def factors(self, docs: Ints, snapshot: Snapshot) -> Floats:
        """What the scores of documents are multiplied with, for what they are."""
        found = np.ones(len(docs))
        for first, last in snapshot.runs.in_other_languages(self.question.lang):
            found[slice(*docs.searchsorted((first, last)))] *= weights.OTHER_LANGUAGE
        found[np.isin(docs, snapshot.marked("asked", self.question.gist))] *= weights.SAME_QUESTION
        return found

    def words(self, docs: Ints, snapshot: Snapshot) -> Floats:
        """What the words add up to in each of a few documents."""
        return sums(self.question.concepts, self.worth, snapshot, docs)

    def enough(self, docs: Ints, words: Floats) -> Bools:
        """Which documents are hits by what the words add up to in them."""
        return (words >= self.least) & (words > 0)

    def scores(self, docs: Ints, snapshot: Snapshot, are_hits: AreHits | None = None) -> Floats:
        """The scores of a few hits, but for how near a question that they answer comes.

        Also those of translations of hits, which need not be hits by themselves: ``are_hits``
        says what is one, ``enough`` if it is not given.
        """
        both = snapshot.twins.with_others(docs)
        words = self.words(both, snapshot)
        together = words + sums(self.compounds, self.compound_worth, snapshot, both)
        together[~(are_hits or self.enough)(both, words)] = 0
        found = snapshot.twins.lifted(both, together * self.factors(both, snapshot))
        return found[np.searchsorted(both, docs)]
