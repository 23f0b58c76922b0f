"""Removals, what is scheduled, and readers' votes: the smaller tables of the desk."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kb.accounts import DeskUnusableError
from kb.desk.database import FILE, Database
from kb.desk.feedback import StoredFeedback
from kb.desk.removals import StoredRemovals
from kb.desk.schedule import CLAIMED, StoredSchedule
from kb.feedback import MAX_COMMENT_CHARS, Comment, Tally
from kb.removals import Removal
from kb.schedule import Scheduled

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
GONE = Removal(
    slug="a", title="Is it 'gone'? 不见了", lang="en", path="articles/pension/a.md",
    version="0" * 64, at=NOW, by="wang", note="why not",
)  # fmt: skip
DUE = Scheduled(slug="a", at=NOW - DAY, by="wang", version="0" * 64, note="at last")


def test_nothing_is_made_by_asking(tmp_path: Path) -> None:
    database = Database.open(tmp_path / FILE)
    assert StoredRemovals(database).removal("a") is None
    assert StoredRemovals(database).all() == ()
    assert StoredSchedule(database).all() == ()
    assert StoredSchedule(database).of("a") is None
    assert StoredSchedule(database).claim(NOW) is None
    assert StoredFeedback(database).tallies() == ()
    assert StoredFeedback(database).comments() == ()
    assert StoredFeedback(database).purge() == 0
    assert list(tmp_path.iterdir()) == []


def test_removals_by_an_older_address(desk_database: Database) -> None:
    removals = StoredRemovals(desk_database)
    old = replace(GONE, formerly=("a_b", "旧地址"))
    newer = replace(GONE, slug="b", at=NOW + DAY, formerly=("旧地址",))
    for removal in (old, newer):
        removals.add(removal)
    assert removals.removal(GONE.slug) == old
    asked = ("a_b", "旧地址", "旧", "a-b", "a_b 旧地址", "%", "", "a\0\ud800", GONE.slug)
    assert [removals.led_on(slug) for slug in asked] == [old, newer, *[None] * 7]
    for removal in (old, newer):
        removals.undo(removal.slug)


def test_removals(desk_database: Database) -> None:
    removals = StoredRemovals(desk_database)
    removals.add(GONE)
    removals.add(replace(GONE, slug="b", at=NOW + DAY))
    assert removals.removal("a") == GONE
    assert removals.removal("a\0\ud800") is None
    assert [each.slug for each in removals.all()] == ["b", "a"]
    removals.add(replace(GONE, note="again", at=NOW + 2 * DAY))
    assert [(each.slug, each.note) for each in removals.all()] == [("a", "again"), ("b", "why not")]
    undone = removals.undo("a")
    assert undone is not None
    assert undone.note == "again"
    assert removals.undo("a") is None
    assert removals.removal("a") is None


def test_one_schedule_for_an_article(desk_database: Database) -> None:
    schedule = StoredSchedule(desk_database)
    schedule.set(DUE)
    schedule.set(replace(DUE, slug="b", at=NOW - 2 * DAY))
    assert [each.slug for each in schedule.all()] == ["b", "a"]
    schedule.set(replace(DUE, at=NOW + DAY, failed="another text"))
    assert schedule.of("a") == replace(DUE, at=NOW + DAY, failed="another text")
    schedule.drop("b")
    schedule.drop("b")
    assert [each.slug for each in schedule.all()] == ["a"]


def test_what_is_due_is_claimed_once(desk_database: Database) -> None:
    schedule = StoredSchedule(desk_database)
    schedule.set(DUE)
    schedule.set(replace(DUE, slug="earlier", at=NOW - 2 * DAY))
    schedule.set(replace(DUE, slug="later", at=NOW + DAY))
    schedule.set(replace(DUE, slug="failed", failed="another text"))
    claimed = [schedule.claim(NOW) for _ in range(3)]
    assert [each and each.slug for each in claimed] == ["earlier", "a", None]
    assert claimed[1] == DUE


@pytest.mark.parametrize(
    ("meanwhile", "after", "given"),
    [
        (lambda schedule: None, CLAIMED - MINUTE, False),
        (lambda schedule: None, CLAIMED + MINUTE, True),
        (lambda schedule: schedule.drop("a"), CLAIMED + MINUTE, False),
        (lambda schedule: schedule.set(DUE), MINUTE, True),
        (lambda schedule: schedule.set(replace(DUE, failed="why")), CLAIMED + MINUTE, False),
    ],
)
def test_a_claim_that_came_to_nothing_is_given_again(
    desk_database: Database,
    meanwhile: Callable[[StoredSchedule], None],
    after: timedelta,
    given: bool,
) -> None:
    schedule = StoredSchedule(desk_database)
    schedule.set(DUE)
    assert schedule.claim(NOW) == DUE
    meanwhile(schedule)
    assert (schedule.claim(NOW + after) is not None) is given


def test_who_claim_at_once_are_given_different_ones(
    desk_place: str | Path, desk_database: Database, open_database: Callable[..., Database]
) -> None:
    """Each with a database of their own, as processes have it."""
    for number in range(12):
        StoredSchedule(desk_database).set(replace(DUE, slug=f"a{number}"))
    claimed: list[str] = []
    together = threading.Barrier(3)

    def claim(schedule: StoredSchedule) -> None:
        together.wait()
        while one := schedule.claim(NOW):
            claimed.append(one.slug)

    databases = [open_database(desk_place) for _ in range(3)]
    threads = [threading.Thread(target=claim, args=(StoredSchedule(each),)) for each in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Who finds all rows in others' hands goes away: the next round finds what is left.
    while one := StoredSchedule(desk_database).claim(NOW):
        claimed.append(one.slug)
    assert sorted(claimed) == sorted(f"a{number}" for number in range(12))


def test_votes_are_counted(desk_database: Database) -> None:
    times = iter(NOW + n * DAY for n in range(9))
    feedback = StoredFeedback(desk_database, lambda: next(times))
    feedback.add("good", helpful=True)
    feedback.add("bad", helpful=False, comment="  Call me:\n13800138000\x00 ")
    feedback.add("good", helpful=True, comment="谢谢")
    feedback.add("bad", helpful=True)
    feedback.add("good", helpful=False, comment="x" * 5_000)
    feedback.add("bad", helpful=False)
    assert feedback.tallies() == (
        Tally(slug="bad", helpful=1, unhelpful=2, last=NOW + 5 * DAY),
        Tally(slug="good", helpful=2, unhelpful=1, last=NOW + 4 * DAY),
    )
    assert feedback.comments("bad") == (
        Comment(slug="bad", helpful=False, text="Call me: ***", at=NOW + DAY),
    )
    assert [len(each.text) for each in feedback.comments()] == [MAX_COMMENT_CHARS, 2, 12]
    assert [each.text for each in feedback.comments(limit=2)][1:] == ["谢谢"]


def test_votes_are_forgotten(desk_place: str | Path, desk_database: Database) -> None:
    times = iter(NOW + n * DAY for n in range(9))
    feedback = StoredFeedback(desk_database, lambda: next(times))
    feedback.add("a", helpful=False, comment="the elder secret")
    feedback.add("a", helpful=True)
    feedback.add("b", helpful=True, comment="a newer one")
    assert feedback.purge(NOW + 2 * DAY) == 2
    assert [each.slug for each in feedback.tallies()] == ["b"]
    if isinstance(desk_place, Path):
        assert b"elder secret" not in desk_place.read_bytes()
    assert feedback.purge() == 1
    assert feedback.tallies() == ()


def test_a_flood_of_votes_is_stopped(desk_database: Database) -> None:
    feedback = StoredFeedback(desk_database, most=2)
    feedback.add("a", helpful=True)
    feedback.add("a", helpful=True)
    with pytest.raises(DeskUnusableError, match="holds 2 votes of readers; purge"):
        feedback.add("a", helpful=True)
    assert len(feedback.tallies()) == 1
