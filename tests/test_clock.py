"""The clock of a server: what is due is published once, and trouble does not stop it."""

import threading
from datetime import UTC, datetime
from pathlib import Path

from kb.accounts import DeskUnusableError
from kb.editorial.clock import Clock
from kb.editorial.desk import Desk
from tests.desk_room import PUBLISHER, opened

SOON = datetime(2099, 1, 1, 8, 0, tzinfo=UTC)


def test_two_clocks_publish_once(tmp_path: Path) -> None:
    with opened(tmp_path) as room:
        room.desk.schedule("when-to-retire", SOON, PUBLISHER, based_on="")
        clocks = [
            Clock(desk, every=0.01, now=lambda: SOON) for desk in (room.desk, Desk(room.work))
        ]
        for clock in clocks:
            clock.start()
        for clock in clocks:
            clock.stop()
        Clock(room.desk, now=lambda: SOON).tick()
        steps = [revision.step.value for revision in room.desk.history("when-to-retire")]
        assert steps == ["publish", "outside"]


class Broken:
    """A desk whose database comes back at the third look."""

    def __init__(self) -> None:
        self.looks = 0
        self.done = threading.Event()

    def publish_due(self, now: datetime) -> tuple[str, ...]:
        self.looks += 1
        if self.looks < 3:
            raise DeskUnusableError("no database")
        self.done.set()
        return ()

    def retry(self) -> None:
        return None


def test_trouble_does_not_stop_the_clock() -> None:
    desk = Broken()
    clock = Clock(desk, every=0.001)
    clock.start()
    assert desk.done.wait(10)
    clock.stop()
