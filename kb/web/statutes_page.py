"""The list of statutes: those that articles rest on, then all that were imported."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from kb.library import Library
from kb.model import unique
from kb.statutes import Statute, name_key, names
from kb.web import addresses
from kb.web.citing_provisions import title_language
from kb.web.parameters import Parameters
from kb.web.statute_book import StatuteBook

PER_PAGE = 60  # imported statutes
_MOST_PAGES = 9_999
_NAMES = 16_384  # names that are folded once for all: 1,500 statutes have some 4,000
# Higher-ranking law first; what is not named here follows, by its name.
_KINDS = (
    "constitution",
    "law",
    "administrative_regulation",
    "regulation",
    "rule",
    "interpretation",
    "amendment",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatuteLine:
    """A statute in the list; ``held`` counts the provisions whose text the corpus has.

    ``official`` says whether the official text is held too: then these are a translation.
    """

    statute: Statute
    title_lang: str
    url: str
    held: int
    official: bool
    cited_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KindGroup:
    """Imported statutes of one kind."""

    kind: str
    lines: tuple[StatuteLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutesView:
    """``ours`` are the corpus's, the most cited first; ``groups`` the imported ones on this page.

    ``kinds`` are those that can be chosen; ``imported`` counts all imported statutes and
    ``found`` those of them that were asked for.
    """

    ours: tuple[StatuteLine, ...]
    groups: tuple[KindGroup, ...]
    query: str
    kind: str
    kinds: tuple[str, ...]
    imported: int
    found: int
    page: int
    pages: tuple[str, ...]

    @property
    def asked(self) -> bool:
        return bool(self.query or self.kind)


def statutes_view(
    given: MultiDict[str, str], book: StatuteBook, library: Library, lang: str
) -> StatutesView:
    """The statutes that were asked for, or all; raises ``BadParametersError``."""
    imported = book.imported_only(library)
    theirs = {statute.id for statute in imported}
    ours = [statute for statute in library.register if statute.id not in theirs]
    kinds = sorted({statute.kind for statute in (*ours, *imported)}, key=_rank)
    reader = Parameters(given)
    query = reader.question()
    chosen = reader.chosen("kind", kinds, blank=True)
    page = reader.number("page", 1, _MOST_PAGES)
    reader.check()
    kind = chosen[0] if chosen else ""
    found = sorted(_found(imported, query, kind), key=lambda s: (_rank(s.kind), s.title(lang)))
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(page, pages)
    here = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    lines = [_line(statute, book, library, lang) for statute in _found(ours, query, kind)]
    return StatutesView(
        ours=()
        if page > 1
        else tuple(sorted(lines, key=lambda x: (-x.cited_by, x.statute.title_en))),
        groups=tuple(
            KindGroup(
                kind=kind,
                lines=tuple(_line(s, book, library, lang) for s in here if s.kind == kind),
            )
            for kind in unique(statute.kind for statute in here)
        ),
        query=query,
        kind=kind,
        kinds=tuple(kinds),
        imported=len(imported),
        found=len(found),
        page=page,
        pages=tuple(_page_url(query, kind, n) for n in range(1, pages + 1)),
    )


def _found(statutes: Iterable[Statute], query: str, kind: str) -> list[Statute]:
    """Those of the kind that have every word of the query in one of their names."""
    words = [_folded(word) for word in query.split()]
    key = name_key(query)
    return [
        statute
        for statute in statutes
        if (not kind or statute.kind == kind)
        and (
            not words
            or any(
                all(word in _folded(name) for word in words) or (key and key in _key(name))
                for name in names(statute)
                if name
            )
        )
    ]


@lru_cache(maxsize=_NAMES)
def _key(name: str) -> str:
    return name_key(name)


@lru_cache(maxsize=_NAMES)
def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip("《》\"'“”")


def _rank(kind: str) -> tuple[int, str]:
    return (_KINDS.index(kind) if kind in _KINDS else len(_KINDS), kind)


def _line(statute: Statute, book: StatuteBook, library: Library, lang: str) -> StatuteLine:
    return StatuteLine(
        statute=statute,
        title_lang=title_language(statute, lang),
        url=addresses.statute_url(statute.id),
        held=len(statute.provisions),
        official=bool(statute.provisions and book.versions(statute.id)),
        cited_by=len(library.resting_on(statute.id)),
    )


def _page_url(query: str, kind: str, page: int) -> str:
    asked = {"q": query, "kind": kind, "page": str(page) if page > 1 else ""}
    pairs = urlencode({name: value for name, value in asked.items() if value})
    return f"/statutes?{pairs}" if pairs else "/statutes"
