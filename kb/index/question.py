"""What a query asks for. Any string is a query: there is no syntax to get wrong."""

import hashlib
import re
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
    tokens,
)
from kb.index.fillers import ENGLISH, without_chinese_fillers

# What stands between two of these must be in the article as it stands there.
_QUOTED = re.compile('"([^"]+)"|“([^”]+)”|「([^」]+)」')


class Concept(NamedTuple):
    """One thing asked for: the term it matches by, and the exact word if it has one.

    ``worth`` scales what it adds to a score. With ``prefix`` every term that begins
    with ``term`` counts: that is how a single Chinese character is looked for.
    """

    term: str
    exact: str = ""
    worth: float = 1.0
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """Words in quotes: terms, and how many positions behind the first each must stand."""

    terms: tuple[str, ...]
    offsets: tuple[int, ...]


@dataclass(frozen=True)
class Question:
    """A query understood: its concepts, each once, its language and its gist.

    ``wordings`` must be in a hit; with ``all_words`` every concept must.
    """

    concepts: tuple[Concept, ...]
    lang: str = "en"
    gist: str = ""  # see ``gist``
    wordings: tuple[Wording, ...] = ()
    all_words: bool = False
    words: tuple[str, ...] = ()  # neighbouring words, as compounds
    runs: tuple[str, ...] = ()  # of Chinese, without fillers

    @cached_property
    def places(self) -> dict[str, int]:
        """Term -> which concept it belongs to, for concepts that are not prefixes."""
        return {c.term: n for n, c in enumerate(self.concepts) if not c.prefix}

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
            for n, concept in enumerate(self.concepts):
                if concept.prefix and token.text.startswith(concept.term):
                    return n
        return found


def understand(query: str, *, all_words: bool = False) -> Question:
    """Cut a query into concepts.

    Fillers (question words, auxiliaries, 怎么, 请问) are left out, unless the query
    holds nothing else; so are single Chinese characters that are left between them.
    A query without a word in it has no concepts. What is in quotes is asked for as it
    stands, fillers and all, and its words count like others too.
    """
    lang = "zh" if has_chinese(query) else "en"
    telling = _telling(query)
    concepts = telling if telling and weights.DROP_FILLERS else _concepts(query)
    wordings: tuple[Wording, ...] = ()
    if quoted := [text for groups in _QUOTED.findall(query) for text in groups if text]:
        wordings = tuple(wording for text in quoted if (wording := _wording(text)).terms)
        concepts = concepts + [concept for text in quoted for concept in _concepts(text)]
    longer = [concept for concept in concepts if not concept.prefix]
    return Question(
        _once(longer or concepts),
        lang,
        _gist(telling),
        wordings,
        all_words,
        words=_neighbours(query),
        runs=tuple(p.text for p in pieces(without_chinese_fillers(query)) if isinstance(p, Run)),
    )


def _neighbours(query: str) -> tuple[str, ...]:
    """The compounds of its words, fillers too: "do I" and "how much" are part of how one asks."""
    made = TermList()
    made.add(query, cut=False)
    return tuple(dict.fromkeys(made.compounds))


def _wording(text: str) -> Wording:
    """At each position the word as written, or else the number or the pair.

    A single Chinese character is no term of its own in the middle of a text: it is passed
    over. So is a pair between two that touch without it.
    """
    chosen: dict[int, Token] = {}
    for token in tokens(text):
        if token.sort not in (Sort.JOINED, Sort.LAST):
            before, middle = chosen.get(token.position - 2), chosen.get(token.position - 1)
            if before and middle and before.sort is middle.sort is token.sort is Sort.PAIR:
                del chosen[token.position - 1]
            chosen[token.position] = token
    first = min(chosen, default=0)
    return Wording(
        tuple(token.text for token in chosen.values()), tuple(place - first for place in chosen)
    )


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
