"""`kb import`: files from elsewhere become drafts."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import click
from click.exceptions import Exit

from ingest.glossary_file import glossary_of
from ingest.incoming import Incoming, Surroundings
from ingest.pipeline import Corpus, read_corpus
from ingest.quote_check.judge import Judge
from ingest.slug import slugify
from ingest.source import walk
from kb.cli.folders import Folders, with_folders
from kb.cli.output import Progress, json_option, plural, print_json
from kb.editorial.files import corpus_lock, write_whole
from kb.editors_desk import RefusedError
from kb.incoming import MAX_FILE_BYTES, Basis, Reading, Understood, Unfit, UnfitFileError, Wishes

_ENDINGS = (".md", ".markdown", ".txt", ".html", ".htm", ".xhtml", ".docx", ".mhtml", ".mht")
_LANGS = ("en", "zh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of one file: what was understood, or why nothing could be made of it."""

    file: str
    understood: Understood | None = None
    why: Unfit | None = None
    problem: str = ""


@click.command(
    "import",
    epilog="\b\nExample:\n  kb import page.html --dry-run\n"
    "  kb import answer.docx --topic pension --json\n  kb import folder/of/pages",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--topic", default="", help="The topic's id [default: from the page, else other].")
@click.option("--kind", default="", metavar="[guide|qa]", type=click.Choice(["", "guide", "qa"]))
@click.option("--lang", default="", metavar="[en|zh]", type=click.Choice(["", *_LANGS]))
@click.option("--slug", default="", help="The address [default: made from the title].")
@click.option("--force", is_flag=True, help="Replace a file that is already there.")
@click.option("--dry-run", is_flag=True, help="Print what would be written; write nothing.")
@json_option
@with_folders
def import_(
    folders: Folders,
    files: tuple[Path, ...],
    topic: str,
    kind: str,
    lang: str,
    slug: str,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Turn FILES (.docx, .md, .txt, .html, a saved web page) into draft articles.

    A folder stands for all such files in it. What a file is its bytes tell, not its name.
    Prints what was understood (breadcrumb, title, steps, summary, legal basis with the
    verdict on its quotations, related articles), what it was unsure of and what it left
    out. Nothing is replaced without --force: an address that is taken gets a number.
    Exit status 1 when nothing could be made of some file; the others are imported.
    """
    chosen = list(_files(files))
    if slug and (slug != slugify(slug) or len(chosen) != 1):
        hint = f", {slugify(slug)!r} for one" if slugify(slug) not in ("", slug) else ""
        raise click.UsageError(
            f"--slug takes lower-case words joined by hyphens, for one file{hint}"
        )
    if folders.is_bundled and not dry_run:
        raise click.UsageError(
            "the corpus that came with the program would be lost with its next version: "
            "name a corpus folder of your own with --corpus or KB_CORPUS"
        )
    corpus = read_corpus(folders.corpus, texts=folders.texts())
    topics = [t.id for t in corpus.taxonomy.topics]
    if topic and topic not in topics:
        raise click.UsageError(f"--topic {topic!r} is none of: {', '.join(topics)}")
    if slug:
        _refuse_taken(slug, topic, corpus, force=force)
    wishes = Wishes(topic=topic, kind=kind, slug=slug, lang=lang)
    importer = Incoming(surroundings=lambda: _around(folders, corpus, replaced=force))
    reports = []
    with closing(importer.reading()) as reading, Progress("Importing") as progress:
        for done, file in enumerate(chosen, 1):
            report = _report(reading, file, wishes)
            if report.understood and not dry_run:
                report = replace(report, understood=_written(report.understood, folders))
            if not as_json:
                _print(report, folders)
            reports.append(report)
            progress(done, len(chosen))
    if as_json:
        print_json(reports[0].understood or reports[0] if len(chosen) == 1 else reports)
    elif len(chosen) > 1:
        done = sum(report.understood is not None for report in reports)
        click.echo(f"\n{plural(done, 'draft')} of {plural(len(chosen), 'file')}.")
    raise Exit(1 if any(report.understood is None for report in reports) else 0)


def _files(given: tuple[Path, ...]) -> Iterator[Path]:
    for path in given:
        if path.is_dir():
            found = [file for file in walk(path) if file.suffix.lower() in _ENDINGS]
            if not found:
                raise click.UsageError(f"{path} holds no file of these: {', '.join(_ENDINGS)}")
            yield from found
        else:
            yield path


def _refuse_taken(slug: str, topic: str, corpus: Corpus, *, force: bool) -> None:
    """An address that somebody asked for is not silently another one."""
    taken = next((a.path for a in corpus.articles if a.slug == slug), "")
    if taken and not (force and Path(taken).parent.name == (topic or Path(taken).parent.name)):
        raise click.ClickException(
            f"{taken} already has the address {slug!r}; --slug gives another one"
            + ("" if force else ", --force replaces it")
        )


def _around(folders: Folders, corpus: Corpus, *, replaced: bool) -> Surroundings:
    return Surroundings(
        taxonomy=corpus.taxonomy,
        register=corpus.register,
        articles=corpus.articles,
        judge=Judge(corpus.register, folders.texts(), glossary_of(folders.corpus)),
        taken=() if replaced else _stems(folders.corpus),
        replaces=replaced,
    )


def _stems(corpus: Path) -> set[str]:
    """The addresses of all files, also of those that cannot be parsed."""
    return {slugify(file.stem) for file in walk(corpus / "articles")}


def _report(reading: Reading, file: Path, wishes: Wishes) -> Report:
    try:
        size = file.stat().st_size
        if not file.is_file():  # reading a pipe would wait for ever
            return Report(file=str(file), why=Unfit.BINARY, problem="it is no regular file")
        if size > MAX_FILE_BYTES:
            most = f"{size:,} bytes; at most {MAX_FILE_BYTES:,} are read"
            return Report(file=str(file), why=Unfit.TOO_LARGE, problem=most)
        content = file.read_bytes()
    except OSError as error:
        return Report(file=str(file), why=Unfit.BINARY, problem=error.strerror or str(error))
    try:
        return Report(file=str(file), understood=reading.understand(file.name, content, wishes))
    except UnfitFileError as error:
        return Report(file=str(file), why=error.why, problem=str(error))


def _written(understood: Understood, folders: Folders) -> Understood:
    try:
        with corpus_lock(folders.data):
            write_whole(folders.corpus / understood.path, understood.markdown)
    except RefusedError as error:
        raise click.ClickException(str(error)) from None
    return replace(understood, written=True)


def _print(report: Report, folders: Folders) -> None:
    if report.understood is None:
        click.echo(
            f"{report.file}: {click.style('not imported', fg='red')}: {report.problem}", err=True
        )
        return
    understood = report.understood

    def line(label: str, text: str) -> None:
        click.echo(f"{click.style(f'{label:<12}', bold=True)}{text}")

    line("file", f"{report.file} ({understood.form})")
    line("title", understood.title)
    if understood.wanted_slug:
        line("address", f"{understood.slug}, for {understood.wanted_slug} is taken")
    line("breadcrumb", " > ".join(understood.breadcrumb) or "none")
    line("topic", f"{understood.topic}, {understood.kind}, {understood.lang}")
    line("steps", str(len(understood.steps)) if understood.steps else "none")
    for step in understood.steps:
        click.echo(f"{step.number:>14}. {step.heading}")
    line("summary", understood.summary or "none")
    line("legal basis", "" if understood.legal_basis else "none")
    for basis in understood.legal_basis:
        click.echo(f"              {_basis(basis)}")
    line("related", str(len(understood.related)) if understood.related else "none")
    for link in understood.related:
        click.echo(f"              {link.text} -> {link.slug or 'wanted'}")
    for doubt in understood.unsure:
        line("unsure", doubt)
    for dropped in understood.dropped:
        line("left out", dropped)
    target = folders.corpus / understood.path
    if understood.written:
        click.echo(f"\nWrote {target} as a draft; `kb check {target}` tells what it still needs.")
    else:
        click.echo(f"\n{understood.markdown}\nNothing was written. Without --dry-run: {target}")


def _basis(basis: Basis) -> str:
    where = ", ".join(basis.resolved) or f"unresolved: {basis.reason}"
    quoted = f", {plural(len(basis.quote), 'quoted paragraph')}" if basis.quote else ""
    judged = f", {basis.verdict}" if basis.verdict else ""
    why = f" ({', '.join(basis.why)})" if basis.why else ""
    named = basis.statute or "the statute named before"
    return f"{named} {', '.join(basis.provisions)} -> {where}{quoted}{judged}{why}"
