"""`kb serve` and `kb index`: bring the index up to date, show the site."""

from contextlib import closing

import click
from click.exceptions import Exit

from ingest.best_bets import same_words
from ingest.followed import followed_taxonomy
from ingest.pipeline import Outcome, ingest
from kb import bundle
from kb.cli.checkers import checker_of
from kb.cli.folders import Folders, UnusableError, with_folders
from kb.cli.following import following, watch_option
from kb.cli.incoming import demand_desk_of, housekeeping
from kb.cli.office import git_option, open_office
from kb.cli.output import Progress, plural, print_problems
from kb.demand_desk import KEEP_QUESTIONS, KEEP_SEARCHES
from kb.engine import SearchEngine
from kb.index.question import gist
from kb.library import Library
from kb.model import Severity


@click.command(
    epilog="\b\nExample:\n  kb serve --port 8080\n  kb serve --corpus my-corpus --data my-data"
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port; 0 takes a free one.",
)
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
@click.option(
    "--ask/--no-ask",
    "takes_questions",
    default=True,
    envvar="KB_ASK",
    show_default=True,
    help="Whether readers can send questions to the editors (kb demand list) [env: KB_ASK].",
)
@click.option(
    "--site-url",
    default="",
    envvar="KB_SITE_URL",
    metavar="URL",
    help="Where the public reaches the site, such as https://answers.example; without it, the "
    "host that each request names [env: KB_SITE_URL].",
)
@git_option
@watch_option
@click.option(
    "--keep-questions",
    default=KEEP_QUESTIONS,
    show_default=True,
    type=click.IntRange(min=1),
    envvar="KB_KEEP_QUESTIONS",
    metavar="DAYS",
    help="Forget questions and votes after so many days [env: KB_KEEP_QUESTIONS].",
)
@click.option(
    "--keep-searches",
    default=KEEP_SEARCHES,
    show_default=True,
    type=click.IntRange(min=1),
    envvar="KB_KEEP_SEARCHES",
    metavar="DAYS",
    help="The same for searches that were not answered [env: KB_KEEP_SEARCHES].",
)
@click.option(
    "--api-rate",
    default=600,
    envvar="KB_API_RATE",
    show_default=True,
    type=click.IntRange(min=0),
    help="Requests a minute that one client of the API has; 0 for any number [env: KB_API_RATE].",
)
@with_folders
def serve(
    folders: Folders,
    host: str,
    port: int,
    threads: int,
    takes_questions: bool,
    site_url: str,
    git: str,
    watches: bool,
    keep_questions: int,
    keep_searches: int,
    api_rate: int,
) -> None:
    """Index what changed in the corpus, then show the site.

    Stops at Ctrl-C. Problems in the corpus are reported and do not stop it: the
    last good version of a malformed article is shown. Files that change while it
    runs are on the site within a second, without a restart.

    Users, history and readers' questions are kept in desk.sqlite3 in the data
    folder, or in the PostgreSQL database that KB_DATABASE_URL names
    (postgresql://user:password@host/name).
    """
    from kb.web.app import create_app  # Flask takes a while to import, and only this needs it
    from kb.web.serve import PortTakenError
    from kb.web.serve import serve as run
    from kb.web.site_address import SiteAddress, SiteAddressError

    try:
        SiteAddress.parse(site_url)
    except SiteAddressError as error:
        raise click.BadParameter(str(error), param_hint="--site-url") from None
    with closing(folders.engine()) as engine:
        live = bring_up_to_date(folders, engine, serving=True).live
        demand = folders.demand() if takes_questions else None
        with (
            open_office(folders, engine, git, live) as office,
            following(live, engine, office, watches=watches),
            housekeeping(
                office.demand if office else demand_desk_of(folders, Library, serving=False),
                questions=keep_questions,
                searches=keep_searches,
            ),
        ):
            app = create_app(
                engine,
                followed_taxonomy(folders.corpus),
                templates=bundle.templates(),
                demand=demand,
                clearings=folders.clearings(),
                texts=folders.texts(),
                checker=checker_of(folders, engine),
                office=office,
                site_url=site_url,
                api_rate=api_rate,
            )
            try:
                run(app, host, port, threads=threads, ready=_say_where)
            except PortTakenError as error:
                raise UnusableError(str(error)) from None


def _say_where(url: str) -> None:
    click.echo(f"Serving on {url} (Ctrl-C stops it)")


@click.command(epilog="\b\nExample:\n  kb index\n  kb index --rebuild")
@click.option("--rebuild", is_flag=True, help="Build the index anew from all files.")
@with_folders
def index(folders: Folders, rebuild: bool) -> None:
    """Bring the index up to date with the corpus.

    Only changed files are parsed again. Readers see the old index or the new
    one, never a half. Exit status 1 means that some file could not be taken in;
    its last good version stays searchable.
    """
    with closing(folders.engine()) as engine:
        outcome = bring_up_to_date(folders, engine, anew=rebuild)
    raise Exit(1 if outcome.corpus.errors else 0)


def bring_up_to_date(
    folders: Folders, engine: SearchEngine, *, anew: bool = False, serving: bool = False
) -> Outcome:
    """Index what changed in the corpus and the official texts, and tell of it.

    Where ``serving`` all is checked that ``kb check`` checks, for the editors' desk.
    """
    outcome = indexed(folders, engine, anew=anew, serving=serving)
    corpus = outcome.corpus
    print_problems((p for p in corpus.problems if p.severity is Severity.ERROR), to_stderr=True)
    statutes = plural(len(corpus.register), "statute")
    done = f"{outcome.written:,} written, {outcome.removed:,} removed"
    click.echo(f"{plural(len(corpus.articles), 'article')} and {statutes} indexed: {done}.")
    if corpus.kept:
        click.echo(f"The last good version stays for: {', '.join(corpus.kept)}", err=True)
    return outcome


def indexed(
    folders: Folders, engine: SearchEngine, *, anew: bool = False, serving: bool = False
) -> Outcome:
    """Index what changed, and tell of nothing but progress."""
    with Progress("Indexing") as progress:
        return ingest(
            folders.corpus,
            engine,
            texts=folders.texts(),
            anew=anew,
            progress=progress,
            alike=gist if serving else same_words,
            cleared=folders.clearings().all if serving else None,
        )
