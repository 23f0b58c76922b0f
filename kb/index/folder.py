"""The folder of the index: who may touch it, which generation it is at, who is writing.

Whoosh keeps one table of contents for each commit, ``_kb1_7.toc`` (schema version 1,
generation 7), that names the segments ``kb1_<id>.seg`` of that generation; a commit is
the renaming of the new table into place. It is a pickle, so a folder that somebody else
could have written into is never read.
"""

import fcntl
import os
import pickle
import re
import shutil
import stat
import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from kb.codec import CodecError
from kb.engine import IndexOutdatedError, IndexUnusableError
from kb.index.schema import VERSION, whoosh_schema
from kb.index.segments.container import Array, write
from kb.index.segments.leaf import Leaf
from kb.index.segments.whoosh_codec import ArraySegment, open_leaf

# What reading on raises where a file is not what was written: nothing else here raises these.
DAMAGE = (CodecError, pickle.UnpicklingError, struct.error, EOFError)
# What working with wrong numbers raises. Right ones can raise it too, where we are wrong:
# whether the files are damaged has to be looked at.
SUSPECT = (ArithmeticError, LookupError, ValueError)
NAME = f"kb{VERSION}"
LOCK = "lock"
MERGE_LOCK = "merge-lock"
MERGED = "merging"
REBUILD = "run `kb index --rebuild`"
_TOC = re.compile(r"_kb(\d+)_(\d+)\.toc")
_LEFTOVER = re.compile(r"_kb\d+_\d+\.toc(\.[\d.]+)?|kb\d+(_[0-9a-z]+)?\.[A-Za-z0-9_.]+")
_SETTLED = 1_000_000_000  # nanoseconds after which a folder's time stamp is sure to differ
_POLL = 0.05  # seconds between two looks at a lock that somebody else holds


class Storage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's files, with everything on disk before a commit becomes visible."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        """Open a file to read, and remember it in case reading it fails."""
        file = super().open_file(name, **options)
        self.opened.append(file)
        return file

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Whoosh renames one file, the table of contents: that is the commit.

        The segments that it names are on disk already, each since it was written; the
        folder must know their names before it knows the table's.
        """
        _sync(self._fpath(oldname))
        _sync(self.folder)
        super().rename_file(oldname, newname, safe=safe)
        # The commit is made. Should this fail, a crash could bring back the one before.
        with suppress(OSError):
            _sync(self.folder)


class IndexFolder:
    """A folder that holds an index, or will. Only this class knows its files."""

    def __init__(self, path: Path, patience: float) -> None:
        """Make the folder if need be; ``patience`` is how many seconds to wait for a writer."""
        self.path = path
        self.patience = patience
        self.schema = whoosh_schema()
        self.storage = Storage(str(path))
        self._known: tuple[int, tuple[int, int]] | None = None
        try:
            path.mkdir(parents=True, exist_ok=True)
            if not any(path.iterdir()):
                path.chmod(0o755)  # whatever the umask was when it was made
        except OSError as error:
            raise IndexUnusableError(f"{path}: {error.strerror}: choose another folder") from None
        self.check_owner()

    def check_owner(self) -> None:
        """Nobody but this user may own the folder or write into it: its files are pickles."""
        found = self.path.stat()
        if found.st_uid != os.geteuid():
            raise IndexUnusableError(
                f"{self.path} belongs to another user, and opening an index runs what is in it: "
                "use a folder of your own"
            )
        if stat.S_IMODE(found.st_mode) & 0o022:
            raise IndexUnusableError(
                f"others may write into {self.path}, and opening an index runs what is in it: "
                f"run `chmod go-w {self.path}`, then {REBUILD}"
            )

    def newest(self) -> tuple[int, int]:
        """Generation and schema version of the newest commit; (0, ours) while there is none.

        The names in the folder are read when it has changed, or may have: its time stamp
        is coarse, so a young one says nothing.
        """
        changed = os.stat(self.storage.folder).st_mtime_ns
        known = self._known  # read once: other threads may set it
        if known is None or known[0] != changed:
            commits = [(0, VERSION)]
            for name in self.storage.list():
                if found := _TOC.fullmatch(name):
                    commits.append((int(found[2]), int(found[1])))
            newest = max(commits)
            self._known = (changed, newest) if time.time_ns() - changed > _SETTLED else None
            return newest
        return known[1]

    def has_commit(self, generation: int) -> bool:
        """Whether this generation was committed and is still there."""
        return (self.path / f"_{NAME}_{generation}.toc").exists()

    def contents(self) -> Any:
        """Whoosh's table of contents of the newest commit, an empty one while there is none.

        Raises ``IndexUnusableError`` where it is damaged or of another version, and
        ``FileNotFoundError`` where a newer commit swept it away meanwhile.
        """
        generation, version = self.newest()
        if version != VERSION:
            raise IndexOutdatedError(
                f"the index in {self.path} was made by another version of kb "
                f"(its format is {version}, this one reads {VERSION}): {REBUILD}"
            )
        if not generation:
            return self.nothing()
        self.check_owner()
        with self._reading() as storage:
            return TOC.read(storage, NAME, gen=generation, schema=self.schema)

    def leaf(self, segment: ArraySegment) -> Leaf:
        """Open a segment of the contents; raises what ``contents`` raises."""
        try:
            return open_leaf(self.path, segment)
        except FileNotFoundError:
            raise
        except Exception as error:  # a damaged header can raise anything
            raise self.damaged(error) from error

    def write_file(self, path: Path, arrays: Mapping[str, Array], facts: bytes) -> None:
        """Write a segment's file, to the disk itself; nobody sees it before a commit."""
        with path.open("xb") as file:
            write(file, arrays, facts)
            file.flush()
            os.fsync(file.fileno())

    def commit(self, segments: Sequence[ArraySegment], generation: int) -> None:
        """Make these segments the index; the lock is held, and their files are on disk."""
        TOC(self.schema, list(segments), generation).write(self.storage, NAME)

    @contextmanager
    def merging(self) -> Iterator[tuple[bool, Path]]:
        """Be the only one, of all processes and threads, who joins segments; or be told not to.

        Gives the file to write into; it is deleted at the end if it still has that name.
        """
        path = self.path / MERGED
        with (self.path / MERGE_LOCK).open("a+") as file:
            allowed = _try_lock(file.fileno())
            if allowed:
                path.unlink(missing_ok=True)
            try:
                yield allowed, path
            finally:
                if allowed:
                    path.unlink(missing_ok=True)

    def nothing(self) -> Any:
        """A table of contents without segments, at the present generation."""
        return TOC(self.schema, [], self.newest()[0])

    def damaged(self, error: Exception) -> IndexUnusableError:
        """The error for an index whose files are not what Whoosh wrote."""
        return IndexUnusableError(f"the index in {self.path} is damaged ({error!r}): {REBUILD}")

    @contextmanager
    def _reading(self) -> Iterator[Storage]:
        """Files to open; where one of them is damaged none stays open."""
        storage = Storage(str(self.path))
        try:
            yield storage
        except Exception as error:  # a damaged pickle can raise anything
            for file in storage.opened:
                if not file.is_closed:
                    file.close()
            if isinstance(error, FileNotFoundError):
                raise
            raise self.damaged(error) from error
        storage.opened.clear()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only writer, of all processes and threads.

        The lock is the kernel's: it ends with its process, however that ends.
        """
        lock = self.path / LOCK
        try:
            file = lock.open("a+")
        except OSError as error:
            raise IndexUnusableError(f"{lock} cannot be opened: {error.strerror}") from None
        with file:
            deadline = time.monotonic() + self.patience
            while not _try_lock(file.fileno()):
                if time.monotonic() >= deadline:
                    file.seek(0)
                    raise IndexUnusableError(
                        f"process {file.read() or 'unknown'} has been writing to the index for "
                        f"{self.patience:g} seconds (it holds {lock}): "
                        "wait until it is done or end it, then try again"
                    )
                time.sleep(_POLL)
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield

    def sweep(self) -> None:
        """Delete what earlier commits, other versions and crashed writers left behind."""
        contents = self.contents()
        table = f"_{NAME}_{contents.generation}.toc"
        segments = tuple(f"{segment.segment_id()}." for segment in contents.segments)
        self._drop_unfinished_join()
        for name in self.storage.list():
            if _LEFTOVER.fullmatch(name) and name != table and not name.startswith(segments):
                path = self.path / name
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)

    def _drop_unfinished_join(self) -> None:
        """Delete the file of a join whose process ended before it did."""
        with self.merging():
            pass  # whoever may join deletes it at the end


def _try_lock(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sync(path: str) -> None:
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
