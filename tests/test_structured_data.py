"""What pages say of themselves in JSON-LD: read by rdflib, held against schema.org."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from kb.engine import Batch
from kb.web.json_ld import node, script_text
from tests.small_corpus import ARTICLES, CARD, DRAFT, HOSTILE, PAY, SIL, STATUTES, YEARS, ZH_PAY
from tests.small_law import CRIMINAL, law
from tests.small_site import engine_with, site, soup
from tests.structured import data_of

HOST = "http://localhost"
LAW_ID = f"{HOST}/eli/cn/law/2010/10/28/{SIL}"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield site(engine, texts=law()).test_client(use_cookies=False)


@pytest.mark.parametrize("article", [*ARTICLES, HOSTILE], ids=lambda article: article.slug)
def test_every_article(client: FlaskClient, article) -> None:
    data = data_of(client, f"/articles/{article.slug}")
    url = URIRef(f"{HOST}/articles/{article.slug}")
    kind = "FAQPage" if article.kind == "qa" else "HowTo"
    assert data.one(kind) == url
    assert data.texts(url, "name") == [article.title]
    assert data.texts(url, "inLanguage") == ["zh-Hans" if article.lang == "zh" else "en"]
    assert data.texts(url, "dateModified") == ["2026-11-20"]
    home, topics, topic, last = data.crumbs()
    assert (home[1], topics[1]) == (f"{HOST}/", f"{HOST}/topics")
    assert topic[1] == f"{HOST}/topics/{article.topic}"
    assert last == (article.title, str(url))
    crumbs = soup(client.get(f"/articles/{article.slug}?ui={article.lang}"))
    shown = [a["href"] for a in crumbs.select(".breadcrumb a")]
    assert [f"{HOST}{address}" for address in shown if address != "/topics"] == [home[1], topic[1]]


def test_a_question_has_its_whole_answer(client: FlaskClient) -> None:
    data = data_of(client, f"/articles/{YEARS.slug}")
    question = data.one("Question")
    assert data.texts(question, "name") == [YEARS.title]
    (text,) = data.texts(question, "acceptedAnswer", "text")
    assert text.startswith("You need fifteen years")
    assert "If you have fewer years" in text
    assert "move to the residents' pension" in text


def test_steps_in_order_with_their_places_on_the_page(client: FlaskClient) -> None:
    data = data_of(client, f"/articles/{PAY.slug}")
    steps = sorted(data.of_type("HowToStep"), key=lambda step: data.texts(step, "position"))
    assert [data.texts(step, "name")[0] for step in steps] == [s.heading for s in PAY.steps]
    page = soup(client.get(f"/articles/{PAY.slug}"))
    for step in steps:
        (address,) = data.texts(step, "url")
        assert page.find(id=address.partition("#")[2])
    listed = data_of(client, f"/articles/{CARD.slug}")
    assert listed.texts(listed.one("HowTo"), "step", "text") == sorted(
        item for section in CARD.sections for item in section.items
    )
    assert listed.texts(listed.one("HowTo"), "spatialCoverage", "name") == ["Shenzhen, Guangdong"]


def test_a_guide_without_steps_is_an_article(tmp_path: Path) -> None:
    plain = replace(YEARS, kind=PAY.kind, reviewed=None)
    reviewed = replace(plain, slug="reviewed", reviewed=YEARS.reviewed, path="articles/r.md")
    with engine_with(tmp_path / "index", Batch(articles=(plain, reviewed), anew=True)) as engine:
        client = site(engine).test_client()
        data = data_of(client, "/articles/reviewed")
        assert data.texts(data.one("Article"), "headline") == [YEARS.title]
        # one that nobody reviewed has no day, which is better than a wrong one
        assert "dateModified" not in client.get(f"/articles/{plain.slug}").text


def test_the_law_that_an_article_rests_on(client: FlaskClient) -> None:
    data = data_of(client, f"/articles/{PAY.slug}")
    (cited,) = data.texts(data.one("HowTo"), "citation")
    assert cited == f"{LAW_ID}/art-60"
    # the same identifier that the provision's own page has, and it leads there
    theirs = data_of(client, f"/statutes/{SIL}/art-60")
    assert URIRef(cited) in theirs.of_type("Legislation")
    response = client.get(cited.removeprefix(HOST))
    assert (response.status_code, response.location) == (303, f"/statutes/{SIL}/art-60")


def test_translations_name_each_other(client: FlaskClient) -> None:
    ours, theirs = (f"{HOST}/articles/{article.slug}" for article in (PAY, ZH_PAY))
    data = data_of(client, f"/articles/{PAY.slug}")
    assert data.texts(URIRef(ours), "workTranslation") == [theirs]
    data = data_of(client, f"/articles/{ZH_PAY.slug}")
    assert data.texts(URIRef(theirs), "translationOfWork") == [ours]


def test_the_front_page_can_be_searched(client: FlaskClient) -> None:
    data = data_of(client, "/?ui=en")
    (template,) = data.texts(data.one("EntryPoint"), "urlTemplate")
    asked = template.replace("{search_term_string}", "pension").removeprefix(HOST)
    assert soup(client.get(asked)).select(".hit")
    assert data.texts(data.one("SearchAction"), "query-input") == [
        "required name=search_term_string"
    ]
    chinese = data_of(client, "/?ui=zh")
    assert chinese.texts(chinese.one("WebSite"), "name") == ["社保问答"]


@pytest.mark.parametrize(
    ("address", "id", "version", "force", "langs"),
    [
        (f"{SIL}/art-16", f"{LAW_ID}/art-16", "2018-12-29", "InForce", ["en", "zh-Hans"]),
        (
            f"{SIL}/art-16?version=2010-10-28",
            f"{LAW_ID}/art-16/2010-10-28", "2010-10-28", "NotInForce", ["en", "zh-Hans"],
        ),
        (
            f"{SIL}/art-16?version=2027-01-05",
            f"{LAW_ID}/art-16/2027-01-05", "2027-01-05", "NotInForce", ["en", "zh-Hans"],
        ),
        (f"{SIL}/art-17", f"{LAW_ID}/art-17", "2018-12-29", "InForce", ["zh-Hans"]),
        (
            f"{CRIMINAL}/art-274-1",
            f"{HOST}/eli/cn/law/2020/01/01/{CRIMINAL}/art-274-1",
            "2020-01-01", "InForce", ["zh-Hans"],
        ),
    ],
)  # fmt: skip
def test_a_provision(
    client: FlaskClient, address: str, id: str, version: str, force: str, langs: list[str]
) -> None:
    data = data_of(client, f"/statutes/{address}")
    provision = URIRef(id)
    assert data.texts(provision, "legislationIdentifier") == [id]
    assert data.texts(provision, "legislationDateVersion") == [version]
    assert data.texts(provision, "legislationLegalForce") == [f"https://schema.org/{force}"]
    assert data.texts(provision, "encoding", "inLanguage") == langs
    assert data.texts(provision, "legislationJurisdiction") == ["CN"]
    # nobody is bound by a copy
    assert set(data.texts(provision, "encoding", "legislationLegalValue")) == {
        "https://schema.org/UnofficialLegalValue"
    }
    (whole,) = data.texts(provision, "isPartOf")
    assert id.startswith(f"{whole.removesuffix('/' + version)}/art-")
    assert client.get(id.removeprefix(HOST)).location == f"/statutes/{address}"
    assert [client.get(at.removeprefix(HOST)).status_code for _, at in data.crumbs()] == [200] * 4


def test_a_statute_in_both_languages(client: FlaskClient) -> None:
    data = data_of(client, f"/statutes/{SIL}?ui=zh")
    statute = data.one("Legislation")
    assert str(statute) == LAW_ID
    assert data.texts(statute, "name") == ["中华人民共和国社会保险法"]
    assert STATUTES[0].title_en in data.texts(statute, "alternateName")
    assert data.texts(statute, "legislationDate") == ["2010-10-28"]
    assert data.texts(statute, "temporalCoverage") == ["2018-12-29/.."]
    english = data_of(client, f"/statutes/{SIL}?ui=en")
    assert english.texts(URIRef(LAW_ID), "name") == [STATUTES[0].title_en]


@pytest.mark.parametrize(
    "address",
    ["/topics/pension?ui=en", f"/statutes/{CRIMINAL}?page=2", "/statutes/prc-wrii-2003",
     "/statutes/flk-jie-shi", "/statutes/flk-jie-shi/art-1?ui=zh"],
)  # fmt: skip
def test_other_pages_are_valid_too(client: FlaskClient, address: str) -> None:
    assert data_of(client, address).of_type("BreadcrumbList")


@pytest.mark.parametrize(
    "address", ["/search?q=pension", "/articles/nothing", "/wanted", f"/articles/{DRAFT.slug}"]
)
def test_pages_that_are_nothing_in_themselves_say_nothing(
    client: FlaskClient, address: str
) -> None:
    assert "ld+json" not in client.get(address).text


HOSTILE_TEXTS = (
    "</script><script>alert(1)</script>", "<!--<script>", "]]>", "&lt;/script&gt;", "\u2028\u2029",
    "</SCRIPT\t>", "\\u003c/script>", "\0", '"}],"@type":"Thing"',
)  # fmt: skip


def assert_comes_back(text: str, parser: str) -> None:
    written = script_text([node("Thing", name=text, description=(text,))])
    page = f'<head><script type="application/ld+json">{written}</script></head><p>after</p>'
    parsed = BeautifulSoup(page, parser)
    (script,) = parsed.select("script")
    (given,) = json.loads(script.get_text())["@graph"]
    assert given == {"@type": "Thing", "name": text, "description": [text]}
    assert parsed.p.get_text() == "after"


@pytest.mark.parametrize("parser", ["lxml", "html.parser"])
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_no_text_ends_the_script(text: str, parser: str) -> None:
    assert_comes_back(text, parser)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_comes_back(text: str) -> None:
    assert_comes_back(text, "html.parser")


def test_what_is_empty_is_left_out() -> None:
    assert node("Thing", name="", url=None, keywords=(), position=0) == {
        "@type": "Thing",
        "position": 0,
    }
    assert not script_text([])
