"""How a question's tokens belong together: what it shares with articles beyond single words."""

from kb.index import weights
from kb.index.analysis import WORD_MARK
from kb.index.question import Concept, Question
from kb.index.segmentation import words_known
from kb.index.snapshot import Snapshot


def compounds(question: Question, snapshot: Snapshot) -> tuple[Concept, ...]:
    """Its neighbouring words, and the words that its runs of Chinese consist of."""
    found = [Concept(term, worth=weights.TWO_WORDS_WORTH) for term in question.words]
    known = {
        WORD_MARK + word
        for run in question.runs
        for word, _ in words_known(run, lambda word: snapshot.term(WORD_MARK + word).share)
    }
    found += [Concept(term, worth=weights.CHINESE_WORD_WORTH) for term in sorted(known)]
    return tuple(concept for concept in found if concept.worth)
