"""Counting hits by run, and values by hits, is counting document by document."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.index.runs import FacetRuns, Runs


@given(
    lengths=st.lists(st.integers(1, 20), min_size=1, max_size=30),
    seed=st.integers(0, 1000),
    share=st.sampled_from([0.0, 0.02, 0.5, 1.0]),
)
def test_hits_by_run(lengths: list[int], seed: int, share: float) -> None:
    starts = np.cumsum([0, *lengths])
    matched = np.random.default_rng(seed).random(starts[-1]) < share
    runs = Runs(starts, {})
    expected = [int(matched[a:b].sum()) for a, b in pairwise(starts.tolist())]
    assert runs.hits(matched, int(matched.sum())).tolist() == expected
    assert runs.hits_among(np.flatnonzero(matched)).tolist() == expected


def test_values_by_run_or_by_group_of_runs() -> None:
    hits = np.array([1, 2, 4, 8], np.int32)
    several = FacetRuns(["a", "b"], {"a": 0, "b": 1}, np.array([0, 2, 2], np.int32),
                        np.array([0, 2, 3]), np.arange(5))  # fmt: skip
    assert several.count(hits).tolist() == [5, 4]
    assert several.having(["b", "none"]).tolist() == [False, False, True, False]
    grouped = FacetRuns(["a", "b"], {"a": 0, "b": 1}, np.array([0, 2, 1], np.int32),
                        np.array([0, 2, 3]), np.array([0, 1, 3, 4]))  # fmt: skip
    assert grouped.count(hits).tolist() == [9, 6]
    assert grouped.having(["a"]).tolist() == [True, False, False, True]
