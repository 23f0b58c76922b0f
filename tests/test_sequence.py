"""Which lines that count are the steps of an article."""

import pytest

from ingest.lines import Line
from ingest.sequence import steps, sure


def lines(text: str) -> list[Line]:
    """A line for each piece between bars; "t" is a line of text."""
    pieces = [piece.strip() for piece in text.split("|")]
    return [
        Line(at, "Text that says how." if piece == "t" else piece)
        for at, piece in enumerate(pieces, 1)
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("t | t", []),
        ("First, a | t", []),  # one is no sequence
        ("t | First, a | t | Second, b | t", [1, 3]),
        ("First, a | t | Second, b | t | III. c | t | (4) d | t | 五、e | t", [0, 2, 4, 6, 8]),
        ("首先，甲 | t | 其次，乙 | t | 最后，丙 | t", [0, 2, 4]),
        ("First of all, a | t | Next, b | t | Then, c | t | Finally, d", [0, 2, 4, 6]),
        ("First, a | t | Second, b | Then, text | Lastly, c", [0, 2, 4]),
        ("1. a | t | 2. b | t | Finally, text", [0, 2]),  # no word among the ordinals
        ("1, a | t | 2. b | t | 3、c | t", [0, 2, 4]),
        ("1. a | t | Two, b | t | 3. c | t | Four, d | t", [0, 2, 4, 6]),
        ("A. a | t | B. b | t | C. c | t", [0, 2, 4]),
        ("C. Smith | t | D. Jones | t", []),
        # lists inside steps
        ("First, a | (1) x | (2) y | Second, b | (1) x | (2) y | Third, c", [0, 3, 6]),
        ("First, a | 1. x | 2. y | Second, b | 3. z | III. c", [0, 3, 5]),
        ("一、a | 1. x | 2. y | （1）z | 二、b | 1. x", [0, 4]),
        ("First, a | t | Second, b | t | (3) c | (1) x | (2) y | Fourth, d", [0, 2, 4, 7]),
        ("1. a | First, x | Second, y | 2. b | First, x | Second, y | 3. c", [0, 3, 6]),
        ("First, a | t | Second, b | 1. x | t | 2. y | t", [0, 2]),
        # lists above them
        (
            "You need: | 1. x | 2. y | 3. z | First, a | 1. x | 2. y | Second, b | 2. y | 3. z",
            [4, 7],
        ),
        ("There are two ways: | (1) x | (2) y | Step 1: a | t | Step 2: b | t", [3, 5]),
        # lists only
        ("Documents to bring: | 1. a long description of the first | 2. another of the second", []),
        ("The steps are as follows: | 1. x | 2. y", [1, 2]),
        ("办理流程如下： | 1、x | 2、y", [1, 2]),
        ("需要以下材料： | 1、x | 2、y", []),
        (
            "This is done so: | 1. go there and ask for the form | 2. fill it in and hand it over",
            [1, 2],
        ),
        # slips
        ("First, a | t | Third, b | t | Fourth, c | t", [0, 2, 4]),
        ("First, a | t | Second, b | t | Second, c | t | Third, d", [0, 2, 4, 6]),
        ("Second, a | t | Third, b | t", [0, 2]),
        ("1. a | t | 9. b | t", []),
    ],
)
def test_steps(text: str, places: list[int]) -> None:
    assert steps(lines(text)) == places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. a | t | 2. b", True),
        ("First, a | Second, b", True),
        ("Steps | 1. a | 2. b", True),
        ("1. a | 2. b", False),
    ],
)
def test_a_bare_list_is_not_sure_to_be_steps(text: str, expected: bool) -> None:
    read = lines(text)
    assert sure(read, steps(read)) is expected
