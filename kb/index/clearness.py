"""Whether the first hit clearly answers: then its answer is shown above the hits."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from kb.index import weights
from kb.index.analysis import tokens
from kb.index.asked import Asked
from kb.index.best_bets import best_bets
from kb.index.ordering import Placed
from kb.index.question import Concept
from kb.index.snapshot import Snapshot
from kb.index.synonyms import Term
from kb.index.weights import inverse_frequency
from kb.request import PROVISION

# The first hit, its translation, the first that is neither, and provisions in between.
HITS_NEEDED = 6


@dataclass(frozen=True)
class Clearness:
    """How clearly the first of the best hits answers; worked out as far as it is asked for."""

    hits: Sequence[Placed]
    asked: Asked
    snapshot: Snapshot

    @property
    def is_clear(self) -> bool:
        """Whether it is its question, or it holds much of the question and stands out."""
        if not self.asked.question.gist:  # nothing but fillers
            return False
        return self.is_its_question or (
            self.lead >= weights.ANSWER_LEAD and self.coverage >= weights.ANSWER_COVERAGE
        )

    @property
    def _says_enough(self) -> bool:
        """Whether the question is more than a keyword, and all of it was looked for.

        A Chinese character that stands alone was not: 社保怎么退 is no question about 社保.
        """
        question = self.asked.question
        return len(question.concepts) > 1 and all(len(run) > 1 for run in question.runs)

    @cached_property
    def is_its_question(self) -> bool:
        """Whether its title or an alias asks for the same, or editors want it first for it."""
        question, first = self.asked.question, self.hits[0].doc
        same = (
            self.snapshot.marked("asked", question.gist),
            best_bets(question, self.snapshot),
        )
        return any(first in docs for docs in same)

    @cached_property
    def lead(self) -> float:
        """Its score divided by that of the next that is no translation of it, if there is one."""
        twins = self.snapshot.twins
        own = set(twins.others[twins.docs == self.hits[0].doc].tolist())
        rival = next((hit.score for hit in self.hits[1:] if hit.doc not in own), 0.0)
        return self.hits[0].score / rival if rival > 0 else float("inf")

    @cached_property
    def coverage(self) -> float:
        """The part of what the question is worth that its title, aliases and answer hold.

        0 for a question that says too little for anything to answer it.
        """
        if not self._says_enough:
            return 0.0
        first = self.hits[0].doc
        answer = terms_of(self.snapshot.article(first).answer)
        return covered([answer, *self.snapshot.asks(first)], self.asked, self.snapshot)


def covered(texts: Sequence[Set[str]], asked: Asked, snapshot: Snapshot) -> float:
    """The part, from 0 to 1, of what the question is worth that texts hold, given their terms.

    They hold a word too where they have another one for it, of the glossary. A word that no
    article has counts as much as the rarest one that one has: to leave it out would make a
    question clear by what nobody understood of it.
    """
    rarest = inverse_frequency(1, snapshot.findable)
    meant = {
        typed
        for expansion in asked.expansions
        if any(_has(text, term) for term in expansion.terms for text in texts)
        for typed in expansion.typed
    }
    held = whole = 0.0
    for known, concept in zip(asked.worth, asked.question.concepts, strict=True):
        counts = known or rarest * concept.worth
        whole += counts
        if concept.term in meant or _in_any(texts, concept):
            held += counts
    return held / whole if whole else 0.0


def _in_any(texts: Iterable[Set[str]], concept: Concept) -> bool:
    if not concept.prefix:
        return any(concept.term in text for text in texts)
    return any(term.startswith(concept.term) for text in texts for term in text)


def _has(text: Set[str], term: Term) -> bool:
    """Whether a text has the glossary's term: its Chinese, pair by pair, or all of its words."""
    needs = map("".join, pairwise(term.key)) if isinstance(term.key, str) else term.key
    return all(need in text for need in needs)


@lru_cache(maxsize=2_000)
def terms_of(text: str) -> frozenset[str]:
    """The terms of a text. Remembered: the same answers are looked at again and again."""
    return frozenset(token.text for token in tokens(text))


def of_articles(hits: Sequence[Placed], snapshot: Snapshot) -> list[Placed]:
    """The hits without provisions, if an article is first: none otherwise.

    A provision behind it is no rival: it may be what the article rests on.
    """
    articles = [hit for hit in hits if snapshot.shown(hit.doc).kind != PROVISION]
    return articles if articles[:1] == list(hits[:1]) else []
