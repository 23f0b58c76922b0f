"""Reads files of any form in a process of its own, which is given a time and no more memory.

A file that somebody made to be slow, or that a library stumbles over, ends that process and
nothing else; the next file gets a new one.
"""

import json
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from typing import IO, Any

from ingest import markdown
from ingest.article import MAX_BODY
from ingest.draft import Doubt, Draft
from ingest.importer import ImportFailedError, ReadFile, read_source
from ingest.signature import recognize
from kb.incoming import MAX_SECONDS, Unfit, UnfitFileError, shown_name
from kb.model import Source

MAX_MEMORY = 2 << 30  # bytes of address space; the largest page that is read takes a third of it
MAX_MARKDOWN_SECONDS = 5.0  # of computing; an article of the longest that is taken needs two
_LENGTH = struct.Struct(">I")
_SLOW = "reading it takes too long; save only the article, or split it"


class Apart:
    """A process that reads one file after the other; started for the first. Not to be shared."""

    def __init__(self, seconds: float = MAX_SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, name: str, content: bytes) -> tuple[ReadFile, str]:
        """The file as read, and what it was (``docx``); raises ``UnfitFileError``."""
        child = self._child = self._child or _started()
        assert child.stdin is not None  # noqa: S101 - for the type checker
        assert child.stdout is not None  # noqa: S101
        with _killed_after(self._seconds, child) as late:
            try:
                _send(child.stdin, shown_name(name).encode())
                _send(child.stdin, content)
                answer = json.loads(_received(child.stdout))
            except (OSError, EOFError, ValueError):
                self.close()
                if late.is_set():
                    raise UnfitFileError(Unfit.TOO_SLOW, _SLOW) from None
                raise UnfitFileError(
                    Unfit.TOO_LARGE, "reading it takes too much; save only the article"
                ) from None
        if "why" in answer:
            raise UnfitFileError(Unfit(answer["why"]), answer["message"])
        return _file(answer), answer["was"]

    def close(self) -> None:
        """End the process."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                _closed(pipe)
            self._child = None


def read_here(name: str, content: bytes) -> tuple[ReadFile, str]:
    """The same in this process, however long it takes."""
    found = recognize(name, content)
    source = Source(
        path=shown_name(name) or "Imported",
        form=found.form,
        text=found.text,
        sha256=sha256(content).hexdigest(),
    )
    try:
        file = read_source(source)
    except ImportFailedError as error:
        message = "; ".join(f"line {p.line}: {p.message} ({p.hint})" for p in error.problems)
        raise UnfitFileError(Unfit.NO_ARTICLE, message) from None
    _refuse_slow(file.draft.body)
    return file, found.was


def _refuse_slow(body: str) -> None:
    """The server will read the draft too, and may not be kept at it: try it out here."""
    started = time.process_time()
    markdown.parse(body[:MAX_BODY])
    if time.process_time() - started > MAX_MARKDOWN_SECONDS:
        raise UnfitFileError(Unfit.TOO_SLOW, _SLOW)


def main() -> None:
    """What the process does: a name and a content in, an answer out, until there is no more."""
    _keep_memory_in_bounds()
    takes, gives = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no answer
    while True:
        try:
            name, content = _received(takes).decode(), _received(takes)
        except EOFError:
            return
        _send(gives, json.dumps(_answer(name, content)).encode())


def _answer(name: str, content: bytes) -> dict[str, Any]:
    try:
        file, was = read_here(name, content)
    except UnfitFileError as error:
        return {"why": error.why.value, "message": str(error)}
    except RecursionError:
        return {"why": Unfit.TOO_LARGE.value, "message": "it is nested too deeply"}
    return asdict(file) | {"was": was}


def _file(answer: dict[str, Any]) -> ReadFile:
    told = answer["draft"]
    texts = {name: tuple(told[name]) for name in ("breadcrumb", "related", "dropped")}
    draft = Draft(
        title=told["title"],
        body=told["body"],
        lang=told["lang"],
        doubts=tuple(Doubt(**doubt) for doubt in told["doubts"]),
        **texts,
    )
    return ReadFile(
        fields=answer["fields"], draft=draft, first_line=answer["first_line"], stem=answer["stem"]
    )


def _started() -> subprocess.Popen[bytes]:
    # Nothing of what was brought is on the command line.
    return subprocess.Popen(
        [sys.executable, "-c", "from ingest.apart import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def _killed_after(seconds: float, child: subprocess.Popen[bytes]) -> Iterator[threading.Event]:
    late = threading.Event()

    def end() -> None:
        late.set()
        child.kill()

    clock = threading.Timer(seconds, end)
    clock.daemon = True
    clock.start()
    try:
        yield late
    finally:
        clock.cancel()


def _send(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(_LENGTH.pack(len(content)) + content)
    pipe.flush()


def _received(pipe: IO[bytes]) -> bytes:
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return _exactly(pipe, length)


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    found = pipe.read(size)
    if len(found) < size:
        raise EOFError
    return found


def _closed(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except OSError:
        pass  # what was written last had nobody to read it


def _keep_memory_in_bounds() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
