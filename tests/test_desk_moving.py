"""Articles renamed, merged, removed and brought back: every address leads somewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.editors_desk import NotAllowedError, RefusedError
from kb.model import Status
from kb.workflow import Step
from tests.desk_room import PUBLISHER, WRITER, YEARS, Room, opened, text


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path) as room:
        yield room


def test_a_renamed_article_takes_its_links_history_and_judgements_along(room: Room) -> None:
    now = room.desk.manuscript("pension-years")
    assert now is not None
    room.desk.save(now.slug, now.text + "Pending.\n", WRITER, based_on=now.version)
    made = room.desk.create(
        text("要交多少年？", lang="zh", more="translation_of: pension-years\n"), "", WRITER
    )
    renamed = room.desk.rename("pension-years", "years-to-pay", PUBLISHER, "clearer")
    assert renamed.slug == "years-to-pay"
    assert renamed.pending
    assert renamed.text.endswith("Pending.\n")
    assert room.file("articles/pension/years-to-pay.md") == YEARS.replace(
        "aliases:\n  - minimum years\n",
        "aliases:\n  - minimum years\nformerly:\n  - pension-years\n",
    )
    gaps = room.file("articles/pension/pension-gap.md")
    assert "[the years](/articles/years-to-pay#top)" in gaps
    assert "related: [years-to-pay]  # the rule\n" in gaps
    assert "translation_of: years-to-pay\n" in room.file(made.path)
    assert "how long\ten\tyears-to-pay\t3\tdev" in room.file("judgements.tsv")
    assert "pension-years" not in room.file("related.tsv")
    assert room.desk.manuscript("pension-years") == renamed  # an old address leads on
    assert {r.step for r in room.desk.history("years-to-pay")} >= {Step.OUTSIDE, Step.RENAME}
    assert room.revisions.of("pension-years") == ()
    assert room.desk.history("pension-gap")[0].author == "ben"
    assert "pension-years" not in room.indexed()
    assert room.desk.catch_up() == 0
    assert room.removals.all() == ()


def test_an_article_may_have_its_old_address_again(room: Room) -> None:
    room.desk.rename("pension-years", "years-to-pay", PUBLISHER)
    back = room.desk.rename("years-to-pay", "pension-years", PUBLISHER)
    assert back.slug == "pension-years"
    assert "formerly:\n  - years-to-pay\n" in back.text
    with pytest.raises(RefusedError) as refused:
        room.desk.rename("pension-gap", "years-to-pay", PUBLISHER)
    assert refused.value.code == "address-taken"


def test_a_renamed_draft_leaves_nothing_behind(room: Room) -> None:
    renamed = room.desk.rename("when-to-retire", "retirement", PUBLISHER)
    assert "formerly" not in renamed.text
    assert room.desk.manuscript("when-to-retire") is None


def test_a_merged_article_gives_its_addresses_title_and_aliases(room: Room) -> None:
    merged = room.desk.merge("pension-years", "pension-gap", PUBLISHER, "one question")
    assert merged.slug == "pension-gap"
    assert "formerly:\n  - pension-years\n" in merged.text
    assert "aliases:\n  - How many years must I pay?\n  - minimum years\n" in merged.text
    assert "related" not in merged.text  # it was near to itself only
    assert "(/articles/pension-gap#top)" in merged.text
    assert room.file("judgements.tsv").count("pension-gap") == 1
    assert "how long\ten\tpension-gap\t3\tdev" in room.file("judgements.tsv")
    assert room.file("related.tsv") == "slug\trelated\tgrade\tsplit\n"
    assert room.desk.manuscript("pension-years") == merged
    assert set(room.indexed()) == {"pension-gap", "when-to-retire"}
    assert room.desk.catch_up() == 0
    assert room.removals.all() == ()
    again = room.desk.create(text("How many years must I pay?"), "", WRITER)
    room.desk.merge(again.slug, "pension-gap", PUBLISHER)
    assert room.file(merged.path).count("How many years must I pay?") == 1


def test_nothing_is_merged_into_itself_or_into_nothing(room: Room) -> None:
    for into, code in (("pension-years", "same"), ("nowhere", "unknown")):
        with pytest.raises(RefusedError) as refused:
            room.desk.merge("pension-years", into, PUBLISHER)
        assert refused.value.code == code


def test_a_removed_article_can_be_brought_back(room: Room) -> None:
    removal = room.desk.remove("pension-years", PUBLISHER, "wrong")
    assert (removal.title, removal.by, removal.published) == (
        "How many years must I pay?", "ben", True,
    )  # fmt: skip
    assert room.desk.manuscript("pension-years") is None
    assert "pension-years" not in room.indexed()
    assert room.desk.catch_up() == 0
    back = room.desk.undo_removal("pension-years", PUBLISHER)
    assert back.text == YEARS
    assert back.status is Status.PUBLISHED
    assert room.removals.all() == ()
    with pytest.raises(RefusedError):
        room.desk.undo_removal("pension-years", PUBLISHER)


def test_a_removed_article_is_gone_at_its_older_addresses_too(room: Room) -> None:
    room.desk.rename("pension-years", "years-to-pay", PUBLISHER)
    removal = room.desk.remove("years-to-pay", PUBLISHER)
    assert removal.formerly == ("pension-years",)
    room.desk.undo_removal("years-to-pay", PUBLISHER)
    (room.folder / "articles/pension/years-to-pay.md").unlink()
    room.desk.catch_up()
    by_hand = room.removals.removal("years-to-pay")
    assert by_hand is not None
    assert by_hand.formerly == ("pension-years",)


def test_a_removed_draft_is_nothing_to_readers(room: Room) -> None:
    assert room.desk.remove("when-to-retire", PUBLISHER).published is False


def test_a_removed_address_is_free_for_another_article(room: Room) -> None:
    room.desk.remove("pension-years", PUBLISHER)
    made = room.desk.create(text("Another one"), "pension-years", WRITER)
    assert room.removals.removal("pension-years") is None
    room.desk.remove(made.slug, PUBLISHER)
    removal = room.removals.removal("pension-years")
    assert removal is not None
    assert removal.title == "Another one"


def test_a_published_file_that_was_deleted_by_hand_is_a_removed_article(room: Room) -> None:
    (room.folder / "articles/pension/pension-years.md").unlink()
    (room.folder / "articles/pension/when-to-retire.md").unlink()
    assert room.desk.catch_up() == 1
    (removal,) = room.removals.all()
    assert (removal.slug, removal.by) == ("pension-years", "outside")
    assert room.desk.undo_removal("pension-years", PUBLISHER).text == YEARS


def test_a_file_renamed_by_hand_with_its_old_address_is_no_removal(room: Room) -> None:
    old = room.folder / "articles/pension/pension-years.md"
    new = YEARS.replace("aliases:", "formerly: [pension-years]\naliases:")
    old.with_name("years-to-pay.md").write_text(new, "utf-8")
    old.unlink()
    room.desk.catch_up()
    assert room.removals.all() == ()


@pytest.mark.parametrize("slug", ["pension-years", "when-to-retire"])
def test_only_publishers_move_articles(room: Room, slug: str) -> None:
    before = room.files()
    with pytest.raises(NotAllowedError):
        room.desk.rename(slug, "another", WRITER)
    with pytest.raises(NotAllowedError):
        room.desk.merge(slug, "pension-gap", WRITER)
    with pytest.raises(NotAllowedError):
        room.desk.remove(slug, WRITER)
    with pytest.raises(NotAllowedError):
        room.desk.undo_removal(slug, WRITER)
    assert room.files() == before
