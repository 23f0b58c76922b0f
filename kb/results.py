"""What the search engine answers: plain data that outlives its searcher."""

from dataclasses import dataclass
from enum import StrEnum

from kb.request import SearchRequest


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
    ``opening`` and ``closing`` are the snippet's first and last piece of text that stands in
    one line of the article, so that a browser can be told where the passage is.
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
    opening: str = ""
    closing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerStep:
    """A step of an answer: its number (from 1), the words that head it, its section's anchor."""

    number: int
    heading: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBasis:
    """What an answer rests on: a citation as the article words it, and the provisions it names.

    ``provisions`` are their ids (``prc-sil-2010/art-60/para-2``), none where it is unresolved.
    """

    citation: str
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an article answers, in its own words: nothing in it is composed.

    ``sentences`` stand in the section that ``anchor`` and ``heading`` name (both "" for the
    lead), in this order; ``opening`` and ``closing`` are as in ``Hit``.
    """

    slug: str
    title: Snippet
    lang: str
    anchor: str
    heading: str
    sentences: tuple[Snippet, ...]
    steps: tuple[AnswerStep, ...]
    basis: tuple[AnswerBasis, ...]
    opening: str = ""
    closing: str = ""


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


class Remark(StrEnum):
    """What there is to say about an operator that was not, or not wholly, heeded."""

    NO_SUCH_VALUE = "no_such_value"  # topic:nonsense; searched as words
    NOT_WITHOUT = "not_without"  # -topic:pension; left out
    ONLY_WITHOUT = "only_without"  # nothing but -words; searched as words
    TOO_MANY = "too_many"  # more conditions than are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark on a part of the query, which stands here as it was typed.

    ``field`` is the filter that it is about, "" for none.
    """

    remark: Remark
    typed: str
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The query as it was likely meant, and its ``pieces``: what changed is highlighted.

    ``applied`` tells that the hits are those of this query and not of the one that was typed.
    """

    query: str
    pieces: Snippet
    applied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingProvision:
    """A number that a query names and the statute, by id, does not have: it ends at ``last``."""

    statute: str
    number: str
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """One page of hits. ``total`` is the number of hits on all pages.

    ``query`` is the query as it was typed, whether or not there is a
    ``correction``. ``understood`` is the request that was answered:
    filters that stood in the query are among its filters, and its query is the rest;
    ``notes`` are remarks on operators in the query. ``also`` are other words for what was
    asked, which were looked for too. ``generation`` is the state of the index
    that answered; ``took_ms`` is the time in the engine, in milliseconds. ``answer`` is there
    where the first hit clearly answers; ``left_out`` are words of the query, as typed, that
    no hit of this page has (where there is no hit, that no article has).

    What the query names of the law: ``looked_up`` are ids of provisions that it asks for,
    with their pinpoints, which are the first hits if their text is held and they pass the
    filters; ``offered`` are provisions of which it may mean one; ``missing`` are numbers that
    a statute does not have; ``named`` are ids of statutes, where it names nothing else.
    """

    query: str
    understood: SearchRequest
    notes: tuple[Note, ...] = ()
    page: int
    per_page: int
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    generation: int
    took_ms: float
    also: tuple[str, ...] = ()
    correction: Correction | None = None
    looked_up: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    missing: tuple[MissingProvision, ...] = ()
    named: tuple[str, ...] = ()
    answer: Answer | None = None
    left_out: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are; 0 where nothing was found."""
        return -(-self.total // self.per_page)
