"""How many hits each value of a facet would leave."""

import numpy as np

from kb.index.runs import Counts, FacetRuns, Runs
from kb.request import Filters
from kb.results import Facet, FacetValue

FIELDS = ("topic", "region", "kind", "lang", "statute")
# Values of a facet that are told, the most frequent ones and those that were chosen:
# nobody reads more, and there may be thousands of statutes.
MOST_VALUES = 30


def facets(hits: Counts | None, filters: Filters, runs: Runs) -> tuple[Facet, ...]:
    """Every facet counted; ``hits`` are counted by run, before any filter.

    One field's values are alternatives, the fields must all hold. A document that only
    one field's filter keeps out still counts in that field's facet: its value is what
    choosing it too would bring in.
    """
    if hits is None:
        return ()
    passing = runs.choice(filters).passing

    def passed_but(field: str) -> Counts:
        left = hits
        for other, passes in passing.items():
            if other != field:
                left = left * passes
        return left

    passed = passed_but("")
    return tuple(
        _facet(
            field,
            runs.facets[field],
            passed_but(field) if field in passing else passed,
            getattr(filters, field),
        )
        for field in FIELDS
    )


def _facet(field: str, runs: FacetRuns, hits: Counts, chosen: tuple[str, ...]) -> Facet:
    """The values most frequent first; a chosen one is there even if it leaves nothing."""
    counts = runs.count(hits)
    least = 1
    if len(counts) > MOST_VALUES:
        rest = len(counts) - MOST_VALUES
        least = max(least, int(np.partition(counts, rest)[rest]))
    having = np.flatnonzero(counts >= least)
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
