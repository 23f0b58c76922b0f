"""What the pages of a statute and of a provision show."""

from collections.abc import Iterator
from dataclasses import dataclass

from kb.library import Library
from kb.model import Article, unique
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText, Statute
from kb.web import addresses

_OPENING = 140  # characters of a provision's text that its statute's page shows


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionLine:
    """A provision on its statute's page: its first words and who cites it."""

    provision: Provision
    url: str
    opening: str
    cited_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Neighbouring provisions under one path of headings."""

    headings: tuple[str, ...]
    lines: tuple[ProvisionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatuteView:
    """``chapters`` have text; ``without_text`` are cited provisions that the corpus lacks."""

    statute: Statute
    chapters: tuple[Chapter, ...]
    without_text: tuple[ProvisionLine, ...]
    citing: tuple[Article, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatuteLine:
    """A statute in the list of all."""

    statute: Statute
    url: str
    held: int
    cited_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedItem:
    """An item (项) with its ids on the page: within its paragraph, and bare if unambiguous."""

    anchor: str
    text: str
    bare_anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedParagraph:
    """A paragraph (款), counted from 1, with its id on the page."""

    number: int
    anchor: str
    text: str
    items: tuple[NumberedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionView:
    """One provision's page; ``paragraphs`` are empty where the corpus has no text."""

    statute: Statute
    provision: Provision
    chapter: tuple[str, ...]
    paragraphs: tuple[NumberedParagraph, ...]
    previous: Provision | None
    following: Provision | None
    cited_by: tuple[Article, ...]


def statute_lines(library: Library) -> tuple[StatuteLine, ...]:
    """All statutes, the most cited first."""
    lines = [
        StatuteLine(
            statute=statute,
            url=addresses.statute_url(statute.id),
            held=len(statute.provisions),
            cited_by=len(_citing(statute, library)),
        )
        for statute in library.register
    ]
    return tuple(sorted(lines, key=lambda line: (-line.cited_by, line.statute.title_en)))


def statute_view(statute: Statute, library: Library) -> StatuteView:
    """The statute's page: its text as far as we hold it, and who rests on it."""
    held = {text.provision for text in statute.provisions}
    return StatuteView(
        statute=statute,
        chapters=tuple(_chapters(statute, library)),
        without_text=tuple(
            _line(provision, "", library)
            for provision in library.citing(statute)
            if provision not in held
        ),
        citing=_citing(statute, library),
    )


def provision_view(
    statute: Statute, provision: Provision, library: Library
) -> ProvisionView | None:
    """The provision's page, or None where the statute has no such provision.

    A provision that was inserted later is known only by its text or by who cites it.
    """
    text = statute.provision(provision)
    cited_by = library.cited_by(provision)
    if provision.article > statute.last_article and text is None:
        return None
    if provision.inserted and text is None and not cited_by:
        return None
    held = sorted(other.provision for other in statute.provisions)
    return ProvisionView(
        statute=statute,
        provision=provision,
        chapter=text.chapter if text else (),
        paragraphs=tuple(_paragraphs(text)) if text else (),
        previous=next((p for p in reversed(held) if p < provision), None),
        following=next((p for p in held if p > provision), None),
        cited_by=cited_by,
    )


def _citing(statute: Statute, library: Library) -> tuple[Article, ...]:
    found = library.citing(statute).values()
    return unique(article for articles in found for article in articles)


def _chapters(statute: Statute, library: Library) -> Iterator[Chapter]:
    headings: tuple[str, ...] = ()
    lines: list[ProvisionLine] = []
    for text in statute.provisions:
        if lines and text.chapter != headings:
            yield Chapter(headings=headings, lines=tuple(lines))
            lines = []
        headings = text.chapter
        lines.append(_line(text.provision, _opening(text), library))
    if lines:
        yield Chapter(headings=headings, lines=tuple(lines))


def _line(provision: Provision, opening: str, library: Library) -> ProvisionLine:
    return ProvisionLine(
        provision=provision,
        url=addresses.provision_url(provision),
        opening=opening,
        cited_by=len(library.cited_by(provision)),
    )


def _opening(text: ProvisionText) -> str:
    first = text.paragraphs[0].text if text.paragraphs else ""
    if len(first) <= _OPENING:
        return first
    cut = first[:_OPENING]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(",;:，；：、 ") + " …"


def _paragraphs(text: ProvisionText) -> Iterator[NumberedParagraph]:
    with_items = [p for p in text.paragraphs if p.items]
    for number, paragraph in enumerate(text.paragraphs, 1):
        yield NumberedParagraph(
            number=number,
            anchor=addresses.pinpoint_anchor(number),
            text=paragraph.text,
            items=tuple(_items(number, paragraph, only=len(with_items) == 1)),
        )


def _items(number: int, paragraph: Paragraph, *, only: bool) -> Iterator[NumberedItem]:
    for place, text in enumerate(paragraph.items, 1):
        yield NumberedItem(
            anchor=addresses.pinpoint_anchor(number, place),
            text=text,
            bare_anchor=addresses.pinpoint_anchor(0, place) if only else "",
        )
