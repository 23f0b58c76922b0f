"""What documents score for words: impacts added up.

A score is the sum, over the question's concepts, of the concept's inverse document
frequency times the impact of its term in the document (``kb.index.weights``). Two ways
lead to the same sum: through all postings of all terms, into an array with a place for
each document; or by looking up a few documents in the posting lists.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kb.index import weights
from kb.index.question import Concept, Question
from kb.index.segments.ordered import look_up
from kb.index.snapshot import Snapshot, Term
from kb.index.weights import Floats

Ints = NDArray[np.int64]


def worths(concepts: Sequence[Concept], snapshot: Snapshot) -> tuple[float, ...]:
    """What each concept counts."""
    return tuple(
        [
            concept.worth * snapshot.term(concept.term, prefix=concept.prefix).rarity
            for concept in concepts
        ]
    )


def add(
    concepts: Sequence[Concept],
    worth: Sequence[float],
    snapshot: Snapshot,
    scores: NDArray[np.float32],
) -> None:
    """Add what the concepts gain every document that has them."""
    for concept, counts in zip(concepts, worth, strict=True):
        if counts:
            _add(concept, counts, snapshot, scores)


def sums(
    concepts: Sequence[Concept], worth: Sequence[float], snapshot: Snapshot, docs: Ints
) -> Floats:
    """What the concepts add up to in each of a few documents, which are in order."""
    gains = np.zeros(len(docs))
    for concept, counts in zip(concepts, worth, strict=True):
        if counts:
            gains += counts * impacts(concept, snapshot, docs)
    return gains


def impacts(concept: Concept, snapshot: Snapshot, docs: Ints) -> Floats:
    """The concept's impact in each of a few documents, which are in order; 0 where it is not."""
    found = np.zeros(len(docs))
    for term, counts in _terms(concept, snapshot):
        for part, listed in term.lists:
            local = (docs - part.base if part.base else docs).astype(np.int32)
            postings, having = look_up(local, listed.docs)
            if snapshot.drift == 1:
                found += counts * (listed.impacts[postings] * having.astype(np.float64))
            elif concept.prefix:
                found[having] += part.leaf.prefix_impacts(
                    concept.term, local[having], snapshot.averages
                )
            else:
                found[having] += counts * part.leaf.impacts_with(
                    listed.first + postings[having], snapshot.averages
                )
    return found


def _add(concept: Concept, counts: float, snapshot: Snapshot, scores: NDArray[np.float32]) -> None:
    """Add what the concept gains every document that has it."""
    for term, part_counts in _terms(concept, snapshot):
        for part, listed in term.lists:
            target = scores[part.base :] if part.base else scores
            np.add.at(target, listed.docs, listed.impacts * (counts * part_counts))


def _terms(concept: Concept, snapshot: Snapshot) -> list[tuple[Term, float]]:
    """The terms that express the concept, and what each is worth."""
    found = [(snapshot.term(concept.term, prefix=concept.prefix), 1.0)]
    if concept.exact:
        found.append((snapshot.term(concept.exact), weights.EXACT_WORTH))
    return found


def body_positions(question: Question, snapshot: Snapshot, doc: int) -> list[list[int]]:
    """For each concept the positions in the field ``body`` where a document has it, in order."""
    part, local = snapshot.place(doc)
    places: list[list[int]] = []
    for concept in question.concepts:
        if concept.prefix:
            places.append(part.leaf.body_positions_below(concept.term, local))
            continue
        lists = (found for where, found in snapshot.term(concept.term).lists if where is part)
        listed = next(lists, None)
        places.append(part.leaf.body_positions(listed, local) if listed else [])
    return places
