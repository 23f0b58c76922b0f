"""Which corpus and which data folder a command works on, and the engine in it."""

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ingest.followed import followed_glossary, followed_taxonomy
from ingest.taxonomy_file import CorpusError, taxonomy_of
from kb import bundle
from kb.accounts import DeskUnusableError
from kb.demand import DemandQueue
from kb.engine import IndexUnusableError
from kb.filter_names import FilterNames
from kb.index.engine import WhooshEngine
from kb.index.question import gist
from kb.official import TextsUnusableError
from kb.review import Clearings, ClearingsUnusableError
from kb.statute_texts.database import FILE as TEXTS
from kb.statute_texts.store import SqliteTexts
from kb.taxonomy import Taxonomy

if TYPE_CHECKING:
    from kb.desk.database import Database

_UNUSABLE = (
    CorpusError,
    IndexUnusableError,
    TextsUnusableError,
    ClearingsUnusableError,
    DeskUnusableError,
)
CHECKOUT = Path("corpus")
UNUSABLE = 3


class UnusableError(click.ClickException):
    """The corpus, the index or what was imported cannot be used: exit status 3."""

    exit_code = UNUSABLE


@dataclass(frozen=True, slots=True)
class Folders:
    """The corpus (the truth) and the data folder.

    In it is all that is derived from the corpus, and what is not: the demand queue and the
    official texts of statutes.
    """

    corpus: Path
    data: Path

    @property
    def is_bundled(self) -> bool:
        """Whether it is the corpus inside the installed package, which is not to be edited."""
        return self.corpus.resolve().is_relative_to(bundle.PACKAGE)

    def taxonomy(self) -> Taxonomy:
        return taxonomy_of(self.corpus)

    def engine(self) -> WhooshEngine:
        """Open the index, or make an empty one."""
        return WhooshEngine.open(
            self.data / "index",
            names=self._names(),
            glossary=followed_glossary(self.corpus),
        )

    def _names(self) -> Callable[[], FilterNames]:
        """By what names a query may name topics and regions, as of now."""
        taxonomy = followed_taxonomy(self.corpus)
        held = [(taxonomy(), FilterNames.of(taxonomy()))]

        def names() -> FilterNames:
            now = taxonomy()
            if held[0][0] is not now:
                held[0] = (now, FilterNames.of(now))
            return held[0][1]

        return names

    def database(self) -> "Database":
        """The desk's database: at KB_DATABASE_URL, else a file in the data folder.

        Nothing is made before the first write.
        """
        from kb.desk.sqlite_file import FILE

        return _opened(os.environ.get("KB_DATABASE_URL") or self.data / FILE)

    def clearings(self) -> Clearings:
        """What editors cleared after a change of the law."""
        from kb.desk.cleared import StoredClearings

        return StoredClearings(self.database())

    def texts(self) -> SqliteTexts:
        """The official texts that were imported; nothing is made before the first import."""
        return SqliteTexts(self.data / TEXTS)

    def demand(self) -> DemandQueue:
        """The questions for the editors; nothing is made before the first one is kept."""
        from kb.desk.queue import StoredQueue

        return StoredQueue(self.database(), alike=gist)


@functools.lru_cache(maxsize=2)
def _opened(where: str | Path) -> "Database":
    """One for all that a command does with it, so that its connections are shared."""
    from kb.desk.database import Database  # SQLAlchemy takes a while to import

    return Database.open(where)


def folders_of(corpus: Path | None, data: Path | None) -> Folders:
    """Without options: ./corpus and ./data in a checkout, else the corpus that came
    with the package and a folder of the user's own."""
    if corpus is None:
        corpus = CHECKOUT if (CHECKOUT / "articles").is_dir() else bundle.corpus()
    if data is None:
        home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
        data = Path("data") if corpus == CHECKOUT else Path(home) / "social-security-kb"
    return Folders(corpus, data)


def with_folders(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --corpus and --data, and turn what makes them unusable into exit 3."""

    @click.option(
        "--corpus",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="KB_CORPUS",
        help="The corpus folder [env: KB_CORPUS; default: ./corpus, else the bundled one].",
    )
    @click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="KB_DATA",
        help="The folder of the index and of what was imported "
        "[env: KB_DATA; default: ./data in a checkout].",
    )
    @functools.wraps(command)
    def wrapped(corpus: Path | None, data: Path | None, **options: Any) -> Any:
        try:
            return command(folders_of(corpus, data), **options)
        except _UNUSABLE as error:
            raise UnusableError(str(error)) from None
        except PermissionError as error:
            raise UnusableError(f"{error.filename}: {error.strerror}") from None

    return wrapped
