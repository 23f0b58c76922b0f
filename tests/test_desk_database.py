"""The desk's database: made once, followed from version to version, shared, refused with reason."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from kb.accounts import DeskUnusableError
from kb.desk import migrations
from kb.desk.cleared import StoredClearings
from kb.desk.database import FILE, Database
from kb.desk.queue import StoredQueue
from kb.desk.tables import metadata

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
        return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


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
