"""The pages that search engines should know, with the day on which each last changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kb.library import Library
from kb.model import Article
from kb.official import Version, in_force
from kb.provision import Provision
from kb.statutes import Statute
from kb.web import addresses
from kb.web.page_head import Alternate, interface_languages, translations
from kb.web.site import Site
from kb.web.statute_book import is_ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page: its address, beginning with a slash, its other languages, and its last change.

    ``changed`` is None where nobody knows the day.
    """

    url: str
    changed: date | None = None
    alternates: tuple[Alternate, ...] = ()


def site_pages(site: Site) -> Iterator[Listed]:
    """Every page with something to read; drafts have none. Raises what the library raises."""
    library = site.library()
    newest = _newest(library.articles)
    yield from _in_each_language("/", newest)
    yield from _in_each_language("/topics", newest)
    for topic in library.taxonomy.topics:
        if articles := library.in_topic(topic.id):
            yield from _in_each_language(addresses.topic_url(topic.id), _newest(articles))
    for article in library.articles:
        yield Listed(
            url=addresses.article_url(article.slug),
            changed=article.reviewed,
            alternates=translations(article, library),
        )
    yield from _in_each_language("/statutes", None)
    if site.checker is not None:
        yield Listed(url=addresses.cite_check_url())
    for statute in (s for s in library.register if is_ours(s)):
        yield from _statute(statute, site, library)
    for statute in site.book.imported_only(library):
        yield from _statute(statute, site, library)


def _statute(statute: Statute, site: Site, library: Library) -> Iterator[Listed]:
    """Its page and those of its provisions, as far as anybody has their words."""
    versions = site.book.versions(statute.id)
    shown = in_force(versions, site.today()) or (versions[-1] if versions else None)
    came = [version.imported for version in versions]
    cited = [a.reviewed for a in library.resting_on(statute.id)]
    url = addresses.statute_url(statute.id)
    yield from _law(statute, url, _last([*came, *cited]))
    for provision in _provisions(statute, shown, site):
        days = [a.reviewed for a in library.cited_by(provision)]
        changed = _last([*days, shown.imported if shown else None])
        yield from _law(statute, addresses.provision_url(provision), changed)


def _provisions(statute: Statute, shown: Version | None, site: Site) -> Iterable[Provision]:
    official = site.texts.numbers(statute.id, shown.adopted) if shown else ()
    ours = (text.provision for text in statute.provisions)
    return dict.fromkeys((*official, *ours))


def _law(statute: Statute, url: str, changed: date | None) -> Iterator[Listed]:
    """In each language what the corpus has; what was only imported speaks Chinese."""
    if is_ours(statute):
        yield from _in_each_language(url, changed)
    else:
        yield Listed(url=url, changed=changed)


def _in_each_language(url: str, changed: date | None) -> Iterator[Listed]:
    """Each language's address, and the one that follows the reader, all naming all."""
    alternates = interface_languages(url)
    for each in alternates:
        yield Listed(url=each.url, changed=changed, alternates=alternates)


def _newest(articles: Iterable[Article]) -> date | None:
    return _last(article.reviewed for article in articles)


def _last(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)
