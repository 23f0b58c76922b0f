"""Which of the lines that count are the article's steps, and which a list inside one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Line
from ingest.markers import Part, named
from ingest.outline import Ordinal, Style, ordinal

# Styles that number an article's own parts; the others as often number a list inside one.
STRONG = frozenset((Style.WORD, Style.STEP, Style.ROMAN, Style.HAN, Style.HAN_WORD))
_WORDS = frozenset((Style.WORD, Style.HAN_WORD))
_LAST = re.compile(r"last|final|最后", re.IGNORECASE)
# What a line that ends with a colon announces: things to do, or things to have and to choose from.
_STEPS_FOLLOW = re.compile(
    r"\b(?:steps?|procedures?|process|how to|what to do)\b|步骤|流程|程序|怎么|如何", re.IGNORECASE
)
_LIST_FOLLOWS = re.compile(
    r"\b(?:materials?|documents?|papers?|conditions?|requirements?|ways?|methods?|channels?|types?|"
    r"kinds?|forms?|parts?|includ\w+|compon\w+|contents?|situations?|circumstances|cases|reasons?|"
    r"needs?|needed|require[sd]?|brings?|available|standards?|rates?|either|one of|any of)\b"
    r"|材料|资料|证件|条件|要求|方式|方法|途径|渠道|种|类|包括|包含|情形|情况|原因|范围|标准|之一",
    re.IGNORECASE,
)
_SHORT = 30  # characters: what is done takes more words to say than a thing to bring


@dataclass(slots=True)
class _Level:
    """A sequence while it is read: the places of its members in the lines, and where it is."""

    opening: Style  # the first member's
    styles: set[Style]
    last: int
    members: list[int]
    counted: bool = False  # whether a member after the first has a number of its own

    @property
    def weak(self) -> bool:
        return not self.styles & STRONG


def steps(lines: Sequence[Line]) -> list[int]:
    """The places of the lines that are the steps; empty where there is no sequence of them.

    Ordinals of the seed's kind ("Fourth," and then "V.") continue one sequence; a
    list that starts anew inside a step, or stands in the lead after a colon, is none.
    """
    counted = [(at, found) for at, line in enumerate(lines) if (found := ordinal(line.text))]
    sequences = [level for level in _sequences(counted) if len(level.members) > 1]
    outer = _not_enclosed(sequences)
    ranked = sorted(
        (rank, level.members)
        for level in outer
        if (rank := _rank(level.members, lines)) is not None
    )
    return ranked[0][1] if ranked else []


def sure(lines: Sequence[Line], places: Sequence[int]) -> bool:
    """Whether these can only be steps, not entries of any numbered list."""
    return _rank(places, lines) == 0


def _sequences(counted: Sequence[tuple[int, Ordinal]]) -> list[_Level]:
    """Every sequence, also those inside another one and those of a single member."""
    done: list[_Level] = []
    open_levels: list[_Level] = []
    inner: set[Style] = set()  # styles that number lists inside steps

    def start(at: int, found: Ordinal, value: int) -> None:
        if found.style in STRONG and found.style not in inner:
            while open_levels and len(open_levels[-1].members) > 1 and open_levels[-1].weak:
                open_levels.pop()  # a list above the steps, not around them
        if open_levels:
            inner.add(found.style)
        level = _Level(found.style, {found.style}, value, [at])
        open_levels.append(level)
        done.append(level)

    def add(depth: int, at: int, found: Ordinal, value: int) -> None:
        del open_levels[depth + 1 :]
        level = open_levels[depth]
        level.styles.add(found.style)
        level.last = value
        level.counted = level.counted or found.number is not None
        level.members.append(at)

    for at, found in counted:
        depth = _continued(open_levels, found, inner)
        if depth is not None:
            values = found.values
            last = open_levels[depth].last
            value = last + 1 if not values or last + 1 in values else values[0]
            add(depth, at, found, value)
        elif 1 in found.values or (not open_levels and 1 < (found.number or 0) <= 3):
            depth = _anew(open_levels, found.style)
            del open_levels[len(open_levels) if depth is None else depth :]
            start(at, found, 1 if 1 in found.values else found.values[0])
        else:
            inner.add(found.style)
    return done


def _anew(levels: Sequence[_Level], style: Style) -> int | None:
    """The depth of the sequence that this style starts anew, not below a stronger one."""
    for depth in range(len(levels) - 1, -1, -1):
        if style is levels[depth].opening:
            return depth
        if style not in STRONG and not levels[depth].weak:
            return None
    return None


def _continued(levels: Sequence[_Level], found: Ordinal, inner: set[Style]) -> int | None:
    """The depth of the sequence that this ordinal continues."""
    inside_out = range(len(levels) - 1, -1, -1)
    if not found.values:
        for depth in inside_out:
            level = levels[depth]
            fits = level.styles & _WORDS and (_LAST.match(found.text) or not level.counted)
            if fits:
                return depth
        return None
    for depth in inside_out:  # the same style, the next number
        if found.style in levels[depth].styles and levels[depth].last + 1 in found.values:
            return depth
    if 1 in found.values:
        return None
    strong = found.style in STRONG
    for alike in (True, False):  # another style, the next number: "Fourth," and then "V."
        for depth, level in enumerate(levels):
            weak_inside = not strong and found.style in inner and not level.weak
            same_kind = strong != level.weak
            if same_kind == alike and level.last + 1 in found.values and not weak_inside:
                return depth
    for depth in inside_out:  # the same style with a slip: a gap, or a number twice
        if found.style in levels[depth].styles and 0 <= found.values[0] - levels[depth].last <= 3:
            return depth
    return None


def _not_enclosed(sequences: Sequence[_Level]) -> list[_Level]:
    """Those that lie between no two members of another; they are in order of their start."""
    outer: list[_Level] = []
    reach = -1
    for level in sorted(sequences, key=lambda level: level.members[0]):
        if level.members[-1] > reach:
            outer.append(level)
            reach = level.members[-1]
    return outer


def _rank(places: Sequence[int], lines: Sequence[Line]) -> int | None:
    """0 for what must be steps, 1 for what may be some; None for a list of something else.

    Steps have text below their headings. A run of bare lines is steps too where it
    is numbered as steps are or announced as such, and else where nothing announces it.
    """
    first, last = places[0], places[-1]
    styles = {found.style for at in places if (found := ordinal(lines[at].text))}
    if last - first >= len(places) or styles & STRONG:
        return 0
    before = lines[first - 1].text if first else ""
    if named(before) is Part.STEPS:
        return 0
    if not before.endswith((":", "：")):
        return 1
    announced = before[-200:]
    if _STEPS_FOLLOW.search(announced):
        return 0
    words = sum(len(lines[at].text) for at in places)
    short = words < _SHORT * len(places)
    return None if short or _LIST_FOLLOWS.search(announced) else 1
