"""Two changes of one text put together, line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MARK_YOURS, MARK_MIDDLE, MARK_THEIRS = "<<<<<<<", "=======", ">>>>>>>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A text with both changes; at ``clashes`` places both wordings stand between marks."""

    text: str
    clashes: int


def merge(base: str, yours: str, theirs: str) -> Merged:
    """Put together two changes of ``base``.

    What only one side changed is taken from it, what both changed alike is taken once; where
    they changed the same lines, or lines that touch, differently, both wordings are kept between
    lines of ``<<<<<<< yours``, ``=======`` and ``>>>>>>> theirs``. No line of either is lost.
    """
    if yours == theirs or theirs == base:
        return Merged(text=yours, clashes=0)
    if yours == base:
        return Merged(text=theirs, clashes=0)
    lines = [text.splitlines(keepends=True) for text in (base, yours, theirs)]
    pieces: list[str] = []
    clashes = 0
    for before, left, right in _regions(*lines):
        if left == right or right == before:
            pieces += left
        elif left == before:
            pieces += right
        else:
            clashes += 1
            pieces += _both(left, right)
    return Merged(text="".join(pieces), clashes=clashes)


_Lines = Sequence[str]


def _regions(
    base: _Lines, yours: _Lines, theirs: _Lines
) -> Iterator[tuple[_Lines, _Lines, _Lines]]:
    """The three texts cut at the lines that all have in common, in order."""
    at_base = at_yours = at_theirs = 0
    for start, in_yours, in_theirs, size in _common(base, yours, theirs):
        yield base[at_base:start], yours[at_yours:in_yours], theirs[at_theirs:in_theirs]
        kept = base[start : start + size]
        yield kept, kept, kept
        at_base, at_yours, at_theirs = start + size, in_yours + size, in_theirs + size
    yield base[at_base:], yours[at_yours:], theirs[at_theirs:]


def _common(base: _Lines, yours: _Lines, theirs: _Lines) -> Iterator[tuple[int, int, int, int]]:
    """Runs of lines that all three share: the place in each of them, and the length."""
    left, right = _matches(base, yours), _matches(base, theirs)
    i = j = 0
    while i < len(left) and j < len(right):
        start = max(left[i].a, right[j].a)
        end = min(left[i].a + left[i].size, right[j].a + right[j].size)
        if start < end:
            yield (
                start,
                left[i].b + start - left[i].a,
                right[j].b + start - right[j].a,
                end - start,
            )
        if left[i].a + left[i].size < right[j].a + right[j].size:
            i += 1
        else:
            j += 1


def _matches(base: _Lines, changed: _Lines) -> list:  # type: ignore[type-arg]
    return SequenceMatcher(None, base, changed, autojunk=False).get_matching_blocks()[:-1]


def _both(yours: _Lines, theirs: _Lines) -> list[str]:
    return [
        f"{MARK_YOURS} yours\n",
        *_ended(yours),
        f"{MARK_MIDDLE}\n",
        *_ended(theirs),
        f"{MARK_THEIRS} theirs\n",
    ]


def _ended(lines: _Lines) -> list[str]:
    """The lines, the last one with an end too, so that a mark begins a line."""
    if lines and not lines[-1].endswith("\n"):
        return [*lines[:-1], f"{lines[-1]}\n"]
    return list(lines)
