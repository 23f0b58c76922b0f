"""`kb demand`: what readers asked the editors."""

from datetime import UTC, date, datetime, time

import click

from kb.cli.folders import Folders, UnusableError, with_folders
from kb.cli.output import json_option, plural, print_json
from kb.demand import DemandUnusableError


@click.group(epilog="\b\nExample:\n  kb demand list\n  kb demand purge --before 2026-06-01")
def demand() -> None:
    """Questions that readers asked the editors, because no article answered.

    They are kept in desk.sqlite3 in the data folder, or in the PostgreSQL database that
    KB_DATABASE_URL names (postgresql://user:password@host/name).
    """


@demand.command("list", epilog="\b\nExample:\n  kb demand list --most 20\n  kb demand list --json")
@click.option("--most", type=click.IntRange(min=1), help="Only so many, those asked most often.")
@json_option
@with_folders
def list_(folders: Folders, most: int | None, as_json: bool) -> None:
    """List the questions, those asked most often first.

    Wordings that ask for the same are counted together. Times are UTC.
    """
    try:
        waiting = folders.demand().waiting()[:most]
    except DemandUnusableError as error:
        raise UnusableError(str(error)) from None
    if as_json:
        print_json(waiting)
        return
    for each in waiting:
        asked = f"{each.first_asked:%Y-%m-%d} to {each.last_asked:%Y-%m-%d}"
        click.echo(f"{each.count:>6}  {asked}  {each.question}")
        for other in each.alike:
            click.secho(f"{'also: ':>36}{other}", dim=True)
    if not waiting:
        click.echo("No question is waiting.")


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
    """Forget questions for good."""
    if everything == (before is not None):
        raise click.UsageError("say either --before DAY or --all")
    if not yes:
        click.confirm("They cannot be brought back. Forget them?", abort=True, err=True)
    try:
        gone = folders.demand().purge(_midnight(before.date()) if before else None)
    except DemandUnusableError as error:
        raise UnusableError(str(error)) from None
    if as_json:
        print_json({"forgotten": gone})
    else:
        click.echo(f"{plural(gone, 'wording')} forgotten.")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
