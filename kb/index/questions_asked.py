"""How near a question is to those that an article answers: its title and its aliases.

Much of a question in an article's text may come from anywhere in it; much of a question in
one title or alias means that somebody asked the same.
"""

from collections.abc import Iterable

import numpy as np

from kb.index import weights
from kb.index.question import Question, asks
from kb.index.snapshot import Snapshot
from kb.index.weights import Floats


def nearness(
    question: Question, worth: Iterable[float], snapshot: Snapshot, docs: Iterable[int]
) -> Floats:
    """What the nearest question that each document answers adds to the document's score.

    What two questions share counts as much as it counts in both, by the Dice coefficient:
    twice what they share, of what both have. (van Rijsbergen: Information Retrieval, 1979,
    chapter 3.)
    """
    asked = {c.term: counts for c, counts in zip(question.concepts, worth, strict=True) if counts}
    whole = sum(asked.values())
    terms = frozenset(asked)
    found = []
    for doc in docs:
        best = 0.0
        for ask in snapshot.asks(doc):
            if shared := terms & ask:
                counts = sum(map(asked.__getitem__, shared))
                # What it has is at least what it shares: few need a closer look.
                if 2 * counts * counts > best * (whole + counts):
                    best = max(best, 2 * counts * counts / (whole + snapshot.worth(ask)))
        found.append(best)
    return weights.QUESTION_WORTH * np.array(found, np.float64)


def nearest(question: Question, worth: Iterable[float], snapshot: Snapshot, doc: int) -> str:
    """The title or alias by which an article comes near to the question; "" for none."""
    asked = {c.term: counts for c, counts in zip(question.concepts, worth, strict=True) if counts}
    best, nearest = 0.0, frozenset[str]()
    for ask in snapshot.asks(doc):
        counts = sum(asked[term] for term in asked.keys() & ask)
        near = counts * counts / (sum(asked.values()) + snapshot.worth(ask))
        if counts and near > best:
            best, nearest = near, ask
    if not best:
        return ""
    article = snapshot.article(doc)
    texts = (article.title, *article.aliases)
    return next((text for text in texts if [*map(frozenset, asks((text,)))] == [nearest]), "")
