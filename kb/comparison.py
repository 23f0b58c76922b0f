"""Two wordings compared: what was taken out, what was put in, and which lines belong together."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

# A number is one word, whichever digits it is written with: 十五 for 二十 is one change. A Chinese
# character is a word of its own, since where Chinese words end is not written.
_WORD = re.compile(
    r"[^\W\d_\u3400-\u9fff]+(?:['’][^\W\d_]+)?|[0-9]+(?:[.,][0-9]+)*%?"
    r"|[零〇一二三四五六七八九十百千万亿]+|\s+|.",
    re.DOTALL,
)
_CLAUSE = re.compile(r"[^，。；：,;:\n]*[，。；：,;:\n]?", re.DOTALL)
_ENDS = tuple("，。；：、,;:.（(）)\n ")
# Equal pairs of words that are looked at: a provision of 2,000 characters has some 40,000.
MOST_PAIRS = 2_000_000
_SPLINTER = 2  # characters that stayed, between changes, and only make these hard to read
# How much of two lines must be the same for one to be the other's new wording.
ALIKE = 0.4
_BAND = 40  # lines that a line may have moved, beyond what was added or taken out around it


class PieceKind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: in both wordings, in the old one only, or in the new one only."""

    kind: PieceKind
    text: str


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """The old wording turned into the new, word by word.

    Without what was inserted the pieces are the old text, without what was deleted the new one.
    A deletion comes before the insertion that takes its place.
    """
    before, after = _comparable(old, new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    blocks = [
        ("".join(before[a:b]), "".join(after[c:d]), tag == "equal")
        for tag, a, b, c, d in matcher.get_opcodes()
    ]
    return tuple(_pieces(_at_ends(_without_splinters(_at_ends(blocks)))))


def likeness(one: str, other: str) -> float:
    """How much two texts share, 0 to 1: Dice's coefficient of their pairs of characters."""
    return _shared(_pairs(one), _pairs(other))


def aligned(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[int | None, int | None], ...]:
    """Which line of ``old`` became which of ``new``, both in order, as pairs of places.

    None stands where a line has no counterpart. Equal lines belong together, then those that
    are ``ALIKE``.
    """
    pairs: list[tuple[int | None, int | None]] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pairs.extend(zip(range(a, b), range(c, d), strict=True))
        else:
            alike = _alike([_pairs(line) for line in old[a:b]], [_pairs(line) for line in new[c:d]])
            pairs.extend(_with_those_alone(alike, range(a, b), range(c, d)))
    return tuple(pairs)


# A block is what stood there before, what stands there now, and whether both are the same.
_Block = tuple[str, str, bool]


def _comparable(old: str, new: str) -> tuple[list[str], list[str]]:
    """Both texts cut into the smallest parts that can be compared in good time."""
    for parts in (_WORD, _CLAUSE):
        before, after = parts.findall(old), parts.findall(new)
        counted = Counter(after)
        if sum(n * counted[part] for part, n in Counter(before).items()) <= MOST_PAIRS:
            return before, after
    return [old], [new]


def _without_splinters(blocks: Iterable[_Block]) -> list[_Block]:
    """One change where a few characters stayed by chance between two larger ones."""
    kept: list[_Block] = []
    for block in blocks:
        kept.append(block)
        while len(kept) >= 3 and _is_splinter(*kept[-3:]):
            last = kept[-3:]
            kept[-3:] = [("".join(b[0] for b in last), "".join(b[1] for b in last), False)]
    return kept


def _is_splinter(before: _Block, between: _Block, after: _Block) -> bool:
    if before[2] or after[2] or not between[2]:
        return False
    if not (before[0] or after[0]) or not (before[1] or after[1]):
        return False  # words were only added around it, or only taken away: it did stay
    around = min(max(len(before[0]), len(before[1])), max(len(after[0]), len(after[1])))
    stayed = len(between[0].strip())
    return stayed <= _SPLINTER and stayed < max(2, around) and "\n" not in between[0]


def _at_ends(blocks: Sequence[_Block]) -> list[_Block]:
    """Insertions and deletions moved, where they may be, to begin behind a punctuation mark.

    甲、[乙、]丙 reads better than 甲[、乙]、丙 and says the same.
    """
    moved = list(blocks)
    for place in range(1, len(moved) - 1):
        (left, _, same), (taken, put, changed), (right, _, also) = moved[place - 1 : place + 2]
        text = taken or put
        if not same or changed or not also or (taken and put) or not right:
            continue
        best = max(_slides(left, text, right), key=lambda slide: slide[0])
        _, left, text, right = best
        moved[place - 1 : place + 2] = [
            (left, left, True),
            (text if taken else "", text if put else "", False),
            (right, right, True),
        ]
    return [block for block in moved if block[0] or block[1]]


def _slides(left: str, text: str, right: str) -> Iterator[tuple[int, str, str, str]]:
    """The places that a change may have, each with how well it reads there."""
    yield _reads(left, text), left, text, right
    before, within, after = left, text, right
    while before and within[-1] == before[-1] and len(left) - len(before) < len(text):
        before, within, after = before[:-1], before[-1] + within[:-1], within[-1] + after
        yield _reads(before, within), before, within, after
    before, within, after = left, text, right
    while after and within[0] == after[0] and len(right) - len(after) < len(text):
        before, within, after = before + within[0], within[1:] + after[0], after[1:]
        yield _reads(before, within), before, within, after


def _reads(left: str, text: str) -> int:
    return 2 * (not left or left.endswith(_ENDS)) + text.endswith(_ENDS)


def _pieces(blocks: Iterable[_Block]) -> Iterator[Piece]:
    for before, after, same in blocks:
        if same:
            yield Piece(PieceKind.SAME, before)
            continue
        if before:
            yield Piece(PieceKind.DELETED, before)
        if after:
            yield Piece(PieceKind.INSERTED, after)


def _pairs(text: str) -> Counter[str]:
    return Counter(one + other for one, other in pairwise(f" {text} "))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    shorter, longer = sorted((one, other), key=len)
    both = sum(min(count, longer[pair]) for pair, count in shorter.items() if pair in longer)
    return 2 * both / (one.total() + other.total())


def _alike(old: Sequence[Counter[str]], new: Sequence[Counter[str]]) -> list[tuple[int, int]]:
    """The pairs, in order on both sides, whose likenesses have the greatest sum."""
    rows, columns = len(old), len(new)
    if not rows or not columns or rows * columns > MOST_PAIRS:
        return []
    slope = columns / rows
    alike: dict[tuple[int, int], float] = {}
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            here = 0.0
            if abs(row * slope - column) <= _BAND:
                like = _shared(old[row], new[column])
                if like >= ALIKE:
                    alike[row, column] = like
                    here = like + best[row + 1][column + 1]
            best[row][column] = max(here, best[row + 1][column], best[row][column + 1])
    found: list[tuple[int, int]] = []
    row = column = 0
    while row < rows and column < columns:
        like = alike.get((row, column), 0.0)
        if like and best[row][column] == like + best[row + 1][column + 1]:
            found.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return found


def _with_those_alone(
    pairs: Iterable[tuple[int, int]], old: range, new: range
) -> Iterator[tuple[int | None, int | None]]:
    """The pairs with the lines between them that have no counterpart, the old ones first."""
    row = column = 0
    for at, to in (*pairs, (len(old), len(new))):
        yield from ((old[place], None) for place in range(row, at))
        yield from ((None, new[place]) for place in range(column, to))
        if at < len(old) and to < len(new):
            yield old[at], new[to]
        row, column = at + 1, to + 1
