"""Which articles answer a question best."""

from dataclasses import dataclass

import numpy as np

from kb.index import weights
from kb.index.best_bets import best_bets
from kb.index.question import Question
from kb.index.runs import Bools, Counts
from kb.index.scoring import (
    Ints,
    all_sums,
    beside,
    least_score,
    sums,
    worths,
)
from kb.index.snapshot import Snapshot
from kb.index.topk import at_least_kth
from kb.index.weights import Floats
from kb.request import Filters, SearchRequest

# Where a condition leaves at most this part of the documents, they are looked up one by one.
_FEW = 1 / 32
_ROUNDING = 1 + 1e-5  # of sums in single precision
_ABOVE_NOTHING = float(np.finfo(np.float32).tiny)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The hits of a question.

    ``total`` is how many pass the filters, ``hits`` how many there are in each run before
    any filter (None where nobody asked for facets). Among ``docs``, which pass the filters,
    are the best that were asked for and all that equal the last one; ``ordering`` puts
    them in order by ``scores``. ``worth`` is what each concept of the question counts: its
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
    if not question.wordings and not question.all_words:
        return _rank_all(question, snapshot, worth, request)
    from kb.index.matching import condition, matching  # few questions need Whoosh's queries

    docs = matching(condition(question), snapshot)
    if len(docs) > _FEW * snapshot.size:
        among = np.zeros(snapshot.size, bool)
        among[docs] = True
        return _rank_all(question, snapshot, worth, request, among)
    hits = snapshot.runs.hits_among(docs) if request.facets else None
    if request.filters != Filters():
        docs = docs[snapshot.runs.choice(request.filters).mask[docs]]
    scores = beside(question, snapshot, docs, sums(question, snapshot, worth, docs))
    return Ranking(len(docs), hits, docs, scores, worth)


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
        matched = scores >= max(least_score(worth) / _slack(snapshot), _ABOVE_NOTHING)
        if snapshot.drift > 1:
            _mend(matched, question, snapshot, worth)
        matched[best_bets(question, snapshot)] = True
    else:
        matched = among
    total = int(np.count_nonzero(matched))
    hits = snapshot.runs.hits(matched, total) if request.facets else None
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
    bets = best_bets(question, snapshot)
    scores[bets[matched[bets]]] += weights.BEST_BET
    docs, kth = at_least_kth(snapshot.scores, request.last)
    if snapshot.drift == 1:
        found = scores[docs].astype(np.float64)
    else:
        docs = np.flatnonzero(scores >= max(kth / _slack(snapshot) ** 2, _ABOVE_NOTHING))
        found = beside(question, snapshot, docs, sums(question, snapshot, worth, docs))
    return Ranking(total, hits, docs, found, worth)


def _slack(snapshot: Snapshot) -> float:
    """The factor by which a sum may be off: impacts have drifted, and sums are rounded."""
    return snapshot.drift * _ROUNDING if snapshot.drift > 1 else 1.0


def _mend(matched: Bools, question: Question, snapshot: Snapshot, worth: tuple[float, ...]) -> None:
    """Look again at the documents that impacts of an older average put near the least score."""
    least = least_score(worth)
    doubtful = np.flatnonzero(
        matched & (snapshot.scores[: snapshot.size] < least * _slack(snapshot))
    )
    if len(doubtful):
        matched[doubtful] = sums(question, snapshot, worth, doubtful) >= least
