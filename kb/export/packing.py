"""Numbers as short text: a script of data is read from a disk, where nothing is compressed.

A number is written in digits to the base 45, each a printable character: the last digit is
one of the first 45 of ``ALPHABET``, those before it of the next 45. A level is one character
of all. Neither needs a backslash in a JavaScript string; ``kb/web/static/offline-index.js``
reads them.
"""

from collections.abc import Iterable, Sequence

ALPHABET = "".join(chr(code) for code in range(33, 127) if chr(code) not in "\"'\\<")
BASE = 45
LEVELS = 2 * BASE


def packed(numbers: Iterable[int]) -> str:
    """Numbers from 0 on, one after the other."""
    return "".join(map(_packed, numbers))


def _packed(number: int) -> str:
    written = ALPHABET[number % BASE]
    while number := number // BASE:
        written = ALPHABET[BASE + number % BASE] + written
    return written


def gaps(ascending: Sequence[int]) -> list[int]:
    """What lies between ascending numbers: the first, then each less the one before, less 1."""
    return [
        number - before - 1 for before, number in zip([-1, *ascending], ascending, strict=False)
    ]


def level(value: float, least: float, step: float) -> str:
    """A value from ``least`` on, to the nearest of ``LEVELS`` steps, in one character."""
    return ALPHABET[min(LEVELS - 1, max(0, round((value - least) / step)))]
