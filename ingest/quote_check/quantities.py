"""Amounts, shares and time limits in English, in words and in digits."""

import re
from dataclasses import dataclass
from fractions import Fraction

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: value for value, word in enumerate(_UNITS)} | {
    word: 10 * value for value, word in enumerate(_TENS, 2)
}
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_SMALL = "|".join(sorted(_VALUES, key=len, reverse=True))
_WORDS = (
    rf"(?:(?:{_SMALL})(?:[ -](?:and )?(?:{_SMALL}|hundred|thousand|million))*"
    rf"|half|double|twice|thrice|treble|triple|twofold|threefold)"
)
_MEASURES = (
    ("percent", r"per ?cent|%"),
    ("yuan", r"yuan|rmb|renminbi"),
    ("working day", r"(?:working|business|work) ?days?"),
    ("day", r"days?"),
    ("week", r"weeks?"),
    ("month", r"months?"),
    ("year", r"years?"),
    ("hour", r"hours?"),
    ("times", r"times|fold"),
)
_MEASURE = "|".join(rf"(?P<m{n}>{pattern})" for n, (_, pattern) in enumerate(_MEASURES))
# One figure, what stands before it ("RMB 500", "Article 40") and its measure.
_BEFORE = r"age of|aged|articles?|art\.|paragraphs?|items?|sections?|chapters?|grades?|rmb"
_BETWEEN = r"(?:full|whole|consecutive|more|calendar|further|additional|month'?s?|of the) "
QUANTITY = re.compile(
    rf"(?<![\w.])(?:(?P<before>{_BEFORE})\.? ?\(?)?"
    rf"(?:(?P<digits>\d[\d,]{{0,14}}(?:\.\d{{1,4}})?)|(?P<words>{_WORDS}))\)?"
    rf"(?:(?:st|nd|rd|th)\b)?(?![a-z])(?:[ -]?(?:{_BETWEEN})?(?:{_MEASURE})(?![a-z]))?"
    rf"|\b(?P<nth>{'|'.join(_ORDINALS[1:])}) (?P<of>month|year)\b"
    r"|\b(?P<a>an?|each full|every full|a further)(?: full| whole)? (?P<unit>year|month)\b"
    r"(?! of age)",
)
_DOUBLE = {
    "double": 2,
    "twice": 2,
    "twofold": 2,
    "thrice": 3,
    "treble": 3,
    "triple": 3,
    "threefold": 3,
}
_REFERENCES = ("article", "art", "paragraph", "item", "section", "chapter")


# "Twelve times the monthly wage" is the wage of twelve months.
_LIKE = ({"day", "working day"}, {"times", "month"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure and what it measures: ``day``, ``percent``, ``yuan``, ``article``; "" for none."""

    value: Fraction
    measure: str

    def agrees(self, other: "Quantity") -> bool:
        """Whether the two may be one figure: a measure that is not told is no difference."""
        if self.value != other.value:
            return False
        measures = {self.measure, other.measure}
        return len(measures) == 1 or "" in measures or measures in _LIKE

    def __str__(self) -> str:
        figure = f"{float(self.value):g}" if self.value.denominator > 1 else f"{int(self.value):,}"
        if self.measure in _REFERENCES:
            return f"{self.measure} {figure}"
        return f"{figure} {self.measure}".strip()


def quantity(found: re.Match[str]) -> Quantity | None:
    """What a match of ``QUANTITY`` says; None where it is no figure after all."""
    if found["a"]:
        return Quantity(Fraction(1), found["unit"])
    if found["nth"]:
        return Quantity(Fraction(_ORDINALS.index(found["nth"]) + 1), found["of"])
    measure = next((name for n, (name, _) in enumerate(_MEASURES) if found[f"m{n}"]), "")
    before = (found["before"] or "").rstrip(".s")
    if before in ("age of", "aged"):
        measure = "year"
    elif before == "rmb":
        measure = "yuan"
    elif before:
        measure = before
    words = found["words"]
    if words in _DOUBLE:
        return Quantity(Fraction(_DOUBLE[words]), "times")
    if words == "half":
        return Quantity(Fraction(1, 2), measure if measure != "" else "")
    value = (
        Fraction(found["digits"].replace(",", "").rstrip(".")) if found["digits"] else _value(words)
    )
    if measure == "week":
        return Quantity(value * 7, "day")
    return Quantity(value, measure)


def _value(words: str) -> Fraction:
    """forty-four is 44, one hundred and ten is 110."""
    total = current = 0
    for word in re.split(r"[ -]", words):
        if word == "hundred":
            current = max(current, 1) * 100
        elif word in ("thousand", "million"):
            total += max(current, 1) * (1_000 if word == "thousand" else 1_000_000)
            current = 0
        else:
            current += _VALUES.get(word, 0)
    return Fraction(total + current)
