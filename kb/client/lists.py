"""What is answered by the lists of what there is."""

from dataclasses import dataclass
from datetime import date

from kb.client.provisions import ArticleRef


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


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedView:
    """A title that articles link to and nobody has written yet."""

    title: str
    asked_by: tuple[ArticleRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedAnswer:
    """The wanted titles, the most asked for first."""

    total: int
    wanted: tuple[WantedView, ...]


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
