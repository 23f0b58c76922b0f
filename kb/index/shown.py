"""What a hit shows of an article, cut at index time so that a search reads only a window of it."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from kb.index.analysis import EXACT_MARK, TermList
from kb.index.units import Unit, units, windows
from kb.model import Article, Role, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSection:
    """A section with text: its anchor and shown heading (both "" for the lead), and its role.

    ``asks`` are the terms of the heading as written, for the lead those of the article's
    title, a space before and after each. ``first`` is the number of its first unit.
    """

    anchor: str
    heading: str
    role: Role
    asks: str
    first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a hit shows: the article's title and labels, and its text in units.

    ``reviewed`` is an ISO day or "". A unit is a sentence, or a part of one that is too
    long, with the space behind it: the units of a section, joined, are its text in one
    line. Of unit n, ``positions[n]`` is the first position in the field ``body`` that it
    or a later unit has (one more than there are units: the last is the end of the field),
    and ``windows[n]`` is the number after the last unit that is shown with it where it is
    the first shown. ``cut`` are the units that begin inside a sentence.
    """

    slug: str
    title: str
    topic: str
    regions: tuple[str, ...]
    kind: str
    lang: str
    reviewed: str
    sections: tuple[ShownSection, ...]
    units: tuple[str, ...]
    positions: tuple[int, ...]
    windows: tuple[int, ...]
    cut: tuple[int, ...]

    def after(self, section: int) -> int:
        """The number after the last unit of the section with this number."""
        following = section + 1
        return self.sections[following].first if following < len(self.sections) else len(self.units)


def show(article: Article) -> tuple[Shown, TermList]:
    """What a hit shows of the article, and the terms of its field ``body``.

    They are made in one go because the one says where the other's positions are.
    """
    body = TermList()
    sections: list[ShownSection] = []
    found: list[Unit] = []
    positions: list[int] = []
    reach: list[int] = []
    for section in article.sections:
        cut = units(section.text)
        if not cut:
            continue
        first = len(found)
        sections.append(_section(section, article, first))
        found += cut
        reach += [first + after for after in windows(cut)]
        # The whole text at once: a pair of characters may stand across a cut.
        texts = [unit.text for unit in cut]
        starts = accumulate(map(len, texts[:-1]), initial=0)
        positions += body.add("".join(texts), tuple(starts))
        body.part()
    return Shown(
        slug=article.slug,
        title=article.title,
        topic=article.topic,
        regions=article.regions,
        kind=article.kind.value,
        lang=article.lang,
        reviewed=article.reviewed.isoformat() if article.reviewed else "",
        sections=tuple(sections),
        units=tuple(unit.text for unit in found),
        positions=(*positions, body.width),
        windows=tuple(reach),
        cut=tuple(number for number, unit in enumerate(found) if unit.cut),
    ), body


def _section(section: Section, article: Article, first: int) -> ShownSection:
    is_lead = section.role is Role.LEAD
    return ShownSection(
        anchor="" if is_lead else section.anchor,
        heading="" if is_lead else section.title,
        role=section.role,
        asks=_asks(article.title if is_lead else section.heading),
        first=first,
    )


@lru_cache(maxsize=10_000)
def _asks(heading: str) -> str:
    """The heading's terms with spaces around them; many articles share headings."""
    made = TermList()
    made.add(heading, cut=False)
    terms = dict.fromkeys(term for term in made.terms if not term.startswith(EXACT_MARK))
    return f" {' '.join(terms)} "
