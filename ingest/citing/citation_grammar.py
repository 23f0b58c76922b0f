"""The provisions of a citation: "Articles 10 to 12 and 23", 第十条第二款第（三）项.

What is read is folded text (``numerals.fold``). A provision number is written
``60``, ``274-1``, ``60/para-2``, ``44/item-1`` or ``60/para-2/item-3``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.numerals import number

MAX_RANGE = 50  # a longer range keeps its ends only: nobody means each of its articles
MAX_PARTS = 100  # entries of one list; the next one starts a citation of its own
MAX_ARTICLE, MAX_PINPOINT = 9999, 99  # as far as a provision's identity goes


@dataclass(frozen=True, slots=True)
class Numbers:
    """The span of a citation's provisions and their numbers.

    ``sure`` is False where it may not be a citation at all: "article 10" in running text.
    """

    start: int
    end: int
    numbers: tuple[str, ...]
    sure: bool = True


def article_number(article: str, inserted: str | None = None) -> str | None:
    """The normal form of an article's number, or None where there can be no such article."""
    value = number(article)
    if value is None or not 0 < value <= MAX_ARTICLE:
        return None
    if inserted is None:
        return str(value)
    after = number(inserted)
    return f"{value}-{after}" if after and after <= MAX_PINPOINT else None


def pinpoint(level: str, text: str) -> str | None:
    """``para-2`` or ``item-3``; None for a number that is none."""
    value = number(text)
    return f"{level}-{value}" if value and value <= MAX_PINPOINT else None


@lru_cache(maxsize=4_000)
def through(first: str, last: str) -> tuple[str, ...]:
    """What follows ``first`` in a range up to ``last``: of 10 to 12 it is 11 and 12.

    Both must differ in their last number only, but of 134 to 139-1 it is 135 to 139 and 139-1;
    ends that don't fit stand for themselves.
    """
    whole, _, inserted = last.partition("-")
    if inserted and first.isdecimal() and last.replace("-", "").isdecimal():
        return (*(through(first, whole) if int(first) < int(whole) else ()), last)
    (head, low), (other, high) = _last_number(first), _last_number(last)
    if head == other and low < high <= low + MAX_RANGE - 1:
        return tuple(f"{head}{n}" for n in range(low + 1, high + 1))
    return (last,)


def _last_number(text: str) -> tuple[str, int]:
    head = text.rstrip("0123456789")
    return head, int(text[len(head) :])


def in_order(numbers: Iterator[str]) -> tuple[str, ...]:
    """Each number once, in the order written."""
    return tuple(dict.fromkeys(numbers))
