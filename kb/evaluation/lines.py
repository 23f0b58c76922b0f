"""Lines of a file, plain or gzipped, numbered and within limits."""

import gzip
import zlib
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path

from kb.evaluation.judged import UnusableSetError

# A document of the largest known sets has some hundred kilobytes.
MAX_LINE_BYTES = 4 * 1024 * 1024
# Unpacked; a small gzip file can hold any amount of nothing.
MAX_FILE_BYTES = 4 * 1024 * 1024 * 1024


def numbered(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1, without their ends.

    Raises ``UnusableSetError`` for a file that is not there, not gzip though its name ends
    in ``.gz``, not UTF-8, or beyond the limits.
    """
    number = read = 0
    try:
        with _open(path) as file:
            while line := file.readline(MAX_LINE_BYTES + 1):
                number += 1
                read += len(line)
                if len(line) > MAX_LINE_BYTES:
                    raise wrong(path, number, f"the line is longer than {MAX_LINE_BYTES:,} bytes")
                if read > MAX_FILE_BYTES:
                    raise wrong(path, number, f"the file is longer than {MAX_FILE_BYTES:,} bytes")
                if text := line.decode("utf-8").strip("\r\n"):
                    yield number, text
    except UnicodeDecodeError as error:
        raise wrong(path, number, f"not UTF-8: {error.reason}") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise wrong(path, number + 1, f"not a whole gzip file: {error}") from None
    except OSError as error:
        raise UnusableSetError(f"{path}: {error.strerror or error}") from None


def wrong(path: Path, line: int, message: str) -> UnusableSetError:
    """The error for a line: ``path:line: message``."""
    return UnusableSetError(f"{path}:{line}: {message}")


def _open(path: Path) -> BufferedIOBase:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")
