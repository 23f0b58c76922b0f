"""Documents by the values that filters and facets look at, all segments together.

A run is a stretch of neighbouring documents that agree in every facet. Counting a facet
is counting the hits of each run and adding up a few numbers; a filter is a choice of runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.index.segments.layout import FACETS
from kb.index.segments.leaf import Leaf
from kb.request import Filters

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FacetRuns:
    """A facet: ``values[i]`` is the number in ``names`` of a value of run ``owners[i]``."""

    names: list[str]
    numbers: dict[str, int]
    values: Ints
    owners: Ints

    def count(self, hits: NDArray[np.float64]) -> Ints:
        """How many hits each value has; ``hits`` is how many each run has."""
        return np.bincount(self.values, hits[self.owners], len(self.names)).astype(np.int64)

    def having(self, values: Sequence[str], runs: int) -> Bools:
        """Which runs have any of the values."""
        wanted = np.zeros(len(self.names), bool)
        wanted[[self.numbers[value] for value in values if value in self.numbers]] = True
        having = np.zeros(runs, bool)
        having[self.owners[wanted[self.values]]] = True
        return having


class Runs:
    """The runs of a generation; ``starts`` has one more place, the number of documents."""

    def __init__(self, starts: Ints, facets: dict[str, FacetRuns]) -> None:
        self.starts = starts
        self.facets = facets
        self._lengths = np.diff(starts)
        self._masks: dict[Filters, Bools] = {}

    @classmethod
    def of(cls, leaves: Sequence[tuple[Leaf, int]], size: int) -> "Runs":
        """The runs of several segments, each with the number of its first document."""
        starts = [base + leaf.run_starts[:-1].astype(np.int64) for leaf, base in leaves]
        facets = {name: _facet(name, [leaf for leaf, _ in leaves]) for name in FACETS}
        return cls(np.concatenate([*starts, np.array([size], np.int64)]), facets)

    def __len__(self) -> int:
        return len(self._lengths)

    def hits(self, matched: Bools) -> NDArray[np.float64]:
        """How many documents of each run are matched."""
        if not len(self):
            return np.zeros(0)
        counted = np.add.reduceat(matched.view(np.int8), self.starts[:-1], dtype=np.int32)
        return counted.astype(np.float64)

    def hits_among(self, docs: Ints) -> NDArray[np.float64]:
        """The same for matched documents that are given by their numbers."""
        owners = np.searchsorted(self.starts, docs, side="right") - 1
        return np.bincount(owners, minlength=len(self)).astype(np.float64)

    def passing(self, filters: Filters) -> dict[str, Bools]:
        """For each facet that a filter is set on, the runs that pass it."""
        return {
            name: facet.having(values, len(self))
            for name, facet in self.facets.items()
            if (values := getattr(filters, name))
        }

    def mask(self, filters: Filters) -> Bools:
        """For each document whether it passes all filters; remembered, so not to be changed."""
        if filters not in self._masks:
            if len(self._masks) >= _MOST_MASKS:
                self._masks.clear()
            passed = np.ones(len(self), bool)
            for passes in self.passing(filters).values():
                passed &= passes
            self._masks[filters] = np.repeat(passed, self._lengths)
        return self._masks[filters]

    def stretches_without(self, facet: str, value: str) -> list[tuple[int, int]]:
        """The stretches of documents that do not have the value, each as long as can be."""
        without = ~self.facets[facet].having((value,), len(self))
        edges = np.flatnonzero(np.diff(without.astype(np.int8), prepend=0, append=0))
        bounds = self.starts[edges].tolist()
        return list(zip(bounds[::2], bounds[1::2], strict=True))


_MOST_MASKS = 64  # a byte a document each


def _facet(name: str, leaves: Sequence[Leaf]) -> FacetRuns:
    numbers: dict[str, int] = {}
    values, owners = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    runs = 0
    for leaf in leaves:
        column = leaf.facet(name)
        here = [numbers.setdefault(value, len(numbers)) for value in column.names]
        values.append(np.array(here, np.int64)[column.values])
        count = len(column.starts) - 1
        owners.append(runs + np.repeat(np.arange(count), np.diff(column.starts)))
        runs += count
    return FacetRuns(list(numbers), numbers, np.concatenate(values), np.concatenate(owners))
