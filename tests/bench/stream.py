"""The shared tokens: what our analysis makes of the documents, for all the other engines.

Each distinct term becomes a safe word (``t17``), so that no engine's own tokenizer can cut
or change it. The tokens of exact words are left out: only our engine looks at them.
"""

import time
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from kb.index.analysis import EXACT_MARK, TermList
from tests.bench.corpora import Record, Tick, ticked


class Ragged(NamedTuple):
    """Lists of numbers of different lengths, end to end; ``ends[n]`` is where list n ends."""

    values: "array[int]"
    ends: "array[int]"

    def first(self, count: int) -> "Ragged":
        return Ragged(self.values[: self.ends[count - 1]], self.ends[:count])

    def row(self, place: int) -> "array[int]":
        return self.values[self.ends[place - 1] if place else 0 : self.ends[place]]


@dataclass
class Corpus:
    """Documents, and their shared tokens by field. ``seconds`` is what analysing them took."""

    records: Sequence[Record]
    numbers: dict[str, int] = field(default_factory=dict)  # term -> its number
    title: Ragged = field(default_factory=lambda: Ragged(array("i"), array("q")))
    body: Ragged = field(default_factory=lambda: Ragged(array("i"), array("q")))
    seconds: float = 0.0

    @classmethod
    def of(cls, records: Sequence[Record], tick: Tick = lambda done, total: None) -> "Corpus":
        made = cls(records)
        started = time.perf_counter()
        for record in ticked(records, tick):
            made._add(made.title, record.title)
            made._add(made.body, record.text)
        made.seconds = time.perf_counter() - started
        return made

    def first(self, count: int) -> "Corpus":
        """The first so many documents, with the same numbers for the same terms."""
        return Corpus(
            self.records[:count],
            self.numbers,
            self.title.first(count),
            self.body.first(count),
        )

    def number(self, term: str) -> int:
        """The term's number; a term that no document has gets one too."""
        return self.numbers.setdefault(term, len(self.numbers))

    @property
    def tokens(self) -> int:
        """How many tokens there are in all."""
        return len(self.title.values) + len(self.body.values)

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        """Title and body of each document as safe words."""
        words = [f"t{number}" for number in range(len(self.numbers))]
        return [
            (
                " ".join(words[number] for number in self.title.row(place)),
                " ".join(words[number] for number in self.body.row(place)),
            )
            for place in range(len(self.records))
        ]

    def _add(self, part: Ragged, text: str) -> None:
        part.values.extend(self.number(term) for term in shared(TermList.of([text]).terms))
        part.ends.append(len(part.values))


def shared(terms: Iterable[str]) -> list[str]:
    """The terms that all engines are given."""
    return [term for term in terms if not term.startswith(EXACT_MARK)]
