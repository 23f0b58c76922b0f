"""A question asked of one generation of the index: what each part of it counts there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.index import weights
from kb.index.compounds import chinese_words, compounds, crossing
from kb.index.expansion import Expansion, expansions
from kb.index.question import Concept, Question
from kb.index.runs import Bools
from kb.index.scoring import Ints, add, sums, worths
from kb.index.snapshot import Snapshot
from kb.index.synonyms import Meant
from kb.index.weights import Floats
from kb.model import unique

AreHits = Callable[[Ints, Floats], Bools]  # documents, and what the words add up to in them

_ALSO_TOLD = 2  # words of a concept that the answer names, the usual ones first


@dataclass(frozen=True, slots=True)
class Asked:
    """The question, what its concepts count, and its compounds with what they count.

    ``expansions`` are what other words for the same add. The methods that take documents
    want them in order.
    """

    question: Question
    worth: tuple[float, ...]
    compounds: tuple[Concept, ...]
    compound_worth: tuple[float, ...]
    expansions: tuple[Expansion, ...] = ()

    @classmethod
    def of(cls, question: Question, snapshot: Snapshot, meant: Sequence[Meant] = ()) -> "Asked":
        """``meant`` are the glossary's concepts that the question names."""
        words = chinese_words(question, snapshot)
        joined = compounds(question, words)
        apart = crossing(question, words)
        worth = [
            counts * weights.CROSSING_WORTH if concept.term in apart else counts
            for concept, counts in zip(
                question.concepts, worths(question.concepts, snapshot), strict=True
            )
        ]
        return cls(
            question,
            tuple(worth),
            joined,
            worths(joined, snapshot),
            expansions(meant, snapshot),
        )

    @property
    def also(self) -> tuple[str, ...]:
        """The other words that were looked for too, one or two for each concept."""
        return unique(term.text for one in self.expansions for term in one.terms[:_ALSO_TOLD])

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
        for expansion in self.expansions:
            expansion.add(scores)
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
        for first, last in snapshot.runs.provisions:
            scores[first:last] *= weights.PROVISION_WORTH
        scores[snapshot.marked("asked", self.question.gist)] *= weights.SAME_QUESTION

    def factors(self, docs: Ints, snapshot: Snapshot) -> Floats:
        """What the scores of documents are multiplied with, for what they are."""
        found = np.ones(len(docs))
        for first, last in snapshot.runs.in_other_languages(self.question.lang):
            found[slice(*docs.searchsorted((first, last)))] *= weights.OTHER_LANGUAGE
        for first, last in snapshot.runs.provisions:
            found[slice(*docs.searchsorted((first, last)))] *= weights.PROVISION_WORTH
        found[np.isin(docs, snapshot.marked("asked", self.question.gist))] *= weights.SAME_QUESTION
        return found

    def words(self, docs: Ints, snapshot: Snapshot) -> Floats:
        """What the words add up to in each of a few documents."""
        found = sums(self.question.concepts, self.worth, snapshot, docs)
        for expansion in self.expansions:
            found += expansion.among(docs)
        return found

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
        own = together * self.factors(both, snapshot)
        found = snapshot.twins.lifted(both, own, snapshot.runs.foreign(self.question.lang))
        return found[np.searchsorted(both, docs)]
