"""What a query asks for. Any string is a query: there is no syntax to get wrong."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from kb.index import weights
from kb.index.analysis import (
    EXACT_MARK,
    Piece,
    Run,
    Sort,
    TermList,
    Token,
    has_chinese,
    pieces,
)
from kb.index.conditions import Wording, demands
from kb.index.fillers import ENGLISH, without_chinese_fillers
from kb.results import Note


class Concept(NamedTuple):
    """One thing asked for: the term it matches by, and the exact word if it has one.

    ``worth`` scales what it adds to a score. With ``prefix`` every term that begins
    with ``term`` counts: that is how a single Chinese character is looked for.
    """

    term: str
    exact: str = ""
    worth: float = 1.0
    prefix: bool = False


@dataclass(frozen=True)
class Question:
    """A query understood: its concepts, each once, its language and its gist.

    ``wordings`` must be in a hit, and with ``all_words`` every concept; ``unwanted`` must
    not. With ``everything`` all that filters let pass is a hit. ``notes`` are remarks on
    operators in the query.
    """

    concepts: tuple[Concept, ...]
    lang: str = "en"
    gist: str = ""  # see ``gist``
    wordings: tuple[Wording, ...] = ()
    all_words: bool = False
    unwanted: tuple[Wording, ...] = ()
    everything: bool = False
    notes: tuple[Note, ...] = ()
    text: str = ""  # of what is wanted
    words: tuple[str, ...] = ()  # neighbouring words, as compounds
    runs: tuple[str, ...] = ()  # of Chinese, without fillers

    @cached_property
    def places(self) -> dict[str, int]:
        """Term -> which concept it belongs to, for concepts that are not prefixes."""
        return {c.term: n for n, c in enumerate(self.concepts) if not c.prefix}

    @cached_property
    def characters(self) -> dict[str, int]:
        """The same for single Chinese characters, by which terms may begin."""
        return {c.term: n for n, c in enumerate(self.concepts) if c.prefix}

    @cached_property
    def wanted(self) -> frozenset[str] | None:
        """The terms that can answer it; None where a prefix leaves them open."""
        return None if any(c.prefix for c in self.concepts) else frozenset(self.places)

    def place(self, token: Token) -> int | None:
        """Which concept a token of some text answers, if any."""
        if token.sort is Sort.EXACT:
            return None
        found = self.places.get(token.text)
        if found is None and token.sort in (Sort.PAIR, Sort.LAST):
            return self.characters.get(token.text[0])
        return found


def understand(query: str, *, all_words: bool = False, filtered: bool = False) -> Question:
    """Cut a query into concepts; ``filtered`` says that filters narrow the search too.

    Fillers (question words, auxiliaries, 怎么, 请问) are left out, unless the query
    holds nothing else; so are single Chinese characters that are left between them.
    A query without a word in it has no concepts. What is in quotes is asked for as it
    stands, fillers and all, and its words count like others too; those of what is not
    wanted do not (see ``conditions``).
    """
    asked = demands(query, filtered=filtered)
    telling = _telling(asked.words)
    concepts = telling if telling and weights.DROP_FILLERS else _concepts(asked.words)
    strict = [concept for text in asked.strict for concept in _concepts(text)]
    longer = [concept for concept in concepts if not concept.prefix]
    return Question(
        _once((longer or ([] if strict else concepts)) + strict),
        "zh" if has_chinese(asked.words) else "en",
        _gist(telling),
        asked.wanted,
        all_words,
        asked.unwanted,
        asked.everything,
        asked.notes,
        text=asked.words,
        words=_neighbours(asked.words),
        runs=tuple(
            piece.text
            for piece in pieces(without_chinese_fillers(asked.words))
            if isinstance(piece, Run)
        ),
    )


def _neighbours(query: str) -> tuple[str, ...]:
    """The compounds of its words, fillers too: "do I" and "how much" are part of how one asks."""
    made = TermList()
    made.add(query, cut=False)
    return tuple(dict.fromkeys(made.compounds))


def about(texts: Iterable[str]) -> tuple[Concept, ...]:
    """What texts are about, as concepts: used to find related articles."""
    found = (concept for text in texts for concept in _telling(text) if not concept.prefix)
    return _once(Concept(concept.term, worth=concept.worth) for concept in found)


@lru_cache(maxsize=10_000)
def gist(query: str) -> str:
    """The same for two questions that ask for the same, in whatever order and word forms.

    A short hexadecimal hash, since a term of the index must not grow with the question;
    empty for a query of nothing but fillers.
    """
    return _gist(_telling(query))


def asks(questions: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The terms of each question, without fillers; none is empty."""
    told = (
        tuple(dict.fromkeys(concept.term for concept in _telling(text) if not concept.prefix))
        for text in questions
    )
    return tuple(terms for terms in told if terms)


def telling_terms(question: str) -> tuple[str, ...]:
    """What its gist is made of: the terms of a question without fillers, single characters too."""
    return tuple(dict.fromkeys(concept.term for concept in _telling(question)))


def _gist(telling: Iterable[Concept]) -> str:
    told = sorted({concept.term for concept in telling})
    return hashlib.sha256(" ".join(told).encode()).hexdigest()[:16] if told else ""


def _telling(text: str) -> list[Concept]:
    """The text's concepts without the fillers."""
    found = _concepts(without_chinese_fillers(text))
    return [c for c in found if (c.exact.removeprefix(EXACT_MARK) or c.term) not in ENGLISH]


def _once(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    """Each term once, as it was written first: "pay paying" asks for one thing."""
    first: dict[str, Concept] = {}
    for concept in concepts:
        first.setdefault(concept.term, concept)
    return tuple(first.values())


def _concepts(text: str) -> list[Concept]:
    """One concept for a word, a number, a pair, or a Chinese character that stands alone."""
    found: list[Concept] = []
    for piece in pieces(text):
        if not isinstance(piece, Run):
            found += _of_word(piece)
        elif piece.width == 1:
            found.append(Concept(piece.terms[0], prefix=True))
        else:
            found += map(Concept, piece.terms[:-1])
    return found


def _of_word(piece: Piece) -> Iterator[Concept]:
    for token, after in zip(piece.tokens(), (*piece.terms[1:], ""), strict=True):
        if token.sort is Sort.EXACT:
            continue
        if token.sort is Sort.JOINED:
            yield Concept(token.text, worth=weights.JOINED_WORTH)
        else:
            yield Concept(token.text, after if after.startswith(EXACT_MARK) else "")
