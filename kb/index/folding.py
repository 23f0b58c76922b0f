"""Text in one case, width, script and spelling of signs, knowing where each character stood."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

# Chinese characters, as the inside of a set in a regular expression.
HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{HAN}]")
# Signs that people type in several ways, one character each: apostrophes, hyphens, and the
# full-width forms of ASCII (U+FF01 to U+FF5E) that Chinese punctuation uses.
_SIGNS = {
    **dict.fromkeys("‘’ʼ＇`´", "'"),
    **dict.fromkeys("‐‑", "-"),
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != 0xFF07},
    "\u3000": " ",
}
_SIGN = re.compile(f"[{''.join(_SIGNS)}]")  # far faster than str.translate, where few are
# Soft hyphens, zero-width spaces and joiners, byte order marks: they show nothing.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded text; ``offsets[i]`` is where its character i begins in the original.

    ``offsets`` has one more place, the original's length; None where nothing moved.
    """

    text: str
    offsets: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of the folded text stands in the original; never empty."""
        if self.offsets is None:
            return start, end
        first = self.offsets[start]
        last = end
        while self.offsets[last] <= first:  # one character became several: show it whole
            last += 1
        return first, self.offsets[last]

    def places(self, at: Sequence[int]) -> Sequence[int]:
        """Where in the folded text the first characters are from the original's offsets on."""
        return at if self.offsets is None else [bisect_left(self.offsets, place) for place in at]


def fold(text: str) -> Folded:
    """NFKC, case folded, simplified characters, signs spelled alike, nothing invisible."""
    if text.isascii():
        return Folded(text.replace("`", "'").lower())
    signs = simplified(_one_spelling(text))
    lower = signs.casefold()
    if (
        len(lower) == len(signs)
        and unicodedata.is_normalized("NFKC", lower)
        and not _INVISIBLE.search(lower)
    ):
        return Folded(lower)
    pieces: list[str] = []
    offsets: list[int] = []
    for start, cluster in _clusters(signs):
        folded = simplified(_one_spelling(unicodedata.normalize("NFKC", cluster).casefold()))
        pieces.append(folded)
        offsets.extend([start] * len(folded))
    offsets.append(len(text))
    return Folded("".join(pieces), offsets)


def simplified(text: str) -> str:
    """Traditional characters as simplified ones, one for one; those with several stay."""
    return text.translate(_SIMPLIFIED) if _HAN.search(text) else text


class _Simplified(dict[int, int]):
    """Each character's simplified form, looked up when it is first met."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        # Twice: what stands for a rare one may have a simpler form itself (薴 苧 苎).
        alone = _to_simplified(_to_simplified(char)) if _HAN.match(char) else char
        found = self[code] = ord(alone) if len(alone) == 1 else code
        return found


_SIMPLIFIED = _Simplified()


def _to_simplified(char: str) -> str:
    return str(_opencc().convert(char))


@cache
def _opencc() -> Any:
    from opencc import OpenCC  # takes a while to load, and only Chinese needs it

    return OpenCC("t2s")


def _one_spelling(text: str) -> str:
    return _SIGN.sub(lambda sign: _SIGNS[sign[0]], text)


def _clusters(text: str) -> list[tuple[int, str]]:
    """Each visible character with the accents that follow it, and where it stands."""
    clusters: list[tuple[int, str]] = []
    for place, char in enumerate(text):
        if _INVISIBLE.match(char):
            continue
        if clusters and unicodedata.combining(char):
            start, cluster = clusters[-1]
            clusters[-1] = (start, cluster + char)
        else:
            clusters.append((place, char))
    return clusters
