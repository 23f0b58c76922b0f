"""What comes in, put together for the site and for commands: imports, demand, what is purged."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from ingest.glossary_file import glossary_of
from ingest.incoming import Incoming, Surroundings
from ingest.quote_check.judge import Judge
from ingest.slug import slugify
from ingest.source import walk
from kb.accounts import DeskUnusableError
from kb.cli.folders import Folders
from kb.demand import DemandUnusableError
from kb.demand_desk import KEEP_QUESTIONS, KEEP_SEARCHES, DemandDesk
from kb.desk.audit import StoredAudit
from kb.desk.demand_records import StoredDemand
from kb.desk.feedback import StoredFeedback
from kb.engine import SearchEngine
from kb.index.alike import groups
from kb.index.question import gist
from kb.library import Library
from kb.searches import Searches

_MINUTE = 60.0  # seconds: what a process that is killed loses of counted searches at most
_DAY = timedelta(days=1)
_log = logging.getLogger(__name__)


def library_of(folders: Folders, engine: SearchEngine) -> Callable[[], Library]:
    """All articles of the index as it is, drafts too; made anew for each generation."""
    made: list[Library] = []
    lock = threading.Lock()

    def library() -> Library:
        generation = engine.generation()
        with lock:
            if not made or made[-1].generation != generation:
                made[:] = [Library.of(engine.contents(), folders.taxonomy())]
            return made[-1]

    return library


def importer_of(folders: Folders, engine: SearchEngine) -> Incoming:
    """Reads what is uploaded; its surroundings are the index as it is when a reading begins."""
    library = library_of(folders, engine)

    def surroundings() -> Surroundings:
        now = library()
        return Surroundings(
            taxonomy=now.taxonomy,
            register=now.register,
            articles=now.everything,
            judge=Judge(now.register, folders.texts(), glossary_of(folders.corpus)),
            taken={
                slugify(file.stem)
                for folder in ("articles", "pending")
                if (folders.corpus / folder).is_dir()
                for file in walk(folders.corpus / folder)
            },
        )

    return Incoming(surroundings=surroundings)


def demand_desk_of(
    folders: Folders, library: Callable[[], Library], *, serving: bool = True
) -> DemandDesk:
    """What readers miss; where ``serving`` searches of this process are counted too."""
    database = folders.database()
    records = StoredDemand(database)
    return DemandDesk(
        queue=folders.demand(),
        records=records,
        feedback=StoredFeedback(database),
        library=library,
        groups=groups,
        alike=gist,
        searches=Searches(records) if serving else None,
        audit=StoredAudit(database),
    )


@contextmanager
def housekeeping(
    demand: DemandDesk | None,
    *,
    questions: int = KEEP_QUESTIONS,
    searches: int = KEEP_SEARCHES,
    every: float = _MINUTE,
) -> Iterator[None]:
    """While a server runs: hand on what was searched for, forget daily what is old."""
    if demand is None:
        yield
        return
    ended = threading.Event()

    def keep() -> None:
        purged = demand.now() - _DAY
        while True:
            try:
                if demand.searches is not None:
                    demand.searches.flush()
                if demand.now() - purged >= _DAY:
                    purged = demand.now()
                    done = demand.purge_old(questions=questions, searches=searches)
                    if done.all:
                        _log.info("forgotten, because it is old: %s", done)
            except (DeskUnusableError, DemandUnusableError) as error:
                _log.warning("what readers miss could not be kept: %s", error)
            if ended.wait(every):
                return

    keeper = threading.Thread(target=keep, name="kb-demand", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join(timeout=10)
        _last_flush(demand)


def _last_flush(demand: DemandDesk) -> None:
    try:
        if demand.searches is not None:
            demand.searches.flush()
    except (DeskUnusableError, DemandUnusableError) as error:
        _log.warning("the last searches could not be kept: %s", error)
