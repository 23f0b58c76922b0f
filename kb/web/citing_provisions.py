"""The provisions of other statutes that cite a provision, by statute, the first few shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from kb.library import Library
from kb.provision import Provision
from kb.statutes import Statute
from kb.web.statute_book import StatuteBook

SHOWN = 12  # provisions that are listed before the rest is folded away


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingStatute:
    """A statute and those of its provisions that cite; ``title_lang`` is its title's language."""

    title: str
    title_lang: str
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingProvisions:
    """``shown`` at once, ``folded`` on demand; ``count`` provisions in all."""

    count: int
    shown: tuple[CitingStatute, ...]
    folded: tuple[CitingStatute, ...]
    folded_count: int


def citing_provisions(
    provision: Provision, book: StatuteBook, library: Library, lang: str
) -> CitingProvisions:
    """Its own statute's provisions first, then the statutes that cite it most."""
    citing = [other for other in book.citing(provision) if other != provision.whole]
    counts: dict[str, int] = {}
    for other in citing:
        counts[other.statute] = counts.get(other.statute, 0) + 1
    citing.sort(key=lambda p: (p.statute != provision.statute, -counts[p.statute], p))

    def by_statute(provisions: Iterable[Provision]) -> tuple[CitingStatute, ...]:
        return tuple(
            _named(book.statute(statute_id, library), statute_id, tuple(group), lang)
            for statute_id, group in groupby(provisions, key=lambda p: p.statute)
        )

    return CitingProvisions(
        count=len(citing),
        shown=by_statute(citing[:SHOWN]),
        folded=by_statute(citing[SHOWN:]),
        folded_count=len(citing[SHOWN:]),
    )


def title_language(statute: Statute, lang: str) -> str:
    """The language of what ``Statute.title(lang)`` gives: a statute may have no English title."""
    return lang if statute.title_en else "zh"


def _named(
    statute: Statute | None, statute_id: str, provisions: tuple[Provision, ...], lang: str
) -> CitingStatute:
    return CitingStatute(
        title=statute.short_title(lang) if statute else statute_id,
        title_lang=title_language(statute, lang) if statute else "en",
        provisions=provisions,
    )
