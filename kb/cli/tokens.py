"""`kb token`: with what programs write."""

from datetime import UTC, datetime, timedelta

import click

from kb.accounts import AccountError
from kb.cli.folders import Folders, with_folders
from kb.cli.office import at_the_shell
from kb.cli.output import json_option, print_json
from kb.desk.audit import StoredAudit
from kb.desk.tokens import StoredTokens
from kb.tokens import Scope, TokenError

_MOST_DAYS = 3_650


@click.group(
    epilog="\b\nExample:\n  kb token add importer --scope articles:write --days 90\n"
    "  kb token list\n  kb token revoke importer"
)
def token() -> None:
    """Tokens with which programs write articles over the API.

    A program sends one as `Authorization: Bearer kb_...`. What it writes goes the way of the
    editors' desk: the same checks, the same history, by `token:NAME`.
    """


@token.command(epilog="\b\nExample:\n  kb token add importer --scope articles:write --days 90")
@click.argument("name")
@click.option(
    "--scope",
    required=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="What it may do; each includes those before it.",
)
@click.option(
    "--days",
    type=click.IntRange(1, _MOST_DAYS),
    help="It expires after so many days; never, if not given.",
)
@json_option
@with_folders
def add(folders: Folders, name: str, scope: str, days: int | None, as_json: bool) -> None:
    """Make a token and print it. It is shown this once: only its hash is kept."""
    actor = at_the_shell()
    expires = datetime.now(UTC) + timedelta(days=days) if days else None
    try:
        secret = _tokens(folders).add(name, Scope(scope), actor.name, expires)
    except (TokenError, AccountError) as error:
        raise click.ClickException(str(error)) from None
    _record(folders, "add-token", name, scope)
    if as_json:
        print_json({"name": name, "scope": scope, "token": secret})
    else:
        click.echo(secret)


@token.command("list", epilog="\b\nExample:\n  kb token list --json")
@json_option
@with_folders
def list_(folders: Folders, as_json: bool) -> None:
    """List all tokens: scope, until when, when last used (UTC); never the tokens themselves."""
    every = _tokens(folders).all()
    if as_json:
        print_json(every)
        return
    for each in every:
        until = f"until {each.expires:%Y-%m-%d}" if each.expires else "for good"
        used = f"last used {each.used:%Y-%m-%d %H:%M}" if each.used else "never used"
        click.echo(f"{each.scope.value:<17} {until:<16} {used:<27} {each.name} (by {each.by})")
    if not every:
        click.echo("There are no tokens; `kb token add NAME --scope articles:write` makes one.")


@token.command(epilog="\b\nExample:\n  kb token revoke importer")
@click.argument("name")
@with_folders
def revoke(folders: Folders, name: str) -> None:
    """Take a token back: it opens nothing from now on."""
    try:
        gone = _tokens(folders).revoke(name)
    except TokenError as error:
        raise click.ClickException(str(error)) from None
    _record(folders, "revoke-token", gone.name, gone.scope)
    click.echo(f"The token {gone.name} is none any longer.")


def _tokens(folders: Folders) -> StoredTokens:
    return StoredTokens(folders.database())


def _record(folders: Folders, action: str, name: str, detail: str) -> None:
    StoredAudit(folders.database()).record(at_the_shell().name, action, f"token:{name}", detail)
