"""The words of an article, ready to be compared with those of another."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from ingest.script import HAN_OR_WORD
from kb.editorial.likeness import features
from kb.editorial.own_words import own_paragraphs
from kb.model import Article

SHINGLE, SHINGLE_ZH = 5, 8  # words, Chinese characters
SKETCH = 200  # shingles that are remembered of an article: those with the smallest hashes
TERMS = 150  # words that tell most of an article
SAMPLE = 300  # articles by which it is told how rare a word is


@dataclass(frozen=True, slots=True)
class Profile:
    """How often an article has each word (see ``features``), and a sketch of its text."""

    counts: Counter[str]
    sketch: frozenset[int]

    @classmethod
    def of(cls, article: Article) -> "Profile":
        """Words of its title count three times, those of its aliases too."""
        paragraphs = tuple(own_paragraphs(article))
        counts: Counter[str] = Counter()
        for text in (*paragraphs, article.title, article.title, article.title, *article.aliases):
            counts.update(features(text))
        return cls(counts, _sketch(paragraphs, article.lang))


@dataclass(frozen=True)
class Worths:
    """How much each word tells, by how few articles have it."""

    having: Mapping[str, int]
    sampled: int
    articles: int = 0
    known: dict[str, float] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, articles: Sequence[Article]) -> "Worths":
        """By a sample, spread evenly over the addresses, of at most ``SAMPLE`` articles."""
        ordered = sorted(articles, key=lambda article: article.slug)
        sample = ordered[:: -(-len(ordered) // SAMPLE) or 1]
        having = Counter(word for article in sample for word in Profile.of(article).counts)
        return cls(having, len(sample), len(articles))

    def _worth(self, word: str) -> float:
        worth = self.known.get(word)
        if worth is None:
            worth = self.known[word] = math.log((1 + self.sampled) / self.having.get(word, 1))
        return worth

    def vector(self, counts: Mapping[str, int]) -> dict[str, float]:
        """The worths of the words that tell most, their squares adding up to 1."""
        worths = {word: (1 + math.log(n)) * self._worth(word) for word, n in counts.items()}
        best = sorted(worths.items(), key=lambda one: (-one[1], one[0]))[:TERMS]
        length = math.sqrt(sum(worth * worth for _, worth in best)) or 1.0
        return {word: worth / length for word, worth in best}

    def shared(self, one: Iterable[str], other: Iterable[str]) -> float:
        """The part of the worth of two texts' words that they share, from 0 to 1."""
        first, second = frozenset(one), frozenset(other)
        whole = math.sqrt(self._sum(first) * self._sum(second))
        return self._sum(first & second) / (whole or 1.0)

    def _sum(self, words: Iterable[str]) -> float:
        return sum(map(self._worth, words))


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Of two vectors of length 1."""
    return sum(worth * other[word] for word, worth in one.items() if word in other)


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """The part that two texts share of the shorter one, about: of the smallest hashes of both."""
    if not one or not other:
        return 0.0
    full = [max(sketch) for sketch in (one, other) if len(sketch) == SKETCH]
    limit = min(full, default=1 << 64)
    first = {n for n in one if n <= limit}
    second = {n for n in other if n <= limit}
    return len(first & second) / (min(len(first), len(second)) or 1)


def _sketch(paragraphs: Iterable[str], lang: str) -> frozenset[int]:
    """The smallest hashes of its shingles (Broder, On the resemblance of documents, 1997)."""
    size = SHINGLE_ZH if lang == "zh" else SHINGLE
    words = [sign.casefold() for text in paragraphs for sign in HAN_OR_WORD.findall(text)]
    hashes = {_hash(" ".join(words[n : n + size])) for n in range(len(words) - size + 1)}
    return frozenset(sorted(hashes)[:SKETCH])


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest())
