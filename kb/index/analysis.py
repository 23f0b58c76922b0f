"""Text to tokens: the one analyzer, for articles and for queries.

English words become their stem (``contributions`` -> ``contribut``) and, beside
it, the word as written (``=contributions``), so that an exact word beats one that
only shares its stem. Numbers stay whole (``8,000`` -> ``8000``, ``8.5``, ``401k``).
A hyphenated word becomes its parts and the parts run together. Chinese becomes
pairs of neighbouring characters (养老保险 -> 养老 老保 保险) and, once more alone,
the last character of each run, so that every single character can be found: as a
pair's first, or as a last. Traditional characters are as good as simplified ones.

Beside its tokens a text has *compounds*, which say how its tokens belong together: two
neighbouring words (``social insur``), and the words that a run of Chinese consists of
(``#养老保险``). They help to rank what was found by tokens.

Each token has a position, for phrases: a word's is its place in the text, a Chinese
character takes a place of its own. Tokens that say the same stand at the same position:
a stem and its word as written, a hyphenated word's first part and its parts run together.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import Stemmer

from kb.index.folding import HAN, Folded, fold
from kb.index.segmentation import chinese_words
from kb.index.spellings import american

LONGEST = 64  # characters; a longer run is no word, and is cut so that it stays a small key
EXACT_MARK = "="  # cannot be part of a word, so an exact token never meets a stem
WORD_MARK = "#"  # before a Chinese word of two characters or more, to tell it from a pair
_EXACT_FROM = 3  # shorter words have no other form worth telling apart
_MOST_PARTS = 3  # of a hyphenated word that people also write as one
_OFTEN_SHOWN = 300  # characters: a longer text is no title and no part of a snippet
APART = 16  # positions left free between two texts of a field, more than any nearness spans

_LETTERS = rf"[^\W_{HAN}]+"
_PIECES = re.compile(
    rf"([{HAN}]+)"
    # 8,000 and 12,345.67 and 8.5, unless letters follow at once
    rf"|((?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)+)(?!{_LETTERS}))"
    rf"|({_LETTERS}(?:['-]{_LETTERS})*)"
)
_HAN_CHAR = re.compile(f"[{HAN}]")
_stemmer = Stemmer.Stemmer("english", 0)  # without a cache: there is one below


class Sort(Enum):
    """What a token is."""

    STEM = "the stem of a word"
    EXACT = "a word as written, marked"
    NUMBER = "digits, perhaps with letters"
    JOINED = "the parts of a hyphenated word run together"
    PAIR = "two neighbouring Chinese characters"
    LAST = "the last Chinese character of a run, or the only one"


class Token(NamedTuple):
    """A term, the span of the text that it stands for, and its position (from 0)."""

    text: str
    sort: Sort
    start: int
    end: int
    position: int


def tokens(text: str, only: Set[str] | None = None) -> Iterator[Token]:
    """The text's tokens in order; their spans are offsets in ``text``.

    With ``only``, those whose text is in it: much faster where few are wanted.
    """
    folded, cut = _cut(text) if len(text) <= _OFTEN_SHOWN else _cut.__wrapped__(text)
    for split, start, position in cut:
        if only is None or not only.isdisjoint(split.terms):
            for token in split.tokens():
                if only is None or token.text in only:
                    span = folded.span(start + token.start, start + token.end)
                    yield Token(token.text, token.sort, *span, position + token.position)


@lru_cache(maxsize=2_000)
def _cut(text: str) -> tuple[Folded, tuple[tuple["Piece", int, int], ...]]:
    """The text's pieces, where each begins, and its first position.

    Remembered for short texts: titles and the sentences that answer are shown again and again.
    """
    folded = fold(text)
    position = 0
    cut: list[tuple[Piece, int, int]] = []
    for piece in _PIECES.finditer(folded.text):
        split = _SPLIT[piece.lastindex or 0](piece[0])
        cut.append((split, piece.start(), position))
        position += split.width
    return folded, tuple(cut)


def pieces(text: str) -> Iterator["Piece"]:
    """The text's words, numbers and runs of Chinese, in order."""
    for piece in _PIECES.finditer(fold(text).text):
        yield _SPLIT[piece.lastindex or 0](piece[0])


@dataclass(slots=True)
class TermList:
    """The terms of a field in the making, in order, and the position of each.

    ``width`` is the first position that is still free. ``compounds`` stand at the position
    of their first token.
    """

    terms: list[str] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    compounds: list[str] = field(default_factory=list)
    compound_positions: list[int] = field(default_factory=list)
    width: int = 0

    @classmethod
    def of(cls, texts: Iterable[str]) -> "TermList":
        """The terms of several texts, so far apart that no phrase goes from one into the next."""
        made = cls()
        for text in texts:
            made.add(text)
            made.part()
        return made

    def add(self, text: str, at: Sequence[int] = (), *, cut: bool = True) -> list[int]:
        """Add the text's terms behind those that are there; Chinese words unless not to ``cut``.

        Answers which position the first token has that begins at or after each of the
        ascending offsets ``at``; the position behind the text where there is none.
        """
        folded = fold(text)
        width = self.width
        waiting = iter(folded.places(at))
        next_at = next(waiting, None)
        found: list[int] = []
        before = ""  # the word that stands immediately before
        for piece in _PIECES.finditer(folded.text):
            split = _SPLIT[piece.lastindex or 0](piece[0])
            if split.words:
                self._join(before, split.words, width)
                before = split.words[-1]
            else:
                before = ""
                if cut:
                    self._cut(piece[0], width)
            while next_at is not None and next_at < piece.end():
                found.append(width + split.position_at(next_at - piece.start()))
                next_at = next(waiting, None)
            self.terms += split.terms
            if split.width == 1:
                self.positions += (width,) * len(split.terms)
            else:
                self.positions += [width + position for position in split.positions]
            width += split.width
        self.width = width
        return found + [width] * (len(at) - len(found))

    def _join(self, before: str, words: Sequence[str], width: int) -> None:
        """Add the neighbours among words that begin at a position."""
        if before:
            self.compounds.append(f"{before} {words[0]}")
            self.compound_positions.append(width - 1)
        if len(words) > 1:
            self.compounds += two_words(words)
            self.compound_positions += range(width, width + len(words) - 1)

    def _cut(self, run: str, width: int) -> None:
        """Add the words of a run of Chinese that begins at a position."""
        for word, start in chinese_words(run):
            self.compounds.append(WORD_MARK + word)
            self.compound_positions.append(width + start)

    def part(self) -> None:
        """Leave positions free, so that what is added next is near to nothing before."""
        self.width += APART


def two_words(words: Sequence[str]) -> list[str]:
    """The compounds of neighbouring words, which are given by their stems."""
    return [f"{first} {second}" for first, second in pairwise(words)]


def has_chinese(text: str) -> bool:
    """Whether any character of it is Chinese."""
    return _HAN_CHAR.search(text) is not None


def stem(word: str) -> str:
    """The English stem of a folded word, whether in British or American spelling."""
    return str(_stemmer.stemWord(american(word)))[:LONGEST]


class Piece(ABC):
    """A word, a number or a run of Chinese; spans and positions count from its beginning.

    ``width`` is how many positions it takes, ``words`` are the stems and numbers at each of
    them; a run of Chinese has none.
    """

    __slots__ = ("positions", "terms", "width", "words")

    def __init__(self, terms: list[str], positions: Sequence[int], words: Sequence[str]) -> None:
        self.terms = terms
        self.positions = positions
        self.width = positions[-1] + 1
        self.words = words

    @abstractmethod
    def tokens(self) -> Iterable[Token]:
        """Its tokens, in order."""

    def position_at(self, place: int) -> int:
        """The position of the first token that begins there or later, else the next free one."""
        return next((t.position for t in self.tokens() if t.start >= place), self.width)


class _Word(Piece):
    """A word or a number, its tokens kept."""

    __slots__ = ("_tokens",)

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        words = tuple(token.text for token in tokens if token.sort in (Sort.STEM, Sort.NUMBER))
        positions = [token.position for token in tokens]
        super().__init__([token.text for token in tokens], positions, words)
        self._tokens = tokens

    def tokens(self) -> Iterable[Token]:
        return self._tokens


class Run(Piece):
    """A run of Chinese characters, its tokens made only where they are asked for."""

    __slots__ = ("text",)

    def __init__(self, run: str) -> None:
        self.text = run
        width = len(run)
        super().__init__([run[place : place + 2] for place in range(width)], range(width), ())

    def tokens(self) -> Iterable[Token]:
        for place, term in enumerate(self.terms):
            sort = Sort.PAIR if place < self.width - 1 else Sort.LAST
            yield Token(term, sort, place, place + len(term), place)


def _number(number: str) -> Piece:
    plain = number.replace(",", "")[:LONGEST]
    return _Word((Token(plain, Sort.NUMBER, 0, len(number), 0),))


@lru_cache(maxsize=20_000)
def _word(word: str) -> Piece:
    """Texts repeat their words: one seen before costs one look."""
    parts = word.split("-")
    found: list[Token] = []
    start = 0
    for place, part in enumerate(parts):
        found += _part(part, start, place)
        if place == 0 and 1 < len(parts) <= _MOST_PARTS and not word.replace("-", "").isdigit():
            joined = stem("".join(map(_bare, parts)))
            found.append(Token(joined, Sort.JOINED, 0, len(word), 0))
        start += len(part) + 1
    return _Word(tuple(found))


def _part(part: str, start: int, place: int) -> Iterator[Token]:
    end = start + len(part)
    bare = _bare(part)
    if not bare.isalpha():
        yield Token(bare[:LONGEST], Sort.NUMBER, start, end, place)
        return
    yield Token(stem(bare), Sort.STEM, start, end, place)
    if len(bare) >= _EXACT_FROM:
        yield Token(EXACT_MARK + bare[:LONGEST], Sort.EXACT, start, end, place)


def _bare(part: str) -> str:
    """Without a possessive 's and without apostrophes: ``person's``, ``don't``."""
    return part.removesuffix("'s").replace("'", "")


# By the number of the group of _PIECES; no piece is without one.
_SPLIT: tuple[Callable[[str], Piece], ...] = (_word, Run, _number, _word)
