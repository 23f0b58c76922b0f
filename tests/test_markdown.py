"""Markdown to sections: structure, plain text, safe HTML, citations marked in it."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.markdown import parse
from kb.model import Role

NAMES = ("Social Insurance Law", "社会保险法")


def outline_of(body: str) -> list[tuple[str, str, int]]:
    return [(s.heading, s.role.value, s.number) for s in parse(body, names=NAMES).sections]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Only an answer.", [("", "lead", 0)]),
        (
            "Lead\n\n## Steps\n\n### 1. Ask\n\na\n\n### 2. Pay\n\nb\n\n## To sum up\n\nc",
            [
                ("", "lead", 0),
                ("Steps", "steps", 0),
                ("1. Ask", "step", 1),
                ("2. Pay", "step", 2),
                ("To sum up", "summary", 0),
            ],
        ),
        (  # no heading above them: headings that count are steps
            "## First, ask\n\na\n\n## Second, pay\n\nb\n\n## Afterwards\n\nc",
            [("First, ask", "step", 1), ("Second, pay", "step", 2), ("Afterwards", "body", 0)],
        ),
        (  # styles that change on the way
            "## Steps\n\n### Fourth, pay\n\na\n\n### V. Follow up\n\nb",
            [("Steps", "steps", 0), ("Fourth, pay", "step", 4), ("V. Follow up", "step", 5)],
        ),
        (  # one heading that counts is no sequence
            "## 1. Only\n\na",
            [("1. Only", "body", 0)],
        ),
        (
            "## 步骤\n\n### 一、咨询\n\n甲\n\n### （二）缴费\n\n乙\n\n## 法律依据\n\n丙",
            [
                ("步骤", "steps", 0),
                ("一、咨询", "step", 1),
                ("（二）缴费", "step", 2),
                ("法律依据", "basis", 0),
            ],
        ),
        (  # what stands below the legal basis belongs to it
            "## Legal basis\n\na\n\n### More\n\nb\n\n## Other\n\nc",
            [("Legal basis", "basis", 0), ("More", "basis", 0), ("Other", "body", 0)],
        ),
        (  # a heading inside a quote or a list opens no section
            "> ## Quoted\n\n- ## Listed\n\ntext",
            [("", "lead", 0)],
        ),
    ],
)
def test_outline(body: str, expected: list[tuple[str, str, int]]) -> None:
    assert outline_of(body) == expected


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("one\n\ntwo", "one\n\ntwo"),
        ("one\ntwo", "one two"),
        ("one  \ntwo", "one\ntwo"),
        ("先登记，\n再缴费。", "先登记，再缴费。"),
        ("打 12333\n咨询", "打 12333 咨询"),
        ("**先登记：**再缴费", "先登记：再缴费"),
        ("见**《社会保险法》**第六十条", "见《社会保险法》第六十条"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("缴费 * 12 * 3", "缴费 * 12 * 3"),
        ("*one* **two** `three` [four](/x)", "one two three four"),
        ("- a\n- b\n\nafter", "a\nb\n\nafter"),
        ("before\n\n1. a\n   - x\n2. b", "before\n\na\nx\nb"),
        ("> a\n>\n> b", "a\n\nb"),
        ("| a | b |\n| --- | --- |\n| c | d |", "a | b\nc | d"),
        ("```\ncode\n```\n\nafter", "code\n\nafter"),
        ("![a picture](x.png)", "a picture"),
        ("&lt;b&gt; &amp; \\*", "<b> & *"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_plain_text(body: str, text: str) -> None:
    assert parse(body).sections[0].text == text


def test_a_heading_that_repeats_the_title_is_dropped() -> None:
    assert [s.heading for s in parse("# My Title\n\ntext", title="My title").sections] == [""]
    assert [s.level for s in parse("# Other\n\ntext", title="My title").sections] == [2]


def test_numbered_list_under_steps() -> None:
    steps = parse("## What to do\n\n1. Ask **them**\n2. Pay\n   - online\n").sections[0]
    assert steps.role is Role.STEPS
    assert steps.items == ("Ask them", "Pay online")


def test_anchors_are_unique_and_readable() -> None:
    body = "## Documents\n\na\n\n## Documents\n\nb\n\n## 需要什么\n\nc\n\n## ?!\n\nd"
    anchors = [s.anchor for s in parse(body).sections]
    assert anchors == ["documents", "documents-2", "需要什么", "section"]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (
            "See Article 60 of the Social Insurance Law.",
            '<p>See <cite data-n="0">Article 60 of the Social Insurance Law</cite>.</p>\n',
        ),
        (  # a link of the author's stays as it is
            "See [Article 60 of the Social Insurance Law](/x).",
            '<p>See <a href="/x">Article 60 of the Social Insurance Law</a>.</p>\n',
        ),
        (  # across emphasis each piece is marked, and nothing is nested wrongly
            "**Social Insurance Law**, Article 60",
            '<p><strong><cite data-n="0">Social Insurance Law</cite></strong>'
            '<cite data-n="0">, Article 60</cite></p>\n',
        ),
        (
            "依据《社会保险法》第六十条。",
            '<p>依据<cite data-n="0">《社会保险法》第六十条</cite>。</p>\n',
        ),
    ],
)
def test_citations_are_marked(body: str, html: str) -> None:
    assert parse(body, names=NAMES).sections[0].html == html


def test_a_citation_in_a_table_and_a_list() -> None:
    body = "| rule |\n| --- |\n| Social Insurance Law, Article 60 |\n\n- Article 10 of the SIL"
    section = parse(body, names=(*NAMES, "SIL")).sections[0]
    assert section.html.count("<cite ") == 2


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>)",
        "<cite data-n='0'>x</cite>",
        "## <script>alert(1)</script>\n\nx",
        "![x](javascript:alert(1))",
    ],
)
def test_nothing_unsafe_comes_out(body: str) -> None:
    for section in parse(body).sections:
        tags = set(re.findall(r"<\s*/?\s*([a-z]+)", section.html))
        assert tags <= {"p", "a", "img", "em", "strong"}
        assert not re.search(r"(?:href|src)=\"(?:javascript|data):", section.html)
        assert not re.search(r"<[^>]*\son\w+=", section.html)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=300))
def test_any_text_parses_and_its_spans_fit(body: str) -> None:
    result = parse(body, names=NAMES)
    for citation in result.citations:
        section = next(s for s in result.sections if s.anchor == citation.anchor)
        assert section.text[citation.start : citation.end] == citation.text
    assert set(result.lines) == {section.anchor for section in result.sections}


@given(st.lists(st.sampled_from(["pay", "Article 60", "of the", "Social Insurance Law", "**x**"])))
def test_marks_change_no_text(words: list[str]) -> None:
    body = " ".join(words)
    for section in parse(body, names=NAMES).sections:
        shown = unescape(re.sub(r"<[^>]+>", "", section.html)).strip()
        assert shown == section.text.strip()
