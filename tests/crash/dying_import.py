"""An import that is killed: run by ``test_import_kill.py`` in a process of its own.

``dying_import.py PATH`` writes state 1, 2, 3 … of the official texts, and prints each number when
it is written. ``dying_import.py`` alone reads lines of N and a PATH: for each a process of its own
writes the next state and kills itself at the Nth statement of the transaction, or ends well where
there are fewer; the status it ended with is printed.
"""

import os
import signal
import sys
import traceback
from datetime import date
from pathlib import Path

from kb.imported import ImportedVersion
from kb.official import Version
from kb.provision import Provision
from kb.statute_texts import writing
from kb.statute_texts.store import SqliteTexts
from kb.statutes import Paragraph, ProvisionText, Statute

DAY = date(2020, 1, 1)


def state(number: int) -> tuple[ImportedVersion, ...]:
    """Two statutes whose provisions all tell the number."""
    return tuple(
        ImportedVersion(
            entry=Statute(id=statute, title_en="", title_zh=f"{statute}法", adopted=DAY,
                          in_force=DAY, last_article=40, lang="zh"),
            version=Version(adopted=DAY, in_force=DAY, last_article=40, imported=DAY),
            provisions=tuple(
                ProvisionText(
                    provision=Provision(statute, article),
                    chapter=(),
                    paragraphs=(Paragraph(text=words(number, article)),),
                )
                for article in range(1, 41)
            ),
        )
        for statute in ("one", "two")
    )  # fmt: skip


def words(number: int, article: int) -> str:
    """The words of an article in a state: like those of no other one."""
    own = (chr(0x4E00 + (article * 397 + number * 89 + n * n) % 9000) for n in range(20))
    return f"这是第{number}次导入的第{article}条内容{''.join(own)}"


def write(path: Path, number: int, die_at: int = 0) -> None:
    store = SqliteTexts(path)
    what = writing.changes(store, state(number), lambda entries: entries)
    if die_at:
        _die(die_at)
    writing.write(path, what, (), store.fingerprint(), None)


def _die(at: int) -> None:
    """Kill this process when the database has been asked for the ``at``th time."""
    import sqlite3

    connect = sqlite3.connect
    calls = 0

    def count(statement: str) -> None:
        nonlocal calls
        calls += 1
        if calls == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def connected(*args: object, **options: object) -> sqlite3.Connection:
        database = connect(*args, **options)  # type: ignore[call-overload]
        database.set_trace_callback(count)
        return database  # type: ignore[no-any-return]

    sqlite3.connect = connected  # type: ignore[assignment]


def next_number(path: Path) -> int:
    held = SqliteTexts(path).provisions("one")
    return int(held[0].text.split("第")[1].split("次")[0]) + 1 if held else 1


def die_for_each(line: str) -> int:
    """What the process ended with that was to die at this point. To start Python anew for each
    point would take most of the time."""
    at, path = line.rstrip("\n").split(" ", 1)
    child = os.fork()
    if not child:
        try:
            write(Path(path), next_number(Path(path)), int(at))
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> None:
    if len(sys.argv) == 1:
        for line in sys.stdin:
            print(die_for_each(line), flush=True)
        return
    path = Path(sys.argv[1])
    number = next_number(path)
    while True:
        write(path, number)
        print(number, flush=True)
        number += 1


if __name__ == "__main__":
    main()
