"""Where a Chinese quotation and a provision differ, both in plain characters."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import takewhile

from rapidfuzz.distance import Indel

_NEXT = 2  # equal characters between two differences that are one
_CHANGED = 8  # characters: more that differ are no change in a sentence that is else the same


@dataclass(frozen=True, slots=True)
class Edit:
    """Quotation ``[start:end]`` stands for official ``[first:last]``."""

    start: int
    end: int
    first: int
    last: int

    @property
    def missing(self) -> bool:
        """Whether the quotation has nothing there."""
        return self.start == self.end

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return self.missing and self.first == self.last

    def moved(self, by: int) -> "Edit":
        """The same, so many characters further on."""
        return Edit(self.start + by, self.end + by, self.first + by, self.last + by)


def edits(quoted: str, text: str, bounds: Set[int]) -> list[Edit]:
    """What differs; what stands in the provision before and after the quotation does not.

    ``bounds`` are the places in ``text`` where a sentence or an item begins. An omission stands
    where sentences do, if it can, for of equal words it is open which were left out.
    """
    aligned = [_stripped(_trimmed(edit, quoted), quoted, text) for edit in _aligned(quoted, text)]
    found = [edit for edit in aligned if not _outside(edit, quoted)]
    placed: list[Edit] = []
    for number, edit in enumerate(found):
        before = found[number - 1].end if number else 0
        behind = found[number + 1].start if number + 1 < len(found) else len(quoted)
        if not edit.missing:
            placed.append(edit)
            continue
        moved = _placed(edit, text, bounds, edit.start - before, behind - edit.start)
        placed += _read_again(moved, quoted, text, bounds, behind)
    return [edit for edit in placed if not _outside(edit, quoted)]


def _aligned(quoted: str, text: str) -> list[Edit]:
    found: list[Edit] = []
    for code in Indel.opcodes(quoted, text):
        if code.tag == "equal":
            if code.src_end - code.src_start >= _NEXT or not found:
                found.append(Edit(code.src_end, code.src_end, code.dest_end, code.dest_end))
                continue
        elif not found:
            found.append(Edit(0, code.src_end, 0, code.dest_end))
            continue
        last = found[-1]
        found[-1] = Edit(last.start, code.src_end, last.first, code.dest_end)
    return found


def _outside(edit: Edit, quoted: str) -> bool:
    """Nothing, or only what the provision has before or after the quotation."""
    return edit.empty or (edit.missing and edit.start in (0, len(quoted)))


def _trimmed(edit: Edit, quoted: str) -> Edit:
    """At the quotation's edges the provision may go on: only as much of it as is replaced."""
    if edit.start == 0:
        first = max(edit.first, edit.last - (edit.end - edit.start))
        return Edit(edit.start, edit.end, first, edit.last)
    if edit.end == len(quoted):
        last = min(edit.last, edit.first + (edit.end - edit.start))
        return Edit(edit.start, edit.end, edit.first, last)
    return edit


def _stripped(edit: Edit, quoted: str, text: str) -> Edit:
    """Without the characters at its edges that both have."""
    ours, theirs = quoted[edit.start : edit.end], text[edit.first : edit.last]
    head = _common(ours, theirs)
    tail = _common(ours[head:][::-1], theirs[head:][::-1])
    return Edit(edit.start + head, edit.end - tail, edit.first + head, edit.last - tail)


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _placed(edit: Edit, text: str, bounds: Set[int], before: int, behind: int) -> Edit:
    """The omission where whole sentences are left out, or at the quotation's edge, if it can be."""
    forward = _common(text[edit.first : edit.first + behind], text[edit.last : edit.last + behind])
    ahead = text[edit.first - before : edit.first][::-1]
    back = _common(ahead, text[edit.last - before : edit.last][::-1])
    if forward == behind:
        return edit.moved(forward)
    moves = (edit.moved(by) for by in sorted(range(-back, forward + 1), key=abs))
    return next((move for move in moves if {move.first, move.last} <= bounds), edit)


def _read_again(
    edit: Edit, quoted: str, text: str, bounds: Set[int], behind: int
) -> Iterator[Edit]:
    """An omission from within one sentence to within another may be a change in the first.

    Of "200% … ; on holidays 300% …" somebody who writes 300% for 200% and stops there leaves out
    no holidays: the sentences are compared from the omission to their ends.
    """
    sentence = min((bound for bound in bounds if edit.first < bound < edit.last), default=0)
    whole = {edit.first, edit.last} <= bounds
    if whole or not sentence:
        yield edit
        return
    following = min((bound for bound in bounds if bound > edit.last), default=len(text))
    end = edit.start + following - edit.last
    if end > behind:  # it does not go on to the end of the sentence
        yield edit
        return
    change = _stripped(Edit(edit.start, end, edit.first, sentence), quoted, text)
    if max(change.end - change.start, change.last - change.first) > _CHANGED:
        yield edit
        return
    yield change
    yield Edit(end, end, sentence, following)
