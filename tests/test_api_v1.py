"""The API as it describes itself: every operation, lists, fields, pages, and what HTTP asks."""

import gzip
import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from kb.engine import Batch, SearchEngine
from kb.request import SearchRequest
from kb.results import ResultPage
from kb.web.api.operations import operations
from kb.web.site import Site
from tests.official_texts import MemoryTexts
from tests.small_corpus import ARTICLES, DRAFT, SIL
from tests.small_site import TAXONOMY, TODAY, engine_with, site
from tests.two_versions import two_versions

Json = dict[str, Any]
SEARCH = "/api/v1/search"
ARTICLE = "/api/v1/articles/pay-your-own-social-security"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("api") / "index") as engine:
        yield engine


@pytest.fixture(scope="module")
def client(engine: SearchEngine) -> FlaskClient:
    return site(engine, texts=two_versions()).test_client(use_cookies=False)


@pytest.fixture(scope="module")
def description(client: FlaskClient) -> Json:
    document: Json = client.get("/api/v1/openapi.json").get_json()
    return document


def get(client: FlaskClient, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.data
    return response.get_json()


def test_the_description_is_valid(description: Json) -> None:
    assert description["openapi"].startswith("3.1")
    validate(description)


def test_every_address_of_the_api_is_described(client: FlaskClient, description: Json) -> None:
    described = {
        (method.upper(), path) for path, item in description["paths"].items() for method in item
    }
    routed = {
        (method, rule.rule.replace("<path:provision_id>", "{id}").replace("<slug>", "{slug}"))
        for rule in client.application.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and not rule.rule.endswith("openapi.json")
        for method in rule.methods or ()
        if method in ("GET", "POST", "PUT", "DELETE")
    }
    assert described == routed


def test_everything_is_explained(description: Json) -> None:
    for path, item in description["paths"].items():
        for operation in item.values():
            assert operation["summary"], path
            for parameter in operation["parameters"]:
                assert parameter["description"].endswith((".", ")")), (path, parameter["name"])
    for name, schema in description["components"]["schemas"].items():
        assert schema.get("description"), name


def test_what_is_picked_is_described(description: Json) -> None:
    """Of an answer of which fields were picked, no field has to be there, nor any of theirs."""
    schemas = description["components"]["schemas"]
    picked = [name for name in schemas if "Some" + name in schemas and name.endswith("Answer")]
    assert {"SearchAnswer", "ArticleAnswer", "ProvisionAnswer"} <= {*picked}
    for name in picked:
        some = schemas["Some" + name]
        assert "required" not in some
        for reference in re.findall(r"#/components/schemas/(\w+)", json.dumps(some)):
            assert reference.startswith("Some") or "Some" + reference not in schemas, name


@pytest.mark.parametrize("operation", operations(Site.of(None, lambda: TAXONOMY, lambda: TODAY)))  # type: ignore[arg-type] # it reads no engine yet
def test_the_examples_work(client: FlaskClient, operation: Any) -> None:
    """Of what the small corpus has; README's examples are run on the real one."""
    if operation.method == "POST":
        response = client.post(operation.path, json=operation.body.example)
    else:
        response = client.get(operation.example)
    assert response.status_code == 200, response.data
    assert response.mimetype == operation.media_type


def test_many_questions_at_once(client: FlaskClient) -> None:
    queries = [
        {"q": "social security", "per_page": 2},
        {"q": "养老", "lang": ["zh"]},
        {"q": "card"},
    ]
    answers = client.post(SEARCH, json={"queries": queries}).get_json()["answers"]
    assert [a["query"] for a in answers] == ["social security", "养老", "card"]
    alone = get(client, SEARCH + "?q=social+security&per_page=2")
    drop = {"took_ms", "previous", "next"}
    assert {k: v for k, v in answers[0].items() if k not in drop} == (
        {k: v for k, v in alone.items() if k not in drop}
    )


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"", "body"),
        (b"[]", "body"),
        (b'{"queries": [{"q": "a"}]', "body"),
        (b"{}", "queries"),
        (b'{"queries": ' + b"[" * 60_000, "body"),
        (b'{"queries": []}', "queries"),
        (b'{"queries": {}}', "queries"),
        (json.dumps({"queries": [{"q": "a"}] * 101}).encode(), "queries"),
        (b'{"queries": [{"q": "a"}], "page": 1}', "page"),
        (b'{"queries": [{"q": "a"}, 5]}', "queries[1]"),
        (b'{"queries": [{"q": "a"}, {}]}', "queries[1].q"),
        (b'{"queries": [{"q": "a"}, {"q": " "}]}', "queries[1].q"),
        (b'{"queries": [{"q": 5}]}', "queries[0].q"),
        (b'{"queries": [{"q": "a", "page": "1"}]}', "queries[0].page"),
        (b'{"queries": [{"q": "a", "page": true}]}', "queries[0].page"),
        (b'{"queries": [{"q": "a", "page": 1.5}]}', "queries[0].page"),
        (b'{"queries": [{"q": "a", "page": 0}]}', "queries[0].page"),
        (b'{"queries": [{"q": "a", "lang": "zh"}]}', "queries[0].lang"),
        (b'{"queries": [{"q": "a", "lang": ["fr"]}]}', "queries[0].lang"),
        (b'{"queries": [{"q": "a", "sort": "new"}]}', "queries[0].sort"),
        (b'{"queries": [{"q": "a", "words": null}]}', "queries[0].words"),
    ],
)
def test_a_wrong_one_of_many_is_named(client: FlaskClient, body: bytes, named: str) -> None:
    response = client.post(SEARCH, data=body, content_type="application/json")
    assert response.status_code == 422, response.data
    assert [error["parameter"] for error in response.get_json()["errors"]] == [named]


def test_bodies_of_another_kind(client: FlaskClient) -> None:
    assert client.post(SEARCH, data="q=x").status_code == 415
    large = {"queries": [{"q": "a" * 500, "region": ["national"] * 1000}] * 100}
    assert client.post(SEARCH, json=large).status_code == 413


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        (SEARCH + "?q=card&fields=total", {"total"}),
        (SEARCH + "?q=card&fields=total,hits.slug,hits.url", {"total", "hits"}),
        ("/api/v1/stats?fields=articles,generation", {"articles", "generation"}),
        (ARTICLE + "?fields=title,steps.number", {"title", "steps"}),
        (f"/api/v1/provisions/{SIL}/art-60?fields=id,text.lang", {"id", "text"}),
    ],
)
def test_fields(client: FlaskClient, address: str, answer: set[str]) -> None:
    assert set(get(client, address)) == answer


def test_fields_of_what_is_listed(client: FlaskClient) -> None:
    found = get(client, SEARCH + "?q=card&fields=hits.slug,hits.rank")
    assert found["hits"]
    assert all(hit.keys() == {"slug", "rank"} for hit in found["hits"])


@pytest.mark.parametrize("fields", ["", "nope", "hits.nope", "total,", "hits.title.text"])
def test_fields_that_there_are_not(client: FlaskClient, fields: str) -> None:
    response = client.get(SEARCH, query_string={"q": "card", "fields": fields})
    assert response.status_code == 422
    (error,) = response.get_json()["errors"]
    assert error["parameter"] == "fields"
    assert "hits.slug" in error["allowed"]


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/articles?",
        "/api/v1/statutes?",
        "/api/v1/explain?q=card&slug=x&",
        "/api/v1/topics?",
        f"{ARTICLE}?",
        f"/api/v1/provisions/{SIL}/art-60?",
    ],
)
def test_what_is_wrong_is_told_once(client: FlaskClient, address: str) -> None:
    response = client.get(f"{address}fields=nope")
    assert [error["parameter"] for error in response.get_json()["errors"]] == ["fields"]


def links(response: Any) -> dict[str, str]:
    found = (part.split("; rel=") for part in response.headers["Link"].split(", <"))
    return {relation.strip('"'): address.strip("<>") for address, relation in found}


@pytest.mark.parametrize(
    ("address", "members"),
    [
        (SEARCH + "?q=social+security&per_page=3", "hits"),
        ("/api/v1/articles?per_page=3", "articles"),
        ("/api/v1/statutes?per_page=1", "statutes"),
    ],
)
def test_pages_lead_from_first_to_last(client: FlaskClient, address: str, members: str) -> None:
    seen: list[str] = []
    pages = 0
    at: str | None = address
    while at:
        response = client.get(at)
        answer = response.get_json()
        pages += 1
        seen += [each.get("slug") or each["id"] for each in answer[members]]
        found = links(response)
        assert found.get("next") == answer["next"]
        assert found.get("prev") == answer["previous"]
        at = found.get("next")
    assert len(seen) == len(set(seen)) == answer["total"]
    assert pages == answer["pages"] > 1
    assert client.get(found["first"]).get_json()[members]


@pytest.mark.parametrize("path", ["articles?", "statutes?", "search?q=card&"])
def test_a_page_too_deep(client: FlaskClient, path: str) -> None:
    response = client.get(f"/api/v1/{path}page=21&per_page=50")
    assert response.status_code == 404
    assert response.get_json()["type"].endswith(":page-too-deep")
    assert client.get(f"/api/v1/{path}page=20&per_page=50").status_code == 200


def test_articles_by_filter(client: FlaskClient) -> None:
    chinese = get(client, "/api/v1/articles?lang=zh")
    assert {article["lang"] for article in chinese["articles"]} == {"zh"}
    both = get(client, "/api/v1/articles?topic=pension&topic=contributions")
    assert {article["topic"] for article in both["articles"]} == {"pension", "contributions"}
    assert (
        get(client, "/api/v1/articles?kind=guide&lang=zh&topic=pension")["total"]
        <= (chinese["total"])
    )


def test_parts_of_an_article(client: FlaskClient) -> None:
    bare = get(client, ARTICLE + "?include=citations")
    assert bare["related"] is bare["backlinks"] is bare["provisions"] is None
    (first, *_) = bare["citations"]
    text = {section["anchor"]: section["text"] for section in bare["sections"]}[first["anchor"]]
    at = first["citation"]
    assert text[at["start"] : at["end"]] == at["text"]
    then = get(client, ARTICLE + "?include=provisions&as_of=2012-01-01")["provisions"][0]
    now = get(client, ARTICLE + "?include=provisions")["provisions"][0]
    assert (then["version"], now["version"]) == ("2010-10-28", "2018-12-29")
    before = get(client, ARTICLE + "?include=provisions&as_of=2001-01-01")["provisions"][0]
    assert before["version"] == now["version"] or before["version"] is None


def test_the_export_has_every_article(client: FlaskClient) -> None:
    response = client.get("/api/v1/export")
    assert response.mimetype == "application/x-ndjson"
    lines = [json.loads(line) for line in response.data.splitlines()]
    total = get(client, "/api/v1/stats")["articles"]
    assert len(lines) == total == len({line["slug"] for line in lines})
    one = get(client, ARTICLE + "?include=related,backlinks,citations,provisions")
    (same,) = [line for line in lines if line["slug"] == one["slug"]]
    one["related"]["computed"] = []
    assert same == one


def test_topics_statutes_wanted(client: FlaskClient) -> None:
    topics = get(client, "/api/v1/topics")
    assert [topic["id"] for topic in topics["topics"]] == [t.id for t in TAXONOMY.topics]
    assert sum(t["articles"] for t in topics["topics"]) == get(client, "/api/v1/stats")["articles"]
    statutes = {s["id"]: s for s in get(client, "/api/v1/statutes")["statutes"]}
    assert statutes[SIL]["versions"] == ["2010-10-28", "2018-12-29"]
    assert statutes[SIL]["cited_by"] > 0
    wanted = get(client, "/api/v1/wanted")
    assert wanted["total"] == len(wanted["wanted"]) > 0


def test_why(client: FlaskClient) -> None:
    found = get(client, "/api/v1/explain?q=lost+card&slug=lost-social-security-card")
    assert found["account"]
    missing = get(client, "/api/v1/explain?q=lost+card&slug=nothing-there")
    assert missing["reasons"] if "reasons" in missing else missing["absence"]


def test_a_draft_is_explained_like_what_is_not_there(client: FlaskClient) -> None:
    draft = client.get(f"/api/v1/explain?q=zebrafish&slug={DRAFT.slug}")
    assert DRAFT.title not in draft.text
    told = draft.get_json()
    assert [reason["of"] for reason in told["reasons"]] == ["no_such_slug"]
    nothing = get(client, "/api/v1/explain?q=zebrafish&slug=zzz")
    empty = {"slug": "", "reasons": []}
    assert told | empty == nothing | empty
    assert {**told["reasons"][0], "near": []} == {**nothing["reasons"][0], "near": []}


# HTTP


def test_an_answer_is_asked_for_again_only_after_a_change(tmp_path: Path) -> None:
    with engine_with(tmp_path / "index") as engine:
        client = site(engine, texts=MemoryTexts()).test_client(use_cookies=False)
        for address in (SEARCH + "?q=card", ARTICLE, "/api/v1/topics", "/api/v1/export"):
            first = client.get(address)
            tag = first.headers["ETag"]
            again = client.get(address, headers={"If-None-Match": f'"other", {tag}'})
            assert (again.status_code, again.data) == (304, b""), address
            assert again.headers["ETag"] == tag
            assert client.head(address).headers["ETag"] == tag
        engine.write(Batch(articles=(ARTICLES[0],)))
        changed = client.get(ARTICLE, headers={"If-None-Match": tag})
        assert changed.status_code == 200
        assert changed.headers["ETag"] != tag


class _Busy:
    """An engine in which somebody commits right after each search."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine

    def search(self, request: SearchRequest) -> ResultPage:
        found = self._engine.search(request)
        self._engine.write(Batch(articles=(replace(ARTICLES[0], aliases=(str(time.time()),)),)))
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


def test_an_answer_of_before_a_commit_has_no_validator_of_after_it(tmp_path: Path) -> None:
    with engine_with(tmp_path / "index") as engine:
        busy = cast(SearchEngine, _Busy(engine))
        client = site(busy).test_client(use_cookies=False)
        tag = client.get(SEARCH + "?q=card").headers["ETag"]
        again = client.get(SEARCH + "?q=card", headers={"If-None-Match": tag})
        assert again.status_code == 200


def test_addresses_have_validators_of_their_own(client: FlaskClient) -> None:
    tags = {client.get(f"{SEARCH}?q={word}").headers["ETag"] for word in ("card", "pension")}
    assert len(tags) == 2


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_answers_are_packed(client: FlaskClient, encoding: str) -> None:
    address = "/api/v1/openapi.json"
    packed = client.get(address, headers={"Accept-Encoding": encoding})
    assert packed.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in packed.headers["Vary"]
    whole = client.get(address).data
    assert len(packed.data) < len(whole) / 4
    if encoding == "gzip":
        assert gzip.decompress(packed.data) == whole


def test_any_site_may_read(client: FlaskClient) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    for address in (SEARCH + "?q=card", SEARCH + "?page=x", "/api/v1/nothing"):
        assert client.get(address, headers=origin).headers["Access-Control-Allow-Origin"] == "*"
    asked = client.options(SEARCH, headers=origin | {"Access-Control-Request-Method": "POST"})
    assert asked.status_code == 200
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS"
    assert "Content-Type" in asked.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in client.get("/", headers=origin).headers


def test_methods_that_there_are_not(client: FlaskClient) -> None:
    response = client.delete(SEARCH)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("sent", "kept"), [("trace-7.a_b", True), ("a b", False), ("x" * 65, False), ("", False)]
)
def test_requests_have_names(client: FlaskClient, sent: str, kept: bool) -> None:
    given = client.get("/api/v1/stats", headers={"X-Request-Id": sent}).headers["X-Request-Id"]
    assert given
    assert (given == sent) is kept


def test_nobody_asks_without_end(engine: SearchEngine) -> None:
    client = site(engine, api_rate=5).test_client(use_cookies=False)
    left = [client.get("/api/v1/stats").headers["RateLimit"] for _ in range(5)]
    assert [line.split(";")[1] for line in left] == ["r=4", "r=3", "r=2", "r=1", "r=0"]
    refused = client.get("/api/v1/stats")
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.get_json()["type"].endswith(":too-many-requests")
    assert refused.headers["RateLimit-Policy"] == '"default";q=5;w=60'
    other = client.get("/api/v1/stats", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 200
    assert client.get("/search?q=card").status_code == 200  # readers are not counted


def test_a_batch_counts_as_many_as_it_holds(engine: SearchEngine) -> None:
    client = site(engine, api_rate=20).test_client(use_cookies=False)
    asked = {"queries": [{"q": "card"}] * 15}
    assert client.post(SEARCH, json=asked).status_code == 200
    assert client.post(SEARCH, json=asked).status_code == 429
