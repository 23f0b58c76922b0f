"""What happens by itself: scheduled publications, and what failed tried again."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

EVERY = 10.0  # seconds between two looks at the schedule
_log = logging.getLogger(__name__)


class Punctual(Protocol):
    """What a clock has done by itself."""

    def publish_due(self, now: datetime) -> tuple[str, ...]: ...

    def retry(self) -> None: ...


def _now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Publishes what is due, from its start on, in a thread that ends with the process.

    Every server process may have one: what is due is given to one of them.
    """

    def __init__(
        self, desk: Punctual, *, every: float = EVERY, now: Callable[[], datetime] = _now
    ) -> None:
        self._desk = desk
        self._every = every
        self._now = now
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)

    def start(self) -> None:
        """Begin with what fell due while no server ran."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being done, then nothing more."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def tick(self) -> None:
        """Do what is to be done now; what goes wrong is logged, and tried again next time."""
        try:
            published = self._desk.publish_due(self._now())
            if published:
                _log.info("published by the schedule: %s", ", ".join(published))
            self._desk.retry()
        except Exception:  # noqa: BLE001 - a clock that stops is noticed by nobody
            _log.exception("the clock could not do what is due")

    def _run(self) -> None:
        while not self._stopped.is_set():
            self.tick()
            self._stopped.wait(self._every)
