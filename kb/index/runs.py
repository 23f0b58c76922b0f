"""Documents by the values that filters and facets look at, all segments together.

A run is a stretch of neighbouring documents that agree in every facet. Counting a facet
is counting the hits of each run and adding up a few numbers; a filter is a choice of runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kb.index.segments.layout import FACETS
from kb.index.segments.leaf import Leaf
from kb.request import PROVISION, Filters

Bools = NDArray[np.bool_]
Counts = NDArray[np.int32]
Ints = NDArray[np.int64]

# Where a smaller part of the documents is matched, they are counted one by one.
_FEW = 1 / 8
_MOST_CHOICES = 64  # of filters that are remembered, a byte a document each


@dataclass(frozen=True, slots=True)
class FacetRuns:
    """A facet's values: ``owners[starts[v]:starts[v + 1]]`` are the groups that have value v.

    ``groups`` are the first runs of groups of neighbouring runs, which agree in this facet;
    there is one more, the number of runs. The facets that sort the runs first have few.
    """

    names: list[str]
    numbers: dict[str, int]
    owners: Counts
    starts: Ints
    groups: Ints

    def count(self, hits: Counts) -> Counts:
        """How many hits each value has; ``hits`` is how many each run has."""
        if not len(self.owners):
            return np.zeros(0, np.int32)
        if len(self.groups) <= len(hits):
            hits = np.add.reduceat(hits, self.groups[:-1])
        counts: Counts = np.add.reduceat(hits[self.owners], self.starts[:-1])
        return counts

    def having(self, values: Sequence[str]) -> Bools:
        """Which runs have any of the values."""
        having = np.zeros(len(self.groups) - 1, bool)
        for number in (self.numbers[value] for value in values if value in self.numbers):
            having[self.owners[self.starts[number] : self.starts[number + 1]]] = True
        return np.repeat(having, np.diff(self.groups))


@dataclass(frozen=True, slots=True)
class Choice:
    """What filters let through: runs by facet, for those filtered by, and documents.

    They are remembered: not to be changed.
    """

    passing: dict[str, Counts]
    mask: Bools


class Runs:
    """The runs of a generation; ``starts`` has one more place, the number of documents."""

    def __init__(self, starts: Ints, facets: dict[str, FacetRuns]) -> None:
        self.starts = starts
        self.facets = facets
        self._choices: dict[Filters, Choice] = {}
        self._stretches: dict[str, list[tuple[int, int]]] = {}
        self._foreign: dict[str, Bools] = {}

    @classmethod
    def of(cls, leaves: Sequence[tuple[Leaf, int]], size: int) -> "Runs":
        """The runs of several segments, each with the number of its first document."""
        starts = [base + leaf.run_starts[:-1].astype(np.int64) for leaf, base in leaves]
        facets = {name: _facet(name, [leaf for leaf, _ in leaves]) for name in FACETS}
        return cls(np.concatenate([*starts, np.array([size], np.int64)]), facets)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def hits(self, matched: Bools, total: int) -> Counts:
        """How many documents of each run are matched; ``total`` of all are."""
        if total < _FEW * len(matched):
            return self.hits_among(np.flatnonzero(matched))
        # How many come before each run, by bits: eight documents at a time, then the rest.
        # (``add.reduceat`` takes five times as long where runs are short.)
        octets, rest = self._octets
        bits = np.packbits(matched)
        in_octets = np.cumsum(np.bitwise_count(bits), dtype=np.int32)
        padded = np.append(bits, np.uint8(0))
        before = np.append(np.int32(0), in_octets)[octets] + np.bitwise_count(
            padded[octets] >> (8 - rest)
        )
        hits: Counts = np.diff(before)
        return hits

    def hits_among(self, docs: Ints) -> Counts:
        """The same for matched documents that are given by their numbers."""
        return np.bincount(self._owners[docs], minlength=len(self)).astype(np.int32)

    @cached_property
    def _octets(self) -> tuple[Ints, NDArray[np.uint8]]:
        """For each start of a run the octet of documents it lies in, and its place there."""
        return self.starts >> 3, (self.starts & 7).astype(np.uint8)

    @cached_property
    def _owners(self) -> Counts:
        """The run of each document."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))

    def choice(self, filters: Filters) -> Choice:
        """The runs and documents that pass the filters."""
        found = self._choices.get(filters)
        if found is None:
            if len(self._choices) >= _MOST_CHOICES:
                self._choices.clear()
            passing = {
                name: facet.having(values).astype(np.int32)
                for name, facet in self.facets.items()
                if (values := getattr(filters, name))
            }
            passed = np.ones(len(self), bool)
            for passes in passing.values():
                passed &= passes.astype(bool)
            mask = np.repeat(passed, np.diff(self.starts))
            found = self._choices[filters] = Choice(passing, mask)
        return found

    def in_other_languages(self, lang: str) -> list[tuple[int, int]]:
        """The stretches of documents that are not in the language, each as long as can be."""
        found = self._stretches.get(lang)
        if found is None:
            others = ~self.facets["lang"].having((lang,))
            found = self._stretches[lang] = self._stretches_of(others)
        return found

    @cached_property
    def provisions(self) -> list[tuple[int, int]]:
        """The stretches of documents that are provisions of statutes."""
        return self._stretches_of(self.facets["kind"].having((PROVISION,)))

    def _stretches_of(self, runs: Bools) -> list[tuple[int, int]]:
        edges = np.flatnonzero(np.diff(runs.astype(np.int8), prepend=0, append=0))
        bounds = self.starts[edges].tolist()
        return list(zip(bounds[::2], bounds[1::2], strict=True))

    def foreign(self, lang: str) -> Bools:
        """Which documents are not in the language. Remembered: not to be changed."""
        found = self._foreign.get(lang)
        if found is None:
            found = np.zeros(int(self.starts[-1]), bool)
            for first, last in self.in_other_languages(lang):
                found[first:last] = True
            self._foreign[lang] = found
        return found


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
    of_all, owner = np.concatenate(values), np.concatenate(owners)
    groups = np.arange(runs + 1)
    if len(of_all) == runs and np.array_equal(owner, groups[:-1]):  # one value a run
        changes = np.flatnonzero(np.diff(of_all, prepend=-1))
        of_all, owner = of_all[changes], np.arange(len(changes))
        groups = np.append(changes, runs)
    order = np.argsort(of_all, kind="stable")
    return FacetRuns(
        names=list(numbers),
        numbers=numbers,
        owners=owner[order].astype(np.int32),
        starts=np.searchsorted(of_all[order], np.arange(len(numbers) + 1)),
        groups=groups,
    )
