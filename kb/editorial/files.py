"""Files of the corpus, written whole or not at all, by one at a time."""

import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.editors_desk import RefusedError

LOCK = "corpus.lock"
_PATIENCE = 20.0  # seconds to wait for somebody else who writes
_PAUSE = 0.01  # seconds between two attempts
_MODE = 0o644  # of a new file: articles are public


@contextmanager
def corpus_lock(data: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Be the only one, of all processes and threads, who writes in the corpus.

    The lock is a file in the data folder, and ends with the process that has it. Raises
    ``RefusedError`` (``busy``) where somebody else keeps it longer than ``patience`` seconds.
    """
    data.mkdir(parents=True, exist_ok=True)
    handle = os.open(data / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _acquire(handle, time.monotonic() + patience)
        yield
    finally:
        os.close(handle)  # which lets go of the lock


def _acquire(handle: int, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise RefusedError(
                    "busy", "somebody else is writing in the corpus; try again in a moment"
                ) from None
            time.sleep(_PAUSE)
        else:
            return


def staged(path: Path, text: str) -> Path:
    """Write the text to a file beside ``path``, safe on the disk; answers where.

    Nobody reads it until it is renamed. Raises ``OSError``, and leaves nothing then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else _MODE
    beside = path.with_name(f".kb-{os.getpid()}-{time.monotonic_ns()}.tmp")
    try:
        with open(beside, "xb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(text.encode("utf-8", "surrogateescape"))
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def take_place(beside: Path, path: Path) -> None:
    """What was staged becomes the file, at once. Raises ``OSError``."""
    os.replace(beside, path)
    sync_folder(path.parent)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it holds the old text or the new one, whatever happens."""
    take_place(staged(path, text), path)


def delete(path: Path) -> None:
    """Delete a file, and its folder where that leaves it empty; no fault where there is none."""
    path.unlink(missing_ok=True)
    if path.parent.exists():
        sync_folder(path.parent)
        with suppress(OSError):
            path.parent.rmdir()


def sync_folder(folder: Path) -> None:
    """Make sure that names of files in the folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Delete what a process that was killed staged in the folder and did not come to use.

    To be called by who has the corpus lock.
    """
    for left in folder.rglob(".kb-*.tmp"):
        left.unlink(missing_ok=True)
