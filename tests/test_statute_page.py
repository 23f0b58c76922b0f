"""The pages of statutes and provisions."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.engine import Batch
from kb.provision import Provision
from kb.statutes import Amendment, Paragraph
from tests.small_corpus import ARTICLES, SIL, STATUTES, provision_text
from tests.small_site import engine_with, open_client, site, soup, texts


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    yield from open_client(tmp_path_factory.mktemp("data") / "index")


QUESTION = "Where can I pay my own social security?"


def test_a_statute_and_its_provisions(client: FlaskClient) -> None:
    listed = soup(client.get("/statutes"))
    assert texts(listed.select(".statutes h2"))[0].startswith("Social Insurance Law")
    assert "cited by 6 articles" in listed.select_one(".statutes li").get_text()
    page = soup(client.get("/statutes/prc-sil-2010"))
    assert "Unofficial translation" in page.get_text()
    assert "text of 3 of its 98 articles" in page.get_text()
    assert texts(page.select("#provisions ~ h3")) == ["Chapter II", "Chapter V", "Chapter VII"]
    assert texts(page.select(".provisions > li > a")) == ["Article 16", "Article 45", "Article 60"]
    without = soup(client.get("/statutes/prc-wrii-2003"))
    assert "no text of this statute" in without.get_text()
    assert "Regulation" in without.select_one(".facts").get_text()


def test_a_provision(client: FlaskClient) -> None:
    page = soup(client.get("/statutes/prc-sil-2010/art-16"))
    assert page.select_one("#para-2 > p").get_text() == "Whoever has paid for less may:"
    assert "pay on until" in page.select_one("#para-2-item-1").get_text()
    assert page.find(id="item-2").parent["id"] == "para-2-item-2"
    assert [a["href"] for a in page.select("#cited-by + ul a")] == [
        "/articles/pension-contribution-years",
        "/articles/yang-lao-jiao-fei-nian-xian",
    ]
    assert not page.select("a[rel=prev]")
    assert page.select_one("a[rel=next]")["href"] == "/statutes/prc-sil-2010/art-45"


def test_a_provision_without_text(client: FlaskClient) -> None:
    page = soup(client.get("/statutes/prc-sil-2010/art-50"))
    assert "do not hold the words" in page.get_text()
    assert page.select_one("a[rel=prev]")["href"] == "/statutes/prc-sil-2010/art-45"
    assert page.select_one("a[rel=next]")["href"] == "/statutes/prc-sil-2010/art-60"
    assert "No article cites it yet" in page.get_text()
    assert client.get("/statutes/prc-sil-2010/art-50-1").status_code == 404


def test_inserted_and_untexted_provisions(tmp_path: Path) -> None:
    inserted = Provision(SIL, 16, 1)
    statute = replace(
        STATUTES[0],
        amendments=(Amendment(adopted=date(2018, 12, 29), in_force=date(2019, 1, 1), note="Why."),),
        provisions=(
            *STATUTES[0].provisions,
            replace(provision_text(16, "Chapter II", Paragraph(text="New.")), provision=inserted),
        ),
        source="the official database",
    )
    citing = replace(
        ARTICLES[1],
        citations=(replace(ARTICLES[1].citations[0], targets=(Provision(SIL, 70),)),),
    )
    batch = Batch(articles=(citing,), statutes=(statute,), anew=True)
    with engine_with(tmp_path / "index", batch) as engine:
        client = site(engine).test_client()
        assert "Article 16-1" in client.get("/statutes/prc-sil-2010/art-16-1").text
        chinese = {"Accept-Language": "zh"}
        response = client.get("/statutes/prc-sil-2010/art-16-1", headers=chinese)
        assert "第16条之1" in response.text
        page = soup(client.get("/statutes/prc-sil-2010"))
        amendment = page.select_one(".amendments").get_text()
        assert "29 December 2018" in amendment
        assert "Why." in amendment
        assert "Cited, text not held" in page.get_text()
        cited = soup(client.get("/statutes/prc-sil-2010/art-70"))
        assert "the official database" in cited.select_one(".notice").get_text()
        assert cited.select("#cited-by + ul a")
