"""An article's page: its parts in order, its notices, its neighbours."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.engine import Batch, SearchEngine
from kb.model import Link
from kb.provision import Provision
from kb.statute_texts.store import SqliteTexts
from tests.small_corpus import CARD, PAY, SIL, STATUTES, lead, section
from tests.small_corpus import article as new_article
from tests.small_site import engine_with, site, soup, texts


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield engine


@pytest.fixture
def client(engine: SearchEngine) -> FlaskClient:
    return site(engine).test_client(use_cookies=False)


def test_an_article_in_full(client: FlaskClient) -> None:
    page = soup(client.get("/articles/pay-your-own-social-security"))
    assert texts(page.select(".breadcrumb a")) == ["Home", "Paying contributions"]
    assert page.select_one("article")["lang"] == "en"
    assert "Last reviewed 20 November 2026" in page.select_one(".article-head").get_text()
    assert "next review 20 November 2027" in page.select_one(".article-head").get_text()
    assert "all of China" in page.select_one(".region").get_text()
    assert "You can pay at the social insurance office" in page.select_one(".lead").get_text()
    steps = page.select("ol.steps > li")
    assert [step["value"] for step in steps] == ["1", "2", "3"]
    assert texts(page.select("ol.steps h3"))[0] == "Step 1 Ask what your city offers"
    assert "Two insurances" in page.select_one(".summary").get_text()
    contents = page.select(".contents a")
    assert texts(contents) == [
        "Steps",
        "1 Ask what your city offers",
        "2 Register at the office",
        "3 Pay every month",
        "To sum up",
        "Legal basis",
    ]
    for entry in contents:
        assert page.find(id=entry["href"].removeprefix("#"))
    cited = page.select_one(".basis .cited a")
    assert cited["href"] == "/statutes/prc-sil-2010/art-60#para-2"
    assert cited.get_text() == (
        "Social Insurance Law of the People's Republic of China, Article 60(2)"
    )
    assert "may pay directly" in page.select_one(".cited details").get_text()
    assert "may pay directly" not in page.select_one(".cited summary").get_text()
    assert "Employers declare" not in page.select_one(".cited details").get_text()
    assert page.select_one("a[rel=alternate][hreflang=zh-Hans]")["href"] == (
        "/articles/zi-ji-jiao-she-bao"
    )
    assert page.select_one("link[type='application/json']")["href"] == (
        "/api/v1/articles/pay-your-own-social-security"
    )


def test_what_is_quoted_is_not_repeated(tmp_path: Path) -> None:
    quoting = replace(PAY.citations[0], quote=("People who work for themselves …",))
    other = replace(PAY.citations[0], targets=(Provision(SIL, 16),))
    article = replace(PAY, citations=(quoting, other))
    batch = Batch(articles=(article,), statutes=STATUTES, anew=True)
    with engine_with(tmp_path / "index", batch) as engine:
        page = soup(site(engine).test_client().get("/articles/pay-your-own-social-security"))
    assert [a["href"] for a in page.select(".cited a")] == [
        "/statutes/prc-sil-2010/art-60#para-2",
        "/statutes/prc-sil-2010/art-16",
    ]


def test_many_backlinks_unfold(tmp_path: Path) -> None:
    links = tuple(
        new_article(f"from-{n}", f"From {n}", (lead("x"),), related=(Link(text="", slug=PAY.slug),))
        for n in range(11)
    )
    with engine_with(tmp_path / "index", Batch(articles=(PAY, *links), anew=True)) as engine:
        page = soup(site(engine).test_client().get("/articles/pay-your-own-social-security"))
    assert len(page.select("#page_backlinks ~ ul a")) == 8
    assert page.select_one(".more summary").get_text() == "3 more"
    assert len(page.select(".more a")) == 3


def test_an_articles_neighbours(client: FlaskClient, engine: SearchEngine) -> None:
    page = soup(client.get("/articles/pay-your-own-social-security"))
    related = page.select_one("#page_related + ul")
    assert [a["href"] for a in related.select("li:not(.unwritten) a")] == [
        "/articles/pension-contribution-years"
    ]
    assert "What happens to a gap in my payments?" in related.select_one(".unwritten").get_text()
    assert related.select_one(".unwritten a")["href"] == "/wanted"
    near = [a["href"].rsplit("/", 1)[1] for a in page.select("#page_near + ul a")]
    computed = engine.related("pay-your-own-social-security", 10)
    assert near == [s for s in computed if s != "pension-contribution-years"][:5]
    backlinks = page.select("#page_backlinks + ul a")
    assert [a["href"] for a in backlinks] == ["/articles/lost-social-security-card"]


def test_a_region_notice_says_where_it_holds(client: FlaskClient) -> None:
    def notice(slug: str) -> str:
        return soup(client.get(f"/articles/{slug}")).select_one(".region.local").get_text()

    assert "Shenzhen, Guangdong only" in notice("lost-social-security-card")
    assert "Liaoning and Guangdong only" in notice("treatment-away-from-home")
    assert "仅适用于广东深圳" in notice("shenzhen-she-bao-ka")


def test_what_an_article_may_lack(tmp_path: Path) -> None:
    bare = replace(
        new_article("bare", "Bare", (section("Only this", "Text."),)),
        reviewed=None,
        review_by=None,
    )
    late = replace(PAY, slug="late", path="articles/x/late.md", review_by=date(2026, 11, 30))
    batch = Batch(articles=(bare, late), anew=True)
    with engine_with(tmp_path / "index", batch) as engine:
        client = site(engine).test_client()
        page = soup(client.get("/articles/bare"))
        assert not page.select(".basis, .contents, .neighbours .links .unwritten, .overdue")
        assert "eviewed" not in page.select_one(".article-head").get_text()
        overdue = soup(client.get("/articles/late")).select_one(".overdue")
        assert "30 November 2026" in overdue.get_text()
        # no statute is registered: the citation still has its address and no words
        assert soup(client.get("/articles/late")).select(".cited a")


def test_steps_that_are_a_list_and_parts_of_a_step(tmp_path: Path) -> None:
    sections = (
        lead("Do it."),
        replace(
            CARD.sections[1],
            html="<ol>\n<li>Call 12333.</li>\n<li>Order.</li>\n<li>Collect.</li>\n</ol>\n",
        ),
        PAY.sections[2],
        replace(section("Bring this", "A pen."), level=4),
        PAY.sections[3],
        section("After that", "Wait."),
    )
    batch = Batch(articles=(new_article("mixed", "Mixed", sections),), anew=True)
    with engine_with(tmp_path / "index", batch) as engine:
        page = soup(site(engine).test_client().get("/articles/mixed"))
    assert len(page.select(".steps-list > ol > li")) == 3
    steps = page.select("ol.steps > li")
    assert len(steps) == 2
    assert steps[0].select_one("h4").get_text() == "Bring this"
    assert page.find(id="after-that").find_parent("ol") is None


def test_an_articles_anchors_never_meet_ours(tmp_path: Path) -> None:
    sections = tuple(
        section(h, "x") for h in ("Content", "Related", "Near", "Q", "Contents heading")
    )
    article = new_article("anchors", "Anchors", sections, related=PAY.related)
    with engine_with(tmp_path / "index", Batch(articles=(article,), anew=True)) as engine:
        page = soup(site(engine).test_client().get("/articles/anchors"))
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert page.find(id="content").name == "h2"


def test_an_article_is_shown_though_the_official_texts_are_damaged(
    engine: SearchEngine, tmp_path: Path
) -> None:
    path = tmp_path / "statutes.sqlite3"
    path.write_bytes(b"no database at all" * 1000)
    client = site(engine, texts=SqliteTexts(path)).test_client(use_cookies=False)
    response = client.get("/articles/pay-your-own-social-security")
    assert response.status_code == 200
    assert "Social Insurance Law" in soup(response).select_one(".basis").get_text()
