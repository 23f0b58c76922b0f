"""The desk's database: made once, followed from version to version, shared, refused with reason."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.engine import default

from kb.accounts import DeskUnusableError
from kb.desk import counters, migrations, tables
from kb.desk.cleared import StoredClearings
from kb.desk.database import FILE, Database
from kb.desk.queue import StoredQueue
from tests.conftest import ROOT

Open = Callable[[str | Path], Database]
Place = str | Path

# What the program made of its first two versions, before it had migrations.
FIRST = """
    CREATE TABLE asked (
        wording TEXT PRIMARY KEY,
        question TEXT NOT NULL,
        count INTEGER NOT NULL,
        first_asked INTEGER NOT NULL,
        last_asked INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO asked VALUES ('why', 'Why?', 3, 1, 2);
    PRAGMA user_version = 1;
"""
SECOND = (
    FIRST
    + """
    CREATE TABLE cleared (
        article TEXT NOT NULL,
        statute TEXT NOT NULL,
        version TEXT NOT NULL,
        day TEXT NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (article, statute, version)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO cleared VALUES ('a', 's', '2018-12-29', '2026-11-26', '无需修改');
    PRAGMA user_version = 2;
"""
)


def made(path: Path, script: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    database = sqlite3.connect(path)
    database.executescript(script)
    database.close()
    return path


def differences(database: Database) -> list[Any]:
    """What stands in the database and not in the tables' description, and the reverse."""
    with database.reading() as connection:
        assert connection is not None
        options = {"version_table": migrations.TABLE, "compare_type": True}
        return compare_metadata(
            MigrationContext.configure(connection, opts=options), tables.metadata
        )


def test_the_migrations_make_the_tables_that_are_described(
    empty_place: Place, open_database: Open
) -> None:
    database = open_database(empty_place)
    with database.writing() as connection:
        assert migrations.found(connection) == migrations.newest()
    assert differences(database) == []


def test_every_version_is_followed_to_the_newest(empty_place: Place, open_database: Open) -> None:
    """Step by step, as databases stand that were left at each of them."""
    database = open_database(empty_place)
    place = database._place
    place.make()
    for version in range(1, migrations.newest() + 1):
        with place.engine.execution_options(writes=True).begin() as connection:
            migrations.follow(connection, version)
            assert migrations.found(connection) == version
    assert differences(database) == []


@pytest.mark.parametrize("script", [FIRST, SECOND])
def test_a_file_from_before_the_migrations_is_taken_over(
    tmp_path: Path, open_database: Open, script: str
) -> None:
    database = open_database(made(tmp_path / FILE, script))
    (waiting,) = StoredQueue(database).waiting()
    assert (waiting.question, waiting.count) == ("Why?", 3)
    assert waiting.last_asked == datetime.fromtimestamp(2, UTC)
    notes = [clearing.note for clearing in StoredClearings(database).all()]
    assert notes == (["无需修改"] if script is SECOND else [])
    assert differences(database) == []


def test_programs_from_before_the_migrations_leave_it_alone(
    tmp_path: Path, open_database: Open
) -> None:
    with open_database(tmp_path / FILE).writing():
        pass
    database = sqlite3.connect(tmp_path / FILE)
    assert database.execute("PRAGMA user_version").fetchone()[0] > 2
    database.close()


def test_one_of_a_newer_program_is_refused(empty_place: Place, open_database: Open) -> None:
    newer = migrations.newest() + 1
    with open_database(empty_place).writing() as connection:
        connection.execute(text(f"UPDATE {migrations.TABLE} SET version_num = '{newer}'"))
        if isinstance(empty_place, Path):
            connection.execute(text(f"PRAGMA user_version = {newer}"))
    later = open_database(empty_place)
    with (
        pytest.raises(DeskUnusableError, match="newer version of this program; update it"),
        later.reading(),
    ):
        pass
    with pytest.raises(DeskUnusableError, match="newer version"), later.writing():
        pass


def test_a_step_that_fails_leaves_the_old_tables(tmp_path: Path, open_database: Open) -> None:
    """There is a table in the way of the third version: nothing of it is kept."""
    path = made(tmp_path / FILE, SECOND + "CREATE TABLE votes (mine TEXT);")
    with (
        pytest.raises(DeskUnusableError, match="votes already exists"),
        open_database(path).reading(),
    ):
        pass
    database = sqlite3.connect(path)
    names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    assert {"users", "counters", migrations.TABLE}.isdisjoint(names)
    assert database.execute("PRAGMA user_version").fetchone() == (2,)
    database.close()


def test_reading_makes_nothing(tmp_path: Path, open_database: Open) -> None:
    with open_database(tmp_path / "data" / FILE).reading() as connection:
        assert connection is None
    assert list(tmp_path.iterdir()) == []


def test_what_is_raised_undoes_the_transaction(desk_database: Database) -> None:
    def fail() -> None:
        with desk_database.writing() as connection:
            counters.raised(connection, "one")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with desk_database.reading() as connection:
        assert connection is not None
        assert counters.value(connection, "one") == 0


def test_threads_are_given_each_number_once(desk_database: Database) -> None:
    taken: list[int] = []

    def take() -> None:
        for _ in range(10):
            with desk_database.writing() as connection:
                taken.append(counters.raised(connection, "one"))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 41))


COUNTING = """
import sys
from kb.desk import counters
from kb.desk.database import Database
database = Database.open(sys.argv[1])
sys.stdin.readline()
for _ in range(20):
    with database.writing() as connection:
        print(counters.raised(connection, "one"))
"""


def test_processes_that_begin_together_make_one_database(empty_place: Place) -> None:
    """All find nothing there, one makes the tables, and each number is given once."""
    script = [sys.executable, "-c", COUNTING, str(empty_place)]
    pipe = subprocess.PIPE
    processes = [
        subprocess.Popen(script, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    taken: list[int] = []
    for process in processes:
        told, complaint = process.communicate(timeout=100)
        assert process.returncode == 0, complaint
        taken += map(int, told.split())
    assert sorted(taken) == list(range(1, 41))


@pytest.mark.parametrize(
    ("written", "read"),
    [("a\0b", "ab"), ("half \ud800 character", "half ? character"), ("无需修改 😀", None)],
)
def test_any_text_is_taken(desk_database: Database, written: str, read: str | None) -> None:
    with desk_database.writing() as connection:
        counters.raised(connection, written)
        name = connection.execute(select(tables.counters.c.name)).scalar_one()
        assert name == (written if read is None else read)
        assert counters.value(connection, written) == 1  # and found by


@given(st.datetimes(timezones=st.just(UTC)))
def test_times_are_kept_to_the_microsecond(moment: datetime) -> None:
    kind, dialect = tables.Moment(), default.DefaultDialect()
    kept = kind.process_bind_param(moment, dialect)
    assert kind.process_result_value(kept, dialect) == moment


def test_a_saved_copy_can_be_put_back_while_it_is_used(tmp_path: Path, open_database: Open) -> None:
    path = tmp_path / FILE
    database = open_database(path)
    queue = StoredQueue(database)
    queue.add("one")
    shutil.copy(path, tmp_path / "saved")
    queue.add("two")
    os.replace(tmp_path / "saved", path)
    assert [each.question for each in queue.waiting()] == ["one"]
    queue.add("three")
    assert {each.question for each in StoredQueue(open_database(path)).waiting()} == {
        "one",
        "three",
    }


def test_a_file_that_is_removed_is_made_anew(tmp_path: Path, open_database: Open) -> None:
    path = tmp_path / FILE
    queue = StoredQueue(open_database(path))
    queue.add("one")
    path.unlink()
    assert queue.waiting() == ()
    queue.add("two")
    assert [each.question for each in queue.waiting()] == ["two"]


READING = """
import sys
from kb.accounts import DeskUnusableError
from kb.desk import counters
from kb.desk.database import Database
from kb.desk.queue import StoredQueue
database = Database.open(sys.argv[1])
print(len(StoredQueue(database).waiting()))
try:
    with database.writing() as connection:
        counters.raised(connection, "one")
except DeskUnusableError as error:
    print(error)
"""


@pytest.mark.parametrize(("script", "found"), [(FIRST, "0"), ("", "1")])
def test_a_copy_that_nobody_may_write_is_read(
    tmp_path: Path, open_database: Open, script: str, found: str
) -> None:
    """One of an older version is not followed, and so says nothing."""
    path = tmp_path / "copy" / FILE
    if script:
        made(path, script)
    else:
        StoredQueue(open_database(path)).add("a question")
    path.chmod(0o400)
    path.parent.chmod(0o500)
    command = [sys.executable, "-c", READING, str(path)]
    if os.geteuid() == 0:  # who may write everywhere, unless the right is given up
        if shutil.which("setpriv") is None:
            pytest.skip("root may write everywhere")
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    path.parent.chmod(0o700)
    assert result.returncode == 0, result.stderr
    waiting, refused = result.stdout.splitlines()
    assert waiting == found
    assert refused.startswith(f"{path} cannot be written; see to it")
    assert {each.name for each in path.parent.iterdir()} <= {FILE, f"{FILE}-journal"}
