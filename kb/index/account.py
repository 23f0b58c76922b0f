"""What a document's score consists of: the ranking once more, for one document at a time.

``kb.index.ranking`` and ``kb.index.sought`` say what happens, for all documents at once; here
the same sums are kept apart. A test holds both against each other.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

import numpy as np

from kb.explanation import Account, Part, PartOf, QueryWord
from kb.index import weights
from kb.index.asked import Asked
from kb.index.best_bets import best_bets
from kb.index.matching import condition, matching, unwanted
from kb.index.ordering import Placed, first_of
from kb.index.parts import factors, parts_of_words
from kb.index.query_words import QueryWords
from kb.index.questions_asked import nearest, nearness
from kb.index.ranking import rank
from kb.index.runs import Bools
from kb.index.scoring import Ints, impacts, sums
from kb.index.snapshot import Snapshot
from kb.index.sought import NOTHING, above, come_first, seek, sought_hits, standing
from kb.index.weights import Floats
from kb.request import SearchRequest

_ROUNDING = 1 - 1e-6  # of scores, in single precision where all are added up at once
_NEARLY = 1e-4  # the part by which a score, added up in single precision, may be off
_NONE = np.empty(0, np.int64)


class Answered:
    """A request answered, and the scores of its hits taken apart.

    ``query`` is what was searched for: the request's own, or what it was likely meant to be.
    """

    def __init__(
        self, asked: Asked, request: SearchRequest, snapshot: Snapshot, query: str
    ) -> None:
        self.asked = asked
        self.request = request
        self.query = query
        self.words = QueryWords(asked, snapshot)
        self._snapshot = snapshot
        self.sought = seek(asked.question.text, asked.question.lang, snapshot)
        self._by_words = rank(asked, snapshot, request, self.sought.docs)
        self._ranking = self._by_words
        self._first = _NONE  # what is looked up
        if self.sought is not NOTHING:
            question = asked.question
            self._ranking = come_first(self.sought, self._by_words, snapshot, request, question)
            self._first = sought_hits(self.sought, snapshot, request, question)
        self.total = self._ranking.total

    @cached_property
    def places(self) -> list[Placed]:
        """The hits down to the request's page, best first."""
        ranking = self._ranking
        return first_of(ranking.docs, ranking.scores, self._snapshot, self.request.last)

    def rank(self, doc: int) -> int | None:
        """The document's place among them, from 1."""
        return next((n for n, place in enumerate(self.places, 1) if place.doc == doc), None)

    def needs_words(self, doc: int) -> bool:
        """Whether the document is no hit for what the query's words add up to in it."""
        if self._wanted is not None or self.asked.question.everything:
            return False
        docs = np.array([doc], np.int64)
        enough = self.asked.enough(docs, self.asked.words(docs, self._snapshot))[0]
        anyhow = (
            self.rank(doc) is not None
            or self._is_bet(doc)
            or doc in self.sought.docs
            or self._lent(doc)[1] > 0
        )
        return not (enough or anyhow)

    def lacking(self, doc: int) -> tuple[QueryWord, ...]:
        """The query's words that the document does not have."""
        docs = np.array([doc], np.int64)
        concepts = self.asked.question.concepts
        there = [impacts(concept, self._snapshot, docs)[0] > 0 for concept in concepts]
        return tuple(self.words.word(c) for c, has in zip(concepts, there, strict=True) if not has)

    def account(self, doc: int) -> Account:
        """What the document's score consists of; without parts where it is no hit."""
        own = () if self.asked.question.everything else self._own(doc)
        parts = self._parts(doc, own) if self.rank(doc) is not None else ()
        return Account(
            parts=parts,
            unused=() if any(part in parts for part in own) else own,
            factors=tuple(factors(doc, self.asked, self._snapshot)),
            words=self._words(doc),
            least=self.asked.least,
        )

    def _parts(self, doc: int, own: tuple[Part, ...]) -> tuple[Part, ...]:
        if doc in self._first:
            return tuple(self._standing(doc))
        if self.asked.question.everything:
            return ()
        if basis := self._of_basis(doc):
            return (basis, *self._bet(doc))
        return self._without_basis(doc, own)

    def _without_basis(self, doc: int, own: tuple[Part, ...]) -> tuple[Part, ...]:
        lender, lent = self._lent_in_the_end(doc)
        if lent > self._raised(doc):
            parts = (*self._before(lender, self._own(lender)), *self._near(lender))
            return (self._lending(lender, lent, parts), *self._bet(doc))
        return (*self._before(doc, own), *self._near(doc), *self._bet(doc))

    def _before(self, doc: int, own: tuple[Part, ...]) -> tuple[Part, ...]:
        """What it has before it is looked at how near a question comes."""
        lender, lent = self._lent(doc)
        if lent > self._base(doc):
            return (self._lending(lender, lent, self._own(lender)),)
        return own if self._base(doc) else ()

    # -- what is a hit, and what its words are worth

    def _own(self, doc: int) -> tuple[Part, ...]:
        return tuple(parts_of_words(doc, self.asked, self.words, self._snapshot))

    @cached_property
    def _wanted(self) -> Ints | None:
        """The documents that have what must be there; None where nothing must."""
        question = self.asked.question
        if not question.wordings and not question.all_words:
            return None
        return np.union1d(matching(condition(question), self._snapshot), self.sought.docs)

    @cached_property
    def _unwanted(self) -> Ints:
        question = self.asked.question
        return matching(unwanted(question), self._snapshot) if question.unwanted else _NONE

    def _are_hits(self, docs: Ints, words: Floats) -> Bools:
        """Which documents are hits by themselves."""
        if self._wanted is not None:
            return np.isin(docs, self._wanted)
        enough = self.asked.enough(docs, words)
        if self._snapshot.drift == 1:  # else a look-up is given no other score than its own
            enough |= np.isin(docs, self.sought.docs)
        return enough & ~np.isin(docs, self._unwanted)

    def _base(self, doc: int) -> float:
        """What its words are worth, 0 where it is no hit by itself."""
        docs = np.array([doc], np.int64)
        words = self.asked.words(docs, self._snapshot)
        if not self._are_hits(docs, words)[0]:
            return 0.0
        together = sums(self.asked.compounds, self.asked.compound_worth, self._snapshot, docs)
        return float((words + together)[0]) * self._factor(doc)

    def _words(self, doc: int) -> float:
        return float(self.asked.words(np.array([doc], np.int64), self._snapshot)[0])

    def _factor(self, doc: int) -> float:
        return float(self.asked.factors(np.array([doc], np.int64), self._snapshot)[0])

    # -- what translations lend, and how near a question comes

    def _twins(self, doc: int) -> list[int]:
        if not weights.TRANSLATION_WORTH:
            return []
        others: list[int] = self._snapshot.twins.others[self._snapshot.twins.docs == doc].tolist()
        return others

    def _lent(self, doc: int) -> tuple[int, float]:
        """The translation that lends most, and how much of what its words are worth."""
        lent = ((t, self._worth(doc) * self._base(t)) for t in self._twins(doc))
        return max(lent, key=lambda one: one[1], default=(doc, 0.0))

    def _lent_in_the_end(self, doc: int) -> tuple[int, float]:
        """The same of hits, with how near a question comes to them."""
        hits = self._by_words.docs
        lent = ((t, self._worth(doc) * self._raised(t))
                for t in self._twins(doc) if t in hits)  # fmt: skip
        return max(lent, key=lambda one: one[1], default=(doc, 0.0))

    def _raised(self, doc: int) -> float:
        near = sum(part.points for part in self._near(doc))
        return max(self._base(doc), self._lent(doc)[1]) + near

    @cached_property
    def _pool(self) -> Ints:
        """The best hits, for which it is looked at how near a question comes."""
        docs = self._by_words.docs
        if not weights.QUESTION_WORTH or self.asked.question.everything:
            return _NONE
        if len(docs) <= weights.POOL:
            return docs
        scores = self.asked.scores(docs, self._snapshot, self._are_hits)
        scores = self._snapshot.rests.lent(docs, scores, docs)
        least = np.partition(scores, -weights.POOL)[-weights.POOL]
        pool: Ints = docs[scores >= least * _ROUNDING]
        return pool

    def _near(self, doc: int) -> Iterator[Part]:
        if doc not in self._pool:
            return
        question, worth = self.asked.question, self.asked.worth
        if near := float(nearness(question, worth, self._snapshot, [doc])[0]):
            what = nearest(question, worth, self._snapshot, doc)
            yield Part(of=PartOf.QUESTION, what=what, points=near * self._factor(doc))

    def _worth(self, doc: int) -> float:
        """What part of its score a translation lends the document."""
        foreign = self._snapshot.runs.foreign(self.asked.question.lang)
        return weights.TRANSLATION_WORTH if foreign[doc] else weights.OWN_TRANSLATION_WORTH

    def _of_basis(self, doc: int) -> Part | None:
        """What an article lends the provision that it rests on, where that is its score."""
        rests = self._snapshot.rests
        articles = rests.articles[rests.provisions == doc].tolist()
        ranking = self._by_words
        if not articles or not weights.BASIS_WORTH or doc not in ranking.docs:
            return None
        score = float(ranking.scores[ranking.docs.searchsorted(doc)])
        score -= sum(part.points for part in self._bet(doc))
        if self._raised(doc) >= score * _ROUNDING:
            return None
        for article in articles:
            own = self._own(article)
            # What it had before it was looked at how near a question comes, and after.
            for parts in (self._before(article, own), self._without_basis(article, own)):
                lent = weights.BASIS_WORTH * sum(part.points for part in parts)
                if abs(lent - score) <= score * _NEARLY:
                    return self._lending(article, lent, parts, PartOf.BASIS)
        return None

    def _lending(
        self, lender: int, lent: float, parts: tuple[Part, ...], of: PartOf = PartOf.TRANSLATION
    ) -> Part:
        worth = lent / sum(part.points for part in parts)
        return Part(
            of=of,
            what=self._snapshot.shown(lender).slug,
            points=lent,
            worth=worth,
            lent=tuple(
                replace(one, points=one.points * worth)
                for part in parts
                for one in part.lent or (part,)
            ),
        )

    # -- what comes first whatever the words

    def _is_bet(self, doc: int) -> bool:
        return doc in best_bets(self.asked.question, self._snapshot)

    def _bet(self, doc: int) -> Iterator[Part]:
        if self._is_bet(doc):
            yield Part(of=PartOf.BEST_BET, what="", points=weights.BEST_BET)

    def _standing(self, doc: int) -> Iterator[Part]:
        stands = standing(self.sought, self._first, self._snapshot)
        yield Part(of=PartOf.ABOVE_OTHERS, what="", points=above(self._by_words))
        for of, worth in (
            (PartOf.IS_PROVISION, stands.own),
            (PartOf.RESTS_ON_IT, stands.rests),
            (PartOf.FITS_REST, stands.fits),
            (PartOf.SAME_LANGUAGE, stands.language),
            (PartOf.ABOUT_IT, stands.central),
        ):
            if points := float(worth[self._first.searchsorted(doc)]):
                yield Part(of=of, what="", points=points)
