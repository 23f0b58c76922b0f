"""Text to tokens: the one analyzer, for articles and for queries.

English words become their stem (``contributions`` -> ``contribut``) and, beside
it, the word as written (``=contributions``), so that an exact word beats one that
only shares its stem. Numbers stay whole (``8,000`` -> ``8000``, ``8.5``, ``401k``).
A hyphenated word becomes its parts and the parts run together. Chinese becomes
pairs of neighbouring characters (养老保险 -> 养老 老保 保险) and, once more alone,
the last character of each run, so that every single character can be found: as a
pair's first, or as a last.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from kb.index.folding import fold

LONGEST = 64  # characters; a longer run is no word, and is cut so that it stays a small key
EXACT_MARK = "="  # cannot be part of a word, so an exact token never meets a stem
_EXACT_FROM = 3  # shorter words have no other form worth telling apart
_MOST_PARTS = 3  # of a hyphenated word that people also write as one

_HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTERS = rf"[^\W_{_HAN}]+"
_PIECES = re.compile(
    rf"(?P<han>[{_HAN}]+)"
    # 8,000 and 12,345.67 and 8.5, unless letters follow at once
    rf"|(?P<number>(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)+)(?!{_LETTERS}))"
    rf"|(?P<word>{_LETTERS}(?:['-]{_LETTERS})*)"
)
_HAN_CHAR = re.compile(f"[{_HAN}]")
_stemmer = snowballstemmer.stemmer("english")


class Sort(Enum):
    """What a token is."""

    STEM = "the stem of a word"
    EXACT = "a word as written, marked"
    NUMBER = "digits, perhaps with letters"
    JOINED = "the parts of a hyphenated word run together"
    PAIR = "two neighbouring Chinese characters"
    LAST = "the last Chinese character of a run, or the only one"


class Token(NamedTuple):
    """A term and the span of the text that it stands for."""

    text: str
    sort: Sort
    start: int
    end: int


def tokens(text: str, only: Container[str] | None = None) -> Iterator[Token]:
    """The text's tokens in order; their spans are offsets in ``text``.

    With ``only``, those whose text is in it: much faster where few are wanted.
    """
    folded = fold(text)
    for piece in _PIECES.finditer(folded.text):
        start = piece.start()
        for token in _SPLIT[piece.lastgroup or ""](piece[0]):
            if only is not None and token.text not in only:
                continue
            span = folded.span(start + token.start, start + token.end)
            yield Token(token.text, token.sort, *span)


def terms(texts: Iterable[str]) -> list[str]:
    """The terms to index for several texts, one after the other."""
    return [
        token.text
        for text in texts
        for piece in _PIECES.finditer(fold(text).text)
        for token in _SPLIT[piece.lastgroup or ""](piece[0])
    ]


def has_chinese(text: str) -> bool:
    """Whether any character of it is Chinese."""
    return _HAN_CHAR.search(text) is not None


def stem(word: str) -> str:
    """The English stem of a folded word."""
    return str(_stemmer.stemWord(word))[:LONGEST]


# Each of these splits a piece into tokens whose spans are offsets in the piece.


def _han(run: str) -> Iterator[Token]:
    for place in range(len(run) - 1):
        yield Token(run[place : place + 2], Sort.PAIR, place, place + 2)
    yield Token(run[-1], Sort.LAST, len(run) - 1, len(run))


def _number(number: str) -> Iterator[Token]:
    yield Token(number.replace(",", "")[:LONGEST], Sort.NUMBER, 0, len(number))


@lru_cache(maxsize=100_000)
def _word(word: str) -> tuple[Token, ...]:
    """Texts repeat their words: a word seen before costs one look."""
    parts = word.split("-")
    found: list[Token] = []
    start = 0
    for place, part in enumerate(parts):
        found += _part(part, start)
        if place == 0 and 1 < len(parts) <= _MOST_PARTS and not word.replace("-", "").isdigit():
            found.append(Token(stem("".join(map(_bare, parts))), Sort.JOINED, 0, len(word)))
        start += len(part) + 1
    return tuple(found)


def _part(part: str, start: int) -> Iterator[Token]:
    end = start + len(part)
    bare = _bare(part)
    if not bare.isalpha():
        yield Token(bare[:LONGEST], Sort.NUMBER, start, end)
        return
    yield Token(stem(bare), Sort.STEM, start, end)
    if len(bare) >= _EXACT_FROM:
        yield Token(EXACT_MARK + bare[:LONGEST], Sort.EXACT, start, end)


def _bare(part: str) -> str:
    """Without a possessive 's and without apostrophes: ``person's``, ``don't``."""
    return part.removesuffix("'s").replace("'", "")


_SPLIT: dict[str, Callable[[str], Iterable[Token]]] = {
    "han": _han,
    "number": _number,
    "word": _word,
}
