"""Whether a difference between two systems could be chance."""

from collections.abc import Sequence

import numpy as np

ROUNDS = 10_000
_SEED = 20_261
_AT_ONCE = 500  # rounds in one array


def p_value(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """How often chance alone makes the means of paired values differ as much.

    A two-sided paired randomisation test: in each of ``ROUNDS`` rounds the two values of
    every query change places or not, as a seeded coin falls. (Smucker, Allan, Carterette: A
    Comparison of Statistical Significance Tests for Information Retrieval Evaluation, 2007.)
    The observed pairing counts as one round, so the smallest answer is 1 / (rounds + 1).
    Whoever makes many comparisons will find one of twenty below 0.05 by chance.
    """
    differences = np.subtract(ours, theirs)
    differences = differences[differences != 0]  # equal pairs are the same either way
    if not len(differences):
        return 1.0
    observed = abs(float(differences.sum())) - 1e-9  # what rounding alone may take
    coin = np.random.default_rng(_SEED)
    reached = 0
    for _ in range(ROUNDS // _AT_ONCE):
        signs = coin.integers(0, 2, (_AT_ONCE, len(differences)), dtype=np.int8) * 2 - 1
        reached += int(np.count_nonzero(np.abs(signs @ differences) >= observed))
    return (reached + 1) / (ROUNDS + 1)
