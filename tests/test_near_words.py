"""Words one typo away, against a plain edit distance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.index.near_words import LONGEST, NearWords


def near_words(words: list[str], skip: int = 0) -> NearWords:
    encoded = [b"#" * skip + word.encode() for word in words]
    starts = np.cumsum([0, *map(len, encoded)])
    return NearWords.of(memoryview(b"".join(encoded)), starts, skip)


def near(words: list[str], typed: str, *, unfinished: bool = False) -> list[str]:
    found = near_words(words).near(typed.encode(), unfinished=unfinished)
    return [words[number] for number in found.tolist()]


def distance(a: str, b: str) -> int:
    """Letters to insert, leave out, replace, or swap with their neighbour."""
    rows = [[i + j if not i or not j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            same = a[i - 1] == b[j - 1]
            rows[i][j] = min(
                rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (not same)
            )
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@pytest.mark.parametrize(
    "typed",
    ["ension", "pesnion", "pensoin", "pensio", "pensionn", "pemsion", "epnsion", "xpension",
     "pensjon", "penion", "pensionx", "pensixn"],
)  # fmt: skip
def test_one_typo(typed: str) -> None:
    assert near(["hospital", "pension", "tension in it"], typed) == ["pension"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("secu", ["security", "sec"]),
        ("secx", ["security", "sec"]),
        ("sceu", ["security"]),
        ("scur", ["security"]),
        ("seccur", ["security"]),
        ("swcurity", ["security"]),
        ("pay", ["play"]),
    ],
)
def test_unfinished_words_are_near_to_beginnings(typed: str, found: list[str]) -> None:
    words = ["security", "sec", "play"]
    assert [word for word in words if word in near(words, typed, unfinished=True)] == found


@pytest.mark.parametrize("typed", ["", "x" * (LONGEST + 1), "größe", "养老"])
def test_what_has_no_near_words(typed: str) -> None:
    assert near(["grosse", "größe", "x" * LONGEST, "养老", ""], typed) == []


def test_no_words() -> None:
    assert near([], "pension") == []


def test_what_stands_before_a_word_is_no_part_of_it() -> None:
    found = near_words(["pension", "wages"], skip=2).near(b"pensoin", unfinished=False)
    assert found.tolist() == [0]


WORD = st.text("abc", max_size=7)


@given(words=st.lists(WORD, max_size=12), typed=WORD.filter(bool))
def test_whole_words_are_those_at_distance_one(words: list[str], typed: str) -> None:
    expected = [word for word in words if distance(word, typed) == 1]
    found = near(words, typed)
    # Words that are no typo away may be among them: who looks for them has found them before.
    assert [word for word in found if word != typed] == expected


@given(words=st.lists(WORD, max_size=12), typed=WORD.filter(bool))
def test_unfinished_ones_have_a_beginning_at_distance_one(words: list[str], typed: str) -> None:
    def begins(word: str) -> bool:
        return any(distance(word[:length], typed) == 1 for length in range(len(word) + 1))

    found = near(words, typed, unfinished=True)
    assert [word for word in found if not word.startswith(typed)] == [
        word for word in words if begins(word) and not word.startswith(typed)
    ]


@given(
    words=st.lists(st.text("abé养", max_size=LONGEST + 4), max_size=8), typed=st.text(max_size=9)
)
def test_any_words_can_be_compared(words: list[str], typed: str) -> None:
    assert set(near(words, typed, unfinished=True)) <= set(words)
