"""One set of documents, all engines: build, ask in turns, check, and what else there is."""

import gc
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from kb.index.question import understand
from tests.bench import questions
from tests.bench.corpora import make
from tests.bench.engines import Engine, adapter
from tests.bench.memory import MB, size
from tests.bench.progress import Progress
from tests.bench.questions import Kind, Query
from tests.bench.reference import SOUND, Reference, agreement, sound
from tests.bench.results import Curves, EngineResult, SetResult
from tests.bench.stream import Corpus
from tests.bench.timing import WARM, Asked, Spread, in_turns, ratio
from tests.bench.upkeep import changes, first_answer, fresh

LENGTHS = (1, 2, 4, 8, 12, 16, 24, 32, 40)  # terms
_LENGTH_QUERIES = 30  # for each length
_CHECKED = 50  # questions that are ranked slowly too
_FRESH_QUERIES, _FRESH_SECONDS = 201, 20.0  # for a new process: one, then at most so many
_CHANGES = 60


@dataclass(frozen=True)
class Scale:
    """How much is asked: queries of each kind, and seconds an engine may use for a kind."""

    queries: int
    seconds: float
    seed: int
    folder: Path | None


def compare(
    name: str, documents: int, names: Sequence[str], scale: Scale, scratch: Path
) -> SetResult:
    """Measure the engines on so many documents of a set."""
    rng = random.Random(f"queries {name} {scale.seed}")
    corpus = tokenised(name, documents, scale)
    count = scale.queries + WARM
    natural = questions.natural(corpus, name, count, rng, scale.folder)
    asked = {
        Kind.TYPED: questions.typed(corpus, natural),
        Kind.NATURAL: natural,
        Kind.ALL: questions.all_words(corpus, count, rng),
        Kind.PHRASE: questions.phrases(corpus, count, rng),
        Kind.FILTERED: questions.filtered(corpus, natural),
    }
    result = SetResult(
        name=name,
        documents=documents,
        tokens=corpus.tokens,
        analysis_s=corpus.seconds,
        terms=mean(len(query.numbers) for query in natural),
        engines={},
    )
    if "ours" in names:
        result.understanding = _understanding(natural)
    engines = []
    for engine in map(adapter, names):
        result.engines[engine.name] = built(engine, corpus, scratch / engine.name)
        engines.append(engine)
    corpus.__dict__.pop("texts", None)  # a copy of everything, which nobody needs any more
    for kind, queries in asked.items():
        _ask(kind, queries, [e for e in engines if kind in e.kinds], corpus, scale, result)
    result.lengths = _lengths(corpus, natural, engines, rng, scale)
    for engine in engines:
        mine = result.engines[engine.name]
        most = int(_FRESH_SECONDS * 1000 / mine.spreads[Kind.NATURAL].p50)
        several = natural[: max(2, min(_FRESH_QUERIES, most))]
        with Progress(f"{name}: {engine.name} in new processes"):
            mine.fresh = fresh(engine.name, scratch / engine.name, several, scratch)
    for engine in engines:
        if engine.name == "ours":
            result.first_ms = first_answer(scratch / engine.name, natural[0].text)
            result.growth = _growth(engine, corpus, natural, scale, scratch)
            with Progress(f"{name}: articles changed") as tick:
                result.changes = changes(engine, corpus, _CHANGES, tick)
        engine.close()
    return result


def tokenised(name: str, documents: int, scale: Scale) -> Corpus:
    """So many documents of a set with their shared tokens."""
    with Progress(f"{name}: making {documents:,} documents"):
        records = make(name, documents, scale.seed, scale.folder)
    with Progress(f"{name}: analysing them") as tick:
        return Corpus.of(records, tick)


def built(engine: Engine, corpus: Corpus, folder: Path) -> EngineResult:
    """Index the documents and open the index."""
    with Progress(f"{engine.name}: indexing {len(corpus.records):,} documents") as tick:
        prepared = engine.prepare(corpus)
        gc.collect()
        gc.freeze()  # what others have in memory must not slow this one down
        began = time.perf_counter()
        engine.build(prepared, folder, tick)
        seconds = time.perf_counter() - began
        gc.unfreeze()
    engine.open(folder)
    return EngineResult(index_s=seconds, index_mb=size(folder) / MB)


def _understanding(queries: Sequence[Query]) -> Spread:
    asked = Asked()
    for query in queries:
        began = time.perf_counter_ns()
        understand(query.text)
        asked.times.append(time.perf_counter_ns() - began)
    return asked.spread()


def _ask(
    kind: Kind,
    queries: list[Query],
    engines: Sequence[Engine],
    corpus: Corpus,
    scale: Scale,
    result: SetResult,
) -> None:
    if not engines:
        return
    with Progress(f"{result.name}: {kind}") as tick:
        asked = in_turns(engines, queries[WARM:], scale.seconds, tick, queries[:WARM])
    for engine in engines:
        mine = result.engines[engine.name]
        mine.spreads[kind] = asked[engine.name].spread()
        if "ours" in asked:
            mine.slower[kind] = (
                ratio(asked[engine.name], asked["ours"], 0.5),
                ratio(asked[engine.name], asked["ours"], 0.95),
            )
        if kind in (Kind.ALL, Kind.PHRASE):
            mine.sound[kind] = sound(corpus, queries[WARM:], asked[engine.name].answers)
            if mine.sound[kind] < SOUND:
                result.broken.append(
                    f"{engine.name}, {kind}: only {mine.sound[kind]:.0%} of what it found on"
                    f" {result.name} has what was asked for"
                )
    if kind is Kind.NATURAL:
        _check(queries[WARM:], engines, asked, corpus, result)
    if kind is Kind.FILTERED and "ours" in asked:
        result.filtered = _filtered(queries, engines, scale)


def _check(
    queries: Sequence[Query],
    engines: Sequence[Engine],
    asked: dict[str, Asked],
    corpus: Corpus,
    result: SetResult,
) -> None:
    """Compare the engines' ten best with BM25 computed plainly."""
    reference = Reference(corpus)
    found: dict[str, list[float]] = {engine.name: [] for engine in engines}
    with Progress(f"{result.name}: ranking {_CHECKED} questions slowly") as tick:
        for place, query in enumerate(queries[:_CHECKED]):
            scores = {
                scoring: reference.scores(query, scoring).tolist()
                for scoring in {engine.scoring for engine in engines}
            }
            for engine in engines:
                answers = asked[engine.name].answers
                if place < len(answers):
                    found[engine.name].append(agreement(answers[place], scores[engine.scoring]))
            tick(place + 1, _CHECKED)
    for engine in engines:
        share = mean(found[engine.name])
        result.engines[engine.name].agreement = share
        if share < engine.least:
            result.broken.append(
                f"{engine.name} has {share:.0%} of the ten best on {result.name}, where"
                f" {engine.least:.0%} is the least: it does not search the same, and its times"
                " mean nothing"
            )


def _filtered(queries: list[Query], engines: Sequence[Engine], scale: Scale) -> float:
    """Questions with filters and facets against the same without, in turns, at the median."""
    views = [_View(f"filters: {on}", engines[0], filters=on) for on in (False, True)]
    asked = in_turns(views, queries[WARM:], scale.seconds, warm=queries[:WARM])
    plain, with_filters = (asked[view.name] for view in views)
    return ratio(with_filters, plain, 0.5)


@dataclass
class _View:
    """Our engine asked questions with their filters and facets, or without."""

    name: str
    engine: Engine
    filters: bool

    def search(self, query: Query) -> list[int]:
        plain = query._replace(kind=Kind.NATURAL, topics=(), langs=())
        return self.engine.search(query if self.filters else plain)


def _lengths(
    corpus: Corpus,
    natural: list[Query],
    engines: Sequence[Engine],
    rng: random.Random,
    scale: Scale,
) -> Curves:
    """Median milliseconds by the number of a query's terms."""
    curves: Curves = {engine.name: [] for engine in engines}
    with Progress("queries of different lengths") as tick:
        for done, length in enumerate(LENGTHS, 1):
            drawn = questions.of_length(corpus, natural, length, _LENGTH_QUERIES, rng)
            asked = in_turns(engines, drawn, scale.seconds / 6)
            for name, mine in asked.items():
                if mine.times:
                    curves[name].append((length, mine.spread().p50))
            tick(done, len(LENGTHS))
    return curves


def _growth(
    ours: Engine, corpus: Corpus, natural: list[Query], scale: Scale, scratch: Path
) -> float:
    """How many times as long a question takes as in a tenth of the documents."""
    tenth = adapter("ours")
    tenth.name = "ours, a tenth"
    built(tenth, corpus.first(len(corpus.records) // 10), scratch / "tenth")
    asked = in_turns([tenth, ours], natural[WARM:], scale.seconds, warm=natural[:WARM])
    tenth.close()
    return ratio(asked[ours.name], asked[tenth.name], 0.5)
