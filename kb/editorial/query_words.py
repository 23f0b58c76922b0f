"""Which words queries and articles share: enough to tell which queries an edit can concern."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.glossary import Glossary
from kb.model import Article

_SIGN = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")
_PREFIX = 4  # letters by which words of one stem are told: a form too many is asked in vain

CutTerms = tuple[frozenset[str], ...]


def cut(text: str) -> frozenset[str]:
    """Beginnings of words; pairs of Chinese characters, and single ones that stand alone."""
    found: set[str] = set()
    for sign in _SIGN.findall(text.casefold()):
        if sign.isascii():
            found.add(sign[:_PREFIX])
        else:
            found.update(sign[n : n + 2] for n in range(max(1, len(sign) - 1)))
    return frozenset(found)


def words_of(article: Article) -> frozenset[str]:
    """All words of an article by which it can be found."""
    texts = [article.title, *article.aliases, *article.best_for, *article.not_for]
    texts += [text for section in article.sections for text in (section.heading, section.text)]
    return frozenset(word for text in texts for word in cut(text))


def cut_terms(glossary: Glossary) -> tuple[CutTerms, ...]:
    """The terms of each concept, cut."""
    return tuple(
        tuple(words for term, _ in concept.terms() if (words := cut(term)))
        for concept in glossary.concepts
    )


@dataclass(frozen=True)
class Rarity:
    """How rare a word is among queries: fillers are in many, what is asked for in few."""

    having: Counter[str]
    queries: int

    @classmethod
    def of(cls, queries: Iterable[str]) -> "Rarity":
        words = [cut(query) for query in queries]
        return cls(Counter(word for having in words for word in having), len(words))

    def _worth(self, word: str) -> float:
        return math.log((1 + self.queries) / max(1, self.having[word]))

    def part(self, query: str, words: frozenset[str], concepts: Sequence[CutTerms]) -> float:
        """The part of the query's worth that the words have, or that the glossary leads to."""
        asked = cut(query)
        shared = {word for word in asked if word in words}
        for concept in concepts:
            typed = [term for term in concept if term <= asked]
            if typed and any(term <= words for term in concept):
                shared.update(*typed)
        whole = sum(map(self._worth, asked))
        return sum(map(self._worth, shared)) / whole if whole else 1.0
