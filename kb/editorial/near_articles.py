"""Articles that answer the question of another one: the same wording, text, or subject.

What is near enough was measured on our 159 articles and on copies of some in other words
(``tests/test_near_articles.py``). Of our own 7 are told to be near another, none of them for
its text. That one article is much nearer than the next one tells a copy in other words best; but
so it is with a neighbour, which is why articles that link each other are not compared by subject:
whoever links the other one knows it.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b

from kb.advice import NearArticle, WhyNear
from kb.editorial.likeness import Wordings, features
from kb.editorial.own_words import own_paragraphs
from kb.model import Article

SHINGLE, SHINGLE_ZH = 5, 8  # words, Chinese characters
SKETCH = 200  # shingles that are remembered of an article: those with the smallest hashes
TERMS = 150  # words that tell most of an article
CLOSER = 20  # articles of the nearest that are compared by all their words
MOST = 5
SAME_QUESTION = 0.85  # of the worth of the words of two wordings
SAME_TEXT = 0.3  # of the shingles of the shorter text
SAME_SUBJECT = 0.01  # see ``_about``
AHEAD = 1.5  # times the next one's

_SIGN = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")


class NearArticles:
    """All articles, ready to be compared with a new text. Safe to share between threads."""

    def __init__(self, articles: Sequence[Article], wordings: Wordings) -> None:
        self._articles = articles
        self._wordings = wordings
        self._titles = Wordings([replace(article, aliases=()) for article in articles])
        self._sketches = [_sketch(article) for article in articles]
        self._copied: dict[int, list[int]] = defaultdict(list)
        for n, sketch in enumerate(self._sketches):
            for shingle in sketch:
                self._copied[shingle].append(n)
        counts = [_counts(article) for article in articles]
        spread = Counter(word for having in counts for word in having)
        self._worths = {w: math.log((1 + len(articles)) / n) for w, n in spread.items()}
        self._unknown = math.log(1 + len(articles))
        self._having: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for n, having in enumerate(counts):
            for word, worth in self._vector(having).items():
                self._having[word].append((n, worth))

    def near(self, article: Article) -> tuple[NearArticle, ...]:
        """The articles near to this one, the nearest first; never itself or a translation."""
        found: dict[str, NearArticle] = {}
        for one in (*self._asking(article), *self._copies(article), *self._about(article)):
            found.setdefault(one.slug, one)
        order = tuple(WhyNear)
        ranked = sorted(
            found.values(), key=lambda one: (order.index(one.why), -one.score, one.slug)
        )
        return tuple(ranked[:MOST])

    def _asking(self, article: Article) -> Iterator[NearArticle]:
        """By its title beside all wordings of others, and its aliases beside their titles.

        Two aliases that are equal tell little: "farmers' pension" leads to several articles.
        """
        found = self._wordings.nearest((article.title,), limit=50, least=SAME_QUESTION)
        by_alias = self._titles.nearest(article.aliases, limit=50, least=SAME_QUESTION)
        for near in (*found, *by_alias):
            if _comparable(article, near.article):
                yield _told(near.article, near.score, WhyNear.SAME_QUESTION, near.wording)

    def _copies(self, article: Article) -> Iterator[NearArticle]:
        own = _sketch(article)
        for n in {n for shingle in own for n in self._copied.get(shingle, ())}:
            score = _overlap(own, self._sketches[n])
            if score >= SAME_TEXT and _comparable(article, self._articles[n]):
                yield _told(self._articles[n], score, WhyNear.SAME_TEXT)

    def _about(self, article: Article) -> Iterator[NearArticle]:
        """The one that is about the same, if it is well ahead of the next one.

        By the cosine of the words that tell most of each, times the part of the worth of all
        their words that they share.
        """
        cosines: dict[int, float] = defaultdict(float)
        for word, worth in self._vector(_counts(article)).items():
            for n, other in self._having.get(word, ()):
                cosines[n] += worth * other
        others = [n for n in cosines if _comparable(article, self._articles[n])]
        closer = sorted(others, key=lambda n: (-cosines[n], n))[:CLOSER]
        own = _words(article)
        scores = {n: cosines[n] * self._shared(own, _words(self._articles[n])) for n in closer}
        first, second, *_ = (*sorted(closer, key=lambda n: (-scores[n], n)), None, None)
        if first is None or scores[first] < SAME_SUBJECT:
            return
        ahead = second is None or scores[first] >= AHEAD * scores[second]
        other_one = self._articles[first]
        if ahead and not _linked(article, other_one):
            yield _told(other_one, math.sqrt(scores[first]), WhyNear.SAME_ANSWER)

    def _shared(self, own: frozenset[str], other: frozenset[str]) -> float:
        both, first, second = map(self._worth, (own & other, own, other))
        return both / (math.sqrt(first * second) or 1.0)

    def _worth(self, words: frozenset[str]) -> float:
        return sum(self._worths.get(word, self._unknown) for word in words)

    def _vector(self, counts: Counter[str]) -> dict[str, float]:
        """The worths of the words that tell most, their squares adding up to 1."""
        worths = {
            word: (1 + math.log(n)) * self._worths.get(word, self._unknown)
            for word, n in counts.items()
        }
        best = sorted(worths.items(), key=lambda one: (-one[1], one[0]))[:TERMS]
        length = math.sqrt(sum(worth * worth for _, worth in best)) or 1.0
        return {word: worth / length for word, worth in best}


def _comparable(article: Article, other: Article) -> bool:
    """Whether the other one is no translation and not the article itself."""
    if other.slug == article.slug or other.lang != article.lang:
        return False
    originals = (article.translation_of, other.translation_of)
    return other.slug not in originals and article.slug not in originals


def _told(article: Article, score: float, why: WhyNear, shared: str = "") -> NearArticle:
    return NearArticle(
        slug=article.slug,
        title=article.title,
        lang=article.lang,
        status=article.status,
        score=min(score, 1.0),
        why=why,
        shared=shared,
    )


def _linked(article: Article, other: Article) -> bool:
    """Whether one of the two names the other as related or links it in its text."""
    return _links(article, other.slug) or _links(other, article.slug)


def _links(article: Article, slug: str) -> bool:
    related = any(link.slug == slug for link in article.related)
    return related or any(f'/articles/{slug}"' in section.html for section in article.sections)


def _words(article: Article) -> frozenset[str]:
    texts = (article.title, *article.aliases, *own_paragraphs(article))
    return frozenset().union(*map(features, texts))


def _counts(article: Article) -> Counter[str]:
    """How often it has each word; those of its title and aliases count three times."""
    counts: Counter[str] = Counter()
    for text in own_paragraphs(article):
        counts.update(features(text))
    for text in (article.title, article.title, article.title, *article.aliases):
        counts.update(features(text))
    return counts


def _sketch(article: Article) -> frozenset[int]:
    """The smallest hashes of its shingles (Broder, On the resemblance of documents, 1997)."""
    size = SHINGLE_ZH if article.lang == "zh" else SHINGLE
    words = [sign.casefold() for text in own_paragraphs(article) for sign in _SIGN.findall(text)]
    hashes = {_hash(" ".join(words[n : n + size])) for n in range(len(words) - size + 1)}
    return frozenset(sorted(hashes)[:SKETCH])


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """The part that the texts share of the shorter one, about: of the smallest hashes of both."""
    limit = min(
        max(one) if len(one) == SKETCH else 1 << 64, max(other) if len(other) == SKETCH else 1 << 64
    )
    first = {n for n in one if n <= limit}
    second = {n for n in other if n <= limit}
    return len(first & second) / (min(len(first), len(second)) or 1)
