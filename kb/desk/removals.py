"""Articles that were removed: a table of the desk's database."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select

from kb.desk.database import Database, insert_into
from kb.desk.tables import removed
from kb.removals import Removal

# Asked for by pages, so it is put together once.
_ONE = select(removed).where(removed.c.slug == bindparam("wanted"))
_BETWEEN = " "  # stands in no slug


class StoredRemovals:
    """Implements ``kb.removals.Removals``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def removal(self, slug: str) -> Removal | None:
        """The removal of the article that was at this address."""
        with self._database.reading() as connection:
            return _removal(connection, slug) if connection else None

    def led_on(self, slug: str) -> Removal | None:
        """The removal of the article to which this older address led: of several the newest."""
        named = removed.c.formerly.contains(f"{_BETWEEN}{slug}{_BETWEEN}", autoescape=True)
        wanted = select(removed).where(named).order_by(removed.c.at.desc()).limit(1)
        if _BETWEEN in slug:
            return None
        with self._database.reading() as connection:
            row = connection.execute(wanted).first() if connection else None
        return None if row is None else _as_removal(row)

    def all(self) -> tuple[Removal, ...]:
        """All of them, the newest first."""
        wanted = select(removed).order_by(removed.c.at.desc(), removed.c.slug)
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all() if connection else ()
        return tuple(_as_removal(row) for row in rows)

    def add(self, removal: Removal) -> None:
        """Keep it, in the place of an earlier one at the address."""
        kept = {name: getattr(removal, name) for name in removed.c.keys()}  # noqa: SIM118
        kept["formerly"] = _BETWEEN.join(("", *removal.formerly, "")) if removal.formerly else ""
        with self._database.writing() as connection:
            new = insert_into(connection, removed).values(kept)
            replacing = new.on_conflict_do_update(index_elements=[removed.c.slug], set_=kept)
            connection.execute(replacing)

    def undo(self, slug: str) -> Removal | None:
        """Forget the removal; answers what it was, to one caller alone."""
        with self._database.writing() as connection:
            found = _removal(connection, slug)
            gone = connection.execute(delete(removed).where(removed.c.slug == slug)).rowcount
            return found if gone else None


def _removal(connection: Connection, slug: str) -> Removal | None:
    row = connection.execute(_ONE, {"wanted": slug}).first()
    return None if row is None else _as_removal(row)


def _as_removal(row: Row[Any]) -> Removal:
    kept = row._asdict()
    return Removal(**{**kept, "formerly": tuple(kept["formerly"].split())})
