"""Searching as a reader does: hits, filters, pages, and help where nothing is found."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.engine import Batch
from kb.provision import Provision
from kb.request import SearchRequest, Words
from kb.results import ResultPage
from tests.small_corpus import PAY, STATUTES, lead
from tests.small_corpus import article as new_article
from tests.small_site import engine_with, open_client, site, soup, texts


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    yield from open_client(tmp_path_factory.mktemp("data") / "index")


QUESTION = "Where can I pay my own social security?"


def test_the_question_finds_the_payment_guide(client: FlaskClient) -> None:
    page = soup(client.get("/search", query_string={"q": QUESTION}))
    first = page.select_one(".hit")
    address, _, passage = first.select_one("h2 a")["href"].partition("#")
    assert address == "/articles/pay-your-own-social-security"
    assert passage.startswith(":~:text=You%20can%20pay")
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
    address, _, passage = link["href"].partition(":~:text=")
    assert address == "/articles/lost-social-security-card#what-it-costs"
    assert "20%20yuan" in passage
    assert link.get_text() == "What it costs"
    assert "20 yuan" in hit.select_one(".snippet").get_text()
    assert soup(client.get(address)).find(id="what-it-costs")


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


def test_statutes_are_called_by_their_short_titles(client: FlaskClient) -> None:
    page = soup(client.get("/search?q=social+security+pension"))
    names = texts(page.select("#filter-statute + ul .name"))
    assert names[0] == "Social Insurance Law"
    chosen = soup(client.get(page.select_one("#filter-statute + ul a")["href"]))
    assert 0 < len(chosen.select(".hit")) < len(page.select(".hit"))
    assert "Statute: Social Insurance Law" in chosen.select_one(".chosen-filters").get_text()
    chinese = soup(client.get("/search?q=pension&statute=prc-sil-2010&ui=zh"))
    assert texts(chinese.select("#filter-statute + ul .name")) == ["社会保险法"]
    assert "法规: 社会保险法" in chinese.select_one(".chosen-filters").get_text()


def test_a_reader_may_ask_for_every_word(client: FlaskClient) -> None:
    page = soup(client.get("/search?q=pension+years"))
    box = page.select_one(".search input[name=words]")
    assert box["value"] == "all"
    assert not box.has_attr("checked")
    assert "every word" in page.select_one(f"label[for={box['id']}]").get_text()
    strict = soup(client.get("/search?q=pension+years&words=all"))
    assert strict.select_one(".search input[name=words]").has_attr("checked")
    links = strict.select(".filters a")
    assert links
    assert all("words=all" in a["href"] for a in links)
    assert not soup(client.get("/")).select("input[name=words]")


def test_nothing_found_because_every_word_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine_with(tmp_path / "index") as engine:
        search = engine.search

        def strict(request: SearchRequest) -> ResultPage:
            found = search(request)
            return found if request.words is Words.ANY else replace(found, total=0, hits=())

        monkeypatch.setattr(engine, "search", strict)
        client = site(engine).test_client()
        page = soup(client.get("/search?q=pension+years&words=all&lang=en"))
        ways = page.select(".notice a")
        assert "With some of the words" in ways[0].get_text()
        found = soup(client.get(ways[0]["href"]))
        assert found.select(".hit")
        assert found.select_one(".chosen-filters")


def test_many_statutes_fold(tmp_path: Path) -> None:
    statutes = tuple(
        replace(STATUTES[0], id=f"prc-s{n}-2010", title_en=f"Statute {n}", title_zh=f"法规{n}")
        for n in range(14)
    )
    cited = PAY.citations[0]
    articles = tuple(
        new_article(
            f"pangolin-{n}",
            f"Pangolin question {n}",
            (lead("Pangolins answer it."),),
            citations=tuple(
                replace(cited, targets=(Provision(statute.id, 1),), register_id=statute.id)
                for statute in statutes[: n + 1]
            ),
        )
        for n in range(14)
    )
    batch = Batch(articles=articles, statutes=statutes, anew=True)
    with engine_with(tmp_path / "index", batch) as engine:
        client = site(engine).test_client()
        page = soup(client.get("/search?q=pangolin"))
        shown = texts(page.select("#filter-statute + ul .name"))
        assert shown == [f"Statute {n}" for n in range(8)]
        folded = page.select_one("#filter-statute ~ details")
        assert not folded.has_attr("open")
        assert folded.summary.get_text() == "6 more"
        assert texts(folded.select(".name")) == [f"Statute {n}" for n in range(8, 14)]
        chosen = soup(client.get(folded.select("a")[-1]["href"]))
        assert len(chosen.select(".hit")) == 1
        assert texts(chosen.select("#filter-statute + ul .chosen .name")) == ["Statute 13"]


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
    assert "35 results" in first.h1.get_text()
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


@pytest.mark.parametrize("query", ["", "?q=", "?q=+++", "?q=&page=2&topic=&words="])
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
        ("q=x&statute=prc-x-1", ["“prc-x-1”", "“statute”", "prc-sil-2010, prc-wrii-2003"]),
        ("q=x&words=most", ["“most”", "“words”", "any, all"]),
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


# -- typing errors


def test_a_mistyped_question(client: FlaskClient) -> None:
    page = soup(client.get("/search?q=socal+securty+card&kind=guide&words=all"))
    told = page.select_one(".correction")
    assert texts(told.select("p")) == [
        "Showing results for social security card",
        "Search instead for socal securty card",
    ]
    assert texts(told.select("mark")) == ["social", "security"]
    meant, typed = (a["href"] for a in told.select("a"))
    assert meant == "/search?q=social+security+card&kind=guide&words=all"
    assert typed == "/search?q=socal+securty+card&kind=guide&words=all&as_typed=1"
    assert page.select_one("input[name=q]")["value"] == "socal securty card"
    assert texts(page.select(".hit h2")) == texts(soup(client.get(meant)).select(".hit h2"))
    assert not soup(client.get(meant)).select(".correction")


def test_a_question_as_it_was_typed(client: FlaskClient) -> None:
    page = soup(client.get("/search?q=socal+card&as_typed=1"))
    assert texts(page.select(".correction p")) == ["Did you mean: social card"]
    assert page.select_one(".correction a")["href"] == "/search?q=social+card"
    # Filters stay with the query as typed; a new question is corrected again.
    assert all("as_typed=1" in a["href"] for a in page.select(".filters a"))
    assert not page.select("input[name=as_typed]")
    nothing = soup(client.get("/search?q=socal+securty&as_typed=1"))
    assert nothing.select_one(".nothing .correction a")["href"] == "/search?q=social+security"


def test_a_mistyped_question_in_chinese(client: FlaskClient) -> None:
    page = soup(client.get("/search?q=minimun+years&ui=zh", headers={"Accept-Language": "zh"}))
    assert texts(page.select(".correction p")) == [
        "已显示以下内容的搜索结果： minimum years",
        "仍然搜索： minimun years",
    ]


def test_a_correction_is_escaped(client: FlaskClient) -> None:
    response = client.get("/search", query_string={"q": "<i> socal & <script>"})
    page = soup(response)
    assert page.select_one(".correction .meant").get_text() == "<i> social & <script>"
    assert "<script>" not in response.get_data(as_text=True).split("<main", 1)[1]


# -- provisions


def test_a_provision_is_told_from_an_article(client: FlaskClient) -> None:
    page = soup(client.get("/search", query_string={"q": "SIL art. 60(2)"}))
    first, second = page.select(".hit")[:2]
    assert first.h2.get_text() == "Social Insurance Law, Article 60"
    assert first.h2.a["href"] == "/statutes/prc-sil-2010/art-60#para-2"
    assert texts(first.select(".meta > *")) == ["Law", "English", "Social Insurance Law"]
    assert "hit-law" in first["class"]
    assert "hit-law" not in second["class"]
    assert second.h2.a["href"].startswith("/articles/")
    assert client.get(first.h2.a["href"]).status_code == 200


def test_a_provision_is_named_in_the_readers_language(client: FlaskClient) -> None:
    page = soup(client.get("/search", query_string={"q": "SIL 60", "ui": "zh"}))
    first = page.select_one(".hit")
    assert first.h2.get_text() == "《社会保险法》第60条"
    assert (first.h2["lang"], first.select_one(".snippet")["lang"]) == ("zh-Hans", "en")
    assert texts(first.select(".meta > *")) == ["法条", "英文", "社会保险法"]


def test_provisions_alone(client: FlaskClient) -> None:
    page = soup(client.get("/search?q=pay&kind=provision"))
    assert page.select(".hit")
    assert all("hit-law" in hit["class"] for hit in page.select(".hit"))
    assert "Kind: Provision of law" in page.select_one(".chosen-filters").get_text()


@pytest.mark.parametrize(
    ("query", "said", "link"),
    [
        (
            "SIL article 120",
            "The Social Insurance Law has 98 articles; there is no Article 120.",
            "/statutes/prc-sil-2010",
        ),
        ("article 60", "Which statute do you mean?", "/statutes/prc-sil-2010/art-60"),
        ("SIL 61", "You asked for this provision:", "/statutes/prc-sil-2010/art-61"),
        ("SIL 60(2)&topic=pension", "You asked for", "/statutes/prc-sil-2010/art-60#para-2"),
        ("social insurance law", "The statute itself:", "/statutes/prc-sil-2010"),
        ("wrii regulation zzz", "", ""),
        ("SIL 60", "", ""),
        ("pension", "", ""),
    ],
)
def test_notes_on_the_law(client: FlaskClient, query: str, said: str, link: str) -> None:
    page = soup(client.get(f"/search?q={query.replace(' ', '+')}"))
    notes = page.select(".law-note")
    assert len(notes) == bool(said)
    for note in notes:
        assert note.p.get_text().startswith(said)
        assert note.a["href"] == link
        assert client.get(link).status_code == 200


def test_notes_stand_on_the_first_page_only(client: FlaskClient) -> None:
    assert not soup(client.get("/search?q=social+insurance+law&page=2")).select(".law-note")
