"""What the page of a provision shows: its texts, its versions, who cites it, how to cite it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.citation_form import cited_in_chinese, cited_in_english
from kb.library import Library
from kb.model import Article
from kb.official import Version
from kb.provision import Provision
from kb.statute_changes import (
    ChangeKind,
    ComparedLine,
    ProvisionChange,
    StatuteComparison,
    compare_provisions,
)
from kb.statutes import Paragraph, ProvisionText, Statute
from kb.web import addresses
from kb.web.citing_provisions import CitingProvisions, citing_provisions
from kb.web.provision_history import Moment, history
from kb.web.statute_book import OrderedTexts, StatuteBook
from kb.web.versions_view import Chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedItem:
    """An item (项) with its ids on the page: within its paragraph, and bare if unambiguous."""

    anchor: str
    text: str
    bare_anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedParagraph:
    """A paragraph (款), counted from 1, with its id on the page ("" for none)."""

    number: int
    anchor: str
    text: str
    items: tuple[NumberedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """The provision in one language; ``official`` is the law itself."""

    lang: str
    official: bool
    chapter: tuple[str, ...]
    paragraphs: tuple[NumberedParagraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationForm:
    """How the provision, or the part of it that ``anchor`` names, is cited; "" in no language."""

    anchor: str
    chinese: str
    english: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """The provision in two versions; ``change`` is None where neither has it.

    ``namesake`` is what became of the provision that bears the same number in the other version,
    where this one was added or removed.
    """

    older: Version
    newer: Version
    change: ProvisionChange | None
    namesake: ProvisionChange | None
    lines: tuple[ComparedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionView:
    """One provision's page; ``texts`` are empty where no words of it are held.

    ``texts`` begin with the reader's language. ``chosen`` is None where no official text of the
    statute is held. ``translation_differs`` says that the translation is not of the words
    beside it. ``elsewhere`` are the versions that have the provision, where the shown one has not.
    """

    statute: Statute
    provision: Provision
    texts: tuple[TextView, ...]
    chosen: Chosen | None
    translated: bool
    translation_differs: bool
    elsewhere: tuple[Version, ...]
    history: tuple[Moment, ...]
    comparison: ComparisonView | None
    previous: Provision | None
    following: Provision | None
    cited_by: tuple[Article, ...]
    citing: CitingProvisions
    forms: tuple[CitationForm, ...]
    url: str
    feed_url: str

    @property
    def query(self) -> Mapping[str, str]:
        """What keeps links on the version shown."""
        return self.chosen.query if self.chosen else {}

    @property
    def is_law(self) -> bool:
        """Whether the official text that is shown is in force today, as far as is known."""
        return self.chosen is None or self.chosen.shown == self.chosen.current

    @property
    def canonical(self) -> str:
        """The one address of this version of the provision."""
        return addresses.versioned(self.url, self.query)


def is_there(statute: Statute, provision: Provision, book: StatuteBook, library: Library) -> bool:
    """Whether the statute has such a provision, as far as anybody knows.

    One that was inserted later is known only by its text or by who cites it.
    """
    if statute.provision(provision) is not None:
        return True
    if any(book.text(provision, version) for version in book.versions(statute.id)):
        return True
    if provision.inserted and not library.cited_by(provision):
        return False
    return provision.article <= statute.last_article


def provision_view(
    statute: Statute,
    provision: Provision,
    chosen: Chosen | None,
    book: StatuteBook,
    library: Library,
    lang: str,
) -> ProvisionView:
    """The page of a provision that ``is_there``."""
    official = book.text(provision, chosen.shown) if chosen else None
    ours = statute.provision(provision)
    having = tuple(v for v in chosen.versions if book.text(provision, v)) if chosen else ()
    before, after = _neighbours(statute, provision, chosen, book)
    url = addresses.provision_url(provision)
    return ProvisionView(
        statute=statute,
        provision=provision,
        texts=tuple(_texts(official, ours, statute, lang)),
        chosen=chosen,
        translated=bool(ours and statute.translation),
        translation_differs=bool(official and ours and _differs(statute, official, chosen, book)),
        elsewhere=() if official else having,
        history=history(book, provision, chosen.versions, chosen.shown) if chosen else (),
        comparison=_comparison(provision, chosen, book),
        previous=before,
        following=after,
        cited_by=library.cited_by(provision),
        citing=citing_provisions(provision, book, library, lang),
        forms=tuple(_forms(statute, provision, official or ours)),
        url=url,
        feed_url=addresses.feed_url(url, lang),
    )


def _texts(
    official: ProvisionText | None, ours: ProvisionText | None, statute: Statute, lang: str
) -> Iterator[TextView]:
    """The texts, the reader's language first; only the first has addresses for its parts."""
    held = [("zh", True, official), (statute.lang, not statute.translation, ours)]
    held.sort(key=lambda one: one[0] != lang)
    first = True
    for language, law, text in held:
        if text is not None:
            yield TextView(
                lang=language,
                official=law,
                chapter=text.chapter,
                paragraphs=tuple(_paragraphs(text, anchored=first)),
            )
            first = False


def _differs(
    statute: Statute, shown: ProvisionText, chosen: Chosen | None, book: StatuteBook
) -> bool:
    """Whether the version that was translated has other words than the one shown.

    Where the translated version is not held, the nearest older one stands for it.
    """
    translated = max([statute.adopted, *(a.adopted for a in statute.amendments)])
    held = [v for v in chosen.versions if v.adopted <= translated] if chosen else []
    if not held:
        return chosen is not None and chosen.shown.adopted > translated
    theirs = book.text(shown.provision, held[-1])
    return theirs is None or theirs.text != shown.text


def _comparison(
    provision: Provision, chosen: Chosen | None, book: StatuteBook
) -> ComparisonView | None:
    if chosen is None or chosen.older is None or chosen.newer is None:
        return None
    compared = book.comparison(provision.statute, chosen.older, chosen.newer)
    if chosen.shown is chosen.newer:
        change = compared.of_new(provision) or compared.of_old(provision)
    else:
        change = compared.of_old(provision) or compared.of_new(provision)
    return ComparisonView(
        older=chosen.older,
        newer=chosen.newer,
        change=change,
        namesake=_namesake(provision, change, compared),
        lines=compare_provisions(change.old, change.new) if change else (),
    )


def _namesake(
    provision: Provision, change: ProvisionChange | None, compared: StatuteComparison
) -> ProvisionChange | None:
    if change is not None and change.kind is ChangeKind.ADDED:
        return compared.of_old(provision)
    if change is not None and change.kind is ChangeKind.REMOVED:
        return compared.of_new(provision)
    return None


def _neighbours(
    statute: Statute, provision: Provision, chosen: Chosen | None, book: StatuteBook
) -> tuple[Provision | None, Provision | None]:
    """The provisions before and after it: of all in the version, else of those translated."""
    held = book.provisions(statute.id, chosen.shown) if chosen else None
    if held is None or not held.texts:
        held = OrderedTexts.of(statute.provisions)
    return held.neighbours(provision)


def _forms(
    statute: Statute, provision: Provision, text: ProvisionText | None
) -> Iterator[CitationForm]:
    """The whole first; then, where it has more than one part, each paragraph and item."""
    parts = [provision]
    paragraphs = text.paragraphs if text else ()
    if len(paragraphs) > 1 or any(paragraph.items for paragraph in paragraphs):
        for number, paragraph in enumerate(paragraphs, 1):
            whole = _part(provision, number)
            parts.append(whole)
            parts.extend(_part(provision, number, n) for n in range(1, len(paragraph.items) + 1))
    for part in parts:
        yield CitationForm(
            anchor=addresses.pinpoint_anchor(part.paragraph, part.item),
            chinese=cited_in_chinese(statute, part),
            english=cited_in_english(statute, part),
        )


def _part(provision: Provision, paragraph: int, item: int = 0) -> Provision:
    return Provision(
        provision.statute, provision.article, provision.inserted, paragraph=paragraph, item=item
    )


def _paragraphs(text: ProvisionText, *, anchored: bool) -> Iterator[NumberedParagraph]:
    with_items = [p for p in text.paragraphs if p.items]
    for number, paragraph in enumerate(text.paragraphs, 1):
        items = tuple(_items(number, paragraph, only=len(with_items) == 1)) if anchored else ()
        yield NumberedParagraph(
            number=number,
            anchor=addresses.pinpoint_anchor(number) if anchored else "",
            text=paragraph.text,
            items=items or tuple(NumberedItem(anchor="", text=text) for text in paragraph.items),
        )


def _items(number: int, paragraph: Paragraph, *, only: bool) -> Iterator[NumberedItem]:
    for place, text in enumerate(paragraph.items, 1):
        yield NumberedItem(
            anchor=addresses.pinpoint_anchor(number, place),
            text=text,
            bare_anchor=addresses.pinpoint_anchor(0, place) if only else "",
        )
