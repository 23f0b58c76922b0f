"""How near two wordings of a question are, by the words that few others have."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.model import Article

_WORD = re.compile(r"[a-z0-9]{2,}|[\u3400-\u9fff]+", re.IGNORECASE)
_STEM = 5  # letters: enough that "pensions" meets "pension" without knowing the grammar
_COMMON_WORDS = """
    a about after all an and any are as at be been before by can did do does for from get had has
    have how i if in into is it its long many may me more much must my need no not of on one or our
    out should so some than that the their there they this to up was we were what when where which
    who whom whose why will with you your
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_FILLERS = re.compile(
    "怎么办|怎么|如何|怎样|什么|哪里|哪些|多少|可以|是否|能否|为什么|需要|请问|[吗呢了的吧呀]"
)


def features(text: str) -> frozenset[str]:
    """Word beginnings without words of any question, and pairs of Chinese characters."""
    return frozenset(_features(text))


def _features(text: str) -> Iterator[str]:
    for word in _WORD.findall(_FILLERS.sub(" ", text.casefold())):
        if not word.isascii():
            yield from (word[n : n + 2] for n in range(max(1, len(word) - 1)))
        elif word not in _COMMON:
            yield word[:_STEM]


@dataclass(frozen=True, slots=True)
class Near:
    """An article, how near its nearest wording is (0 to 1), and that wording."""

    article: Article
    score: float
    wording: str


@dataclass(frozen=True, slots=True)
class _Wording:
    article: Article
    text: str
    words: frozenset[str]


class Wordings:
    """The titles of articles, and their aliases, ready to be compared with others.

    Follows a corpus that changes: only what changed is read again. One thread at a time.
    """

    def __init__(self, articles: Iterable[Article] = (), *, aliases: bool = True) -> None:
        self._aliases = aliases
        self._wordings: list[_Wording | None] = []  # None where an article is gone
        self._having: dict[str, list[int]] = defaultdict(list)
        self._spread: Counter[str] = Counter()  # how many articles have a word
        self._held: dict[str, tuple[Article, range]] = {}
        self.follow(articles)

    def follow(self, articles: Iterable[Article]) -> "Wordings":
        """Have the wordings of exactly these articles."""
        now = {article.slug: article for article in articles}
        for slug, (article, _) in tuple(self._held.items()):
            if now.get(slug) is not article:
                self._forget(slug)
        if len(self._wordings) > 2 * sum(len(places) for _, places in self._held.values()) + 100:
            self._held, self._wordings = {}, []
            self._having.clear()
            self._spread.clear()
        for slug in now.keys() - self._held.keys():
            self._add(now[slug])
        return self

    def _add(self, article: Article) -> None:
        first = len(self._wordings)
        for text in (article.title, *(article.aliases if self._aliases else ())):
            words = features(text)
            for word in words:
                self._having[word].append(len(self._wordings))
            self._wordings.append(_Wording(article, text, words))
        places = range(first, len(self._wordings))
        self._held[article.slug] = (article, places)
        self._spread.update(self._words(places))

    def _forget(self, slug: str) -> None:
        _, places = self._held.pop(slug)
        self._spread.subtract(self._words(places))
        for place in places:
            self._wordings[place] = None

    def _words(self, places: Iterable[int]) -> frozenset[str]:
        held = (self._wordings[place] for place in places)
        return frozenset().union(*(wording.words for wording in held if wording))

    def _worth(self, words: Iterable[str]) -> float:
        many = len(self._held) + 1
        return sum(math.log(1 + many / max(1, self._spread[word])) for word in words)

    def nearest(self, texts: Iterable[str], *, limit: int, least: float = 0.0) -> tuple[Near, ...]:
        """The articles with the nearest wording, the nearest first; equal ones by address.

        Nearness is the part that two wordings share of the worth of all words in either.
        """
        best: dict[str, Near] = {}
        for text in texts:
            for near in self._near(text, least):
                last = best.get(near.article.slug)
                if last is None or near.score > last.score:
                    best[near.article.slug] = near
        found = sorted(best.values(), key=lambda near: (-near.score, near.article.slug))
        return tuple(found[:limit])

    def _near(self, text: str, least: float) -> Iterator[Near]:
        asked = features(text)
        whole = self._worth(asked)
        shared: dict[int, float] = defaultdict(float)
        for word in asked:
            worth = self._worth((word,))
            for place in self._having.get(word, ()):
                shared[place] += worth
        for place, both in shared.items():
            own = self._wordings[place]
            if own is None or both < least * whole:  # whatever else it has, it is not near
                continue
            score = both / (whole + self._worth(own.words - asked))
            if score >= least:
                yield Near(own.article, score, own.text)
