"""`kb check`: what editors run."""

from pathlib import Path

import click
from click.exceptions import Exit

from ingest.pipeline import read_corpus
from kb.cli.folders import Folders, with_folders
from kb.cli.output import Progress, json_option, plural, print_json, print_problems
from kb.index.question import gist
from kb.model import Severity


@click.command(epilog="\b\nExample:\n  kb check\n  kb check corpus/articles/pension --json")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@json_option
@with_folders
def check(folders: Folders, paths: tuple[Path, ...], strict: bool, as_json: bool) -> None:
    """Check the corpus, or only some files and folders of it.

    Prints `path:line: code message (hint)` a problem. Exit status 1 when there
    are errors. Nothing is written.
    """
    for path in paths:
        if not _within(path, (folders.corpus,)):
            raise click.UsageError(f"{path} is not in the corpus {folders.corpus}")
    with Progress("Checking") as progress:
        corpus = read_corpus(
            folders.corpus,
            progress=progress,
            alike=gist,
            texts=folders.texts(),
            cleared=folders.clearings().all(),
        )
    found = (*corpus.problems, *corpus.pending)
    problems = [p for p in found if _within(folders.corpus / p.path, paths)]
    errors = sum(p.severity is Severity.ERROR for p in problems)
    if as_json:
        print_json(problems)
    else:
        print_problems(problems, to_stderr=False)
        articles = plural(len(corpus.articles), "article")
        statutes = plural(len(corpus.register), "statute")
        warnings = plural(len(problems) - errors, "warning")
        click.echo(f"{articles}, {statutes}: {plural(errors, 'error')}, {warnings}.")
    raise Exit(1 if errors or (strict and problems) else 0)


def _within(path: Path, chosen: tuple[Path, ...]) -> bool:
    resolved = path.resolve()
    return not chosen or any(resolved.is_relative_to(c.resolve()) for c in chosen)
