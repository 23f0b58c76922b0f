"""Chinese characters that sound like the one that was meant.

Who types pinyin picks a character from those that sound alike, and may pick a wrong one. It
then stands in pairs that no article has. That alone is no error: there are many good pairs that
no article has. But where two characters are nearly always followed by a certain third (公积 by
金), and the query has one there that sounds the same (斤), that third was meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kb.index import weights
from kb.index.evidence import Evidence
from kb.index.fillers import without_chinese_fillers
from kb.index.typed import Change, Typed, runs
from kb.index.wordlists import sounding_like

_MOST_ODD = 12  # characters; a query with more is about something that no article is about
_BINDING = frozenset("的地得了着过和与及或在不没有是就都也还")  # they stand beside anything


@dataclass(frozen=True, slots=True)
class _Guess:
    """Another character for the one at a place, and in how many articles it stands so.

    ``sure`` if what stands there without it calls for it, else it is a mere possibility.
    """

    place: int
    character: str
    sure: bool
    having: int


def mistaken(query: str, evidence: Evidence) -> list[Change]:
    """The characters that were likely typed for others, at most one a run of Chinese."""
    odd = [
        (run, [place for place in range(len(run.folded)) if _is_odd(run.folded, place, evidence)])
        for run in runs(without_chinese_fillers(query))
    ]
    if sum(len(places) for _, places in odd) > _MOST_ODD:
        return []
    changes = (_change(run, places, evidence) for run, places in odd if places)
    return [change for change in changes if change]


def _is_odd(text: str, place: int, evidence: Evidence) -> bool:
    """Whether no article has any of the pairs that the character stands in."""
    return not any(evidence.pair(text[first : first + 2]) for first in _pairs(text, place))


def _pairs(text: str, place: int) -> list[int]:
    """Where the pairs begin that the character stands in."""
    return [first for first in (place - 1, place) if 0 <= first <= len(text) - 2]


def _change(run: Typed, odd: list[int], evidence: Evidence) -> Change | None:
    guesses = sorted(
        (guess for place in odd for guess in _guesses(run.folded, place, evidence)),
        key=lambda guess: (guess.sure, guess.having),
        reverse=True,
    )
    if not guesses:
        return None
    first = guesses[0]
    tied = any((g.sure, g.having) == (first.sure, first.having) for g in guesses[1:])
    place = run.start + first.place
    return None if tied else Change(place, place + 1, first.character, sure=first.sure)


def _guesses(text: str, place: int, evidence: Evidence) -> Iterator[_Guess]:
    for character in sounding_like(text[place]):
        if character in _BINDING:
            continue
        meant = text[:place] + character + text[place + 1 :]
        having = [evidence.pair(meant[first : first + 2]) for first in _pairs(meant, place)]
        if not any(having):
            continue
        called_for = max(
            (_called_for(meant, place, first, evidence) for first in range(place - 2, place + 1)),
            default=0,
        )
        if called_for:
            yield _Guess(place, character, True, called_for)
        elif usual := _usual(meant, place, having, evidence):
            yield _Guess(place, character, usual >= weights.SURELY_IN_PAIRS, usual)


def _called_for(text: str, place: int, first: int, evidence: Evidence) -> int:
    """How many articles have the three from ``first``, if the two others call for this one."""
    if not 0 <= first <= len(text) - 3:
        return 0
    one, two = text[first : first + 2], text[first + 1 : first + 3]
    if not (evidence.pair(one) and evidence.pair(two)):
        return 0
    together = evidence.side_by_side((one, two))
    if place == first:
        without = evidence.pair(two)
    elif place == first + 2:
        without = evidence.pair(one)
    else:
        without = min(evidence.pair(one), evidence.pair(two))
    enough = together >= weights.SEEN_IN_THREES and together >= weights.CALLED_FOR * without
    return together if enough else 0


def _usual(text: str, place: int, having: list[int], evidence: Evidence) -> int:
    """How many articles have the character beside a neighbour that often has it there."""
    return max(
        (
            count
            for first, count in zip(_pairs(text, place), having, strict=True)
            if count >= weights.SEEN_IN_PAIRS
            and count >= weights.USUAL * evidence.character(text[2 * first + 1 - place])
        ),
        default=0,
    )
