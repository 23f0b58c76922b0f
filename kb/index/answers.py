"""The answer of a clear first hit: the article's own sentences, steps and legal basis."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from kb.index import weights
from kb.index.asked import Asked
from kb.index.clearness import HITS_NEEDED, Clearness, covered, of_articles, terms_of
from kb.index.marking import pieces
from kb.index.ordering import Placed
from kb.index.scoring import body_positions
from kb.index.sentences import sentences
from kb.index.shown import Shown
from kb.index.snapshot import Snapshot
from kb.index.snippets import Passage, highlighted, passage
from kb.index.units import width
from kb.model import Article, Role, Section
from kb.request import Filters, SearchRequest
from kb.results import Answer, AnswerBasis, AnswerStep, Snippet

# Of the sentences together, in Latin letters: the longest answer of the corpus has 480.
_WIDTH = 600
_CELL = " | "  # between the cells of a table in an article's text


def answer(
    request: SearchRequest, first_hits: Sequence[Placed], asked: Asked, snapshot: Snapshot
) -> Answer | None:
    """What the first hit answers, if it is clear that it does; ``HITS_NEEDED`` hits tell.

    Never with filters and other conditions: they may hide the article that answers better.
    """
    narrowed = request.filters != Filters() or asked.question.wordings or asked.question.unwanted
    if request.page > 1 or narrowed or not first_hits:
        return None
    articles = of_articles(first_hits, snapshot)
    if not articles:
        return None
    found = Clearness(articles[:HITS_NEEDED], asked, snapshot)
    return _answer_of(found) if found.is_clear else None


def _answer_of(found: Clearness) -> Answer | None:
    """None where the article has no text but its legal basis."""
    article = found.snapshot.article(found.hits[0].doc)
    lead = _lead(article)
    if lead is None:
        return None
    question = found.asked.question
    where, said = lead, _within(article.answer)
    if not found.is_its_question and (better := _in_section(found, article.title, said)):
        anchor, said = better
        where = next(section for section in article.sections if section.anchor == anchor)
    is_lead = where.role is Role.LEAD
    return Answer(
        slug=article.slug,
        title=highlighted(article.title, question),
        lang=article.lang,
        anchor="" if is_lead else where.anchor,
        heading="" if is_lead else where.title,
        sentences=tuple(Snippet(pieces=tuple(pieces(text, question))) for text in said),
        steps=tuple(_steps(article)),
        basis=tuple(_basis(article)),
        opening=said[0],
        closing=said[-1],
    )


def _in_section(
    found: Clearness, title: str, lead: tuple[str, ...]
) -> tuple[str, tuple[str, ...]] | None:
    """The anchor of the section that holds far more of the question, and its sentences.

    It must be prose: neither the law's words nor rows of a table.
    """
    asked, snapshot, doc = found.asked, found.snapshot, found.hits[0].doc
    shown = snapshot.shown(doc)
    places = body_positions(asked.question, snapshot, doc)
    best = passage(shown, asked.question, asked.worth, places)
    if not best.anchor or shown.sections[best.section].role is Role.BASIS:
        return None
    said = _whole_sentences(shown, best)
    if any(_CELL in sentence for sentence in said):
        return None
    there = covered([terms_of(text) for text in (best.heading, *said)], asked, snapshot)
    here = covered([terms_of(text) for text in (title, *lead)], asked, snapshot)
    return (best.anchor, said) if there - here >= weights.ANSWER_SECTION else None


def _lead(article: Article) -> Section | None:
    """The section whose first paragraph is ``article.answer``."""
    return next((s for s in article.sections if s.role is not Role.BASIS and s.text), None)


def _within(text: str) -> tuple[str, ...]:
    """The first sentences, each in one line, as many as are no wider than an answer may be.

    A sentence ends at the end of its line too: lines are entries of lists and rows of tables.
    """
    lines = (" ".join(line.split()) for line in text.split("\n"))
    found = [line[start:end] for line in lines for start, end in sentences(line)]
    used = 0
    for number, sentence in enumerate(found):
        used += width(sentence)
        if used > _WIDTH:
            return tuple(found[: number or 1])
    return tuple(found)


def _whole_sentences(shown: Shown, found: Passage) -> tuple[str, ...]:
    """The sentences that the passage shows some of."""
    first, after = found.units
    while first in shown.cut:
        first -= 1
    after += len(list(takewhile(shown.cut.__contains__, range(after, len(shown.units)))))
    said: list[str] = []
    for number in range(first, after):
        if number in shown.cut:
            said[-1] += shown.units[number]
        else:
            said.append(shown.units[number])
    return tuple(sentence.rstrip() for sentence in said)


def _steps(article: Article) -> Iterator[AnswerStep]:
    """The steps, each by its heading; of an entry of a list by its first sentence."""
    for step in article.steps:
        text = " ".join((step.heading or step.text).split())
        start, end = next(iter(sentences(text)), (0, 0))
        yield AnswerStep(number=step.number, heading=text[start:end], anchor=step.anchor)


def _basis(article: Article) -> Iterator[AnswerBasis]:
    """What the legal basis cites, each provision or set of them once."""
    seen: set[tuple[str, ...]] = set()
    for citation in article.legal_basis:
        text = " ".join(citation.text.split())
        provisions = tuple(map(str, citation.targets))
        if (provisions or (text,)) not in seen:
            seen.add(provisions or (text,))
            yield AnswerBasis(citation=text, provisions=provisions)
