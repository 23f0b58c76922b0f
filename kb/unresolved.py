"""Why a citation leads to no provision: a code and what it is about, for every language."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.provision import Provision


class WhyUnresolved(StrEnum):
    """The first four are about the statute, the others about what it has."""

    NO_START = "no-start"  # 前款, and the provision that it starts from is not given
    NO_STATUTE = "no-statute"  # none is named here or before it
    UNKNOWN_STATUTE = "unknown-statute"
    SEVERAL_STATUTES = "several-statutes"  # bear the name
    BEYOND_LAST = "beyond-last"  # the statute ends before that article
    NO_NUMBERS = "no-numbers"  # its articles have none
    NO_ARTICLE = "no-article"  # none of that number is among its articles
    NO_PARAGRAPH = "no-paragraph"
    NO_ITEM = "no-item"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """Why there is no provision. ``str`` gives the sentence for editors, in English.

    ``name`` is the statute's name as written, on one line, where no single statute bears it.
    Where the statute is known, ``title_en`` and ``title_zh`` are its short titles and ``provision``
    is what it does not have. ``count`` is how many there are of what ``why`` speaks of: statutes
    of that name, articles (the last one's number), paragraphs, items. ``since`` is the day since
    when that is so, where it was otherwise; ``elsewhere`` the version that does have the provision,
    by its day of adoption, and ``later`` whether that is a newer one.
    """

    why: WhyUnresolved
    name: str = ""
    title_en: str = ""
    title_zh: str = ""
    provision: Provision | None = None
    count: int = 0
    since: date | None = None
    elsewhere: date | None = None
    later: bool = False

    def __str__(self) -> str:
        said = self._said()
        if self.provision is None or self.elsewhere is None:
            return said
        had = "has" if self.later else "had"
        what = f"an Article {self.provision.number}"
        if self.provision.pinpoint:
            what = f"Article {self.provision.number}{self.provision.pinpoint}"
        return f"{said}; the version of {self.elsewhere.year} {had} {what}"

    def _said(self) -> str:
        match self.why:
            case WhyUnresolved.NO_START:
                return "the provision that it starts from is not given here"
            case WhyUnresolved.NO_STATUTE:
                return "no statute is named here or before it"
            case WhyUnresolved.UNKNOWN_STATUTE:
                return f"no statute in the register is called {self.name!r}"
            case WhyUnresolved.SEVERAL_STATUTES:
                return f"{self.count} statutes are called {self.name!r}"
            case _:
                return self._lacks()

    def _lacks(self) -> str:
        title, number = self.title_en or self.title_zh, ""
        if self.provision is not None:
            number = self.provision.number
        which = f"Article {number} of the {title}"
        match self.why:
            case WhyUnresolved.BEYOND_LAST:
                since = f" since {self.since}" if self.since else ""
                return f"{title} ends with Article {self.count}{since}"
            case WhyUnresolved.NO_NUMBERS:
                return f"{title} has no numbered articles"
            case WhyUnresolved.NO_PARAGRAPH:
                return f"{which} has {_counted(self.count, 'paragraph')}"
            case WhyUnresolved.NO_ITEM:
                paragraph = self.provision.paragraph if self.provision else 0
                place = f"paragraph {paragraph} of {which}" if paragraph else which
                return f"{place} has {_counted(self.count, 'item')}"
            case _:
                return f"{title} has no Article {number}"


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
