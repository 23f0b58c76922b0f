"""Feeds of articles, read by feedparser."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import feedparser
import pytest
from flask.testing import FlaskClient

from kb.engine import Batch
from tests.small_corpus import ARTICLES, DRAFT, HOSTILE, PAY, YEARS
from tests.small_site import engine_with, open_client, site, soup
from tests.test_feeds import holds_to_the_standard


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    yield from open_client(tmp_path_factory.mktemp("data") / "index")


def read(client: FlaskClient, address: str) -> feedparser.FeedParserDict:
    response = client.get(address)
    assert response.status_code == 200
    assert response.content_type == "application/atom+xml; charset=utf-8"
    holds_to_the_standard(response.data)
    found = feedparser.parse(
        response.data, response_headers={"content-type": response.content_type}
    )
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


@pytest.mark.parametrize(
    ("address", "title", "lang", "topic"),
    [
        ("/feed.atom?ui=en", "New and reviewed articles – Social Security Answers", "en", ""),
        ("/feed.atom?ui=zh", "新增及复核的文章 – 社保问答", "zh", ""),
        ("/topics/pension/feed.atom?ui=en", "Pension – Social Security Answers", "en", "pension"),
        ("/topics/pension/feed.atom?ui=zh", "养老 – 社保问答", "zh", "pension"),
        ("/topics/maternity/feed.atom?ui=en", "Maternity – Social Security Answers", "en", "-"),
    ],
)
def test_a_feed(client: FlaskClient, address: str, title: str, lang: str, topic: str) -> None:
    found = read(client, address)
    assert found.feed.title == title
    expected = {
        f"http://localhost/articles/{a.slug}"
        for a in (*ARTICLES, HOSTILE)
        if a.lang == lang and topic in ("", a.topic)
    }
    assert {entry.link for entry in found.entries} == expected
    for entry in found.entries:
        assert client.get(entry.link.removeprefix("http://localhost")).status_code == 200
    links = {link.rel: link.href for link in found.feed.links}
    assert links["self"] == f"http://localhost{address}"
    assert client.get(links["alternate"].removeprefix("http://localhost")).status_code == 200


def test_the_newest_review_comes_first_and_ids_stay(tmp_path: Path) -> None:
    newer = replace(YEARS, reviewed=date(2026, 11, 25))
    never = replace(PAY, slug="never", reviewed=None, path="articles/never.md")
    batch = Batch(articles=(PAY, newer, never, DRAFT), anew=True)
    with engine_with(tmp_path / "index", batch) as engine:
        client = site(engine).test_client()
        entries = read(client, "/feed.atom?ui=en").entries
        assert [entry.title for entry in entries] == [YEARS.title, PAY.title]
        assert entries[0].updated == "2026-11-25T00:00:00+08:00"
        assert "fifteen years" in entries[0].content[0].value
        # the same article in the feed of its topic is the same piece of news
        topic = read(client, "/topics/pension/feed.atom?ui=en").entries
        assert [entry.id for entry in topic] == [entries[0].id]
        moved = site(engine, site_url="https://answers.example").test_client()
        there = feedparser.parse(moved.get("/feed.atom?ui=en").data)
        assert [entry.id for entry in there.entries] == [entry.id for entry in entries]
        assert there.entries[0].link == f"https://answers.example/articles/{YEARS.slug}"


def test_pages_name_their_feed(client: FlaskClient) -> None:
    for address in ("/?ui=zh", "/topics/pension?ui=zh"):
        page = soup(client.get(address))
        link = page.select_one("head link[type='application/atom+xml']")["href"]
        assert link == f"{address.partition('?')[0].rstrip('/')}/feed.atom?ui=zh"
        assert page.select_one(".feed-link a")["href"] == link
        assert client.get(link).status_code == 200


def test_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/feed.atom")
    again = client.get("/feed.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_there_is_no_feed_of_nothing(client: FlaskClient) -> None:
    assert client.get("/topics/nothing/feed.atom").status_code == 404
