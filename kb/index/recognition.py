"""What was typed, found again in the wording of a title or an alias."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.index.analysis import has_chinese
from kb.index.phrasings import Word, Wording, cut, word_between
from kb.results import Snippet

Span = tuple[int, int]  # of the folded wording

_SHORTEST_PART = 2  # characters of a Chinese run whose parts are found apart
_MOST_PARTS = 3
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The words of what was typed, each once; the last one may be unfinished.

    ``key`` is the beginning that a title would have, see ``Wording.key``.
    """

    words: tuple[Word, ...]
    key: str
    lang: str

    @classmethod
    def of(cls, text: str) -> "Typed":
        wording = cut(text)
        *others, last = wording.words or (None,)
        once = {word.text: word for word in others if word}
        if last:
            once.pop(last.text, None)
            once[last.text] = last
        return cls(
            words=tuple(once.values()),
            key=wording.key,
            lang="zh" if has_chinese(text) else "en",
        )

    def is_unfinished(self, word: Word) -> bool:
        return word is self.words[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """Where the typed words stand in a wording, in the order in which they were typed.

    ``flaws`` counts words with a typo, and cuts in Chinese runs whose parts stand apart.
    """

    spans: tuple[Span, ...]
    flaws: int
    begins: bool
    together: bool


class Recogniser:
    """Finds the typed words in wordings. ``near`` are the words that each may stand for."""

    def __init__(self, typed: Typed, near: Mapping[str, frozenset[str]], *, in_parts: bool) -> None:
        """With ``in_parts``, the parts of a Chinese run may stand apart."""
        self._typed = typed
        self._near = near
        self._in_parts = in_parts

    @property
    def lenient(self) -> bool:
        """Whether a word may stand for another one, or for parts."""
        return self._in_parts or bool(self._near)

    def whole(self, wording: Wording) -> Recognised | None:
        """All typed words in the wording, or None."""
        spans: list[Span] = []
        flaws = 0
        for word in self._typed.words:
            found = self._places(word, wording, spans)
            if found is None:
                return None
            spans += found.spans
            flaws += found.flaws
        together = all(
            before[1] <= after[0] and not word_between(wording, before[1], after[0])
            for before, after in pairwise(spans)
        )
        return Recognised(
            spans=tuple(spans),
            flaws=flaws,
            begins=together and not word_between(wording, 0, spans[0][0]),
            together=together,
        )

    def some(self, wording: Wording) -> tuple[frozenset[str], tuple[Span, ...]]:
        """Which typed words are in the wording at all, and where."""
        spans: list[Span] = []
        words = []
        for word in self._typed.words:
            if (found := self._places(word, wording, spans)) is not None:
                spans += found.spans
                words.append(word.text)
        return frozenset(words), tuple(spans)

    def _places(self, word: Word, wording: Wording, taken: Sequence[Span]) -> "_Found | None":
        if word.chinese:
            return self._run(word, wording, taken)
        unfinished = self._typed.is_unfinished(word)
        near = self._near.get(word.text, _NOTHING)
        # Most wordings do not have the word: that is seen without looking at each of theirs.
        written = f" {word.text}" if unfinished else f" {word.text} "
        if written not in wording.spaced and near.isdisjoint(wording.texts):
            return None
        other: Word | None = None
        for there in _from(wording, taken):
            if there.text == word.text or (unfinished and there.text.startswith(word.text)):
                end = there.start + len(word.text)
                plain = wording.folded.text[there.start : end] == word.text
                return _Found(((there.start, end if plain else there.end),))
            if other is None and there.text in near:
                other = there
        return _Found(((other.start, other.end),), flaws=1) if other else None

    def _run(self, word: Word, wording: Wording, taken: Sequence[Span]) -> "_Found | None":
        spans: list[Span] = []
        rest = word.text
        while rest:
            longest = next(self._beginnings(rest, wording, [*taken, *spans]), None)
            if longest is None or len(spans) == _MOST_PARTS:
                return None
            spans.append(longest)
            rest = rest[longest[1] - longest[0] :]
        return _Found(tuple(spans), flaws=len(spans) - 1)

    def _beginnings(self, run: str, wording: Wording, taken: Sequence[Span]) -> Iterator[Span]:
        """Where the run stands, or the longest part of it that may stand apart from the rest."""
        after = taken[-1][1] if taken else 0
        least = _SHORTEST_PART if self._in_parts else len(run)
        for length in range(len(run), min(least, len(run)) - 1, -1):
            if 0 < len(run) - length < _SHORTEST_PART:
                continue
            for start in (after, 0):
                place = wording.folded.text.find(run[:length], start)
                if place >= 0:
                    yield place, place + length


@dataclass(frozen=True, slots=True)
class _Found:
    spans: tuple[Span, ...]
    flaws: int = 0


def _from(wording: Wording, taken: Sequence[Span]) -> Iterator[Word]:
    """The wording's words: those behind what was found last, those before it, those found."""
    after = taken[-1][1] if taken else 0
    starts = {start for start, _ in taken}
    free = [word for word in wording.words if word.start not in starts]
    yield from (word for word in free if word.start >= after)
    yield from (word for word in free if word.start < after)
    yield from (word for word in wording.words if word.start in starts)


def highlighted(text: str, spans: Sequence[Span]) -> Snippet:
    """The text with the spans of its folded wording highlighted, neighbouring ones as one."""
    folded = cut(text).folded
    joined: list[Span] = []
    for start, end in sorted(folded.span(*span) for span in spans):
        if joined and not any(map(str.isalnum, text[joined[-1][1] : start])):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    pieces: list[str] = []
    done = 0
    for start, end in joined:
        pieces += (text[done:start], text[start:end])
        done = end
    return Snippet(pieces=(*pieces, text[done:]) if done < len(text) else tuple(pieces))
