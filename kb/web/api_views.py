"""The JSON API's answers, one dataclass a shape. Names and types are the contract with programs.

Addresses are paths on this site; dates are ISO 8601 days; null where there is none.
The views of a search are not frozen: a hundred are made for each request, and making
a frozen one takes three times as long.
"""

from dataclasses import dataclass, replace

from kb.model import Article
from kb.request import MAX_HITS_DEEP, SearchRequest
from kb.results import Facet, Hit, MissingProvision, ResultPage
from kb.web import addresses
from kb.web.answer_views import AnswerView, SnippetView
from kb.web.corrections import CorrectionAnswer
from kb.web.fragments import with_fragment
from kb.web.messages import Phrases
from kb.web.named_law import NamedProvision
from kb.web.understood import NoteView, UnderstoodView

API_SEARCH = "/api/v1/search"


@dataclass(slots=True, kw_only=True)
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

    @classmethod
    def of(cls, hit: Hit) -> "HitView":
        url = addresses.hit_url(hit)
        return cls(
            rank=hit.rank,
            score=hit.score,
            slug=hit.slug,
            url=url,
            fragment_url=with_fragment(url, hit.opening, hit.closing),
            title=SnippetView.of(hit.title),
            snippet=SnippetView.of(hit.snippet),
            anchor=hit.anchor,
            heading=hit.heading,
            topic=hit.topic or None,
            regions=hit.regions,
            kind=hit.kind,
            lang=hit.lang,
            reviewed=hit.reviewed or None,
        )


@dataclass(slots=True, kw_only=True)
class SearchAnswer:
    """A page of hits; ``total`` counts those of all pages, ``took_ms`` is in milliseconds.

    ``query`` is the query as it was sent. ``answer`` is null where no article answers clearly.
    ``also`` are other words for what was asked, looked for too. ``left_out`` are words of the
    query, as typed, that no hit of this page has; without hits, that no article has.
    ``looked_up``, ``offered``, ``missing``, ``named``: see ``kb.results.ResultPage``.
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

    @classmethod
    def of(cls, request: SearchRequest, found: ResultPage, phrases: Phrases) -> "SearchAnswer":
        """``phrases`` are for the notes."""
        meant = found.correction
        last = min(found.pages, MAX_HITS_DEEP // request.per_page)

        def page(number: int) -> str | None:
            if not 1 <= number <= last:
                return None
            return addresses.search_url(replace(request, page=number), base=API_SEARCH)

        return cls(
            query=found.query,
            understood=UnderstoodView.of(found.understood),
            notes=tuple(NoteView.of(note, phrases) for note in found.notes),
            correction=CorrectionAnswer.of(meant, found.understood, API_SEARCH) if meant else None,
            page=found.page,
            per_page=found.per_page,
            pages=found.pages,
            total=found.total,
            answer=AnswerView.of(found.answer) if found.answer else None,
            left_out=found.left_out,
            also=found.also,
            hits=tuple(HitView.of(hit) for hit in found.hits),
            facets=found.facets,
            previous=page(request.page - 1),
            next=page(request.page + 1),
            generation=found.generation,
            took_ms=found.took_ms,
            looked_up=tuple(map(NamedProvision.of, found.looked_up)),
            offered=tuple(map(NamedProvision.of, found.offered)),
            missing=found.missing,
            named=found.named,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRef:
    """An article that another one points to; ``url`` and ``slug`` are null while it is wanted."""

    title: str
    lang: str
    slug: str | None
    url: str | None

    @classmethod
    def of(cls, article: Article) -> "ArticleRef":
        return cls(
            title=article.title,
            lang=article.lang,
            slug=article.slug,
            url=addresses.article_url(article.slug),
        )
