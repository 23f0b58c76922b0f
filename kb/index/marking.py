"""Where a text answers a question."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.index.analysis import tokens
from kb.index.question import Question


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a text, and the place in the question of the concept it answers."""

    start: int
    end: int
    concept: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and its marks, in the order of their beginnings."""

    text: str
    marks: tuple[Mark, ...]

    def inside(self, start: int, end: int) -> Iterator[Mark]:
        """The marks that lie wholly between two places."""
        for place in range(bisect_left(self.marks, start, key=_start), len(self.marks)):
            if self.marks[place].start >= end:
                break
            if self.marks[place].end <= end:
                yield self.marks[place]

    def covered(self, start: int, end: int, worth: Sequence[float]) -> float:
        """What the concepts answered there are worth, each once."""
        return sum(worth[concept] for concept in {m.concept for m in self.inside(start, end)})


def mark(text: str, question: Question) -> Marked:
    """Mark every span of the text that answers a concept of the question."""
    marks: list[Mark] = []
    for token in tokens(text, question.wanted):
        place = question.place(token)
        if place is not None:
            end = token.end
            if question.concepts[place].prefix:  # of the pair only the character asked for
                end = min(end, token.start + 1)
            marks.append(Mark(token.start, end, place))
    return Marked(text, tuple(sorted(marks, key=_start)))


def _start(mark: Mark) -> int:
    return mark.start
