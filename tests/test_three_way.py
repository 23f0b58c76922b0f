"""Two changes of one text put together: nothing of either is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.editorial.three_way import MARK_MIDDLE, MARK_THEIRS, MARK_YOURS, merge

# Few different lines, so that runs, repetitions and moves come up.
LINES = st.lists(st.sampled_from(["a", "b", "c", "d", "", "社保"]), max_size=8)
TEXTS = LINES.map(lambda lines: "".join(f"{line}\n" for line in lines))


@pytest.mark.parametrize(
    ("base", "yours", "theirs", "merged", "clashes"),
    [
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n", 0),
        ("a\nb\nc\n", "a\nb\n", "A\nb\nc\n", "A\nb\n", 0),
        ("a\nb\nc\n", "a\nx\nb\nc\n", "a\nb\nc\ny\n", "a\nx\nb\nc\ny\n", 0),
        ("a\nb\nc\n", "a\nx\nc\n", "a\nx\nc\nd\n", "a\nx\nc\nd\n", 0),
        (
            "a\nb\nc\n", "a\nx\nc\n", "a\ny\nc\n",
            "a\n<<<<<<< yours\nx\n=======\ny\n>>>>>>> theirs\nc\n", 1,
        ),
        ("a", "b", "c", "<<<<<<< yours\nb\n=======\nc\n>>>>>>> theirs\n", 1),
        ("a\nb\n", "a\n", "a\nB\n", "a\n<<<<<<< yours\n=======\nB\n>>>>>>> theirs\n", 1),
        ("", "", "", "", 0),
    ],
)  # fmt: skip
def test_what_becomes_of_two_changes(
    base: str, yours: str, theirs: str, merged: str, clashes: int
) -> None:
    found = merge(base, yours, theirs)
    assert (found.text, found.clashes) == (merged, clashes)


@given(TEXTS, TEXTS)
def test_where_one_side_alone_changed_its_text_is_taken(base: str, changed: str) -> None:
    assert merge(base, changed, base).text == changed
    assert merge(base, base, changed).text == changed
    assert merge(base, changed, changed).text == changed


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=300)
def test_no_new_line_of_either_is_lost(base: str, yours: str, theirs: str) -> None:
    merged = merge(base, yours, theirs)
    there = merged.text.splitlines()
    for changed in (yours, theirs):
        for line in set(changed.splitlines()) - set(base.splitlines()):
            assert line in there


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=300)
def test_both_sides_clash_in_the_same_places(base: str, yours: str, theirs: str) -> None:
    one, other = merge(base, yours, theirs), merge(base, theirs, yours)
    assert one.clashes == other.clashes
    if not one.clashes:
        assert one.text == other.text
    assert one.text.count(MARK_YOURS) == one.text.count(MARK_THEIRS) == one.clashes
    assert one.text.count(MARK_MIDDLE) == one.clashes


@given(TEXTS, TEXTS)
def test_where_nothing_was_before_either_side_of_the_clash_is_whole(
    yours: str, theirs: str
) -> None:
    merged = merge("", yours, theirs)
    if merged.clashes:
        assert _sides(merged.text) == (yours, theirs)


def _sides(text: str) -> tuple[str, str]:
    yours: list[str] = []
    theirs: list[str] = []
    into = [yours, theirs]
    for line in text.splitlines(keepends=True):
        if line.startswith(MARK_YOURS):
            into = [yours]
        elif line.startswith(MARK_MIDDLE):
            into = [theirs]
        elif line.startswith(MARK_THEIRS):
            into = [yours, theirs]
        else:
            for side in into:
                side.append(line)
    return "".join(yours), "".join(theirs)
