"""A merged text whose clashes are still to be decided: where both sides changed the same lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_YOURS, _BETWEEN, _THEIRS = "<<<<<<<", "=======", ">>>>>>>"


class Choice(StrEnum):
    """Which wording a clash is decided for."""

    YOURS = "yours"
    THEIRS = "theirs"
    BOTH = "both"  # yours, then theirs


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Lines that both changed, in either wording; ``line`` is that of its first mark, from 1."""

    line: int
    yours: str
    theirs: str

    def decided(self, choice: Choice) -> str:
        match choice:
            case Choice.YOURS:
                return self.yours
            case Choice.THEIRS:
                return self.theirs
            case Choice.BOTH:
                return self.yours + self.theirs


def clashes(text: str) -> tuple[Clash, ...]:
    """The clashes of a merged text in order; none where no marks are left in it."""
    return tuple(part for part in _parts(text) if isinstance(part, Clash))


def decided(text: str, choices: Sequence[Choice | None]) -> str:
    """The text with its clashes decided, in order; one without a choice keeps its marks."""
    left = list(choices)
    pieces: list[str] = []
    for part in _parts(text):
        if isinstance(part, str):
            pieces.append(part)
            continue
        choice = left.pop(0) if left else None
        pieces.append(_marked(part) if choice is None else part.decided(choice))
    return "".join(pieces)


def first_mark(text: str) -> int:
    """The first line that begins or ends a clash, whether whole or not; 0 where there is none."""
    lines = enumerate(text.split("\n"), 1)
    return next((at for at, line in lines if _is_mark(line, _YOURS, _THEIRS)), 0)


def _parts(text: str) -> Iterator[str | Clash]:
    """Text between clashes, and clashes. Marks that do not belong together are text."""
    lines = text.splitlines(keepends=True)
    done = at = 0
    while at < len(lines):
        found = _clash(lines, at) if _is_mark(lines[at], _YOURS) else None
        if found is None:
            at += 1
            continue
        clash, end = found
        yield "".join(lines[done:at])
        yield clash
        done = at = end
    yield "".join(lines[done:])


def _clash(lines: Sequence[str], start: int) -> tuple[Clash, int] | None:
    """The clash whose first mark stands there, and the place behind its last."""
    middle = 0
    for at in range(start + 1, len(lines)):
        if _is_mark(lines[at], _YOURS):
            return None
        if _is_mark(lines[at], _BETWEEN) and not middle:
            middle = at
        elif _is_mark(lines[at], _THEIRS):
            if not middle:
                return None
            yours = "".join(lines[start + 1 : middle])
            theirs = "".join(lines[middle + 1 : at])
            return Clash(line=start + 1, yours=yours, theirs=theirs), at + 1
    return None


def _is_mark(line: str, *marks: str) -> bool:
    """A mark stands alone on its line, or has the name of a side behind it."""
    word, _, side = line.rstrip("\r\n").partition(" ")
    return word in marks and side in ("", "yours", "theirs")


def _marked(clash: Clash) -> str:
    return f"{_YOURS} yours\n{clash.yours}{_BETWEEN}\n{clash.theirs}{_THEIRS} theirs\n"
