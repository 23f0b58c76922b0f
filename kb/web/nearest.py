"""Which texts come nearest to a question that found nothing: a hint, not a search."""

import re
from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar

T = TypeVar("T", bound=Hashable)

_WORD = re.compile(r"[a-z]{3,}|[㐀-鿿]+", re.IGNORECASE)
_STEM = 5  # letters: enough that "pensions" meets "pension" without knowing the grammar


def nearest(query: str, texts: Mapping[T, str], limit: int) -> tuple[T, ...]:
    """Keys of the texts that share words with the query, best first, at most ``limit``.

    A word counts the more, the fewer texts have it; one that all have counts nothing.
    """
    features = {key: _features(text) for key, text in texts.items()}
    spread = Counter(feature for found in features.values() for feature in found)
    asked = _features(query)
    scores = {
        key: sum(1 / spread[f] for f in found & asked if spread[f] < len(texts) or len(texts) == 1)
        for key, found in features.items()
    }
    best = sorted((key for key in scores if scores[key]), key=lambda key: -scores[key])
    return tuple(best[:limit])


def _features(text: str) -> set[str]:
    """Word beginnings, and the pairs of neighbours in a run of Chinese."""
    found: set[str] = set()
    for word in _WORD.findall(text.casefold()):
        if word.isascii():
            found.add(word[:_STEM])
        else:
            found.update(word[i : i + 2] for i in range(max(1, len(word) - 1)))
    return found
