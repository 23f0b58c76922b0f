"""`kb check` and `kb import`: what editors run."""

from dataclasses import dataclass
from pathlib import Path

import click
from click.exceptions import Exit

from ingest.importer import Imported, ImportFailedError, Wishes, import_file
from ingest.pipeline import Corpus, read_corpus
from ingest.slug import slugify
from ingest.source import UnreadableError
from kb.cli.folders import Folders, with_folders
from kb.cli.output import Progress, json_option, plural, print_json, print_problems
from kb.index.question import gist
from kb.model import Citation, Link, Severity, Step


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
    problems = [p for p in corpus.problems if _within(folders.corpus / p.path, paths)]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One entry of the legal basis, as `kb import --json` tells it."""

    statute: str
    provisions: tuple[str, ...]
    resolved: tuple[str, ...]
    quote: tuple[str, ...]
    reason: str = ""

    @classmethod
    def of(cls, citation: Citation) -> "Basis":
        return cls(
            statute=citation.statute,
            provisions=citation.numbers,
            resolved=tuple(map(str, citation.targets)),
            quote=citation.quote,
            reason=citation.reason,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What an import understood and what it was unsure of."""

    path: str
    written: bool
    title: str
    slug: str
    kind: str
    topic: str
    lang: str
    breadcrumb: tuple[str, ...]
    steps: tuple[Step, ...]
    summary: str
    legal_basis: tuple[Basis, ...]
    related: tuple[Link, ...]
    unsure: tuple[str, ...]
    dropped: tuple[str, ...]
    markdown: str


@click.command(
    "import",
    epilog="\b\nExample:\n  kb import page.html --dry-run\n"
    "  kb import answer.txt --topic pension --json",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--topic", default="", help="The topic's id [default: from the page, else other].")
@click.option("--kind", default="", metavar="[guide|qa]", type=click.Choice(["", "guide", "qa"]))
@click.option("--slug", default="", help="The address [default: made from the title].")
@click.option("--force", is_flag=True, help="Replace a file that is already there.")
@click.option("--dry-run", is_flag=True, help="Print what would be written; write nothing.")
@json_option
@with_folders
def import_(
    folders: Folders,
    file: Path,
    topic: str,
    kind: str,
    slug: str,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Turn a .md, .html or .txt FILE into a draft article of the corpus.

    Prints what was understood (breadcrumb, title, steps, summary, legal basis,
    related articles) and what it was unsure of.
    """
    if slug != slugify(slug):
        hint = f", {slugify(slug)!r} for one" if slugify(slug) else ""
        raise click.UsageError(f"--slug takes lower-case words joined by hyphens{hint}")
    if folders.is_bundled and not dry_run:
        raise click.UsageError(
            "the corpus that came with the program would be lost with its next version: "
            "name a corpus folder of your own with --corpus or KB_CORPUS"
        )
    corpus = read_corpus(folders.corpus, texts=folders.texts())
    topics = [t.id for t in corpus.taxonomy.topics]
    if topic and topic not in topics:
        raise click.UsageError(f"--topic {topic!r} is none of: {', '.join(topics)}")
    imported = _import(file, corpus, Wishes(topic=topic, kind=kind, slug=slug))
    target = folders.corpus / imported.path
    taken = {a.slug: a.path for a in corpus.articles}.get(imported.article.slug, imported.path)
    if taken != imported.path and not dry_run:
        raise click.ClickException(
            f"{taken} already has the address {imported.article.slug!r}; --slug gives another one"
        )
    if target.exists() and not (force or dry_run):
        raise click.ClickException(
            f"{target} is already there; --slug gives another address, --force replaces it"
        )
    if not dry_run:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(imported.markdown, "utf-8")
    understood = _understood(imported, written=not dry_run)
    if as_json:
        print_json(understood)
    else:
        _print_understood(understood, file, target)


def _import(file: Path, corpus: Corpus, wishes: Wishes) -> Imported:
    try:
        return import_file(file, corpus.taxonomy, corpus.register, corpus.articles, wishes)
    except UnreadableError as error:
        raise click.ClickException(str(error)) from None
    except ImportFailedError as error:
        raise click.ClickException("\n".join(map(str, error.problems))) from None


def _understood(imported: Imported, *, written: bool) -> Understood:
    article = imported.article
    return Understood(
        path=imported.path,
        written=written,
        title=article.title,
        slug=article.slug,
        kind=article.kind,
        topic=article.topic,
        lang=article.lang,
        breadcrumb=article.breadcrumb,
        steps=article.steps,
        summary=article.summary,
        legal_basis=tuple(Basis.of(citation) for citation in article.legal_basis),
        related=article.related,
        unsure=tuple(f"line {doubt.line}: {doubt.message}" for doubt in imported.doubts),
        dropped=imported.dropped,
        markdown=imported.markdown,
    )


def _print_understood(understood: Understood, file: Path, target: Path) -> None:
    def line(label: str, text: str) -> None:
        click.echo(f"{click.style(f'{label:<12}', bold=True)}{text}")

    line("title", understood.title)
    line("breadcrumb", " > ".join(understood.breadcrumb) or "none")
    line("topic", f"{understood.topic}, {understood.kind}, {understood.lang}")
    line("steps", str(len(understood.steps)) if understood.steps else "none")
    for step in understood.steps:
        click.echo(f"{step.number:>14}. {step.heading}")
    line("summary", understood.summary or "none")
    line("legal basis", "" if understood.legal_basis else "none")
    for basis in understood.legal_basis:
        where = ", ".join(basis.resolved) or f"unresolved: {basis.reason}"
        quoted = f", {plural(len(basis.quote), 'quoted paragraph')}" if basis.quote else ""
        named = basis.statute or "the statute named before"
        click.echo(f"              {named} {', '.join(basis.provisions)} -> {where}{quoted}")
    line("related", str(len(understood.related)) if understood.related else "none")
    for link in understood.related:
        click.echo(f"              {link.text} -> {link.slug or 'wanted'}")
    for doubt in understood.unsure:
        line("unsure", doubt)
    for dropped in understood.dropped:
        line("left out", dropped)
    if understood.written:
        click.echo(f"\nWrote {target} as a draft; `kb check {target}` tells what it still needs.")
    else:
        click.echo(f"\n{understood.markdown}\nNothing was written. Without --dry-run: {target}")
