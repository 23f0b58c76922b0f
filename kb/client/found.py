"""What a search and the suggestions answer."""

from dataclasses import dataclass

from kb.request import Filters
from kb.results import Facet, MissingProvision


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstoodView:
    """What was searched for: filters that stood in the query, and what is left of it."""

    query: str
    filters: Filters
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A remark on a part of the query, ``typed``: a code for programs, a sentence for people."""

    code: str
    typed: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionAnswer:
    """The query as it was likely meant, and as escaped HTML with what changed marked.

    ``instead`` is the address of the other search: for what was typed where the correction is
    applied, else for what was likely meant.
    """

    query: str
    html: str
    applied: bool
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceView:
    """A piece of a snippet's text."""

    text: str
    highlighted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SnippetView:
    """A snippet as plain text, in pieces, and as escaped HTML with ``<mark>``."""

    text: str
    pieces: tuple[PieceView, ...]
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerStepView:
    """A step of an answer, counted from 1, by the words that head it."""

    number: int
    heading: str
    anchor: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedProvision:
    """A provision that a query names or an answer rests on: id with pinpoint, and its page."""

    provision: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBasisView:
    """A citation as the article words it; no provisions where it is unresolved."""

    citation: str
    provisions: tuple[NamedProvision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """What the first hit clearly answers, in the article's own words.

    ``anchor`` and ``heading`` name the section of the sentences, "" for the article's lead.
    """

    slug: str
    url: str
    fragment_url: str
    title: SnippetView
    lang: str
    anchor: str
    heading: str
    sentences: tuple[SnippetView, ...]
    steps: tuple[AnswerStepView, ...]
    legal_basis: tuple[AnswerBasisView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """What was found; ``url`` leads to the section that answers. A provision's slug is its id.

    ``fragment_url`` leads to the snippet itself in browsers that know text fragments.
    """

    rank: int
    score: float
    slug: str
    url: str
    fragment_url: str
    title: SnippetView
    snippet: SnippetView
    anchor: str
    heading: str
    topic: str | None
    regions: tuple[str, ...]
    kind: str
    lang: str
    reviewed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """A page of hits; ``total`` counts those of all pages, ``took_ms`` is in milliseconds.

    ``query`` is the query as it was sent. ``answer`` is null where no article answers clearly.
    ``also`` are other words for what was asked, looked for too. ``left_out`` are words of the
    query, as typed, that no hit of this page has; without hits, that no article has.
    ``looked_up`` are provisions that the query asks for, ``offered`` what it may mean, ``missing``
    numbers that a statute does not have, ``named`` statutes that it names and nothing else.
    """

    query: str
    understood: UnderstoodView
    notes: tuple[NoteView, ...]
    correction: CorrectionAnswer | None
    page: int
    per_page: int
    pages: int
    total: int
    answer: AnswerView | None
    left_out: tuple[str, ...]
    also: tuple[str, ...]
    hits: tuple[HitView, ...]
    facets: tuple[Facet, ...]
    previous: str | None
    next: str | None
    generation: int
    took_ms: float
    looked_up: tuple[NamedProvision, ...]
    offered: tuple[NamedProvision, ...]
    missing: tuple[MissingProvision, ...]
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswers:
    """An answer to each question, in their order."""

    answers: tuple[SearchAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionView:
    """An article that may be meant; ``text`` is its title, or the alias that was recognised."""

    text: SnippetView
    slug: str
    url: str
    title: str
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestAnswer:
    """The suggestions for ``query``, the likeliest first."""

    query: str
    suggestions: tuple[SuggestionView, ...]
