"""What editors are told, one table of (what is wrong, what is said)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.pipeline import read_corpus

Add = Callable[..., Path]


def told(corpus: Path, slug: str) -> list[tuple[str, int]]:
    problems = read_corpus(corpus).problems
    return [(p.code, p.line) for p in problems if p.path.endswith(f"{slug}.md")]


@pytest.mark.parametrize(
    ("body", "more", "expected"),
    [
        ("Fine.", "related: [other]\n", []),
        ("Fine.", "", [("orphan", 1)]),
        ("## Heading\n\nx", "related: [other]\n", [("no-answer", 1)]),
        ("[x](/articles/nowhere)", "related: [other]\n", [("broken-link", 10)]),
        ("[x](/articles/other)", "related: [other]\n", []),
        ("[x](/statutes/prc-sil-2010/art-99)", "related: [other]\n", [("broken-link", 10)]),
        ("[x](/statutes/prc-sil-2010/art-60)", "related: [other]\n", []),
        ("[x](/statutes/prc-sil-2010)", "related: [other]\n", []),
        ("[x](/statutes/nowhere)", "related: [other]\n", [("broken-link", 10)]),
        ("Fine.", "related: [other]\nreview_by: 2020-01-01\n", [("review-due", 8)]),
        ("Fine.", "translation_of: other\n", [("bad-translation", 7)]),
        ("Fine.", "related: [other]\ntranslation_of: nope\n", [("bad-translation", 8)]),
        (
            "Social Insurance Law, Article 60:\n\n> Persons in flexible employment may pay directly, namely:",  # noqa: E501
            "related: [other]\n",
            [],
        ),
        (
            "Social Insurance Law, Article 60:\n\n> Employers declare … in full",
            "related: [other]\n",
            [],
        ),
        (
            "Social Insurance Law, Article 60:\n\n> Everybody must pay.",
            "related: [other]\n",
            [("quote-mismatch", 12)],
        ),
        (
            "Social Insurance Law, Article 10 and 60 say so. As Article 120 of the Social Insurance Law.",  # noqa: E501
            "related: [other]\n",
            [("citation-beyond-end", 10)],
        ),
        (
            "So it is by the (Social\nInsurance Law, Article 120).",
            "related: [other]\n",
            [("citation-beyond-end", 10)],
        ),
        (
            "Everybody must\npay is wrong. Social Insurance Law, Article 60:\n\n> Everybody must\n> pay.",  # noqa: E501
            "related: [other]\n",
            [("quote-mismatch", 13)],
        ),
    ],
)
def test_told(
    corpus: Path, add_article: Add, body: str, more: str, expected: list[tuple[str, int]]
) -> None:
    add_article("other", "Fine.", more="related: [other-2]\n")
    add_article("other-2", "Fine.", more="related: [other]\n")
    add_article("one", body, more=more)
    assert told(corpus, "one") == expected


def test_published_and_never_reviewed(corpus: Path, add_article: Add) -> None:
    path = add_article("one", "Fine.", more="related: [x]\n")
    path.write_text(path.read_text("utf-8").replace("reviewed: 2026-01-10\n", ""), "utf-8")
    assert ("not-reviewed", 1) in told(corpus, "one")


def test_a_review_in_the_future(corpus: Path, add_article: Add) -> None:
    path = add_article("one", "Fine.", more="related: [x]\n")
    path.write_text(path.read_text("utf-8").replace("2026-01-10", "2999-01-10"), "utf-8")
    assert ("reviewed-later", 6) in told(corpus, "one")


def test_drafts_may_be_unfinished(corpus: Path, add_article: Add) -> None:
    path = add_article("one", "Fine.")
    path.write_text(path.read_text("utf-8").replace("published", "draft"), "utf-8")
    assert told(corpus, "one") == []


def test_a_file_cannot_flood_the_list(corpus: Path, add_article: Add) -> None:
    add_article("one", "Article 5 of the Nowhere Law. " * 500, more="related: [x]\n")
    problems = [p for p in read_corpus(corpus).problems if p.code == "citation-unresolved"]
    assert len(problems) <= 21
    assert any("more like it" in p.message for p in problems)
