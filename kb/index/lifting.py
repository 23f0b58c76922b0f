"""Filters that were typed into a query, lifted out of it: ``topic:pension``, 地区:深圳."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from kb.filter_names import FilterNames
from kb.index.operators import Part, parts
from kb.index.snapshot import Snapshot
from kb.model import Kind, unique
from kb.request import Filters, SearchRequest
from kb.results import Note, Remark

Ids = Callable[[str, str], tuple[str, ...]]
"""A filter's field and a name to the ids of the values that bear it."""


@dataclass(frozen=True, slots=True)
class Lifted:
    """The request with filters in place of those that stood in its query, and what to remark."""

    request: SearchRequest
    notes: tuple[Note, ...] = ()


def lift(request: SearchRequest, ids: Ids) -> Lifted:
    """Take the filters out of the query and add them to the request's own.

    A name that no value bears stays in the query, as words.
    """
    kept: list[str] = []
    notes: list[Note] = []
    chosen: dict[str, tuple[str, ...]] = {}
    for part in parts(request.query):
        typed = request.query[part.start : part.end]
        found = ids(part.field, part.text) if part.is_filter and not part.negated else ()
        if found:
            chosen[part.field] = (*chosen.get(part.field, ()), *found)
            kept.append(" ")
            continue
        kept.append(typed)
        if part.is_filter:
            notes.append(_note(part, typed))
    if not chosen:
        return Lifted(request, unique(notes))
    query = " ".join("".join(kept).split())
    filters = _merged(request.filters, chosen)
    return Lifted(replace(request, query=query, filters=filters), unique(notes))


def names_in(snapshot: Snapshot, names: FilterNames) -> Ids:
    """Looks names up among those given, in the register, and among the values that are indexed."""

    def ids(field: str, name: str) -> tuple[str, ...]:
        indexed: Iterable[str] = snapshot.runs.facets[field].names
        if field == "kind":  # a kind that nothing is of would be a filter that nothing passes
            kinds = {*indexed, *(kind.value for kind in Kind)}
            return tuple(kind for kind in names.ids(field, name, indexed) if kind in kinds)
        if field == "statute":
            named = snapshot.register.named(name)
            every = (statute.id for statute in snapshot.register)
            return tuple(statute.id for statute in named) or names.ids(field, name, every)
        return names.ids(field, name, indexed)

    return ids


def _merged(filters: Filters, chosen: dict[str, tuple[str, ...]]) -> Filters:
    """Within a field any value will do, so that more values let more pass."""

    def of(field: str, values: tuple[str, ...]) -> tuple[str, ...]:
        return unique((*values, *chosen.get(field, ())))

    return Filters(
        topic=of("topic", filters.topic),
        region=of("region", filters.region),
        kind=of("kind", filters.kind),
        lang=of("lang", filters.lang),
        statute=of("statute", filters.statute),
    )


def _note(part: Part, typed: str) -> Note:
    remark = Remark.NOT_WITHOUT if part.negated else Remark.NO_SUCH_VALUE
    return Note(remark=remark, typed=typed, field=part.field)
