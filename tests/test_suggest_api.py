"""Suggestions as JSON, and what the pages say about them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.engine import SearchEngine
from kb.suggestion import MAX_SUGGESTIONS, SUGGESTIONS, SuggestRequest
from tests.small_corpus import HOSTILE, PAY, YEARS
from tests.small_site import engine_with, site, soup

SUGGEST = "/api/v1/suggest"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield engine


@pytest.fixture(scope="module")
def client(engine: SearchEngine) -> FlaskClient:
    return site(engine).test_client(use_cookies=False)


def get(client: FlaskClient, **query: object) -> Json:
    response = client.get(SUGGEST, query_string=query)
    assert response.status_code == 200
    assert response.content_type == "application/json; charset=utf-8"
    answer: Json = json.loads(response.data)
    return answer


def test_a_title(client: FlaskClient) -> None:
    assert get(client, q="own soc") == {
        "query": "own soc",
        "suggestions": [
            {
                "text": {
                    "text": PAY.title,
                    "pieces": [
                        {"text": "Where can I pay my ", "highlighted": False},
                        {"text": "own soc", "highlighted": True},
                        {"text": "ial security?", "highlighted": False},
                    ],
                    "html": "Where can I pay my <mark>own soc</mark>ial security?",
                },
                "slug": PAY.slug,
                "url": f"/articles/{PAY.slug}",
                "title": PAY.title,
                "lang": "en",
            }
        ],
    }


def test_an_alias_with_its_title(client: FlaskClient) -> None:
    (found,) = get(client, q="minimum c")["suggestions"]
    assert found["text"]["text"] == "minimum contribution years"
    assert found["title"] == YEARS.title


def test_it_is_what_the_engine_suggests(client: FlaskClient, engine: SearchEngine) -> None:
    for typed in ("s", "social", "社保", "socal"):
        found = engine.suggest(SuggestRequest(typed=typed))
        assert [one["slug"] for one in get(client, q=typed)["suggestions"]] == [
            suggestion.slug for suggestion in found
        ]


@pytest.mark.parametrize("typed", ["", "  ", "?!", "。，", "😀"])
def test_nothing_typed_is_no_mistake(client: FlaskClient, typed: str) -> None:
    assert get(client, q=typed)["suggestions"] == []


def test_limit_and_language(client: FlaskClient) -> None:
    everything = get(client, q="s", limit=MAX_SUGGESTIONS)["suggestions"]
    assert SUGGESTIONS > 2
    assert get(client, q="s")["suggestions"] == everything[:SUGGESTIONS]
    assert get(client, q="s", limit=2)["suggestions"] == everything[:2]
    for langs in (["en"], ["zh"], ["en", "zh"]):
        found = get(client, q="社保", lang=langs)["suggestions"]
        assert {one["lang"] for one in found} == set(langs)


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("", ["q"]),
        ("limit=3", ["q"]),
        ("q=x&q=y", ["q"]),
        ("q=%FF", ["q"]),
        ("q=" + "x" * 501, ["q"]),
        ("q=x&limit=0", ["limit"]),
        ("q=x&limit=11", ["limit"]),
        ("q=x&limit=", ["limit"]),
        ("q=x&limit=2&limit=3", ["limit"]),
        ("q=x&lang=fr", ["lang"]),
        ("q=x&lang=", ["lang"]),
        ("q=x&page=2", ["page"]),
        ("Q=x&limit=ten", ["Q", "q", "limit"]),
    ],
)
def test_what_is_refused(client: FlaskClient, query: str, parameters: list[str]) -> None:
    response = client.get(f"{SUGGEST}?{query}")
    assert response.status_code == 422
    assert response.content_type == "application/problem+json"
    errors = json.loads(response.data)["errors"]
    assert [error["parameter"] for error in errors] == parameters
    assert all(error["detail"] for error in errors)


def test_only_reading(client: FlaskClient) -> None:
    assert client.post(f"{SUGGEST}?q=x").status_code == 405


def test_an_answer_may_be_used_again(client: FlaskClient) -> None:
    first = client.get(f"{SUGGEST}?q=own")
    assert first.headers["Cache-Control"] == "private, max-age=60"
    again = client.get(f"{SUGGEST}?q=own", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(f"{SUGGEST}?q=soc", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_markup_is_text(client: FlaskClient) -> None:
    (found,) = get(client, q="pangolin")["suggestions"]
    assert found["title"] == HOSTILE.title
    html = BeautifulSoup(found["text"]["html"], "lxml")
    assert {tag.name for tag in html.find_all(True)} <= {"html", "body", "p", "mark"}


@settings(max_examples=60, deadline=None)
@given(raw=st.binary(max_size=60))
def test_no_bytes_break_it(client: FlaskClient, raw: bytes) -> None:
    query = (b"q=" + raw.replace(b"#", b"")).decode("latin-1")
    response = client.get(SUGGEST, environ_overrides={"QUERY_STRING": query})
    assert response.status_code in (200, 422)
    json.loads(response.data)


@pytest.mark.parametrize(
    ("lang", "one", "more"),
    [("en", "1 suggestion. ", "%d suggestions. "), ("zh", "1 条建议", "%d 条建议")],
)
def test_the_pages_bring_the_words_for_it(
    client: FlaskClient, lang: str, one: str, more: str
) -> None:
    (script,) = soup(client.get(f"/?ui={lang}")).select("script[src]")
    assert str(script["src"]).startswith("/static/suggest.js?v=")
    assert script.has_attr("defer")
    assert str(script["data-one"]).startswith(one)
    assert str(script["data-more"]).startswith(more)
    assert script["data-list"] and script["data-none"]  # noqa: PT018 - both are said


@pytest.mark.parametrize("address", ["/", "/search?q=x", "/topics", f"/articles/{PAY.slug}"])
def test_without_the_script_a_search_box_is_a_plain_one(client: FlaskClient, address: str) -> None:
    page = soup(client.get(address))
    (box,) = page.select("form[role=search] input[name=q]")
    assert (box["type"], box.get("role"), box["autocomplete"]) == ("search", None, "off")
    assert not page.select("[role=listbox], [aria-live]")
