"""A line that says how far the work is and how fast it goes, on standard error."""

import sys
import time
from types import TracebackType
from typing import Self

_TERMINAL, _FILE = 0.2, 15.0  # seconds between two lines


class Progress:
    """``with Progress("indexing") as tick: tick(done, total)``."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._terminal = sys.stderr.isatty()
        self._started = self._said = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._said >= (_TERMINAL if self._terminal else _FILE):
            self._said = now
            self._say(self._line(done, total, now - self._started))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._say(f"{self._label}: {time.monotonic() - self._started:.1f} s", last=True)

    def _line(self, done: int, total: int, seconds: float) -> str:
        filled = round(20 * done / total) if total else 0
        rate = done / seconds if seconds else 0.0
        bar = "█" * filled + "░" * (20 - filled)
        return f"{self._label}: {bar} {done:,} of {total:,}, {rate:,.0f} a second"

    def _say(self, line: str, last: bool = False) -> None:
        start, end = ("\r\x1b[K", "\n" if last else "") if self._terminal else ("", "\n")
        print(f"{start}{line}", end=end, file=sys.stderr, flush=True)
