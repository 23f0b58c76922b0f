"""Two versions of a text, line by line and word by word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.comparison import PieceKind
from kb.text_changes import MOST_SHOWN, Line, text_changes

WHOLE = 10_000  # lines of context: everything


def said(line: Line) -> tuple[str, str]:
    return (
        "".join(piece.text for piece in line.before),
        "".join(piece.text for piece in line.after),
    )


LINES = st.lists(
    st.sampled_from(["", "one two", "one three", "缴费年限", "缴费满十五年", "x"]), max_size=12
)


@given(LINES, LINES)
@settings(max_examples=50, deadline=None)
def test_the_lines_are_both_texts(old: list[str], new: list[str]) -> None:
    passages = text_changes("\n".join(old), "\n".join(new), WHOLE).passages
    if "\n".join(old) == "\n".join(new):
        assert passages == ()
        return
    (passage,) = passages
    before = [line for line in passage.lines if line.old]
    after = [line for line in passage.lines if line.new]
    assert "\n".join(said(line)[0] for line in before) == "\n".join(old)
    assert "\n".join(said(line)[1] for line in after) == "\n".join(new)
    assert [line.old for line in before] == list(range(1, len(before) + 1))
    assert [line.new for line in after] == list(range(1, len(after) + 1))


def test_what_changed_stands_among_a_few_lines() -> None:
    old = "\n".join(f"line {n}" for n in range(1, 41))
    new = old.replace("line 10", "line ten").replace("line 30\n", "")
    first, second = text_changes(old, new, 1).passages
    assert (first.skipped, [line.old for line in first.lines]) == (8, [9, 10, 11])
    assert (second.skipped, [line.new for line in second.lines]) == (17, [29, 0, 30])
    changed = first.lines[1]
    assert [p.text for p in changed.before if p.kind is PieceKind.DELETED] == ["10"]
    assert [p.text for p in changed.after if p.kind is PieceKind.INSERTED] == ["ten"]


def test_an_empty_line_that_came_is_a_change() -> None:
    (passage,) = text_changes("a\nb", "a\n\nb").passages
    assert [(line.old, line.new) for line in passage.lines if line.changed] == [(0, 2)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\n" * 3_000, "b\n" * 3_000),
        ("a\n\n" * 5_000, "a\nb\n\n" * 5_000),
        ("缴" * 200_000, "费" * 200_000),
        ("\n".join(map(str, range(30_000))), "\n".join(map(str, range(1, 30_000)))),
    ],
    ids=["all lines", "many alike", "one line", "beyond all bounds"],
)
def test_large_texts_are_bounded(old: str, new: str) -> None:
    compared = text_changes(old, new)
    assert sum(len(passage.lines) for passage in compared.passages) <= MOST_SHOWN
    assert compared.passages
