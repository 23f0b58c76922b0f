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
        ("Fine.\n\nWhat to do then. So it is.", "related: [other]\n", []),
        ("Fine.\n\nWhat to do then.", "related: [other]\n", [("hint-left", 12)]),
        ("用一句话概括全文。", "related: [other]\n", [("hint-left", 10)]),
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


def formerly(*old: str) -> str:
    return f"related: [other]\nformerly: [{', '.join(old)}]\n"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (formerly("an-old-name"), []),
        (formerly("An Old Name"), [("bad-address", 8)]),
        (formerly("one"), [("address-taken", 8)]),
        (formerly("other"), [("address-taken", 8)]),
        (formerly("claimed"), []),
    ],
)
def test_old_addresses(
    corpus: Path, add_article: Add, more: str, expected: list[tuple[str, int]]
) -> None:
    add_article("other", "Fine.", more="related: [one]\n")
    add_article("two", "Fine.", more="related: [other]\nformerly: [claimed]\n")
    add_article("one", "Fine.", more=more)
    assert told(corpus, "one") == expected
    two = [("address-taken", 8)] if "claimed" in more else []
    assert told(corpus, "two") == two, "the first file has it"


@pytest.mark.parametrize(
    ("body", "more", "expected"),
    [
        ("[x](/articles/old-name)", "related: [other]\n", [("link-moved", 10)]),
        ("Fine.", "related: [old-name]\n", [("link-moved", 7)]),
        ("Fine.", "related: [Old name]\n", []),
        ("[x](/articles/gone)", "related: [other]\n", [("link-archived", 10)]),
        ("Fine.", "related: [gone, other]\n", [("link-archived", 7)]),
        ("Fine.", "related: [other]\ntranslation_of: old-name\n", [("bad-translation", 8)]),
    ],
)
def test_links_to_what_moved_or_is_archived(
    corpus: Path, add_article: Add, body: str, more: str, expected: list[tuple[str, int]]
) -> None:
    add_article("other", "Fine.", more="related: [one]\nformerly: [old-name]\n")
    gone = add_article("gone", "Fine.", more="review_by: 2020-01-01\n")
    gone.write_text(gone.read_text("utf-8").replace("published", "archived"), "utf-8")
    add_article("one", body, more=more)
    assert told(corpus, "one") == expected
    assert told(corpus, "gone") == [], "nobody has to care for it any more"
    hints = [p.hint for p in read_corpus(corpus).problems if p.code == "link-moved"]
    assert all(hint == "write other instead" for hint in hints)


def test_a_related_title_follows_its_article_to_a_new_address(
    corpus: Path, add_article: Add
) -> None:
    add_article("other", "Fine.", more="formerly: [old-name]\n")
    add_article("one", "Fine.", more="related: [old-name]\n")
    by_slug = {article.slug: article for article in read_corpus(corpus).articles}
    assert by_slug["one"].related[0].slug == "other"
