"""The folder of a copy: written beside the old one, and put in its place when it is whole."""

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.export.errors import ExportError

MARKER = "kb-export.json"
"""The file by which a folder is known to be a copy that may be replaced."""
_HERE = -100  # AT_FDCWD: a path counts from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE
_NOT_TO_BE_HAD = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP)


@contextmanager
def replaced(target: Path, *, force: bool, kept: tuple[Path, ...] = ()) -> Iterator[Path]:
    """A new folder to write into, which takes the target's place when the block ends well.

    Until then the target stays as it is, and also where the block fails or the process is
    killed: what such a process left is cleared away by the next. Raises ``ExportError`` where
    the target is no copy and not empty, unless ``force`` is given; and always where it holds
    one of ``kept``, or the working folder.
    """
    target = checked(target, force=force, kept=kept)
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear_away(target)
    new = _beside(target, "new")
    new.mkdir()
    try:
        yield new
        _swap(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def checked(target: Path, *, force: bool, kept: tuple[Path, ...] = ()) -> Path:
    """The folder that would be replaced, whole; raises ``ExportError`` as ``replaced`` does."""
    target = target.resolve()
    there = next(path for path in (target, *target.parents) if path.exists())
    if not there.is_dir():
        raise ExportError(f"{there} is a file; name a folder")
    if not os.access(there if there != target else target.parent, os.W_OK):
        raise ExportError(f"{target} cannot be made: nothing may be written in {there}")
    for path in (*kept, Path.cwd()):
        if path.resolve().is_relative_to(target):
            raise ExportError(f"{target} holds {path.resolve()}, which would be replaced with it")
    if target.is_dir() and not force and any(target.iterdir()) and not (target / MARKER).is_file():
        raise ExportError(
            f"{target} is not empty and no copy made by this command; "
            "name another folder, or replace all that is in it with --force"
        )
    return target


def _beside(target: Path, what: str) -> Path:
    return target.with_name(f".{target.name}.{what}-{os.getpid()}")


def _clear_away(target: Path) -> None:
    """Remove what killed exports left, after putting back a copy that one had put aside."""
    for left in sorted(target.parent.glob(f".{_plain(target.name)}.*-*")):
        what, _, owner = left.name.removeprefix(f".{target.name}.").partition("-")
        if what not in ("new", "old") or not owner.isdigit() or _lives(int(owner)):
            continue
        if what == "old" and not target.exists():
            left.rename(target)
        else:
            shutil.rmtree(left)


def _plain(name: str) -> str:
    """A name for a pattern, in which it stands for itself."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)


def _lives(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def _swap(new: Path, target: Path) -> None:
    """Put the new folder in the target's place, in one step where the system can do that."""
    if target.exists() and _exchanged(new, target):
        return  # the old one is now where the new one was, and is removed there
    old = _beside(target, "old")
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change names in one step; False where this system cannot."""
    with suppress(OSError, AttributeError):
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
            return True
        if ctypes.get_errno() not in _NOT_TO_BE_HAD:
            raise ExportError(f"{other} cannot be replaced: {os.strerror(ctypes.get_errno())}")
    return False
