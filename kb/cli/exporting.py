"""`kb export`: a copy of the site that needs no server."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import click

from ingest.glossary_file import glossary_of
from ingest.pipeline import ingest
from kb import bundle
from kb.cli.folders import Folders, UnusableError, with_folders
from kb.cli.output import Progress, plural, print_problems
from kb.engine import Batch
from kb.export.errors import ExportError
from kb.export.folder import checked
from kb.export.pages import OwnPages
from kb.export.site_copy import SiteCopy, Size
from kb.filter_names import FilterNames
from kb.index.engine import WhooshEngine
from kb.model import Severity

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
@click.option("--statutes", is_flag=True, help="Also the official texts that were imported.")
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
    with _indexed(folders) as engine, Progress("Copying") as progress:
        app = create_app(
            engine,
            folders.taxonomy(),
            templates=bundle.templates(),
            today=lambda: today,
            texts=folders.texts() if statutes else None,
            offline=Offline(day=today, languages=languages),
        )
        copied = SiteCopy(
            site=app.wsgi_app,
            index=engine.offline(),
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
def _indexed(folders: Folders) -> Iterator[WhooshEngine]:
    """What the index holds once it is up to date, written anew into one of its own.

    So equal corpora give equal copies, whatever the index has been through.
    """
    with closing(folders.engine()) as engine:
        with Progress("Indexing") as progress:
            corpus = ingest(folders.corpus, engine, progress=progress).corpus
        errors = (p for p in corpus.problems if p.severity is Severity.ERROR)
        print_problems(errors, to_stderr=True)
        held = engine.contents()
    names = FilterNames.of(folders.taxonomy())
    with (
        tempfile.TemporaryDirectory(prefix="kb-export-") as folder,
        closing(
            WhooshEngine.open(
                Path(folder) / "index", names=names, glossary=lambda: glossary_of(folders.corpus)
            )
        ) as anew,
    ):
        anew.write(Batch(articles=held.articles, statutes=held.statutes, anew=True))
        yield anew


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
