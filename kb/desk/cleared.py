"""What editors cleared after a change of the law: a table of the desk's database."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, select

from kb.desk import counters
from kb.desk.complaints import told_as
from kb.desk.database import Database, insert_into
from kb.desk.tables import cleared
from kb.review import Clearing, ClearingsUnusableError

_COUNTER = "cleared"


class StoredClearings:
    """Implements ``kb.review.Clearings``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Clearing, ...]:
        """Everything that is cleared; nothing where there is no database yet."""
        wanted = select(cleared).order_by(cleared.c.article, cleared.c.statute, cleared.c.version)
        with told_as(ClearingsUnusableError), self._database.reading() as connection:
            rows = connection.execute(wanted).all() if connection else ()
        return tuple(
            Clearing(
                article=row.article,
                statute=row.statute,
                version=date.fromisoformat(row.version),
                on=date.fromisoformat(row.day),
                note=row.note,
            )
            for row in rows
        )

    def add(self, clearings: Iterable[Clearing]) -> None:
        """Keep them in one transaction."""
        rows = [
            {
                "article": each.article,
                "statute": each.statute,
                "version": each.version.isoformat(),
                "day": each.on.isoformat(),
                "note": each.note,
            }
            for each in clearings
        ]
        if not rows:
            return
        with told_as(ClearingsUnusableError), self._database.writing() as connection:
            new = insert_into(connection, cleared)
            replacing = new.on_conflict_do_update(
                index_elements=list(cleared.primary_key.columns),
                set_={"day": new.excluded.day, "note": new.excluded.note},
            )
            connection.execute(replacing, rows)
            counters.raised(connection, _COUNTER)

    def undo(self, article: str, statute: str = "") -> int:
        """Forget what was cleared of the article; answers how many versions."""
        if not self.all():  # and make nothing for it
            return 0
        gone = delete(cleared).where(cleared.c.article == article)
        if statute:
            gone = gone.where(cleared.c.statute == statute)
        with told_as(ClearingsUnusableError), self._database.writing() as connection:
            counters.raised(connection, _COUNTER)
            return connection.execute(gone).rowcount

    def state(self) -> str:
        """A number that every write counts up, by whichever process."""
        with told_as(ClearingsUnusableError), self._database.reading() as connection:
            return str(counters.value(connection, _COUNTER)) if connection else ""
