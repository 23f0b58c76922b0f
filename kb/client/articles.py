"""What is answered of articles."""

from dataclasses import dataclass
from datetime import date

from kb.client.cited import CitationView, VerdictView
from kb.client.provisions import ArticleRef, ProvisionAnswer


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
    role: str
    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisView:
    """One provision that the article rests on; ``quote`` are the paragraphs it quotes.

    ``standing`` says in one word how the citation stands, ``verdict`` what came of holding the
    quotation against the law: null where there is none.
    """

    provision: str
    statute: str
    statute_title: str
    statute_title_zh: str
    url: str
    quote: tuple[str, ...]
    standing: str
    verdict: VerdictView | None


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
