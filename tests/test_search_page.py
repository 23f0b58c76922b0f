"""Searching as a reader does: hits, filters, pages, and help where nothing is found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.engine import Batch
from tests.small_corpus import article as new_article
from tests.small_corpus import lead
from tests.small_site import engine_with, open_client, site, soup, texts


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    yield from open_client(tmp_path_factory.mktemp("data") / "index")


QUESTION = "Where can I pay my own social security?"


def test_the_question_finds_the_payment_guide(client: FlaskClient) -> None:
    page = soup(client.get("/search", query_string={"q": QUESTION}))
    first = page.select_one(".hit")
    assert first.select_one("h2 a")["href"] == "/articles/pay-your-own-social-security"
    assert first.select_one("h2")["lang"] == "en"
    assert first.select("h2 mark")
    meta = first.select_one(".meta").get_text()
    for said in ("English", "Guide", "Paying contributions", "All of China"):
        assert said in meta
    assert page.select_one("input[name=q]")["value"] == QUESTION


def test_a_hit_leads_to_the_section_that_answers(client: FlaskClient) -> None:
    page = soup(client.get("/search?q=what+does+a+replacement+card+cost"))
    hit = page.select_one(".hit")
    link = hit.select_one(".answers-in a")
    assert link["href"] == "/articles/lost-social-security-card#what-it-costs"
    assert link.get_text() == "What it costs"
    assert "20 yuan" in hit.select_one(".snippet").get_text()
    assert soup(client.get(link["href"])).find(id="what-it-costs")


def test_a_chinese_question(client: FlaskClient) -> None:
    page = soup(client.get("/search", query_string={"q": "自己交社保去哪里交"}))
    assert page.select_one(".hit h2")["lang"] == "zh-Hans"
    assert "自己交社保" in page.select_one(".hit h2").get_text()


def test_filters_toggle_and_add_up(client: FlaskClient) -> None:
    def choice(page: object, name: str) -> object:
        return next(a for a in page.select(".filters a") if name in a.get_text())  # type: ignore[attr-defined]

    page = soup(client.get("/search?q=social+security+pension+years+benefit"))
    everything = page.select(".hit")
    shown = int(choice(page, "Pension").select_one(".count").get_text())  # type: ignore[attr-defined]
    one = soup(client.get(choice(page, "Pension")["href"]))  # type: ignore[index]
    assert len(one.select(".hit")) == shown < len(everything)
    assert one.select_one(".filters a.chosen")["aria-current"] == "true"
    two = soup(client.get(choice(one, "Unemployment")["href"]))  # type: ignore[index]
    assert len(two.select(".hit")) > shown
    assert len(two.select(".chosen-filters a:not(.all)")) == 2
    hidden = {(i["name"], i["value"]) for i in two.select("form input[type=hidden]")}
    assert hidden == {("topic", "pension"), ("topic", "unemployment")}
    back = soup(client.get(choice(two, "Unemployment")["href"]))  # type: ignore[index]
    assert len(back.select(".hit")) == shown
    nothing_chosen = soup(client.get(two.select_one(".chosen-filters a.all")["href"]))
    assert len(nothing_chosen.select(".hit")) == len(everything)


@pytest.fixture
def many(tmp_path: Path) -> Iterator[FlaskClient]:
    articles = tuple(
        new_article(f"pangolin-{n}", f"Pangolin question {n}", (lead("Pangolins answer it."),))
        for n in range(35)
    )
    with engine_with(tmp_path / "index", Batch(articles=articles, anew=True)) as engine:
        yield site(engine).test_client()


def test_pages_of_results(many: FlaskClient) -> None:
    first = soup(many.get("/search?q=pangolin&kind=qa"))
    assert len(first.select(".hit")) == 10
    assert "35 articles" in first.h1.get_text()
    assert "page 1 of 4" in first.h1.get_text()
    assert not first.select("a[rel=prev]")
    assert first.select_one(".pages a[aria-current=page]").get_text() == "1"
    seen: list[str] = []
    page = first
    while True:
        seen += [a["href"] for a in page.select(".hit h2 a")]
        following = page.select_one("a[rel=next]")
        if following is None:
            break
        page = soup(many.get(following["href"]))
    assert len(seen) == len(set(seen)) == 35
    assert page.select_one("ol.hits")["start"] == "31"
    beyond = soup(many.get("/search?q=pangolin&kind=qa&page=9"))
    assert "There is no page 9" in beyond.get_text()
    back = beyond.select_one(".notice a")["href"]
    assert len(soup(many.get(back)).select(".hit")) == 10


def test_nothing_found_helps(client: FlaskClient) -> None:
    page = soup(client.get("/search?q=xylophone+unemployed+gap"))
    if page.select(".hit"):  # an engine that matches more loosely: ask for less
        page = soup(client.get("/search?q=unemployedness"))
    assert "No article answers" in page.h1.get_text()
    assert len(page.select("#tips + ul li")) == 3
    assert "Unemployment" in texts(page.select("#near-topics + ul a"))
    assert page.select("a[href='/wanted']")


def test_nothing_found_because_of_filters(client: FlaskClient) -> None:
    page = soup(client.get("/search?q=hospital+treatment&topic=pension&lang=zh"))
    assert "No article answers" in page.h1.get_text()
    ways = page.select(".notice a")
    assert ways
    assert soup(client.get(ways[-1]["href"])).select(".hit")
    assert "Without any filter" in ways[-1].get_text()
    alone = soup(client.get("/search?q=qqqqqq&lang=zh"))
    assert not alone.select(".notice")


@pytest.mark.parametrize("query", ["", "?q=", "?q=+++", "?q=&page=2&topic=", "?topic=pension"])
def test_without_a_question_the_search_page_waits(client: FlaskClient, query: str) -> None:
    response = client.get("/search" + query)
    assert response.status_code == 200
    assert soup(response).select_one("input[name=q]").has_attr("autofocus")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("q=x&page=0", ["“0”", "“page”", "1 to 100"]),
        ("q=x&page=two", ["“two”", "1 to 100"]),
        ("q=x&page=101", ["“101”", "1 to 100"]),
        ("q=x&page=-1", ["“-1”"]),
        ("q=x&page=" + "9" * 99, ["“page”"]),
        ("q=x&topic=shoes", ["“shoes”", "“topic”", "contributions, registration"]),
        ("q=x&region=mars", ["“mars”", "national, liaoning"]),
        ("q=x&kind=poem", ["“poem”", "guide, qa"]),
        ("q=x&lang=fr", ["“fr”", "en, zh"]),
        ("q=x&q=y", ["“q”", "more than once"]),
        ("q=" + "x" * 501, ["501 characters", "At most 500"]),
        ("q=%ff%fe", ["UTF-8"]),
        ("q=x&page=0&kind=poem", ["“page”", "“kind”"]),
    ],
)
def test_a_bad_parameter_gets_a_sentence(client: FlaskClient, query: str, says: list[str]) -> None:
    response = client.get(f"/search?{query}")
    assert response.status_code == 422
    sentences = " ".join(texts(soup(response).select(".problems li")))
    for words in says:
        assert words in sentences


def test_parameters_of_messengers_do_no_harm(client: FlaskClient) -> None:
    response = client.get("/search?q=pension&from=singlemessage&isappinstalled=0&fbclid=x")
    assert response.status_code == 200
    assert soup(response).select(".hit")
