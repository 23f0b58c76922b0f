"""What the glossary's other words for a question's concepts add to a score.

An article that has another word for what was typed gains a part of what it would gain by
the word itself, and only as far as it does not have that: an expansion never counts more
than the words that were typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.index import weights
from kb.index.question import Concept
from kb.index.scoring import Ints, impacts, sums
from kb.index.snapshot import Snapshot
from kb.index.synonyms import Meant, Term
from kb.index.weights import Floats, inverse_frequency


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a concept's other words add to some documents, which are in order.

    ``terms`` are those of them that some article has, as the glossary spells them,
    ``typed`` the terms of the index by which the question names the concept.
    """

    docs: Ints
    gains: Floats
    terms: tuple[Term, ...]
    typed: tuple[str, ...] = ()

    def add(self, scores: NDArray[np.float32]) -> None:
        """Add the gains to the scores of all documents."""
        scores[self.docs] += self.gains

    def among(self, docs: Ints) -> Floats:
        """The gains of a few documents, which are in order."""
        if not len(self.docs):
            return np.zeros(len(docs))
        at = np.minimum(self.docs.searchsorted(docs), len(self.docs) - 1)
        return np.where(self.docs[at] == docs, self.gains[at], 0.0)


def expansions(
    meant: Sequence[Meant], snapshot: Snapshot, translated: float | None = None
) -> tuple[Expansion, ...]:
    """The expansions that add something.

    ``translated`` is what a word in the other language counts, ``TRANSLATED_WORTH`` if None.
    """
    across = weights.TRANSLATED_WORTH if translated is None else translated
    found = (_expansion(one, snapshot, across) for one in meant)
    return tuple(one for one in found if one.terms)


def _expansion(meant: Meant, snapshot: Snapshot, across: float) -> Expansion:
    typed = [Concept(term) for term in meant.typed]
    rarities = [snapshot.term(term).rarity for term in meant.typed]
    most = sum(rarities)
    terms: list[Term] = []
    lists: list[tuple[Ints, Floats]] = []
    for term in meant.others:
        part = weights.SYNONYM_WORTH if term.lang == meant.lang else across
        docs, having = _documents(term, snapshot)
        if part and len(docs):
            rarity = inverse_frequency(len(docs), snapshot.findable)
            terms.append(term)
            lists.append((docs, having * part * (min(most, rarity) if most else rarity)))
    if not lists:
        return Expansion(np.empty(0, np.int64), np.empty(0), ())
    docs = np.unique(np.concatenate([docs for docs, _ in lists]))
    best = np.zeros(len(docs))
    for some, gains in lists:
        np.maximum.at(best, docs.searchsorted(some), gains)
    gains = best - sums(typed, rarities, snapshot, docs)
    gaining = gains > 0
    return Expansion(docs[gaining], gains[gaining], tuple(terms), meant.typed)


def _documents(term: Term, snapshot: Snapshot) -> tuple[Ints, Floats]:
    """The living documents that have all of the term, and the least impact of its parts."""
    listed = [snapshot.term(need).lists for need in term.needs]
    if not all(listed):
        return np.empty(0, np.int64), np.empty(0)
    fewest = min(listed, key=lambda lists: sum(len(found.docs) for _, found in lists))
    docs = np.concatenate([found.docs + np.int64(part.base) for part, found in fewest])
    if len(snapshot.dead):
        docs = np.setdiff1d(docs, snapshot.dead, assume_unique=True)
    least = np.full(len(docs), np.inf)
    for need in term.needs:
        least = np.minimum(least, impacts(Concept(need), snapshot, docs))
    return docs[least > 0], least[least > 0]
