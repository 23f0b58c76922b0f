"""Numbers as statutes count their articles: 60 is 六十, 274 is 二百七十四."""

import re
from functools import cache

DIGITS = "零一二三四五六七八九"
NUMERALS = DIGITS + "十百千"
"""The characters that ``chinese`` writes with."""
HIGHEST = 9999
_UNITS = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
_SAME = str.maketrans("〇○两", "零零二")
_ROW = re.compile(r"[一二三四五六七八九][零一二三四五六七八九]{0,3}")


def chinese(number: int) -> str:
    """A number from 1 to 9999 as statutes count: 10 is 十, 60 六十, 110 一百一十."""
    written = ""
    for value, unit in _UNITS:
        digit, number = divmod(number, value)
        if digit:
            written += DIGITS[digit] + unit
        elif number and written and not written.endswith("零"):
            written += "零"
    return written.removeprefix("一") if written.startswith("一十") else written


def number(text: str) -> int | None:
    """What 60, 六十, 一十五 or 六〇 says, from 1 to 9999; None for anything else.

    The spoken 一百一 (110 or 101?) is none; Chinese digits in a row are read one by one.
    """
    if text.isascii():
        value = int(text) if text.isdecimal() and len(text) <= len(str(HIGHEST)) else 0
        return value or None
    plain = text.translate(_SAME)
    if _ROW.fullmatch(plain):
        return int("".join(str(DIGITS.index(digit)) for digit in plain))
    if plain.startswith("一十"):
        plain = plain[1:]
    return _written().get(plain.replace("百十", "百一十"))


@cache
def _written() -> dict[str, int]:
    """What each number is written as: reading is writing turned round."""
    return {chinese(value): value for value in range(1, HIGHEST + 1)}
