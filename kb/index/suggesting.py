"""The articles that may be meant while a question is being typed, the likeliest first.

Three looks, each only where the one before left room: for what is typed; with a typo in words
that are long or that no title and no alias has, and with Chinese runs in parts; and, only if
nothing was found at all, with a typo in any word.

In each, what begins a title is first. Then come articles in the language of what was typed: by
the beginning of an alias, by words inside the title, inside an alias, in several of them; and
in the same order those in another language. The typed words side by side are better than apart,
a short wording better than a long one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.codec import decode
from kb.index.ordering import first_of
from kb.index.part import Part
from kb.index.phrasings import ALIAS, TITLE, Phrasings, Word, cut
from kb.index.recognition import Recogniser, Span, Typed, highlighted
from kb.index.snapshot import Snapshot
from kb.index.typed_words import TypedWords, may_be_mistyped
from kb.index.weights import TEXT_FIELDS
from kb.request import Filters
from kb.suggestion import MAX_SUGGESTIONS, Suggestion, SuggestRequest

# Articles that are looked at more closely, however few are wanted: who asks for two gets the
# first two that another gets who asks for ten.
_CLOSER = 4 * MAX_SUGGESTIONS
# Letters from which on a known word may be a mistyped other one too.
_DOUBTED_FROM = 6
_TITLE_FIELD = TEXT_FIELDS.index("title")
_LONGEST_TITLE = 1_000  # terms; longer ones count as this long

Ranks = NDArray[np.uint8]
# What is known of a document before its wordings are read; the first is no candidate.
_NONE, _TITLE_BEGINS, _ALIAS_BEGINS, _HAS = range(4)
# In which order candidates are looked at, own language and others.
_MOST_WORDS = 60  # and Chinese characters: who has typed more has no title in mind
_FIRST = np.array([[0, 1, 3, 4], [0, 2, 5, 6]], np.float64)


@dataclass(frozen=True, slots=True, order=True)
class _Rank:
    """How a suggestion compares with others; the least is first."""

    flaws: int
    group: int
    apart: bool
    length: int
    slug: str


class Suggester:
    """Suggests articles of a snapshot; remembers what it worked out of a segment."""

    def __init__(self) -> None:
        self._segments: dict[str, TypedWords] = {}

    def suggestions(self, request: SuggestRequest, snapshot: Snapshot) -> tuple[Suggestion, ...]:
        """At most ``request.limit``, one an article. One thread at a time."""
        typed = Typed.of(request.typed)
        if not 0 < len(typed.words) <= _MOST_WORDS or not snapshot.size:
            return ()
        look = _Look(request, typed, snapshot, self._typed_words(snapshot))
        found = look.as_typed()
        if len(found) < request.limit:
            found += look.mistyped(look.doubted, found)
        if not found:
            found = look.mistyped(typed.words, found)
        return tuple(found[: request.limit])

    def _typed_words(self, snapshot: Snapshot) -> list[tuple[Part, TypedWords]]:
        """The segments' words; those of segments that are gone are let go."""
        self._segments = {
            name: self._segments.get(name) or TypedWords(leaf)
            for name, leaf in snapshot.leaves.items()
        }
        return list(zip(snapshot.parts, self._segments.values(), strict=True))


class _Look:
    """One request's look at a snapshot."""

    def __init__(
        self,
        request: SuggestRequest,
        typed: Typed,
        snapshot: Snapshot,
        segments: list[tuple[Part, TypedWords]],
    ) -> None:
        self._request = request
        self._typed = typed
        self._snapshot = snapshot
        self._segments = segments

    def as_typed(self) -> list[Suggestion]:
        """What has the words as they were typed."""
        ranks = self._ranks(self._begin_or_have)
        return self._suggestions(ranks, Recogniser(self._typed, {}, in_parts=False), set())

    def mistyped(self, doubted: Iterable[Word], known: list[Suggestion]) -> list[Suggestion]:
        """What has the words if some are mistyped, without what is known already."""
        near = {word.text: self._near(word) for word in doubted if may_be_mistyped(word)}
        if not any(near.values()) and not any(word.chinese for word in self._typed.words):
            return []
        ranks = self._ranks(lambda words: self._nearly_have(words, near))
        recogniser = Recogniser(self._typed, near, in_parts=True)
        return self._suggestions(ranks, recogniser, {suggestion.slug for suggestion in known})

    @property
    def doubted(self) -> list[Word]:
        """The words that are long, or that nobody wrote."""
        return [
            word
            for word in self._typed.words
            if len(word.text) >= _DOUBTED_FROM or not self._knows(word)
        ]

    def _knows(self, word: Word) -> bool:
        unfinished = self._typed.is_unfinished(word)
        return any(words.knows(word, unfinished=unfinished) for _, words in self._segments)

    def _near(self, word: Word) -> frozenset[str]:
        unfinished = self._typed.is_unfinished(word)
        return frozenset(
            near for _, words in self._segments for near in words.near(word, unfinished=unfinished)
        )

    def _ranks(self, of_segment: Callable[[TypedWords], Ranks]) -> Ranks:
        """What is known of each document of the snapshot; of those that may not be shown, 0."""
        ranks = np.concatenate([of_segment(words) for _, words in self._segments])
        ranks[self._snapshot.dead] = _NONE
        if self._request.langs:
            choice = self._snapshot.runs.choice(Filters(lang=self._request.langs))
            ranks[~choice.mask] = _NONE
        return ranks

    def _begin_or_have(self, words: TypedWords) -> Ranks:
        having = np.ones(words.size, bool)
        for word in self._typed.words:
            having &= words.having(word, unfinished=self._typed.is_unfinished(word))
            if not having.any():
                break
        ranks: Ranks = having * np.uint8(_HAS)
        ranks[words.beginning(ALIAS, self._typed.key)] = _ALIAS_BEGINS
        ranks[words.beginning(TITLE, self._typed.key)] = _TITLE_BEGINS
        return ranks

    def _nearly_have(self, words: TypedWords, near: Mapping[str, frozenset[str]]) -> Ranks:
        having = np.ones(words.size, bool)
        for word in self._typed.words:
            unfinished = self._typed.is_unfinished(word)
            here = words.having(word, unfinished=unfinished)
            if word.chinese or near.get(word.text):
                here = here | words.nearly_having(word, unfinished=unfinished)
            having &= here
            if not having.any():
                break
        ranks: Ranks = having * np.uint8(_HAS)
        return ranks

    def _suggestions(
        self, ranks: Ranks, recogniser: Recogniser, known: set[str]
    ) -> list[Suggestion]:
        ranked = sorted(
            (
                found
                for doc in self._likeliest(ranks, len(known))
                if (slug := self._snapshot.blob("slug", doc).decode()) not in known
                and (found := self._suggestion(doc, slug, recogniser)) is not None
            ),
            key=lambda found: found[0],
        )
        return [suggestion for _, suggestion in ranked]

    def _likeliest(self, ranks: Ranks, known: int) -> list[int]:
        """The candidates that are worth a closer look, by what is known without reading them."""
        for start, stop in self._snapshot.runs.provisions:
            ranks[start:stop] = 0  # they answer no question by their name
        docs = np.flatnonzero(ranks)
        others = np.zeros(len(ranks), np.uint8)
        for start, stop in self._snapshot.runs.in_other_languages(self._typed.lang):
            others[start:stop] = 1
        scores = _FIRST[others[docs], ranks[docs]] * _LONGEST_TITLE
        scores += np.minimum(self._title_lengths(docs), _LONGEST_TITLE - 1)
        return [placed.doc for placed in first_of(docs, -scores, self._snapshot, known + _CLOSER)]

    def _title_lengths(self, docs: NDArray[np.int64]) -> NDArray[np.int32]:
        lengths = []
        for part, _ in self._segments:
            first, after = np.searchsorted(docs, (part.base, part.base + part.size))
            lengths.append(part.leaf.lengths[_TITLE_FIELD, docs[first:after] - part.base])
        return np.concatenate(lengths)

    def _suggestion(
        self, doc: int, slug: str, recogniser: Recogniser
    ) -> tuple[_Rank, Suggestion] | None:
        """The article by the wording in which the typed words are recognised best, if at all."""
        phrasings = decode(self._snapshot.blob("phrasings", doc), Phrasings)
        other = phrasings.lang != self._typed.lang
        best = min(_recognised(phrasings, slug, other, recogniser), default=None)
        if best is None and not recogniser.lenient:
            best = self._in_several(phrasings, slug, other, recogniser)
        if best is None:
            return None
        rank, text, spans = best
        return rank, Suggestion(
            text=highlighted(text, spans), slug=slug, title=phrasings.title, lang=phrasings.lang
        )

    def _in_several(
        self, phrasings: Phrasings, slug: str, other: bool, recogniser: Recogniser
    ) -> "_Best | None":
        """The article by its title where some words are in its title, the others in aliases."""
        words, spans = recogniser.some(cut(phrasings.title))
        missing = {word.text for word in self._typed.words} - words
        for alias in phrasings.aliases if spans else ():
            missing -= recogniser.some(cut(alias))[0]
            if not missing:
                group = _group(begins=False, alias=2, other=other)
                rank = _Rank(0, group, True, len(phrasings.title), slug)
                return rank, phrasings.title, spans
        return None


_Best = tuple[_Rank, str, tuple[Span, ...]]


def _recognised(
    phrasings: Phrasings, slug: str, other: bool, recogniser: Recogniser
) -> Iterator[_Best]:
    for alias, text in enumerate((phrasings.title, *phrasings.aliases)):
        found = recogniser.whole(cut(text))
        if found is not None:
            group = _group(begins=found.begins, alias=min(alias, 1), other=other)
            rank = _Rank(found.flaws, group, not found.together, len(text), slug)
            yield rank, text, found.spans
            if not alias and found.begins and not found.flaws:
                return  # no alias can be better


def _group(*, begins: bool, alias: int, other: bool) -> int:
    """The place in the order that the module tells. ``alias``: 0 title, 1 alias, 2 several."""
    if begins and not alias:
        return int(other)
    return 2 + 4 * other + (0 if begins else 1 + alias)
