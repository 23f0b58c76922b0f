"""Searches are counted from three people up on a day; what fewer typed is nowhere."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from kb.demand import Decision, Origin, State, key_of
from kb.desk.database import Database
from kb.desk.demand_records import StoredDemand
from kb.desk.queue import StoredQueue
from kb.searches import Searches

FIRST = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Clock:
    """A time that a test sets."""

    def __init__(self) -> None:
        self.now = FIRST

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def records(desk_database: Database, clock: Clock) -> StoredDemand:
    return StoredDemand(desk_database, now=clock, most=3)


Counted = Callable[[], dict[str, int]]


@pytest.fixture
def counted(records: StoredDemand) -> Counted:
    return lambda: {each.question: each.count for each in records.asked()}


def test_three_people_on_one_day(records: StoredDemand, clock: Clock, counted: Counted) -> None:
    searches = Searches(records, now=clock)
    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2"):
        searches.note("Pay in Cash?", address)
    searches.flush()
    assert counted() == {}
    searches.note("pay in cash", "10.0.0.3")
    searches.flush()
    searches.flush()
    assert counted() == {"Pay in Cash?": 4}
    searches.note("PAY IN CASH", "10.0.0.3")
    searches.flush()
    assert counted() == {"Pay in Cash?": 5}


def test_the_next_day_knows_nobody(records: StoredDemand, clock: Clock, counted: Counted) -> None:
    searches = Searches(records, now=clock)
    for day, address in enumerate(("10.0.0.1", "10.0.0.2", "10.0.0.3")):
        clock.now = FIRST + day * DAY
        searches.note("rare", address)
        searches.flush()
    assert counted() == {}


def test_what_is_shown_already_counts_on(
    records: StoredDemand, clock: Clock, counted: Counted
) -> None:
    """Another process, or another day: the wording is nobody's secret any more."""
    records.add_searches([("known", 3)])
    clock.now += DAY
    searches = Searches(records, now=clock)
    searches.note("known", "10.0.0.1")
    searches.flush()
    assert counted() == {"known": 4}
    (asked,) = records.asked()
    assert asked.days == ((FIRST.date(), 3), ((FIRST + DAY).date(), 1))


@pytest.mark.parametrize(
    ("addresses", "people"),
    [
        (("2001:db8::1", "2001:db8::2", "2001:db8::3"), 1),
        (("2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db8:0:3::1"), 3),
        (("10.0.0.1", "10.0.0.2", "10.0.0.3"), 3),
        (("", "", ""), 1),
        (("unix:", "nonsense", "x"), 3),
    ],
)
def test_who_is_one_person(
    records: StoredDemand, clock: Clock, counted: Counted, addresses: tuple[str, ...], people: int
) -> None:
    searches = Searches(records, now=clock)
    for address in addresses:
        searches.note("question", address)
    searches.flush()
    assert bool(counted()) == (people >= 3)


def test_what_is_kept_is_bounded(records: StoredDemand, clock: Clock, counted: Counted) -> None:
    records.add_searches((f"question {n}", 3) for n in range(10))
    assert len(counted()) == 3
    searches = Searches(records, now=clock, most=2)
    for n in range(5):
        for person in range(3):
            searches.note(f"other {n}", f"10.0.0.{person}")
    searches.flush()
    assert len(counted()) == 3


def test_purging_and_decisions(
    records: StoredDemand, desk_database: Database, clock: Clock, counted: Counted
) -> None:
    queue = StoredQueue(desk_database, now=clock)
    queue.add("Where?")
    records.add_searches([("old", 3)])
    clock.now += 100 * DAY
    records.add_searches([("new", 3)])
    assert records.purge_searches(clock.now - 90 * DAY) == 1
    assert counted() == {"Where?": 1, "new": 3}
    assert all(not each.days for each in records.asked() if each.origin is Origin.QUESTION)
    assert records.question(key_of("where")) == "Where?"
    assert records.question("0" * 24) == ""

    decision = Decision(wording="where", state=State.DISMISSED, at=FIRST, by="ada", reason="so")
    records.decide([decision])
    assert records.decision("WHERE!") == decision
    assert records.decisions() == (decision,)
    assert records.purge_decisions() == 0
    queue.purge()
    assert records.question(key_of("where")) == ""
    assert records.purge_decisions() == 1
    records.decide([decision, Decision(wording="where", state=State.OPEN, at=FIRST, by="ada")])
    assert records.decisions() == ()
