"""The corpus's TOML files, read within a limit."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

MAX_BYTES = 1_000_000  # far above any taxonomy, and some ten thousand concepts of a glossary


def tables(path: Path, refuse: Callable[[str], Exception], missing: str = "") -> dict[str, Any]:
    """The file's tables; raises what ``refuse`` makes of a message that names the file.

    ``missing`` says what to do where the file cannot be opened.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise refuse(f"{path}: larger than {MAX_BYTES:,} bytes")
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise refuse(f"{path}: {error.strerror}{missing}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise refuse(f"{path}: not readable as TOML: {error}") from None
