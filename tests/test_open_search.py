"""The site as a browser's search engine: OpenSearch 1.1, by its rules."""

import json
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from lxml import etree

from tests.small_corpus import HOSTILE, YEARS
from tests.small_site import open_client, soup

NAMESPACE = "{http://a9.com/-/spec/opensearch/1.1/}"
# element -> (how often at most, how long at most)
ELEMENTS = {
    "ShortName": (1, 16),
    "Description": (1, 1024),
    "LongName": (1, 48),
    "Image": (9, 2048),
    "Url": (9, 0),
    "Language": (9, 99),
    "InputEncoding": (9, 99),
    "OutputEncoding": (9, 99),
}
RELATIONS = {"results", "suggestions", "self", "collection"}
PARAMETERS = {
    "searchTerms", "count", "startIndex", "startPage", "language", "inputEncoding",
    "outputEncoding",
}  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    yield from open_client(tmp_path_factory.mktemp("data") / "index")


def description(client: FlaskClient, address: str) -> etree._Element:
    """The document, once it holds to the rules."""
    response = client.get(address)
    assert response.status_code == 200
    assert response.content_type == "application/opensearchdescription+xml; charset=utf-8"
    root = etree.fromstring(response.data)
    assert root.tag == f"{NAMESPACE}OpenSearchDescription"
    for name in ("ShortName", "Description", "Url"):
        assert root.find(NAMESPACE + name) is not None
    for child in root:
        most, longest = ELEMENTS[child.tag.removeprefix(NAMESPACE)]
        assert len(root.findall(child.tag)) <= most
        assert len(child.text or "") <= longest
        assert "<" not in (child.text or "")
    for url in root.findall(f"{NAMESPACE}Url"):
        assert url.get("type")
        assert set(url.get("rel", "results").split()) <= RELATIONS
        assert url.get("template").startswith("http://localhost/")
        for name in re.findall(r"\{(\w+)\??\}", url.get("template")):
            assert name in PARAMETERS
    return root


def filled(url: etree._Element, terms: str) -> str:
    """The address of the template, as a browser makes it."""
    template = url.get("template").removeprefix("http://localhost")
    return re.sub(r"\{\w+\?\}", "1", template.replace("{searchTerms}", terms))


@pytest.mark.parametrize(
    ("lang", "short", "tag"), [("en", "Social Security", "en"), ("zh", "社保问答", "zh-Hans")]
)
def test_every_page_names_it_in_the_readers_language(
    client: FlaskClient, lang: str, short: str, tag: str
) -> None:
    for page in ("/", "/search?q=pension", "/articles/pension-contribution-years"):
        mark = "&" if "?" in page else "?"
        link = soup(client.get(f"{page}{mark}ui={lang}")).select_one("head link[rel=search]")
        assert link["type"] == "application/opensearchdescription+xml"
        root = description(client, link["href"])
        assert root.findtext(f"{NAMESPACE}ShortName") == link["title"] == short
        assert client.get(link["href"]).headers["Content-Language"] == tag


def test_its_addresses_answer(client: FlaskClient) -> None:
    urls = description(client, "/opensearch.xml").findall(f"{NAMESPACE}Url")
    types = [url.get("type") for url in urls]
    assert types == [
        "text/html", "application/json", "application/x-suggestions+json",
        "application/opensearchdescription+xml",
    ]  # fmt: skip
    for url in urls:
        response = client.get(filled(url, "养老金"))
        assert response.status_code == 200
        assert response.content_type.startswith(url.get("type"))
    image = description(client, "/opensearch.xml").findtext(f"{NAMESPACE}Image")
    assert client.get(image.removeprefix("http://localhost"), buffered=True).status_code == 200


def test_suggestions_have_the_form_that_browsers_read(client: FlaskClient) -> None:
    typed, titles, about, urls = json.loads(client.get("/opensearch/suggest?q=how+many+y").data)
    assert typed == "how many y"
    assert titles[0] == YEARS.title
    assert len(titles) == len(about) == len(urls)
    assert urls[0] == f"http://localhost/articles/{YEARS.slug}"
    _, titles, _, _ = json.loads(client.get("/opensearch/suggest?q=pangolin").data)
    assert titles == [HOSTILE.title]
    nothing = json.loads(client.get("/opensearch/suggest?q=").data)
    assert nothing == ["", [], [], []]
    response = client.get("/opensearch/suggest?q=pens")
    assert response.headers["Cache-Control"] == "private, max-age=60"


@pytest.mark.parametrize("asked", ["", "?q=" + "x" * 501, "?q=x&limit=0", "?q=x&nothing=1"])
def test_what_cannot_be_suggested_for(client: FlaskClient, asked: str) -> None:
    assert client.get(f"/opensearch/suggest{asked}").status_code == 422
