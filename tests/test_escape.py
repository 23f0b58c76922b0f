"""Text as Markdown that shows it literally."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ingest.escape import escape, escape_heading

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def blocks(markdown: str) -> list[tuple[str, str]]:
    """The blocks and the text that is shown in each; fails on any markup inside."""
    tokens = _MARKDOWN.parse(markdown)
    found = []
    for before, token in pairwise(tokens):
        if token.type == "inline":
            children = token.children or []
            assert {child.type for child in children} <= {"text", "text_special", "softbreak"}
            shown = "".join("\n" if c.type == "softbreak" else c.content for c in children)
            found.append((before.type, shown))
    assert len(tokens) == 3 * len(found)
    return found


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("plain words, 2.5 percent - and so on", "plain words, 2.5 percent - and so on"),
        ("*a* _b_ `c` [d](e) <f> \\g", r"\*a\* \_b\_ \`c\` \[d](e) \<f> \\g"),
        ("form_field & AT&T; R & D &amp; &#35;", r"form_field & AT\&T; R & D \&amp; \&#35;"),
        ("1. one", r"1\. one"),
        ("10) ten", r"10\) ten"),
        ("2024. A year", r"2024\. A year"),
        ("2.5 a", "2.5 a"),
        ("# a", r"\# a"),
        ("#a", "#a"),
        ("- a", r"\- a"),
        ("+ a", r"\+ a"),
        ("-5 degrees", "-5 degrees"),
        ("---", r"\---"),
        ("===", r"\==="),
        ("> a > b", r"\> a > b"),
        ("~~~", r"\~~~"),
        ("| a | b |", r"\| a | b |"),
        ("a | b\n:-- | --", "a | b\n\\:-- | --"),
        ("a\n===", "a\n\\==="),
        ("  a  \n\tb ", "a\nb"),
        ("# * #", r"\# \* #"),
    ],
)
def test_escape(text: str, markdown: str) -> None:
    assert escape(text) == markdown
    assert blocks(markdown) == [
        ("paragraph_open", "\n".join(line.strip() for line in text.split("\n")))
    ]


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("1. Ask", "1. Ask"),
        ("(2) Pay *now*", r"(2) Pay \*now\*"),
        ("C #", r"C \#"),
        ("##", r"\##"),
        ("C# and F#", "C# and F#"),
        (" a\n b", "a b"),
    ],
)
def test_escape_heading(text: str, markdown: str) -> None:
    assert escape_heading(text) == markdown
    assert blocks(f"### {markdown}") == [("heading_open", " ".join(text.split()))]


_LINE = st.text(alphabet="aA1 \t.)(#*_`~-+=|:<>&;![]\\'\"/x中。", min_size=1, max_size=30).map(
    lambda line: " ".join(line.split())
)


@given(st.lists(_LINE.filter(bool), min_size=1, max_size=4))
def test_any_text_is_shown_as_it_is(lines: list[str]) -> None:
    assert blocks(escape("\n".join(lines))) == [("paragraph_open", "\n".join(lines))]


@given(_LINE.filter(bool))
def test_any_heading_is_shown_as_it_is(line: str) -> None:
    assert blocks(f"## {escape_heading(line)}") == [("heading_open", line)]


@given(st.text(max_size=80))
def test_escaping_adds_backslashes_and_takes_white_space(text: str) -> None:
    bare = re.sub(r"\s", "", text.replace("\\", ""))
    assert re.sub(r"\s", "", escape(text).replace("\\", "")) == bare
