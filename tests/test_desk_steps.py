"""From draft to published and back: who may, what keeps an article from readers, what changes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kb.accounts import Right, Role
from kb.editors_desk import Actor, ConflictError, NotAllowedError, RefusedError
from kb.model import Status
from kb.schedule import Scheduled
from kb.workflow import RULES, Step
from tests.desk_room import ADMIN, PUBLISHER, WRITER, YEARS, Room, opened, text
from tests.kept_in_memory import MemorySchedule

SOON = datetime(2099, 1, 1, 8, 0, tzinfo=UTC)
NAME = "when-to-retire"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path) as room:
        yield room


def pending(room: Room, change: tuple[str, str] = ("fifteen", "twenty")) -> str:
    """Save a change of the published article; answers its version."""
    now = room.desk.manuscript("pension-years")
    assert now is not None
    return room.desk.save(now.slug, now.text.replace(*change), WRITER, based_on=now.version).version


def test_a_draft_is_submitted_returned_and_published(room: Room) -> None:
    assert room.desk.take(Step.SUBMIT, NAME, WRITER, note="ready").status is Status.REVIEW
    assert room.desk.take(Step.RETURN, NAME, WRITER, note="not yet").status is Status.DRAFT
    published = room.desk.take(Step.PUBLISH, NAME, PUBLISHER, note="good")
    assert published.status is Status.PUBLISHED
    assert not published.pending
    assert "status: published\nreviewed: 2026-12-01\nreview_by: 2027-12-01\n" in published.text
    assert room.indexed()[NAME] == "published"
    steps = [(r.step, r.note, r.author) for r in room.desk.history(NAME)][:3]
    assert steps == [
        (Step.PUBLISH, "good", "ben"),
        (Step.RETURN, "not yet", "ada"),
        (Step.SUBMIT, "ready", "ada"),
    ]
    actions = [(e.actor, e.action, e.subject) for e in room.audit.kept]
    assert actions == [("ada", "submit", NAME), ("ada", "return", NAME), ("ben", "publish", NAME)]


def test_publishing_a_change_puts_it_in_the_place_of_what_readers_have(room: Room) -> None:
    pending(room)
    published = room.desk.take(Step.PUBLISH, "pension-years", PUBLISHER)
    assert published.path == "articles/pension/pension-years.md"
    assert "twenty" in room.file(published.path)
    assert not any(path.startswith("pending") for path in room.files())
    assert "twenty" in next(
        a.answer for a in room.engine.contents().articles if a.slug == "pension-years"
    )


def test_a_review_day_that_is_still_to_come_stays(room: Room) -> None:
    now = room.desk.manuscript(NAME)
    assert now is not None
    later = now.text.replace("status: draft", "status: draft\nreview_by: 2027-03-01")
    room.desk.save(NAME, later, WRITER, based_on=now.version)
    assert "review_by: 2027-03-01" in room.desk.take(Step.PUBLISH, NAME, PUBLISHER).text


BROKEN = {
    "broken-link": "See [this](/articles/nowhere-at-all).",
    "citation-unresolved": "Under the Law on Unicorns, Article 5, you may.",
    "citation-beyond-end": "See Article 1600 of the Social Insurance Law.",
    "quote-mismatch": "Social Insurance Law, Article 16:\n\n"
    "> Nobody may ever claim any benefit before the age of ninety years at all.",
}


@pytest.mark.parametrize("code", BROKEN)
def test_what_would_mislead_readers_is_not_published(room: Room, code: str) -> None:
    made = room.desk.create(text("Is this right?", body=f"Yes.\n\n{BROKEN[code]}"), "", WRITER)
    with pytest.raises(RefusedError) as refused:
        room.desk.take(Step.PUBLISH, made.slug, PUBLISHER)
    assert refused.value.code == "blocked"
    assert code in {finding.problem.code for finding in refused.value.findings}
    assert room.desk.manuscript(made.slug) == made


def test_an_admin_publishes_in_spite_of_it_with_a_note(room: Room) -> None:
    body = f"Yes.\n\n{BROKEN['citation-unresolved']}"
    made = room.desk.create(text("Is this right?", body=body), "", WRITER)
    with pytest.raises(NotAllowedError):
        room.desk.take(Step.PUBLISH, made.slug, PUBLISHER, note="trust me", override=True)
    with pytest.raises(RefusedError) as refused:
        room.desk.take(Step.PUBLISH, made.slug, ADMIN, override=True)
    assert refused.value.code == "override-needs-note"
    shown = room.desk.take(Step.PUBLISH, made.slug, ADMIN, note="it is so", override=True)
    assert shown.status is Status.PUBLISHED


def test_no_override_publishes_what_is_no_article(room: Room) -> None:
    now = room.desk.manuscript(NAME)
    assert now is not None
    room.desk.save(NAME, now.text.replace("title:", "titel:"), WRITER, based_on=now.version)
    with pytest.raises(RefusedError) as refused:
        room.desk.take(Step.PUBLISH, NAME, ADMIN, note="now", override=True)
    assert refused.value.code == "no-article"
    assert "missing-field" in {f.problem.code for f in refused.value.findings}


def test_an_archived_article_is_found_no_more_and_can_come_back(room: Room) -> None:
    archived = room.desk.take(Step.ARCHIVE, "pension-years", PUBLISHER, note="old law")
    assert archived.status is Status.ARCHIVED
    assert room.indexed()["pension-years"] == "archived"
    back = room.desk.take(Step.PUBLISH, "pension-years", PUBLISHER)
    assert back.status is Status.PUBLISHED


def test_a_review_sets_its_days_and_nothing_else(room: Room) -> None:
    reviewed = room.desk.take(Step.REVIEW, "pension-years", PUBLISHER)
    expected = YEARS.replace("2026-01-05", "2026-12-01").replace("2027-01-05", "2027-12-01")
    assert reviewed.text == expected


def test_a_change_is_discarded(room: Room) -> None:
    pending(room)
    now = room.desk.take(Step.DISCARD, "pension-years", WRITER)
    assert now.text == YEARS
    assert not now.pending
    with pytest.raises(RefusedError) as refused:
        room.desk.take(Step.DISCARD, NAME, WRITER)
    assert refused.value.code == "nothing-pending"


def test_a_change_of_an_article_that_was_changed_as_a_file_is_a_conflict(room: Room) -> None:
    pending(room, ("minimum years", "fewest years"))
    by_hand = YEARS + "\n## A way out\n\nPay what is missing.\n"
    (room.folder / "articles/pension/pension-years.md").write_text(by_hand, "utf-8")
    with pytest.raises(ConflictError) as raised:
        room.desk.take(Step.PUBLISH, "pension-years", PUBLISHER)
    conflict = raised.value.conflict
    assert conflict.theirs.text == by_hand
    assert conflict.clashes == 0
    assert "fewest" in conflict.merged
    assert "A way out" in conflict.merged
    now = room.desk.manuscript("pension-years")
    assert now is not None
    with pytest.raises(ConflictError):  # whoever saves without having seen it is told too
        room.desk.save(now.slug, now.text + "More.\n", WRITER, based_on=now.version)
    room.desk.save("pension-years", conflict.merged, WRITER, based_on=conflict.theirs.version)
    shown = room.desk.take(Step.PUBLISH, "pension-years", PUBLISHER).text
    assert "fewest" in shown
    assert "A way out" in shown


def test_a_step_on_a_text_that_moved_on_is_a_conflict(room: Room) -> None:
    now = room.desk.manuscript(NAME)
    assert now is not None
    room.desk.save(NAME, now.text + "More.\n", WRITER, based_on=now.version)
    with pytest.raises(ConflictError):
        room.desk.take(Step.PUBLISH, NAME, PUBLISHER, based_on=now.version)
    assert room.indexed()[NAME] == "draft"


ACTORS = {
    role: Actor(name=role.value, rights=frozenset(r for r in Right if role.may(r))) for role in Role
}
TAKEN = (Step.SUBMIT, Step.RETURN, Step.PUBLISH, Step.ARCHIVE, Step.REVIEW, Step.DISCARD)


def test_steps_are_taken_by_whom_and_from_where_the_table_says(room: Room) -> None:
    manuscripts = {Status.DRAFT: NAME, Status.PUBLISHED: "pension-years"}
    for step in TAKEN:
        for status, slug in manuscripts.items():
            now = room.desk.manuscript(slug)
            assert now is not None
            assert now.status is status
            allowed = Role.EDITOR.may(RULES[step].right)
            if not allowed:
                with pytest.raises(NotAllowedError):
                    room.desk.take(step, slug, ACTORS[Role.EDITOR])
            elif status not in RULES[step].origins:
                with pytest.raises(RefusedError) as refused:
                    room.desk.take(step, slug, ACTORS[Role.EDITOR])
                assert refused.value.code == "wrong-state"
            assert room.desk.manuscript(slug) == now or (allowed and status in RULES[step].origins)


def test_what_is_due_is_published_by_the_clock(room: Room) -> None:
    planned = room.desk.schedule(NAME, SOON, PUBLISHER, based_on="", note="at eight")
    assert planned.version == room.desk.manuscript(NAME).version  # type: ignore[union-attr]
    assert next(e for e in room.desk.entries() if e.slug == NAME).scheduled == planned
    assert room.desk.publish_due(SOON - timedelta(seconds=1)) == ()
    assert room.desk.publish_due(SOON) == (NAME,)
    assert room.desk.publish_due(SOON) == ()
    assert room.indexed()[NAME] == "published"
    newest = room.desk.history(NAME)[0]
    assert (newest.author, newest.note) == ("ben", "at eight")
    assert room.audit.kept[-1].actor == "clock"
    assert room.schedule.all() == ()


def test_what_was_changed_since_it_was_scheduled_is_not_published(room: Room) -> None:
    room.desk.schedule(NAME, SOON, PUBLISHER, based_on="")
    now = room.desk.manuscript(NAME)
    assert now is not None
    room.desk.save(NAME, now.text + "More.\n", WRITER, based_on=now.version)
    assert room.desk.publish_due(SOON) == ()
    failed = room.schedule.of(NAME)
    assert failed is not None
    assert "changed since" in failed.failed
    assert room.indexed()[NAME] == "draft"
    room.desk.unschedule(NAME, PUBLISHER)
    with pytest.raises(RefusedError):
        room.desk.unschedule(NAME, PUBLISHER)


@pytest.mark.parametrize("put_off", [SOON + timedelta(days=7), None])
def test_what_is_put_off_while_the_clock_waits_for_its_turn_is_not_published(
    room: Room, put_off: datetime | None
) -> None:
    """The clock has claimed it, and an editor was given the corpus before it."""

    class Overtaken(MemorySchedule):
        def claim(self, now: datetime) -> Scheduled | None:
            due = super().claim(now)
            if due is not None and put_off is not None:
                room.desk.schedule(NAME, put_off, PUBLISHER, based_on="")
            elif due is not None:
                room.desk.unschedule(NAME, PUBLISHER)
            return due

    room.desk.room.schedule = Overtaken()
    room.desk.schedule(NAME, SOON, PUBLISHER, based_on="")
    assert room.desk.publish_due(SOON) == ()
    assert room.indexed()[NAME] == "draft"
    assert [one.at for one in room.desk.room.schedule.all()] == ([put_off] if put_off else [])


def test_a_time_that_is_past_is_refused(room: Room) -> None:
    with pytest.raises(RefusedError) as refused:
        room.desk.schedule(NAME, datetime(2020, 1, 1, tzinfo=UTC), PUBLISHER, based_on="")
    assert refused.value.code == "past"


def test_what_was_published_before_the_clock_was_killed_is_not_published_again(
    room: Room,
) -> None:
    planned = room.desk.schedule(NAME, SOON, PUBLISHER, based_on="")
    room.desk.take(Step.PUBLISH, NAME, PUBLISHER)
    room.schedule.set(planned)
    assert room.desk.publish_due(SOON) == ()
    assert room.schedule.all() == ()
