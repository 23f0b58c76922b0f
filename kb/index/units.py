"""The units of a text that are shown or not, and how many of them a window holds."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kb.index.folding import HAN
from kb.index.sentences import sentences

WIDTH = 240  # of a window, in Latin letters; a Chinese character is as wide as two
# A longer sentence is cut into parts so wide at most: a window can begin so near to what
# was asked for.
_PART = WIDTH // 4
_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\ufe30-\uffef\U00020000-\U0003ffff]"
)
# What a sentence may be cut between: words, and Chinese characters; never before a comma.
_ATOM = re.compile(rf"[{HAN}](?:[^\w\s]|_)*\s*|[^\s{HAN}]+\s*|\s+")


class Unit(NamedTuple):
    """A sentence or a part of one, with the space behind it; ``cut`` where one goes on.

    ``wide`` is its width without that space.
    """

    text: str
    wide: int
    cut: bool


def units(text: str) -> list[Unit]:
    """The text in units, which joined are the text in one line.

    A sentence ends at the end of its line too: lines are paragraphs, entries of lists
    and rows of tables.
    """
    lines = [plain for line in text.split("\n") if (plain := " ".join(line.split()))]
    found: list[Unit] = []
    for number, line in enumerate(lines, 1):
        found += _of_line(line if number == len(lines) else line + " ")
    return found


def windows(section: Sequence[Unit]) -> Iterator[int]:
    """For each unit the number after the last one of a window, no wider than ``WIDTH``."""
    after, used = 0, 0
    for unit in section:
        while after < len(section) and used + section[after].wide <= WIDTH:
            used += _room(section[after])
            after += 1
        yield after
        used -= _room(unit)


def _room(unit: Unit) -> int:
    """What it takes where another follows."""
    return unit.wide + unit.text.endswith(" ")


def width(text: str) -> int:
    """How wide the text is shown, in Latin letters."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _of_line(line: str) -> Iterator[Unit]:
    starts = [start for start, _ in sentences(line)]
    for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
        sentence = line[start:end]
        wide = width(sentence.rstrip())
        if wide <= WIDTH:
            yield Unit(sentence, wide, cut=False)
        else:
            for number, part in enumerate(_parts(sentence)):
                yield Unit(part, width(part.rstrip()), cut=number > 0)


def _parts(sentence: str) -> Iterator[str]:
    """The sentence cut between words; a word that alone is too wide is cut, and stands alone."""
    part, used = "", 0
    for atom in _ATOM.findall(sentence):
        wide = width(atom.rstrip())
        if part and used + wide > _PART:
            yield part
            part, used = "", 0
        if wide > _PART:
            yield from _pieces(atom)
        else:
            part += atom
            used += width(atom)
    if part:
        yield part


def _pieces(word: str) -> Iterator[str]:
    start, used = 0, 0
    for place, char in enumerate(word):
        wide = 0 if char.isspace() else width(char)
        if used + wide > _PART:
            yield word[start:place]
            start, used = place, 0
        used += wide
    yield word[start:]
