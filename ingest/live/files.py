"""Which files of the corpus changed on disk, at the cost of a look at their time stamps."""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.source import UnreadableError, is_read, listed, read
from kb.model import Problem, Source

_SETTLED = 2_000_000_000  # nanoseconds after which a time stamp is sure to differ after a change


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it was read: its text, or why it has none."""

    source: Source | None
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What tells of a change: when content and entry changed (ns), size in bytes, inode.

    The time of the content's change can be set by anybody, the other cannot.
    """

    content: int
    changed: int
    size: int
    inode: int


class Files:
    """The files below one folder of the corpus, as they were last read."""

    def __init__(self, root: Path, below: str) -> None:
        self._root = root
        self._below = below
        self.held: dict[str, Held] = {}
        self._stamps: dict[str, _Stamp | None] = {}

    def look(self, paths: Iterable[str] | None = None) -> set[str]:
        """Read what changed, everywhere or at these paths; answers the paths that differ."""
        there = self._listed() if paths is None else self._among(paths)
        changed = {path for path, stamp in there.items() if stamp and self._reread(path, stamp)}
        gone = self.held.keys() - there.keys() if paths is None else set[str]()
        gone |= {path for path, stamp in there.items() if stamp is None} & self.held.keys()
        for path in gone:
            del self.held[path]
            self._stamps.pop(path, None)
        return changed | gone

    def _listed(self) -> dict[str, _Stamp | None]:
        root = self._root
        return {
            f"{self._below}/{path}": _stamp(entry) for path, entry in listed(root / self._below)
        }

    def _among(self, paths: Iterable[str]) -> dict[str, _Stamp | None]:
        """The files that the paths name, or folders of them; None where one is not there."""
        found: dict[str, _Stamp | None] = {}
        for path in paths:
            if path != self._below and not path.startswith(f"{self._below}/"):
                continue
            full = self._root / path
            if full.is_dir() and not full.is_symlink():
                found |= {f"{path}/{each}": _stamp(entry) for each, entry in listed(full)}
            elif path != self._below and is_read(path.removeprefix(f"{self._below}/")):
                is_there = os.path.lexists(full) and not full.is_dir()
                found[path] = _stamp(full) if is_there else None
            for known in [known for known in self.held if known.startswith(f"{path}/")]:
                found.setdefault(known, None)
        return found

    def _reread(self, path: str, stamp: _Stamp) -> bool:
        """Read the file unless its stamp is the one it had; answers whether it differs."""
        before = self.held.get(path)
        if before is not None and self._stamps.get(path) == stamp:
            return False
        # Another change within the same tick of the clock would leave the same stamp.
        settled = time.time_ns() - stamp.changed > _SETTLED
        try:
            held = Held(read(self._root / path, self._root), None)
        except UnreadableError as error:
            held = Held(None, error.problem)
        self._stamps[path] = stamp if settled else None
        self.held[path] = held
        return held != before


def _stamp(file: "os.DirEntry[str] | Path") -> _Stamp:
    """What tells of the file's next change; of one that cannot be looked at, nothing does."""
    try:
        found = file.stat()
    except OSError:
        return _Stamp(0, time.time_ns(), 0, 0)
    return _Stamp(found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
