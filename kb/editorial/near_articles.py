"""Articles that answer the question of another one: the same wording, text, or subject.

What is near enough was measured on our 159 articles and on copies of some in other words
(``tests/test_near_articles.py``). Of our own 7 are told to be near another, none of them for
its text. That one article is much nearer than the next one tells a copy in other words best; but
so it is with a neighbour, which is why articles that link each other are not compared by subject:
whoever links the other one knows it.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.advice import NearArticle, WhyNear
from kb.editorial.likeness import Wordings
from kb.editorial.profile import Profile, Worths, cosine, overlap
from kb.model import Article

CANDIDATES = 50  # articles with near wordings that are compared by their text too
REMEMBERED = 2_000  # articles whose words are, some 40 KB each
MOST = 5
SAME_QUESTION = 0.85  # of the worth of the words of two wordings
SAME_TEXT = 0.4  # of the shingles of the shorter text
SAME_SUBJECT = 0.01  # see ``_about``
AHEAD = 1.5  # times the next one's
_SOUGHT = 200  # characters of its answer by which articles are sought


class NearArticles:
    """Compares a text with the articles of a corpus that changes. One thread at a time.

    ``found`` is asked for the addresses of articles that a search for some words finds: of many
    articles only those are compared by their text, and those with a near wording.
    """

    def __init__(self, found: Callable[[str, str], Sequence[str]]) -> None:
        """``found(words, lang)`` answers the best hits."""
        self._found = found
        self._wordings = Wordings()
        self._titles = Wordings(aliases=False)
        self._articles: dict[str, Article] = {}
        self._profiles: dict[str, _Known] = {}
        self._worths = Worths({}, 0)

    def follow(self, articles: Sequence[Article]) -> None:
        """Compare with exactly these articles from now on."""
        self._wordings.follow(articles)
        self._titles.follow(articles)
        self._articles = {article.slug: article for article in articles}
        if not 0.9 * len(articles) <= self._worths.articles <= 1.1 * len(articles) + 1:
            self._worths = Worths.of(articles)
            self._profiles.clear()

    def near(self, article: Article) -> tuple[NearArticle, ...]:
        """The articles near to this one, the surest first; never itself or a translation."""
        own = self._read(article)
        others = [self._profile(other) for other in self._candidates(article)]
        found: dict[str, NearArticle] = {}
        for one in (
            *self._asking(article),
            *self._copies(own, others),
            *self._about(own, others),
        ):
            found.setdefault(one.slug, one)
        order = tuple(WhyNear)
        ranked = sorted(
            found.values(), key=lambda one: (order.index(one.why), -one.score, one.slug)
        )
        return tuple(ranked[:MOST])

    def _candidates(self, article: Article) -> Iterator[Article]:
        wordings = self._wordings.nearest(
            (article.title, *article.aliases), limit=CANDIDATES, least=0.1
        )
        slugs = [near.article.slug for near in wordings]
        for words in (article.title, article.answer[:_SOUGHT]):
            slugs += self._found(words, article.lang)
        for slug in dict.fromkeys(slugs):
            other = self._articles.get(slug)
            if other is not None and _comparable(article, other):
                yield other

    def _profile(self, article: Article) -> "_Known":
        known = self._profiles.get(article.slug)
        if known is None or known.article is not article:
            if len(self._profiles) >= REMEMBERED:
                self._profiles.clear()
            known = self._profiles[article.slug] = self._read(article)
        return known

    def _read(self, article: Article) -> "_Known":
        profile = Profile.of(article)
        return _Known(article, profile, self._worths.vector(profile.counts))

    def _asking(self, article: Article) -> Iterator[NearArticle]:
        """By its title beside all wordings of others, and its aliases beside their titles.

        Two aliases that are equal tell little: "farmers' pension" leads to several articles.
        """
        found = self._wordings.nearest((article.title,), limit=50, least=SAME_QUESTION)
        by_alias = self._titles.nearest(article.aliases, limit=50, least=SAME_QUESTION)
        for near in (*found, *by_alias):
            if _comparable(article, near.article):
                yield _told(near.article, near.score, WhyNear.SAME_QUESTION, near.wording)

    def _copies(self, own: "_Known", others: Sequence["_Known"]) -> Iterator[NearArticle]:
        for other in others:
            score = overlap(own.profile.sketch, other.profile.sketch)
            if score >= SAME_TEXT:
                yield _told(other.article, score, WhyNear.SAME_TEXT)

    def _about(self, own: "_Known", others: Sequence["_Known"]) -> Iterator[NearArticle]:
        """The one that is about the same, if it is well ahead of the next one.

        By the cosine of the words that tell most of each, times the part of the worth of all
        their words that they share.
        """
        scores = {other.article.slug: self._nearness(own, other) for other in others}
        first, second, *_ = (*sorted(scores, key=lambda slug: (-scores[slug], slug)), "", "")
        if not first or scores[first] < SAME_SUBJECT:
            return
        ahead = not second or scores[first] >= AHEAD * scores[second]
        if ahead and not _linked(own.article, self._articles[first]):
            score = math.sqrt(scores[first])
            yield _told(self._articles[first], score, WhyNear.SAME_ANSWER)

    def _nearness(self, own: "_Known", other: "_Known") -> float:
        words = self._worths.shared(own.profile.counts, other.profile.counts)
        return cosine(own.vector, other.vector) * words


@dataclass(frozen=True, slots=True)
class _Known:
    """An article, its words, and the vector of those that tell most."""

    article: Article
    profile: Profile
    vector: Mapping[str, float]


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
