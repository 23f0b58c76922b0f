"""A merged text whose clashes are decided, one by one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.clashes import Choice, Clash, clashes, decided, first_mark
from kb.editorial.three_way import merge

BASE, YOURS, THEIRS = "a\nb\nc\nd\ne\n", "a\nB\nc\nd\nE\n", "a\nβ\nc\nd\nε\n"


def test_each_is_decided_for_itself() -> None:
    merged = merge(BASE, YOURS, THEIRS)
    first, second = clashes(merged.text)
    assert first == Clash(line=2, yours="B\n", theirs="β\n")
    assert (second.yours, second.theirs) == ("E\n", "ε\n")
    assert decided(merged.text, [Choice.YOURS, Choice.THEIRS]) == "a\nB\nc\nd\nε\n"
    assert decided(merged.text, [Choice.BOTH, Choice.YOURS]) == "a\nB\nβ\nc\nd\nE\n"
    half = decided(merged.text, [Choice.THEIRS])
    assert half.startswith("a\nβ\nc\nd\n<<<<<<< yours\nE\n")
    assert first_mark(half) == 5
    assert decided(half, [Choice.THEIRS]) == THEIRS


TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n"]), max_size=8).map("".join)


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=50)
def test_no_side_is_lost(base: str, yours: str, theirs: str) -> None:
    merged = merge(base, yours, theirs)
    found = clashes(merged.text)
    assert len(found) == merged.clashes
    assert decided(merged.text, [None] * len(found)) == merged.text
    assert first_mark(decided(merged.text, [Choice.BOTH] * len(found))) == 0


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A heading\n=======\n", 0),
        ("> <<<<<<< yours\n", 0),
        ("a <<<<<<<\n", 0),
        ("<<<<<<< somebody else's\n", 0),
        ("<<<<<<<\na\n", 1),
        ("a\n>>>>>>> theirs", 2),
        ("<<<<<<< yours\n<<<<<<< yours\na\n=======\nb\n>>>>>>> theirs\n", 1),
    ],
)
def test_what_is_a_mark(text: str, line: int) -> None:
    assert first_mark(text) == line
    assert decided(text, []) == text
