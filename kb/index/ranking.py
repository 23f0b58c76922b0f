"""Which articles answer a question best.

What documents score comes in this order, the same for all documents at once and for a few:

1. the words of the question, which decide what is a hit (``kb.index.scoring``);
2. how they belong together (``kb.index.compounds``);
3. the language, and whether the article's question is the one asked: factors;
4. translations of a hit are hits (``Snapshot.twins``), and so is the law that the best
   articles rest on (``Snapshot.rests``), where no condition forbids it;
5. for the best, how near a question that they answer comes (``kb.index.questions_asked``);
6. what editors want first comes first (``kb.index.best_bets``).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.index import weights
from kb.index.asked import AreHits, Asked
from kb.index.best_bets import best_bets, first_bets, hidden
from kb.index.question import Question
from kb.index.questions_asked import nearness
from kb.index.runs import Bools, Counts
from kb.index.scoring import Ints
from kb.index.snapshot import Snapshot
from kb.index.topk import at_least_kth
from kb.index.weights import Floats
from kb.request import Filters, SearchRequest

# Where a condition leaves at most this part of the documents, they are looked up one by one.
_FEW = 1 / 32
_ROUNDING = 1 + 1e-5  # of sums in single precision
_ABOVE_NOTHING = float(np.finfo(np.float32).tiny)
_NONE = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The hits of a question.

    ``total`` is how many pass the filters, ``hits`` how many there are in each run before
    any filter (None where nobody asked for facets). Among ``docs``, which pass the filters,
    are the best that were asked for and all that equal the last one; ``ordering`` puts
    them in order by ``scores``.
    """

    total: int
    hits: Counts | None
    docs: Ints
    scores: Floats


def rank(asked: Asked, snapshot: Snapshot, request: SearchRequest, also: Ints = _NONE) -> Ranking:
    """Score every document that covers enough of the question and find the best.

    As many are found as are needed for the page that is asked for. ``also`` are documents,
    in order, that are hits however little of the question they cover.
    """
    question = asked.question
    if question.everything:
        return _everything(asked, snapshot, request)
    unwanted = hidden(question, snapshot)
    if not question.wordings and not question.all_words:
        return _rank_all(asked, snapshot, request, also=also)
    from kb.index.matching import condition, matching  # few questions need Whoosh's queries

    docs = np.setdiff1d(np.union1d(matching(condition(question), snapshot), also), unwanted)
    if len(docs) > _FEW * snapshot.size:
        among = np.zeros(snapshot.size, bool)
        among[docs] = True
        return _rank_all(asked, snapshot, request, among)
    own = docs
    hits = snapshot.runs.hits_among(docs) if request.facets else None
    scores = asked.scores(docs, snapshot, lambda some, _: np.isin(some, own))
    if request.filters != Filters():
        passing = snapshot.runs.choice(request.filters).mask[docs]
        docs, scores = docs[passing], scores[passing]
    return Ranking(len(docs), hits, docs, _in_order(asked, snapshot, docs, scores))


def _rank_all(
    asked: Asked,
    snapshot: Snapshot,
    request: SearchRequest,
    among: Bools | None = None,
    also: Ints = _NONE,
) -> Ranking:
    """Score through all postings."""
    scores = asked.all_words(snapshot)
    if among is None:
        matched = scores >= max(asked.least / _slack(snapshot), _ABOVE_NOTHING)
        if snapshot.drift > 1:
            _mend(matched, asked, snapshot)
    else:
        matched = among.copy()
    matched[also] = True
    allowed = _allowed(asked.question, snapshot, among)
    if allowed is not None:
        matched &= allowed
    asked.add_compounds(snapshot)
    np.multiply(scores, matched, out=scores)
    asked.apply_factors(scores, snapshot)
    snapshot.twins.lift(scores, matched, snapshot.runs.foreign(asked.question.lang))
    snapshot.rests.lend(scores, matched)
    bets = best_bets(asked.question, snapshot)
    if among is None:
        matched[bets] = True
    if allowed is not None:  # a translation of a hit does not satisfy a condition by that
        matched &= allowed
    total = int(np.count_nonzero(matched))
    hits = snapshot.runs.hits(matched, total) if request.facets else None
    if request.filters != Filters():
        matched &= snapshot.runs.choice(request.filters).mask
        total = int(np.count_nonzero(matched))
    if allowed is not None or request.filters != Filters():
        np.multiply(scores, matched, out=scores)
    docs, kth = at_least_kth(snapshot.scores, max(request.last, weights.POOL))
    if snapshot.drift > 1:
        docs = np.flatnonzero(scores >= max(kth / _slack(snapshot) ** 2, _ABOVE_NOTHING))
    # Whatever may still rise is looked at on every page, so that pages follow one another.
    pool = docs if snapshot.drift > 1 else docs[_best(scores[docs])]
    rising = np.concatenate(
        [snapshot.twins.with_others(pool), snapshot.rests.of_articles(pool), bets]
    )
    docs = np.union1d(docs, rising[matched[rising]])
    if snapshot.drift == 1:
        found = scores[docs].astype(np.float64)
    else:
        found = asked.scores(docs, snapshot, _are_hits(asked, among, allowed))
        found = snapshot.rests.lent(docs, found, docs)
    return Ranking(total, hits, docs, _in_order(asked, snapshot, docs, found))


def _in_order(asked: Asked, snapshot: Snapshot, docs: Ints, scores: Floats) -> Floats:
    """The scores that documents, which are in order, are put in order by.

    The best are raised by how near the question comes to one that they answer, and lend.
    """
    pool = _best(scores)
    if weights.QUESTION_WORTH:
        near = nearness(asked.question, asked.worth, snapshot, docs[pool].tolist())
        scores = scores.copy()
        scores[pool] += near * asked.factors(docs[pool], snapshot)
        scores = snapshot.twins.lifted(docs, scores, snapshot.runs.foreign(asked.question.lang))
    scores = snapshot.rests.lent(docs, scores, docs[pool])
    return first_bets(asked.question, snapshot, docs, scores)


def _best(scores: NDArray[np.floating]) -> Ints:
    """The places of the scores that are among the best ``POOL``, and of those that equal one."""
    if len(scores) <= weights.POOL:
        return np.arange(len(scores))
    return np.flatnonzero(scores >= np.partition(scores, -weights.POOL)[-weights.POOL])


def _everything(asked: Asked, snapshot: Snapshot, request: SearchRequest) -> Ranking:
    """All that the filters let pass and nothing forbids; no word tells which is better."""
    matched = np.ones(snapshot.size, bool)
    matched[snapshot.dead] = False
    allowed = _allowed(asked.question, snapshot, None)
    if allowed is not None:
        matched &= allowed
    total = int(np.count_nonzero(matched))
    hits = snapshot.runs.hits(matched, total) if request.facets else None
    docs = np.flatnonzero(matched & snapshot.runs.choice(request.filters).mask)
    return Ranking(len(docs), hits, docs, np.zeros(len(docs)))


def _allowed(question: Question, snapshot: Snapshot, among: Bools | None) -> Bools | None:
    """What the question's conditions and editors let pass; None where there is nothing to heed.

    ``among`` are the documents that satisfy all of them, where they were looked for.
    """
    not_wanted = hidden(question, snapshot)
    if among is not None or not (question.unwanted or len(not_wanted)):
        return among
    allowed = np.ones(snapshot.size, bool)
    allowed[not_wanted] = False
    if question.unwanted:
        from kb.index.matching import matching, unwanted

        allowed[matching(unwanted(question), snapshot)] = False
    return allowed


def _are_hits(asked: Asked, among: Bools | None, allowed: Bools | None) -> AreHits | None:
    """Which of a few documents are hits by themselves."""
    if among is not None:
        return lambda docs, _: among[docs]
    if allowed is not None:
        return lambda docs, words: asked.enough(docs, words) & allowed[docs]
    return None


def _slack(snapshot: Snapshot) -> float:
    """The factor by which a sum may be off: impacts have drifted, and sums are rounded."""
    return snapshot.drift * _ROUNDING if snapshot.drift > 1 else 1.0


def _mend(matched: Bools, asked: Asked, snapshot: Snapshot) -> None:
    """Look again at the documents that impacts of an older average put near the least score."""
    doubtful = np.flatnonzero(
        matched & (snapshot.scores[: snapshot.size] < asked.least * _slack(snapshot))
    )
    if len(doubtful):
        matched[doubtful] = asked.words(doubtful, snapshot) >= asked.least
