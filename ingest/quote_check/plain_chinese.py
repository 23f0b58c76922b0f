"""Chinese text as it is compared: without punctuation, blanks and widths, numbers as digits."""

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest.numerals import number

_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
# 百分之二十 is 20%, 二万元 and 2万元 are 20000元, 1,000 is 1000.
_FIGURES = re.compile(
    rf"百分之(?P<share>[{_NUMERAL}]+|\d+(?:\.\d+)?)"
    rf"|(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?)(?P<unit>[万亿千百])?"
    rf"|(?P<written>[{_NUMERAL}]+)"
)
_TIMES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
# The number of an item, （二） or 二、 at its beginning; in 第（二）项 it is no label.
_ITEM = re.compile(
    rf"(?<!第)[（(]\s*(?:[{_NUMERAL}]{{1,3}}|\d{{1,2}})\s*[）)](?!\s*[项款目、])"
    rf"|(?:(?<=[。；;:：\n])|\A)\s*[{_NUMERAL}]{{1,3}}、"
)
_LABEL = re.compile(
    rf"\s*(?:第\s*(?:[{_NUMERAL}\s]{{1,9}}|\d{{1,4}})\s*条(?:\s*之[一二三四五六七八九十]{{1,2}})?)?"
    r"(?:\s*第[一二三四五六七八九十]{1,3}款)?\s*(?:[【\[〔（(][^】\]〕）)]{1,40}[】\]〕）)])?[\s:：，,\u3000]*"
)
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,9}[^<>]{0,80}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Plain:
    """``text`` without what does not count; ``places`` has the span that each character is from."""

    text: str
    places: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of ``text[start:end]``; empty where that is empty."""
        if start >= end:
            at = self.places[start][0] if start < len(self.places) else self._end
            return at, at
        return self.places[start][0], self.places[end - 1][1]

    @property
    def _end(self) -> int:
        return self.places[-1][1] if self.places else 0


@cache
def _narrow() -> dict[int, str | None]:
    """Every character that is folded or left out."""
    table: dict[int, str | None] = {}
    for code in range(min(sys.maxunicode, 0xFFFF) + 1):
        character = chr(code)
        if character.isalnum():
            folded = unicodedata.normalize("NFKC", character).casefold()
            if folded != character and len(folded) == 1:
                table[code] = folded
        elif character not in "%％":
            table[code] = None
    table[ord("％")] = "%"
    table[ord("〇")] = "零"
    table[ord("○")] = "零"
    return table


def letters(text: str) -> str:
    """The characters that count, figures as they are written: quick, and enough for most."""
    return _ITEM.sub("", _TAG.sub("", text)).translate(_narrow())


def without_label(text: str) -> str:
    """The words behind a leading 第十条 and 【caption】."""
    return text[label_end(text) :]


def label_end(text: str) -> int:
    """Where the words begin."""
    found = _LABEL.match(text)
    return found.end() if found else 0


def plain(text: str) -> Plain:
    """The text with figures as digits, and where each of its characters is from."""
    kept: list[str] = []
    places: list[tuple[int, int]] = []
    table = _narrow()
    hidden = _hidden(text)
    folded = unicodedata.normalize("NFKC", text)
    if len(folded) != len(text):
        folded = "".join(character.translate(table) or character for character in text)
    folded = folded.translate({ord("〇"): "零", ord("○"): "零", ord("，"): ","})
    at = 0
    while at < len(text):
        if at in hidden:
            at = hidden[at]
            continue
        found = _FIGURES.match(folded, at)
        if found:
            value = _value(found)
            kept.extend(value)
            places.extend([found.span()] * len(value))
            at = found.end()
            continue
        character = folded[at].translate(table)
        if character:
            kept.append(character)
            places.append((at, at + 1))
        at += 1
    return Plain("".join(kept), tuple(places))


def _hidden(text: str) -> dict[int, int]:
    """The spans of tags and of the numbers of items: they are no words."""
    return {m.start(): m.end() for pattern in (_TAG, _ITEM) for m in pattern.finditer(text)}


@lru_cache(maxsize=10_000)
def _written(word: str) -> str:
    value = number(word)
    return word if value is None else str(value)


def _value(found: re.Match[str]) -> str:
    if found["share"]:
        return _written(found["share"]) + "%"
    if found["written"]:
        return _written(found["written"])
    digits, times = found["digits"].replace(",", ""), _TIMES[found["unit"] or ""]
    if times == 1:
        return digits
    value = float(digits) * times
    return str(int(value)) if value.is_integer() else str(value)
