"""Do the engines find the same? BM25 over the shared tokens, slow and plain to see.

Engines differ in details (rounded lengths, another inverse document frequency), so that
ten of ten is not to be had; but an engine that was set up wrongly shows at once.
"""

import heapq
from collections.abc import Sequence
from typing import Any

from kb.index.analysis import TermList
from tests.bench.engines import LIMIT, Scoring
from tests.bench.questions import Kind, Query
from tests.bench.stream import Corpus, Ragged

# Of the hits for all words or a phrase this part must really have them, and this part of the
# queries, all taken from documents, must find something.
SOUND = 0.95
_NEAR = 1e-6  # scores this near to each other are the same, as a part of the score


def agreement(top: Sequence[int], scores: Sequence[float]) -> float:
    """The part of the ten best that are among a top ten; of equal documents any will do."""
    best = heapq.nlargest(LIMIT, (score for score in scores if score > 0))
    if not best:
        return 1.0 if not top else 0.0
    enough = best[-1] * (1 - _NEAR)
    return sum(1 for number in set(top[:LIMIT]) if scores[number] >= enough) / len(best)


class Reference:
    """Scores of all documents for a question."""

    def __init__(self, corpus: Corpus) -> None:
        import numpy  # only the benchmark needs it, and the tests of its other parts do not

        self._np = numpy
        self._corpus = corpus
        self._count = len(corpus.records)
        self._fields = (_Field(corpus.title, numpy), _Field(corpus.body, numpy))

    def scores(self, query: Query, scoring: Scoring) -> Any:
        """An array with a score for every document, 0 where it has none of the terms."""
        title, body = self._fields
        total = self._np.zeros(self._count)
        for number in query.numbers:
            in_title, in_body = title.frequencies(number), body.frequencies(number)
            if scoring.joined:
                total += self._bm25(
                    scoring.title * in_title + in_body,
                    scoring.title * title.lengths + body.lengths,
                    scoring,
                )
            else:
                total += self._bm25(in_title, title.lengths, scoring)
                total += self._bm25(in_body, body.lengths, scoring)
        return total

    def _bm25(self, frequencies: Any, lengths: Any, scoring: Scoring) -> Any:
        having = self._np.count_nonzero(frequencies)
        rarity = self._np.log(1 + (self._count - having + 0.5) / (having + 0.5))
        norm = 1 - scoring.b + scoring.b * lengths / max(lengths.mean(), 1e-9)
        return rarity * frequencies * (scoring.k1 + 1) / (frequencies + scoring.k1 * norm)


class _Field:
    """One field's tokens as arrays."""

    def __init__(self, part: Ragged, numpy: Any) -> None:
        self._np = numpy
        self._values = numpy.frombuffer(part.values, dtype=numpy.intc)
        self._ends = numpy.frombuffer(part.ends, dtype=numpy.int64)
        self.lengths = numpy.diff(self._ends, prepend=0).astype(float)

    def frequencies(self, number: int) -> Any:
        """How often each document has the term."""
        places = self._np.flatnonzero(self._values == number)
        documents = self._np.searchsorted(self._ends, places, side="right")
        return self._np.bincount(documents, minlength=len(self._ends)).astype(float)


def sound(corpus: Corpus, queries: Sequence[Query], answers: Sequence[list[int]]) -> float:
    """The part of the hits that have what was asked for; nothing found counts as one without."""
    right = checked = 0
    for query, answer in zip(queries, answers, strict=False):
        checked += max(len(answer), 1)
        right += sum(1 for number in answer if has(corpus, number, query))
    return right / checked if checked else 0.0


def has(corpus: Corpus, number: int, query: Query) -> bool:
    """Whether the document has all the query's terms, or its phrase, in title or body."""
    if query.kind is not Kind.PHRASE:
        rows = (part.row(number) for part in (corpus.title, corpus.body))
        return set(query.numbers) <= {term for row in rows for term in row}
    record = corpus.records[number]
    return any(_has_phrase(corpus, text, query.numbers) for text in (record.title, record.text))


def _has_phrase(corpus: Corpus, text: str, phrase: Sequence[int]) -> bool:
    """By the positions of our own analysis: "old-age" has the phrase "old age"."""
    listed = TermList.of([text])
    at: dict[int, set[int | None]] = {}
    for term, position in zip(listed.terms, listed.positions, strict=True):
        at.setdefault(position, set()).add(corpus.numbers.get(term))
    return any(
        all(wanted in at.get(start + place, ()) for place, wanted in enumerate(phrase))
        for start in at
    )
