"""A text in pieces: what answers a question, highlighted."""

from collections.abc import Iterator

from kb.index.analysis import tokens
from kb.index.question import Question


def pieces(text: str, question: Question) -> list[str]:
    """The text plain and highlighted by turns, plain first; none of the others is empty."""
    made: list[str] = []
    done = 0
    for start, end in _joined(text, question):
        made += (text[done:start], text[start:end])
        done = end
    if done < len(text) or not made:
        made.append(text[done:])
    return made


def _joined(text: str, question: Question) -> list[tuple[int, int]]:
    """The spans that answer, in order, each apart from the next."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(_answering(text, question)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _answering(text: str, question: Question) -> Iterator[tuple[int, int]]:
    for token in tokens(text, question.wanted):
        place = question.place(token)
        if place is not None:
            only_first = question.concepts[place].prefix  # of a pair the character asked for
            yield token.start, min(token.end, token.start + 1) if only_first else token.end
