"""Atom feeds of provisions and statutes, read by an independent library."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree

from kb.engine import Batch
from kb.web.atom import MOST_ENTRIES, Entry, Feed, tag_uri, to_xml
from tests.small_corpus import ARTICLES, HOSTILE, PAY, SIL, STATUTES
from tests.small_law import CRIMINAL, law
from tests.small_site import engine_with, site, soup

TAG = re.compile(
    r"tag:[a-z0-9-]+(?:\.[a-z0-9-]+)*,\d{4}(?:-\d\d){0,2}:[A-Za-z0-9\-._~%!$&'()*+,;=:@/?]+"
)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield site(engine, texts=law()).test_client(use_cookies=False)


def read(client: FlaskClient, address: str) -> feedparser.FeedParserDict:
    """The feed, once it is a feed by RFC 4287."""
    response = client.get(f"/statutes/{address}")
    assert response.status_code == 200
    assert response.content_type == "application/atom+xml; charset=utf-8"
    holds_to_the_standard(response.data)
    found = feedparser.parse(
        response.data, response_headers={"content-type": response.content_type}
    )
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def holds_to_the_standard(xml: bytes) -> None:
    """What RFC 4287 asks of every feed and of every entry, and that ids are theirs alone."""
    root = etree.fromstring(xml)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert root.xpath("count(a:author/a:name)", namespaces=ATOM) == 1
    for part in (root, *root.xpath("a:entry", namespaces=ATOM)):
        for name in ("id", "title", "updated"):
            assert part.xpath(f"count(a:{name})", namespaces=ATOM) == 1, name
        assert TAG.fullmatch(part.xpath("string(a:id)", namespaces=ATOM))
        for day in part.xpath("a:updated | a:published", namespaces=ATOM):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00\+08:00", day.text)
        for link in part.xpath("a:link", namespaces=ATOM):
            assert link.get("href").startswith("http://localhost/")
    ids = root.xpath("//a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids))


def test_a_provision_that_changed_and_is_cited(client: FlaskClient) -> None:
    found = read(client, f"{SIL}/art-16/feed.atom?ui=en")
    assert found.feed.title.endswith("Article 16 – Social Security Answers")
    assert found.feed.id == "tag:social-security-kb,2026:prc-sil-2010/art-16"
    links = {link.rel: link.href for link in found.feed.links}
    assert links == {
        "self": f"http://localhost/statutes/{SIL}/art-16/feed.atom?ui=en",
        "alternate": f"http://localhost/statutes/{SIL}/art-16",
    }
    entries = {entry.id.removeprefix(found.feed.id): entry for entry in found.entries}
    assert list(entries) == [
        "/article/yang-lao-jiao-fei-nian-xian",
        "/article/pension-contribution-years",
        "/version/2018-12-29",
    ]
    changed = entries["/version/2018-12-29"]
    assert changed.title == "Article 16: its words changed, in force from 29 December 2018"
    assert changed.published == changed.updated == "2018-12-29T00:00:00+08:00"
    assert changed.content[0].value.count("<ins>二十</ins>") == 2
    assert client.get(changed.link.removeprefix("http://localhost")).status_code == 200
    cited = entries["/article/pension-contribution-years"]
    assert cited.updated == "2026-11-20T00:00:00+08:00"
    assert cited.link == "http://localhost/articles/pension-contribution-years"


def test_numbers_that_changed(client: FlaskClient) -> None:
    titles = [entry.title for entry in read(client, f"{SIL}/art-61/feed.atom").entries]
    assert titles == [
        "Article 61: the new number of the same words, in force from 29 December 2018"
    ]
    added = read(client, f"{SIL}/art-17/feed.atom").entries
    assert [entry.title for entry in added] == [
        "Article 17 was added, in force from 29 December 2018"
    ]


def test_what_a_later_import_brought_is_dated_by_it(client: FlaskClient) -> None:
    removed = read(client, f"{SIL}/art-45/feed.atom").entries[0]
    assert removed.title == "Article 45 was removed, in force from 1 July 2027"
    # adopted after it was imported, as far as the test's dates go: the later day counts
    assert removed.published == removed.updated == "2027-01-05T00:00:00+08:00"
    assert removed.link.endswith("/art-45?version=2018-12-29&compare=2027-01-05")


def test_ids_do_not_depend_on_the_reader(client: FlaskClient) -> None:
    one = read(client, f"{SIL}/art-16/feed.atom?ui=en")
    other = read(client, f"{SIL}/art-16/feed.atom?ui=zh")
    assert other.feed.title.startswith("《中华人民共和国社会保险法》第16条")
    assert other.entries[-1].title == "第16条有修改，2018年12月29日起施行"
    assert [entry.id for entry in one.entries] == [entry.id for entry in other.entries]


def test_a_statute(client: FlaskClient) -> None:
    found = read(client, f"{SIL}/feed.atom")
    versions = [entry for entry in found.entries if "/version/" in entry.id]
    assert [entry.title for entry in versions] == [
        "Version adopted 5 January 2027, in force from 1 July 2027",
        "Version adopted 29 December 2018, in force from 29 December 2018",
    ]
    told = versions[1].content[0].value
    assert "1 provision changed" in told
    assert "2 provisions added" in told
    assert "2 provisions only renumbered" in told
    assert sum("/article/" in entry.id for entry in found.entries) == 6


def test_nothing_new_is_a_feed_too(client: FlaskClient) -> None:
    found = read(client, f"{CRIMINAL}/art-1/feed.atom")
    assert found.entries == []
    assert found.feed.updated == "2021-01-01T00:00:00+08:00"


def test_pages_name_their_feed(client: FlaskClient) -> None:
    for address in (f"/statutes/{SIL}", f"/statutes/{SIL}/art-16"):
        page = soup(client.get(address))
        link = page.select_one("head link[type='application/atom+xml']")["href"]
        assert link == f"{address}/feed.atom?ui=en"
        assert page.select_one(".feed-link a")["href"] == link
        assert client.get(link).status_code == 200


def test_a_feed_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    address = f"/statutes/{SIL}/art-16/feed.atom"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.data


def test_there_is_no_feed_of_nothing(client: FlaskClient) -> None:
    for address in ("nothing/feed.atom", f"{SIL}/art-0/feed.atom", f"{SIL}/chapter/feed.atom"):
        assert client.get(f"/statutes/{address}").status_code == 404


def test_markup_and_what_xml_cannot_say(tmp_path: Path) -> None:
    citing = replace(
        HOSTILE, title=HOSTILE.title + "\x00\x0b\ufffe ]]>", citations=PAY.citations, reviewed=None
    )
    batch = Batch(articles=(citing, *ARTICLES), statutes=STATUTES, anew=True)
    with engine_with(tmp_path / "index", batch) as engine:
        found = read(site(engine).test_client(), f"{SIL}/art-60/feed.atom")
    hostile = next(e for e in found.entries if e.id.endswith("/article/markup-is-text"))
    assert "&lt;script&gt;" in hostile.title or '<script>alert("title")</script>' in hostile.title
    assert "<img" not in hostile.content[0].value
    # nobody reviewed it: it is as old as the law at most
    assert hostile.updated == "2011-07-01T00:00:00+08:00"


def test_what_was_imported_later_is_news_of_that_day() -> None:
    entries = [
        Entry(
            id=tag_uri("x", slug), title=slug, url=f"http://localhost/{slug}", lang="en",
            published=published, updated=updated,
        )
        for slug, published, updated in (
            ("old", date(2018, 1, 1), date(2018, 1, 1)),
            ("自己交社保", date(2017, 1, 1), date(2026, 5, 5)),
        )
    ]  # fmt: skip
    xml = to_xml(
        Feed(
            id=tag_uri("x"), title="t", author="a", url="http://localhost/", lang="en",
            self_url="http://localhost/f", since=date(2010, 1, 1), entries=entries,
        )
    )  # fmt: skip
    holds_to_the_standard(xml)
    found = feedparser.parse(xml)
    assert [entry.title for entry in found.entries] == ["自己交社保", "old"]
    assert found.feed.updated == "2026-05-05T00:00:00+08:00"


def test_a_feed_ends_with_what_is_not_too_old() -> None:
    entries = [
        Entry(
            id=tag_uri("x", str(day)), title="t", url="http://localhost/", lang="en",
            published=date.fromordinal(day), updated=date.fromordinal(day),
        )
        for day in range(730_000, 730_000 + MOST_ENTRIES + 20)
    ]  # fmt: skip
    feed = Feed(
        id=tag_uri("x"), title="t", author="a", url="http://localhost/", lang="en",
        self_url="http://localhost/f", since=date(2010, 1, 1), entries=entries,
    )  # fmt: skip
    found = feedparser.parse(to_xml(feed)).entries
    assert len(found) == MOST_ENTRIES
    assert found[0].id == entries[-1].id
