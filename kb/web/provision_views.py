"""What the JSON API tells of a provision. Names and types are the contract with programs.

A part that was not asked for is null.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from kb.library import Library
from kb.model import Article
from kb.official import Version
from kb.provision import Provision
from kb.quoted import known_until
from kb.statutes import Paragraph, ProvisionText, Statute
from kb.web import addresses
from kb.web.api_views import ArticleRef
from kb.web.provision_parameters import ProvisionRequest
from kb.web.statute_book import OrderedTexts, StatuteBook
from kb.web.versions_view import Chosen

OFFICIAL = "official"
API_PROVISIONS = "/api/v1/provisions/"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionRef:
    """Another provision; ``api`` is where this API tells of it."""

    id: str
    url: str
    api: str

    @classmethod
    def of(
        cls, provision: Provision, query: Mapping[str, str] = MappingProxyType({})
    ) -> "ProvisionRef":
        """``query`` names the version that the addresses stay on."""
        return cls(
            id=str(provision),
            url=addresses.versioned(addresses.provision_url(provision), query),
            api=addresses.versioned(API_PROVISIONS + str(provision), query),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """The provision's words in one language.

    ``words`` are ``official`` or ``unofficial`` (our translation); ``version`` is the day of
    adoption of the last amendment in them. ``pinpointed`` are the words of the pinpoint alone,
    null where the id has none.
    """

    lang: str
    words: str
    version: date
    chapter: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    pinpointed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A version of the statute; ``has_provision`` is whether the provision is in it."""

    version: date
    in_force: date
    note: str
    has_provision: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingArticle:
    """An article that cites the provision: as its text words it, and with which pinpoints."""

    article: ArticleRef
    rests_on_it: bool
    citations: tuple[str, ...]
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionAnswer:
    """One provision of a statute.

    ``url`` is its page in that version, and ``previous`` and ``next`` stay on it.
    ``number`` is its article's, ``pinpoint`` as in ``(2)(3)``. ``version`` is that of the
    official text, null where none is held. ``cited_by`` are articles of ours, ``citing``
    provisions of statutes in force.
    """

    id: str
    url: str
    statute: str
    statute_title: str
    statute_title_zh: str
    number: str
    pinpoint: str
    version: date | None
    previous: ProvisionRef | None
    next: ProvisionRef | None
    text: tuple[TextView, ...] | None
    versions: tuple[VersionView, ...] | None
    cited_by: tuple[CitingArticle, ...] | None
    citing: tuple[ProvisionRef, ...] | None


@dataclass(frozen=True, slots=True)
class Held:
    """A statute, and what is held of the version that was asked for."""

    statute: Statute
    book: StatuteBook
    chosen: Chosen | None

    @property
    def current(self) -> Version | None:
        return self.chosen.shown if self.chosen else None

    @property
    def query(self) -> Mapping[str, str]:
        """What names the version in an address, where it is not the usual one."""
        return self.chosen.query if self.chosen else {}

    @property
    def adopted(self) -> date | None:
        return self.current.adopted if self.current else None

    @property
    def versions(self) -> tuple[Version, ...]:
        return self.book.versions(self.statute.id)

    def official(self, provision: Provision) -> ProvisionText | None:
        """Its official text in that version."""
        return self.book.text(provision, self.current) if self.current else None

    def neighbours(self, provision: Provision) -> tuple[Provision | None, Provision | None]:
        """What stands before and behind it, in the official text or else in ours."""
        if self.current is not None:
            texts = self.book.provisions(self.statute.id, self.current)
        else:
            texts = OrderedTexts.of(self.statute.provisions)
        return texts.neighbours(provision)


def provision_answer(
    provision: Provision, asked: ProvisionRequest, held: Held, library: Library
) -> ProvisionAnswer:
    """The answer with the parts that were asked for."""
    previous, following = held.neighbours(provision)
    statute, parts = held.statute, asked.parts
    return ProvisionAnswer(
        id=str(provision),
        url=addresses.versioned(addresses.provision_url(provision), held.query),
        statute=statute.id,
        statute_title=statute.title_en,
        statute_title_zh=statute.title_zh,
        number=provision.number,
        pinpoint=provision.pinpoint,
        version=held.adopted,
        previous=ProvisionRef.of(previous, held.query) if previous else None,
        next=ProvisionRef.of(following, held.query) if following else None,
        text=_texts(provision, held) if "text" in parts else None,
        versions=_versions(provision, held) if "versions" in parts else None,
        cited_by=_cited_by(provision, library) if "cited_by" in parts else None,
        citing=(
            tuple(map(ProvisionRef.of, held.book.citing(provision))) if "citing" in parts else None
        ),
    )


def _texts(provision: Provision, held: Held) -> tuple[TextView, ...]:
    """The official text, then ours."""
    found: list[TextView] = []
    official, ours = held.official(provision), held.statute.provision(provision)
    if official is not None and held.current is not None:
        found.append(_text(provision, official, "zh", OFFICIAL, held.current.adopted))
    if ours is not None:
        statute = held.statute
        known = known_until(statute)
        found.append(_text(provision, ours, statute.lang, statute.translation or OFFICIAL, known))
    return tuple(found)


def _text(
    provision: Provision, text: ProvisionText, lang: str, words: str, version: date
) -> TextView:
    return TextView(
        lang=lang,
        words=words,
        version=version,
        chapter=text.chapter,
        paragraphs=text.paragraphs,
        pinpointed=pinpointed(provision, text) if provision.pinpoint else None,
    )


def pinpointed(provision: Provision, text: ProvisionText) -> str | None:
    """The words of the paragraph or item; None where the text has no such one."""
    paragraphs = text.paragraphs
    if provision.paragraph:
        paragraphs = paragraphs[provision.paragraph - 1 : provision.paragraph]
    if not provision.item:
        return paragraphs[0].numbered if paragraphs and provision.paragraph else None
    items = [p.items for p in paragraphs if len(p.items) >= provision.item]
    return items[0][provision.item - 1] if len(items) == 1 else None


def _versions(provision: Provision, held: Held) -> tuple[VersionView, ...]:
    return tuple(
        VersionView(
            version=version.adopted,
            in_force=version.in_force,
            note=version.note,
            has_provision=held.book.text(provision, version) is not None,
        )
        for version in held.versions
    )


def _cited_by(provision: Provision, library: Library) -> tuple[CitingArticle, ...]:
    """The articles that cite the provision, whatever the pinpoint."""
    return tuple(_citing_article(provision, one) for one in library.cited_by(provision))


def _citing_article(provision: Provision, article: Article) -> CitingArticle:
    cites = [c for c in article.citations if any(t.whole == provision.whole for t in c.targets)]
    return CitingArticle(
        article=ArticleRef.of(article),
        rests_on_it=any(c in article.legal_basis for c in cites),
        citations=tuple(dict.fromkeys(" ".join(c.text.split()) for c in cites)),
        provisions=tuple(
            dict.fromkeys(str(t) for c in cites for t in c.targets if t.whole == provision.whole)
        ),
    )
