"""From a request, understood, to what its page of results shows."""

from dataclasses import dataclass, replace

from kb.index.analysis import has_chinese
from kb.index.asked import Asked
from kb.index.facets import facets
from kb.index.lifting import Lifted
from kb.index.ordering import Placed, first_of
from kb.index.question import Question, understand
from kb.index.ranking import rank
from kb.index.scoring import body_positions, worths
from kb.index.shown import Shown
from kb.index.snapshot import Snapshot
from kb.index.snippets import highlighted, passage
from kb.index.sought import NOTHING, Sought, come_first, seek
from kb.request import PROVISION, Filters, SearchRequest, Words
from kb.results import Correction, Facet, Hit


def at_least(hits: int, request: SearchRequest) -> SearchRequest:
    """The request for a first page of so many hits at least: a clear first hit has rivals."""
    if request.page > 1 or request.per_page >= hits:
        return request
    return replace(request, per_page=hits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The page's places, how many hits there are in all, the facets, what of the law is sought."""

    places: list[Placed]
    total: int
    facets: tuple[Facet, ...]
    sought: Sought


@dataclass(frozen=True, slots=True)
class Understood:
    """A request, its filters lifted and its query corrected, and the question that it is."""

    lifted: Lifted
    correction: Correction | None
    asked: Asked

    @property
    def query(self) -> str:
        """What was searched for."""
        return meant(self.lifted.request, self.correction)


def meant(request: SearchRequest, correction: Correction | None) -> str:
    """The query as it was likely meant, where that is applied."""
    return correction.query if correction and correction.applied else request.query


def question_of(request: SearchRequest, correction: Correction | None) -> Question:
    """What is asked for."""
    return understand(
        meant(request, correction),
        all_words=request.words is Words.ALL,
        filtered=request.filters != Filters(),
    )


def find(asked: Asked, request: SearchRequest, snapshot: Snapshot) -> Found:
    """Look up, rank, filter, count, and take the page that is asked for."""
    sought = seek(asked.question.text, asked.question.lang, snapshot)
    ranking = rank(asked, snapshot, request, sought.docs)
    if sought is not NOTHING:
        ranking = come_first(sought, ranking, snapshot, request, asked.question)
    places = first_of(ranking.docs, ranking.scores, snapshot, request.last)
    return Found(
        places=places[request.first - 1 :],
        total=ranking.total,
        facets=facets(ranking.hits, request.filters, snapshot.runs),
        sought=sought,
    )


def hit(rank: int, place: Placed, snapshot: Snapshot, asked: Asked, sought: Sought) -> Hit:
    """What a page shows of a document in its place."""
    shown = snapshot.shown(place.doc)
    question, worth, anchor = asked.question, asked.worth, ""
    provision = sought.pinpoints.get(place.doc)
    if provision is not None:  # its name is answered by the whole of it
        question = sought.rest
        worth = worths(question.concepts, snapshot)
        anchor = f"para-{provision.paragraph}"
    best = passage(shown, question, worth, body_positions(question, snapshot, place.doc), anchor)
    return Hit(
        rank=rank,
        score=place.score,
        slug=shown.slug,
        title=highlighted(_title(shown, question), question),
        snippet=best.snippet,
        anchor=best.anchor,
        heading=best.heading,
        topic=shown.topic,
        regions=shown.regions,
        kind=shown.kind,
        lang=_lang(shown, best.opening),
        reviewed=shown.reviewed,
        opening=best.opening,
        closing=best.closing,
    )


def _lang(shown: Shown, words: str) -> str:
    """The language of the words: a provision may have them in two."""
    if shown.kind != PROVISION:
        return shown.lang
    return "zh" if has_chinese(words) else "en"


def _title(shown: Shown, question: Question) -> str:
    return (question.lang == "zh" and shown.title_zh) or shown.title
