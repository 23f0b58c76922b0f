"""The API's shapes of an article: part of ``api_views``' contract."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from kb.library import Library
from kb.model import Article, Role
from kb.provision import Provision
from kb.web import addresses
from kb.web.api_views import ArticleRef
from kb.web.basis_views import BasisView
from kb.web.cite_check_views import CitationView
from kb.web.law import Law
from kb.web.provision_parameters import ProvisionRequest
from kb.web.provision_views import Held, ProvisionAnswer, provision_answer
from kb.web.versions_view import AS_OF, choose


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
class ArticleCitation:
    """A citation of an article: offsets are in the text of the section that ``anchor`` names."""

    anchor: str
    citation: CitationView


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What an answer about an article has besides it: the parts that were asked for.

    ``near`` computes related articles, and ``on`` is the day of the law.
    """

    parts: tuple[str, ...]
    library: Library
    law: Law
    near: Callable[[Article], tuple[Article, ...]]
    on: date | None = None

    def related(self, article: Article) -> RelatedView | None:
        if "related" not in self.parts:
            return None
        return RelatedView(
            author=tuple(_author_related(article, self.library)),
            computed=tuple(ArticleRef.of(other) for other in self.near(article)),
        )

    def backlinks(self, article: Article) -> tuple[ArticleRef, ...] | None:
        if "backlinks" not in self.parts:
            return None
        return tuple(ArticleRef.of(other) for other in self.library.backlinks(article.slug))

    def citations(self, article: Article) -> tuple[ArticleCitation, ...] | None:
        if "citations" not in self.parts:
            return None
        day = self.on or self.law.today
        return tuple(
            ArticleCitation(anchor=each.anchor, citation=CitationView.of(each, self.law, day))
            for each in article.citations
        )

    def provisions(self, article: Article) -> tuple[ProvisionAnswer, ...] | None:
        if "provisions" not in self.parts:
            return None
        found = (self._provision(provision) for provision in article.provisions)
        return tuple(answer for answer in found if answer is not None)

    def _provision(self, provision: Provision) -> ProvisionAnswer | None:
        statute = self.law.statute(provision.statute)
        if statute is None:
            return None
        given = MultiDict({AS_OF: self.on.isoformat()} if self.on else {})
        chosen = choose(given, self.law.book.versions(statute.id), self.law.today)
        if chosen is not None and chosen.too_early:
            chosen = None  # nothing that is held was in force then
        held = Held(statute, self.law.book, chosen)
        asked = ProvisionRequest(parts=("text",), chosen=chosen)
        return provision_answer(provision, asked, held, self.library)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAnswer:
    """An article that readers have; ``status`` is ``published`` or ``archived``.

    ``formerly`` are addresses that it had before. ``related``, ``backlinks``, ``citations`` and
    ``provisions`` are null where they were not asked for (``include``).
    """

    slug: str
    url: str
    title: str
    kind: str
    topic: str
    regions: tuple[str, ...]
    lang: str
    status: str
    formerly: tuple[str, ...]
    reviewed: date | None
    review_by: date | None
    aliases: tuple[str, ...]
    answer: str
    steps: tuple[StepView, ...]
    summary: str
    sections: tuple[SectionView, ...]
    legal_basis: tuple[BasisView, ...]
    translations: tuple[ArticleRef, ...]
    related: RelatedView | None
    backlinks: tuple[ArticleRef, ...] | None
    citations: tuple[ArticleCitation, ...] | None
    provisions: tuple[ProvisionAnswer, ...] | None
    generation: int

    @classmethod
    def of(cls, article: Article, beside: Beside) -> "ArticleAnswer":
        """``beside`` is what the answer has besides the article itself."""
        library = beside.library
        return cls(
            slug=article.slug,
            url=addresses.article_url(article.slug),
            title=article.title,
            kind=article.kind,
            topic=article.topic,
            regions=article.regions,
            lang=article.lang,
            status=article.status,
            formerly=article.formerly,
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
                BasisView.of(provision, citation, library, beside.law.phrases)
                for citation in article.legal_basis
                for provision in citation.targets
            ),
            translations=tuple(ArticleRef.of(other) for other in library.translations(article)),
            related=beside.related(article),
            backlinks=beside.backlinks(article),
            citations=beside.citations(article),
            provisions=beside.provisions(article),
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
