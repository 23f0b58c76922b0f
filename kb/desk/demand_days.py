"""How often each wording was asked on the last days: what a trend is made from."""

from datetime import date

from sqlalchemy import Column, Connection, delete, select

from kb.demand import Origin
from kb.desk.database import insert_into
from kb.desk.tables import demand_days

DAYS = 60  # eight weeks, and some days for clocks that disagree
Days = dict[str, tuple[tuple[date, int], ...]]


def count_day(connection: Connection, origin: Origin, wording: str, day: date, more: int) -> None:
    """Count a wording on a day."""
    new = insert_into(connection, demand_days).values(
        origin=origin.value, wording=wording, day=day.toordinal(), count=more
    )
    keys = [demand_days.c.origin, demand_days.c.wording, demand_days.c.day]
    counting = new.on_conflict_do_update(
        index_elements=keys, set_={"count": demand_days.c.count + more}
    )
    connection.execute(counting)


def days_of(connection: Connection, origin: Origin) -> Days:
    """The days of every wording, in order."""
    columns = (demand_days.c.wording, demand_days.c.day, demand_days.c.count)
    wanted = select(*columns).where(demand_days.c.origin == origin.value)
    found: dict[str, list[tuple[date, int]]] = {}
    for wording, day, count in connection.execute(wanted.order_by(demand_days.c.day)):
        found.setdefault(wording, []).append((date.fromordinal(day), count))
    return {wording: tuple(days) for wording, days in found.items()}


def forget_days(connection: Connection, origin: Origin, kept: Column[str]) -> None:
    """Forget the days of wordings that are not in the column any more."""
    gone = delete(demand_days).where(
        demand_days.c.origin == origin.value, demand_days.c.wording.not_in(select(kept))
    )
    connection.execute(gone)


def forget_old_days(connection: Connection, today: date) -> None:
    """Forget days that no trend looks at."""
    connection.execute(delete(demand_days).where(demand_days.c.day < today.toordinal() - DAYS))
