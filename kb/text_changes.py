"""Two versions of a long text: the passages that changed, line by line and word by word."""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.comparison import Piece, PieceKind, aligned, compare

CONTEXT = 2  # unchanged lines shown around what changed
# Characters of changed lines that are compared word by word; what comes behind is shown whole.
MOST_COMPARED = 40_000
MOST_SHOWN = 2_000  # lines; a page of more would help nobody
_MOST_LINES = 20_000  # that are looked at; an article has some hundred
_MOST_PAIRS = 100_000  # of equal lines: the time grows with more than their number
_MOST_LIKENESSES = 4_000  # pairs of lines that are weighed: a quarter of a second or so


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line in both versions. ``old`` and ``new`` are its numbers, from 1; 0: not there."""

    old: int
    new: int
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether it is another one, or stands in one version only."""
        return any(piece.kind is not PieceKind.SAME for piece in self.pieces)

    @property
    def before(self) -> tuple[Piece, ...]:
        """The line as it was, what is gone marked as deleted."""
        return tuple(p for p in self.pieces if p.kind is not PieceKind.INSERTED)

    @property
    def after(self) -> tuple[Piece, ...]:
        """The line as it is, what came marked as inserted."""
        return tuple(p for p in self.pieces if p.kind is not PieceKind.DELETED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Lines that changed and those around them; ``skipped`` equal ones stand before it."""

    skipped: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChanges:
    """All that changed, nothing for equal texts. ``more`` lines are left out: too many changed."""

    passages: tuple[Passage, ...]
    more: int = 0


def text_changes(old: str, new: str, context: int = CONTEXT) -> TextChanges:
    """What changed, each passage with some lines around it.

    Bounded in time: beyond some size lines are not aligned, and words not compared.
    """
    olds, news = old.split("\n"), new.split("\n")
    lines = list(_lines(olds[:_MOST_LINES], news[:_MOST_LINES]))
    unseen = max(len(olds), len(news)) - _MOST_LINES
    near = {
        at
        for place, line in enumerate(lines)
        if line.changed
        for at in range(place - context, place + context + 1)
        if 0 <= at < len(lines)
    }
    shown = sorted(near)
    return TextChanges(
        passages=tuple(_gathered(lines, shown[:MOST_SHOWN])),
        more=sum(lines[place].changed for place in shown[MOST_SHOWN:]) + max(0, unseen),
    )


def _gathered(lines: Sequence[Line], shown: Iterable[int]) -> Iterator[Passage]:
    held: list[Line] = []
    done, skipped = 0, 0  # places that were looked at; equal lines before the one held
    for place in shown:
        if place > done and held:
            yield Passage(skipped=skipped, lines=tuple(held))
            held = []
        if not held:
            skipped = place - done
        held.append(lines[place])
        done = place + 1
    if held:
        yield Passage(skipped=skipped, lines=tuple(held))


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """All lines of both versions in order, those that belong together as one."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    yield from (_same(at + 1, at + 1, old[at]) for at in range(head))
    spent = 0
    for before, after in _pairs(middle_old, middle_new):
        was = middle_old[before] if before is not None else None
        now = middle_new[after] if after is not None else None
        spent += len(was or "") + len(now or "") if was != now else 0
        yield Line(
            old=head + before + 1 if before is not None else 0,
            new=head + after + 1 if after is not None else 0,
            pieces=_pieces(was, now, by_word=spent <= MOST_COMPARED),
        )
    for at in range(tail):
        place_old, place_new = len(old) - tail + at, len(new) - tail + at
        yield _same(place_old + 1, place_new + 1, old[place_old])


def _same(old: int, new: int, text: str) -> Line:
    return Line(old=old, new=new, pieces=(Piece(PieceKind.SAME, text),))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are equal at the beginning."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Which line became which. Equal lines make the work: with too many, none is."""
    counted = Counter(filter(_says_something, new))
    if sum(n * counted[line] for line, n in Counter(old).items()) > _MOST_PAIRS:
        yield from _apart(range(len(old)), range(len(new)))
        return
    left = _MOST_LIKENESSES
    # Empty lines are all alike: they belong to what stands beside them.
    blank = {line for line in (*old, *new) if not _says_something(line)}
    matcher = difflib.SequenceMatcher(blank.__contains__, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        looked_at = (b - a) * (d - c)
        if tag == "equal":
            yield from zip(range(a, b), range(c, d), strict=True)
        elif looked_at <= left:
            left -= looked_at
            for row, column in aligned(old[a:b], new[c:d]):
                yield None if row is None else a + row, None if column is None else c + column
        else:
            yield from _apart(range(a, b), range(c, d))


def _says_something(line: str) -> bool:
    return bool(line.strip())


def _apart(old: range, new: range) -> Iterator[tuple[int | None, int | None]]:
    yield from ((at, None) for at in old)
    yield from ((None, at) for at in new)


def _pieces(was: str | None, now: str | None, *, by_word: bool) -> tuple[Piece, ...]:
    if was == now:
        return (Piece(PieceKind.SAME, now or ""),)
    if was is not None and now is not None and by_word:
        return compare(was, now)
    gone = (Piece(PieceKind.DELETED, was),) if was is not None else ()
    came = (Piece(PieceKind.INSERTED, now),) if now is not None else ()
    return (*gone, *came)
