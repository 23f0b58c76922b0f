"""Whether the first hit clearly answers: then its answer is shown above the hits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kb.index import weights
from kb.index.analysis import tokens
from kb.index.asked import Asked
from kb.index.best_bets import best_bets
from kb.index.folding import fold
from kb.index.ordering import Placed
from kb.index.question import Question
from kb.index.snapshot import Snapshot
from kb.index.synonyms import Term
from kb.index.weights import inverse_frequency
from kb.model import Article

HITS_NEEDED = 3  # the first hit, its translation, and the first that is neither


@dataclass(frozen=True, slots=True)
class Clearness:
    """What tells whether the first hit clearly answers.

    ``asked``: its title or an alias asks for the same as the question, or its editors want
    it first for it. ``coverage`` is the part of what the question is worth that is in the
    words by which it presents itself, ``lead`` its score divided by that of the next hit
    that is no translation of it.
    """

    asked: bool
    coverage: float
    lead: float

    @property
    def is_clear(self) -> bool:
        return self.asked or (
            self.coverage >= weights.ANSWER_COVERAGE and self.lead >= weights.ANSWER_LEAD
        )


def clearness(
    article: Article,
    first_hits: Sequence[Placed],
    asked: Asked,
    snapshot: Snapshot,
) -> Clearness:
    """How clearly ``article``, the first of the hits, answers."""
    question = asked.question
    if not question.gist:  # nothing but fillers
        return Clearness(asked=False, coverage=0.0, lead=1.0)
    first = first_hits[0].doc
    same = (snapshot.marked("asked", question.gist), best_bets(question, snapshot))
    presents = (article.title, *article.aliases, article.answer)
    return Clearness(
        asked=any(first in docs for docs in same),
        coverage=covered(presents, asked, snapshot),
        lead=stands_out(article, first_hits, snapshot),
    )


def stands_out(article: Article, first_hits: Sequence[Placed], snapshot: Snapshot) -> float:
    """The first hit's score divided by that of the next that is no translation of it.

    Infinite where there is none.
    """
    own = snapshot.marked("original", article.translation_of or article.slug)
    rivals = (hit.score for hit in first_hits[1:] if not np.any(own == hit.doc))
    rival = next(rivals, 0.0)
    return first_hits[0].score / rival if rival > 0 else float("inf")


def covered(texts: Sequence[str], asked: Asked, snapshot: Snapshot) -> float:
    """The part, from 0 to 1, of what the question is worth that the texts hold.

    They hold a word too where they have another one for it, of the glossary. A word that no
    article has counts as much as the rarest that one has: to leave it out
    would make a question clear by what nobody understood of it.
    """
    rarest = inverse_frequency(1, snapshot.findable)
    counts = [
        known or rarest * concept.worth
        for known, concept in zip(asked.worth, asked.question.concepts, strict=True)
    ]
    places = asked.question.places
    held = _concepts_in(texts, asked.question)
    for expansion in asked.expansions:
        if any(_says(term, text) for term in expansion.terms for text in texts):
            held |= {places[typed] for typed in expansion.typed if typed in places}
    return sum(counts[place] for place in held) / (sum(counts) or 1.0)


def _says(term: Term, text: str) -> bool:
    """Whether the text has the glossary's term: its Chinese, or all of its words."""
    if isinstance(term.key, str):
        return term.key in fold(text).text
    return {token.text for token in tokens(text, frozenset(term.key))}.issuperset(term.key)


def _concepts_in(texts: Iterable[str], question: Question) -> set[int]:
    """Which concepts of the question the texts hold, by number."""
    found = (question.place(token) for text in texts for token in tokens(text, question.wanted))
    return {place for place in found if place is not None}
