"""What documents score for a question: impacts added up, and what is known beside.

A score is the sum, over the question's concepts, of the concept's inverse document
frequency times the impact of its term in the document (``kb.index.weights``). Two ways
lead to the same sum: through all postings of all terms, into an array with a place for
each document; or by looking up a few documents in the posting lists.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kb.index import weights
from kb.index.question import Concept, Question
from kb.index.segments.leaf import PostingList
from kb.index.snapshot import Part, Snapshot
from kb.index.weights import inverse_frequency

# A prefix stands for at most so many terms, the first of the alphabet.
MOST_TERMS = 200

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def worths(question: Question, snapshot: Snapshot) -> tuple[float, ...]:
    """What each concept of the question counts."""
    return tuple([concept.worth * _rarity(concept, snapshot) for concept in question.concepts])


def least_score(worth: tuple[float, ...]) -> float:
    """The score that a hit must have, before language and sameness change it."""
    return weights.LEAST_SCORE * sum(worth)


def all_sums(
    question: Question, snapshot: Snapshot, worth: tuple[float, ...]
) -> NDArray[np.float32]:
    """What the concepts add up to in every document; the array is the snapshot's to reuse."""
    scores = snapshot.scores
    scores.fill(0)
    for concept, counts in zip(question.concepts, worth, strict=True):
        if counts:
            _add(concept, counts, snapshot, scores)
    scores = scores[: snapshot.size]
    if len(snapshot.dead):
        scores[snapshot.dead] = 0
    return scores


def exact_scores(
    question: Question, snapshot: Snapshot, worth: tuple[float, ...], docs: Ints
) -> Floats:
    """The scores of a few documents, which are in order; 0 for what has no concept at all."""
    scores = sums(question, snapshot, worth, docs)
    for first, last in snapshot.runs.in_other_languages(question.lang):
        scores[slice(*np.searchsorted(docs, (first, last)))] *= weights.OTHER_LANGUAGE
    scores[np.isin(docs, snapshot.marked("asked", question.gist))] *= weights.SAME_QUESTION
    return scores


def sums(question: Question, snapshot: Snapshot, worth: tuple[float, ...], docs: Ints) -> Floats:
    """What the concepts add up to in each of a few documents, which are in order."""
    gains = np.zeros(len(docs))
    for concept, counts in zip(question.concepts, worth, strict=True):
        gains += counts * impacts(concept, snapshot, docs)
    return gains


def impacts(concept: Concept, snapshot: Snapshot, docs: Ints) -> Floats:
    """The concept's impact in each of a few documents, 0 where it is not there."""
    found = np.zeros(len(docs))
    for term, counts in terms_of(concept, snapshot):
        for part, listed in snapshot.term(term).lists:
            gains = looked_up(snapshot, part, listed, docs)
            if concept.prefix:
                np.maximum(found, gains, out=found)
            else:
                found += counts * gains
    return found


def looked_up(snapshot: Snapshot, part: Part, listed: PostingList, docs: Ints) -> Floats:
    """The impacts of one posting list in a few documents, which are in order."""
    local = (docs - part.base if part.base else docs).astype(np.int32)
    postings = listed.docs.searchsorted(local)
    postings[postings == len(listed.docs)] = 0
    having = listed.docs[postings] == local
    if snapshot.drift == 1:
        gains: Floats = listed.impacts[postings] * having.astype(np.float64)
        return gains
    gains = np.zeros(len(docs))
    gains[having] = snapshot.impacts(part, listed, postings[having])
    return gains


def _add(concept: Concept, counts: float, snapshot: Snapshot, scores: NDArray[np.float32]) -> None:
    """Add what the concept gains every document that has it."""
    if concept.prefix:
        best = np.zeros(len(scores), np.float32)
        for part, listed in _prefix_lists(concept, snapshot):
            np.maximum.at(best[part.base :], listed.docs, listed.impacts)
        scores += np.float32(counts) * best
        return
    for term, part_counts in terms_of(concept, snapshot):
        for part, listed in snapshot.term(term).lists:
            target = scores[part.base :] if part.base else scores
            np.add.at(target, listed.docs, listed.impacts * (counts * part_counts))


def body_positions(question: Question, snapshot: Snapshot, doc: int) -> list[list[int]]:
    """For each concept the positions in the field ``body`` where a document has it, in order."""
    part, local = snapshot.place(doc)
    places: list[list[int]] = []
    for concept in question.concepts:
        terms = _expanded(concept, snapshot) if concept.prefix else [concept.term]
        found = [at for term in terms for at in part.leaf.body_positions(term, local)]
        places.append(sorted(found) if concept.prefix else found)
    return places


def terms_of(concept: Concept, snapshot: Snapshot) -> list[tuple[str, float]]:
    """The terms that express the concept, and what each is worth."""
    if concept.prefix:
        return [(term, 1.0) for term in _expanded(concept, snapshot)]
    exact = [(concept.exact, weights.EXACT_WORTH)] if concept.exact else []
    return [(concept.term, 1.0), *exact]


def _expanded(concept: Concept, snapshot: Snapshot) -> list[str]:
    """The terms that begin with a prefix."""
    terms: set[str] = set()
    for part in snapshot.parts:
        numbers = part.leaf.text_terms(concept.term)[:MOST_TERMS]
        terms.update(part.leaf.text_of(number) for number in numbers)
    return sorted(terms)[:MOST_TERMS]


def _prefix_lists(concept: Concept, snapshot: Snapshot) -> Iterator[tuple[Part, PostingList]]:
    for term in _expanded(concept, snapshot):
        yield from snapshot.term(term).lists


def _rarity(concept: Concept, snapshot: Snapshot) -> float:
    """The concept's inverse document frequency."""
    if not concept.prefix:
        return snapshot.term(concept.term).rarity
    found = [part.base + listed.docs for part, listed in _prefix_lists(concept, snapshot)]
    having = np.unique(np.concatenate([np.empty(0, np.int64), *found]))
    living = np.setdiff1d(having, snapshot.dead, assume_unique=True)
    return inverse_frequency(len(living), snapshot.findable)


def best(docs: Ints, scores: Floats, most: int) -> tuple[Ints, Floats]:
    """The best of some documents, best first; all that equal the last one stay."""
    if len(docs) > most:
        least = np.partition(scores, len(scores) - most)[len(scores) - most]
        docs, scores = docs[scores >= least], scores[scores >= least]
    order = np.argsort(-scores, kind="stable")
    return docs[order], scores[order]
