"""The demand queue: what is kept of a question, counted by any number of processes at once."""

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.demand import DemandUnusableError, as_kept
from kb.desk.database import Database
from kb.desk.queue import StoredQueue, wording_of
from kb.index.question import gist
from tests.conftest import ROOT

DAY = timedelta(days=1)
FIRST = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """A time that a test sets."""

    def __init__(self) -> None:
        self.now = FIRST

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(tmp_path: Path, clock: Clock) -> StoredQueue:
    return StoredQueue(Database.open(tmp_path / "data" / "desk.sqlite3"), alike=gist, now=clock)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  How do I\n pay? ", "How do I pay?"),
        ("my number is 13800138000", "my number is ***"),
        ("138-0013-8000 or 138 0013 8000", "*** or ***"),
        ("身份证11010119900307123X查社保", "身份证***查社保"),
        ("write to li.ming@example.com please", "write to *** please"),
        ("call 12333 about 2026-11-20 and 10,000,000 yuan", None),
        ("社保40%是多少钱？", None),
        ("\x1b[31mred\x00 \u202eleft", "[31mred left"),
        ("\x00\x01", ""),
    ],
)
def test_what_is_kept(typed: str, kept: str | None) -> None:
    assert as_kept(typed) == (typed if kept is None else kept)


@given(st.text(max_size=500))
def test_what_is_kept_is_one_line_that_prints(typed: str) -> None:
    kept = as_kept(typed)
    assert kept.isprintable()
    assert as_kept(kept) == kept


def test_nothing_is_made_before_a_question_comes(queue: StoredQueue, tmp_path: Path) -> None:
    assert queue.waiting() == ()
    assert queue.purge() == 0
    assert not (tmp_path / "data").exists()


def test_the_same_question_is_counted(queue: StoredQueue, clock: Clock) -> None:
    queue.add("Can I pay in cash?")
    clock.now += DAY
    queue.add("can i pay in CASH")
    queue.add("医保能给父母用吗？")
    first, second = queue.waiting()
    assert (first.question, first.count) == ("Can I pay in cash?", 2)
    assert (first.first_asked, first.last_asked) == (FIRST, FIRST + DAY)
    assert (second.question, second.count, second.alike) == ("医保能给父母用吗？", 1, ())


def test_wordings_that_ask_for_the_same_stand_together(queue: StoredQueue, clock: Clock) -> None:
    for question in ("paying cash", "How can I pay cash?", "How can I pay cash?", "pension"):
        queue.add(question)
        clock.now += DAY
    cash, pension = queue.waiting()
    assert (cash.question, cash.count, cash.alike) == ("How can I pay cash?", 3, ("paying cash",))
    assert (cash.first_asked, cash.last_asked) == (FIRST, FIRST + 2 * DAY)
    assert pension.count == 1


def test_questions_of_fillers_alone_stay_apart(queue: StoredQueue) -> None:
    queue.add("how do I")
    queue.add("what is this")
    assert len(queue.waiting()) == 2


def test_purge(queue: StoredQueue, clock: Clock, tmp_path: Path) -> None:
    queue.add("the elder secret")
    clock.now += 10 * DAY
    queue.add("a newer one")
    assert queue.purge(FIRST + 5 * DAY) == 1
    assert [demand.question for demand in queue.waiting()] == ["a newer one"]
    assert b"elder secret" not in (tmp_path / "data" / "desk.sqlite3").read_bytes()
    assert queue.purge() == 1
    assert queue.waiting() == ()


def test_only_its_owner_may_read_it(queue: StoredQueue, tmp_path: Path) -> None:
    queue.add("a question")
    assert stat.S_IMODE((tmp_path / "data" / "desk.sqlite3").stat().st_mode) == 0o600


def test_a_full_queue_counts_what_it_has_and_takes_nothing_new(tmp_path: Path) -> None:
    queue = StoredQueue(Database.open(tmp_path / "desk.sqlite3"), most=2)
    queue.add("one")
    queue.add("two")
    queue.add("one")
    with pytest.raises(DemandUnusableError, match="kb demand purge"):
        queue.add("three")
    assert [(d.question, d.count) for d in queue.waiting()] == [("one", 2), ("two", 1)]


def test_nothing_but_the_question_is_kept(queue: StoredQueue, tmp_path: Path) -> None:
    queue.add("a question")
    with sqlite3.connect(tmp_path / "data" / "desk.sqlite3") as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(asked)")]
    database.close()
    assert columns == ["wording", "question", "count", "first_asked", "last_asked"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"this is no database, whatever its name says" * 99),
        lambda path: path.mkdir(),
    ],
)
def test_what_is_no_database_is_said(spoil: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite3"
    spoil(path)
    queue = StoredQueue(Database.open(path))
    for use in (lambda: queue.add("a question"), queue.waiting, queue.purge):
        with pytest.raises(DemandUnusableError, match=r"desk\.sqlite3"):
            use()


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(DemandUnusableError, match="newer version"):
        StoredQueue(Database.open(path)).add("a question")


WRITER = """
import sys
from pathlib import Path
from kb.desk.database import Database
from kb.desk.queue import StoredQueue
queue = StoredQueue(Database.open(Path(sys.argv[1])))
sys.stdin.readline()
for number in range(25):
    queue.add("shared")
    queue.add(f"{sys.argv[2]} {number}")
"""


def test_several_processes_write_at_once(tmp_path: Path) -> None:
    """They begin together, on a database that is not there yet, and no count is lost."""
    path = tmp_path / "data" / "desk.sqlite3"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two", "three")
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    for writer in writers:
        _, complaint = writer.communicate(timeout=100)
        assert writer.returncode == 0, complaint
    counts = {
        demand.question: demand.count for demand in StoredQueue(Database.open(path)).waiting()
    }
    assert counts.pop("shared") == 75
    assert len(counts) == 75
    assert set(counts.values()) == {1}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Pay cash?", "pay  CASH", True),
        ("社保 怎么交？", "社保怎么交", True),
        ("ＰＡＹ", "pay", True),
        ("pay cash", "cash pay", False),
        ("???", "!!!", False),
    ],
)
def test_wordings(one: str, other: str, same: bool) -> None:
    assert (wording_of(one) == wording_of(other)) is same
