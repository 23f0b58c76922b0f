"""How well an article answers a question: BM25F over its fields, and what is known beside.

BM25F adds up a term's frequencies over the fields, each weighted and set against the
field's length, before it levels them off: a word in the title and the body is one word
said twice, not two answers. (Robertson, Zaragoza: The Probabilistic Relevance
Framework, 2009, section 3.6.)
"""

from dataclasses import dataclass
from math import log

from kb.index.question import EXACT_WORTH, Concept, Question
from kb.index.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Weight:
    """What one occurrence in a field counts, and how much a long field makes it count less."""

    weight: float
    length: float  # the b of BM25: 0 not at all, 1 in proportion


# These are starting values; the evaluation sets them once the judgements are there.
WEIGHTS = {
    # The question as an editor asks it: few words, nearly all of them telling.
    "title": Weight(3.0, 0.5),
    # The same as people ask it. Ten aliases must not drown one another: length counts less.
    "aliases": Weight(2.5, 0.3),
    # They name the parts of the matter; a long article has more of them.
    "headings": Weight(1.5, 0.5),
    # By the house rule it answers; its words are in the body once more.
    "answer": Weight(1.5, 0.5),
    # Everything else, where the length says most.
    "body": Weight(1.0, 0.7),
}
# How soon further occurrences add nothing; the usual value of the literature.
K1 = 1.2
# The part of the score that depends on how much of the question is covered, by weight: it
# puts the article with all the words before the one that says one of them often.
COVERAGE = 0.5
# Of the concepts that the index knows, the part an article must have to be a hit: one word
# out of twenty is none. More costs answers, most in Chinese, where half of the pairs are no
# words: recall@100 on 200 questions of stard-zh dev is 0.63 without it, 0.62 with a tenth,
# 0.57 with a fifth (insuranceqa-en: 0.645, 0.645, 0.643).
LEAST_COVERED = 0.1
# What is left of the score of an article in the other language than the question's.
OTHER_LANGUAGE = 0.5
# What the score is multiplied with where the title or an alias is the question asked, so
# that nothing that merely says its words more often can come before.
SAME_QUESTION = 2.0
# A prefix stands for at most so many terms, the first of the alphabet.
_MOST_TERMS = 200


@dataclass(frozen=True, slots=True)
class Ranking:
    """Documents with their scores, and what each concept of the question was worth.

    A concept is worth its inverse document frequency; 0 where no article has it.
    """

    scores: dict[int, float]
    worth: tuple[float, ...]


def rank(question: Question, snapshot: Snapshot) -> Ranking:
    """Score every article that covers enough of the question."""
    scores: dict[int, float] = {}
    covered: dict[int, float] = {}
    found: dict[int, int] = {}
    worth: list[float] = []
    for concept in question.concepts:
        frequencies = weighted_frequencies(concept, snapshot)
        rarity = concept.worth * inverse_frequency(len(frequencies), snapshot.findable)
        worth.append(rarity)
        for number, frequency in frequencies.items():
            gain = rarity * frequency * (K1 + 1) / (frequency + K1)
            scores[number] = scores.get(number, 0.0) + gain
            covered[number] = covered.get(number, 0.0) + rarity
            found[number] = found.get(number, 0) + 1
    same = {number for number, _ in snapshot.postings("asked", question.gist)}
    known = sum(1 for rarity in worth if rarity)
    whole = sum(worth)
    return Ranking(
        scores={
            number: score
            * (1 - COVERAGE + COVERAGE * covered[number] / whole)
            * (1.0 if snapshot.columns.lang[number] == question.lang else OTHER_LANGUAGE)
            * (SAME_QUESTION if number in same else 1.0)
            for number, score in scores.items()
            if found[number] >= LEAST_COVERED * known
        },
        worth=tuple(worth),
    )


def weighted_frequencies(concept: Concept, snapshot: Snapshot) -> dict[int, float]:
    """How often each document has the concept, by weight and length of the fields."""
    frequencies: dict[int, float] = {}
    for field, weight in WEIGHTS.items():
        lengths = snapshot.lengths(field)
        for term, worth in _terms(concept, field, snapshot):
            for number, frequency in snapshot.postings(field, term):
                norm = 1 - weight.length + weight.length * lengths[number]
                gain = weight.weight * worth * frequency / norm
                frequencies[number] = frequencies.get(number, 0.0) + gain
    return frequencies


def inverse_frequency(having: int, of: int) -> float:
    """BM25's weight of what ``having`` of ``of`` documents have; 0 where none has it."""
    return log(1 + (of - having + 0.5) / (having + 0.5)) if having else 0.0


def _terms(concept: Concept, field: str, snapshot: Snapshot) -> list[tuple[str, float]]:
    """The terms that express the concept, and what each is worth."""
    if concept.prefix:
        expanded = sorted(snapshot.terms_with_prefix(field, concept.term))
        return [(term, 1.0) for term in expanded[:_MOST_TERMS]]
    exact = [(concept.exact, EXACT_WORTH)] if concept.exact else []
    return [(concept.term, 1.0), *exact]
