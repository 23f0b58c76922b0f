"""``articles``: all of them a page at a time, one with what is beside it, all at once as lines."""

from dataclasses import dataclass
from datetime import date

from kb.library import Library
from kb.model import Article, Kind
from kb.web import addresses
from kb.web.api.answering import Pages, with_fields
from kb.web.api.operation import NDJSON, Operation
from kb.web.api.parameter import (
    PAGE,
    PER_PAGE_,
    REGION,
    STATUTE,
    TOPIC,
    AnyOf,
    Day,
    Listed,
    PathPart,
)
from kb.web.article_views import ArticleAnswer
from kb.web.messages import LANGUAGES
from kb.web.parameters import FilterValues, Parameters

INCLUDE = Listed(
    name="include",
    about="Parts of the answer, separated by commas; others are null. `related` are the author's "
    "links and what is near, `backlinks` articles that link here, `citations` all citations "
    "with their places and verdicts, `provisions` the words of what is cited.",
    allowed=("related", "backlinks", "citations", "provisions"),
    otherwise=("related", "backlinks"),
)
AS_OF = Day(
    name="as_of",
    about="The law of this day: `provisions` are the words that were in force then. "
    "Today's if not given.",
)
_KIND = AnyOf(name="kind", about="Only these kinds.", allowed=lambda _: tuple(Kind))
_LANG = AnyOf(name="lang", about="Only in these languages.", allowed=lambda _: LANGUAGES)
_FILTERS = (TOPIC, REGION, _KIND, _LANG, STATUTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """A published article in a list; ``answer`` is its first paragraph."""

    slug: str
    url: str
    api: str
    title: str
    kind: str
    topic: str
    regions: tuple[str, ...]
    lang: str
    reviewed: date | None
    review_by: date | None
    answer: str

    @classmethod
    def of(cls, article: Article) -> "ArticleLine":
        return cls(
            slug=article.slug,
            url=addresses.article_url(article.slug),
            api=addresses.api_article_url(article.slug),
            title=article.title,
            kind=article.kind,
            topic=article.topic,
            regions=article.regions,
            lang=article.lang,
            reviewed=article.reviewed,
            review_by=article.review_by,
            answer=article.answer,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesAnswer:
    """A page of all articles, by title; ``total`` counts those of all pages."""

    page: int
    per_page: int
    pages: int
    total: int
    previous: str | None
    next: str | None
    articles: tuple[ArticleLine, ...]
    generation: int

    @classmethod
    def of(cls, articles: tuple[Article, ...], pages: Pages, generation: int) -> "ArticlesAnswer":
        return cls(
            page=pages.page,
            per_page=pages.per_page,
            pages=pages.count,
            total=pages.total,
            previous=pages.previous_address,
            next=pages.next_address,
            articles=tuple(map(ArticleLine.of, articles[pages.slice])),
            generation=generation,
        )


ARTICLES = Operation(
    id="listArticles",
    path="/api/v1/articles",
    summary="All published articles",
    about="By title, a page at a time. Filters of one name widen, of several narrow.",
    parameters=with_fields((*_FILTERS, PAGE, PER_PAGE_), ArticlesAnswer),
    answer=ArticlesAnswer,
    example="/api/v1/articles?topic=pension&lang=en&per_page=2",
    picks=True,
    pages=True,
)
ARTICLE = Operation(
    id="getArticle",
    path="/api/v1/articles/{slug}",
    summary="One article",
    about="Its answer, sections, steps and legal basis. An address that it had before answers "
    "with 308, a removed article with 410.",
    parameters=with_fields(
        (
            PathPart(
                name="slug",
                about="The article's address.",
                example="pay-your-own-social-security",
            ),
            INCLUDE,
            AS_OF,
        ),
        ArticleAnswer,
    ),
    answer=ArticleAnswer,
    example="/api/v1/articles/pay-your-own-social-security?include=citations,provisions",
    errors=(404, 410),
    picks=True,
)
EXPORT = Operation(
    id="exportArticles",
    path="/api/v1/export",
    summary="All published articles as lines of JSON",
    about="Each line is an article with all parts but the computed related ones, which cost too "
    "much here. All lines are of one generation of the index.",
    parameters=(TOPIC, _LANG),
    answer=ArticleAnswer,
    media_type=NDJSON,
    example="/api/v1/export?lang=zh&topic=pension",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which articles are wanted; a filter without values lets all pass."""

    topic: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    statute: tuple[str, ...] = ()

    def of(self, library: Library) -> tuple[Article, ...]:
        """The published articles that pass, by title."""
        return tuple(article for article in library.articles if self._pass(article))

    def _pass(self, article: Article) -> bool:
        def passes(wanted: tuple[str, ...], has: tuple[str, ...]) -> bool:
            return not wanted or not set(wanted).isdisjoint(has)

        return (
            passes(self.topic, (article.topic,))
            and passes(self.region, article.regions)
            and passes(self.kind, (article.kind,))
            and passes(self.lang, (article.lang,))
            and passes(self.statute, tuple(p.statute for p in article.provisions))
        )


def read_list(parameters: Parameters, values: FilterValues) -> tuple[Wanted, int, int]:
    """What is wanted, which page and how many on it; raises ``BadParametersError``."""
    wanted = Wanted(
        topic=TOPIC.read(parameters, values),
        region=REGION.read(parameters, values),
        kind=_KIND.read(parameters, values),
        lang=_LANG.read(parameters, values),
        statute=STATUTE.read(parameters, values),
    )
    page, per_page = PAGE.read(parameters), PER_PAGE_.read(parameters)
    parameters.check()
    return wanted, page, per_page


def read_export(parameters: Parameters, values: FilterValues) -> Wanted:
    """What is to be exported; raises ``BadParametersError``."""
    wanted = Wanted(topic=TOPIC.read(parameters, values), lang=_LANG.read(parameters, values))
    parameters.check()
    return wanted
