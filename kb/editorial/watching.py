"""A running server follows the corpus: what is changed as a file is shown within a second.

The only importer of watchfiles. It tells that something changed; what that was is found by
looking at the files, so nothing is lost where an event is.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from watchfiles import Change, watch

from ingest.source import ARTICLES, GLOSSARY, PENDING, STATUTES, TAXONOMY, is_read, listed

QUIET = 100  # milliseconds without a change after which a batch of changes is complete
LONGEST = 800  # milliseconds after which a batch is taken as it is
LOOK = 500  # milliseconds after which the thread looks up when nothing happens
POLL = 500  # milliseconds between two looks where the system does not tell of changes
SURE = 60.0  # seconds after which the files are looked at though nothing was told
PATIENCE = 60.0  # seconds at most between two tries of what failed
_TOPS = {ARTICLES, STATUTES, PENDING, TAXONOMY, GLOSSARY}
_ENDINGS = {"", ".md", ".html", ".htm", ".txt", ".toml"}  # "" for folders
# File systems that other machines write to, or that tell nothing of changes.
_SILENT = ("nfs", "cifs", "smb", "9p", "fuse", "vboxsf", "afs", "ceph", "gluster", "lustre")
_MOUNTS = Path("/proc/self/mountinfo")
_log = logging.getLogger(__name__)


class Watcher:
    """Calls ``follow`` after changes in the corpus folder, in a thread that ends with the process.

    Every server process may have one. What ``follow`` raises is logged once, and it is
    called again, after longer and longer waits, until it succeeds.
    """

    def __init__(
        self, folder: Path, follow: Callable[[], object], *, polling: bool | None = None
    ) -> None:
        """``polling`` is whether to look at the files time and again; None to find out."""
        self._folder = folder.resolve()
        self._follow = follow
        self._polling = polls(self._folder) if polling is None else polling
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._failed = ""
        self._wait = 0.0
        self._due = 0.0

    def start(self) -> None:
        """Begin; with what changed before, too."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being done, then nothing more."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._poll() if self._polling else self._watch()
            except FileNotFoundError:  # the folder is away: another one may take its place
                self._stopped.wait(LOOK / 1000)
            except Exception as error:  # noqa: BLE001 - a watcher that stops is noticed by nobody
                if not self._polling:
                    _log.warning("the corpus is looked at time and again, since %s", error)
                self._polling = True
                self._stopped.wait(LOOK / 1000)

    def _watch(self) -> None:
        """Until the folder is another one: a new checkout in its place, say."""
        folder = _identity(self._folder)
        self._due = time.monotonic()  # something may have changed before anybody watched
        for changes in watch(
            self._folder,
            watch_filter=self._matters,
            debounce=LONGEST,
            step=QUIET,
            stop_event=self._stopped,
            rust_timeout=LOOK,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=False,
            ignore_permission_denied=True,
        ):
            if changes or time.monotonic() >= self._due:
                self._try()
            if _identity(self._folder) != folder:
                return

    def _poll(self) -> None:
        """Look at the files time and again, until nobody wants to know any more.

        By our own listing: watchfiles would miss a change within the same second.
        """
        seen = None
        while not self._stopped.wait(0 if seen is None else POLL / 1000):
            before, seen = seen, dict(_stamps(self._folder))
            if seen != before or time.monotonic() >= self._due:
                self._try()

    def _try(self) -> None:
        try:
            self._follow()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next try may succeed
            self._wait = min(PATIENCE, 2 * self._wait or 1.0)
            self._due = time.monotonic() + self._wait
            if str(error) != self._failed:
                self._failed = str(error)
                _log.warning("what changed in the corpus could not be followed: %s", error)
            return
        if self._failed:
            _log.warning("the corpus is followed again")
        self._failed, self._wait = "", 0.0
        self._due = time.monotonic() + SURE

    def _matters(self, change: Change, path: str) -> bool:
        """Whether it may be an article, or what articles depend on, and no editor's own file."""
        try:
            inside = PurePosixPath(path).relative_to(self._folder)
        except ValueError:
            return False
        return (
            bool(inside.parts)
            and inside.parts[0] in _TOPS
            and is_read(inside.as_posix())
            and inside.suffix.lower() in _ENDINGS
        )


def _stamps(folder: Path) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """What tells of a change of each file: times of changes in nanoseconds, and the inode."""
    files: dict[str, os.DirEntry[str] | Path] = {top: folder / top for top in (TAXONOMY, GLOSSARY)}
    for top in (ARTICLES, STATUTES, PENDING):
        files |= {f"{top}/{path}": entry for path, entry in listed(folder / top)}
    for path, file in files.items():
        with suppress(OSError):
            found = file.stat()
            yield path, (found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def polls(folder: Path) -> bool:
    """Whether the folder lies where the system does not tell of every change."""
    try:
        lines = _MOUNTS.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return False  # not Linux: watchfiles knows better
    kinds: dict[str, str] = {}
    for line in lines:
        left, _, right = line.partition(" - ")
        if len(left.split()) > 4 and right:
            kinds[left.split()[4].replace("\\040", " ")] = right.split()[0]
    for place in (folder, *folder.parents):
        if str(place) in kinds:
            return kinds[str(place)].startswith(_SILENT)
    return False


def _identity(folder: Path) -> tuple[int, int]:
    """Which folder it is; (0, 0) where there is none."""
    try:
        found = folder.stat()
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino
