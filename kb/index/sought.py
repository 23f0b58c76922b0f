"""Provisions that a query names: they come first, then the articles that cite them.

Of these come first those whose legal basis it is, then those that fit what else the query
says, are in its language, and have much of the provision's own words: it is what they are
about. What a query only may mean is offered beside the hits, and changes nothing about them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from kb.index import weights
from kb.index.folding import simplified
from kb.index.provisions import provision_key
from kb.index.question import Question, about, understand
from kb.index.ranking import Ranking
from kb.index.runs import Bools
from kb.index.scoring import Ints, sums, worths
from kb.index.snapshot import Snapshot
from kb.index.weights import Floats
from kb.lookup.query import LookUp, look_up
from kb.model import unique
from kb.provision import Provision
from kb.request import PROVISION, Filters, SearchRequest
from kb.results import MissingProvision

_OFFERED = 5  # provisions of which one may be meant
_STATUTES = 20  # statutes, the most cited ones, in which a number alone is looked up
_COMPARED = 20  # sentences of the provisions that citing articles are compared with
_NONE = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a query says of provisions, and where the index has that.

    ``pinpoints`` are the documents of the provisions asked for, in the query's order;
    ``citing`` are the articles that cite one, in order, and ``rests`` says which of them
    have one as their legal basis. ``rest`` asks for what else the query says.
    """

    looked_up: tuple[Provision, ...] = ()
    offered: tuple[Provision, ...] = ()
    missing: tuple[MissingProvision, ...] = ()
    named: tuple[str, ...] = ()
    pinpoints: dict[int, Provision] = field(default_factory=dict)
    citing: Ints = field(default_factory=lambda: _NONE)
    rests: Ints = field(default_factory=lambda: _NONE)
    rest: Question = field(default_factory=lambda: Question(()))

    @property
    def docs(self) -> Ints:
        """The documents that are hits whatever their words, in order."""
        return np.union1d(self.citing, np.array([*self.pinpoints], np.int64))


NOTHING = Sought()


def seek(query: str, lang: str, snapshot: Snapshot) -> Sought:
    """Look up what the query names; ``lang`` is the question's language."""
    found = look_up(simplified(query), snapshot.names)
    if found == LookUp():
        return NOTHING
    asked = unique(_as_far_as_held(provision, snapshot) for provision in found.provisions)
    held = {provision: _documents(provision, snapshot) for provision in asked}
    cited = {provision: _marked("provisions", provision, snapshot) for provision in held}
    # One that was inserted later is known only by its text or by who cites it.
    known = [p for p in held if not p.inserted or len(held[p]) or len(cited[p])]
    own = {int(doc): provision for provision in known for doc in held[provision]}
    return Sought(
        looked_up=tuple(known),
        offered=_offered(found, snapshot),
        missing=tuple(
            MissingProvision(
                statute=beyond.provision.statute, number=beyond.provision.number, last=beyond.last
            )
            for beyond in found.missing
        ),
        named=found.statutes,
        pinpoints=own,
        citing=np.setdiff1d(_all([cited[p] for p in known]), np.array([*own], np.int64)),
        rests=_all([_marked("basis", provision, snapshot) for provision in known]),
        rest=replace(understand(found.rest), lang=lang),
    )


def come_first(
    sought: Sought, ranking: Ranking, snapshot: Snapshot, request: SearchRequest, question: Question
) -> Ranking:
    """The ranking with what is sought above all else that was found.

    ``ranking`` has ``sought.docs`` among its hits already, and all its other best ones.
    """
    docs = sought_hits(sought, snapshot, request, question)
    if not len(docs):
        return ranking
    others = ~np.isin(ranking.docs, docs)
    scores = above(ranking) + standing(sought, docs, snapshot).total
    return replace(
        ranking,
        docs=np.concatenate([docs, ranking.docs[others]]),
        scores=np.concatenate([scores, ranking.scores[others]]),
    )


def sought_hits(
    sought: Sought, snapshot: Snapshot, request: SearchRequest, question: Question
) -> Ints:
    """Those of the documents sought that pass the filters and have nothing unwanted."""
    docs = sought.docs
    if request.filters != Filters():
        docs = docs[snapshot.runs.choice(request.filters).mask[docs]]
    if question.unwanted:
        from kb.index.matching import matching, unwanted  # few questions need it

        docs = np.setdiff1d(docs, matching(unwanted(question), snapshot))
    return docs


def above(ranking: Ranking) -> float:
    """A score above all others."""
    return float(ranking.scores.max(initial=0.0)) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How some documents stand to what was looked up, and what that is worth.

    ``own`` are the provisions (from 4), ``rests`` the articles that rest on one (2); the others
    are of articles: how they fit what else the query says, and its language, and how much of
    the provisions' words they have.
    """

    own: Floats
    rests: Floats
    fits: Floats
    language: Floats
    central: Floats

    @property
    def total(self) -> Floats:
        return self.own + self.rests + self.fits + self.language + self.central


def standing(sought: Sought, docs: Ints, snapshot: Snapshot) -> Standing:
    """From 0: an article that cites, one that rests on it from 2, the provision from 4."""
    language = np.full(len(docs), weights.SAME_LANGUAGE)
    for first, last in snapshot.runs.in_other_languages(sought.rest.lang):
        language[slice(*docs.searchsorted((first, last)))] = 0
    own = np.isin(docs, list(sought.pinpoints))
    order = {doc: place for place, doc in enumerate(sought.pinpoints)}
    places = np.zeros(len(docs))
    places[own] = [5 - order[doc] / len(order) for doc in docs[own].tolist()]
    return Standing(
        own=places,
        rests=np.where(np.isin(docs, sought.rests) & ~own, 2.0, 0.0),
        fits=_part(sought.rest, docs, snapshot) * ~own,
        language=language * ~own,
        central=weights.CENTRAL * _part(_words(sought, snapshot), docs, snapshot, ~own),
    )


def central(units: Sequence[str], docs: Ints, snapshot: Snapshot) -> Floats:
    """How much of a provision's words each of some articles has, the best of them 1."""
    return _part(_as_question(units), docs, snapshot)


def _words(sought: Sought, snapshot: Snapshot) -> Question:
    """What the provisions say, as a question."""
    return _as_question([u for doc in sought.pinpoints for u in snapshot.shown(doc).units])


def _as_question(units: Sequence[str]) -> Question:
    return Question(about(units[:_COMPARED]))


def _part(question: Question, docs: Ints, snapshot: Snapshot, among: Bools | None = None) -> Floats:
    """How much of the question each document has, the best of them 1."""
    gains = sums(question.concepts, worths(question.concepts, snapshot), snapshot, docs)
    if among is not None:
        gains[~among] = 0
    return gains / (gains.max(initial=0.0) or 1.0)


def _offered(found: LookUp, snapshot: Snapshot) -> tuple[Provision, ...]:
    """Those of the provisions that may be meant whose text is held."""
    meant = list(found.choices)
    if found.numbers:
        statutes = _most_cited(snapshot, _STATUTES)
        meant += (
            Provision(statute, article, inserted)
            for article, inserted in found.numbers
            for statute in statutes
        )
    return tuple(p for p in meant if len(_documents(p, snapshot)))[:_OFFERED]


def _as_far_as_held(provision: Provision, snapshot: Snapshot) -> Provision:
    """Without a pinpoint to a paragraph that the provision does not have."""
    docs = _documents(provision, snapshot)
    if not provision.paragraph or not len(docs):
        return provision
    anchors = {section.anchor for section in snapshot.shown(int(docs[0])).sections}
    return provision if f"para-{provision.paragraph}" in anchors else provision.whole


def _documents(provision: Provision, snapshot: Snapshot) -> Ints:
    return snapshot.marked("key", provision_key(provision))


def _marked(field: str, provision: Provision, snapshot: Snapshot) -> Ints:
    return snapshot.marked(field, str(provision.whole))


def _all(several: list[Ints]) -> Ints:
    return np.unique(np.concatenate([_NONE, *several]))


def _most_cited(snapshot: Snapshot, most: int) -> tuple[str, ...]:
    """Ids of statutes that articles cite, those that most cite first."""
    living = ~snapshot.runs.choice(Filters(kind=(PROVISION,))).mask
    living[snapshot.dead] = False
    facet = snapshot.runs.facets["statute"]
    counts = facet.count(snapshot.runs.hits(living, int(np.count_nonzero(living))))
    citing = sorted(zip((-counts).tolist(), facet.names, strict=True))
    return tuple(name for count, name in citing[:most] if count)
