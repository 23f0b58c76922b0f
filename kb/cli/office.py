"""The editors' desk over a corpus and a data folder, put together."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ingest.live import LiveCorpus
from ingest.live.live_corpus import EMPTY
from kb.accounts import DeskUnusableError
from kb.cli.advising import advisor_of, tuning_of
from kb.cli.folders import Folders, UnusableError
from kb.cli.incoming import demand_desk_of, importer_of, library_of
from kb.desk.accounts import StoredAccounts
from kb.desk.audit import StoredAudit
from kb.desk.feedback import StoredFeedback
from kb.desk.removals import StoredRemovals
from kb.desk.revisions import StoredRevisions
from kb.desk.schedule import StoredSchedule
from kb.desk.secret import signing_key
from kb.desk.tokens import StoredTokens
from kb.editorial.clock import Clock
from kb.editorial.desk import Desk
from kb.editorial.repository import DOMAIN, repository_of
from kb.editorial.workroom import NoPublications, Publications, Workroom
from kb.editors_desk import Actor, RefusedError
from kb.engine import IndexOutdatedError, SearchEngine
from kb.index.engine import WhooshEngine
from kb.index.question import gist
from kb.office import Office

git_option = click.option(
    "--git",
    type=click.Choice(["auto", "off"]),
    default="auto",
    envvar="KB_GIT",
    show_default=True,
    help="Whether publications are committed where the corpus lies in a git work tree "
    "[env: KB_GIT].",
)


def desk_of(
    folders: Folders,
    engine: SearchEngine,
    *,
    git: str = "auto",
    live: LiveCorpus | None = None,
) -> Desk:
    """The desk, over a corpus that is in memory already where one is given.

    Raises ``UnusableError`` for the corpus that came with the program.
    """
    refuse_bundled(folders)
    database = folders.database()
    live = live or _read(folders, engine)
    return Desk(
        Workroom(
            folder=folders.corpus.resolve(),
            data=folders.data.resolve(),
            live=live,
            engine=engine,
            revisions=StoredRevisions(database),
            removals=StoredRemovals(database),
            schedule=StoredSchedule(database),
            audit=StoredAudit(database),
            texts=folders.texts(),
            publications=_publications(folders.corpus, folders.data.resolve(), git),
        )
    )


def _read(folders: Folders, engine: SearchEngine) -> LiveCorpus:
    try:
        before = engine.contents()
    except IndexOutdatedError:
        before = EMPTY
    return LiveCorpus(
        folders.corpus,
        texts=folders.texts(),
        alike=gist,
        cleared=folders.clearings().all,
        before=before,
    )


def office_of(folders: Folders, engine: WhooshEngine, desk: Desk) -> Office:
    """The desk with everything that pages need besides. Raises ``DeskUnusableError``."""
    database = folders.database()
    return Office(
        desk=desk,
        accounts=StoredAccounts(database),
        audit=StoredAudit(database),
        revisions=StoredRevisions(database),
        removals=StoredRemovals(database),
        schedule=StoredSchedule(database),
        feedback=StoredFeedback(database),
        secret=signing_key(folders.data),
        tokens=StoredTokens(database),
        advice=advisor_of(folders, engine, desk),
        tuning=tuning_of(folders, engine, desk),
        importer=importer_of(folders, engine),
        demand=demand_desk_of(folders, library_of(folders, engine)),
    )


@contextmanager
def open_office(
    folders: Folders, engine: WhooshEngine, git: str, live: LiveCorpus | None = None
) -> Iterator[Office | None]:
    """The desk of a server, with its clock going; None where nothing can be edited.

    A database that cannot be used keeps nobody from reading: it is told, and there is no desk.
    """
    if folders.is_bundled:
        yield None
        return
    try:
        desk = desk_of(folders, engine, git=git, live=live)
        desk.catch_up()
        office = office_of(folders, engine, desk)
    except (DeskUnusableError, RefusedError, OSError) as error:
        click.echo(f"There is no editors' desk: {error}", err=True)
        yield None
        return
    clock = Clock(desk)
    clock.start()
    try:
        yield office
    finally:
        clock.stop()


def refuse_bundled(folders: Folders) -> None:
    """Raise ``UnusableError`` where the corpus is not to be edited."""
    if folders.is_bundled:
        raise UnusableError(
            "the corpus that came with the program would be lost with its next version: "
            "name a corpus folder of your own with --corpus or KB_CORPUS"
        )


def at_the_shell() -> Actor:
    """Who runs the command."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        name = str(os.getuid())
    return Actor.at_the_shell(name)


def _publications(corpus: Path, data: Path, git: str) -> Publications:
    domain = os.environ.get("KB_GIT_DOMAIN") or DOMAIN
    repository = repository_of(corpus, data, domain=domain) if git == "auto" else None
    return repository or NoPublications()
