"""What an article's page shows, from its sections, citations and neighbours."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from markupsafe import Markup

from kb.engine import SearchEngine
from kb.library import Library
from kb.model import NATIONAL, Article, Role, Section, unique
from kb.web import addresses
from kb.web.basis import Cited, badges, legal_basis
from kb.web.citations import link_citations
from kb.web.law import Law
from kb.web.law_changes import Banner, banners
from kb.web.messages import Phrases
from kb.web.site import Site

NEAR = 5  # computed related articles shown
_CONTENTS_FROM = 4  # headings from which a list of contents helps


class BlockKind(StrEnum):
    """How a run of sections is set on the page."""

    LEAD = "lead"
    PROSE = "prose"
    STEPS = "steps"
    SUMMARY = "summary"
    BASIS = "basis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A section ready to show. ``number`` counts a step, 0 for anything else."""

    heading: str
    anchor: str
    level: int
    html: Markup
    number: int = 0
    numbered_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Passages set together; among steps each group is one step with what lies under it."""

    kind: BlockKind
    groups: tuple[tuple[Passage, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the list of contents. ``number`` is a step's, else 0."""

    heading: str
    anchor: str
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedView:
    """An author's related article; ``url`` is "" where nobody has written it yet."""

    title: str
    lang: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """The whole page: ``lead`` holds the answer, ``blocks`` the rest.

    ``places`` are the regions it holds in, empty for all of China.
    """

    article: Article
    url: str
    lead: Block | None
    blocks: tuple[Block, ...]
    contents: tuple[Entry, ...]
    basis: tuple[Cited, ...]
    places: tuple[str, ...]
    overdue: bool
    related: tuple[RelatedView, ...]
    near: tuple[Article, ...]
    backlinks: tuple[Article, ...]
    translations: tuple[Article, ...]
    law_changed: tuple[Banner, ...]

    @property
    def has_basis_block(self) -> bool:
        return any(block.kind is BlockKind.BASIS for block in self.blocks)


def article_view(
    article: Article, engine: SearchEngine, library: Library, site: Site, phrases: Phrases
) -> ArticleView:
    """Lay the article out; raises ``IndexUnusableError``."""
    own = site.in_language(article.lang)
    law = Law(library, site.texts, site.book, own, site.today())
    basis = tuple(legal_basis(article, law, phrases))
    blocks = tuple(_blocks(article, law, badges(basis, phrases)))
    leads = bool(blocks) and blocks[0].kind is BlockKind.LEAD
    return ArticleView(
        article=article,
        url=addresses.article_url(article.slug),
        lead=blocks[0] if leads else None,
        blocks=blocks[1:] if leads else blocks,
        contents=_contents(article),
        basis=basis,
        places=tuple(
            site.place(region, phrases.lang)
            for region in article.regions
            if NATIONAL not in article.regions
        ),
        overdue=is_overdue(article, site.today()),
        related=tuple(_related(article, library)),
        near=near(article, engine, library),
        backlinks=library.backlinks(article.slug),
        translations=library.translations(article),
        law_changed=banners(article.slug, library, site, phrases),
    )


def is_overdue(article: Article, today: date) -> bool:
    """Whether the article should have been reviewed by now."""
    return article.review_by is not None and article.review_by < today


def near(article: Article, engine: SearchEngine, library: Library) -> tuple[Article, ...]:
    """The computed related articles that the author has not named already."""
    known = {article.slug, *(link.slug for link in article.related)}
    found = engine.related(article.slug, NEAR + len(known))
    articles = (library.article(slug) for slug in found if slug not in known)
    return tuple(other for other in articles if other is not None)[:NEAR]


def _blocks(article: Article, law: Law, badge: Callable[[int], str]) -> Iterator[Block]:
    """The sections in order, in runs that are set alike."""

    def passage(section: Section) -> Passage:
        html = link_citations(
            section.html, article.citations, lambda p: law.link(p).full_name, badge
        )
        return Passage(
            heading=section.title if section.number else section.heading,
            anchor=section.anchor,
            level=max(2, min(6, section.level)),
            html=html,
            number=section.number,
            numbered_list=section.role is Role.STEPS and bool(section.items),
        )

    kind = BlockKind.LEAD
    level = 0
    groups: list[list[Passage]] = []
    for section in article.sections:
        own = _KINDS.get(section.role)
        belongs = own is None and kind is not BlockKind.LEAD and section.level > level
        if belongs and groups:
            groups[-1].append(passage(section))
            continue
        wanted = own or BlockKind.PROSE
        if groups and (wanted is not kind or wanted is BlockKind.SUMMARY):
            yield _block(kind, groups)
            groups = []
        kind, level = wanted, section.level
        groups.append([passage(section)])
    if groups:
        yield _block(kind, groups)


# What stands under a step, a summary or a legal basis and has no role of its own belongs to it.
_KINDS = {
    Role.LEAD: BlockKind.LEAD,
    Role.STEP: BlockKind.STEPS,
    Role.SUMMARY: BlockKind.SUMMARY,
    Role.BASIS: BlockKind.BASIS,
}


def _block(kind: BlockKind, groups: Iterable[Iterable[Passage]]) -> Block:
    return Block(kind=kind, groups=tuple(tuple(group) for group in groups))


def _contents(article: Article) -> tuple[Entry, ...]:
    """The headings worth jumping to: the upper ones and the steps, if there are enough."""
    entries = tuple(
        Entry(heading=s.title if s.number else s.heading, anchor=s.anchor, number=s.number)
        for s in article.sections
        if s.anchor and (s.level == 2 or s.role is Role.STEP)
    )
    return entries if len(entries) >= _CONTENTS_FROM else ()


def _related(article: Article, library: Library) -> Iterator[RelatedView]:
    """The author's links in order: published articles, and titles that are wanted."""
    for link in unique(article.related):
        other = library.article(link.slug) if link.slug else None
        if other is not None:
            url = addresses.article_url(other.slug)
            yield RelatedView(title=other.title, lang=other.lang, url=url)
        elif link.slug is None:
            yield RelatedView(title=link.text, lang=article.lang)
