"""Corpus files: find them, read them, decode them, hash them."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import charset_normalizer

from kb.model import Form, Problem, Severity, Source

MAX_BYTES = 5_000_000  # a long statute is under 1 MB; more is not an article
ARTICLES, STATUTES, TAXONOMY = "articles", "statutes", "taxonomy.toml"
GLOSSARY = "glossary.toml"
PENDING = "pending"  # changes of published articles that readers do not see yet
_FORMS = {".md": Form.MARKDOWN, ".html": Form.HTML, ".htm": Form.HTML, ".txt": Form.TEXT}


class UnreadableError(Exception):
    """A file that cannot be read as text; ``problem`` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def walk(folder: Path) -> Iterator[Path]:
    """The files below the folder, in a fixed order; hidden ones and editors' backups left out."""
    return iter(sorted(folder / path for path, _ in listed(folder)))


def listed(folder: Path, below: str = "") -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """The same files in any order: their paths below the folder, with slashes, and entries."""
    try:
        entries = list(os.scandir(folder / below))
    except OSError:
        return  # it is not there, or not for us
    for entry in entries:
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from listed(folder, f"{below}{entry.name}/")
        elif not (entry.name.endswith("~") or entry.is_dir()):
            yield f"{below}{entry.name}", entry


def is_read(path: str) -> bool:
    """Whether a file with this path below the folder is none of those that are left out."""
    return not (path.endswith("~") or any(part.startswith((".", "_")) for part in path.split("/")))


def read(path: Path, root: Path | None = None) -> Source:
    """Read one file; its ``path`` is shown relative to ``root``. Raises ``UnreadableError``."""
    shown = path.relative_to(root).as_posix() if root else str(path)
    form = form_of(path.name)
    if form is None:
        raise _unreadable(shown, "unknown-form", f"{path.suffix or 'no ending'} is not read", 1)
    if path.exists() and not path.is_file():  # reading a pipe would wait for ever
        raise _unreadable(shown, "unreadable", "it is no regular file", 1)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(shown, size)
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(shown, "unreadable", error.strerror or str(error), 1) from None
    return from_bytes(data, shown, form)


def from_text(text: str, path: str, form: Form) -> Source:
    """The source that a file with this text would be; raises ``UnreadableError``."""
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise _unreadable(path, "not-text", "it holds half of a character", line) from None
    if len(data) > MAX_BYTES:
        raise _too_large(path, len(data))
    return from_bytes(data, path, form)


def from_bytes(data: bytes, shown: str, form: Form) -> Source:
    """The source that a file with these bytes is; raises ``UnreadableError``."""
    text = decode(data, shown)
    return Source(
        path=shown,
        form=form,
        text=text.replace("\r\n", "\n").replace("\r", "\n"),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def form_of(path: str) -> Form | None:
    """The form that a file's ending tells; None for what is not read."""
    return _FORMS.get(PurePosixPath(path).suffix.lower())


def decode(data: bytes, shown: str) -> str:
    """UTF-8 if it is, else the encoding that the bytes speak for (GB18030 and the like)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        best = charset_normalizer.from_bytes(data).best()
        if best is None:
            line = data.count(b"\n", 0, error.start) + 1
            message = "the bytes are text in no known encoding"
            raise _unreadable(shown, "not-text", message, line) from None
        text = str(best)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _unreadable(shown, "not-text", "it holds a NUL character, as binary files do", line)
    return text


def _too_large(path: str, size: int) -> UnreadableError:
    return _unreadable(path, "too-large", f"{size:,} bytes; at most {MAX_BYTES:,}", 1)


_HINTS = {
    "unknown-form": "articles are .md, .html or .txt",
    "too-large": "split it into several files",
    "unreadable": "check the file's permissions",
    "not-text": "save it again as UTF-8 text",
}


def _unreadable(path: str, code: str, message: str, line: int) -> UnreadableError:
    # A picture beside an article is no fault, but nobody should wait for it to be indexed.
    severity = Severity.WARNING if code == "unknown-form" else Severity.ERROR
    return UnreadableError(
        Problem(
            path=path, line=line, code=code, message=message, hint=_HINTS[code], severity=severity
        )
    )
