"""Addresses: what a file's name or a heading becomes in a URL."""

import re
import unicodedata

_BETWEEN = re.compile(r"[^\w]+|_+")
MAX_CHARS = 80


def slugify(text: str) -> str:
    """Lower-case words joined by hyphens; Chinese stays as it is.

    ``Payment Guide (2)`` becomes ``payment-guide-2``; empty where nothing is left.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("’", "")
    words = _BETWEEN.sub("-", folded).strip("-")
    if len(words) <= MAX_CHARS:
        return words
    return words[:MAX_CHARS].rsplit("-", 1)[0] if "-" in words[:MAX_CHARS] else words[:MAX_CHARS]


class Anchors:
    """Hands out anchors for the headings of one article, each only once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}  # so that thousands of equal headings take no time

    def take(self, heading: str) -> str:
        """``to-sum-up`` the first time, ``to-sum-up-2`` the second."""
        base = slugify(heading) or "section"
        n = self._last.get(base, 0) + 1
        anchor = base if n == 1 else f"{base}-{n}"
        while anchor in self._taken:
            n += 1
            anchor = f"{base}-{n}"
        self._last[base] = n
        self._taken.add(anchor)
        return anchor
