"""``topics``, ``statutes``, ``wanted`` and ``stats``: what there is."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from kb.library import Library, Wanted
from kb.statutes import Statute
from kb.taxonomy import Taxonomy, Topic
from kb.web import addresses
from kb.web.api.answering import Pages, with_fields
from kb.web.api.operation import Operation
from kb.web.api.parameter import PAGE, PER_PAGE_
from kb.web.api_views import ArticleRef
from kb.web.parameters import Parameters
from kb.web.site import Site
from kb.web.statute_book import StatuteBook

_ARTICLES = "/api/v1/articles"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    """A topic; ``articles`` counts the published ones, in all languages."""

    id: str
    name_en: str
    name_zh: str
    about_en: str
    about_zh: str
    url: str
    api: str
    articles: int

    @classmethod
    def of(cls, topic: Topic, articles: int) -> "TopicView":
        return cls(
            id=topic.id,
            name_en=topic.name_en,
            name_zh=topic.name_zh,
            about_en=topic.about_en,
            about_zh=topic.about_zh,
            url=addresses.topic_url(topic.id),
            api=f"{_ARTICLES}?topic={topic.id}",
            articles=articles,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionView:
    """A region; ``parent`` is the id of the one it lies in."""

    id: str
    name_en: str
    name_zh: str
    parent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsAnswer:
    """All topics in the order in which readers see them, and all regions."""

    topics: tuple[TopicView, ...]
    regions: tuple[RegionView, ...]

    @classmethod
    def of(cls, taxonomy: Taxonomy, library: Library) -> "TopicsAnswer":
        counted = Counter(article.topic for article in library.articles)
        return cls(
            topics=tuple(TopicView.of(topic, counted[topic.id]) for topic in taxonomy.topics),
            regions=tuple(
                RegionView(
                    id=region.id,
                    name_en=region.name_en,
                    name_zh=region.name_zh,
                    parent=region.parent or None,
                )
                for region in taxonomy.regions
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StatuteLine:
    """A statute of the register. ``versions`` are the days of adoption of the official texts that
    are held, oldest first; ``cited_by`` counts the articles that cite it."""

    id: str
    url: str
    title_en: str | None
    title_zh: str
    aliases: tuple[str, ...]
    kind: str
    status: str
    adopted: date
    in_force: date
    last_article: int
    versions: tuple[date, ...]
    cited_by: int

    @classmethod
    def of(cls, statute: Statute, book: StatuteBook, library: Library) -> "StatuteLine":
        return cls(
            id=statute.id,
            url=addresses.statute_url(statute.id),
            title_en=statute.title_en or None,
            title_zh=statute.title_zh,
            aliases=statute.aliases,
            kind=statute.kind,
            status=statute.status,
            adopted=statute.adopted,
            in_force=statute.in_force,
            last_article=statute.last_article,
            versions=tuple(version.adopted for version in book.versions(statute.id)),
            cited_by=len(library.resting_on(statute.id)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutesAnswer:
    """A page of the register: the corpus's statutes, then those only imported."""

    page: int
    per_page: int
    pages: int
    total: int
    previous: str | None
    next: str | None
    statutes: tuple[StatuteLine, ...]
    generation: int

    @classmethod
    def of(cls, library: Library, book: StatuteBook, page: int, per_page: int) -> "StatutesAnswer":
        every = (*library.register, *book.imported_only(library))
        pages = Pages(page=page, per_page=per_page, total=len(every))
        return cls(
            page=page,
            per_page=per_page,
            pages=pages.count,
            total=pages.total,
            previous=pages.previous_address,
            next=pages.next_address,
            statutes=tuple(StatuteLine.of(one, book, library) for one in every[pages.slice]),
            generation=library.generation,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedView:
    """A title that articles link to and nobody has written yet."""

    title: str
    asked_by: tuple[ArticleRef, ...]

    @classmethod
    def of(cls, wanted: Wanted) -> "WantedView":
        return cls(title=wanted.title, asked_by=tuple(map(ArticleRef.of, wanted.asked_by)))


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedAnswer:
    """The wanted titles, the most asked for first."""

    total: int
    wanted: tuple[WantedView, ...]

    @classmethod
    def of(cls, library: Library) -> "WantedAnswer":
        wanted = tuple(map(WantedView.of, library.wanted()))
        return cls(total=len(wanted), wanted=wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatsAnswer:
    """What there is, counted: of articles the published ones."""

    articles: int
    english: int
    chinese: int
    topics: int
    statutes: int
    provisions: int
    citations: int
    unresolved_citations: int
    wanted: int
    generation: int

    @classmethod
    def of(cls, site: Site) -> "StatsAnswer":
        library, held = site.library(), site.engine.holdings()
        langs = Counter(article.lang for article in library.articles)
        citations = [c for article in library.articles for c in article.citations]
        return cls(
            articles=len(library.articles),
            english=langs["en"],
            chinese=langs["zh"],
            topics=len({article.topic for article in library.articles}),
            statutes=len(library.register),
            provisions=held.provisions,
            citations=len(citations),
            unresolved_citations=sum(not citation.resolved for citation in citations),
            wanted=len(library.wanted()),
            generation=library.generation,
        )


TOPICS = Operation(
    id="listTopics",
    path="/api/v1/topics",
    summary="All topics and regions",
    parameters=with_fields((), TopicsAnswer),
    answer=TopicsAnswer,
    example="/api/v1/topics",
    picks=True,
)
STATUTES = Operation(
    id="listStatutes",
    path="/api/v1/statutes",
    summary="The register of statutes",
    about="A page at a time. `/api/v1/provisions/{id}` has their words.",
    parameters=with_fields((PAGE, PER_PAGE_), StatutesAnswer),
    answer=StatutesAnswer,
    example="/api/v1/statutes?per_page=3",
    picks=True,
    pages=True,
)
WANTED = Operation(
    id="listWanted",
    path="/api/v1/wanted",
    summary="Titles that articles link to and nobody has written yet",
    parameters=with_fields((), WantedAnswer),
    answer=WantedAnswer,
    example="/api/v1/wanted",
    picks=True,
)
STATS = Operation(
    id="getStats",
    path="/api/v1/stats",
    summary="How much there is of everything",
    parameters=with_fields((), StatsAnswer),
    answer=StatsAnswer,
    example="/api/v1/stats",
    picks=True,
)


def read_page(parameters: Parameters) -> tuple[int, int]:
    """Which page of the register, and how many on it; raises ``BadParametersError``."""
    page, per_page = PAGE.read(parameters), PER_PAGE_.read(parameters)
    parameters.check()
    return page, per_page
