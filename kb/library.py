"""All articles and statutes in memory, and what connects them."""

from dataclasses import dataclass, field
from typing import TypeVar

from kb.engine import Contents
from kb.model import Article, Status, unique
from kb.provision import Provision
from kb.statutes import Register, Statute
from kb.taxonomy import Taxonomy

K = TypeVar("K")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A title that articles link to and nobody has written yet."""

    title: str
    asked_by: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """The published articles, the register and the taxonomy of one generation.

    Drafts stay out: nothing here may show them to a reader. ``everything`` has
    them, for editors.
    """

    everything: tuple[Article, ...] = ()
    register: Register = field(default_factory=Register)
    taxonomy: Taxonomy = field(default_factory=Taxonomy)
    generation: int = 0
    articles: tuple[Article, ...] = field(init=False)
    _archived: dict[str, Article] = field(init=False, repr=False, compare=False)
    _moved: dict[str, str] = field(init=False, repr=False, compare=False)
    _by_slug: dict[str, Article] = field(init=False, repr=False, compare=False)
    _backlinks: dict[str, tuple[Article, ...]] = field(init=False, repr=False, compare=False)
    _cited_by: dict[Provision, tuple[Article, ...]] = field(init=False, repr=False, compare=False)
    _resting: dict[str, tuple[Article, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        published = tuple(
            sorted(
                (a for a in self.everything if a.status is Status.PUBLISHED),
                key=lambda article: (article.title.casefold(), article.slug),
            )
        )
        backlinks: dict[str, list[Article]] = {}
        cited_by: dict[Provision, list[Article]] = {}
        resting: dict[str, list[Article]] = {}
        for article in published:
            provisions = article.provisions
            for slug in unique(link.slug for link in article.related if link.slug):
                backlinks.setdefault(slug, []).append(article)
            for provision in provisions:
                cited_by.setdefault(provision, []).append(article)
            for statute in unique(provision.statute for provision in provisions):
                resting.setdefault(statute, []).append(article)
        archived = {a.slug: a for a in self.everything if a.status is Status.ARCHIVED}
        kept = (*published, *archived.values())
        object.__setattr__(self, "_archived", archived)
        object.__setattr__(self, "_moved", {old: a.slug for a in kept for old in a.formerly})
        object.__setattr__(self, "articles", published)
        object.__setattr__(self, "_by_slug", {article.slug: article for article in published})
        object.__setattr__(self, "_backlinks", _frozen(backlinks))
        object.__setattr__(self, "_cited_by", _frozen(cited_by))
        object.__setattr__(self, "_resting", _frozen(resting))

    @classmethod
    def of(cls, contents: Contents, taxonomy: Taxonomy) -> "Library":
        """The library of what an engine holds."""
        return cls(
            everything=contents.articles,
            register=Register.of(contents.statutes),
            taxonomy=taxonomy,
            generation=contents.generation,
        )

    def article(self, slug: str) -> Article | None:
        """The published article at this address."""
        return self._by_slug.get(slug)

    def archived(self, slug: str) -> Article | None:
        """The article at this address that is no longer kept up to date."""
        return self._archived.get(slug)

    def moved(self, slug: str) -> str:
        """The address to which this one leads since an article was renamed or merged; else ""."""
        return "" if slug in self._by_slug or slug in self._archived else self._moved.get(slug, "")

    def linked(self, article: Article) -> tuple[Article, ...]:
        """The author's related articles, as far as they are published."""
        slugs = unique(link.slug for link in article.related if link.slug)
        return tuple(self._by_slug[slug] for slug in slugs if slug in self._by_slug)

    def backlinks(self, slug: str) -> tuple[Article, ...]:
        """The articles whose authors link to this one."""
        return self._backlinks.get(slug, ())

    def cited_by(self, provision: Provision) -> tuple[Article, ...]:
        """The articles that cite the provision, whatever the pinpoint."""
        return self._cited_by.get(provision.whole, ())

    def citing(self, statute: Statute) -> dict[Provision, tuple[Article, ...]]:
        """The statute's cited provisions in order, each with the articles that cite it."""
        return {
            provision: self._cited_by[provision]
            for provision in sorted(self._cited_by)
            if provision.statute == statute.id
        }

    def resting_on(self, statute_id: str) -> tuple[Article, ...]:
        """The articles that cite any provision of the statute."""
        return self._resting.get(statute_id, ())

    def in_topic(self, topic_id: str) -> tuple[Article, ...]:
        return tuple(article for article in self.articles if article.topic == topic_id)

    def translations(self, article: Article) -> tuple[Article, ...]:
        """The same article in other languages."""
        original = article.translation_of or article.slug
        return tuple(
            other
            for other in self.articles
            if original in (other.slug, other.translation_of) and other.slug != article.slug
        )

    def wanted(self) -> tuple[Wanted, ...]:
        """Titles linked to and not written, the most asked for first."""
        asked: dict[str, tuple[Article, ...]] = {}
        for article in self.articles:
            for title in unique(link.text for link in article.related if link.slug is None):
                asked[title] = (*asked.get(title, ()), article)
        ordered = sorted(asked.items(), key=lambda pair: (-len(pair[1]), pair[0].casefold()))
        return tuple(Wanted(title=title, asked_by=by) for title, by in ordered)


def _frozen(found: dict[K, list[Article]]) -> dict[K, tuple[Article, ...]]:
    return {key: tuple(articles) for key, articles in found.items()}
