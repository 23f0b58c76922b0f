"""Filters on the search page: values that toggle, and the chosen ones to take away."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote_plus

from kb.request import Filters, SearchRequest, Words
from kb.results import Facet
from kb.web.addresses import FILTER_FIELDS, filter_pairs
from kb.web.messages import Phrases
from kb.web.site import Site

_SHOWN = 8  # values of a field that are seen at once; the others unfold
_FOLDED_FROM = 5  # fewer than that are not worth unfolding


@dataclass(slots=True, kw_only=True)
class Choice:
    """A filter value: its name, its count, and the address that adds or removes it."""

    name: str
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The values of one filter field under the field's name; ``folded`` are the less frequent."""

    field: str
    name: str
    values: tuple[Choice, ...]
    folded: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Removable:
    """A chosen filter and the address without it."""

    name: str
    url: str


class Choosing:
    """Names filter values for one reader, and makes the addresses that toggle them.

    ``generation`` is that of the index that answered.
    """

    def __init__(
        self, request: SearchRequest, site: Site, phrases: Phrases, generation: int
    ) -> None:
        self._filters = request.filters
        self._site = site
        self._phrases = phrases
        self._names = site.names[phrases.lang]
        self._generation = generation
        rest = "" if request.words is Words.ANY else f"&words={request.words.value}"
        rest += "&as_typed=1" if request.as_typed else ""
        front = f"/search?q={quote_plus(request.query)}"
        # What each field's values stand between in an address: the fields have a fixed order.
        parts = [_part(name, getattr(request.filters, name)) for name in FILTER_FIELDS]
        self._around = {
            name: (front + "".join(parts[:n]), "".join(parts[n + 1 :]) + rest)
            for n, name in enumerate(FILTER_FIELDS)
        }
        self.without_any = front + rest
        """The address without filters."""

    def name(self, field: str, value: str) -> str:
        """What the value is called in the interface's language."""
        if field == "statute":
            return self._site.statute_name(value, self._phrases.lang, self._generation)
        return self._names.of(field, value)

    def toggled(self, field: str, value: str) -> str:
        """The address with the value taken out if it is in, else put in."""
        before, after = self._around[field]
        chosen: tuple[str, ...] = getattr(self._filters, field)
        if not chosen:
            return f"{before}&{field}={_quoted(value)}{after}"
        kept = tuple(v for v in chosen if v != value)
        part = _part(field, kept if len(kept) < len(chosen) else (*chosen, value))
        return f"{before}{part}{after}"

    def choices(self, facet: Facet) -> Choices:
        """The facet's values, most frequent first; a chosen one is never folded away."""
        values = [
            Choice(
                name=self.name(facet.field, value.value),
                count=value.count,
                chosen=value.chosen,
                url=self.toggled(facet.field, value.value),
            )
            for value in facet.values
            if value.count or value.chosen
        ]
        rest = [choice for choice in values[_SHOWN:] if not choice.chosen]
        folded = rest if len(rest) >= _FOLDED_FROM else []
        hidden = set(map(id, folded))
        return Choices(
            field=facet.field,
            name=self._phrases(f"facet_{facet.field}"),
            values=tuple(choice for choice in values if id(choice) not in hidden),
            folded=tuple(folded),
        )

    def removable(self) -> Iterator[Removable]:
        """Each chosen filter, in the order in which readers see the fields."""
        for field, value in filter_pairs(self._filters):
            name = f"{self._phrases(f'facet_{field}')}: {self.name(field, value)}"
            yield Removable(name=name, url=self.toggled(field, value))


def without(filters: Filters, field: str) -> Filters:
    """The filters with all values of one field taken out."""
    # Spelled out so that the type checker sees which fields there are.
    match field:
        case "topic":
            return replace(filters, topic=())
        case "region":
            return replace(filters, region=())
        case "kind":
            return replace(filters, kind=())
        case "lang":
            return replace(filters, lang=())
        case _:
            return replace(filters, statute=())


def _part(field: str, values: tuple[str, ...]) -> str:
    return "".join(f"&{field}={_quoted(value)}" for value in values)


@lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    """An id for an address: there are not many, and each page has dozens."""
    return quote_plus(value)
