"""Articles written and saved at the desk: in files, without a reader noticing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.accounts import Right
from kb.editors_desk import Actor, ConflictError, NotAllowedError, RefusedError
from kb.model import Status
from kb.workflow import Step
from tests.desk_room import PUBLISHER, WRITER, YEARS, Room, opened, text


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path) as room:
        yield room


def test_the_start_records_what_lies_in_the_corpus(room: Room) -> None:
    assert {r.slug for r in room.revisions.kept} == {
        "pension-years", "pension-gap", "when-to-retire",
    }  # fmt: skip
    assert {r.step for r in room.revisions.kept} == {Step.OUTSIDE}
    assert room.desk.catch_up() == 0
    assert room.indexed()["pension-years"] == "published"


def test_a_new_article_is_a_draft_in_its_topics_folder(room: Room) -> None:
    made = room.desk.create(text("May I pay twice?", topic="contributions"), "", WRITER, "a first")
    assert made.slug == "may-i-pay-twice"
    assert made.path == "articles/contributions/may-i-pay-twice.md"
    assert made.status is Status.DRAFT
    assert room.file(made.path) == made.text
    newest = room.desk.history(made.slug)[0]
    assert (newest.step, newest.author, newest.note) == (Step.CREATE, "ada", "a first")
    assert room.indexed()[made.slug] == "draft"
    again = room.desk.create(text("May I pay twice?"), "", WRITER)
    assert again.slug == "may-i-pay-twice-2"


def test_a_chinese_title_gives_a_chinese_address(room: Room) -> None:
    title = "养老保险要交多少年才能退休" * 20
    made = room.desk.create(text(title[:200], lang="zh"), "", WRITER)
    assert made.slug.startswith("养老保险要交多少年")
    assert (room.folder / made.path).is_file()


@pytest.mark.parametrize(
    "slug",
    ["../escape", "/etc/passwd", "a/b", "a\0b", "Capital", "new", "x" * 300, "养" * 81, ".hidden"],
)
def test_no_address_leads_out_of_the_corpus(room: Room, slug: str) -> None:
    before = room.files()
    with pytest.raises(RefusedError) as refused:
        room.desk.create(text("Any"), slug, WRITER)
    assert refused.value.code == "bad-address"
    assert room.files() == before
    assert room.desk.manuscript(slug) is None
    with pytest.raises(RefusedError):
        room.desk.rename("pension-years", slug, PUBLISHER)


def test_a_title_without_letters_gives_no_address(room: Room) -> None:
    with pytest.raises(RefusedError) as refused:
        room.desk.create(text('"?!"'), "", WRITER)
    assert refused.value.code == "no-title"


def test_saving_a_published_article_leaves_readers_what_they_have(room: Room) -> None:
    now = room.desk.manuscript("pension-years")
    assert now is not None
    changed = now.text.replace("fifteen", "twenty")
    saved = room.desk.save(now.slug, changed, WRITER, based_on=now.version)
    assert saved.path == "pending/pension-years.md"
    assert (saved.pending, saved.status, saved.shown) == (True, Status.DRAFT, Status.PUBLISHED)
    assert saved.shown_version == now.version
    assert room.file("articles/pension/pension-years.md") == YEARS
    assert room.file(saved.path) == changed.replace("status: published", "status: draft")
    assert room.indexed()["pension-years"] == "published"
    entry = next(e for e in room.desk.entries() if e.slug == "pension-years")
    assert (entry.status, entry.pending, entry.author) == (
        Status.PUBLISHED, Status.DRAFT, "ada",
    )  # fmt: skip
    shown = room.desk.shown("pension-years")
    assert shown is not None
    assert shown.text == YEARS


def test_saving_what_is_there_already_keeps_nothing(room: Room) -> None:
    kept = len(room.revisions.kept)
    now = room.desk.manuscript("pension-years")
    assert now is not None
    assert room.desk.save(now.slug, now.text, WRITER, based_on=now.version) == now
    assert len(room.revisions.kept) == kept


def test_a_text_that_cannot_be_parsed_is_kept(room: Room) -> None:
    now = room.desk.manuscript("when-to-retire")
    assert now is not None
    broken = "---\ntitle: [unclosed\n---\nA text that no parser reads\n"
    saved = room.desk.save(now.slug, broken, WRITER, based_on=now.version)
    assert saved.text == broken
    assert saved.status is Status.DRAFT
    assert room.file(saved.path) == broken
    looked_at = room.desk.examine(broken, now.slug)
    assert looked_at.article is None
    assert looked_at.blocking
    assert any(e.slug == now.slug for e in room.desk.entries())
    mended = room.desk.save(now.slug, now.text, WRITER, based_on=saved.version)
    assert mended.version == now.version


def test_a_draft_moves_to_the_folder_of_its_topic(room: Room) -> None:
    now = room.desk.manuscript("when-to-retire")
    assert now is not None
    moved = now.text.replace("topic: pension", "topic: contributions")
    saved = room.desk.save(now.slug, moved, WRITER, based_on=now.version)
    assert saved.path == "articles/contributions/when-to-retire.md"
    assert not (room.folder / now.path).exists()


@pytest.mark.parametrize("bad", ["a\0b", "x" * 400_001, "half \ud800 of a pair"])
def test_what_is_no_text_is_refused(room: Room, bad: str) -> None:
    now = room.desk.manuscript("when-to-retire")
    assert now is not None
    with pytest.raises(RefusedError):
        room.desk.save(now.slug, bad, WRITER, based_on=now.version)
    assert room.desk.manuscript("when-to-retire") == now


def test_two_editors_lose_nothing(room: Room) -> None:
    now = room.desk.manuscript("when-to-retire")
    assert now is not None
    first = now.text.replace("title: When can", "title: How early can")
    room.desk.save(now.slug, first, WRITER, based_on=now.version)
    second = now.text.replace("or earlier.", "or earlier in some trades.")
    with pytest.raises(ConflictError) as raised:
        room.desk.save(now.slug, second, PUBLISHER, based_on=now.version)
    conflict = raised.value.conflict
    assert conflict.clashes == 0
    assert "How early can" in conflict.merged
    assert "in some trades" in conflict.merged
    assert conflict.base == now.text
    assert conflict.yours == second
    saved = room.desk.save(now.slug, conflict.merged, PUBLISHER, based_on=conflict.theirs.version)
    assert saved.text == conflict.merged


def test_a_text_changed_as_a_file_is_in_the_history_before_it_is_replaced(room: Room) -> None:
    now = room.desk.manuscript("when-to-retire")
    assert now is not None
    by_hand = now.text.replace("At sixty", "At fifty-five")
    (room.folder / now.path).write_text(by_hand, "utf-8")
    with pytest.raises(ConflictError) as raised:
        room.desk.save(now.slug, now.text + "More.\n", WRITER, based_on=now.version)
    assert raised.value.conflict.theirs.text == by_hand
    assert room.desk.history(now.slug)[0].step is Step.OUTSIDE
    assert room.desk.text_of(room.desk.history(now.slug)[0].number) == by_hand


def test_an_older_text_is_restored_as_a_save(room: Room) -> None:
    now = room.desk.manuscript("when-to-retire")
    assert now is not None
    room.desk.save(now.slug, now.text + "More.\n", WRITER, based_on=now.version)
    oldest = room.desk.history(now.slug)[-1]
    restored = room.desk.restore(now.slug, oldest.number, WRITER)
    assert restored.text == now.text
    assert room.desk.history(now.slug)[0].step is Step.RESTORE
    with pytest.raises(RefusedError) as refused:
        room.desk.restore(now.slug, 10_000, WRITER)
    assert refused.value.code == "no-revision"


def test_nobody_without_the_right_writes(room: Room) -> None:
    nobody = Actor(name="dan", rights=frozenset[Right]())
    before = room.files()
    with pytest.raises(NotAllowedError):
        room.desk.create(text("Any"), "", nobody)
    with pytest.raises(NotAllowedError):
        room.desk.save("when-to-retire", "x", nobody, based_on="")
    assert room.files() == before
