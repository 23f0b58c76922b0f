"""How the commands print: problems, JSON, progress."""

import sys
import time
from collections.abc import Iterable
from types import TracebackType

import click

from kb import codec
from kb.model import Problem, Severity

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")
SLOW = 0.5  # seconds before a progress bar is worth its flicker


def print_json(value: object) -> None:
    """One JSON document on standard output, in UTF-8 whatever the terminal's encoding."""
    sys.stdout.buffer.write(codec.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def print_problems(problems: Iterable[Problem], *, to_stderr: bool) -> None:
    """A line a problem: ``path:line: code message (hint)``, warnings marked as such."""
    for problem in problems:
        warning = problem.severity is Severity.WARNING
        mark = click.style("warning ", fg="yellow") if warning else ""
        click.echo(f"{mark}{problem}", err=to_stderr)


def plural(count: int, noun: str) -> str:
    """``1 article``, ``2 articles``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


class Progress:
    """A progress bar with rate and time left on standard error, once the work proves long.

    Call it with (done, total); it starts over when there is less done or another total.
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self._started = self._since = time.monotonic()
        self._done = 0
        self._total = 0
        self._bar: click._termui_impl.ProgressBar[int] | None = None

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def __call__(self, done: int, total: int) -> None:
        if not sys.stderr.isatty() or time.monotonic() - self._started < SLOW:
            return
        if self._bar is None or total != self._total or done < self._done:
            self._since = self._started if self._bar is None else time.monotonic()
            self._end()
            self._bar = click.progressbar(
                length=total, label=self._label, file=sys.stderr, show_pos=True
            )
            self._bar.__enter__()
            self._done, self._total = 0, total
        rate = done / max(time.monotonic() - self._since, 0.001)
        self._bar.label = f"{self._label}, {rate:,.0f} a second"
        self._bar.update(done - self._done)
        self._done = done

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
