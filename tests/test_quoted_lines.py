"""Which lines of a plain text are a provision's words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.quoted_lines import MOST, quoted_lines

TABLE = [
    ("Article 10 stipulates:\nEmployees pay.", ["Employees pay."]),
    ("Social Insurance Law\nArticle 10 stipulates:\nOne.\nTwo.", ["One.", "Two."]),
    ("《社会保险法》第十条规定：\n职工应当参保。\n第二款。", ["职工应当参保。", "第二款。"]),
    ("Article 10 stipulates:\n\nOne.\n\nYou pay.", ["One."]),
    ("Legal basis\n\nArticle 10:\n\nOne.\n\nTwo.", ["One.", "Two."]),
    ("Article 10:\nOne.\nArticle 11:\nTwo.", ["One.", "Two."]),
    ("Article 10:\n  One. \n", ["One."]),
    # Where the page speaks again
    ("Article 10:\nOne.\n- Related articles\nTwo.", ["One."]),
    ("Article 10:\nOne.\nTo sum up\nTwo.", ["One."]),
    ("Article 10:\nOne.\nWhat does that mean?\nThree.", ["One."]),
    # A line that only names a provision announces nothing, but in a legal basis it does
    ("Social Insurance Law, Article 10\nYou pay.", []),
    ("Legal basis\nSocial Insurance Law, Article 10\nEmployees pay.", ["Employees pay."]),
    ("法律依据：\n《社会保险法》第十条\n职工应当参保。", ["职工应当参保。"]),
    ("Legal basis\nSocial Insurance Law, Article 10.\nYou pay.", []),
    # The words in the line itself are found there, and a sentence is none
    ("Article 10: Employees pay.\nYou pay.", []),
    ("Under Article 10 you pay:\nby card\nin cash", []),
    ("No citation:\nYou pay.", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_quoted_lines(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_lines(text)] == expected


def test_a_quotation_ends_somewhere() -> None:
    text = "Article 10:\n" + "More.\n" * (MOST + 9)
    assert len(list(quoted_lines(text))) == MOST


def test_the_page_that_the_project_was_founded_on(seed: Path) -> None:
    text = seed.read_text("utf-8")
    quoted = [text[start:end] for start, end in quoted_lines(text)]
    assert [words.split()[0] for words in quoted] == ["Employees", "Individual"]


@given(st.text(alphabet="Article10第十条:：\n .-规定", max_size=200))
def test_spans_are_whole_lines_in_order(text: str) -> None:
    last = 0
    for start, end in quoted_lines(text):
        assert last <= start < end
        assert "\n" not in text[start:end]
        assert text[start:end] == text[start:end].strip()
        last = end
