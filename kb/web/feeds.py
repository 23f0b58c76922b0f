"""What is new of a provision or a statute: words that changed, articles that cite it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from kb.comparison import PieceKind
from kb.model import Article
from kb.official import Version, in_force
from kb.provision import Provision
from kb.statute_changes import ChangeKind, ComparedLine, compare_provisions
from kb.statutes import Statute
from kb.web import addresses
from kb.web.atom import Entry, Feed, tag_uri
from kb.web.messages import Phrases
from kb.web.provision_history import Moment, history
from kb.web.site import Site, provision_name
from kb.web.versions_view import COMPARE, VERSION

_TAGS = {
    PieceKind.SAME: Markup("{}"),
    PieceKind.DELETED: Markup("<del>{}</del>"),
    PieceKind.INSERTED: Markup("<ins>{}</ins>"),
}
_TOLD = (ChangeKind.CHANGED, ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.RENUMBERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who asks for a feed: in which language, at which address, and how ours become absolute."""

    phrases: Phrases
    self_url: str
    absolute: Callable[[str], str]


def provision_feed(statute: Statute, provision: Provision, site: Site, reader: Reader) -> Feed:
    """The versions in which the provision's words changed, and the articles that cite it."""
    phrases = reader.phrases
    versions = site.book.versions(statute.id)
    moments: Iterable[Moment] = ()
    if versions:
        seen = in_force(versions, site.today()) or versions[-1]
        moments = history(site.book, provision, versions, seen)
    url = addresses.provision_url(provision)
    entries = [
        *_changes(moments, provision, statute, reader),
        *_articles(site.library().cited_by(provision), str(provision), statute, reader),
    ]
    name = phrases(
        "provision_of",
        statute=statute.title(phrases.lang),
        provision=provision_name(provision, phrases),
    )
    return _feed(str(provision), name, url, entries, statute, reader)


def statute_feed(statute: Statute, site: Site, reader: Reader) -> Feed:
    """The versions of the statute, and the articles that cite it."""
    url = addresses.statute_url(statute.id)
    entries = [
        *_versions(statute, site, reader),
        *_articles(site.library().resting_on(statute.id), statute.id, statute, reader),
    ]
    return _feed(statute.id, statute.title(reader.phrases.lang), url, entries, statute, reader)


def _feed(
    about: str, name: str, url: str, entries: list[Entry], statute: Statute, reader: Reader
) -> Feed:
    phrases = reader.phrases
    return Feed(
        id=tag_uri(about),
        title=phrases("feed_title", name=name, site=phrases("site_name")),
        author=phrases("site_name"),
        url=reader.absolute(url),
        self_url=reader.self_url,
        lang=phrases.tag,
        since=statute.in_force,
        entries=entries,
    )


def _changes(
    moments: Iterable[Moment], provision: Provision, statute: Statute, reader: Reader
) -> Iterator[Entry]:
    phrases = reader.phrases
    for before, moment in pairwise(moments):
        change = moment.change
        if change is None or change.kind not in _TOLD:
            continue
        place = change.new or change.old
        shown, other = (moment, before) if change.new else (before, moment)
        query = {
            VERSION: shown.version.adopted.isoformat(),
            COMPARE: other.version.adopted.isoformat(),
        }
        target = place.provision if place else provision
        url = addresses.versioned(addresses.provision_url(target), query)
        yield Entry(
            id=tag_uri(str(provision), "version", moment.version.adopted.isoformat()),
            title=phrases(
                f"feed_provision_{change.kind}",
                provision=provision_name(target, phrases),
                date=phrases.date(moment.version.in_force),
            ),
            url=reader.absolute(url),
            published=moment.version.adopted,
            updated=_came(moment.version),
            lang=phrases.tag,
            html=_html(compare_provisions(change.old, change.new)),
        )


def _versions(statute: Statute, site: Site, reader: Reader) -> Iterator[Entry]:
    phrases = reader.phrases
    for old, new in pairwise(site.book.versions(statute.id)):
        changes = site.book.comparison(statute.id, old, new).changes
        told = [
            phrases(f"feed_count_{kind}", count=count)
            for kind in _TOLD
            if (count := sum(change.kind is kind for change in changes))
        ]
        query = {VERSION: new.adopted.isoformat(), COMPARE: old.adopted.isoformat()}
        url = addresses.versioned(addresses.statute_comparison_url(statute.id), query)
        yield Entry(
            id=tag_uri(statute.id, "version", new.adopted.isoformat()),
            title=phrases(
                "feed_version",
                adopted=phrases.date(new.adopted),
                date=phrases.date(new.in_force),
            ),
            url=reader.absolute(url),
            published=new.adopted,
            updated=_came(new),
            lang=phrases.tag,
            html="".join(Markup("<p>{}</p>").format(line) for line in (new.note, *told) if line),
        )


def _articles(
    articles: Iterable[Article], about: str, statute: Statute, reader: Reader
) -> Iterator[Entry]:
    for article in articles:
        # An article nobody has reviewed has no day of its own: it is no older than the law.
        day = article.reviewed or statute.in_force
        yield Entry(
            id=tag_uri(about, "article", article.slug),
            title=reader.phrases("feed_article", title=article.title),
            url=reader.absolute(addresses.article_url(article.slug)),
            published=day,
            updated=day,
            lang=reader.phrases.tag,
            html=Markup("<p>{}</p>").format(article.answer) if article.answer else "",
        )


def _came(version: Version) -> date:
    """When the version was news here: on its day, or when a later import brought it."""
    return version.adopted if version.first else max(version.adopted, version.imported)


def _html(lines: Iterable[ComparedLine]) -> str:
    return "".join(
        Markup("<p>{}</p>").format(
            Markup("").join(_TAGS[piece.kind].format(piece.text) for piece in line.pieces)
        )
        for line in lines
    )
