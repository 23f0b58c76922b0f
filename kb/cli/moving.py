"""`kb rename`, `kb merge`, `kb remove` and `kb undo`: addresses of articles."""

import click

from kb.cli.folders import Folders, with_folders
from kb.cli.office import at_the_shell, git_option
from kb.cli.output import json_option, print_json
from kb.cli.steps import note_option, opened, tell


@click.command(epilog="\b\nExample:\n  kb rename retire-age retirement-age")
@click.argument("old")
@click.argument("new")
@note_option
@git_option
@json_option
@with_folders
def rename(folders: Folders, old: str, new: str, note: str, git: str, as_json: bool) -> None:
    """Give an article another address.

    The OLD one leads there from now on; links in other articles, history and
    judged queries go along.
    """
    with opened(folders, git) as desk:
        now = desk.rename(old, new, at_the_shell(), note)
        tell(now, desk, "Renamed", as_json=as_json)


@click.command(epilog="\b\nExample:\n  kb merge retire-age retirement-age")
@click.argument("slug")
@click.argument("into")
@note_option
@git_option
@json_option
@with_folders
def merge(folders: Folders, slug: str, into: str, note: str, git: str, as_json: bool) -> None:
    """Make one article part of another.

    INTO gets the addresses, the title and the aliases; the text of the other
    one stays in its history only, so take over what is worth it first.
    """
    with opened(folders, git) as desk:
        now = desk.merge(slug, into, at_the_shell(), note)
        tell(now, desk, "Merged", as_json=as_json)


@click.command(epilog='\b\nExample:\n  kb remove retire-age --note "never held"')
@click.argument("slug")
@note_option
@git_option
@json_option
@with_folders
def remove(folders: Folders, slug: str, note: str, git: str, as_json: bool) -> None:
    """Delete an article; its address says that it is gone. `kb undo` brings it back."""
    with opened(folders, git) as desk:
        removal = desk.remove(slug, at_the_shell(), note)
        if as_json:
            print_json(removal)
        else:
            click.echo(f"Removed: {removal.path}; `kb undo {removal.slug}` brings it back")


@click.command(epilog="\b\nExample:\n  kb undo retire-age")
@click.argument("slug")
@note_option
@git_option
@json_option
@with_folders
def undo(folders: Folders, slug: str, note: str, git: str, as_json: bool) -> None:
    """Bring a removed article back as it was."""
    with opened(folders, git) as desk:
        now = desk.undo_removal(slug, at_the_shell(), note)
        tell(now, desk, "Brought back", as_json=as_json)
