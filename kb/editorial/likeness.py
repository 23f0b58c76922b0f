"""How near two wordings of a question are, by the words that few others have."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
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
    worth: float


class Wordings:
    """The titles and aliases of articles, ready to be compared with others."""

    def __init__(self, articles: Sequence[Article]) -> None:
        told = [
            (article, text, having)
            for article in articles
            for text in (article.title, *article.aliases)
            if (having := features(text))
        ]
        words: dict[str, set[str]] = defaultdict(set)
        for article, _, having in told:
            words[article.slug] |= having
        spread = Counter(word for having in words.values() for word in having)
        self._unknown = math.log(2 + len(articles))
        self._worths = {word: math.log(1 + (len(articles) + 1) / n) for word, n in spread.items()}
        self._wordings: list[_Wording] = []
        self._having: dict[str, list[int]] = defaultdict(list)
        for n, (article, text, having) in enumerate(told):
            self._wordings.append(_Wording(article, text, self._worth(having)))
            for word in having:
                self._having[word].append(n)

    def _worth(self, words: Iterable[str]) -> float:
        return sum(self._worths.get(word, self._unknown) for word in words)

    def nearest(self, texts: Iterable[str], *, limit: int, least: float = 0.0) -> tuple[Near, ...]:
        """The articles with the nearest wording, the nearest first; equal ones by address.

        Nearness is the part that two wordings share of the worth of all words in either.
        """
        best: dict[str, Near] = {}
        for text in texts:
            for near in self._near(text):
                last = best.get(near.article.slug)
                if near.score >= least and (last is None or near.score > last.score):
                    best[near.article.slug] = near
        found = sorted(best.values(), key=lambda near: (-near.score, near.article.slug))
        return tuple(found[:limit])

    def _near(self, text: str) -> Iterator[Near]:
        asked = features(text)
        whole = self._worth(asked)
        shared: dict[int, float] = defaultdict(float)
        for word in asked:
            for n in self._having.get(word, ()):
                shared[n] += self._worths[word]
        for n, both in shared.items():
            own = self._wordings[n]
            yield Near(own.article, both / (whole + own.worth - both), own.text)
