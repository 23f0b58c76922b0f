"""Text fragments: the directive that leads a browser to a passage."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.web.fragments import text_fragment, with_fragment

LONG = "The office answers within ten working days of the day on which it has your papers."


@pytest.mark.parametrize(
    ("opening", "closing", "expected"),
    [
        ("", "", ""),
        ("Short and whole.", "Short and whole.", "Short and whole."),
        (LONG, LONG, "The office answers within ten working,on which it has your papers."),
        ("One thing.", "Another thing.", "One thing.,Another thing."),
        # what stands between cells is ours, and not in the page
        ("Grade one | 24 months", "Grade two | 22 months", "Grade one,22 months"),
        ("Grade one | 24 months", "Grade one | 24 months", "Grade one,24 months"),
        # Chinese is cut at the end of a clause, never inside a word
        (
            "袋熊补贴每年三月发一次，不用申请。",
            "没有收到的，可以查询。",
            "袋熊补贴每年三月发一次,可以查询。",
        ),
        ("好，袋熊补贴每年三月发。", "好，袋熊补贴每年三月发。", "好，袋熊补贴每年三月发。"),
    ],
)
def test_what_is_looked_for(opening: str, closing: str, expected: str) -> None:
    directive = text_fragment(opening, closing)
    assert unquote(directive) == (f":~:text={expected}" if expected else "")


def test_what_the_syntax_uses_is_encoded() -> None:
    directive = text_fragment("well-known, R&D <b>", "well-known, R&D <b>")
    assert directive == ":~:text=well%2Dknown%2C%20R%26D%20%3Cb%3E"


@pytest.mark.parametrize(
    ("url", "expected"),
    [("/articles/a", "/articles/a#:~:text=x"), ("/articles/a#b", "/articles/a#b:~:text=x")],
)
def test_behind_an_address(url: str, expected: str) -> None:
    assert with_fragment(url, "x", "x") == expected
    assert with_fragment(url, "", "") == url


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_gives_one_or_two_encoded_parts(opening: str, closing: str) -> None:
    directive = text_fragment(
        opening.encode("utf-8", "ignore").decode(), closing.encode("utf-8", "ignore").decode()
    )
    assert re.fullmatch(r"|:~:text=[A-Za-z0-9_.~%]+(,[A-Za-z0-9_.~%]+)?", directive)
