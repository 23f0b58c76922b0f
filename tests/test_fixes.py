"""Fixes: each makes its problem go away and brings no new error, and blocks what must be."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.editorial.fixes import applied
from tests.conftest import ROOT, STATUTE, TAXONOMY
from tests.desk_texts import Looking, assert_fixes_mend
from tests.official_texts import MemoryTexts
from tests.small_corpus import SIL
from tests.small_law import FIRST, SECOND, VERSIONS

PATH = "articles/contributions/one.md"
OTHER = """---
title: How do I pay contributions at the counter?
kind: guide
topic: contributions
status: published
reviewed: 2026-01-10
aliases: [pay at the counter]
formerly: [counter-payment]
best_for: [paying at the counter]
related: [one]
---

Go there.
"""
FRONT = """title: How do I pay?
kind: guide
topic: contributions
lang: en
status: published
reviewed: 2026-01-10
related: [pay-at-the-counter]
"""


def text(body: str = "Fine.", front: str = FRONT) -> str:
    return f"---\n{front}---\n\n{body}\n"


def made(folder: Path, texts: MemoryTexts | None = None) -> Looking:
    (folder / "articles" / "contributions").mkdir(parents=True)
    (folder / "statutes").mkdir()
    (folder / "taxonomy.toml").write_text(TAXONOMY, "utf-8")
    (folder / "statutes" / "prc-sil-2010.md").write_text(STATUTE, "utf-8")
    (folder / "articles/contributions/pay-at-the-counter.md").write_text(OTHER, "utf-8")
    (folder / PATH).write_text(text(), "utf-8")
    return Looking(folder, texts) if texts else Looking(folder)


@pytest.fixture(scope="module")
def looking(tmp_path_factory: pytest.TempPathFactory) -> Looking:
    return made(tmp_path_factory.mktemp("fixes"))


@pytest.fixture(scope="module")
def with_law(tmp_path_factory: pytest.TempPathFactory) -> Looking:
    """With the official texts of two versions, both in force before today."""
    held = {SIL: tuple(one for one in VERSIONS if one[0].adopted in (FIRST, SECOND))}
    return made(tmp_path_factory.mktemp("law"), MemoryTexts(held=held))


BODIES = {
    "a statute's name": (
        "It is so (Socail Insurance Law, Article 60).",
        "citation-unresolved",
        "(Social Insurance Law, Article 60)",
    ),
    "a name that wraps": (
        "> So it is: the Socail\n> Insurance Law, Article 60, says so.",
        "citation-unresolved",
        "Social Insurance Law, Article 60",
    ),
    "the number first": (
        "Under Article 10 of the Socail Insurance Law.",
        "citation-unresolved",
        "Article 10 of the Social Insurance Law",
    ),
    "several numbers": (
        "See Articles 10 and 60 of the Socail Insurance Law.",
        "citation-unresolved",
        "Articles 10 and 60 of the Social Insurance Law",
    ),
    "Chinese": ("根据《社会保障险法》第六十条。", "citation-unresolved", "《社会保险法》第六十条"),
    "no statute": (
        "See Article 10. So says the Social Insurance Law, Article 60.",
        "citation-unresolved",
        "Article 10 of the Social Insurance Law",
    ),
    "other words": (
        "Social Insurance Law, Article 10:\n\n> Everybody must\n> pay.\n\nSo it is.",
        "quote-mismatch",
        "> Employees take part in old-age insurance; employer and employee pay for it together.\n"
        "\nSo it is.",
    ),
    "another paragraph": (
        "Social Insurance Law, Article 60 paragraph 1:\n\n"
        "> Persons in flexible employment may pay directly, namely:\n>\n> (1) at the counter;\n>\n"
        "> (2) online.",
        "quote-other-paragraph",
        "Social Insurance Law, Article 60(2):",
    ),
    "words of another provision": (
        "Social Insurance Law, Article 10:\n\n> Employers declare and pay in full and on time.",
        "quote-mismatch",
        "Social Insurance Law, Article 60",
    ),
    "a broken link": (
        "[a](/articles/pay-at-the-countr) and again [b](/articles/pay-at-the-countr#x).",
        "broken-link",
        "[a](/articles/pay-at-the-counter) and again [b](/articles/pay-at-the-counter#x).",
    ),
    "a statute's address": (
        "[a](/statutes/prc-sil-201/art-60).",
        "broken-link",
        "[a](/statutes/prc-sil-2010/art-60).",
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_faults_of_the_body(looking: Looking, name: str) -> None:
    body, code, expected = BODIES[name]
    found = looking.examine(text(body), PATH).findings
    (finding,) = [f for f in found if f.problem.code == code]
    assert any(expected in applied(text(body), fix) for fix in finding.fixes), finding
    assert finding.blocks == (code != "quote-other-paragraph")
    assert assert_fixes_mend(looking, text(body), PATH)


def test_a_quotation_is_mended_by_the_name_of_the_law(looking: Looking) -> None:
    body, code, _ = BODIES["other words"]
    (finding,) = [f for f in looking.examine(text(body), PATH).findings if f.problem.code == code]
    assert [fix.label for fix in finding.fixes] == [
        "take the words of Social Insurance Law, Article 10"
    ]


FRONTS: dict[str, tuple[Callable[[str], str], str, str]] = {
    "kind": (lambda f: f.replace("guide", "giude"), "bad-value", "kind: guide\n"),
    "topic": (lambda f: f.replace("topic: c", "topic: C"), "bad-value", "topic: contributions\n"),
    "regions": (lambda f: f + "regions: [nationl]\n", "bad-value", "regions: [national]\n"),
    "lang": (lambda f: f.replace("lang: en", "lang: English"), "bad-value", "lang: en\n"),
    "no title": (lambda f: f.replace("title: How do I pay?\n", ""), "missing-field", "title: One"),
    "no kind": (lambda f: f.replace("kind: guide\n", ""), "missing-field", "kind: qa\n"),
    "no topic": (
        lambda f: f.replace("topic: contributions\n", ""),
        "missing-field",
        "topic: contributions\n",
    ),
    "field": (lambda f: f + "alias: [x]\n", "unknown-field", "aliases: [x]\n"),
    "date": (
        lambda f: f.replace("2026-01-10", "2026年1月10日"),
        "bad-date",
        "reviewed: 2026-01-10\n",
    ),
    "German date": (
        lambda f: f.replace("2026-01-10", "10.1.2026"),
        "bad-date",
        "reviewed: 2026-01-10\n",
    ),
    "not reviewed": (
        lambda f: f.replace("reviewed: 2026-01-10\n", ""),
        "not-reviewed",
        "reviewed: 2026-11-26\n",
    ),
    "later": (
        lambda f: f.replace("2026-01-10", "2036-01-10"),
        "reviewed-later",
        "reviewed: 2026-11-26\n",
    ),
    "due": (lambda f: f + "review_by: 2020-01-01\n", "review-due", "review_by: 2027-11-26\n"),
    "colon": (
        lambda f: f.replace("title: How", "title: Hm: how"),
        "bad-front-matter",
        'title: "Hm: how do I pay?"\n',
    ),
    "yes": (lambda f: f + "aliases:\n  - no\n", "bad-value", '  - "no"\n'),
    "related": (
        lambda f: f.replace(
            "[pay-at", "\n  - How do I pay the contributions at a counter\n  - [pay-at"
        ).replace("  - [pay-at-the-counter]", "  - x"),
        "related-near",
        "  - pay-at-the-counter\n",
    ),
    "orphan": (
        lambda f: f.replace("related: [pay-at-the-counter]\n", ""),
        "orphan",
        "  - pay-at-the-counter\n",
    ),
    "taken": (
        lambda f: f + "best_for:\n  - at the COUNTER paying\n  - other\n",
        "best-bet-taken",
        "best_for:\n  - other\n",
    ),
    "hidden and first": (
        lambda f: f + "best_for: [this one]\nnot_for: [one this]\n",
        "best-bet-hidden",
        "best_for: [this one]\n---",
    ),
    "translation": (
        lambda f: f + "translation_of: pay-at-the-counter\n",
        "bad-translation",
        "related: [pay-at-the-counter]\n---",
    ),
}


@pytest.mark.parametrize("name", FRONTS)
def test_faults_of_front_matter(looking: Looking, name: str) -> None:
    change, code, expected = FRONTS[name]
    path = "articles/contributions/two.md" if name in ("orphan", "taken") else PATH
    faulty = text(front=change(FRONT))
    found = looking.examine(faulty, path).findings
    fixes = [fix for f in found if f.problem.code == code for fix in f.fixes]
    assert any(expected in applied(faulty, fix) for fix in fixes), found
    assert assert_fixes_mend(looking, faulty, path)


def test_a_text_without_front_matter(looking: Looking) -> None:
    faulty = "# 怎么交社保？\n\n去窗口交。\n"
    (finding,) = looking.examine(faulty, PATH).findings
    mended = applied(faulty, finding.fixes[0])
    assert mended.startswith("---\ntitle: 怎么交社保？\n")
    assert not looking.examine(mended, PATH).blocking


def words_of(number: int, version: date) -> str:
    texts = next(texts for held, texts in VERSIONS if held.adopted == version)
    return next(t for t in texts if t.provision.article == number).paragraphs[0].text


CHINESE = FRONT.replace("lang: en", "lang: zh")


def test_superseded_words_of_the_law(with_law: Looking) -> None:
    """They block in Chinese; the fix takes the number and the words of today."""
    faulty = text(f"《社会保险法》第六十条：\n\n> {words_of(60, FIRST)}\n", CHINESE)
    found = with_law.examine(faulty, PATH).findings
    (finding,) = [f for f in found if f.problem.code.startswith("quote-")]
    assert finding.problem.code == "quote-superseded"
    assert finding.blocks
    assert any("第六十一条" in fix.replacement for fix in finding.fixes)
    assert assert_fixes_mend(with_law, faulty, PATH)


def test_words_that_are_nearly_the_law(with_law: Looking) -> None:
    words = words_of(61, SECOND)
    faulty = text(f"《社会保险法》第六十一条：\n\n> {words.replace('足额', '')}\n", CHINESE)
    found = with_law.examine(faulty, PATH).findings
    (finding,) = [f for f in found if f.problem.code == "quote-minor"]
    assert not finding.blocks
    assert words in applied(faulty, finding.fixes[0])
    assert assert_fixes_mend(with_law, faulty, PATH)


@pytest.fixture(scope="module")
def ours() -> Looking:
    return Looking(ROOT / "corpus")


FAULTS: tuple[Callable[[str], str], ...] = (
    lambda t: t.replace("Social Insurance Law", "Socail Insurance Law", 1),
    lambda t: t.replace("《社会保险法》", "《社会保障险法》", 1),
    lambda t: re.sub(r"(?m)^> (\w+ \w+ \w+)", "> Nobody at all shall", t, count=1),
    lambda t: re.sub(r"(?m)^(> .*)\bshall\b", r"\1may", t, count=1),
    lambda t: re.sub(r"/articles/([a-z-]+)[a-z]\)", r"/articles/\1)", t, count=1),
    lambda t: re.sub(r"(?m)^(.*, Article \d+)(:\n\n>)", r"\1 paragraph 2\2", t, count=1),
    lambda t: re.sub(r"(?m)^topic: (.*)", r"topic: \1s", t),
    lambda t: re.sub(r"(?m)^title: (.*)", r"title: Hm: \1", t),
    lambda t: re.sub(r"(?m)^reviewed: .*\n", "", t),
    lambda t: re.sub(r"(?m)^aliases:", "alias:", t),
)
ARTICLES = sorted((ROOT / "corpus" / "articles").rglob("*.md"))


@settings(max_examples=25)
@given(st.sampled_from(ARTICLES), st.sampled_from(FAULTS))
def test_faults_in_our_own_articles(ours: Looking, file: Path, fault: Callable[[str], str]) -> None:
    path = file.relative_to(ROOT / "corpus").as_posix()
    assert_fixes_mend(ours, fault(file.read_text("utf-8")), path)


@settings(max_examples=40)
@given(st.text(max_size=300), st.integers(0, 2))
def test_any_text_is_examined(looking: Looking, noise: str, where: int) -> None:
    """Nothing is raised, and every fix is a place in the text."""
    texts = (noise, text(noise), text(front=FRONT + f"aliases: {noise}\n"))
    for finding in looking.examine(texts[where], PATH).findings:
        for fix in finding.fixes:
            assert 0 <= fix.start <= fix.end <= len(texts[where])
