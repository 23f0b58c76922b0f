"""The glossary's concepts in a question, and the other words for them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kb.glossary import Concept, Glossary
from kb.index.analysis import Piece, Run, Sort, pieces, two_words

_MOST_FOUND = 8  # concepts of a question; one of so many is about none of them


Key = str | tuple[str, ...]  # a term for comparison: a run of Chinese, or words by their stems
ENDINGS = ("er", "or", "ance", "ence", "ment")
_BETWEEN = "~"  # a stem and the ending; in no word


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a concept: as the glossary has it, its language, its key."""

    text: str
    lang: str
    key: Key

    @property
    def needs(self) -> tuple[str, ...]:
        """The terms of the index that an article must have: a word, neighbours, or pairs."""
        if isinstance(self.key, str):
            return _pairs(self.key)
        stems = _stems(self.key)
        return tuple(two_words(stems)) or stems


@dataclass(frozen=True, slots=True)
class Meant:
    """A concept that a question names: by which terms of the index, and its other words."""

    typed: tuple[str, ...]
    lang: str
    others: tuple[Term, ...]


class Synonyms:
    """Finds the glossary's concepts; the longest term first, none inside another."""

    def __init__(self, glossary: Glossary) -> None:
        self._english: dict[Key, Concept] = {}
        self._chinese: dict[Key, Concept] = {}
        self._terms: dict[str, tuple[Term, ...]] = {}
        for concept in glossary.concepts:
            terms = []
            for text, lang in concept.terms():
                match tuple(_stretches(text)):
                    case [key]:  # what mixes both scripts is no term that is looked for
                        terms.append(Term(text, lang, key))
                        (self._chinese if isinstance(key, str) else self._english)[key] = concept
            self._terms[concept.id] = tuple(terms)
        self._most_words = max(map(len, self._english), default=0)
        self._most_characters = max(map(len, self._chinese), default=0)

    def concepts(self) -> Iterator[tuple[Term, ...]]:
        """The terms of each concept of the glossary."""
        yield from self._terms.values()

    def meant(self, query: str, most: int = _MOST_FOUND) -> tuple[Meant, ...]:
        """The concepts that the query names, each once, at most so many."""
        found: dict[str, Meant] = {}
        for piece in _stretches(query):
            if isinstance(piece, str):
                named = _longest(piece, self._chinese, self._most_characters)
                lang = "zh"
            else:
                named = _longest(piece, self._english, self._most_words)
                lang = "en"
            for concept, key in named:
                typed = _pairs(key) if isinstance(key, str) else _stems(key)
                others = tuple(t for t in self._terms[concept.id] if t.key != key)
                found.setdefault(concept.id, Meant(typed, lang, others))
        return tuple(found.values())[:most]


def _stretches(text: str) -> Iterator[Key]:
    """The text's runs of Chinese, and its other words by their stems, in order."""
    words: tuple[str, ...] = ()
    for piece in pieces(text):
        if isinstance(piece, Run):
            if words:
                yield words
            words = ()
            yield piece.text
        else:
            words += tuple(_keys(piece))
    if words:
        yield words


def _keys(piece: Piece) -> Iterator[str]:
    """Its words by their stems, each with the ending that makes it another word.

    The stem alone would take insurance for an insurer, and several for severance.
    """
    tokens = [token for token in piece.tokens() if token.sort is not Sort.JOINED]
    for token, after in zip(tokens, (*tokens[1:], None), strict=True):
        if token.sort is Sort.EXACT:
            continue
        word = after.text.rstrip("s") if after and after.sort is Sort.EXACT else ""
        ending = next((ending for ending in ENDINGS if word.endswith(ending)), "")
        yield f"{token.text}{_BETWEEN}{ending}" if ending else token.text


def _stems(key: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.partition(_BETWEEN)[0] for word in key)


def _longest(
    stretch: Key, known: Mapping[Key, Concept], most: int
) -> Iterator[tuple[Concept, Key]]:
    """The known terms in a stretch from its beginning on, at each place the longest."""
    begin = 0
    while begin < len(stretch):
        for length in range(min(most, len(stretch) - begin), 0, -1):
            key = stretch[begin : begin + length]
            if key in known:
                yield known[key], key
                begin += length
                break
        else:
            begin += 1


def _pairs(run: str) -> tuple[str, ...]:
    """The pairs of characters of a run of Chinese, the character itself if it is one."""
    return tuple(map("".join, pairwise(run))) or (run,)
