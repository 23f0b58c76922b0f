"""What is counted up by each write of a kind: a number for it, and a queue for its writers."""

from sqlalchemy import Connection, bindparam, select

from kb.desk.database import insert_into
from kb.desk.tables import counters

# Asked for by pages, so it is put together once.
_VALUE = select(counters.c.value).where(counters.c.name == bindparam("wanted"))


def raised(connection: Connection, name: str, by: int = 1) -> int:
    """So many more than last time. Whoever else asks waits until this transaction ends."""
    first = insert_into(connection, counters).values(name=name, value=by)
    raising = first.on_conflict_do_update(
        index_elements=[counters.c.name], set_={"value": counters.c.value + by}
    )
    return int(connection.execute(raising.returning(counters.c.value)).scalar_one())


def value(connection: Connection, name: str) -> int:
    """The number last given; 0 before the first one."""
    return int(connection.execute(_VALUE, {"wanted": name}).scalar() or 0)
