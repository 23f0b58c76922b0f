"""The best documents in the order in which they are shown: by score, then by slug."""

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.index.snapshot import Snapshot


class Placed(NamedTuple):
    """A document in its place."""

    doc: int
    score: float


def first_of(
    docs: NDArray[np.int64], scores: NDArray[np.float64], snapshot: Snapshot, most: int
) -> list[Placed]:
    """The ``most`` best of some documents. Of those that equal the last, the first slugs.

    However many are equal, few slugs are read: a segment knows the order of its own.
    """
    if len(docs) > most:
        if not most:
            return []
        least = np.partition(scores, len(scores) - most)[len(scores) - most]
        better = scores > least
        equal = docs[scores == least]
        few = _first_slugs(equal, snapshot, most - int(np.count_nonzero(better)))
        docs = np.concatenate([docs[better], few])
        scores = np.concatenate([scores[better], np.full(len(few), least)])
    placed = map(Placed, docs.tolist(), scores.tolist())
    ordered: list[Placed] = []
    for _, equal in groupby(sorted(placed, key=_SCORE, reverse=True), _SCORE):
        group = list(equal)
        if len(group) > 1:
            group.sort(key=lambda one: snapshot.blob("slug", one.doc))
        ordered += group
    return ordered[:most]


_SCORE = attrgetter("score")


def _first_slugs(docs: NDArray[np.int64], snapshot: Snapshot, most: int) -> NDArray[np.int64]:
    """Of each segment's documents the first by slug, at most so many."""
    first = []
    for part in snapshot.parts:
        here = docs[(docs >= part.base) & (docs < part.base + part.size)]
        if len(here) > most:
            order = part.leaf.slug_order[here - part.base]
            here = here[np.argpartition(order, most)[:most]]
        first.append(here)
    return np.concatenate(first)
