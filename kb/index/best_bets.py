"""Editors' best bets: the questions for which they want an article first, or not at all."""

import numpy as np
from numpy.typing import NDArray

from kb.index import weights
from kb.index.question import Question
from kb.index.snapshot import Snapshot
from kb.index.weights import Floats

Ints = NDArray[np.int64]
_NONE = np.empty(0, np.int64)


def best_bets(question: Question, snapshot: Snapshot) -> Ints:
    """The articles that the question is marked for, usually none.

    A question is recognised by its gist, like a title: word order, word forms and fillers
    don't matter. They are hits even where they have none of its words.
    """
    if not weights.BEST_BET or not question.gist:
        return _NONE
    return snapshot.marked("best", question.gist)


def hidden(question: Question, snapshot: Snapshot) -> Ints:
    """The articles that editors do not want for the question, usually none.

    A question is recognised as for ``best_bets``. They are no hits, whatever they have.
    """
    return snapshot.marked("hidden", question.gist) if question.gist else _NONE


def first_bets(question: Question, snapshot: Snapshot, docs: Ints, scores: Floats) -> Floats:
    """The scores of documents, which are in order, those of bets above all others."""
    bets = best_bets(question, snapshot)
    if not len(bets):
        return scores
    raised = scores.copy()
    raised[np.isin(docs, bets)] += weights.BEST_BET
    return raised
