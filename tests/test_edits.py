"""What errors cost: the likelier, the less."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from kb.index import weights
from kb.index.edits import cost

WORDS = st.text("abcdefgh", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("pension", "pension", 0),
        ("penxion", "pension", weights.NEAR_LETTER),  # x and s sound alike, and are neighbours
        ("penqion", "pension", 1),
        ("pensoin", "pension", weights.TRANSPOSED),
        ("pensio", "pension", 1),
        ("pensionk", "pension", 1),
        ("alowance", "allowance", weights.DOUBLED),
        ("comming", "coming", weights.DOUBLED),
        ("oension", "pension", weights.NEAR_LETTER * weights.FIRST_LETTER),
        ("ension", "pension", weights.FIRST_LETTER),
        ("epnsion", "pension", weights.TRANSPOSED * weights.FIRST_LETTER),
        ("minamun", "minimum", 2 * weights.NEAR_LETTER),
    ],
)
def test_what_an_error_costs(typed: str, meant: str, expected: float) -> None:
    assert cost(typed, meant) == pytest.approx(expected)


@given(WORDS, WORDS)
def test_a_cost_is_near_the_number_of_edits(typed: str, meant: str) -> None:
    edits = OSA.distance(typed, meant)
    cheapest = min(weights.DOUBLED, weights.TRANSPOSED, weights.NEAR_LETTER)
    assert cheapest * edits <= cost(typed, meant) <= weights.FIRST_LETTER * edits
