"""`kb user`: who may work at the editors' desk, and the log of who did what."""

import functools
import getpass
import os
import sys
from collections.abc import Callable
from typing import Any

import click

from kb.accounts import AccountError, Accounts, Role, User
from kb.cli.folders import Folders, with_folders
from kb.cli.output import json_option, print_json

_LONGEST_LINE = 8_192  # bytes of what --password-stdin reads
_NAME = click.argument("name")
_ROLE = click.Choice([role.value for role in Role])
_PASSWORD_STDIN = click.option(
    "--password-stdin",
    "from_stdin",
    is_flag=True,
    help="Read the password from the first line of standard input, without asking.",
)


@click.group(
    epilog="\b\nExample:\n  kb user add wang --role editor\n  kb user list\n"
    "  kb user log --limit 20"
)
def user() -> None:
    """Who may work at the editors' desk.

    An editor writes; a publisher changes what readers see; an admin sees to the users and
    reads the log. Each may do what those before may. Users are kept in desk.sqlite3 in the
    data folder, or in the PostgreSQL database that KB_DATABASE_URL names
    (postgresql://user:password@host/name).
    """


def _telling(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what is wrong with an account into exit status 1 and a sentence."""

    @with_folders
    @functools.wraps(command)
    def wrapped(*args: Any, **options: Any) -> Any:
        try:
            return command(*args, **options)
        except AccountError as error:
            raise click.ClickException(str(error)) from None

    return wrapped


@user.command(
    epilog="\b\nExample:\n  kb user add wang --role editor\n"
    "  kb user add li.na --role admin --password-stdin < password.txt"
)
@_NAME
@click.option("--role", required=True, type=_ROLE, help="What the user may do.")
@_PASSWORD_STDIN
@_telling
def add(folders: Folders, name: str, role: str, from_stdin: bool) -> None:
    """Let somebody work at the desk.

    The password is asked for twice, unseen. It has 12 characters or more.
    """
    added = _accounts(folders).add(name, _password(from_stdin), Role(role))
    _record(folders, "add-user", added, role)
    click.echo(f"{added.name} may sign in as {role}.")


@user.command("list", epilog="\b\nExample:\n  kb user list\n  kb user list --json")
@json_option
@_telling
def list_(folders: Folders, as_json: bool) -> None:
    """List everybody: name, role, since when, when last signed in (UTC)."""
    everybody = _accounts(folders).all()
    if as_json:
        print_json(everybody)
        return
    for each in everybody:
        seen = f"{each.last_seen:%Y-%m-%d %H:%M}" if each.last_seen else "never"
        off = " (disabled)" if each.disabled else ""
        since = f"since {each.created:%Y-%m-%d}, last signed in {seen:<16}"
        click.echo(f"{each.role.value:<9}  {since}  {each.name}{off}")
    if not everybody:
        click.echo("There are no users; `kb user add NAME --role admin` makes the first one.")


@user.command(epilog="\b\nExample:\n  kb user role wang publisher")
@_NAME
@click.argument("role", type=_ROLE)
@_telling
def role(folders: Folders, name: str, role: str) -> None:
    """Give somebody another role."""
    accounts = _accounts(folders)
    accounts.set_role(name, Role(role))
    changed = _known(accounts, name)
    _record(folders, "set-role", changed, role)
    click.echo(f"{changed.name} is {role} now.")


@user.command(epilog="\b\nExample:\n  kb user password wang")
@_NAME
@_PASSWORD_STDIN
@_telling
def password(folders: Folders, name: str, from_stdin: bool) -> None:
    """Give somebody another password, and end their sessions."""
    accounts = _accounts(folders)
    changed = _known(accounts, name)  # before anything is typed
    accounts.set_password(name, _password(from_stdin))
    _record(folders, "set-password", changed)
    click.echo(f"{changed.name} has a new password, and has to sign in anew.")


@user.command(epilog="\b\nExample:\n  kb user disable wang")
@_NAME
@_telling
def disable(folders: Folders, name: str) -> None:
    """Let somebody no longer sign in, and end their sessions.

    What they did stays in the history under their name.
    """
    accounts = _accounts(folders)
    accounts.set_disabled(name, True)
    changed = _known(accounts, name)
    _record(folders, "disable-user", changed)
    click.echo(f"{changed.name} can no longer sign in.")


@user.command(epilog="\b\nExample:\n  kb user enable wang")
@_NAME
@_telling
def enable(folders: Folders, name: str) -> None:
    """Let somebody sign in again."""
    accounts = _accounts(folders)
    accounts.set_disabled(name, False)
    changed = _known(accounts, name)
    _record(folders, "enable-user", changed)
    click.echo(f"{changed.name} can sign in again.")


@user.command("sign-out", epilog="\b\nExample:\n  kb user sign-out wang")
@_NAME
@_telling
def sign_out(folders: Folders, name: str) -> None:
    """End somebody's sessions in every browser, such as one that was left open elsewhere."""
    changed = _accounts(folders).sign_out_everywhere(name)
    _record(folders, "sign-out-everywhere", changed)
    click.echo(f"{changed.name} is signed out everywhere.")


@user.command(
    epilog="\b\nExample:\n  kb user log --limit 20\n  kb user log --actor wang --json\n"
    "  kb user log --subject pay-your-own-social-security"
)
@click.option("--actor", default="", help="Only what this user did (or shell:NAME, or clock).")
@click.option("--subject", default="", help="Only what was done to this article or user.")
@click.option(
    "--limit", default=100, show_default=True, type=click.IntRange(1, 100_000), help="So many."
)
@json_option
@_telling
def log(folders: Folders, actor: str, subject: str, limit: int, as_json: bool) -> None:
    """Show who did what to what, the newest first (UTC)."""
    from kb.desk.audit import StoredAudit

    entries = StoredAudit(folders.database()).entries(limit=limit, actor=actor, subject=subject)
    if as_json:
        print_json(entries)
        return
    for each in entries:
        detail = f"  {each.detail}" if each.detail else ""
        at = f"{each.at:%Y-%m-%d %H:%M:%S}"
        click.echo(f"{at}  {each.actor}  {each.action}  {each.subject}{detail}")
    if not entries:
        click.echo("Nothing is in the log.")


def shell_user() -> str:
    """Who acts from the shell, as the log names them."""
    try:
        return f"shell:{getpass.getuser()}"
    except (KeyError, OSError):  # a container's user without a name
        return f"shell:{os.getuid()}"


def _accounts(folders: Folders) -> Accounts:
    from kb.desk.accounts import StoredAccounts  # SQLAlchemy takes a while to import

    return StoredAccounts(folders.database())


def _known(accounts: Accounts, name: str) -> User:
    found = accounts.user(name)
    if found is None:
        raise AccountError(f"there is no user {name}; `kb user list` tells who there is")
    return found


def _record(folders: Folders, action: str, changed: User, detail: str = "") -> None:
    from kb.desk.audit import StoredAudit

    StoredAudit(folders.database()).record(shell_user(), action, changed.name, detail)


def _password(from_stdin: bool) -> str:
    """The password as typed twice, or the first line of standard input."""
    if from_stdin:
        line = sys.stdin.buffer.readline(_LONGEST_LINE)
        try:
            return line.decode("utf-8").removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError:
            raise AccountError("what is on standard input is no UTF-8") from None
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed
