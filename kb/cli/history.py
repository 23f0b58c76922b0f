"""`kb history`: what an article was, who changed it, what differs."""

import difflib

import click

from kb.cli.folders import Folders, with_folders
from kb.cli.office import at_the_shell, git_option
from kb.cli.output import json_option, print_json
from kb.cli.steps import note_option, opened, tell
from kb.editorial.desk import Desk


@click.command(
    epilog="\b\nExample:\n  kb history retirement-age\n  kb history retirement-age --diff 12 15\n"
    "  kb history retirement-age --restore 12"
)
@click.argument("slug")
@click.option(
    "--diff", "numbers", nargs=2, type=int, metavar="N M", help="What revision M changed since N."
)
@click.option("--restore", type=int, metavar="N", help="Take up the text of revision N again.")
@note_option
@git_option
@json_option
@with_folders
def history(
    folders: Folders,
    slug: str,
    numbers: tuple[int, int] | None,
    restore: int | None,
    note: str,
    git: str,
    as_json: bool,
) -> None:
    """List an article's revisions, the newest first.

    A restored text of a published article is a pending change: `kb publish`
    shows it to readers. Times are this machine's.
    """
    if numbers is not None and restore is not None:
        raise click.UsageError("--diff and --restore do not go together")
    with opened(folders, git) as desk:
        if restore is not None:
            now = desk.restore(slug, restore, at_the_shell(), note)
            tell(now, desk, "Restored", as_json=as_json)
            return
        if numbers is not None:
            click.echo("".join(_diff(desk, slug, *numbers)), nl=False)
            return
        revisions = desk.history(slug)
        if not revisions:
            raise click.ClickException(f"nothing is known of {slug!r}; `kb search` finds articles")
        if as_json:
            print_json(revisions)
            return
        for revision in revisions:
            pending = ", pending" if revision.pending else ""
            step = f"{revision.step} ({revision.status}{pending})"
            at = f"{revision.at.astimezone():%Y-%m-%d %H:%M}"
            said = f"  {revision.note}" if revision.note else ""
            click.echo(f"{revision.number:>6}  {at}  {revision.author:<16}  {step}{said}")


def _diff(desk: Desk, slug: str, first: int, second: int) -> list[str]:
    """A unified diff of two revisions' texts."""
    known = {revision.number for revision in desk.history(slug)}

    def lines_of(number: int) -> list[str]:
        text = desk.text_of(number) if number in known else None
        if text is None:
            message = f"{slug} has no revision {number} with a text; `kb history {slug}` lists them"
            raise click.ClickException(message)
        return text.splitlines(keepends=True)

    names = f"revision {first}", f"revision {second}"
    lines = difflib.unified_diff(lines_of(first), lines_of(second), *names)
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]
