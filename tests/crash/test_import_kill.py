"""An import killed at any point leaves the old texts or the new ones, and the next one works."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.statute_texts.store import SqliteTexts
from tests.crash.dying_import import state, words, write

ROOT = Path(__file__).parent.parent.parent
IMPORT = [sys.executable, "-W", "ignore", "-m", "tests.crash.dying_import"]


def whole(path: Path) -> int:
    """The number of the state that is held, after a look that all of it is of that state."""
    store = SqliteTexts(path)
    held = [store.provisions(statute) for statute in ("one", "two")]
    if held == [(), ()]:
        assert store.statutes() == ()
        return 0
    number = int(held[0][0].text.split("第")[1].split("次")[0])
    assert held == [version.provisions for version in state(number)]
    found = store.containing(words(number, 17))
    assert {place.likeness for place in found if place.provision.article == 17} == {1.0}
    return number


@pytest.fixture
def ended() -> Iterator[Callable[[Path, int], int]]:
    """What an import into a file ended with that was to die at a statement of its transaction."""
    with subprocess.Popen(
        IMPORT, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        points, statuses = process.stdin, process.stdout

        def ended(path: Path, at: int) -> int:
            print(at, path, file=points, flush=True)
            return int(statuses.readline())

        yield ended
        points.close()


def test_killed_at_each_statement(tmp_path: Path, ended: Callable[[Path, int], int]) -> None:
    start = tmp_path / "start" / "statutes.sqlite3"
    for before in (0, 1):
        if before:
            write(start, before)
        seen = []
        for at in [*range(1, 24, 2), *range(24, 4000, 40)]:
            path = tmp_path / f"{before}-{at}" / "statutes.sqlite3"
            if before:
                shutil.copytree(start.parent, path.parent)
            status = ended(path, at)
            assert status in (0, -signal.SIGKILL)
            seen.append(whole(path))
            write(path, seen[-1] + 1)
            assert whole(path) == seen[-1] + 1
            if status == 0:
                break
        assert len(seen) > 12, "it was killed at many points"
        assert seen == sorted(seen), "once the new state is there, it stays"
        assert set(seen) == {before, before + 1}


def test_killed_at_any_moment(tmp_path: Path) -> None:
    path = tmp_path / "statutes.sqlite3"
    moments = random.Random(5)  # a fixed seed; the moments differ all the same
    for _ in range(4):
        with subprocess.Popen(
            [*IMPORT, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            first = int(process.stdout.readline())
            time.sleep(moments.uniform(0, 0.2))
            process.kill()
            told = [first, *map(int, process.stdout.read().split())]
        assert whole(path) in (told[-1], told[-1] + 1)
