"""Text to tokens: the one analyzer, for articles and for queries.

English words become their stem (``contributions`` -> ``contribut``) and, beside
it, the word as written (``=contributions``), so that an exact word beats one that
only shares its stem. Numbers stay whole (``8,000`` -> ``8000``, ``8.5``, ``401k``).
A hyphenated word becomes its parts and the parts run together. Chinese becomes
pairs of neighbouring characters (养老保险 -> 养老 老保 保险) and, once more alone,
the last character of each run, so that every single character can be found: as a
pair's first, or as a last.

Each token has a position, for phrases: a word's is its place in the text, a Chinese
character takes a place of its own. Tokens that say the same stand at the same position:
a stem and its word as written, a hyphenated word's first part and its parts run together.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import Stemmer

from kb.index.folding import fold

LONGEST = 64  # characters; a longer run is no word, and is cut so that it stays a small key
EXACT_MARK = "="  # cannot be part of a word, so an exact token never meets a stem
_EXACT_FROM = 3  # shorter words have no other form worth telling apart
_MOST_PARTS = 3  # of a hyphenated word that people also write as one
APART = 16  # positions left free between two texts of a field, more than any nearness spans

_HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTERS = rf"[^\W_{_HAN}]+"
_PIECES = re.compile(
    rf"(?P<han>[{_HAN}]+)"
    # 8,000 and 12,345.67 and 8.5, unless letters follow at once
    rf"|(?P<number>(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)+)(?!{_LETTERS}))"
    rf"|(?P<word>{_LETTERS}(?:['-]{_LETTERS})*)"
)
_WHOLE_PIECES = re.compile(re.sub(r"\?P<\w+>", "?:", _PIECES.pattern))  # the same, no groups
_NUMBER = re.compile(r"\d[\d.,]*[.,][\d.,]*")
_HAN_CHAR = re.compile(f"[{_HAN}]")
_FIRST_HAN = "々"
_stemmer = Stemmer.Stemmer("english", 0)  # without a cache: ours is below


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


def tokens(text: str, only: Container[str] | None = None) -> Iterator[Token]:
    """The text's tokens in order; their spans are offsets in ``text``.

    With ``only``, those whose text is in it: much faster where few are wanted.
    """
    folded = fold(text)
    position = 0
    for piece in _PIECES.finditer(folded.text):
        start = piece.start()
        split = _SPLIT[piece.lastgroup or ""](piece[0])
        for token in split.tokens:
            if only is not None and token.text not in only:
                continue
            span = folded.span(start + token.start, start + token.end)
            yield Token(token.text, token.sort, *span, position + token.position)
        position += split.width


@dataclass(slots=True)
class TermList:
    """The terms of a field in the making, in order, and the position of each.

    ``width`` is the first position that is still free.
    """

    terms: list[str] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    width: int = 0

    @classmethod
    def of(cls, texts: Iterable[str]) -> "TermList":
        """The terms of several texts, so far apart that no phrase goes from one into the next."""
        made = cls()
        for text in texts:
            made.add(text)
            made.part()
        return made

    def add(self, text: str) -> None:
        """Add the text's terms behind those that are there."""
        terms, positions, width = self.terms, self.positions, self.width
        for piece in _WHOLE_PIECES.findall(fold(text).text):
            if piece[0] >= _FIRST_HAN and _HAN_CHAR.match(piece):
                terms += [a + b for a, b in pairwise(piece)]
                terms.append(piece[-1])
                positions += range(width, width + len(piece))
                width += len(piece)
                continue
            split = _latin(piece)
            terms += split.terms
            if split.width == 1:
                positions += [width] * len(split.terms)
            else:
                positions += [width + position for position in split.positions]
            width += split.width
        self.width = width

    def part(self) -> None:
        """Leave positions free, so that what is added next is near to nothing before."""
        self.width += APART


def has_chinese(text: str) -> bool:
    """Whether any character of it is Chinese."""
    return _HAN_CHAR.search(text) is not None


def stem(word: str) -> str:
    """The English stem of a folded word."""
    return str(_stemmer.stemWord(word))[:LONGEST]


class _Split:
    """A piece in tokens, whose spans and positions count from its beginning.

    ``width`` is how many positions it takes.
    """

    __slots__ = ("positions", "terms", "tokens", "width")

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.terms = [token.text for token in tokens]
        self.positions = [token.position for token in tokens]
        self.width = max(self.positions) + 1


def _han(run: str) -> _Split:
    pairs = [
        Token(run[place : place + 2], Sort.PAIR, place, place + 2, place)
        for place in range(len(run) - 1)
    ]
    last = len(run) - 1
    return _Split((*pairs, Token(run[-1], Sort.LAST, last, last + 1, last)))


@lru_cache(maxsize=20_000)
def _latin(piece: str) -> _Split:
    """A word or a number. Texts repeat their words: one seen before costs one look."""
    return _number(piece) if _NUMBER.fullmatch(piece) else _word(piece)


def _number(number: str) -> _Split:
    plain = number.replace(",", "")[:LONGEST]
    return _Split((Token(plain, Sort.NUMBER, 0, len(number), 0),))


def _word(word: str) -> _Split:
    parts = word.split("-")
    found: list[Token] = []
    start = 0
    for place, part in enumerate(parts):
        found += _part(part, start, place)
        if place == 0 and 1 < len(parts) <= _MOST_PARTS and not word.replace("-", "").isdigit():
            joined = stem("".join(map(_bare, parts)))
            found.append(Token(joined, Sort.JOINED, 0, len(word), 0))
        start += len(part) + 1
    return _Split(tuple(found))


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


_SPLIT: dict[str, Callable[[str], _Split]] = {
    "han": _han,
    "number": _latin,
    "word": _latin,
}
