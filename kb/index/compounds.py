"""How a question's tokens belong together: what it shares with articles beyond single words."""

from itertools import pairwise

from kb.index import weights
from kb.index.analysis import WORD_MARK, has_chinese
from kb.index.question import Concept, Question
from kb.index.segmentation import words_known
from kb.index.snapshot import Snapshot


def chinese_words(question: Question, snapshot: Snapshot) -> frozenset[str]:
    """The words that the question's runs of Chinese consist of, as far as the index has them."""
    return frozenset(
        word
        for run in question.runs
        for word, _ in words_known(run, lambda word: snapshot.term(WORD_MARK + word).share)
    )


def compounds(question: Question, words: frozenset[str]) -> tuple[Concept, ...]:
    """Its neighbouring words, and its Chinese words."""
    found = [Concept(term, worth=weights.TWO_WORDS_WORTH) for term in question.words]
    found += [Concept(WORD_MARK + word, worth=weights.CHINESE_WORD_WORTH) for word in sorted(words)]
    return tuple(concept for concept in found if concept.worth)


def crossing(question: Question, words: frozenset[str]) -> frozenset[str]:
    """The question's pairs of Chinese characters that stand in none of its words.

    They are the end of a word and the beginning of another, and say little.
    """
    inside = {"".join(pair) for word in words for pair in pairwise(word)}
    return frozenset(
        concept.term
        for concept in question.concepts
        if len(concept.term) > 1 and concept.term not in inside and has_chinese(concept.term)
    )
