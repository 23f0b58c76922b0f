"""What the search page and the API say of the law that a query names, beside the hits."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kb.provision import Provision
from kb.results import ResultPage
from kb.web import addresses
from kb.web.messages import Phrases
from kb.web.site import provision_name

StatuteName = Callable[[str], str]  # a statute's id -> its short title


@dataclass(frozen=True, slots=True, kw_only=True)
class LawNote:
    """A sentence and the pages it is about, each by name and address."""

    text: str
    links: tuple[tuple[str, str], ...]


@dataclass(slots=True, kw_only=True)
class NamedProvision:
    """A provision that a query names or an answer rests on: id with pinpoint, and its page."""

    provision: str
    url: str

    @classmethod
    def of(cls, provision: str) -> "NamedProvision":
        url = addresses.provision_url(Provision.parse(provision))
        return cls(provision=provision, url=url)


def full_name(provision: Provision, statute: StatuteName, phrases: Phrases) -> str:
    """``Social Insurance Law, Article 60(2)``, 《社会保险法》第60条第2款."""
    name = provision_name(provision, phrases)
    return phrases("provision_of", statute=statute(provision.statute), provision=name)


def law_notes(results: ResultPage, statute: StatuteName, phrases: Phrases) -> tuple[LawNote, ...]:
    """Notes for the first page of results; what its hits show already needs none."""
    return tuple(_notes(results, statute, phrases)) if results.page == 1 else ()


def _notes(results: ResultPage, statute: StatuteName, phrases: Phrases) -> Iterator[LawNote]:
    shown = {hit.slug for hit in results.hits}
    asked = [p for p in map(Provision.parse, results.looked_up) if str(p.whole) not in shown]
    if asked:
        yield LawNote(text=phrases("law_asked_for"), links=_provisions(asked, statute, phrases))
    for missing in results.missing:
        yield LawNote(
            text=phrases(
                "law_missing",
                statute=statute(missing.statute),
                last=missing.last,
                number=missing.number,
            ),
            links=((phrases("law_statute_page"), addresses.statute_url(missing.statute)),),
        )
    if results.offered:
        offered = map(Provision.parse, results.offered)
        yield LawNote(text=phrases("law_which"), links=_provisions(offered, statute, phrases))
    if results.named:
        links = tuple((statute(found), addresses.statute_url(found)) for found in results.named)
        yield LawNote(text=phrases("law_named"), links=links)


def _provisions(
    provisions: Iterable[Provision], statute: StatuteName, phrases: Phrases
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (full_name(provision, statute, phrases), addresses.provision_url(provision))
        for provision in provisions
    )
