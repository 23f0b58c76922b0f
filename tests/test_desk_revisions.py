"""The history of articles: every step with its text, in order, and no text lost."""

import threading
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from kb.accounts import DeskUnusableError
from kb.desk.database import Database
from kb.desk.revisions import StoredRevisions
from kb.desk.tables import texts
from kb.model import Status
from kb.revisions import Revision, Unrecorded, version_of
from kb.workflow import Step

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def revisions(desk_database: Database) -> StoredRevisions:
    return StoredRevisions(desk_database, lambda: START)


def save(
    revisions: StoredRevisions,
    slug: str,
    text: str | None,
    *,
    step: Step = Step.SAVE,
    at: datetime | None = None,
) -> Revision:
    return revisions.add(slug, author="wang", step=step, status=Status.DRAFT, text=text, at=at)


def test_a_revision_is_read_as_it_was_kept(revisions: StoredRevisions) -> None:
    kept = revisions.add(
        "a", author="王芳", step=Step.SUBMIT, status=Status.REVIEW, text="# A\n",
        note="please look", pending=True,
    )  # fmt: skip
    assert kept == Revision(
        number=kept.number, slug="a", at=START, author="王芳", step=Step.SUBMIT,
        status=Status.REVIEW, version=version_of("# A\n"), note="please look", pending=True,
    )  # fmt: skip
    assert revisions.of("a") == (kept,)
    assert revisions.revision(kept.number) == kept
    assert revisions.latest() == {"a": kept}
    assert revisions.text(kept.version) == "# A\n"
    assert revisions.knows("a", kept.version)


def test_what_is_not_there(revisions: StoredRevisions) -> None:
    assert revisions.of("a") == ()
    assert revisions.revision(1) is None
    assert revisions.text("0" * 64) is None
    assert revisions.latest() == {}
    assert not revisions.knows("a", "0" * 64)
    kept = save(revisions, "a", "text")
    assert not revisions.knows("b", kept.version)


def test_a_step_without_a_text(revisions: StoredRevisions) -> None:
    gone = save(revisions, "a", None, step=Step.REMOVE)
    assert gone.version == ""
    assert revisions.text("") is None
    assert not revisions.knows("a", "")


def test_the_newest_stand_first(revisions: StoredRevisions) -> None:
    numbers = [save(revisions, "a", f"text {n}").number for n in range(5)]
    assert numbers == sorted(set(numbers))
    save(revisions, "b", "text 0")
    assert [each.number for each in revisions.of("a")] == numbers[::-1]
    assert [each.number for each in revisions.of("a", limit=2)] == numbers[:-3:-1]
    assert revisions.latest()["a"].number == numbers[-1]
    assert set(revisions.latest()) == {"a", "b"}


@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.text(max_size=200))
def test_any_text_is_kept_to_the_byte(revisions: StoredRevisions, text: str) -> None:
    kept = save(revisions, "a", text)
    assert revisions.text(kept.version) == text


def test_times_never_run_backwards(desk_database: Database) -> None:
    revisions = StoredRevisions(desk_database, lambda: START)
    imported = save(revisions, "a", "from git", step=Step.OUTSIDE, at=START - 9 * DAY)
    assert imported.at == START - 9 * DAY
    assert save(revisions, "a", "from a wrong clock", at=START + 9 * DAY).at == START
    set_back = StoredRevisions(desk_database, lambda: START - DAY)
    assert save(set_back, "a", "later").at == START
    assert save(set_back, "b", "another article").at == START - DAY


def test_many_steps_are_kept_together(revisions: StoredRevisions) -> None:
    """Each slug's times in order, the same text once, and numbers as the steps stand."""
    save(revisions, "a", "text")
    steps = [
        Unrecorded(
            slug=slug, author="outside", step=Step.OUTSIDE, status=Status.PUBLISHED, text=text,
            at=START - days * DAY,
        )
        for slug, text, days in (("b", "text", 3), ("a", "another", 2), ("b", None, 5))
    ]  # fmt: skip
    revisions.add_all(())
    revisions.add_all(steps)
    assert [(each.at, each.version) for each in revisions.of("b")] == [
        (START - 3 * DAY, ""),
        (START - 3 * DAY, version_of("text")),
    ]
    assert [each.at for each in revisions.of("a")] == [START, START]
    assert [each.number for each in revisions.of("b")] == [4, 2]
    assert save(revisions, "a", "text").number == 5


def test_history_goes_on_under_another_address(revisions: StoredRevisions) -> None:
    first = save(revisions, "old", "one")
    save(revisions, "other", "two")
    revisions.add_all((), renamed=("old", "new"))
    assert revisions.of("old") == ()
    assert [each.number for each in revisions.of("new")] == [first.number]
    assert revisions.knows("new", first.version)
    assert not revisions.knows("old", first.version)
    assert set(revisions.latest()) == {"new", "other"}


def test_a_text_that_a_revision_names_cannot_go(
    revisions: StoredRevisions, desk_database: Database
) -> None:
    save(revisions, "a", "text")
    with (
        pytest.raises(DeskUnusableError) as caught,
        desk_database.writing() as connection,
    ):
        connection.execute(texts.delete())
    assert isinstance(caught.value.__cause__, IntegrityError)
    assert revisions.text(version_of("text")) == "text"


@pytest.mark.parametrize("packed", [b"no zlib", zlib.compress(b"another"), zlib.compress(b"\xff")])
def test_a_text_that_was_damaged_is_not_passed_off(
    revisions: StoredRevisions, desk_database: Database, packed: bytes
) -> None:
    save(revisions, "a", "text")
    with desk_database.writing() as connection:
        connection.execute(update(texts).values(compressed=packed))
    with pytest.raises(DeskUnusableError, match="is damaged: the text"):
        revisions.text(version_of("text"))


def test_threads_lose_no_revision(revisions: StoredRevisions) -> None:
    """All save the same new text first: it is kept once, and no save is refused for it."""
    together = threading.Barrier(3)

    def write(name: str) -> None:
        together.wait()
        for number in range(8):
            save(revisions, name, f"text {number}")

    threads = [threading.Thread(target=write, args=(name,)) for name in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = [each.number for name in ("one", "two", "three") for each in revisions.of(name)]
    assert len(set(numbers)) == 24


def unrecorded(slug: str, text: str | None, *, at: datetime = START) -> Unrecorded:
    return Unrecorded(
        slug=slug,
        author="outside",
        step=Step.OUTSIDE,
        status=Status.PUBLISHED,
        text=text,
        at=at,
        note="as a file",
    )


def test_many_steps_are_kept_at_once_in_their_order(revisions: StoredRevisions) -> None:
    first = save(revisions, "a", "one")
    revisions.add_all([])
    revisions.add_all(
        [
            unrecorded("a", "two"),
            unrecorded("b", "one"),
            unrecorded("a", None, at=START - DAY),
            *(unrecorded(f"slug-{number}", f"text {number}") for number in range(1_200)),
        ]
    )
    kept = revisions.of("a")
    assert [(r.number, r.version) for r in kept] == [
        (first.number + 3, ""),
        (first.number + 1, version_of("two")),
        (first.number, version_of("one")),
    ]
    assert [r.at for r in kept] == [START] * 3  # times never run backwards
    assert revisions.text(version_of("two")) == "two"
    assert revisions.knows("b", version_of("one"))
    newest = revisions.latest()
    assert len(newest) == 1_202
    assert newest["slug-1199"].note == "as a file"
    assert save(revisions, "c", "next").number == first.number + 1_204


def test_of_many_steps_all_are_kept_or_none(revisions: StoredRevisions) -> None:
    broken = replace(unrecorded("b", "x"), author=None)  # type: ignore[arg-type]
    with pytest.raises(DeskUnusableError):
        revisions.add_all([unrecorded("a", "kept?"), broken])
    assert revisions.latest() == {}
    assert revisions.text(version_of("kept?")) is None


def test_history_stays_where_it_is_if_the_step_that_moves_it_cannot_be_kept(
    revisions: StoredRevisions,
) -> None:
    """A database that goes away amid a rename must not leave the article without its history."""
    first = save(revisions, "old", "one")
    broken = replace(unrecorded("new", "x"), author=None)  # type: ignore[arg-type]
    with pytest.raises(DeskUnusableError):
        revisions.add_all([broken], renamed=("old", "new"))
    assert [each.number for each in revisions.of("old")] == [first.number]
    assert revisions.of("new") == ()
