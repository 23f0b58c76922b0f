"""The JSON API: the pages' answers, strict in what it takes, clear in what it refuses."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from kb.engine import IndexUnusableError, SearchEngine
from kb.request import Filters, SearchRequest, Words
from tests.small_site import engine_with, site, soup

QUESTION = "Where can I pay my own social security?"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield engine


@pytest.fixture(scope="module")
def client(engine: SearchEngine) -> FlaskClient:
    return site(engine).test_client(use_cookies=False)


def get(client: FlaskClient, address: str, **query: object) -> Json:
    response = client.get(address, query_string=query or None)
    assert response.status_code == 200
    assert response.content_type == "application/json; charset=utf-8"
    answer: Json = json.loads(response.data)
    return answer


def test_the_question_finds_the_payment_guide(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/search", q=QUESTION)
    first = answer["hits"][0]
    assert first["slug"] == "pay-your-own-social-security"
    assert first["rank"] == 1
    assert first["title"]["text"] == QUESTION
    assert "<mark>" in first["title"]["html"]
    assert (
        "".join(piece["text"] for piece in first["snippet"]["pieces"]) == (first["snippet"]["text"])
    )
    assert any(piece["highlighted"] for piece in first["title"]["pieces"])
    assert (first["topic"], first["kind"], first["lang"]) == ("contributions", "guide", "en")
    assert first["regions"] == ["national"]
    assert first["reviewed"] == "2026-11-20"


def test_it_is_the_engines_page(client: FlaskClient, engine: SearchEngine) -> None:
    found = engine.search(
        SearchRequest(query="social security", filters=Filters(topic=("pension", "contributions")))
    )
    answer = get(client, "/api/v1/search", q="social security", topic=["pension", "contributions"])
    assert answer["query"] == found.query
    assert answer["total"] == found.total
    assert answer["pages"] == found.pages
    assert answer["generation"] == found.generation
    assert [hit["slug"] for hit in answer["hits"]] == [hit.slug for hit in found.hits]
    assert [hit["score"] for hit in answer["hits"]] == [hit.score for hit in found.hits]
    facets = {facet["field"]: facet["values"] for facet in answer["facets"]}
    for facet in found.facets:
        assert facets[facet.field] == [
            {"value": v.value, "count": v.count, "chosen": v.chosen} for v in facet.values
        ]


def test_a_statute_filters(client: FlaskClient) -> None:
    everything = get(client, "/api/v1/search", q="social security pension")
    citing = get(client, "/api/v1/search", q="social security pension", statute="prc-sil-2010")
    assert 0 < citing["total"] < everything["total"]
    facet = next(f for f in citing["facets"] if f["field"] == "statute")
    assert facet["values"][0] == {
        "value": "prc-sil-2010",
        "count": citing["total"],
        "chosen": True,
    }
    both = get(
        client,
        "/api/v1/search",
        q="social security pension",
        statute=["prc-sil-2010", "prc-wrii-2003"],
    )
    assert both["total"] >= citing["total"]
    one = get(client, "/api/v1/search", q="social pension", statute="prc-sil-2010", per_page=1)
    assert "statute=prc-sil-2010" in one["next"]


@pytest.mark.parametrize(
    ("given", "words"),
    [({}, Words.ANY), ({"words": "any"}, Words.ANY), ({"words": "all"}, Words.ALL)],
)
def test_the_engine_is_told_how_many_words_must_be_there(
    engine: SearchEngine,
    given: dict[str, str],
    words: Words,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[SearchRequest] = []
    search = engine.search
    monkeypatch.setattr(engine, "search", lambda request: asked.append(request) or search(request))
    client = site(engine).test_client()
    answer = get(client, "/api/v1/search", q="social security", per_page=1, **given)
    assert [request.words for request in asked] == [words]
    assert ("words=all" in answer["next"]) is (words is Words.ALL)
    assert client.get("/search", query_string={"q": "pension", **given}).status_code == 200
    assert asked[-1].words is words


def test_the_page_shows_the_same(client: FlaskClient) -> None:
    for query in (QUESTION, "自己交社保去哪里交", "pension", "lost card", "zzzzzz"):
        answer = get(client, "/api/v1/search", q=query)
        page = soup(client.get("/search", query_string={"q": query}))
        shown = page.select(".hit h2 a")
        assert len(shown) == len(answer["hits"])
        for hit, link in zip(answer["hits"], shown, strict=True):
            if hit["kind"] == "provision":
                assert link["href"] == hit["url"]
            else:
                assert link["href"].partition("#")[0] == f"/articles/{hit['slug']}"
                assert link.get_text() == hit["title"]["text"]


def test_a_hits_address_leads_to_its_section(client: FlaskClient) -> None:
    hit = get(client, "/api/v1/search", q="what does a replacement card cost")["hits"][0]
    assert hit["url"] == "/articles/lost-social-security-card#what-it-costs"
    assert hit["heading"] == "What it costs"
    assert soup(client.get(hit["url"])).find(id=hit["anchor"])


def test_pages_link_to_each_other(client: FlaskClient) -> None:
    address: str | None = "/api/v1/search?q=social+security+pension&per_page=2&lang=en"
    slugs: list[str] = []
    total = 0
    while address:
        answer = get(client, address)
        assert len(answer["hits"]) <= 2
        slugs += [hit["slug"] for hit in answer["hits"]]
        total = answer["total"]
        address = answer["next"]
    assert len(slugs) == len(set(slugs)) == total > 2
    beyond = get(client, "/api/v1/search", q="pension", page=50)
    assert beyond["hits"] == []
    assert beyond["total"] > 0
    assert beyond["next"] is None


def test_an_article(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/articles/pay-your-own-social-security")
    assert answer["title"] == QUESTION
    assert answer["url"] == "/articles/pay-your-own-social-security"
    assert (answer["kind"], answer["topic"], answer["lang"]) == ("guide", "contributions", "en")
    assert answer["regions"] == ["national"]
    assert (answer["reviewed"], answer["review_by"]) == ("2026-11-20", "2027-11-20")
    assert answer["answer"].startswith("You can pay at the social insurance office")
    assert [step["number"] for step in answer["steps"]] == [1, 2, 3]
    assert answer["steps"][0]["heading"] == "Ask what your city offers"
    assert answer["steps"][0]["text"] == "Call 12333 before you set out."
    assert answer["summary"] == "Two insurances, one office, once a month."
    assert [section["role"] for section in answer["sections"]] == (
        ["lead", "steps", "step", "step", "step", "summary", "basis"]
    )
    assert answer["legal_basis"] == [
        {
            "provision": "prc-sil-2010/art-60/para-2",
            "statute": "prc-sil-2010",
            "statute_title": "Social Insurance Law of the People's Republic of China",
            "statute_title_zh": "中华人民共和国社会保险法",
            "url": "/statutes/prc-sil-2010/art-60#para-2",
            "quote": [],
            "standing": "cited",
            "verdict": None,
        }
    ]
    assert answer["related"]["author"] == [
        {
            "title": "How many years must I contribute to get a pension?",
            "lang": "en",
            "slug": "pension-contribution-years",
            "url": "/articles/pension-contribution-years",
        },
        {
            "title": "What happens to a gap in my payments?",
            "lang": "en",
            "slug": None,
            "url": None,
        },
    ]
    assert answer["related"]["computed"]
    assert [ref["slug"] for ref in answer["backlinks"]] == ["lost-social-security-card"]
    assert [ref["slug"] for ref in answer["translations"]] == ["zi-ji-jiao-she-bao"]


def test_health(client: FlaskClient, engine: SearchEngine) -> None:
    answer = get(client, "/healthz")
    assert answer == {
        "ok": True,
        "generation": engine.generation(),
        "articles": 11,
        "statutes": 2,
        "problem": None,
    }


def test_health_without_an_index(tmp_path: Any) -> None:
    with engine_with(tmp_path / "index", None) as engine:
        response = site(engine).test_client().get("/healthz")
    assert response.status_code == 503
    assert json.loads(response.data)["ok"] is False
    assert "kb index" in json.loads(response.data)["problem"]


def problem(response: Any) -> Json:
    assert response.content_type == "application/problem+json"
    details: Json = json.loads(response.data)
    assert details["status"] == response.status_code
    assert details["type"].startswith("urn:social-security-kb:problem:")
    assert details["title"]
    assert details["detail"]
    return details


@pytest.mark.parametrize(
    ("query", "parameter", "allowed"),
    [
        ("", "q", []),
        ("q=", "q", []),
        ("q=%20%20", "q", []),
        ("q=a&q=b", "q", []),
        ("q=" + "x" * 501, "q", []),
        ("q=%ff", "q", []),
        ("q=x&page=0", "page", ["1 to 1000"]),
        ("q=x&page=", "page", ["1 to 1000"]),
        ("q=x&page=1.5", "page", ["1 to 1000"]),
        ("q=x&page=%D9%A1", "page", ["1 to 1000"]),  # an Arabic digit one
        ("q=x&page=1&page=2", "page", []),
        ("q=x&per_page=x", "per_page", ["1 to 50"]),
        ("q=x&per_page=51", "per_page", ["1 to 50"]),
        ("q=x&topic=", "topic", ["contributions"]),
        ("q=x&topic=pension&topic=nope", "topic", ["contributions"]),
        ("q=x&region=nope", "region", ["national"]),
        ("q=x&kind=nope", "kind", ["guide", "qa"]),
        ("q=x&lang=EN", "lang", ["en", "zh"]),
        ("q=x&statute=", "statute", ["prc-sil-2010"]),
        ("q=x&statute=prc-sil-2010&statute=nope", "statute", ["prc-sil-2010", "prc-wrii-2003"]),
        ("q=x&words=", "words", ["any", "all"]),
        ("q=x&words=ALL", "words", ["any", "all"]),
        ("q=x&words=any&words=all", "words", []),
        ("q=x&as_typed=", "as_typed", ["0", "1"]),
        ("q=x&as_typed=yes", "as_typed", ["0", "1"]),
        ("q=x&as_typed=1&as_typed=1", "as_typed", []),
        ("q=x&sort=new", "sort", ["q", "page", "per_page", "topic", "region", "kind", "lang"]),
        ("q=x&order=new", "order", ["statute", "words"]),
        ("q=x&ui=zh", "ui", ["q"]),
    ],
)
def test_a_bad_parameter_is_named(
    client: FlaskClient, query: str, parameter: str, allowed: list[str]
) -> None:
    response = client.get(f"/api/v1/search?{query}")
    assert response.status_code == 422
    details = problem(response)
    assert details["type"].endswith(":invalid-parameter")
    assert [error["parameter"] for error in details["errors"]] == [parameter]
    assert parameter in details["errors"][0]["detail"] or "question" in details["detail"]
    assert set(allowed) <= set(details["errors"][0]["allowed"])


def test_all_that_is_wrong_is_said_at_once(client: FlaskClient) -> None:
    details = problem(client.get("/api/v1/search?page=0&kind=x&y=1"))
    assert {error["parameter"] for error in details["errors"]} == {"q", "page", "kind", "y"}


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/v1/articles/nope", 404),
        ("GET", "/api/v1/articles/maternity-allowance", 404),  # a draft
        ("GET", "/api/v1/nope", 404),
        ("POST", "/api/v1/nope", 404),
        ("GET", "/api/", 404),
        ("PUT", "/api/v1/search?q=x", 405),
        ("GET", "/api/v1/search?q=x&per_page=50&page=21", 404),
        ("DELETE", "/api/v1/articles/pay-your-own-social-security", 405),
    ],
)
def test_what_cannot_be_had(client: FlaskClient, method: str, address: str, status: int) -> None:
    response = client.open(address, method=method)
    assert response.status_code == status
    assert problem(response)["instance"] == address.partition("?")[0]
    if status == 405:
        assert "GET" in response.headers["Allow"]


def test_an_article_takes_no_parameters(client: FlaskClient) -> None:
    response = client.get("/api/v1/articles/pay-your-own-social-security?x=1")
    assert response.status_code == 422
    assert "Allowed: include, as_of, fields." in problem(response)["detail"]


def test_a_draft_is_in_no_answer(client: FlaskClient) -> None:
    for address in ("/api/v1/search?q=zebrafish", "/api/v1/search?q=maternity+allowance"):
        assert "maternity-allowance" not in client.get(address).text


@pytest.mark.parametrize(
    ("failure", "status"),
    [(IndexUnusableError("/secret/path"), 503), (RuntimeError("a secret"), 500)],
)
def test_failures_are_problems_too(
    engine: SearchEngine, failure: Exception, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_request: SearchRequest) -> None:
        raise failure

    monkeypatch.setattr(engine, "search", fail)
    response = site(engine).test_client().get("/api/v1/search?q=x")
    assert response.status_code == status
    assert "secret" not in json.dumps(problem(response))


def test_head_and_options(client: FlaskClient) -> None:
    head = client.head("/api/v1/search?q=pension")
    assert head.status_code == 200
    assert head.data == b""
    assert "GET" in client.options("/api/v1/search").headers["Allow"]


def test_json_depends_on_no_reader(client: FlaskClient) -> None:
    one = client.get("/api/v1/articles/pay-your-own-social-security")
    other = client.get(
        "/api/v1/articles/pay-your-own-social-security", headers={"Accept-Language": "zh"}
    )
    assert one.data == other.data
    assert "Set-Cookie" not in one.headers
    assert list(one.vary) == ["Accept-Encoding"]


def test_a_mistyped_query(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/search", q="socal securty", lang="en")
    assert answer["query"] == "socal securty"
    assert answer["correction"] == {
        "query": "social security",
        "html": "<mark>social</mark> <mark>security</mark>",
        "applied": True,
        "instead": "/api/v1/search?q=socal+securty&lang=en&as_typed=1",
    }
    typed = get(client, answer["correction"]["instead"])
    assert typed["total"] == 0
    assert typed["correction"]["applied"] is False
    meant = get(client, typed["correction"]["instead"])
    assert meant["correction"] is None
    assert meant["hits"] == answer["hits"]
    assert get(client, "/api/v1/search", q="socal", as_typed=0)["correction"]["applied"] is True


def test_a_provision_is_a_hit(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/search", q="社会保险法第六十条第二款")
    hit = answer["hits"][0]
    assert (hit["kind"], hit["slug"], hit["topic"]) == ("provision", "prc-sil-2010/art-60", None)
    assert hit["title"]["text"] == "社会保险法第六十条"
    assert hit["url"] == "/statutes/prc-sil-2010/art-60#para-2"
    assert answer["looked_up"] == [{"provision": "prc-sil-2010/art-60/para-2", "url": hit["url"]}]
    assert (answer["offered"], answer["missing"], answer["named"]) == ([], [], [])
    alone = get(client, "/api/v1/search", q="pay", kind="provision")
    assert {hit["kind"] for hit in alone["hits"]} == {"provision"}


def test_what_a_question_may_mean_of_the_law(client: FlaskClient) -> None:
    beyond = get(client, "/api/v1/search", q="SIL article 120")
    assert beyond["missing"] == [{"statute": "prc-sil-2010", "number": "120", "last": 98}]
    alone = get(client, "/api/v1/search", q="article 60")
    assert [one["provision"] for one in alone["offered"]] == ["prc-sil-2010/art-60"]
    assert get(client, "/api/v1/search", q="Social Insurance Law")["named"] == ["prc-sil-2010"]
