"""The small files of the corpus as they are now, while a server runs."""

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from ingest.glossary_file import glossary_of
from ingest.source import GLOSSARY, TAXONOMY
from ingest.taxonomy_file import CorpusError, taxonomy_of
from kb.glossary import Glossary
from kb.taxonomy import Taxonomy

T = TypeVar("T")


class Followed(Generic[T]):
    """What a file holds: read again once the file has changed. Safe to share between threads.

    The same value is given while it has not, and the last good one where it cannot be used.
    """

    def __init__(self, path: Path, read: Callable[[], T]) -> None:
        """``read`` raises ``CorpusError`` where the file cannot be used."""
        self._path = path
        self._read = read
        self._held: tuple[tuple[int, ...], T] | None = None

    def __call__(self) -> T:
        """Raises ``CorpusError`` where there is no good one yet."""
        stamp = self._stamp()
        held = self._held  # read once: other threads may set it
        if held is not None and held[0] == stamp:
            return held[1]
        try:
            value = self._read()
        except CorpusError:
            if held is None:
                raise
            value = held[1]
        if held is not None and value == held[1]:
            value = held[1]
        self._held = (stamp, value)
        return value

    def _stamp(self) -> tuple[int, ...]:
        try:
            found = self._path.stat()
        except OSError:
            return ()
        return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def followed_glossary(folder: Path) -> Followed[Glossary]:
    """The corpus folder's glossary as it is now."""
    return Followed(folder / GLOSSARY, lambda: glossary_of(folder))


def followed_taxonomy(folder: Path) -> Followed[Taxonomy]:
    """The corpus folder's taxonomy as it is now."""
    return Followed(folder / TAXONOMY, lambda: taxonomy_of(folder))
