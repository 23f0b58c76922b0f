"""Numbers as citations write them: 60, ６０, 六十, 二百七十四, second."""

from functools import lru_cache

import cn2an

HAN_NUMERALS = "零一二三四五六七八九十百千"
# A number that may count provisions, in text that went through ``fold``.
NUMBER = rf"(?:[0-9]{{1,4}}|[{HAN_NUMERALS}]{{1,9}})"

_ORDINAL_WORDS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth"),
)
ORDINAL = rf"(?:{'|'.join(_ORDINAL_WORDS)}|[1-9][0-9]?(?:st|nd|rd|th))"

_UNITS = frozenset("十百千")
# One character for one, so that an offset in the folded text is one in the text itself.
_FOLDED = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
for _same, _narrow in (
    ("\u3000\u00a0\t", " "),
    ("〇○", "零"),
    ("两", "二"),
    ("‘’", "'"),
    ("“”", '"'),
    ("〈", "《"),
    ("〉", "》"),
    ("‐‑–—―", "-"),
    ("﹝〔", "("),
    ("﹞〕", ")"),
):
    _FOLDED |= str.maketrans(_same, _narrow * len(_same))


def fold(text: str) -> str:
    """The text with narrow digits, brackets, quotes and dashes; its length stays the same."""
    return text.translate(_FOLDED)


@lru_cache(maxsize=10_000)
def number(text: str) -> int | None:
    """The value of a folded number or English ordinal; None where it is not well formed."""
    word = text.strip().casefold()
    if word in _ORDINAL_WORDS:
        return _ORDINAL_WORDS.index(word) + 1
    digits = word.rstrip("stndrh")
    if digits.isdecimal():
        return int(digits)
    # "strict" refuses the spoken 一百一 (110 or 101?); digits in a row need the other mode.
    mode = "strict" if _UNITS & set(word) else "normal"
    try:
        return int(cn2an.cn2an(word, mode))
    except ValueError:
        return None
