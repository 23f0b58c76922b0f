"""An English text as it is compared: its concepts, its numbers, and the words that steer it."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from ingest.quote_check.quantities import QUANTITY, Quantity, quantity
from ingest.quote_check.words import WORD, Lexicon, stem


class Sort(StrEnum):
    """What a token does."""

    CLASS = "class"  # a word, or several, that say something
    NUMBER = "number"
    DUTY = "duty"
    LEAVE = "leave"  # may, is entitled to
    BAN = "ban"
    NOT = "not"
    EXCEPT = "except"
    BUT = "but"
    ONLY = "only"
    ALWAYS = "always"
    ABOVE = "above"  # at least, more than: what follows is a lower bound
    BELOW = "below"
    BEFORE = "before"
    AFTER = "after"
    OR_MORE = "or-more"  # it bounds what stands before it
    AT_MOST = "at-most"
    BETWEEN = "between"
    BY = "by"
    IT = "it"
    IF = "if"  # it opens a clause
    PASSIVE = "passive"  # is, are: before a participle, whose subject does nothing
    AND = "and"
    COMMA = "comma"
    STOP = "stop"
    FILLER = "filler"  # it says nothing: "his or her"


@dataclass(frozen=True, slots=True)
class Token:
    """``name`` is the class of a word; ``start`` and ``end`` are offsets in the text. ``negated``
    is None where a "not" may reach it from behind: "overtime may not be asked for".
    An ``owner`` stands in the genitive: in "the employee's heirs" the employee is not the subject.
    """

    sort: Sort
    name: str
    start: int
    end: int
    quantity: Quantity | None = None
    negated: bool | None = False
    owner: bool = False

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


_TABLE = tomllib.loads(Path(__file__).with_name("steering.toml").read_text("utf-8"))["steering"]
_SIGNS = re.compile(r"(?P<stop>[.;:\n])|(?P<comma>[,()])")
_WORD_START = re.compile(r"(?<![a-z])[a-z]{2}")
_LITERAL = re.compile(r"[a-z]{2,}")


def _by_letters() -> dict[str, re.Pattern[str]]:
    """For two letters, one expression of all steering words that may begin with them.

    One expression of all of them would be tried at every letter of a text: too slow.
    """
    letters: dict[str, list[str]] = {}
    for n, row in enumerate(_TABLE):
        for pattern in row["words"]:
            literal = rf"(?P<s{n}_{{}}>\b(?:{pattern})(?![a-z]))"
            for first in {found[:2] for found in _LITERAL.findall(pattern)}:
                known = letters.setdefault(first, [])
                known.append(literal.replace("{}", str(len(known))))
    return {first: re.compile("|".join(patterns)) for first, patterns in letters.items()}


_STEER = _by_letters()
_SORTS = [Sort(row["sort"]) for row in _TABLE]
_DIGITS = re.compile(r"(?<=\d),(?=\d{3})")
_RANGE = re.compile(
    r"\s*(?:,?\s*(?:to|and|or|-|–|but)\s*)"
    r"(?:(?:not|no|up) (?:(?:more|less) )?(?:than|to) )?\s*"
)
_COMPARES = (
    "more",
    "less",
    "longer",
    "higher",
    "lower",
    "greater",
    "older",
    "larger",
    "later",
    "fewer",
    "smaller",
    "shorter",
    "earlier",
    "exceed",
    "above",
    "below",
    "beyond",
)
_DENIES = re.compile(r"not\b|n't|\bno\b|never")
_NOBODY = frozenset({"no", "nobody", "none", "neither", "nor", "never"})
# What negates reaches over so many words that say something.
_REACH = 2


def read(text: str, lexicon: Lexicon) -> tuple[Token, ...]:
    """The tokens of an English text, in order; words that say nothing are left out."""

    plain = text.casefold().replace("’", "'")
    if len(plain) != len(text):  # a letter that folds to two: offsets would be wrong
        plain = text.lower().replace("’", "'") if len(text.lower()) == len(text) else plain
    words = [(found.start(), found.end()) for found in WORD.finditer(plain)]
    numbers = dict(_quantities(plain))
    taken = _Taken(len(plain))
    tokens: list[Token] = []
    for (start, end), amount in numbers.items():
        taken.take(start, end)
        tokens.append(Token(Sort.NUMBER, str(amount), start, end, amount))
    for found in _phrases(plain, words, lexicon):
        if taken.free(found.start, found.end):
            taken.take(found.start, found.end)
            tokens.append(found)
    for token in _steering(plain):
        if taken.free(token.start, token.end):
            taken.take(token.start, token.end)
            tokens.append(token)
    for start, end in words:
        word = plain[start:end].removesuffix("'s")
        if taken.free(start, end) and word not in lexicon.empty and len(word) > 1:
            known = lexicon.longest([stem(word)], 0)
            name = known[1] if known else stem(word)
            tokens.append(Token(Sort.CLASS, name, start, end, owner=_owner(plain, end)))
    said = (token for token in tokens if token.sort is not Sort.FILLER)
    return tuple(_negated(_turned(sorted(said, key=lambda token: token.start))))


def _steering(plain: str) -> Iterator[Token]:
    """The words that steer, and the signs."""
    end = 0
    for begin in _WORD_START.finditer(plain):
        known = _STEER.get(begin[0])
        if known is None or begin.start() < end:
            continue
        found = known.match(plain, begin.start())
        if found:
            sort = _SORTS[int((found.lastgroup or "").split("_")[0].removeprefix("s"))]
            end = found.end()
            yield Token(sort, found[0], begin.start(), end)
    for sign in _SIGNS.finditer(plain):
        yield Token(Sort(sign.lastgroup or ""), sign[0], sign.start(), sign.end())


class _Taken:
    """Which characters belong to a token."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def free(self, start: int, end: int) -> bool:
        return self._taken.find(1, start, end) < 0

    def take(self, start: int, end: int) -> None:
        self._taken[start:end] = b"\1" * (end - start)


def _quantities(plain: str) -> Iterator[tuple[tuple[int, int], Quantity]]:
    """The figures; in "2 to 5 times" the first measures what the second does."""
    bare: list[tuple[tuple[int, int], Quantity]] = []
    for found in QUANTITY.finditer(plain):
        amount = quantity(found)
        if amount is None:
            continue
        if bare and not _RANGE.fullmatch(plain, bare[-1][0][1], found.start()):
            yield from bare
            bare = []
        if amount.measure == "":
            bare.append((found.span(), amount))
            continue
        yield from ((span, replace(one, measure=amount.measure)) for span, one in bare)
        bare = []
        yield found.span(), amount
    yield from bare


def _phrases(plain: str, words: list[tuple[int, int]], lexicon: Lexicon) -> Iterator[Token]:
    """Known phrases of two words and more, which nothing but spaces and hyphens parts."""
    stems = [stem(plain[start:end]) for start, end in words]
    at = 0
    while at < len(words):
        known = lexicon.longest(stems, at)
        length = known[0] if known else 1
        start, end = words[at][0], words[at + length - 1][1]
        if known and length > 1 and not re.search(r"[.;:()\d]", plain[start:end]):
            yield Token(Sort.CLASS, known[1], start, end, owner=_owner(plain, end))
            at += length
        else:
            at += 1


def _owner(plain: str, end: int) -> bool:
    return plain[end - 2 : end] == "'s" or plain.startswith("' ", end)


def _turned(tokens: list[Token]) -> list[Token]:
    """ "Does not normally last more than" is one bound: a denied "more than" is "at most"."""
    found: list[Token] = []
    for token in tokens:
        if token.sort in (Sort.ABOVE, Sort.BELOW) and token.name.startswith(_COMPARES):
            for n in range(len(found) - 1, max(-1, len(found) - 4), -1):
                if found[n].sort in (Sort.NOT, Sort.BAN) and _DENIES.search(found[n].name):
                    other = Sort.BELOW if token.sort is Sort.ABOVE else Sort.ABOVE
                    token = replace(token, sort=other)
                    del found[n]
                    break
                if found[n].sort is not Sort.CLASS:
                    break
        found.append(token)
    return found


def _negated(tokens: list[Token]) -> list[Token]:
    """Mark what a "not" reaches."""
    found: list[Token] = []
    reach, whole = 0, False
    for token in tokens:
        if token.sort in (Sort.NOT, Sort.BAN):
            reach, whole = _REACH, token.name in _NOBODY
            if token.sort is Sort.BAN:
                _doubt(found)
        elif token.sort in (Sort.DUTY, Sort.LEAVE):
            denied = whole and _denied_subject(found)
            reach = _REACH if denied else 0  # no employer may
        elif token.sort in (Sort.STOP, Sort.COMMA, Sort.EXCEPT):
            reach = 0
        elif token.sort is Sort.CLASS and reach:
            token = replace(token, negated=True if reach == _REACH else None)
            reach -= 1
        found.append(token)
    return found


def _denied_subject(before: list[Token]) -> bool:
    """Whether the clause begins with "no employer": then it is the verb that is denied."""
    for n in range(len(before) - 1, -1, -1):
        if before[n].sort in (Sort.STOP, Sort.COMMA, Sort.DUTY, Sort.LEAVE, Sort.BAN):
            return False
        if before[n].sort is Sort.NOT and before[n].name in _NOBODY:
            return True
        if before[n].negated:
            before[n] = replace(before[n], negated=None)
    return False


def _doubt(before: list[Token]) -> None:
    """The subject of a "may not be": it may be what is denied."""
    for n in range(len(before) - 1, -1, -1):
        if before[n].sort in (Sort.STOP, Sort.COMMA, Sort.DUTY, Sort.LEAVE, Sort.BAN):
            break
        if before[n].sort is Sort.CLASS and not before[n].negated:
            before[n] = replace(before[n], negated=None)
