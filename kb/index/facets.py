"""Which hits pass the filters, and how many each value of a facet would leave."""

import numpy as np
from numpy.typing import NDArray

from kb.index.runs import FacetRuns, Runs
from kb.request import Filters
from kb.results import Facet, FacetValue

FIELDS = ("topic", "region", "kind", "lang", "statute")
# Values of a facet that are told, the most frequent ones and those that were chosen:
# nobody reads more, and there may be thousands of statutes.
MOST_VALUES = 100


def sift(hits: NDArray[np.float64], filters: Filters, runs: Runs) -> tuple[int, tuple[Facet, ...]]:
    """How many hits pass all filters, and every facet counted; ``hits`` are counted by run.

    One field's values are alternatives, the fields must all hold. A document that only
    one field's filter keeps out still counts in that field's facet: its value is what
    choosing it too would bring in.
    """
    passing = runs.passing(filters)

    def passed_but(field: str) -> NDArray[np.float64]:
        left = hits
        for other, passes in passing.items():
            if other != field:
                left = left * passes
        return left

    facets = tuple(
        _facet(field, runs.facets[field], passed_but(field), getattr(filters, field))
        for field in FIELDS
    )
    return int(passed_but("").sum()), facets


def _facet(
    field: str, runs: FacetRuns, hits: NDArray[np.float64], chosen: tuple[str, ...]
) -> Facet:
    """The values most frequent first; a chosen one is there even if it leaves nothing."""
    counts = runs.count(hits)
    having = np.flatnonzero(counts)
    if len(having) > MOST_VALUES:
        rest = len(having) - MOST_VALUES
        having = having[counts[having] >= np.partition(counts[having], rest)[rest]]
    found = {runs.names[number]: int(counts[number]) for number in having.tolist()}
    told = dict(sorted(found.items(), key=_most_first)[:MOST_VALUES])
    others = {value for value in chosen if value not in told}
    missing = {value: int(counts[runs.numbers[value]]) if value in runs.numbers else 0
               for value in others}  # fmt: skip
    told |= dict(sorted(missing.items(), key=_most_first))
    return Facet(
        field=field,
        values=tuple(
            FacetValue(value=value, count=count, chosen=value in chosen)
            for value, count in told.items()
        ),
    )


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]
