"""What every address of the site shares: the engine, the shelf, the words, the rendering."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Response, render_template, request
from markupsafe import Markup

from kb import codec
from kb.cite_check import CiteChecker
from kb.demand import DemandQueue
from kb.engine import SearchEngine
from kb.library import Library
from kb.official import NoTexts, OfficialTexts
from kb.provision import Provision
from kb.removals import NoRemovals, Removals
from kb.review import Clearings, NoClearings
from kb.taxonomy import Taxonomy
from kb.web import addresses, language
from kb.web.json_ld import Node
from kb.web.law_watch import LawWatch
from kb.web.messages import LANGUAGES, Phrases, language_tag, load_messages
from kb.web.named_values import CurrentValues, NamedValues
from kb.web.names import Names
from kb.web.page_head import PageHead, in_language, interface_languages
from kb.web.parameters import FilterValues
from kb.web.shelf import Shelf
from kb.web.site_address import SiteAddress
from kb.web.statute_book import StatuteBook

STATIC = Path(__file__).with_name("static")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offline:
    """That the site is a copy of this day, to be read from a disk in these languages."""

    day: date
    languages: tuple[str, ...] = LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything that the routes need. One is made by each ``create_app``.

    ``demand`` takes the questions that nobody has answered; None where they are not taken.
    ``texts`` are the official texts, ``book`` all statutes with them, looked up once;
    ``checker`` is None where no text can be checked; ``watch`` tells which articles are under
    review; ``removals`` are the articles that are gone.
    ``offline`` is there where the pages are made to be copied; ``address`` is the site's own.
    """

    engine: SearchEngine
    shelf: Shelf
    messages: dict[str, dict[str, str]]
    today: Callable[[], date]
    demand: DemandQueue | None
    texts: OfficialTexts
    book: StatuteBook
    checker: CiteChecker | None
    watch: LawWatch
    removals: Removals
    offline: Offline | None
    address: SiteAddress
    _values: CurrentValues

    @classmethod
    def of(
        cls,
        engine: SearchEngine,
        taxonomy: Callable[[], Taxonomy],
        today: Callable[[], date],
        demand: DemandQueue | None = None,
        texts: OfficialTexts | None = None,
        checker: CiteChecker | None = None,
        clearings: Clearings | None = None,
        offline: Offline | None = None,
        address: SiteAddress | None = None,
        removals: Removals | None = None,
    ) -> "Site":
        """Look up once what no request changes."""
        messages = load_messages()
        official = texts or NoTexts()
        shelf = Shelf(engine, taxonomy)
        phrases = {lang: Phrases(lang, messages) for lang in LANGUAGES}

        def values(taxonomy: Taxonomy) -> NamedValues:
            names = {lang: Names(taxonomy, phrases[lang]) for lang in LANGUAGES}
            return NamedValues(
                taxonomy=taxonomy,
                digest=codec.digest(taxonomy),
                filter_values=FilterValues.of(taxonomy, lambda: shelf.catalogue().statutes),
                names=names,
                words={
                    lang: _words(phrases[lang], names[lang], offline, checks=checker is not None)
                    for lang in LANGUAGES
                },
            )

        return cls(
            engine=engine,
            shelf=shelf,
            messages=messages,
            today=today,
            demand=demand,
            texts=official,
            book=StatuteBook(official),
            checker=checker,
            watch=LawWatch(official, clearings or NoClearings()),
            removals=removals or NoRemovals(),
            offline=offline,
            address=address or SiteAddress(),
            _values=CurrentValues(taxonomy, values),
        )

    @property
    def taxonomy(self) -> Taxonomy:
        """The topics and regions as of now."""
        return self._values.now().taxonomy

    @property
    def taxonomy_digest(self) -> str:
        """Differs whenever the taxonomy does."""
        return self._values.now().digest

    @property
    def filter_values(self) -> FilterValues:
        """What each filter may be, as of now."""
        return self._values.now().filter_values

    @property
    def names(self) -> Mapping[str, Names]:
        """What ids are called, by language, as of now."""
        return self._values.now().names

    def library(self) -> Library:
        """The published articles as of now; raises ``IndexUnusableError``."""
        return self.shelf.library()

    def phrases(self, content_lang: str = "") -> Phrases:
        """The interface's words for the reader of this request."""
        return Phrases(language.choose(request, content_lang), self.messages)

    def in_language(self, lang: str) -> Phrases:
        return Phrases(lang, self.messages)

    def show(
        self,
        template: str,
        phrases: Phrases,
        *,
        status: int = 200,
        head: PageHead | None = None,
        **views: object,
    ) -> Response:
        """Render a page in the interface's language; ``head`` is for programs that read it."""
        others = [
            (language_tag(lang), self.in_language(lang)("site_language"), _in_language(lang))
            for lang in (self.offline.languages if self.offline else LANGUAGES)
            if lang != phrases.lang
        ]
        page = render_template(
            template,
            other_languages=others,
            head=head,
            # A copy on a disk is at no address: its links lead to its own files.
            absolute=str if self.offline else self.absolute,
            **self._values.now().words[phrases.lang],
            **views,
        )
        response = Response(page, status, content_type="text/html; charset=utf-8")
        response.headers["Content-Language"] = phrases.tag
        response.headers["Cache-Control"] = "no-cache"
        language.remember(request, response)
        return response

    def absolute(self, address: str) -> str:
        """An address of ours in full."""
        return self.address.absolute(address)

    def head(
        self,
        url: str,
        *,
        languages: bool = True,
        description: str = "",
        data: tuple[Node, ...] = (),
    ) -> PageHead:
        """What a page tells programs; with ``languages`` it speaks its reader's.

        Then each language has an address of its own, which the page in it names as its one.
        """
        speaks = languages and not self.offline
        asked = language.asked_for(request) if speaks else ""
        return PageHead(
            url=in_language(url, asked),
            description=description,
            alternates=interface_languages(url) if speaks else (),
            data=() if self.offline else data,
        )

    def place(self, region_id: str, lang: str) -> str:
        """A region with those it lies in: ``Liaoyang, Liaoning``, ``辽宁辽阳``."""
        return self.names[lang].of("region", region_id)

    def statute_name(self, statute_id: str, lang: str, generation: int) -> str:
        """A statute's short title; ``generation`` is that of the index that named its id."""
        return self.shelf.catalogue(generation).statute_name(statute_id, lang)


def _words(
    phrases: Phrases, names: Names, offline: Offline | None, *, checks: bool
) -> dict[str, object]:
    """The names that every template may use, in one language."""
    kept: dict[str, Markup] = {}

    def fixed(partial: str) -> Markup:
        if partial not in kept:
            kept[partial] = Markup(render_template(partial, **words))  # noqa: S704 - it escapes
        return kept[partial]

    words: dict[str, object] = {
        "t": phrases,
        "lang": phrases.lang,
        "place": lambda region_id: names.of("region", region_id),
        "topic_name": lambda topic_id: names.of("topic", topic_id),
        "provision_name": lambda provision: provision_name(provision, phrases),
        "language_tag": language_tag,
        "static_url": static_url,
        "url": addresses,
        "checks_citations": checks,
        "offline": offline,
        # A partial that is the same on every page in this language, rendered once.
        "fixed": fixed,
    }
    return words


def provision_name(provision: Provision, phrases: Phrases) -> str:
    """A provision for people: ``Article 60(2)``, ``第60条第2款``."""
    key = "provision_inserted" if provision.inserted else "provision_number"
    parts = [
        phrases(key, number=provision.number, base=provision.article, inserted=provision.inserted)
    ]
    if provision.paragraph:
        parts.append(phrases("pinpoint_paragraph", number=provision.paragraph))
    if provision.item:
        parts.append(phrases("pinpoint_item", number=provision.item))
    return "".join(parts)


@cache
def static_url(name: str) -> str:
    """A static file's address, with its content's hash: a new version is a new address."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:12]}"


def _in_language(lang: str) -> str:
    """This request's address, asking for another interface language."""
    pairs = [(k, v) for k, v in request.args.items(multi=True) if k != language.PARAMETER]
    # One slash in front: //elsewhere.example would be another site's address.
    path = "/" + quote(request.path.lstrip("/"))
    return f"{path}?{urlencode([*pairs, (language.PARAMETER, lang)])}"
