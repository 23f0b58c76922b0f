"""Editors' best bets: the questions for which they want an article to come first."""

import numpy as np
from numpy.typing import NDArray

from kb.index import weights
from kb.index.question import Question
from kb.index.snapshot import Snapshot

_NONE = np.empty(0, np.int64)


def best_bets(question: Question, snapshot: Snapshot) -> NDArray[np.int64]:
    """The articles that the question is marked for, usually none.

    A question is recognised by its gist, like a title: word order, word forms and fillers
    don't matter. They are hits even where they have none of its words.
    """
    if not weights.BEST_BET or not question.gist:
        return _NONE
    return snapshot.marked("best", question.gist)
