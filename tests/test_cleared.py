"""What editors cleared, kept in the desk's database."""

import os
import sqlite3
import stat
from datetime import date
from pathlib import Path

import pytest

from kb.desk.cleared import StoredClearings
from kb.desk.database import FILE, Database
from kb.desk.queue import StoredQueue
from kb.review import Clearing, ClearingsUnusableError


def clearing(article: str, statute: str = "a-2000", note: str = "") -> Clearing:
    return Clearing(
        article=article,
        statute=statute,
        version=date(2018, 12, 29),
        on=date(2026, 11, 26),
        note=note,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / FILE


def test_nothing_is_made_by_reading(path: Path) -> None:
    kept = StoredClearings(Database.open(path))
    assert kept.all() == ()
    assert kept.state() == ""
    assert kept.undo("x") == 0
    assert not path.exists()


def test_what_is_added_is_read_again_and_undone(path: Path) -> None:
    kept = StoredClearings(Database.open(path))
    kept.add([clearing("b"), clearing("a", note="'quoted' 无需修改"), clearing("a", "c-2001")])
    assert StoredClearings(Database.open(path)).all() == (
        clearing("a", note="'quoted' 无需修改"),
        clearing("a", "c-2001"),
        clearing("b"),
    )
    kept.add([clearing("b", note="again")])
    assert kept.all()[-1].note == "again"
    assert kept.undo("a", "c-2001") == 1
    assert kept.undo("a") == 1
    assert [one.article for one in kept.all()] == ["b"]


def test_the_state_moves_with_what_is_cleared(path: Path) -> None:
    kept = StoredClearings(Database.open(path))
    states = [kept.state()]
    kept.add([clearing("a")])
    states.append(kept.state())
    assert len(set(states)) == 2
    assert kept.state() == states[-1]


def test_a_database_of_an_older_version_keeps_its_questions(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE asked (wording TEXT PRIMARY KEY, question TEXT NOT NULL, count INTEGER"
            " NOT NULL, first_asked INTEGER NOT NULL, last_asked INTEGER NOT NULL)"
            " STRICT, WITHOUT ROWID"
        )
        database.execute("INSERT INTO asked VALUES ('why', 'Why?', 3, 1, 2)")
        database.execute("PRAGMA user_version = 1")
    database.close()
    kept = StoredClearings(Database.open(path))
    kept.add([clearing("a")])
    assert kept.all() == (clearing("a"),)
    (waiting,) = StoredQueue(Database.open(path)).waiting()
    assert (waiting.question, waiting.count) == ("Why?", 3)


def test_what_is_no_database_says_so(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("nothing that SQLite knows" * 50, "utf-8")
    with pytest.raises(ClearingsUnusableError, match=FILE):
        StoredClearings(Database.open(path)).all()


def test_where_nobody_may_write_it_is_read(path: Path) -> None:
    StoredClearings(Database.open(path)).add([clearing("a")])
    path.chmod(stat.S_IRUSR)
    path.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        if os.access(path, os.W_OK):
            pytest.skip("root may write everywhere")
        assert StoredClearings(Database.open(path)).all() == (clearing("a"),)
        with pytest.raises(ClearingsUnusableError):
            StoredClearings(Database.open(path)).add([clearing("b")])
    finally:
        path.parent.chmod(stat.S_IRWXU)
