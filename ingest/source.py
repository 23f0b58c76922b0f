"""Corpus files: find them, read them, decode them, hash them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import charset_normalizer

from kb.model import Form, Problem, Severity, Source

MAX_BYTES = 5_000_000  # a long statute is under 1 MB; more is not an article
ARTICLES, STATUTES, TAXONOMY = "articles", "statutes", "taxonomy.toml"
GLOSSARY = "glossary.toml"
_FORMS = {".md": Form.MARKDOWN, ".html": Form.HTML, ".htm": Form.HTML, ".txt": Form.TEXT}


class UnreadableError(Exception):
    """A file that cannot be read as text; ``problem`` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def walk(folder: Path) -> Iterator[Path]:
    """The files below the folder, in a fixed order; hidden ones and editors' backups left out."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
        if not (hidden or path.is_dir() or path.name.endswith("~")):
            yield path


def read(path: Path, root: Path | None = None) -> Source:
    """Read one file; its ``path`` is shown relative to ``root``. Raises ``UnreadableError``."""
    shown = path.relative_to(root).as_posix() if root else str(path)
    form = _FORMS.get(path.suffix.lower())
    if form is None:
        raise _unreadable(shown, "unknown-form", f"{path.suffix or 'no ending'} is not read", 1)
    if path.exists() and not path.is_file():  # reading a pipe would wait for ever
        raise _unreadable(shown, "unreadable", "it is no regular file", 1)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _unreadable(shown, "too-large", f"{size:,} bytes; at most {MAX_BYTES:,}", 1)
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(shown, "unreadable", error.strerror or str(error), 1) from None
    text = decode(data, shown)
    return Source(
        path=shown,
        form=form,
        text=text.replace("\r\n", "\n").replace("\r", "\n"),
        sha256=hashlib.sha256(data).hexdigest(),
    )


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
