"""Numbers and words as the scripts of an offline search keep them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.export.packing import ALPHABET, BASE, LEVELS, gaps, level, packed
from kb.export.word_filter import places, word_filter


def unpacked(text: str) -> list[int]:
    """As ``offline-index.js`` reads it."""
    found, number = [], 0
    for char in text:
        value = ALPHABET.index(char)
        number = number * BASE + value % BASE
        if value < BASE:
            found.append(number)
            number = 0
    return found


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([], ""),
        ([0], ALPHABET[0]),
        ([44], ALPHABET[44]),
        ([45], ALPHABET[46] + ALPHABET[0]),
        ([1, 2], ALPHABET[1] + ALPHABET[2]),
    ],
)
def test_packed(numbers: list[int], text: str) -> None:
    assert packed(numbers) == text


@given(st.lists(st.integers(0, 10**9)))
def test_what_is_packed_can_be_read(numbers: list[int]) -> None:
    assert unpacked(packed(numbers)) == numbers


@given(st.sets(st.integers(0, 10**6)).map(sorted))
def test_gaps_add_up(ascending: list[int]) -> None:
    found, before = [], -1
    for gap in gaps(ascending):
        assert gap >= 0
        before += gap + 1
        found.append(before)
    assert found == ascending


def test_the_alphabet_needs_no_escapes() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == LEVELS
    assert not set(ALPHABET) & set("\"'\\<\n ")


@pytest.mark.parametrize(
    ("value", "place"),
    [(1.0, 0), (1.04, 0), (1.06, 1), (9.9, LEVELS - 1), (99.0, LEVELS - 1), (0, 0)],
)
def test_levels(value: float, place: int) -> None:
    assert level(value, 1.0, 0.1) == ALPHABET[place]


def bits_of(filter: str) -> str:
    return "".join(f"{ALPHABET.index(char):06b}" for char in filter)


def has(bits: str, word: str) -> bool:
    return all(bits[place] == "1" for place in places(word, len(bits)))


@given(st.sets(st.text(st.characters(codec="ascii"), max_size=20), min_size=1, max_size=50))
def test_a_word_filter_has_all_its_words(words: set[str]) -> None:
    bits = bits_of(word_filter(words))
    assert all(has(bits, word) for word in words)


def test_a_word_filter_has_few_others() -> None:
    found = bits_of(word_filter([f"word{n}" for n in range(2000)]))
    wrong = sum(has(found, f"other{n}") for n in range(2000))
    assert 0 < wrong < 60  # about one in a hundred
    assert word_filter([]) == ""
