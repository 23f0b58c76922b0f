"""A place where a quotation and a provision disagree."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clash:
    """What stands in the one and in the other, in words for people.

    ``start`` and ``end`` are offsets in the quotation, -1 where it has no place there. ``sure``
    is how surely the two places are about the same thing, from 0 to 1.
    """

    quoted: str
    official: str
    start: int = -1
    end: int = -1
    sure: float = 1.0
