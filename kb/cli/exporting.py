"""`kb export`: a copy of the site that needs no server."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import click

from ingest.glossary_file import glossary_of
from ingest.pipeline import NO_TEXTS, Corpus, ingest
from kb import bundle
from kb.cli.folders import Folders, UnusableError, with_folders
from kb.cli.output import Progress, plural, print_problems
from kb.engine import Batch, Contents, IndexUnusableError
from kb.export.errors import ExportError
from kb.export.folder import checked
from kb.export.pages import OwnPages
from kb.export.site_copy import SiteCopy, Size
from kb.filter_names import FilterNames
from kb.index.engine import WhooshEngine
from kb.model import Severity
from kb.official import OfficialTexts
from kb.offline import OfflineIndex

_BOTH = "both"
_LANGUAGES = {"en": ("en",), "zh": ("zh",), _BOTH: ("en", "zh")}
_UNITS = ((1_000_000, "MB"), (1_000, "kB"))


@click.command(
    epilog="\b\nExample:\n"
    "  kb export copy                      then open copy/index.html in a browser\n"
    "  kb export /media/stick/answers --lang zh\n"
)
@click.argument("site_dir", type=click.Path(path_type=Path))
@click.option(
    "--lang",
    type=click.Choice(list(_LANGUAGES)),
    default=_BOTH,
    show_default=True,
    help="The languages of the interface; articles of both are always there.",
)
@click.option("--statutes", is_flag=True, help="Pages of imported texts too; not searched.")
@click.option("--force", is_flag=True, help="Replace a folder that is no earlier copy.")
@with_folders
def export(folders: Folders, site_dir: Path, lang: str, statutes: bool, force: bool) -> None:
    """Write the whole site into the folder SITE_DIR, to be read without a server.

    Open its index.html from a disk, a memory stick or a plain web server. The search runs in
    the browser and ranks like that of the site; nothing is loaded from a network. What takes
    part in a conversation is left out: questions to the editors, the check of citations, the
    interface for programs.

    An earlier copy in SITE_DIR is replaced once the new one is whole. Exit status 3 means
    that it could not be written; then what was there is as it was.
    """
    from kb.web.app import create_app  # Flask takes a while to import
    from kb.web.offline import NOT_HERE, SEARCH
    from kb.web.site import Offline

    kept = (folders.corpus, folders.data)
    try:
        checked(site_dir, force=force, kept=kept)
    except ExportError as error:
        raise UnusableError(str(error)) from None
    today = date.today()
    languages = _LANGUAGES[lang]
    texts = folders.texts() if statutes else NO_TEXTS
    with _indexed(folders, texts) as engine, Progress("Copying") as progress:
        app = create_app(
            engine,
            folders.taxonomy(),
            templates=bundle.templates(),
            today=lambda: today,
            texts=texts,
            offline=Offline(day=today, languages=languages),
        )
        copied = SiteCopy(
            site=app.wsgi_app,
            index=_offline_index(folders, engine, statutes),
            languages=languages,
            own=OwnPages(search=SEARCH, not_here=NOT_HERE),
            day=today,
        )
        try:
            size = copied.write(site_dir, progress, force=force, kept=kept)
        except ExportError as error:
            raise UnusableError(str(error)) from None
    _say(site_dir, size)


@contextmanager
def _indexed(folders: Folders, texts: OfficialTexts) -> Iterator[WhooshEngine]:
    """The corpus as its files are now, indexed anew in a temporary folder.

    So equal corpora give equal copies, and the index that readers use stays as it is. What is
    malformed now is as that index holds it.
    """
    names = FilterNames.of(folders.taxonomy())
    with (
        tempfile.TemporaryDirectory(prefix="kb-export-") as folder,
        closing(
            WhooshEngine.open(
                Path(folder) / "index", names=names, glossary=lambda: glossary_of(folders.corpus)
            )
        ) as engine,
    ):
        corpus = _ingested(folders, engine, texts)
        if corpus.errors and (held := _held(folders)).articles:
            engine.write(Batch(articles=held.articles, statutes=held.statutes, anew=True))
            corpus = _ingested(folders, engine, texts)
        errors = (p for p in corpus.problems if p.severity is Severity.ERROR)
        print_problems(errors, to_stderr=True)
        yield engine


def _ingested(folders: Folders, engine: WhooshEngine, texts: OfficialTexts) -> Corpus:
    with Progress("Indexing") as progress:
        return ingest(folders.corpus, engine, texts=texts, anew=True, progress=progress).corpus


def _held(folders: Folders) -> Contents:
    """What the index of the data folder holds; nothing where it cannot be read."""
    with closing(folders.engine()) as engine:
        try:
            return engine.contents()
        except IndexUnusableError:
            return Contents(articles=(), statutes=(), generation=0)


def _offline_index(folders: Folders, engine: WhooshEngine, statutes: bool) -> OfflineIndex:
    """That of the corpus alone: with tens of thousands of provisions no phone could search."""
    if not statutes:
        return engine.offline()
    with _indexed(folders, NO_TEXTS) as alone:
        return alone.offline()


def _say(site_dir: Path, size: Size) -> None:
    click.echo(
        f"{plural(size.pages, 'page')} in {plural(size.files, 'file')}, {_amount(size.bytes)}; "
        f"the search takes {_amount(size.search)} of them and reads {_amount(size.first)} at first."
    )
    click.echo(f"Open {site_dir / 'index.html'} in a browser.")


def _amount(count: int) -> str:
    """``1.2 MB``, ``34 kB``."""
    for unit, name in _UNITS:
        if count >= unit:
            return (
                f"{count / unit:.1f} {name}" if count < 10 * unit else f"{count / unit:.0f} {name}"
            )
    return f"{count} bytes"
