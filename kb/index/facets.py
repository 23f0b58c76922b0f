"""Which articles pass the filters, and how many each value of a facet would leave."""

from collections import Counter
from collections.abc import Iterable

from kb.index.snapshot import Columns
from kb.request import Filters
from kb.results import Facet, FacetValue

FIELDS = ("topic", "region", "kind", "lang", "statute")


def sift(
    numbers: Iterable[int], filters: Filters, columns: Columns
) -> tuple[list[int], tuple[Facet, ...]]:
    """The documents that pass all filters, and every facet counted.

    One field's values are alternatives, the fields must all hold. A document that only
    one field's filter keeps out still counts in that field's facet: its value is what
    choosing it too would bring in.
    """
    chosen = {field: frozenset[str](getattr(filters, field)) for field in FIELDS}
    asked = [(field, values) for field, values in chosen.items() if values]
    counts: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
    passed: list[int] = []
    for number in numbers:
        values = {
            "topic": (columns.topic[number],),
            "region": columns.region[number],
            "kind": (columns.kind[number],),
            "lang": (columns.lang[number],),
            "statute": columns.statute[number],
        }
        failed = [field for field, wanted in asked if wanted.isdisjoint(values[field])]
        if not failed:
            passed.append(number)
            for field in FIELDS:
                counts[field].update(values[field])
        elif len(failed) == 1:
            counts[failed[0]].update(values[failed[0]])
    return passed, tuple(_facet(field, counts[field], chosen[field]) for field in FIELDS)


def _facet(field: str, counts: Counter[str], chosen: frozenset[str]) -> Facet:
    """The values most frequent first; a chosen one is there even if it leaves nothing."""
    values = sorted(counts.keys() | chosen, key=lambda value: (-counts[value], value))
    return Facet(
        field=field,
        values=tuple(
            FacetValue(value=value, count=counts[value], chosen=value in chosen) for value in values
        ),
    )
