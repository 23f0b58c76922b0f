"""Headings that count ("First,", "Step 3:", "V.", "(2)", 一、) and headings that name a role."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ingest.markers import Part, named
from ingest.numerals import fold, number
from ingest.script import HAN
from kb.model import Role


class Style(StrEnum):
    """How an ordinal is written; the steps of one article may mix them."""

    WORD = "First,"
    STEP = "Step 1:"
    ROMAN = "I."
    HAN = "一、"
    HAN_WORD = "第一，"
    HAN_PAREN = "（一）"
    ARABIC = "1."
    PAREN = "(1)"
    CIRCLED = "①"
    LETTER = "A."


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The start of a heading that counts: its text as written, its number and style.

    ``number`` is None where only the sequence tells it: "Finally,", 其次, and
    "C.", which may be the third or the hundredth.
    """

    text: str
    number: int | None
    style: Style

    @property
    def values(self) -> tuple[int, ...]:
        """The numbers it may stand for, the likelier first; none for "Finally,"."""
        letter = self.text.strip("().、: ")
        values = [] if self.number is None else [self.number]
        if len(letter) == 1 and letter.isascii() and self.style in (Style.LETTER, Style.ROMAN):
            values.append(ord(letter.casefold()) - ord("a") + 1)
            values.extend(_LARGE_ROMANS.get(letter, ()))
        return tuple(values)


@dataclass(frozen=True, slots=True)
class Slip:
    """A place where ordinals do not count up; ``index`` is that of the heading."""

    index: int
    message: str


@dataclass(frozen=True, slots=True)
class Numbering:
    """A number for each heading, each one more than the last, and where the ordinals differ."""

    numbers: tuple[int, ...]
    slips: tuple[Slip, ...] = ()


_NTH = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|"
    "fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth"
)
_N = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty"
)
_WORDS = {word: n for words in (_NTH, _N) for n, word in enumerate(words.split("|"), 1)}
_ROMANS = {"i": 1, "v": 5, "x": 10}
_LARGE_ROMANS = {"L": (50,), "C": (100,), "D": (500,), "M": (1000,)}

_HAN = "[一二三四五六七八九十]{1,3}"
_ROMAN = "(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
_BEGINS = f'A-Z{HAN}"《(\\['  # what a heading begins with
# A full stop ends an ordinal before a space or a beginning, not inside 2.5 or 1.1.
_STOP = rf"\.(?=\s|\Z|[{_BEGINS}])"
_NO_INITIALS = r"(?!\.\s?[A-Z]\.)"  # "V. I. Lenin", "I.D. card"

# On folded text: （ ， ： and Ｖ are ( , : and V here. The first pattern that matches counts.
_PATTERNS: tuple[tuple[Style, str], ...] = (
    (
        Style.STEP,
        r"(?i:[\[【(]?(?:the )?step\s?(?:no\.? ?)?"
        rf"(?P<n>[0-9]{{1,2}}|{_N}|{_ROMAN})\b\s?[\]】)]?(?:[:.,、)]|\s-(?=\s)|(?=\s|\Z)))",
    ),
    (Style.STEP, rf"(?i:(?:the )?(?P<n>{_NTH}) step(?:\s?[:.,]|\sis(?:\sto\b|(?=\s))|\Z))"),
    (Style.STEP, rf"[\[【(]?第(?P<n>{_HAN}|[0-9]{{1,2}})个?步骤?[\]】)]?\s?[:,、.。]?"),
    (Style.STEP, rf"[\[【(]?步骤\s?(?P<n>{_HAN}|[0-9]{{1,2}})[\]】)]?\s?[:,、.。]?"),
    (Style.WORD, rf"(?i:(?P<n>{_NTH})(?:ly)?(?: of all)?(?:\s?[,:、]|\.(?=\s|\Z)|\s-(?=\s)))"),
    (Style.WORD, rf"(?i:(?P<n>{_N})(?:\s?[,:、]|\.)(?=\s|\Z))"),
    (Style.WORD, r"(?i:(?P<n>[0-9]{1,2}(?:st|nd|rd|th))\s?[,:.](?=\s|\Z))"),
    (
        Style.WORD,
        "(?i:(?:last but not least|last(?:ly| of all)?|finally|then|next|after (?:that|this)|"
        r"afterwards)\s?[,:])",
    ),
    (Style.HAN_WORD, rf"第(?P<n>{_HAN}|[0-9]{{1,2}})[,、:.。;]"),
    (Style.HAN_WORD, rf"其(?P<n>{_HAN})[,、:]"),
    (Style.HAN_WORD, r"首(?P<n>先)[,、:]?|其次(?!数)[,、:]?"),
    (Style.HAN_WORD, r"(?:再次|然后|接着|接下来|随后|再者|最后(?:一步)?)[,、:]"),
    (Style.HAN_WORD, rf"(?P<n>{_HAN})是(?=\S)"),
    (Style.HAN, rf"(?P<n>{_HAN})\s?[、.:,]"),
    (Style.HAN_PAREN, rf"\(\s?(?P<n>{_HAN})\s?\)[、.,]?"),
    (Style.PAREN, rf"(?i:\(\s?(?P<n>[0-9]{{1,2}}|{_N})\s?\)[、.,:]?)"),
    (Style.PAREN, r"(?P<n>[0-9]{1,2})\s?\)(?=\D|\Z)"),
    (Style.ARABIC, rf"(?P<n>[0-9]{{1,2}})(?:{_STOP}|[、。](?![0-9])|,(?=\s|[{_BEGINS}])|:(?=\s))"),
    (Style.CIRCLED, r"(?P<n>[①-⒛❶-❿➀-➓㈠-㈩㊀-㊉])\s?[、.,:]?"),
    (Style.ROMAN, r"(?P<n>[Ⅰ-Ⅻ])\s?[、.,:)]"),
    (Style.ROMAN, rf"(?P<n>{_ROMAN}){_NO_INITIALS}(?:{_STOP}|\)|、|:(?=\s|\Z))"),
    (Style.ROMAN, rf"(?!I,)(?P<n>{_ROMAN}),(?=\s)"),  # "I, the undersigned" counts nothing
    (Style.ROMAN, rf"(?i:\((?P<n>{_ROMAN})\))"),
    (Style.LETTER, rf"[A-Z](?:{_NO_INITIALS}{_STOP}|\))|[a-z]\)|\([A-Za-z]\)"),
)
_COMPILED = tuple((style, re.compile(pattern)) for style, pattern in _PATTERNS)
_LONGEST = 40  # characters that any ordinal fits into


def ordinal(heading: str) -> Ordinal | None:
    """The ordinal that the heading starts with, if it starts with one.

    "First aid", "2.5 percent", "2024.", "Second-hand", "I pay" and 三、四线城市
    start with none.
    """
    return _ordinal(heading[:_LONGEST])


@lru_cache(maxsize=2_000)  # the lines of one article are asked about several times
def _ordinal(start: str) -> Ordinal | None:
    folded = fold(start)
    for style, pattern in _COMPILED:
        found = pattern.match(folded)
        if found is None:
            continue
        digits = found.groupdict().get("n")
        value = None if digits is None else _value(digits)
        if value == 0 or (style is Style.HAN and value and _counts_on(folded, found.end(), value)):
            return None
        return Ordinal(start[: found.end()].rstrip(), value, style)
    return None


def number_steps(headings: Sequence[str]) -> Numbering:
    """Number the headings of one sequence, whatever styles their ordinals mix.

    It starts from the first ordinal's number, or from 1. Headings without an
    ordinal count too. Where the ordinals leave a gap, repeat or go back, a slip says so.
    """
    ordinals = [ordinal(heading) for heading in headings]
    first = ordinals[0] if ordinals else None
    start = (first.number if first else None) or 1
    slips: list[Slip] = []
    if first and start != 1:
        slips.append(Slip(0, f"{first.text!r} is the first: what comes before it?"))
    last = start
    for index, found in enumerate(ordinals[1:], 1):
        values = found.values if found else ()
        if found is None or not values or last + 1 in values:
            last += 1
            continue
        if values[0] == last:
            message = f"{found.text!r} stands twice"
        elif values[0] > last:
            message = f"{found.text!r} follows number {last}: is a step missing?"
        else:
            message = f"{found.text!r} follows number {last}: is the order right?"
        slips.append(Slip(index, message))
        last = values[0]
    return Numbering(tuple(range(start, start + len(headings))), tuple(slips))


_ROLES = {Part.STEPS: Role.STEPS, Part.SUMMARY: Role.SUMMARY, Part.BASIS: Role.BASIS}


def role_of(heading: str) -> Role | None:
    """The role that the heading names, if it names one and says nothing else.

    "To sum up:", "[ Legal basis ]]" and 六、法律依据 do. An ordinal before "Procedure"
    makes it a step, though, and "Step 4: Summary" is one as well.
    """
    role = _ROLES.get(named(heading) or Part.ANSWER)
    if role is None:
        counted = ordinal(heading)
        if counted and counted.style is not Style.STEP:
            role = _ROLES.get(named(heading[len(counted.text) :]) or Part.ANSWER)
            return None if role is Role.STEPS else role
    return role


def _value(digits: str) -> int:
    """The number written; 0 for what is none."""
    low = digits.casefold()
    if low in _WORDS:
        return _WORDS[low]
    if low == "先":
        return 1
    if low[0] in _ROMANS:
        values = [_ROMANS[letter] for letter in low]
        after = [*values[1:], 0]
        return sum(v if v >= w else -v for v, w in zip(values, after, strict=True))
    if len(low) == 1 and not low.isascii() and not re.fullmatch(_HAN, low):
        return int(unicodedata.numeric(low))
    return number(low) or 0


def _counts_on(folded: str, at: int, value: int) -> bool:
    """Whether the next number follows at once, as in 三、四线城市: a list, not an ordinal."""
    return folded[at - 1] == "、" and number(folded[at : at + 1]) == value + 1
