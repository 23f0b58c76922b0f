"""An editor's process that is killed: run by ``test_desk_saves_kill.py`` in a process of its own.

``dying_desk_saves.py FOLDER FIRST LAST`` saves text number FIRST, FIRST + 1 … of a draft and of a
published article, publishing now and then, and prints each number once the save has returned.
"""

import sys
from contextlib import closing
from pathlib import Path

from ingest.live import LiveCorpus
from kb.desk.audit import StoredAudit
from kb.desk.database import Database
from kb.desk.removals import StoredRemovals
from kb.desk.revisions import StoredRevisions
from kb.desk.schedule import StoredSchedule
from kb.editorial.desk import Desk
from kb.editorial.workroom import Workroom
from kb.index.engine import WhooshEngine
from kb.index.question import gist
from kb.official import NoTexts
from kb.workflow import Step
from tests.desk_room import ADMIN, TODAY, text

DRAFT, SHOWN = "when-to-retire", "pension-years"
LINES = 12


def desk_over(root: Path, engine: WhooshEngine) -> tuple[Desk, StoredRevisions]:
    """A desk with everything real, as a server opens it."""
    database = Database.open(root / "data" / "desk.sqlite3")
    revisions = StoredRevisions(database)
    room = Workroom(
        folder=root / "corpus",
        data=root / "data",
        live=LiveCorpus(root / "corpus", texts=NoTexts(), alike=gist, before=engine.contents()),
        engine=engine,
        revisions=revisions,
        removals=StoredRemovals(database),
        schedule=StoredSchedule(database),
        audit=StoredAudit(database),
        today=lambda: TODAY,
    )
    return Desk(room), revisions


def wording(number: int) -> str:
    """The text that a save leaves: every line of it tells the number."""
    lines = "\n".join(f"Line {line} of save {number}." for line in range(LINES))
    return text("When can I retire?", body=lines)


def main() -> None:
    root, first, last = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    with closing(WhooshEngine.open(root / "data" / "index")) as engine:
        desk, _ = desk_over(root, engine)
        desk.catch_up()
        print("ready", flush=True)
        for number in range(first, last + 1):
            slug = DRAFT if number % 4 == 0 else SHOWN
            now = desk.manuscript(slug)
            assert now is not None
            desk.save(slug, wording(number), ADMIN, based_on=now.version, note=str(number))
            print(number, flush=True)
            if number % 20 == 1:
                desk.take(Step.PUBLISH, SHOWN, ADMIN, note=f"publish {number}")
                print(f"published {number}", flush=True)


if __name__ == "__main__":
    main()
