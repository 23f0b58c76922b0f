"""Numbers as statutes count, written and read."""

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.numerals import HIGHEST, NUMERALS, chinese, number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60", 60),
        ("060", 60),
        ("9999", 9999),
        ("六十", 60),
        ("十", 10),
        ("一十五", 15),
        ("一百一十", 110),
        ("一百十五", 115),
        ("一百零二", 102),
        ("一百〇二", 102),
        ("二百七十四", 274),
        ("两百", 200),
        ("一千二百六十", 1260),
        ("一千零一", 1001),
        ("六〇", 60),
        ("二七四", 274),
        ("九千九百九十九", 9999),
    ],
)
def test_read(text: str, expected: int) -> None:
    assert number(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "0", "00000", "10000", "-6", "6.5", "²", "٣", "六 十", "甲", "零", "零六十"),
        *("一百一", "十百", "六十六十", "百", "千百十", "一百零十"),
    ],
)
def test_not_a_number(text: str) -> None:
    assert number(text) is None


@given(st.integers(1, HIGHEST))
def test_what_is_written_is_read_and_others_read_it_too(value: int) -> None:
    assert number(chinese(value)) == value
    assert cn2an.cn2an(chinese(value), "smart") == value


@given(st.text(NUMERALS + "〇两", max_size=9))
def test_any_numerals_are_read_or_refused(text: str) -> None:
    found = number(text)
    assert found is None or 1 <= found <= HIGHEST
