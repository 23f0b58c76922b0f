"""Every address of the site, its front page and its topics, from the real engine."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from tests.small_site import open_client, soup, texts


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    yield from open_client(tmp_path_factory.mktemp("data") / "index")


QUESTION = "Where can I pay my own social security?"


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/", 200, "What do you want to know about social security?"),
        ("/search", 200, "Search the answers"),
        ("/search?q=social+security", 200, "results"),
        ("/articles/pay-your-own-social-security", 200, QUESTION),
        ("/articles/zi-ji-jiao-she-bao", 200, "自己交社保去哪里交？"),
        ("/topics", 200, "Topics"),
        ("/topics/pension", 200, "Pension"),
        ("/topics/maternity", 200, "Maternity"),
        ("/statutes", 200, "Statutes"),
        ("/statutes/prc-sil-2010", 200, "Social Insurance Law"),
        ("/statutes/prc-sil-2010/art-16", 200, "Article 16"),
        ("/wanted", 200, "Wanted articles"),
        ("/articles/no-such-article", 404, "nothing at this address"),
        ("/articles/maternity-allowance", 404, "nothing at this address"),  # a draft
        ("/topics/no-such-topic", 404, "nothing at this address"),
        ("/statutes/no-such-statute", 404, "nothing at this address"),
        ("/statutes/no-such-statute/art-1", 404, "nothing at this address"),
        ("/statutes/prc-sil-2010/art-99", 404, "nothing at this address"),
        ("/statutes/prc-sil-2010/art-0", 404, "nothing at this address"),
        ("/statutes/prc-sil-2010/art-16/para-2", 404, "nothing at this address"),
        ("/statutes/prc-sil-2010/chapter-2", 404, "nothing at this address"),
        ("/nowhere", 404, "nothing at this address"),
    ],
)
def test_addresses(client: FlaskClient, address: str, status: int, heading: str) -> None:
    response = client.get(address)
    assert response.status_code == status
    page = soup(response)
    headings = page.select("h1")
    assert len(headings) == 1
    assert heading in headings[0].get_text()
    assert page.title is not None
    assert page.title.get_text().endswith("– Social Security Answers") or page.html["lang"] != "en"
    assert page.select_one("a.skip[href='#page_content']")
    assert page.select_one("main#page_content")
    assert page.select_one("header")
    assert page.select_one("footer")
    for control in page.select("input:not([type=hidden])"):
        assert page.select_one(f"label[for={control['id']}]"), control
    for labelled in page.select("[aria-labelledby]"):
        for name in labelled["aria-labelledby"].split():
            assert page.find(id=name), f"{name} labels nothing"
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids)), f"an id twice: {ids}"


def test_links_inside_the_site_all_lead_somewhere(client: FlaskClient) -> None:
    ids: dict[str, set[str]] = {}
    pointed: set[tuple[str, str, str]] = set()
    todo = ["/?ui=zh", "/"]
    while todo:
        address = todo.pop()
        if address in ids:
            continue
        response = client.get(address, buffered=True)
        assert response.status_code == 200, address
        page = soup(response)
        ids[address] = {tag["id"] for tag in page.select("[id]")}
        for link in page.select("a[href], link[href], form[action]"):
            target = link.get("href") or link["action"]
            path, _, fragment = unquote(target.partition(":~:")[0]).partition("#")
            if link.name == "form" and path.startswith("/api/v1/"):
                continue  # what is filled in there leads somewhere, nothing filled in does not
            pointed.add((address, path or address, fragment))
            if path and "ui=" not in path and len(ids) < 150:
                todo.append(path)
    assert "/statutes/prc-sil-2010/art-60" in ids
    for address, path, fragment in pointed:
        if fragment and path in ids:
            assert fragment in ids[path], f"{address} points to {path}#{fragment}"


def test_a_page_is_read_only(client: FlaskClient) -> None:
    response = client.post("/search", data={"q": "pension"})
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "cannot be used in that way" in response.text
    assert client.post("/", data=b"x" * 100_000).status_code in (405, 413)


def test_static_files_are_kept_by_their_hash(client: FlaskClient) -> None:
    page = soup(client.get("/"))
    sheet = page.select_one("link[rel=stylesheet]")["href"]
    assert re.fullmatch(r"/static/site\.css\?v=[0-9a-f]{12}", sheet)
    assert "immutable" in client.get(sheet, buffered=True).headers["Cache-Control"]
    plain = client.get("/static/site.css", buffered=True)
    assert "immutable" not in plain.headers.get("Cache-Control", "")
    assert client.get("/static/../app.py").status_code == 404
    assert "no-cache" in client.get("/").headers["Cache-Control"]


def test_the_front_page_invites_a_question(client: FlaskClient) -> None:
    page = soup(client.get("/"))
    box = page.select_one("form[action='/search'] input[name=q]")
    assert box.has_attr("autofocus")
    examples = page.select(".examples a")
    assert QUESTION in texts(examples)
    for example in examples:
        answer = soup(client.get(example["href"]))
        assert answer.select_one(".hit h2").get_text() == example.get_text()
    counts = dict(zip(texts(page.select(".topics a")), texts(page.select(".count")), strict=True))
    assert counts["Paying contributions"] == "3 articles"
    assert counts["Work injury"] == "1 article"
    assert "Maternity" not in counts  # its only article is a draft
    assert page.select(".recent time[datetime='2026-11-20']")


def test_a_topic_lists_its_articles_by_language(client: FlaskClient) -> None:
    page = soup(client.get("/topics/contributions"))
    lists = page.select("ul.recent")
    assert texts(lists[0].select("a")) == [
        "Can the self-employed choose what they contribute?",
        QUESTION,
    ]
    assert [a["lang"] for a in lists[1].select("a")] == ["zh-Hans"]
    assert page.select_one("input[type=hidden][name=topic]")["value"] == "contributions"
    assert "No article on this topic yet" in client.get("/topics/maternity").text


def test_wanted_titles_name_who_asks(client: FlaskClient) -> None:
    page = soup(client.get("/wanted"))
    wanted = dict(zip(texts(page.select(".wanted h2")), page.select(".wanted > li"), strict=True))
    asked = wanted["What happens to a gap in my payments?"].select("a")
    assert [a["href"] for a in asked] == ["/articles/pay-your-own-social-security"]
