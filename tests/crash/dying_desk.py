"""Saves that are killed: run by ``test_desk_kill.py`` in a process of its own.

``dying_desk.py endless WHERE`` saves one text of the article "a" after another, records each in
the log, and prints its number when both are kept, until it is killed from outside.

``dying_desk.py steps FILE FOLDER STRIDE`` copies the database FILE to FOLDER/0, FOLDER/1 and so
on, and lets a child process save a text in copy N, following an older version first, and kill
itself just before the database is asked for the (N * STRIDE)th time, a commit being asked too.
It ends with the first child that lives to the end.
"""

import os
import shutil
import signal
import sys
from pathlib import Path

from sqlalchemy import event

from kb.desk.audit import StoredAudit
from kb.desk.database import FILE, Database
from kb.desk.revisions import StoredRevisions
from kb.model import Status
from kb.workflow import Step


def save(database: Database, number: int) -> None:
    revisions = StoredRevisions(database)
    text = f"text {number} " * 500
    revisions.add("a", author="wang", step=Step.SAVE, status=Status.DRAFT, text=text)
    StoredAudit(database).record("wang", "save", "a", str(number))


def die_at(database: Database, at: int) -> None:
    """Let the kernel end this process before the database is asked for the Nth time."""
    asked = 0

    def count(*_: object) -> None:
        nonlocal asked
        if asked == at:
            os.kill(os.getpid(), signal.SIGKILL)
        asked += 1

    event.listen(database._place.engine, "before_cursor_execute", count)
    event.listen(database._place.engine, "commit", count)


def steps(file: Path, copies: Path, stride: int) -> None:
    for number in range(1_000):
        copy = copies / str(number)
        copy.mkdir()
        shutil.copy(file, copy / FILE)
        child = os.fork()
        if child == 0:
            database = Database.open(copy / FILE)
            die_at(database, number * stride)
            save(database, 0)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.exit(os.waitstatus_to_exitcode(status))


def endless(database: Database) -> None:
    number = 0
    while True:
        number += 1
        save(database, number)
        print(number, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "steps":
        steps(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
    else:
        endless(Database.open(sys.argv[2]))
