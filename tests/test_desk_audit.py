"""The log of who did what: every entry has its own time, and they are read page by page."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from kb.desk.audit import StoredAudit
from kb.desk.database import Database

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def audit(desk_database: Database) -> StoredAudit:
    return StoredAudit(desk_database, lambda: START)


def test_an_entry_is_read_as_it_was_written(audit: StoredAudit) -> None:
    assert audit.entries() == ()
    audit.record("王芳", "publish", "a-slug", "first <b>version</b>")
    (entry,) = audit.entries()
    assert (entry.at, entry.actor, entry.action) == (START, "王芳", "publish")
    assert (entry.subject, entry.detail) == ("a-slug", "first <b>version</b>")


def test_entries_are_read_page_by_page(audit: StoredAudit) -> None:
    """The clock stands still, and none is left out or told twice."""
    for number in range(7):
        audit.record("wang", "save", str(number))
    told: list[str] = []
    before: datetime | None = None
    while page := audit.entries(limit=3, before=before):
        told += [entry.subject for entry in page]
        before = page[-1].at
    assert told == ["6", "5", "4", "3", "2", "1", "0"]


def test_entries_of_one_actor_and_about_one_subject(audit: StoredAudit) -> None:
    for actor in ("wang", "li"):
        for subject in ("a", "b"):
            audit.record(actor, "save", subject)
    assert [(e.actor, e.subject) for e in audit.entries(actor="li")] == [("li", "b"), ("li", "a")]
    assert [(e.actor, e.subject) for e in audit.entries(subject="a")] == [
        ("li", "a"),
        ("wang", "a"),
    ]
    assert len(audit.entries(actor="li", subject="a")) == 1
    assert audit.entries(actor="nobody") == ()


def test_a_clock_that_is_set_back_changes_no_order(desk_database: Database) -> None:
    StoredAudit(desk_database, lambda: START).record("wang", "save", "first")
    earlier = StoredAudit(desk_database, lambda: START - timedelta(days=1))
    earlier.record("wang", "save", "second")
    assert [entry.subject for entry in earlier.entries()] == ["second", "first"]


def test_threads_lose_no_entry(audit: StoredAudit) -> None:
    def write(name: str) -> None:
        for _ in range(8):
            audit.record(name, "save", "a")

    threads = [threading.Thread(target=write, args=(name,)) for name in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({entry.at for entry in audit.entries()}) == 24
