"""What the search engine answers: plain data that outlives its searcher."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """Text in pieces, so that whoever shows it escapes it: odd pieces are highlighted.

    ``("You can pay ", "social security", " yourself")`` highlights the middle.
    """

    pieces: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article or provision found: its rank (from 1), score, and the section that answers.

    ``anchor`` and ``heading`` name that section (both "" for the article's lead). A hit of
    the kind ``provision`` has its id for ``slug``, its paragraph for ``anchor``, and no topic.
    """

    rank: int
    score: float
    slug: str
    title: Snippet
    snippet: Snippet
    anchor: str
    heading: str
    topic: str
    regions: tuple[str, ...]
    kind: str
    lang: str
    reviewed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value, how many hits would have it, and whether the request chose it."""

    value: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """The values of one field, most frequent first, with true counts.

    A facet's counts ignore the filter on its own field, so that choosing a value
    does not hide the others.
    """

    field: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingProvision:
    """A number that a query names and the statute, by id, does not have: it ends at ``last``."""

    statute: str
    number: str
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """One page of hits. ``total`` is the number of hits on all pages.

    ``generation`` is the state of the index that answered; ``took_ms`` is the
    time in the engine, in milliseconds.

    What the query names of the law: ``looked_up`` are ids of provisions that it asks for,
    with their pinpoints, which are the first hits if their text is held and they pass the
    filters; ``offered`` are provisions of which it may mean one; ``missing`` are numbers that
    a statute does not have; ``named`` are ids of statutes, where it names nothing else.
    """

    query: str
    page: int
    per_page: int
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    generation: int
    took_ms: float
    looked_up: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    missing: tuple[MissingProvision, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are; 0 where nothing was found."""
        return -(-self.total // self.per_page)
