"""What is text stays text, and every response carries the headers that keep it so."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kb.engine import Batch
from kb.taxonomy import Region, Taxonomy, Topic
from tests.small_corpus import ARTICLES, HOSTILE, STATUTES
from tests.small_site import TAXONOMY, engine_with, open_client, site, soup

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}{% raw %}"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    yield from open_client(tmp_path_factory.mktemp("data") / "index")


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/search",
        "/search?q=pension",
        "/search?q=zzzz",
        "/search?q=x&page=0",
        "/articles/pay-your-own-social-security",
        "/articles/nope",
        "/topics",
        "/topics/pension",
        "/statutes",
        "/statutes/prc-sil-2010",
        "/statutes/prc-sil-2010/art-16",
        "/wanted",
        "/healthz",
        "/static/site.css",
        "/static/icon.svg",
        "/static/suggest.js",
        "/static/nope.css",
        "/api/v1/search?q=pension",
        "/api/v1/search",
        "/api/v1/articles/nope",
        "/api/v1/suggest?q=pension",
        "/api/v1/suggest",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_every_response_carries_the_headers(client: FlaskClient, method: str, address: str) -> None:
    response = client.open(address, method=method, buffered=True)
    policy = dict(
        directive.split(" ", 1)
        for directive in response.headers["Content-Security-Policy"].split("; ")
    )
    assert policy == POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert len(response.headers.getlist("Content-Security-Policy")) == 1
    if "json" in response.content_type and method != "HEAD":
        json.loads(response.data)


def assert_only_text(page: BeautifulSoup) -> None:
    """No style, no handler, nothing from elsewhere, and no script but those of ours."""
    for data in page.select("script[type='application/ld+json']"):
        # Browsers do not run it, and nothing in it can end it.
        assert data.parent is page.head
        assert not set("<>&") & set(data.get_text())
        json.loads(data.get_text())
    scripts = page.select("script:not([type='application/ld+json'])")
    assert scripts
    for script in scripts:
        assert script.parent is page.head
        assert re.fullmatch(r"/static/(suggest|copy)\.js\?v=[0-9a-f]{12}", str(script["src"]))
        assert not script.contents
    assert not page.select("style, iframe, object, embed, svg, img, base, b")
    for tag in page.find_all(True):
        for name, value in tag.attrs.items():
            assert not name.startswith("on"), f"{tag.name} {name}"
            assert name != "style", tag
            if name in ("href", "src", "action"):
                # Addresses for programs are in full.
                value = value.removeprefix("http://localhost") if tag.name == "link" else value
                assert value.startswith(("/", "#")), value
                assert not value.startswith(("//", "/\\")), value


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/search?q=pangolin",
        "/search?q=" + quote('<script>alert("title")</script> pangolin'),
        "/articles/markup-is-text",
        "/topics/other",
        "/wanted",
        "/articles/pay-your-own-social-security",
        "/statutes/prc-sil-2010/art-16",
    ],
)
def test_markup_in_an_article_is_text(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert_only_text(soup(response))


def test_markup_is_shown_not_swallowed(client: FlaskClient) -> None:
    page = soup(client.get("/articles/markup-is-text"))
    assert page.h1.get_text() == HOSTILE.title
    assert '<img src=x onerror="alert(1)"> & <b>bold</b>' in page.select_one(".lead").get_text()
    assert '<script>alert("wanted")</script>' in page.select_one(".unwritten").get_text()
    hit = soup(client.get("/search?q=pangolin")).select_one(".hit")
    assert "".join(hit.h2.get_text().split()) == "".join(HOSTILE.title.split())
    answer = json.loads(client.get("/api/v1/search?q=pangolin").data)["hits"][0]
    assert answer["title"]["text"] == HOSTILE.title
    html = BeautifulSoup(answer["title"]["html"] + answer["snippet"]["html"], "lxml")
    assert {tag.name for tag in html.find_all(True)} <= {"html", "body", "p", "mark"}


@pytest.mark.parametrize(
    "address",
    [
        "/search?q={}",
        "/search?q=x&topic={}",
        "/search?q=x&page={}",
        "/search?{}=x&q=y",
        "/search?q=pension&ui={}",
        "/?{}",
        "/?ui={}",
        "/articles/{}",
        "/topics/{}",
        "/statutes/{}",
        "/statutes/prc-sil-2010/{}",
        "/{}",
    ],
)
def test_markup_in_an_address_is_text(client: FlaskClient, address: str) -> None:
    response = client.get(address.format(quote(ATTACK, safe="")))
    assert response.status_code < 500
    assert_only_text(soup(response))
    assert "49" not in soup(response).main.get_text()


@pytest.mark.parametrize("path", ["//evil.example", "///evil.example/..", "/\\evil.example"])
def test_no_link_leads_to_another_site(client: FlaskClient, path: str) -> None:
    response = client.get("/", environ_overrides={"PATH_INFO": path})
    assert response.status_code == 404
    assert_only_text(soup(response))


def test_markup_in_the_taxonomy_and_the_register_is_text(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    taxonomy = Taxonomy(
        topics=(Topic(id="other", name_en=ATTACK, name_zh=ATTACK, about_en=ATTACK),),
        regions=(*TAXONOMY.regions, Region(id="r", name_en=ATTACK, name_zh=ATTACK)),
    )
    articles = (
        replace(HOSTILE, regions=("r",)),
        replace(ARTICLES[0], topic="other", regions=("r",)),
    )
    statute = replace(
        STATUTES[0], title_en=ATTACK, kind=ATTACK, status=ATTACK, issuer=ATTACK, source=ATTACK,
        aliases=(ATTACK,),
    )  # fmt: skip
    batch = Batch(articles=articles, statutes=(statute,), anew=True)
    with engine_with(tmp_path_factory.mktemp("data") / "index", batch) as engine:
        client = site(engine, taxonomy).test_client()
        for address in (
            "/",
            "/topics",
            "/topics/other",
            "/search?q=pangolin&region=r",
            "/search?q=zzzz&region=r&topic=other",
            "/articles/markup-is-text",
            "/articles/pay-your-own-social-security",
            "/statutes",
            "/statutes/prc-sil-2010",
            "/statutes/prc-sil-2010/art-60",
            "/statutes/prc-sil-2010/art-50",
        ):
            response = client.get(address)
            assert response.status_code == 200, address
            assert_only_text(soup(response))


QUERIES = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="\"'*()[]{}<>:~^&|!?\\/-+ \t\n\0ANDORNOT第条", max_size=40),
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=QUERIES, page=st.one_of(st.just("1"), st.text(max_size=5)))
@example(query="*", page="1")
@example(query="\ud800", page="1")
@example(query='"', page="2")
@example(query="a" * 500, page="1")
def test_no_query_breaks_a_page(client: FlaskClient, query: str, page: str) -> None:
    values = [value.encode("utf-8", "surrogatepass") for value in (query, page)]
    address = "q={}&page={}".format(*(quote(value, safe="") for value in values))
    response = client.get(f"/search?{address}")
    assert response.status_code in (200, 422)
    assert_only_text(soup(response))
    answer = client.get(f"/api/v1/search?{address}")
    assert answer.status_code in (200, 422)
    json.loads(answer.data)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(raw=st.binary(max_size=40))
@example(raw=b"q=\xff&page=1")
@example(raw=b"ui=\xff")
def test_no_bytes_break_a_page(client: FlaskClient, raw: bytes) -> None:
    raw = raw.replace(b"#", b"")
    for path in ("/search", "/", "/api/v1/search"):
        response = client.get(path, environ_overrides={"QUERY_STRING": raw.decode("latin-1")})
        assert response.status_code in (200, 422)
    at = client.get("/", environ_overrides={"PATH_INFO": "/" + raw.decode("latin-1")})
    assert at.status_code < 500


def test_nothing_is_remembered_of_a_reader_but_the_language(client: FlaskClient) -> None:
    for address in ("/", "/search?q=pension", "/articles/pay-your-own-social-security"):
        assert "Set-Cookie" not in client.get(address).headers
