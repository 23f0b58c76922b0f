"""Numbers in order, as arrays: what posting lists are looked up and put together with."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def look_up(
    some: NDArray[Any], others: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """For each of some numbers its place among others, which are in order, and whether it is there.

    Where it is not, the place is any.
    """
    if not len(others):
        return np.zeros(len(some), np.int64), np.zeros(len(some), bool)
    places = others.searchsorted(some)
    places[places == len(others)] = 0
    return places, others[places] == some


def ranges(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of several ranges in one array: (3, 10), (2, 3) give 3 4 10 11 12."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    numbers: NDArray[np.int64] = np.arange(total) + np.repeat(starts - (ends - counts), counts)
    return numbers


def common(some: NDArray[Any], others: NDArray[Any]) -> int:
    """How many of some numbers are among others; both are in order."""
    if not len(others):
        return 0
    return int(np.count_nonzero(look_up(others, some)[1]))
