"""Provisions that articles rest on: the law behind a good answer belongs to the answer."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.index import weights
from kb.index.segments.ordered import look_up
from kb.index.weights import Floats

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rests:
    """Pairs of documents: the article ``articles[n]`` rests on ``provisions[n]``.

    ``often`` is on how many articles' basis the pair's provision stands. The best articles
    lend to those two of their provisions that fit the question best, or that are fewest
    articles' basis.
    """

    articles: Ints
    provisions: Ints
    often: Ints

    @classmethod
    def of(cls, groups: Iterable[tuple[int, Ints]]) -> "Rests":
        """Each provision with the articles that rest on it."""
        pairs = [(articles, provision) for provision, articles in groups if len(articles)]
        if not pairs:
            nothing = np.empty(0, np.int64)
            return cls(nothing, nothing, nothing)
        sizes = np.array([len(articles) for articles, _ in pairs])
        provisions = np.array([provision for _, provision in pairs], np.int64)
        return cls(
            np.concatenate([articles for articles, _ in pairs]),
            np.repeat(provisions, sizes),
            np.repeat(sizes, sizes),
        )

    def lend(self, scores: NDArray[np.float32], matched: NDArray[np.bool_]) -> None:
        """Give provisions a part of the score of the best articles, and make them hits."""
        if not weights.BASIS_WORTH or not len(self.articles):
            return
        lenders, takers = self._pairs(scores[self.articles], scores[self.provisions], scores.max())
        matched[takers] = True
        with np.errstate(invalid="ignore"):  # what a damaged file gives is told apart later
            np.maximum.at(scores, takers, scores[lenders] * np.float32(weights.BASIS_WORTH))

    def lent(self, docs: Ints, scores: Floats, lenders: Ints) -> Floats:
        """The same for some documents, of which only ``lenders`` lend; both are in order.

        All provisions that a lender rests on, if they are hits, are among the documents.
        """
        if not weights.BASIS_WORTH or not len(self.articles) or not len(docs):
            return scores
        at, is_here = look_up(self.articles, docs)
        to, takes = look_up(self.provisions, docs)
        lends = is_here & takes & look_up(self.articles, lenders)[1]
        pairs = self._pairs(np.where(lends, scores[at], 0), scores[to], scores.max())
        lent = scores.copy()
        parts = scores[docs.searchsorted(pairs[0])] * weights.BASIS_WORTH
        with np.errstate(invalid="ignore"):
            np.maximum.at(lent, docs.searchsorted(pairs[1]), parts)
        return lent

    def of_articles(self, articles: Ints) -> Ints:
        """The provisions that articles, which are in order, rest on."""
        if not len(self.articles) or not len(articles):
            return articles[:0]
        return np.unique(self.provisions[look_up(self.articles, articles)[1]])

    def _pairs(
        self, lending: NDArray[np.floating], taking: NDArray[np.floating], best: float
    ) -> tuple[Ints, Ints]:
        """Of articles near enough to the best score those two provisions that fit best."""
        strong = np.flatnonzero((lending >= weights.BASIS_LEAST * best) & (lending > 0))
        order = strong[np.lexsort((self.often[strong], -taking[strong], self.articles[strong]))]
        articles = self.articles[order]
        # The third of an article's pairs has the same article two places before it.
        first = np.ones(len(order), bool)
        first[_TAKING:] = articles[_TAKING:] != articles[:-_TAKING]
        return articles[first], self.provisions[order][first]


_TAKING = 2  # provisions of an article
