"""Provisions that a text may rest on.

A provision is scored by three views of the text, each against its best: title and lead, which say
what it is about; the whole text; and its passages, each of which speaks for the provisions that
fit it best. To this comes what near articles rest on. How the parts are weighed was found on the
corpus's articles, whose legal basis was hidden (`kb eval --basis`).
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from math import log

import numpy as np

from kb.basis import BasisRequest, BasisSuggestion, Passage, Supported
from kb.index.asked import Asked
from kb.index.expansion import expansions
from kb.index.question import understand
from kb.index.runs import Bools
from kb.index.scoring import Ints
from kb.index.snapshot import Snapshot
from kb.index.synonyms import Synonyms
from kb.index.weights import Floats
from kb.provision import Provision
from kb.request import PROVISION, Filters

# What would be an operator in a question is none in a text.
_OPERATORS = re.compile(r'["“”„「」『』:：]|(?<!\w)-')
# The power that lets the best of a view stand out: over passages, and of each view.
_BEST_OF_PASSAGE = 6
_BEST_OF_VIEW = 3
# Near articles: how many are asked, and what they count beside the text itself.
_NEAR = 5
_NEAR_WORTH = 0.5
# What the glossary's words in the other language count, and how many of its concepts a text may
# name. A question's own words are all that is sure of it; a text in the other language than the
# law has nothing else that the law could have. At 0.5 the Chinese articles' R@10 is 0.45.
_TRANSLATED = 1.0
_MOST_CONCEPTS = 60
# What a provision must have of what a view's words could gain, in the text's language and in
# another one (where only the glossary speaks): of the corpus's articles each has one provision
# above 0.44 and 0.07, of texts about other things the best had 0.22 and nothing.
_LEAST = 0.3
_LEAST_ACROSS = 0.03
_SUPPORTS = 0.6  # of the best of a passage, for the passage to be named
_MOST_SUPPORTED = 3
_MOST_NEAR = 3
_OPENING = 160  # characters
_UNITS = 8  # sentences that are enough for them


def suggest(
    request: BasisRequest, snapshot: Snapshot, synonyms: Synonyms
) -> tuple[BasisSuggestion, ...]:
    """The likeliest provisions; ``synonyms`` finds the glossary's concepts."""
    views = _Views(request, snapshot, synonyms)
    if not len(views.provisions) or not request.passages:
        return ()
    scores = views.scores()
    order = np.argsort(-scores, kind="stable")
    found: dict[Provision, BasisSuggestion] = {}  # one may be held in two languages
    fresh = 0
    for place in order[scores[order] > 0].tolist():
        if fresh >= request.limit:
            break
        one = views.suggestion(place, float(scores[place] / scores[order[0]]))
        if one.provision not in found:
            found[one.provision] = one
            fresh += not one.cited
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _View:
    """What a text gives provisions (``gains``) and all documents (``everything``)."""

    gains: Floats
    everything: Floats
    could: float  # what its words would gain in a document that has each once
    lang: str

    @property
    def relative(self) -> Floats:
        """The gains as part of the best one."""
        return self.gains / (float(self.gains.max()) or 1.0)


class _Views:
    """The text seen from several sides, of one generation."""

    def __init__(self, request: BasisRequest, snapshot: Snapshot, synonyms: Synonyms) -> None:
        self._request = request
        self._snapshot = snapshot
        self._synonyms = synonyms
        self._cited = frozenset(p.whole for p in request.cited)
        mask = snapshot.runs.choice(Filters(kind=(PROVISION,))).mask.copy()
        mask[snapshot.dead] = False
        self.provisions: Ints = np.flatnonzero(mask)

    def scores(self) -> Floats:
        """How likely each provision is; 0 for what has too little to do with the text."""
        passages = np.zeros(len(self.provisions))
        for view in self._of_passages:
            passages += view.relative**_BEST_OF_PASSAGE
        own = self._whole.relative**_BEST_OF_VIEW + self._about.relative**_BEST_OF_VIEW
        own += passages / (passages.max() or 1.0)
        near = np.zeros(len(self.provisions))
        for worth, rests_on in self._witnesses:
            near[rests_on] += worth
        found = own / (own.max() or 1.0) + _NEAR_WORTH * near / (near.max() or 1.0)
        found[~self._enough()] = 0
        return found

    def suggestion(self, place: int, score: float) -> BasisSuggestion:
        """What is told of the provision at this place."""
        number = int(self.provisions[place])
        shown = self._snapshot.shown(number)
        provision = Provision.parse(shown.slug)
        near = [self._slug(article) for article, places in self._near if place in places]
        return BasisSuggestion(
            provision=provision,
            title=shown.title,
            title_zh=shown.title_zh,
            opening=_opening(" ".join(shown.units[:_UNITS])),
            score=round(score, 4),
            cited=provision in self._cited,
            passages=tuple(self._supported(place)),
            rests=tuple(near[:_MOST_NEAR]),
        )

    def _supported(self, place: int) -> list[Supported]:
        """The passages that it fits about as well as any provision does, the best first."""
        fits = [
            (float(view.relative[place]), passage)
            for view, passage in zip(self._of_passages, self._request.passages, strict=True)
            if view.gains[place] > 0
        ]
        fits.sort(key=lambda fit: -fit[0])
        best = [fit for fit in fits if fit[0] >= _SUPPORTS] or fits[:1]
        return [_named(passage, likeness) for likeness, passage in best[:_MOST_SUPPORTED]]

    def _enough(self) -> Bools:
        """Which provisions have enough of what some view asks for."""
        enough = np.zeros(len(self.provisions), bool)
        for view in (self._about, self._whole, *self._of_passages):
            foreign = self._snapshot.runs.foreign(view.lang)[self.provisions]
            least = np.where(foreign, _LEAST_ACROSS, _LEAST)
            enough |= (view.gains > 0) & (view.gains >= least * view.could)
        return enough

    @cached_property
    def _about(self) -> _View:
        return self._view(f"{self._request.title} {self._request.lead}")

    @cached_property
    def _whole(self) -> _View:
        return self._view(self._request.whole)

    @cached_property
    def _of_passages(self) -> tuple[_View, ...]:
        return tuple(self._view(f"{p.heading} {p.text}") for p in self._request.passages)

    @cached_property
    def _near(self) -> list[tuple[int, frozenset[int]]]:
        """The nearest articles but the text's own, each with the places of what it rests on."""
        scores = self._whole.everything.copy()
        scores[self.provisions] = 0
        scores[self._snapshot.marked("original", self._request.article)] = 0
        rests = self._snapshot.rests
        best = [int(n) for n in np.argsort(-scores, kind="stable")[:_NEAR] if scores[n] > 0]
        return [
            (
                number,
                frozenset(
                    self.provisions.searchsorted(
                        rests.provisions[rests.articles == number]
                    ).tolist()
                ),
            )
            for number in best
        ]

    @property
    def _witnesses(self) -> list[tuple[float, list[int]]]:
        """What each near article counts, and the places of what it rests on."""
        scores = self._whole.everything
        best = max((float(scores[number]) for number, _ in self._near), default=1.0)
        return [((float(scores[n]) / best) ** 2, sorted(places)) for n, places in self._near]

    def _slug(self, number: int) -> str:
        return self._snapshot.blob("slug", number).decode()

    def _view(self, text: str) -> _View:
        question = understand(_OPERATORS.sub(" ", text))
        meant = self._synonyms.meant(question.text, _MOST_CONCEPTS)
        asked = replace(
            Asked.of(question, self._snapshot),
            expansions=expansions(meant, self._snapshot, translated=_TRANSLATED),
        )
        asked.all_words(self._snapshot)
        asked.add_compounds(self._snapshot)
        everything = self._snapshot.scores[: self._snapshot.size].astype(np.float64)
        everything[self._snapshot.dead] = 0
        unknown = log(1 + (self._snapshot.findable + 0.5) / 0.5)  # as if a word were in none
        could = sum(
            worth or unknown * concept.worth
            for worth, concept in zip(asked.worth, question.concepts, strict=True)
        )
        return _View(everything[self.provisions], everything, could, question.lang)


def _named(passage: Passage, likeness: float) -> Supported:
    return Supported(
        anchor=passage.anchor,
        heading=passage.heading,
        text=_opening(passage.text),
        likeness=round(likeness, 3),
    )


def _opening(text: str) -> str:
    """Its first words, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _OPENING else line[: _OPENING - 1].rstrip() + "…"
