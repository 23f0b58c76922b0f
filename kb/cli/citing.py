"""`kb citations`: the provisions that the articles rest on, as a table, JSON or a picture."""

from contextlib import closing
from pathlib import Path

import click
from click.exceptions import Exit

from kb.citation_graph import Cited, most_cited
from kb.cli.citation_picture import FORMATS, MOST_BARS, PackageMissingError, draw
from kb.cli.folders import Folders, UnusableError, with_folders
from kb.cli.named_statute import statute_id
from kb.cli.narrowing import check_known, ready
from kb.cli.output import json_option, plural, print_json
from kb.library import Library

_SHOWN = 25


@click.command(
    epilog="\b\nExample:\n  kb citations\n  kb citations --statute SIL --limit 10\n"
    "  kb citations --topic pension --json\n  kb citations --picture citations.svg"
)
@click.option("--statute", help="Only provisions of this statute: an id or a name.")
@click.option("--topic", default="", help="Only what articles of this topic cite: its id.")
@click.option(
    "--limit",
    default=_SHOWN,
    show_default=True,
    type=click.IntRange(1, 10_000),
    help="At most so many provisions.",
)
@click.option(
    "--picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw them into this file, .svg or .png, too (needs the extra `plot`).",
)
@click.option(
    "--lang",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="The language of the statutes' titles.",
)
@json_option
@with_folders
def citations(
    folders: Folders,
    statute: str | None,
    topic: str,
    limit: int,
    picture: Path | None,
    lang: str,
    as_json: bool,
) -> None:
    """Show which provisions the articles rest on, the most used first.

    An article rests on what stands in its legal basis; it cites that and whatever else its text
    names. Exit status 1 when nothing is cited.
    """
    if picture is not None and picture.suffix.lower() not in FORMATS:
        raise click.UsageError(f"--picture {picture}: the name must end in {' or '.join(FORMATS)}")
    taxonomy = folders.taxonomy()
    if topic:
        check_known("--topic", (topic,), [each.id for each in taxonomy.topics])
    with closing(folders.engine()) as engine:
        library = Library.of(ready(folders, engine).contents(), taxonomy)
    wanted = statute_id(statute, library.register, folders.texts()) if statute else ""
    found = most_cited(library, statute=wanted, topic=topic)
    shown = found[:limit]
    if picture is not None and shown:
        _draw(shown[:MOST_BARS], picture, lang)
    if as_json:
        print_json(shown)
    else:
        _print(shown, len(found), lang)
        if picture is not None and shown:
            click.echo(f"Drawn in {picture}.")
    raise Exit(0 if found else 1)


def _draw(shown: tuple[Cited, ...], picture: Path, lang: str) -> None:
    try:
        draw(shown, picture, lang)
    except PackageMissingError as error:
        raise UnusableError(str(error)) from None
    except OSError as error:
        raise UnusableError(f"{picture}: {error.strerror or error}") from None


def _print(shown: tuple[Cited, ...], total: int, lang: str) -> None:
    if not shown:
        click.echo("No article cites such a provision.")
        return
    click.secho(f"{'rest on it':>10}{'cite it':>9}  provision", dim=True)
    for each in shown:
        click.echo(f"{len(each.rest):>10}{len(each.cite):>9}  {each.provision}", nl=False)
        click.secho(f"  {each.statute_title(lang)}", dim=True)
    if total > len(shown):
        click.secho(f"{plural(total, 'provision')} in all; --limit shows more.", dim=True)
