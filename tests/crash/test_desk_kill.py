"""A process is killed while it saves: what it told is kept, and the rest is whole or not there."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from kb.desk import migrations
from kb.desk.audit import StoredAudit
from kb.desk.database import FILE, Database
from kb.desk.queue import StoredQueue
from kb.desk.revisions import StoredRevisions
from tests.conftest import ROOT
from tests.crash.dying_desk import save
from tests.test_desk_database import SECOND, made

Open = Callable[[str | Path], Database]
DYING = (sys.executable, "-m", "tests.crash.dying_desk")


def saves(database: Database, kills: int) -> int:
    """How many revisions there are: each has its text, and all but the last of each process an
    entry in the log."""
    revisions = StoredRevisions(database)
    history = revisions.of("a", limit=100_000)
    assert all(revisions.text(each.version) for each in history)
    logged = len(StoredAudit(database).entries(limit=100_000))
    assert 0 <= len(history) - logged <= kills
    return len(history)


def test_a_kill_from_outside_loses_nothing_that_was_told(
    desk_place: str | Path, desk_database: Database
) -> None:
    kept = 0
    for kills, wanted in enumerate((3, 17), start=1):
        command = [*DYING, "endless", str(desk_place)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            told = 0
            for line in writer.stdout:  # some more may come before the kill does
                told = int(line)
                if told == wanted:
                    writer.send_signal(signal.SIGKILL)
        found = saves(desk_database, kills)
        assert found >= kept + told >= kept + wanted
        kept = found
    save(desk_database, 0)
    assert saves(desk_database, 2) == kept + 1


def test_a_kill_at_any_statement_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, open_database: Open
) -> None:
    """Each child finds a file from before the migrations, follows it and saves."""
    old = made(tmp_path / "old" / FILE, SECOND)
    command = [*DYING, "steps", str(old), str(tmp_path / "copies"), "11"]
    (tmp_path / "copies").mkdir()
    subprocess.run(command, cwd=ROOT, check=True, timeout=100)
    versions = []
    for copy in sorted((tmp_path / "copies").iterdir(), key=lambda path: int(path.name)):
        with sqlite3.connect(copy / FILE) as raw:
            versions += raw.execute("PRAGMA user_version").fetchone()
        raw.close()
        database = open_database(copy / FILE)
        assert [each.count for each in StoredQueue(database).waiting()] == [3]
        saves(database, 1)
    assert set(versions) == {2, migrations.newest()}
    assert versions == sorted(versions)
