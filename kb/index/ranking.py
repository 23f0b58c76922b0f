"""How well each article answers a question: impacts added up, and what is known beside.

A score is the sum, over the question's concepts, of the concept's inverse document
frequency times the impact of its term in the document (``kb.index.weights``). Two ways
lead to the same sum: through all postings of all terms, into an array with a place for
each document; or, where a condition left few documents, by looking those up.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.index import weights
from kb.index.matching import condition, matching
from kb.index.question import Concept, Question
from kb.index.runs import Bools, Counts
from kb.index.segments.leaf import PostingList
from kb.index.snapshot import Part, Snapshot
from kb.index.topk import at_least_kth
from kb.index.weights import inverse_frequency
from kb.request import Filters, SearchRequest

# A prefix stands for at most so many terms, the first of the alphabet.
MOST_TERMS = 200
# Where a condition leaves at most this part of the documents, they are looked up one by one.
_FEW = 1 / 32

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The hits of a question.

    ``total`` is how many pass the filters, ``hits`` how many there are in each run before
    any filter (None where nobody asked for facets). ``docs`` are the best that were asked for
    and pass the filters, with ``scores``, best first up to equal scores, all that equal
    the last one with them. ``worth`` is what each concept of the question counts: its
    inverse document frequency; 0 where no article has it.
    """

    total: int
    hits: Counts | None
    docs: Ints
    scores: Floats
    worth: tuple[float, ...]


def rank(question: Question, snapshot: Snapshot, request: SearchRequest) -> Ranking:
    """Score every article that covers enough of the question and find the best.

    As many are found as are needed for the page that is asked for.
    """
    worth = worths(question, snapshot)
    asked = condition(question)
    if asked is None:
        return _rank_all(question, snapshot, worth, request)
    docs = matching(asked, snapshot)
    if len(docs) > _FEW * snapshot.size:
        among = np.zeros(snapshot.size, bool)
        among[docs] = True
        return _rank_all(question, snapshot, worth, request, among)
    hits = snapshot.runs.hits_among(docs) if request.facets else None
    if request.filters != Filters():
        docs = docs[snapshot.runs.choice(request.filters).mask[docs]]
    scores = exact_scores(question, snapshot, worth, docs)
    return Ranking(len(docs), hits, *_best(docs, scores, request.last), worth)


def worths(question: Question, snapshot: Snapshot) -> tuple[float, ...]:
    """What each concept of the question counts."""
    return tuple([concept.worth * _rarity(concept, snapshot) for concept in question.concepts])


def _rank_all(
    question: Question,
    snapshot: Snapshot,
    worth: tuple[float, ...],
    request: SearchRequest,
    among: Bools | None = None,
) -> Ranking:
    """Score through all postings."""
    scores = all_sums(question, snapshot, worth)
    if among is None:
        matched = scores >= max(least_score(worth) / snapshot.drift, _ABOVE_NOTHING)
        if snapshot.drift > 1:
            _mend(matched, question, snapshot, worth)
    else:
        matched = among
    hits = snapshot.runs.hits(matched) if request.facets else None
    if request.filters != Filters():
        matched &= snapshot.runs.choice(request.filters).mask
    total = int(np.count_nonzero(matched))
    others = snapshot.runs.in_other_languages(question.lang)
    # What is no hit has less than any hit, if nothing but its words decides: then it can
    # only be among the best where there are not enough hits, and need not be taken out.
    if others or among is not None or total < request.last or request.filters != Filters():
        np.multiply(scores, matched, out=scores)
    for first, last in others:
        scores[first:last] *= weights.OTHER_LANGUAGE
    same = snapshot.marked("asked", question.gist)
    if len(same):
        scores[same] *= weights.SAME_QUESTION
    docs, kth = at_least_kth(snapshot.scores, request.last)
    if snapshot.drift == 1:
        found = scores[docs].astype(np.float64)
    else:
        docs = np.flatnonzero(scores >= max(kth / snapshot.drift**2, _ABOVE_NOTHING))
        found = exact_scores(question, snapshot, worth, docs)
    return Ranking(total, hits, *_best(docs, found, request.last), worth)


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


_ABOVE_NOTHING = float(np.finfo(np.float32).tiny)


def least_score(worth: tuple[float, ...]) -> float:
    """The score that a hit must have, before language and sameness change it."""
    return weights.LEAST_SCORE * sum(worth)


def _mend(matched: Bools, question: Question, snapshot: Snapshot, worth: tuple[float, ...]) -> None:
    """Look again at the documents that impacts of an older average put near the least score."""
    least = least_score(worth)
    doubtful = np.flatnonzero(matched & (snapshot.scores[: snapshot.size] < least * snapshot.drift))
    if len(doubtful):
        matched[doubtful] = sums(question, snapshot, worth, doubtful) >= least


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
    for term, counts in _terms(concept, snapshot):
        for part, listed in snapshot.term(term).lists:
            first, last = np.searchsorted(docs, (part.base, part.base + part.size))
            local = (docs[first:last] - part.base).astype(np.int32)
            postings = np.searchsorted(listed.docs, local)
            postings[postings == len(listed.docs)] = 0
            having = listed.docs[postings] == local
            if snapshot.drift == 1:
                gains = listed.impacts[postings[having]].astype(np.float64)
            else:
                gains = snapshot.impacts(part, listed, postings[having])
            here = first + np.flatnonzero(having)
            if concept.prefix:
                found[here] = np.maximum(found[here], gains)
            else:
                found[here] += counts * gains
    return found


def _add(concept: Concept, counts: float, snapshot: Snapshot, scores: NDArray[np.float32]) -> None:
    """Add what the concept gains every document that has it."""
    if concept.prefix:
        best = np.zeros(len(scores), np.float32)
        for part, listed in _prefix_lists(concept, snapshot):
            np.maximum.at(best[part.base :], listed.docs, listed.impacts)
        scores += np.float32(counts) * best
        return
    for term, part_counts in _terms(concept, snapshot):
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


def _terms(concept: Concept, snapshot: Snapshot) -> list[tuple[str, float]]:
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


def _best(docs: Ints, scores: Floats, most: int) -> tuple[Ints, Floats]:
    """The best of some documents, best first; all that equal the last one stay."""
    if len(docs) > most:
        least = np.partition(scores, len(scores) - most)[len(scores) - most]
        docs, scores = docs[scores >= least], scores[scores >= least]
    order = np.argsort(-scores, kind="stable")
    return docs[order], scores[order]
