"""A copy of the site in a folder: its pages, what they load, and the search's files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from wsgiref.types import WSGIApplication

from kb import codec
from kb.export.errors import ExportError
from kb.export.folder import MARKER, replaced
from kb.export.pages import OwnPages, Pages, Progress
from kb.export.search_files import search_files
from kb.offline import OfflineIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """What stands in the file that marks a folder as a copy."""

    made_by: str
    day: date
    languages: tuple[str, ...]
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a copy is; ``first`` is what its search page loads at first. All in bytes."""

    pages: int
    files: int
    bytes: int
    search: int
    first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCopy:
    """What is to be copied: a site that makes offline pages, and the index of its search."""

    site: WSGIApplication
    index: OfflineIndex
    languages: Sequence[str]
    own: OwnPages
    day: date

    def write(
        self, target: Path, progress: Progress, *, force: bool = False, kept: tuple[Path, ...] = ()
    ) -> Size:
        """Write the copy; the folder has all of it or what it had before.

        Raises ``ExportError``; see ``kb.export.folder.replaced`` for ``force`` and ``kept``.
        """
        try:
            with replaced(target, force=force, kept=kept) as folder:
                return self._written(folder, progress)
        except OSError as error:
            where = error.filename or target
            raise ExportError(f"{where}: {error.strerror or error}") from error

    def _written(self, folder: Path, progress: Progress) -> Size:
        pages = Pages(self.site, folder, self.languages, self.own).write(progress)
        search = 0
        first = 0
        for file, content in search_files(self.index):
            path = folder / file
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
            search += len(content)
            first = first or len(content)
        marker = Marker(
            made_by="kb export", day=self.day, languages=tuple(self.languages), pages=pages
        )
        (folder / MARKER).write_bytes(codec.encode(marker) + b"\n")
        sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
        return Size(pages=pages, files=len(sizes), bytes=sum(sizes), search=search, first=first)
