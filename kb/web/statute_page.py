"""What the page of a statute shows: its versions, its provisions by chapter, who rests on it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from kb.library import Library
from kb.model import Article
from kb.provision import Provision
from kb.statutes import ProvisionText, Statute
from kb.web import addresses
from kb.web.citing_provisions import title_language
from kb.web.statute_book import StatuteBook
from kb.web.versions_view import Chosen

PER_PAGE = 200  # provisions; a chapter is cut only where it alone has more
_OPENING = 140  # characters of a provision's text that its statute's page shows
_GO_TO_FROM = 20  # provisions from which a box for an article's number helps


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionLine:
    """A provision on its statute's page: its first words, their language, and who cites it."""

    provision: Provision
    url: str
    opening: str
    lang: str
    cited_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Neighbouring provisions under one path of headings; ``number`` is its place, from 1."""

    number: int
    headings: tuple[str, ...]
    lang: str
    lines: tuple[ProvisionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsEntry:
    """A heading in the list of contents; ``depth`` is 0 for an outermost one."""

    heading: str
    lang: str
    depth: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatuteView:
    """``chapters`` are those on this page; ``held`` counts the provisions whose text there is.

    ``without_text`` are cited provisions that nobody has the words of. ``pages`` are their
    addresses, a single one where all fits.
    """

    statute: Statute
    title_lang: str
    chosen: Chosen | None
    chapters: tuple[Chapter, ...]
    contents: tuple[ContentsEntry, ...]
    held: int
    last: int
    page: int
    pages: tuple[str, ...]
    go_to: bool
    without_text: tuple[ProvisionLine, ...]
    citing: tuple[Article, ...]
    url: str
    feed_url: str

    @property
    def canonical(self) -> str:
        """The one address of this version, and of this page of it."""
        return self.pages[self.page - 1]


def statute_view(
    statute: Statute,
    chosen: Chosen | None,
    page: int,
    book: StatuteBook,
    library: Library,
    lang: str,
) -> StatuteView:
    """The statute's page: its text as far as we hold it, and who rests on it."""
    official = book.provisions(statute.id, chosen.shown).texts if chosen else ()
    chapters = tuple(_chapters(official or statute.provisions, statute, chosen, library, lang))
    pages = tuple(_packed(chapters))
    page = min(max(page, 1), max(len(pages), 1))
    url = addresses.statute_url(statute.id)
    query = chosen.query if chosen else {}
    urls = tuple(_page_url(url, query, n) for n in range(1, max(len(pages), 1) + 1))
    held = {line.provision for chapter in chapters for line in chapter.lines}
    held |= {text.provision for text in statute.provisions}
    return StatuteView(
        statute=statute,
        title_lang=title_language(statute, lang),
        chosen=chosen,
        chapters=pages[page - 1] if pages else (),
        contents=tuple(_contents(pages, urls, page)),
        held=sum(len(chapter.lines) for chapter in chapters),
        last=chosen.shown.last_article if chosen else statute.last_article,
        page=page,
        pages=urls,
        go_to=len(held) > _GO_TO_FROM,
        without_text=tuple(
            _line(provision, None, query, library, lang)
            for provision in library.citing(statute)
            if provision not in held
        ),
        citing=library.resting_on(statute.id),
        url=url,
        feed_url=addresses.feed_url(url, lang),
    )


def _chapters(
    texts: Iterable[ProvisionText],
    statute: Statute,
    chosen: Chosen | None,
    library: Library,
    lang: str,
) -> Iterator[Chapter]:
    """The provisions by chapter, in the reader's language where it is held."""
    query = chosen.query if chosen else {}
    ours = {text.provision: text for text in statute.provisions} if statute.lang == lang else {}
    original = "zh" if chosen else statute.lang
    number = 0
    for headings, group in groupby(texts, key=lambda text: text.chapter):
        here = list(group)
        translated = ours.get(here[0].provision)
        lines = [_line_of(text, ours, original, query, library, lang) for text in here]
        for start in range(0, len(lines), PER_PAGE):
            number += 1
            yield Chapter(
                number=number,
                headings=translated.chapter if translated else headings,
                lang=lang if translated else original,
                lines=tuple(lines[start : start + PER_PAGE]),
            )


def _line_of(
    text: ProvisionText,
    ours: Mapping[Provision, ProvisionText],
    original: str,
    query: Mapping[str, str],
    library: Library,
    lang: str,
) -> ProvisionLine:
    translated = ours.get(text.provision)
    shown_lang = lang if translated else original
    return _line(text.provision, translated or text, query, library, shown_lang)


def _packed(chapters: Iterable[Chapter]) -> Iterator[tuple[Chapter, ...]]:
    """The chapters by page: as many as have ``PER_PAGE`` provisions together, one at least."""
    page: list[Chapter] = []
    lines = 0
    for chapter in chapters:
        if page and lines + len(chapter.lines) > PER_PAGE:
            yield tuple(page)
            page, lines = [], 0
        page.append(chapter)
        lines += len(chapter.lines)
    if page:
        yield tuple(page)


def _contents(
    pages: Iterable[tuple[Chapter, ...]], urls: tuple[str, ...], here: int
) -> Iterator[ContentsEntry]:
    """Every heading once, in order, each leading to the first chapter under it."""
    last: tuple[str, ...] = ()
    for page, chapters in enumerate(pages, 1):
        for chapter in chapters:
            same = 0
            while same < min(len(last), len(chapter.headings)) and (
                last[same] == chapter.headings[same]
            ):
                same += 1
            address = "" if page == here else urls[page - 1]
            for depth in range(same, len(chapter.headings)):
                yield ContentsEntry(
                    heading=chapter.headings[depth],
                    lang=chapter.lang,
                    depth=depth,
                    url=f"{address}#chapter-{chapter.number}",
                )
            last = chapter.headings


def _page_url(url: str, query: Mapping[str, str], page: int) -> str:
    return addresses.versioned(url, {**query, **({"page": str(page)} if page > 1 else {})})


def _line(
    provision: Provision,
    text: ProvisionText | None,
    query: Mapping[str, str],
    library: Library,
    lang: str,
) -> ProvisionLine:
    return ProvisionLine(
        provision=provision,
        url=addresses.versioned(addresses.provision_url(provision), query),
        opening=opening(text) if text else "",
        lang=lang,
        cited_by=len(library.cited_by(provision)),
    )


def opening(text: ProvisionText) -> str:
    """The first words of a provision, cut at a word's end."""
    first = text.paragraphs[0].text if text.paragraphs else ""
    if len(first) <= _OPENING:
        return first
    cut = first[:_OPENING]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(",;:，；：、 ") + " …"
