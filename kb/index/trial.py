"""An index as it would be after a batch, beside the real one, which stays as it is."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.engine import Batch, IndexUnusableError
from kb.index.folder import NAME, IndexFolder
from kb.index.writing import write

_PREFIX = "trial-"
_LEFT_OVER = 3600.0  # seconds after which a trial's folder is one that a killed process left
_TRIES = 3  # at linking, while another process writes and sweeps
_PATIENCE = 5.0  # seconds; nobody else writes there


@contextmanager
def trial_folder(folder: IndexFolder, batch: Batch) -> Iterator[IndexFolder]:
    """A folder with the same segments and the batch applied; it is deleted in the end.

    Segments are never changed once they are written, so that they are linked, not copied.
    Raises ``IndexUnusableError``.
    """
    beside = folder.path.parent
    _sweep(beside)
    try:
        place = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=beside))
    except OSError as error:
        raise IndexUnusableError(f"{beside}: {error.strerror}: nothing can be tried out") from None
    try:
        _link(folder, place)
        tried = IndexFolder(place, _PATIENCE)
        write(tried, batch)
        yield tried
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _link(folder: IndexFolder, place: Path) -> None:
    """The newest table of contents, and every file that it can name."""
    for _ in range(_TRIES):
        generation = folder.newest()[0]
        table = f"_{NAME}_{generation}.toc"
        names = [name for name in os.listdir(folder.path) if name.startswith(f"{NAME}_")]
        with suppress(FileNotFoundError):  # swept away meanwhile: there is a newer one
            for name in (*names, *([table] if generation else ())):
                _same(folder.path / name, place / name)
            return
    raise IndexUnusableError("the index is being written to all the time: try again later")


def _same(file: Path, to: Path) -> None:
    if to.exists():
        return
    try:
        os.link(file, to)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without links
        shutil.copyfile(file, to)


def _sweep(beside: Path) -> None:
    """Delete what a killed process left behind."""
    for left in beside.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_OVER:
                shutil.rmtree(left, ignore_errors=True)
