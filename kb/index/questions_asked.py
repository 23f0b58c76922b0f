"""How near a question is to those that an article answers: its title and its aliases.

Much of a question in an article's text may come from anywhere in it; much of a question in
one title or alias means that somebody asked the same.
"""

from collections.abc import Iterable, Mapping

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
    asked = _counting(question, worth)
    found = [_nearest(asked, snapshot, doc)[0] for doc in docs]
    return weights.QUESTION_WORTH * np.array(found, np.float64)


def nearest(question: Question, worth: Iterable[float], snapshot: Snapshot, doc: int) -> str:
    """The title or alias by which an article comes near to the question; "" for none."""
    near, nearest = _nearest(_counting(question, worth), snapshot, doc)
    if not near:
        return ""
    article = snapshot.article(doc)
    texts = (article.title, *article.aliases)
    return next((text for text in texts if [*map(frozenset, asks((text,)))] == [nearest]), "")


def _counting(question: Question, worth: Iterable[float]) -> dict[str, float]:
    """The question's terms that some article has, with what each counts."""
    return {c.term: counts for c, counts in zip(question.concepts, worth, strict=True) if counts}


def _nearest(
    asked: Mapping[str, float], snapshot: Snapshot, doc: int
) -> tuple[float, frozenset[str]]:
    """How near the nearest of the questions that a document answers comes, and its terms."""
    whole, terms = sum(asked.values()), frozenset(asked)
    best, nearest = 0.0, frozenset[str]()
    for ask in snapshot.asks(doc):
        if shared := terms & ask:
            counts = sum(map(asked.__getitem__, shared))
            # What it has is at least what it shares: few need a closer look.
            if 2 * counts * counts > best * (whole + counts):
                near = 2 * counts * counts / (whole + snapshot.worth(ask))
                if near > best:
                    best, nearest = near, ask
    return best, nearest
