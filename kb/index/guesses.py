"""Which word of the index was likely meant by one that it does not have.

The words near to it are compared by a noisy channel: of all words w the likeliest for what was
typed, t, has the highest P(w) P(t | w). (Kernighan, Church, Gale: A Spelling Correction
Program Based on a Noisy Channel Model, 1990.) P(w) is the part of the articles that have it,
and that have it with the query's other words (Mays, Damerau, Mercer: Context Based Spelling
Correction, 1991); P(t | w) falls with the cost of the edits between them (``kb.index.edits``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from kb.index import weights
from kb.index.analysis import stem
from kb.index.edits import cost
from kb.index.evidence import Evidence
from kb.index.vocabulary import Vocabulary

_SHORTEST = 3  # letters: shorter words are near to nearly all
_PART = 3  # letters of the parts that a word may be split into
_COMPARED = 12  # of the words near to a typed one, how many are looked at beside others
_BESIDE = 6  # words of the query that are looked at, rarest first
_UNSEEN = 2.0  # articles, for what has not been seen together


@dataclass(frozen=True, slots=True)
class Guess:
    """What may have been meant: a word or two, how likely in nats, how far from what was typed."""

    words: tuple[str, ...]
    likelihood: float
    cost: float

    @property
    def text(self) -> str:
        return " ".join(self.words)


def most_edits(word: str) -> int:
    """How many edits away a word may be: the longer, the more."""
    length = len(word)
    return 0 if length < _SHORTEST else 1 if length < 6 else 2 if length < 12 else 3


def is_short(word: str) -> bool:
    """Whether it is near to so many words that only those beside it tell what was meant."""
    return len(word) <= _SHORTEST


def guesses(
    word: str, beside: Sequence[str], vocabulary: Vocabulary, evidence: Evidence
) -> list[Guess]:
    """What may have been meant by the word, likeliest first; ``beside`` are the query's others."""
    most = most_edits(word)
    if not most:
        return []
    found = [
        Guess((near.word,), _prior(near.documents, evidence) - weights.EDIT * spent, spent)
        for near in vocabulary.near(word, most)
        if (spent := cost(word, near.word)) <= most * weights.FIRST_LETTER
        and not (is_short(word) and len(near.word) <= len(word))
    ]
    found += _splits(word, evidence)
    found.sort(key=lambda guess: -guess.likelihood)
    context = sorted(beside, key=evidence.having)[:_BESIDE]
    weighed = [_beside(guess, context, evidence) for guess in found[:_COMPARED]]
    return sorted(weighed, key=lambda guess: -guess.likelihood)


def leads(found: Sequence[Guess]) -> bool:
    """Whether the first is so much likelier than any other word that it was clearly meant."""
    first = found[0]
    forms = set(map(stem, first.words))
    rivals = (g.likelihood for g in found[1:] if not forms & set(map(stem, g.words)))
    return first.likelihood - max(rivals, default=float("-inf")) >= weights.CLEARLY


def _prior(having: float, evidence: Evidence) -> float:
    return log((having + 0.5) / (evidence.documents + 1))


def _splits(word: str, evidence: Evidence) -> list[Guess]:
    """The word as two that stand side by side in some article."""
    found = []
    for place in range(_PART, len(word) - _PART + 1):
        parts = word[:place], word[place:]
        if all(map(evidence.having, parts)) and (together := evidence.having_both(*parts)):
            likelihood = _prior(together, evidence) - weights.EDIT * weights.MISSING_SPACE
            found.append(Guess(parts, likelihood, weights.MISSING_SPACE))
    found.sort(key=lambda guess: -guess.likelihood)
    return [guess for guess in found[:3] if evidence.phrase(*guess.words)]


def _beside(guess: Guess, context: Sequence[str], evidence: Evidence) -> Guess:
    """The guess with what the query's other words say: log P(other | guess) / P(other)."""
    if not context:
        return guess
    said = 0.0
    for word in guess.words:
        having = evidence.having(word)
        for other in context:
            part = evidence.having(other) / evidence.documents
            both = min(having, evidence.having_both(word, other))
            if part:
                said += log((both + _UNSEEN * part) / (having + _UNSEEN) / part)
    gained = weights.CONTEXT * said / len(guess.words)
    return Guess(guess.words, guess.likelihood + gained, guess.cost)
