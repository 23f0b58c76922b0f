"""The best of many scores without sorting them: block maxima, a threshold, a closer look."""

import numpy as np
from numpy.typing import NDArray

BLOCK = 64  # scores a block; a score array's length is a multiple of it
_ROWS = np.arange(BLOCK)[:, None]


def at_least_kth(scores: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], float]:
    """The places of all scores that are not below the k-th best, in order, and that one.

    There may be more than k where several equal the k-th. Where the k-th best is 0, or
    there is none, the places of all scores above 0, and 0.

    The score at place p belongs to block p modulo the number of blocks: the maxima of all
    blocks are then a few passes over whole rows. At least k scores are not below the k-th
    best maximum, so only blocks that reach it need a closer look.
    """
    blocks = len(scores) // BLOCK
    if blocks <= 4 * k:
        places = np.flatnonzero(scores)
    else:
        maxima = scores.reshape(BLOCK, blocks).max(axis=0)
        least = np.partition(maxima, blocks - k)[blocks - k]
        if least > 0:
            reaching = np.flatnonzero(maxima >= least)
            places = (_ROWS * blocks + reaching).ravel()
            places = places[scores[places] >= least]
        else:
            places = np.flatnonzero(scores)
    if len(places) < k:
        return places, 0.0
    found = scores[places]
    kth = np.partition(found, len(found) - k)[len(found) - k]
    return places[found >= kth], float(kth)
