"""The queries: natural questions, words that must all be there, and exact phrases.

Our engine gets the text and cuts it itself; the others get the numbers of its terms. Of a
question those are, for one kind, all its terms, as anybody would search who has the text
and these tokens; for the other only those that ``kb.index.question`` leaves of it, without
"how can I" and 应当怎么, so that all engines search for the same.
"""

import random
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from kb.index.analysis import EXACT_MARK, Sort, TermList, tokens
from kb.index.question import Concept, understand
from kb.request import MAX_QUERY_CHARS
from tests.bench.corpora import language, read_jsonl
from tests.bench.stream import Corpus

FEWEST, MOST = 6, 18  # terms of a natural question; about 12 on average
_MADE_UP = 12  # terms of a question where there are no real ones
_TOO_FREQUENT = 0.2  # a made-up question has no term that this part of the documents has
_WORDS = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,})+")
_HAN = re.compile(r"[\u4e00-\u9fff]{4,}")
_TRIES = 400  # how often a document is drawn for each query that is wanted


class Kind(StrEnum):
    """How a query is meant. ``FILTERED`` is a natural question with filters and facets."""

    TYPED = "question as typed"
    NATURAL = "question, fillers left out"
    ALL = "all words"
    PHRASE = "exact phrase"
    FILTERED = "question, 2 filters, 5 facets"


class Query(NamedTuple):
    """One query: as typed, and its terms' numbers. Filters are for ``FILTERED`` only."""

    kind: Kind
    text: str
    numbers: tuple[int, ...]
    topics: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """The terms as the safe words of ``Corpus.texts``."""
        return [f"t{number}" for number in self.numbers]


def natural(
    corpus: Corpus, name: str, count: int, rng: random.Random, folder: Path | None
) -> list[Query]:
    """So many natural questions for a set, each but once as far as there are enough."""
    if name == "zipf" or folder is None:
        texts = _made_up(corpus, rng)
    else:
        relevance = folder / "relevance"
        texts = _asked(relevance / "stard-zh" / "queries.dev.jsonl.gz", rng)
        if name == "mixed":
            english = _asked(relevance / "insuranceqa-en" / "queries.valid.jsonl.gz", rng)
            texts = (text for pair in zip(texts, english, strict=False) for text in pair)
    made: list[Query] = []
    for text in texts:
        terms = [concept.term for concept in _concepts(text)]
        if FEWEST <= len(terms) <= MOST and len(text) <= MAX_QUERY_CHARS:
            made.append(Query(Kind.NATURAL, text, tuple(map(corpus.number, terms))))
        if len(made) == count:
            break
    return made


def typed(corpus: Corpus, questions: list[Query]) -> list[Query]:
    """The same questions; engines other than ours get every term of the text."""
    made = []
    for query in questions:
        terms = dict.fromkeys(TermList.of([query.text]).terms)
        shared = [term for term in terms if not term.startswith(EXACT_MARK)]
        made.append(query._replace(kind=Kind.TYPED, numbers=tuple(map(corpus.number, shared))))
    return made


def all_words(corpus: Corpus, count: int, rng: random.Random) -> list[Query]:
    """Two to four words of one document, anywhere in its text."""
    return _sampled(corpus, count, rng, Kind.ALL)


def phrases(corpus: Corpus, count: int, rng: random.Random) -> list[Query]:
    """Two to four neighbouring words of one document; in Chinese four to eight characters."""
    return _sampled(corpus, count, rng, Kind.PHRASE)


def filtered(corpus: Corpus, questions: list[Query]) -> list[Query]:
    """The same questions, each with one of the largest topics and its language as filters."""
    sizes: dict[tuple[str, str], int] = {}
    for record in corpus.records:
        sizes[record.topic, record.lang] = sizes.get((record.topic, record.lang), 0) + 1
    made = []
    for place, query in enumerate(questions):
        lang = language(query.text)
        largest = sorted((k for k in sizes if k[1] == lang), key=lambda k: -sizes[k])[:3]
        topics = (largest[place % len(largest)][0],) if largest else ()
        made.append(query._replace(kind=Kind.FILTERED, topics=topics, langs=(lang,)))
    return made


def of_length(
    corpus: Corpus, questions: list[Query], length: int, count: int, rng: random.Random
) -> list[Query]:
    """Queries of exactly so many terms, drawn from all the questions' terms."""
    pool: dict[str, Concept] = {c.term: c for query in questions for c in _concepts(query.text)}
    made: list[Query] = []
    for _ in range(_TRIES * count):
        drawn = rng.sample(list(pool.values()), min(length + 2, len(pool)))
        text = " ".join(_written(concept) for concept in drawn[:length])
        terms = [concept.term for concept in _concepts(text)]
        if len(terms) == length and len(text) <= MAX_QUERY_CHARS:
            made.append(Query(Kind.NATURAL, text, tuple(map(corpus.number, terms))))
            if len(made) == count:
                break
    return made


def _asked(path: Path, rng: random.Random) -> Iterator[str]:
    """Questions people asked; short ones are asked two or three at once."""
    texts = [found["text"] for found in read_jsonl(path)]
    rng.shuffle(texts)
    waiting = ""
    for text in texts:
        waiting = f"{waiting} {text}".strip()
        if len(_concepts(waiting)) >= FEWEST + 2:
            yield waiting
            waiting = ""


def _made_up(corpus: Corpus, rng: random.Random) -> Iterator[str]:
    """Words of a document that are not in every other one: what questions consist of."""
    having: dict[int, int] = {}
    for place in range(len(corpus.records)):
        for number in set(corpus.body.row(place)):
            having[number] = having.get(number, 0) + 1
    most = _TOO_FREQUENT * len(corpus.records)
    while True:
        words = list(dict.fromkeys(rng.choice(corpus.records).text.split()))
        telling = [w for w in words if all(having[n] <= most for n in _numbers(corpus, w))]
        if len(telling) >= FEWEST:
            yield " ".join(rng.sample(telling, min(_MADE_UP, len(telling))))


def _sampled(corpus: Corpus, count: int, rng: random.Random, kind: Kind) -> list[Query]:
    made: dict[str, Query] = {}
    for _ in range(_TRIES * count):
        if len(made) == count:
            break
        text = rng.choice(corpus.records).text
        drawn = (_phrase if kind is Kind.PHRASE else _words)(text, rng)
        terms = _phrase_terms(drawn) if kind is Kind.PHRASE else [c.term for c in _concepts(drawn)]
        if len(terms) >= 2 and all(term in corpus.numbers for term in terms):
            written = f'"{drawn}"' if kind is Kind.PHRASE else drawn
            made[written] = Query(kind, written, tuple(map(corpus.number, terms)))
    return list(made.values())


def _words(text: str, rng: random.Random) -> str:
    if language(text) == "zh":
        runs = _HAN.findall(text)
        words = [run[at : at + 2] for run in runs for at in range(0, len(run) - 1, 2)]
    else:
        words = [word for run in _WORDS.findall(text) for word in run.split()]
    words = list(dict.fromkeys(words))
    return " ".join(rng.sample(words, min(rng.randint(2, 4), len(words))))


def _phrase(text: str, rng: random.Random) -> str:
    length = rng.randint(2, 4)
    if language(text) == "zh":
        runs = [run for run in _HAN.findall(text) if len(run) >= 2 * length]
        run = rng.choice(runs) if runs else ""
        at = rng.randrange(len(run) - 2 * length + 1) if run else 0
        return run[at : at + 2 * length]
    found = [words for run in _WORDS.findall(text) if len(words := run.split()) >= length]
    words = rng.choice(found) if found else []
    at = rng.randrange(len(words) - length + 1) if words else 0
    return " ".join(words[at : at + length])


def _phrase_terms(phrase: str) -> list[str]:
    """Its terms in order, without the last character of a run: that one is not in the text."""
    sorts = (Sort.STEM, Sort.NUMBER, Sort.PAIR)
    return [token.text for token in tokens(phrase) if token.sort in sorts]


def _concepts(text: str) -> list[Concept]:
    """What the text asks for; nothing where a single character stands for many terms."""
    found = understand(text).concepts
    return [] if any(concept.prefix for concept in found) else list(found)


def _written(concept: Concept) -> str:
    return concept.exact.removeprefix(EXACT_MARK) or concept.term


def _numbers(corpus: Corpus, word: str) -> list[int]:
    return [corpus.number(concept.term) for concept in understand(word).concepts]
