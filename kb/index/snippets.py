"""Why an article was found: the section that answers, and its words, highlighted."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kb.index.analysis import has_chinese
from kb.index.marking import pieces
from kb.index.question import Question
from kb.index.shown import Shown
from kb.model import Role
from kb.request import PROVISION
from kb.results import Snippet

ELLIPSIS = "…"
# What a concept in the heading counts; one in the text counts from a half to one. The
# lead's heading is the article's title: what the title asks, the lead answers.
_HEADING = 0.75
# The law's own words say less to a reader than the article's.
_ROLES = {Role.LEAD: 1.2, Role.BASIS: 0.5}
# Words of a provision in the question's language, before those in another with as much of it.
_OWN_LANGUAGE = 1e-6
# Among windows that cover the question alike, the one whose first sentence covers most:
# without this the sentences before an answer would be shown for what comes late in them.
_FIRST = 0.1


@dataclass(frozen=True, slots=True)
class Passage:
    """Where an article answers: a section's anchor and heading ("" for the lead), its words.

    ``section`` is the section's number in what is shown, ``units`` the number of the first
    unit shown and the number after the last; ``opening`` and ``closing`` are the texts of
    those two units.
    """

    anchor: str
    heading: str
    snippet: Snippet
    section: int = 0
    units: tuple[int, int] = (0, 0)
    opening: str = ""
    closing: str = ""


def passage(
    shown: Shown,
    question: Question,
    worth: Sequence[float],
    places: Sequence[Sequence[int]],
    anchor: str = "",
) -> Passage:
    """The best section and its best sentences; the first ones where no words are found.

    With ``anchor``, the section that has it, if there is one.

    For each concept of the question, ``worth`` says what it counts, and ``places`` at
    which positions of the field ``body`` the article has its terms, in ascending order.
    """
    if not shown.sections:
        return Passage("", "", Snippet())
    named = [n for n, section in enumerate(shown.sections) if anchor and section.anchor == anchor]
    number = _section(shown, question, worth, places, named or range(len(shown.sections)))
    section = shown.sections[number]
    first, last = section.first, shown.after(number)
    if shown.windows[first] < last:
        first = _unit(shown, first, last, worth, places)
    after = shown.windows[first]
    return Passage(
        anchor=section.anchor,
        heading=section.heading,
        snippet=_cut(shown, first, question),
        section=number,
        units=(first, after),
        opening=shown.units[first].rstrip(),
        closing=shown.units[after - 1].rstrip(),
    )


def highlighted(text: str, question: Question) -> Snippet:
    """The whole text, what answers the question highlighted."""
    return Snippet(pieces=tuple(pieces(text, question)))


def role_counts(role: Role) -> float:
    """What a section's worth is multiplied with, for the role that it has."""
    return _ROLES.get(role, 1.0)


def _section(
    shown: Shown,
    question: Question,
    worth: Sequence[float],
    places: Sequence[Sequence[int]],
    among: Sequence[int],
) -> int:
    """The number of the section with most of the question, a little more for what it has often.

    ``among`` are the numbers that are looked at. Of a provision, which may have its words in two
    languages, those in the question's count first where neither has more.
    """
    ends = [shown.positions[shown.after(n)] for n in range(len(shown.sections))]
    values = [0.0] * len(shown.sections)
    for counts, having in zip(worth, places, strict=True):
        before, number = 0, 0
        while before < len(having):
            number = bisect_right(ends, having[before], number)
            after = bisect_left(having, ends[number], before)
            values[number] += counts * (after - before) / (after - before + 1)
            before = after
    asked = [f" {c.term}" if c.prefix else f" {c.term} " for c in question.concepts]
    best, most = 0, -1.0
    own = shown.kind == PROVISION and question.lang
    for number in among:
        section = shown.sections[number]
        value = values[number]
        if own and (own == "zh") == has_chinese(shown.units[section.first]):
            value += _OWN_LANGUAGE
        for term, counts in zip(asked, worth, strict=True):
            if term in section.asks:
                value += _HEADING * counts
        value *= role_counts(section.role)
        if value > most:
            best, most = number, value
    return best


def _unit(
    shown: Shown,
    first: int,
    last: int,
    worth: Sequence[float],
    places: Sequence[Sequence[int]],
) -> int:
    """The unit between two that begins the best window."""
    positions = shown.positions
    having: dict[int, set[int]] = {}  # unit -> the concepts in it
    for concept, found in enumerate(places):
        begin = bisect_left(found, positions[first])
        for place in found[begin : bisect_left(found, positions[last], begin)]:
            unit = bisect_right(positions, place, first, last) - 1
            having.setdefault(unit, set()).add(concept)

    def covered(unit: int) -> set[int]:
        window = range(unit, shown.windows[unit])
        return set().union(*(having[n] for n in window if n in having))

    best, most = first, 0.0
    # A window that begins with a unit without any covers no more than the next that has one.
    for unit in sorted(having):
        value = sum(worth[c] for c in covered(unit)) + _FIRST * sum(worth[c] for c in having[unit])
        if value > most:
            best, most = unit, value
    # A sentence's beginning is shown with its part where that leaves nothing out.
    begin = best
    while begin in shown.cut and shown.windows[begin - 1] > best:
        begin -= 1
    return begin if begin not in shown.cut and covered(begin) >= covered(best) else best


def _cut(shown: Shown, first: int, question: Question) -> Snippet:
    """The window that begins so, with an ellipsis at an end where it cuts a sentence."""
    after = shown.windows[first]
    made = pieces("".join(shown.units[first:after]).rstrip(), question)
    if first in shown.cut:
        made[0] = ELLIPSIS + made[0]
    if after in shown.cut:
        if len(made) % 2:
            made[-1] += ELLIPSIS
        else:
            made.append(ELLIPSIS)
    return Snippet(pieces=tuple(made))
