"""What editors cleared after a change of the law: a table of the desk's database."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kb.desk.database import DeskUnusableError, opened, read
from kb.review import Clearing, ClearingsUnusableError

_ALL = "SELECT article, statute, version, day, note FROM cleared ORDER BY 1, 2, 3"
_ADD = """
    INSERT INTO cleared (article, statute, version, day, note) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (article, statute, version) DO UPDATE SET day = excluded.day, note = excluded.note
"""


class SqliteClearings:
    """Implements ``kb.review.Clearings``; a connection for each call."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> tuple[Clearing, ...]:
        """Everything that is cleared; nothing where there is no file yet."""
        with _unusable(), read(self._path) as database:
            rows = database.execute(_ALL).fetchall() if database else []
        return tuple(
            Clearing(
                article=article,
                statute=statute,
                version=date.fromisoformat(version),
                on=date.fromisoformat(day),
                note=note,
            )
            for article, statute, version, day, note in rows
        )

    def add(self, clearings: Iterable[Clearing]) -> None:
        """Keep them in one transaction."""
        rows = [
            (each.article, each.statute, each.version.isoformat(), each.on.isoformat(), each.note)
            for each in clearings
        ]
        with _unusable(), opened(self._path) as database:
            database.executemany(_ADD, rows)
            database.commit()

    def undo(self, article: str, statute: str = "") -> int:
        """Forget what was cleared of the article; answers how many versions."""
        if not self._path.exists():
            return 0
        with _unusable(), opened(self._path) as database:
            gone = database.execute(
                "DELETE FROM cleared WHERE article = ? AND ? IN ('', statute)", (article, statute)
            ).rowcount
            database.commit()
        return gone

    def state(self) -> str:
        """Size and time of the last change of the file, which any write to it moves."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise ClearingsUnusableError(f"{self._path}: {error}") from error
        return f"{found.st_mtime_ns}-{found.st_size}"


@contextmanager
def _unusable() -> Iterator[None]:
    """What is wrong with the desk, told as what is wrong with clearings."""
    try:
        yield
    except DeskUnusableError as error:
        raise ClearingsUnusableError(str(error)) from error
