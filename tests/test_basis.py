"""The legal basis of an article: a badge for every verdict, the provision's words on demand."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from ingest.markdown import parse
from ingest.resolve import resolve_citations
from kb.engine import Batch
from kb.model import Article
from kb.statutes import Register
from kb.verdict import Verdict, VerdictKind, Why
from tests.checked_texts import (
    ELSEWHERE,
    NEARLY,
    OFFICIAL,
    OTHERWISE,
    RIGHT,
    VERDICTS,
    WRONG_NUMBER,
)
from tests.small_corpus import STATUTES, article
from tests.small_site import engine_with, site, soup, texts

HOSTILE = "<script>alert(1)</script> & more"
TOO_SHORT = Verdict(kind=VerdictKind.UNCHECKED, why=(Why.TOO_SHORT,))
UNCHECKABLE = Verdict(kind=VerdictKind.UNCHECKED, why=(Why.NO_TEXT,))
BODY = f"""The answer, as Article 45 of the Social Insurance Law has it.

## Legal basis

Social Insurance Law, Article 16:

> {WRONG_NUMBER}

Social Insurance Law, Article 60 paragraph 1:

> {RIGHT}

Social Insurance Law, Article 60 paragraph 2:

> {NEARLY}

Social Insurance Law, Article 60:

> {OTHERWISE}

Social Insurance Law, Article 45:

> {ELSEWHERE}

Social Insurance Law, Article 3:

> {HOSTILE}

Regulation on Work-Related Injury Insurance, Article 14:

> Never judged.

Social Insurance Law, Article 44:

> In short.

See Article 5 of the Moon Law and Article 46 of the Social Insurance Law."""


def judged(body: str) -> Article:
    """An article of this body, its citations resolved and judged by the table."""
    read = parse(
        body, names=("Social Insurance Law", "Regulation on Work-Related Injury Insurance")
    )
    made = article("judged", "Judged", read.sections, citations=read.citations)
    made = resolve_citations(made, Register.of(STATUTES))
    table = VERDICTS | {HOSTILE: UNCHECKABLE, "In short.": TOO_SHORT}
    return replace(
        made,
        citations=tuple(
            replace(citation, verdict=table.get("\n".join(citation.quote)))
            for citation in made.citations
        ),
    )


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    batch = Batch(articles=(judged(BODY),), statutes=STATUTES, anew=True)
    with engine_with(tmp_path_factory.mktemp("basis") / "index", batch) as engine:
        yield site(engine, texts=OFFICIAL).test_client(use_cookies=False)


@pytest.fixture
def page(client: FlaskClient) -> BeautifulSoup:
    return soup(client.get("/articles/judged"))


def entries(page: BeautifulSoup) -> list[Tag]:
    return page.select(".cited > ul > li")


def test_every_quotation_has_its_badge(page: BeautifulSoup) -> None:
    expected = [
        "✗ Does not match",
        "✓ Checked: word for word",
        "! Words of an earlier version",
        "≈ Checked: the same in other words",
        "✗ Does not match",
        "– Not checkable here",
        "– Not checkable here",
    ]
    assert texts(page.select(".cited .badge")) == expected
    beside = page.select(".basis .prose a.badge")
    assert texts(beside) == expected
    for badge in beside:
        assert page.find(id=badge["href"].removeprefix("#")).name == "li"
    assert not page.select(".lead .badge")
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_a_mismatch_says_what_the_law_says(page: BeautifulSoup) -> None:
    entry = entries(page)[0]
    assert "warns" in entry["class"]
    assert "is not what the law says" in entry.get_text()
    assert "An amount, a share or a time limit differs." in entry.get_text()
    assert "29 December 2018" in entry.get_text()
    assert entry.select_one("details").has_attr("open")
    assert "缴费满十五年的" in entry.select_one("details").get_text()
    assert "draws a pension" in entry.select_one("details").get_text()
    elsewhere = entries(page)[4]
    assert [a["href"] for a in elsewhere.select(".found-in a")] == ["/statutes/prc-sil-2010/art-45"]


def test_good_ones_keep_the_words_folded(page: BeautifulSoup) -> None:
    right, nearly = entries(page)[1:3]
    assert "warns" not in (right.get("class") or [])
    assert not right.select_one("details").has_attr("open")
    assert "用人单位按时缴费" in right.select_one("details").get_text()
    assert "个人可以直接缴费" not in right.get_text()  # the pinpoint is the other paragraph
    assert texts(nearly.select(".differences li")) == ["Left out: “以”"]
    assert "no longer in force" in nearly.get_text()


def test_what_is_not_quoted_has_its_words_and_no_badge(page: BeautifulSoup) -> None:
    last, short = entries(page)[-1], entries(page)[-2]
    assert short.select_one("a")["href"] == "/statutes/prc-sil-2010/art-44"
    assert not short.select(".badge")  # a few words may be the article's own
    assert last.select_one("a")["href"] == "/statutes/prc-sil-2010/art-46"
    assert not last.select(".badge")
    assert "Moon" not in " ".join(texts(entries(page)))


def test_markup_in_a_quotation_is_text(page: BeautifulSoup) -> None:
    assert not page.select("main script")


def test_in_the_readers_language(client: FlaskClient) -> None:
    page = soup(client.get("/articles/judged?ui=zh"))
    badge = page.select_one(".basis .prose a.badge")
    assert (badge.get_text(), badge["lang"]) == ("✗ 与条文不符", "zh-Hans")
    assert page.select_one(".cited .judged")["lang"] == "zh-Hans"
    assert page.select_one(".cited summary").get_text() == "查看第16条原文"


def test_for_programs(client: FlaskClient) -> None:
    basis = client.get("/api/v1/articles/judged").get_json()["legal_basis"]
    assert [entry["standing"] for entry in basis] == [
        "mismatch", "verbatim", "superseded", "paraphrase", "mismatch", "unchecked", "unchecked",
        "unchecked", "cited",
    ]  # fmt: skip
    first = basis[0]["verdict"]
    assert (first["kind"], first["why"], first["version"]) == (
        "mismatch",
        ["numbers"],
        "2018-12-29",
    )
    assert first["differences"][0]["spans"] == [{"start": 3, "end": 4}]
    assert basis[4]["verdict"]["found_in"] == ["prc-sil-2010/art-45"]
    assert basis[-1]["verdict"] is None


def test_where_no_official_text_was_imported(tmp_path: Path) -> None:
    batch = Batch(articles=(judged(BODY),), statutes=STATUTES, anew=True)
    with engine_with(tmp_path / "index", batch) as engine:
        page = soup(site(engine).test_client().get("/articles/judged"))
    words = entries(page)[0].select_one("details")
    assert [div["lang"] for div in words.select(".law-words > div")] == ["en"]
    assert "unofficial translation" in words.select_one("summary").get_text()
