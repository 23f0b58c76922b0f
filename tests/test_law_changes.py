"""The banner on articles whose law changed, and the editors' list, over the real engine."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.desk.cleared import StoredClearings
from kb.desk.database import Database
from kb.engine import Batch, SearchEngine
from kb.provision import Provision
from kb.review import Clearing
from tests.official_texts import MemoryTexts
from tests.small_corpus import SIL, YEARS
from tests.small_site import EVERYTHING, engine_with, site, soup, texts
from tests.two_versions import NEW, two_versions

SLUG = "pension-contribution-years"
ARTICLE = f"/articles/{SLUG}"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SearchEngine]:
    with engine_with(tmp_path / "index") as engine:
        yield engine


def banner(client: FlaskClient, address: str) -> list[str]:
    return texts(soup(client.get(address)).select(".law-changed"))


def test_the_banner_tells_what_changed_and_leads_to_the_comparison(engine: SearchEngine) -> None:
    client = site(engine, texts=two_versions()).test_client()
    page = soup(client.get(ARTICLE))
    (said,) = texts(page.select(".law-changed"))
    assert said == (
        "The law cited here changed on 29 December 2018; under review "
        "Social Insurance Law of the People's Republic of China: "
        "Article 16 (renumbered → Article 17)"
    )
    assert [link["href"] for link in page.select(".law-changed a")] == [
        f"/statutes/{SIL}/art-17?version=2018-12-29&compare=2010-10-28#comparison",
        f"/statutes/{SIL}/art-17",
    ]


def test_the_banner_speaks_chinese(engine: SearchEngine) -> None:
    client = site(engine, texts=two_versions()).test_client()
    assert banner(client, "/articles/zi-ji-jiao-she-bao") == [
        "本文引用的法律已于2018年12月29日修改，内容正在复核 "
        "中华人民共和国社会保险法： 第60条（内容修改）"
    ]


def test_a_change_that_is_not_in_force_yet_is_announced(engine: SearchEngine) -> None:
    ahead = two_versions(adopted=date(2026, 11, 1), in_force=date(2027, 1, 1))
    (said,) = banner(site(engine, texts=ahead).test_client(), ARTICLE)
    assert said.startswith("The law cited here changes on 1 January 2027; under review")


def test_only_articles_that_cite_what_changed_have_one(engine: SearchEngine) -> None:
    client = site(engine, texts=two_versions()).test_client()
    assert banner(client, "/articles/lost-social-security-card") == []
    assert banner(site(engine).test_client(), ARTICLE) == []


def test_it_comes_and_goes_in_a_running_server(engine: SearchEngine, tmp_path: Path) -> None:
    held = MemoryTexts()
    clearings = StoredClearings(Database.open(tmp_path / "desk.sqlite3"))
    client = site(engine, texts=held, clearings=clearings).test_client()
    assert banner(client, ARTICLE) == []
    held.held = two_versions().held  # imported
    assert len(banner(client, ARTICLE)) == 1
    day = date(2026, 11, 26)
    clearings.add([Clearing(article=SLUG, statute=SIL, version=NEW, on=day, note="Says the same")])
    assert banner(client, ARTICLE) == []
    listed = client.get("/changes").text
    assert "cleared on 26 November 2026" in listed
    assert "Says the same" in listed
    clearings.undo(SLUG)
    assert len(banner(client, ARTICLE)) == 1
    engine.write(Batch(articles=(replace(YEARS, reviewed=date(2026, 11, 30)),)))
    assert banner(client, ARTICLE) == []
    assert "reviewed since, on 30 November 2026" in client.get("/changes").text


def test_readers_are_warned_where_clearings_cannot_be_read(
    engine: SearchEngine, tmp_path: Path
) -> None:
    (tmp_path / "desk.sqlite3").write_text("no database" * 100, "utf-8")
    clearings = StoredClearings(Database.open(tmp_path / "desk.sqlite3"))
    client = site(engine, texts=two_versions(), clearings=clearings).test_client()
    assert len(banner(client, ARTICLE)) == 1


def test_the_list_shows_changes_and_articles(engine: SearchEngine) -> None:
    page = soup(site(engine, texts=two_versions()).test_client().get("/changes"))
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"  # type: ignore[index]
    assert texts(page.select(".law-change > .changed-provisions > li")) == [
        "Article 16 renumbered → Article 17 cited by 2 articles",
        "Article 45 removed cited by 1 article",
        "Article 60 reworded cited by 3 articles",
    ]
    assert texts(page.select("details li")) == ["Article 3 punctuation only", "Article 16 added"]
    assert len(page.select(".concerned > li")) == 6
    assert len(page.select(".tag.under-review")) == 6


def test_what_is_said_of_a_paragraph_that_did_not_change(tmp_path: Path) -> None:
    cited = Provision(SIL, 60, paragraph=1)
    citations = tuple(replace(each, targets=(cited,)) for each in YEARS.citations)
    batch = replace(EVERYTHING, articles=(replace(YEARS, citations=citations),))
    with engine_with(tmp_path / "other", batch) as engine:
        page = soup(site(engine, texts=two_versions()).test_client().get("/changes"))
    assert "Article 60: reworded" in (said := texts(page.select(".cited-places .quiet")))
    assert "(what is cited here is unchanged)" in said
    assert "Article 60(1): reworded" not in said


def test_the_list_is_empty_at_first_and_linked(engine: SearchEngine) -> None:
    client = site(engine).test_client()
    assert "No newer version" in client.get("/changes").text
    assert 'href="/changes"' in client.get("/statutes").text


def test_what_articles_say_is_escaped(tmp_path: Path) -> None:
    hostile = replace(YEARS, title="<script>alert(1)</script>")
    batch = replace(EVERYTHING, articles=(hostile,))
    with engine_with(tmp_path / "other", batch) as engine:
        page = site(engine, texts=two_versions()).test_client().get("/changes").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
