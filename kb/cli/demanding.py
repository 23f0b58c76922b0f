"""`kb demand`: what readers miss, and what is decided about it."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import click

from kb.accounts import DeskUnusableError
from kb.cli.folders import Folders, UnusableError, with_folders
from kb.cli.incoming import demand_desk_of, library_of
from kb.cli.output import json_option, plural, print_json
from kb.demand import DemandUnusableError, Origin, State
from kb.demand_desk import DemandDesk
from kb.editors_desk import RefusedError
from kb.library import Library
from kb.manuscript_form import new_text
from kb.model import Kind
from kb.wishes import Order, Wish, ordered

_STATES = tuple(state.value for state in State)
_KEY = 24  # characters of a key; the first few are enough where no other begins so


@click.group(epilog="\b\nExample:\n  kb demand list\n  kb demand purge --before 2026-06-01")
def demand() -> None:
    """What readers miss: questions to the editors, searches that were not answered, titles that
    articles link to, articles that did not help.

    Questions, searches and votes are kept in desk.sqlite3 in the data folder, or in the
    PostgreSQL database that KB_DATABASE_URL names (postgresql://user:password@host/name).
    """


@demand.command("list", epilog="\b\nExample:\n  kb demand list --most 20\n  kb demand list --json")
@click.option("--most", type=click.IntRange(min=1), help="Only so many, the first of the order.")
@click.option("--state", type=click.Choice([*_STATES, "all"]), default="open", show_default=True)
@click.option(
    "--from",
    "origin",
    type=click.Choice([origin.value for origin in Origin]),
    help="Only of this origin.",
)
@click.option(
    "--sort",
    type=click.Choice([order.value for order in Order]),
    default="count",
    show_default=True,
)
@json_option
@with_folders
def list_(
    folders: Folders, most: int | None, state: str, origin: str | None, sort: str, as_json: bool
) -> None:
    """List what readers miss, what is asked for most often first.

    Wordings that ask for the same are counted together. Times are UTC. The key at the end
    names it for the other commands.
    """
    with _opened(folders) as desk:
        found = [
            wish
            for wish in ordered(desk.wishes(), Order(sort))
            if state in (wish.state, "all") and (origin is None or origin in wish.counts)
        ][:most]
    if as_json:
        print_json(found)
        return
    for wish in found:
        click.echo(f"{wish.count:>6}  {_asked(wish):<24}  {wish.question}")
        for other in _wordings(wish):
            click.secho(f"{'also: ':>40}{other}", dim=True)
        counts = ", ".join(f"{origin} {count}" for origin, count in wish.counts.items())
        told = f"{counts}; {wish.state}{f' as {wish.slug}' if wish.slug else ''}"
        click.secho(f"{'':>34}{wish.key[:8]}  {told}", dim=True)
    if not found:
        click.echo("Nothing is waiting.")


@demand.command(epilog="\b\nExample:\n  kb demand show 3f9a12bc\n  kb demand show 3f9a12bc --json")
@click.argument("key")
@json_option
@with_folders
def show(folders: Folders, key: str, as_json: bool) -> None:
    """Show one in full: wordings, origins, trend, what was decided, comments."""
    with _opened(folders) as desk:
        wish = _one(desk, key)
        comments = desk.feedback.comments(wish.slug, limit=20) if wish.unhelpful else ()
    if as_json:
        print_json(wish)
        return
    click.secho(wish.question, bold=True)
    click.echo(f"key       {wish.key}")
    click.echo(f"state     {wish.state}{f' as {wish.slug}' if wish.slug else ''}")
    for origin, count in wish.counts.items():
        click.echo(f"{origin:<10}{count}")
    if wish.weeks and any(wish.weeks):
        click.echo(f"trend     {wish.recent} in the last 4 weeks, {wish.before} in the 4 before")
    if wish.first_asked:
        click.echo(f"asked     {_asked(wish)}")
    for other in _wordings(wish):
        click.echo(f"also      {other}")
    for slug in wish.asked_by:
        click.echo(f"linked    {slug}")
    if wish.unhelpful:
        click.echo(f"votes     {wish.helpful} yes, {wish.unhelpful} no")
    for comment in comments:
        click.echo(f"comment   {comment.text}")
    if wish.decided:
        reason = f": {wish.decided.reason}" if wish.decided.reason else ""
        click.echo(f"decided   {wish.decided.state} by {wish.decided.by}{reason}")


@demand.command(epilog='\b\nExample:\n  kb demand dismiss 3f9a12bc --reason "not about insurance"')
@click.argument("key")
@click.option("--reason", required=True, help="Why nothing is to be written.")
@with_folders
def dismiss(folders: Folders, key: str, reason: str) -> None:
    """Take one off the queue, with the reason; asked again it stays off."""
    from kb.cli.office import at_the_shell

    if not reason.strip():
        raise click.UsageError("--reason says why, in a few words")
    with _opened(folders) as desk:
        wish = _one(desk, key)
        desk.dismiss(wish, by=at_the_shell().name, reason=reason.strip())
    click.echo(f"Dismissed: {wish.question}")


@demand.command(epilog="\b\nExample:\n  kb demand draft 3f9a12bc --topic pension --kind qa")
@click.argument("key")
@click.option("--topic", default="other", show_default=True, help="The topic's id.")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in Kind]), default="qa", show_default=True
)
@with_folders
def draft(folders: Folders, key: str, topic: str, kind: str) -> None:
    """Begin an article with the question for its title and its wordings as aliases."""
    from kb.cli.office import at_the_shell, desk_of

    topics = [each.id for each in folders.taxonomy().topics]
    if topic not in topics:
        raise click.UsageError(f"--topic {topic!r} is none of: {', '.join(topics)}")
    with closing(folders.engine()) as engine, _told():
        desk = demand_desk_of(folders, library_of(folders, engine), serving=False)
        wish = _one(desk, key)
        if wish.slug:
            raise click.ClickException(f"there is an article already: {wish.slug}")
        text = new_text(
            Kind(kind), wish.lang, title=wish.question, aliases=wish.alike[:5], topic=topic
        )
        try:
            made = desk_of(folders, engine).create(text, "", at_the_shell(), note="kb demand draft")
        except RefusedError as error:
            raise click.ClickException(str(error)) from None
        desk.drafted(wish, by=at_the_shell().name, slug=made.slug)
    click.echo(f"Wrote {folders.corpus / made.path} as a draft.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """How many wordings of questions and searches, and how many votes, were forgotten."""

    questions: int
    searches: int
    votes: int


@demand.command(
    epilog="\b\nExample:\n  kb demand purge --before 2026-06-01\n  kb demand purge --all --yes"
)
@click.option(
    "--before",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Forget what was last asked before this day (UTC).",
)
@click.option("--all", "everything", is_flag=True, help="Forget everything.")
@click.option("--yes", is_flag=True, help="Don't ask whether it is meant.")
@json_option
@with_folders
def purge(
    folders: Folders, before: datetime | None, everything: bool, yes: bool, as_json: bool
) -> None:
    """Forget questions, searches, and readers' votes and comments for good.

    A running server has what was searched for today in its memory, until midnight (UTC).
    """
    if everything == (before is not None):
        raise click.UsageError("say either --before DAY or --all")
    if not yes:
        click.confirm("They cannot be brought back. Forget them?", abort=True, err=True)
    with _told():
        desk = demand_desk_of(folders, Library, serving=False)
        gone = desk.purge(_midnight(before.date()) if before else None)
    if as_json:
        print_json(Purged(questions=gone.questions, searches=gone.searches, votes=gone.votes))
    else:
        questions = plural(gone.questions, "question")
        votes = plural(gone.votes, "vote")
        searches = f"{gone.searches:,} search{'' if gone.searches == 1 else 'es'}"
        click.echo(f"{questions}, {searches} and {votes} forgotten.")


@contextmanager
def _opened(folders: Folders) -> Iterator[DemandDesk]:
    """The queue beside the articles as they are indexed."""
    with closing(folders.engine()) as engine, _told():
        library: Callable[[], Library] = library_of(folders, engine)
        yield demand_desk_of(folders, library, serving=False)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (DemandUnusableError, DeskUnusableError) as error:
        raise UnusableError(str(error)) from None


def _one(desk: DemandDesk, key: str) -> Wish:
    """The one whose key begins so."""
    if not key or len(key) > _KEY:
        raise click.UsageError("KEY is the eight letters and digits that `kb demand list` shows")
    found = [wish for wish in desk.wishes() if wish.key.startswith(key)]
    if len(found) != 1:
        many = f"{len(found)} begin so; give more of it" if found else "`kb demand list` shows them"
        raise click.ClickException(f"{key!r} names nothing that readers miss: {many}")
    return found[0]


def _asked(wish: Wish) -> str:
    if wish.last_asked is None:
        return ""
    first = wish.first_asked or wish.last_asked
    return f"{first:%Y-%m-%d} to {wish.last_asked:%Y-%m-%d}"


def _wordings(wish: Wish) -> tuple[str, ...]:
    return () if wish.unhelpful else wish.alike


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
