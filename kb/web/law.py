"""A provision for readers: its name, its address, its words in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kb.library import Library
from kb.official import OfficialTexts, TextsUnusableError, Version, in_force
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText, Statute
from kb.web import addresses
from kb.web.messages import Phrases
from kb.web.site import Site, provision_name
from kb.web.statute_book import StatuteBook
from kb.web.versions_view import Chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A provision's words in one language; ``translated`` where they are only our translation."""

    lang: str
    paragraphs: tuple[Paragraph, ...]
    translated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LawLink:
    """A provision's name, with its statute and without, and its address."""

    provision: Provision
    name: str
    full_name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawText:
    """A provision with the words that are held of it: the official text first."""

    link: LawLink
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Law:
    """All statutes that a page may speak of: the corpus's, and those imported. One a request."""

    library: Library
    texts: OfficialTexts
    book: StatuteBook
    phrases: Phrases
    today: date
    _held: dict[str, tuple[Version, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, site: Site, phrases: Phrases) -> "Law":
        return cls(site.library(), site.texts, site.book, phrases, site.today())

    def statute(self, statute_id: str) -> Statute | None:
        """The register's entry."""
        return self.book.statute(statute_id, self.library)

    def link(self, provision: Provision, version: date | None = None) -> LawLink:
        """Its name and address; of a version that its page does not show by itself, with that."""
        statute = self.statute(provision.statute)
        title = statute.title(self.phrases.lang) if statute else provision.statute
        name = provision_name(provision, self.phrases)
        return LawLink(
            provision=provision,
            name=name,
            full_name=self.phrases("provision_of", statute=title, provision=name),
            url=addresses.versioned(
                addresses.provision_url(provision), self._query(provision, version)
            ),
        )

    def text(self, provision: Provision, version: date | None = None) -> LawText:
        """Its words as of a version, the one in force where none is given."""
        return LawText(link=self.link(provision, version), words=self.words(provision, version))

    def _query(self, provision: Provision, version: date | None) -> Mapping[str, str]:
        held = self._versions(provision.statute) if version else ()
        shown = next((one for one in held if one.adopted == version), None)
        if shown is None:
            return {}
        current = in_force(held, self.today)
        return Chosen(versions=held, shown=shown, current=current, today=self.today).query

    def _versions(self, statute_id: str) -> tuple[Version, ...]:
        """Asked for once: a long text cites a statute a thousand times. Articles do without."""
        if statute_id not in self._held:
            try:
                self._held[statute_id] = self.book.versions(statute_id)
            except TextsUnusableError:
                return ()
        return self._held[statute_id]

    def version_on(self, statute_id: str, day: date) -> date | None:
        """The version in force on the day; None where none is known to have been."""
        version = in_force(self._versions(statute_id), day)
        return version.adopted if version else None

    def words(self, provision: Provision, version: date | None = None) -> tuple[Words, ...]:
        """The official text, and the corpus's own."""
        found: list[Words] = []
        official = self._official(provision, version)
        if official is not None:
            found.append(Words(lang="zh", paragraphs=pinpointed(official, provision)))
        statute = self.library.register.get(provision.statute)
        own = statute.provision(provision) if statute else None
        if statute is not None and own is not None and not (official and statute.lang == "zh"):
            found.append(
                Words(
                    lang=statute.lang,
                    paragraphs=pinpointed(own, provision),
                    translated=bool(statute.translation),
                )
            )
        return tuple(found)

    def _official(self, provision: Provision, version: date | None) -> ProvisionText | None:
        """None also where the texts cannot be read: an article is shown without them."""
        try:
            return self.texts.text(provision, version)
        except TextsUnusableError:  # LawWatch, which every article asks, puts it into the log
            return None


def pinpointed(text: ProvisionText, provision: Provision) -> tuple[Paragraph, ...]:
    """The paragraph that is pinpointed, else the whole provision."""
    if 1 <= provision.paragraph <= len(text.paragraphs):
        return (text.paragraphs[provision.paragraph - 1],)
    return text.paragraphs
