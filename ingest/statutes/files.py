"""Files that may hold a statute: found below a folder, read within limits."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.source import UnreadableError, read
from kb.model import Problem, Severity, Source

MOST_FILES = 100_000  # below one folder; more is not a collection of statutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What lies below the paths: Markdown files in order, and how many are something else."""

    files: tuple[Path, ...]
    passed_over: int
    problems: tuple[Problem, ...] = ()


def find(paths: tuple[Path, ...]) -> Found:
    """The Markdown files at and below the paths, each once, in a fixed order.

    Hidden files and those whose name begins with ``_`` or is README are passed over, and links
    to folders are not followed, so that no loop of links goes on for ever.
    """
    files: dict[Path, None] = {}
    others = 0
    problems: list[Problem] = []
    for path in paths:
        for each in [path] if not path.is_dir() else _below(path, problems):
            if each.suffix.lower() == ".md" and not _is_about(each):
                files[each] = None
            else:
                others += 1
            if len(files) > MOST_FILES:
                problems.append(_too_many(path))
                return Found(files=(), passed_over=others, problems=tuple(problems))
    return Found(files=tuple(files), passed_over=others, problems=tuple(problems))


def _below(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        problems.append(_unreadable(Path(error.filename), error.strerror or str(error)))

    for parent, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(parent, name)


def _is_about(path: Path) -> bool:
    """Whether the file is about the collection rather than of it."""
    return path.name.startswith("_") or path.stem.casefold() == "readme"


def source_of(path: Path) -> Source:
    """Read the file; raises ``UnreadableError`` with a problem that says why it cannot be."""
    try:
        return read(path)
    except ValueError as error:  # a name that no file can have
        raise UnreadableError(_unreadable(path, str(error))) from None


def sha256(path: Path) -> str:
    """The hash of the file's bytes; empty where it cannot be read."""
    try:
        if not path.is_file():  # reading a pipe would wait for ever
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""


def _unreadable(path: Path, why: str) -> Problem:
    return Problem(
        path=str(path),
        line=1,
        code="unreadable",
        message=why,
        hint="check its name and its permissions",
    )


def _too_many(path: Path) -> Problem:
    return Problem(
        path=str(path),
        line=1,
        code="too-many-files",
        message=f"more than {MOST_FILES:,} Markdown files",
        hint="name the folder of the statutes",
        severity=Severity.ERROR,
    )
