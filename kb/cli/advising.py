"""What the desk can tell about a text, put together: corpus, index, and judged queries."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ingest.followed import followed_glossary
from kb.cli.folders import Folders
from kb.editorial.advising import Advisor
from kb.editorial.desk import Desk
from kb.editorial.gate import Ask, JudgedQuery, RankGate, Searching
from kb.editorial.term_editing import Tuning
from kb.editorial.tuning import Bets, Looking, Results
from kb.engine import Batch
from kb.evaluation import judgements
from kb.evaluation.judged import UnusableSetError
from kb.glossary import Glossary
from kb.index.analysis import has_chinese
from kb.index.engine import WhooshEngine
from kb.index.question import gist
from kb.request import MAX_PER_PAGE, MAX_QUERY_CHARS, SearchRequest
from kb.search_tuning import SHOWN, Result

_DEV = "dev"  # the only split that may be looked at


def advisor_of(folders: Folders, engine: WhooshEngine, desk: Desk) -> Advisor:
    """Tells about texts; without judged queries its gate has none to ask."""
    return Advisor(
        live=desk.live,
        examine=desk.examine,
        engine=engine,
        suggester=engine,
        texts=folders.texts(),
        gate=gate_of(folders, engine),
    )


def tuning_of(folders: Folders, engine: WhooshEngine, desk: Desk) -> Tuning:
    """Best bets and glossary, tried with the engine."""

    @contextmanager
    def after(batch: Batch, glossary: Glossary | None) -> Iterator[Results]:
        with engine.trial(batch, glossary) as tried:
            yield _results(tried)

    looking, gate = Looking(now=_results(engine), after=after), gate_of(folders, engine)
    bets = Bets(desk=desk, alike=gist, looking=looking, gate=gate)
    return Tuning(bets=bets, room=desk.room, looking=looking, gate=gate)


def _results(engine: WhooshEngine) -> Results:
    def results(query: str) -> Sequence[Result]:
        request = SearchRequest(query=query[:MAX_QUERY_CHARS], per_page=SHOWN, facets=False)
        return tuple(
            Result(slug=hit.slug, title=hit.title.text, lang=hit.lang)
            for hit in engine.search(request).hits
        )

    return results


def gate_of(folders: Folders, engine: WhooshEngine) -> RankGate:
    """Asks the corpus's judged queries, those of the split dev."""
    glossary = followed_glossary(folders.corpus)
    return RankGate(searching_of(engine, glossary), judged_of(folders.corpus), glossary)


def searching_of(engine: WhooshEngine, glossary: Callable[[], Glossary]) -> Searching:
    """The engine, as the gate asks it."""

    @contextmanager
    def after(batch: Batch, other: Glossary | None) -> Iterator[Ask]:
        with engine.trial(batch, other) as tried:
            yield _asking(tried)

    def state() -> object:
        return engine.generation(), id(glossary())

    return Searching(now=_asking(engine), generation=state, after=after)


def _asking(engine: WhooshEngine) -> Ask:
    def ask(query: str) -> Sequence[str]:
        return engine.rank(SearchRequest(query=query, per_page=MAX_PER_PAGE, facets=False)).slugs

    return ask


def judged_of(corpus: Path) -> Callable[[], Sequence[JudgedQuery]]:
    """The queries of ``judgements.tsv`` as it is now; none where it is missing or wrong."""
    held: list[tuple[int, tuple[JudgedQuery, ...]]] = []

    def judged() -> Sequence[JudgedQuery]:
        try:
            changed = (corpus / judgements.FILE).stat().st_mtime_ns
        except OSError:
            return ()
        if not held or held[-1][0] != changed:
            held[:] = [(changed, _read(corpus))]
        return held[-1][1]

    return judged


def _read(corpus: Path) -> tuple[JudgedQuery, ...]:
    try:
        found = judgements.read(corpus, _DEV)
    except UnusableSetError:
        return ()
    return tuple(
        JudgedQuery(
            query=query,
            lang="zh" if has_chinese(query) else "en",
            grades=found.grades[query],
        )
        for query in found.queries
    )
