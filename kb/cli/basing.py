"""`kb suggest-basis`: the provisions that an article, or any text, may rest on."""

import sys
from contextlib import closing
from pathlib import Path

import click
from click.exceptions import Exit

from ingest import article as article_reader
from ingest.article import Context
from ingest.resolve import resolve_citations
from ingest.source import UnreadableError, read
from kb.basis import (
    MAX_TEXT_CHARS,
    MOST_SUGGESTED,
    SUGGESTED,
    BasisRequest,
    BasisSuggestion,
)
from kb.cli.folders import Folders, with_folders
from kb.cli.narrowing import ready
from kb.cli.output import json_option, print_json
from kb.library import Library

_STDIN = "-"


@click.command(
    "suggest-basis",
    epilog="\b\nExample:\n  kb suggest-basis lost-social-security-card\n"
    "  kb suggest-basis draft.md --limit 5\n"
    "  echo 单位没有给我交工伤保险 | kb suggest-basis - --json",
)
@click.argument("text", metavar="SLUG|FILE|-")
@click.option(
    "--limit",
    default=SUGGESTED,
    show_default=True,
    type=click.IntRange(1, MOST_SUGGESTED),
    help="At most so many that are not cited yet.",
)
@json_option
@with_folders
def suggest_basis(folders: Folders, text: str, limit: int, as_json: bool) -> None:
    """Suggest provisions that a text may rest on, each with the passages it supports.

    The text is an article (SLUG is its address), a FILE (.md, .html, .txt), or standard input (-).
    An article's own legal basis and citations are not looked at: what it cites already is
    marked. Whether a provision fits is for an editor to say. Exit status 1 when there is none.
    """
    with closing(folders.engine()) as engine:
        library = Library.of(ready(folders, engine).contents(), folders.taxonomy())
        found = engine.suggest_basis(_request(text, limit, folders, library))
    if as_json:
        print_json(found)
    elif not found:
        click.echo("No provision that is held here has enough to do with this text.")
    for one in () if as_json else found:
        _print(one)
    raise Exit(0 if found else 1)


def _request(text: str, limit: int, folders: Folders, library: Library) -> BasisRequest:
    """What is asked; a usage error where there is no such article or file."""
    if text == _STDIN:
        given = sys.stdin.buffer.read(4 * MAX_TEXT_CHARS + 1).decode("utf-8", errors="replace")
        return _of_text(given, limit)
    article = next((a for a in library.everything if a.slug == text), None)
    if article is not None:
        return BasisRequest.of_article(article, limit)
    path = Path(text)
    if not path.exists():
        raise click.UsageError(f"{text!r} is neither an article's address nor a file")
    try:
        source = read(path)
    except UnreadableError as error:
        raise click.UsageError(str(error)) from None
    parsed = article_reader.parse(source, Context.of(folders.taxonomy(), library.register)).article
    if parsed is None:  # a file without what an article must have is a text all the same
        return _of_text(source.text, limit)
    return BasisRequest.of_article(resolve_citations(parsed, library.register), limit)


def _of_text(text: str, limit: int) -> BasisRequest:
    try:
        request = BasisRequest.of_text(text, limit)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if not request.passages:
        raise click.UsageError("the text is empty, or too short to say what it is about")
    return request


def _print(one: BasisSuggestion) -> None:
    cited = click.style("  cited already", fg="green") if one.cited else ""
    click.secho(f"{one.score:.2f}  {one.provision}", bold=True, nl=False)
    click.echo(f"  {one.title}{cited}")
    click.secho(f"      {one.opening}", dim=True)
    for passage in one.passages:
        heading = f"{passage.heading}: " if passage.heading else ""
        click.echo(f"      supports: {heading}{passage.text}")
    if one.rests:
        click.echo(f"      near articles rest on it: {', '.join(one.rests)}")
