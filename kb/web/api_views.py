"""The JSON API's answers, one dataclass a shape. Names and types are the contract with programs.

Addresses are paths on this site; dates are ISO 8601 days; null where there is none.
The views of a search are not frozen: a hundred are made for each request, and making
a frozen one takes three times as long.
"""

from dataclasses import dataclass, replace
from datetime import date

from kb.library import Library
from kb.model import Article, Role
from kb.request import MAX_HITS_DEEP, SearchRequest
from kb.results import Facet, Hit, MissingProvision, ResultPage
from kb.web import addresses
from kb.web.answer_views import AnswerView, SnippetView
from kb.web.basis_views import BasisView
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step, counted from 1."""

    number: int
    heading: str
    text: str
    anchor: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """One section; ``level`` is 0 for the lead, else that of its heading."""

    heading: str
    anchor: str
    level: int
    role: Role
    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedView:
    """What the article's author names, and what is computed to be near."""

    author: tuple[ArticleRef, ...]
    computed: tuple[ArticleRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAnswer:
    """A published article, or one that is archived: no longer kept up to date."""

    slug: str
    url: str
    title: str
    kind: str
    status: str
    topic: str
    regions: tuple[str, ...]
    lang: str
    reviewed: date | None
    review_by: date | None
    aliases: tuple[str, ...]
    answer: str
    steps: tuple[StepView, ...]
    summary: str
    sections: tuple[SectionView, ...]
    legal_basis: tuple[BasisView, ...]
    related: RelatedView
    backlinks: tuple[ArticleRef, ...]
    translations: tuple[ArticleRef, ...]
    generation: int

    @classmethod
    def of(
        cls, article: Article, near: tuple[Article, ...], library: Library, phrases: Phrases
    ) -> "ArticleAnswer":
        """``near`` are the computed related articles; ``phrases`` are for verdicts."""
        return cls(
            slug=article.slug,
            url=addresses.article_url(article.slug),
            title=article.title,
            kind=article.kind,
            status=article.status,
            topic=article.topic,
            regions=article.regions,
            lang=article.lang,
            reviewed=article.reviewed,
            review_by=article.review_by,
            aliases=article.aliases,
            answer=article.answer,
            steps=tuple(
                StepView(
                    number=step.number,
                    heading=step.heading,
                    text=step.text,
                    anchor=step.anchor,
                    url=addresses.article_url(article.slug, step.anchor),
                )
                for step in article.steps
            ),
            summary=article.summary,
            sections=tuple(
                SectionView(
                    heading=section.heading,
                    anchor=section.anchor,
                    level=section.level,
                    role=section.role,
                    text=section.text,
                    url=addresses.article_url(article.slug, section.anchor),
                )
                for section in article.sections
            ),
            legal_basis=tuple(
                BasisView.of(provision, citation, library, phrases)
                for citation in article.legal_basis
                for provision in citation.targets
            ),
            related=RelatedView(
                author=tuple(_author_related(article, library)),
                computed=tuple(ArticleRef.of(other) for other in near),
            ),
            backlinks=tuple(ArticleRef.of(other) for other in library.backlinks(article.slug)),
            translations=tuple(ArticleRef.of(other) for other in library.translations(article)),
            generation=library.generation,
        )


def _author_related(article: Article, library: Library) -> list[ArticleRef]:
    """The author's links in order: what is published, and what is wanted."""
    refs: list[ArticleRef] = []
    for link in article.related:
        other = library.article(link.slug) if link.slug else None
        if other is not None:
            refs.append(ArticleRef.of(other))
        elif link.slug is None:
            refs.append(ArticleRef(title=link.text, lang=article.lang, slug=None, url=None))
    return refs
