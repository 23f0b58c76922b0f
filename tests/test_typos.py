"""Judged queries with one typing error each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from kb.evaluation.judged import HOLDOUT, JudgedSet
from kb.evaluation.typos import mistyped, with_typos
from kb.index.wordlists import sounds

QUERIES = {
    "years": "How many years of pension contributions?",
    "short": "is it so? 12345 401k",
    "fund": "公积金怎么取出来",
    "gold": "今天",
    "alone": "咔",
}


def judged(split: str = "dev") -> JudgedSet:
    return JudgedSet.of("set", split, QUERIES, {query: {"a": 1} for query in QUERIES})


def test_each_query_has_one_error_or_is_left_out() -> None:
    typed = with_typos(judged(), sounds)
    assert typed.label == "set dev with typos"
    assert typed.queries.keys() == typed.grades.keys() == {"years", "fund", "gold"}
    assert typed == with_typos(judged(), sounds)
    assert OSA.distance(typed.queries["years"], QUERIES["years"]) == 1
    # 金 and 今 are the only characters of the set that sound alike.
    assert typed.queries["fund"] == "公积今怎么取出来"
    assert typed.queries["gold"] == "金天"


def test_a_holdout_stays_secret() -> None:
    assert with_typos(judged(HOLDOUT), sounds).is_secret
    assert not with_typos(judged(), sounds).is_secret


def test_all_kinds_of_errors_are_made() -> None:
    lengths = [len(mistyped(f"pensions {n}", {})) - len(f"pensions {n}") for n in range(200)]
    assert set(lengths) == {-1, 0, 1}
    swapped = [text for n in range(200) if sorted(text := mistyped(f"pension {n}", {}))
               == sorted(f"pension {n}")]  # fmt: skip
    assert 20 < len(swapped) < 80


@given(st.text())
def test_there_is_at_most_one_error(text: str) -> None:
    assert OSA.distance(mistyped(text, {"养": ["样", "洋"]}), text) <= 1


@pytest.mark.parametrize("text", ["", "fee", "a1b2c3", "COVID19", "养老", "can I go"])
def test_no_place_for_an_error(text: str) -> None:
    assert mistyped(text, {}) == text
