"""Statute files: what is understood, and how slips are reported."""

from datetime import date
from pathlib import Path

import pytest

from ingest.source import read as read_source
from ingest.statute_file import parse
from kb.model import Form, Problem, Source
from kb.statutes import Amendment, Paragraph, Statute

ROOT = Path(__file__).parent.parent
HEAD = """---
id: prc-x-2000
title_en: Example Law
title_zh: 例法
aliases: [Example, 例]
adopted: 2000-01-02
in_force: 2000-03-04
amendments:
  - {adopted: 2010-05-06, in_force: 2010-07-08, note: "Article 2"}
  - {adopted: 2012-05-06}
last_article: 30
---
"""
BODY = """
## Chapter I General

### Article 1

The first paragraph
goes on.

The second, namely:

(1) one
thing;

(2) another.

The third.

## Chapter II Rest

### Section 1 Parts

#### Article 2

Words.

### Article 2-1

Inserted words.

### Section 2 More

### Article 9

Last words.
"""


def source(text: str, path: str = "statutes/prc-x-2000.md") -> Source:
    return Source(path=path, form=Form.MARKDOWN, text=text, sha256="")


def whole(text: str) -> Statute:
    statute, problems = parse(source(text))
    assert statute is not None
    assert problems == ()
    return statute


def found(text: str, path: str = "statutes/prc-x-2000.md") -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in parse(source(text, path))[1]]


def test_facts() -> None:
    statute = whole(HEAD + BODY)
    assert statute.title("zh") == "例法"
    assert statute.aliases == ("Example", "例")
    assert statute.adopted == date(2000, 1, 2)
    assert statute.amendments == (
        Amendment(adopted=date(2010, 5, 6), in_force=date(2010, 7, 8), note="Article 2"),
        Amendment(adopted=date(2012, 5, 6)),
    )
    assert (statute.kind, statute.status, statute.lang) == ("law", "in force", "en")


def test_paragraphs_and_items() -> None:
    assert whole(HEAD + BODY).provisions[0].paragraphs == (
        Paragraph(text="The first paragraph goes on."),
        Paragraph(text="The second, namely:", items=("one thing;", "another.")),
        Paragraph(text="The third."),
    )


def test_chapters() -> None:
    assert [(p.provision.number, p.chapter) for p in whole(HEAD + BODY).provisions] == [
        ("1", ("Chapter I General",)),
        ("2", ("Chapter II Rest", "Section 1 Parts")),
        ("2-1", ("Chapter II Rest", "Section 1 Parts")),
        ("9", ("Chapter II Rest", "Section 2 More")),
    ]


def test_chinese() -> None:
    body = "## 第一章 总则\n\n### 第十条\n\n第一款\n接着写：\n\n（一）甲；\n（二）乙。\n\n"
    body += "### 第十条之一\n\n文。\n"
    first, second = whole(HEAD.replace("last", "lang: zh\nlast") + body).provisions
    assert (first.provision.number, second.provision.number) == ("10", "10-1")
    assert first.chapter == ("第一章 总则",)
    assert first.paragraphs == (Paragraph(text="第一款接着写：", items=("甲；", "乙。")),)


def test_a_register_entry_needs_no_provisions() -> None:
    assert whole(HEAD).provisions == ()


def _with(line: str) -> str:
    return HEAD.replace("last_article: 30\n", f"last_article: 30\n{line}\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_with("titel: x"), [(12, "unknown-field")]),
        (HEAD.replace("title_zh: 例法\n", ""), [(1, "missing-field")]),
        (HEAD.replace("last_article: 30\n", ""), [(1, "missing-field")]),
        (HEAD.replace("2000-03-04", "March 2000"), [(7, "bad-date")]),
        (HEAD.replace("2000-03-04", "2000-03-04 10:00:00"), [(7, "bad-date")]),
        (HEAD.replace("adopted: 2012-05-06", "adopted: soon"), [(8, "bad-date")]),
        (HEAD.replace("adopted: 2012-05-06", "day: 2012-05-06"),
         [(8, "unknown-field"), (8, "bad-date")]),
        (HEAD.replace("  - {adopted: 2012-05-06}", "  - 2012-05-06"), [(8, "bad-value")]),
        (HEAD.replace("last_article: 30", "last_article: many"), [(11, "bad-value")]),
        (HEAD.replace("last_article: 30", "last_article: 0"), [(11, "bad-value")]),
        (HEAD.replace("last_article: 30", "last_article: true"), [(11, "bad-value")]),
        (HEAD.replace("id: prc-x-2000", "id: Prc X"), [(2, "bad-value")]),
        (_with("lang: fr"), [(12, "bad-value")]),
        ("no front matter", [(1, "no-front-matter")]),
        (HEAD + "## A\n### Article 2\nx\n### Article 1\ny\n", [(16, "article-order")]),
        (HEAD + "## A\n### Article 2\nx\n### Article 2\ny\n", [(16, "duplicate-article")]),
        (HEAD + "## A\n### Article 31\nx\n", [(14, "beyond-last-article")]),
        (HEAD + "## A\n### Article 0\nx\n", [(14, "beyond-last-article")]),
        (HEAD + "### Article 1\n\n### Article 2\nx\n", [(13, "empty-provision")]),
        (HEAD + "### Article 1\nx:\n\n(1) a\n\n(3) c\n", [(18, "item-order")]),
        (HEAD + "### Article 1\nx:\n\n(2) b\n", [(16, "item-order")]),
        (HEAD + "### Article 1\n\n(1) a\n\nx\n", [(15, "item-alone")]),
        (HEAD + "### Article 1 Purpose\nx\n", [(13, "bad-article")]),
        (HEAD + "### Article one\nx\n\ny\n", [(13, "bad-article")]),
        (HEAD + "## A\n\nloose\n\nwords\n\n### Article 1\nx\n", [(15, "text-outside-provision")]),
    ],
)  # fmt: skip
def test_slips_name_their_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert found(text) == expected


def test_the_file_bears_the_id() -> None:
    assert found(HEAD, "statutes/prc-y-2000.md") == [(2, "id-not-name")]


def test_what_is_wrong_with_one_provision_costs_no_other() -> None:
    statute, problems = parse(
        source(f"{HEAD}### Article 1\nx\n### Article 99\nlost\n### Article 3\ny\n")
    )
    assert statute is not None
    assert [p.provision.number for p in statute.provisions] == ["1", "3"]
    assert len(problems) == 1


def test_a_problem_says_what_to_do() -> None:
    (problem,) = parse(source(HEAD + "### Article 31\nx\n"))[1]
    assert str(problem) == (
        "statutes/prc-x-2000.md:13: beyond-last-article 'Article 31': the last article is 30 "
        "(correct it or `last_article`)"
    )


@pytest.mark.parametrize("path", sorted((ROOT / "corpus" / "statutes").glob("*.md")), ids=str)
def test_the_corpus_statutes_are_whole(path: Path) -> None:
    statute, problems = parse(read_source(path, ROOT / "corpus"))
    assert statute is not None
    assert problems == ()
    assert statute.provisions


def test_problems_are_errors() -> None:
    problems: tuple[Problem, ...] = parse(source(_with("titel: x")))[1]
    assert [str(problem.severity) for problem in problems] == ["error"]
