"""What goes wrong while something is kept: the article stays as it was, or all follows later."""

import hashlib
import json
import os
import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kb import codec
from kb.editorial.files import LOCK, corpus_lock, write_whole
from kb.editorial.plans import JOURNAL, FileChange, Plan
from kb.editors_desk import RefusedError
from kb.model import Status
from kb.revisions import Unrecorded
from kb.workflow import Step
from tests.desk_room import PUBLISHER, WRITER, YEARS, Room, opened, text

NAME = "when-to-retire"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path) as room:
        yield room


@contextmanager
def full_after(size: int) -> Iterator[None]:
    """No file of this process can grow beyond so many bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def everything(room: Room) -> dict[str, bytes]:
    """Every file below the corpus folder, hidden ones too."""
    return {
        path.relative_to(room.folder).as_posix(): path.read_bytes()
        for path in room.folder.rglob("*")
        if path.is_file()
    }


def test_a_full_disk_leaves_the_article_as_it_was(room: Room) -> None:
    now, before = room.desk.manuscript(NAME), everything(room)
    kept = list(room.revisions.kept)
    assert now is not None
    with full_after(600), pytest.raises(OSError, match="too large"):
        room.desk.save(NAME, now.text + "More. " * 300, WRITER, based_on=now.version)
    assert everything(room) == before
    assert room.revisions.kept == kept
    assert not (room.work.data / JOURNAL).exists()
    saved = room.desk.save(NAME, now.text + "More.\n", WRITER, based_on=now.version)
    assert room.file(saved.path) == saved.text


def test_an_index_that_cannot_be_written_follows_later(room: Room) -> None:
    with full_after(3_000):
        published = room.desk.take(Step.PUBLISH, NAME, PUBLISHER)
        assert published.status is Status.PUBLISHED
        assert room.desk.behind()
    assert room.file(published.path) == published.text
    assert room.indexed()[NAME] == "draft"
    room.desk.retry()
    assert room.desk.behind() == ""
    assert room.indexed()[NAME] == "published"


def test_a_folder_that_cannot_be_made_changes_nothing(room: Room) -> None:
    (room.folder / "pending").write_text("a file in the way")
    now, before = room.desk.manuscript("pension-years"), everything(room)
    assert now is not None
    with pytest.raises(OSError, match="exists"):
        room.desk.save(now.slug, now.text + "More.\n", WRITER, based_on=now.version)
    assert everything(room) == before
    assert not (room.work.data / JOURNAL).exists()


def test_files_that_were_renamed_already_are_taken_back(room: Room) -> None:
    # What stands where the last of the files is to go away cannot be deleted: a folder.
    before = everything(room)
    way = room.folder / "related.tsv"
    room.work.live.refresh()
    way.unlink()
    way.mkdir()
    (way / "inside").write_text("x")
    gap = room.folder / "articles/pension/pension-gap.md"
    os.replace(gap, gap.with_suffix(".kept"))
    gap.mkdir()
    with pytest.raises((OSError, RefusedError)):
        room.desk.merge(NAME, "pension-gap", PUBLISHER)
    assert (
        room.file("articles/pension/pension-years.md").encode()
        == (before["articles/pension/pension-years.md"])
    )
    assert (
        room.file(f"articles/pension/{NAME}.md").encode() == (before[f"articles/pension/{NAME}.md"])
    )


def test_somebody_else_who_writes_is_waited_for_and_not_for_ever(room: Room) -> None:
    room.work.patience = 0.05
    with corpus_lock(room.work.data), pytest.raises(RefusedError) as refused:
        room.desk.create(text("Any"), "", WRITER)
    assert refused.value.code == "busy"
    assert (room.work.data / LOCK).exists()
    room.desk.create(text("Any"), "", WRITER)


def test_many_threads_save_one_after_the_other(room: Room) -> None:
    titles = [f"Question {number}" for number in range(8)]
    threads = [
        threading.Thread(target=room.desk.create, args=(text(title), "", WRITER))
        for title in titles
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {f"question-{number}" for number in range(8)} <= set(room.indexed())


def test_a_plan_that_was_begun_is_carried_out_by_the_next(room: Room) -> None:
    """As a process leaves it that was killed right after it wrote the plan."""
    old, new = "articles/pension/pension-years.md", "articles/pension/years-to-pay.md"
    renamed = YEARS.replace("aliases:", "formerly: [pension-years]\naliases:")
    step = Unrecorded(
        slug="years-to-pay",
        author="ben",
        step=Step.RENAME,
        status=Status.PUBLISHED,
        text=renamed,
        at=datetime(2026, 12, 1, tzinfo=UTC),
    )
    plan = Plan(
        files=(
            FileChange(path=new, text=renamed),
            FileChange(path=old, text=None, before=hashlib.sha256(YEARS.encode()).hexdigest()),
        ),
        steps=(step,),
        renamed=("pension-years", "years-to-pay"),
    )
    written = codec.encode(plan).decode()
    for _ in range(2):  # the second time there is nothing left to do
        write_whole(room.work.data / JOURNAL, written)
        assert room.desk.catch_up() == 0
        assert room.files() >= {new}
        assert old not in room.files()
        assert room.file(new) == renamed
        steps = [revision.step for revision in room.desk.history("years-to-pay")]
        assert steps == [Step.RENAME, Step.OUTSIDE]
    assert set(room.indexed()) == {"years-to-pay", "pension-gap", NAME}


def test_a_plan_leaves_alone_what_was_changed_since(room: Room) -> None:
    room.desk.take(Step.SUBMIT, NAME, WRITER)
    file = room.folder / f"articles/pension/{NAME}.md"
    plan = {
        "files": [{"path": f"articles/pension/{NAME}.md", "text": "old", "before": "0" * 64}],
        "steps": [],
    }
    (room.work.data / JOURNAL).write_text(json.dumps(plan))
    before = file.read_text()
    room.desk.catch_up()
    assert file.read_text() == before


def test_a_plan_that_cannot_be_read_is_put_aside(room: Room) -> None:
    (room.work.data / JOURNAL).write_text("{")
    room.desk.catch_up()
    assert not (room.work.data / JOURNAL).exists()
    assert (room.work.data / JOURNAL).with_suffix(".unreadable").read_text() == "{"
