"""Why an article was found: the section that answers, and its words, highlighted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.index.marking import Marked, mark
from kb.index.question import Question
from kb.index.sentences import sentences
from kb.index.windows import window
from kb.model import Article, Role, Section
from kb.results import Snippet

ELLIPSIS = "…"
# What a concept in the heading counts; one in the text counts from a half to one. The
# lead's heading is the article's title: what the title asks, the lead answers.
_HEADING = 0.75
# The law's own words say less to a reader than the article's.
_ROLES = {Role.LEAD: 1.2, Role.BASIS: 0.5}


@dataclass(frozen=True, slots=True)
class Passage:
    """Where an article answers: a section's anchor and heading ("" for the lead), its words."""

    anchor: str
    heading: str
    snippet: Snippet


def passage(article: Article, question: Question, worth: Sequence[float]) -> Passage:
    """The best section and its best sentences; the first ones where no words are found.

    ``worth`` says what each concept of the question counts.
    """
    best: Section | None = None
    text, most = Marked("", ()), -1.0
    for section in article.sections:
        plain = " ".join(section.text.split())
        if plain:
            marked = mark(plain, question)
            heading = article.title if section.role is Role.LEAD else section.heading
            value = _value(marked, mark(heading, question), worth) * _ROLES.get(section.role, 1.0)
            if value > most:
                best, text, most = section, marked, value
    if best is None:
        return Passage("", "", Snippet())
    is_lead = best.role is Role.LEAD
    return Passage(
        "" if is_lead else best.anchor,
        "" if is_lead else best.title,
        _cut(text, *window(text, worth)),
    )


def highlighted(text: str, question: Question) -> Snippet:
    """The whole text, what answers the question highlighted."""
    return Snippet(pieces=tuple(_pieces(mark(text, question), 0, len(text))))


def _value(text: Marked, heading: Marked, worth: Sequence[float]) -> float:
    """How much of the question the section has, a little more for what it has often."""
    often = [0] * len(worth)
    for found in text.marks:
        often[found.concept] += 1
    value = sum(w * n / (n + 1) for w, n in zip(worth, often, strict=True))
    return value + _HEADING * heading.covered(0, len(heading.text), worth)


def _cut(text: Marked, start: int, end: int) -> Snippet:
    """A window in pieces, with an ellipsis at an end where it cuts a sentence."""
    spans = sentences(text.text)
    pieces = list(_pieces(text, start, end))
    if all(start != first for first, _ in spans):
        pieces[0] = ELLIPSIS + pieces[0]
    if all(end != last for _, last in spans):
        if len(pieces) % 2:
            pieces[-1] += ELLIPSIS
        else:
            pieces.append(ELLIPSIS)
    return Snippet(pieces=tuple(pieces))


def _pieces(text: Marked, start: int, end: int) -> Iterator[str]:
    """Plain and highlighted by turns, plain first; overlapping marks become one."""
    done = start
    for first, last in _joined(text, start, end):
        yield text.text[done:first]
        yield text.text[first:last]
        done = last
    if done < end or done == start:
        yield text.text[done:end]


def _joined(text: Marked, start: int, end: int) -> list[tuple[int, int]]:
    """The spans to highlight, in order, each apart from the next."""
    spans: list[tuple[int, int]] = []
    for found in text.inside(start, end):
        if spans and found.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], found.end))
        else:
            spans.append((found.start, found.end))
    return spans
