"""Articles that moved, are archived or gone: what readers and programs get at their addresses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from kb import bundle
from kb.engine import Batch
from kb.model import Status
from kb.office import Office
from kb.removals import Removal
from kb.web.app import create_app
from tests.desk_memory import memory_office
from tests.kept_in_memory import MemoryRemovals
from tests.small_corpus import AWAY, CARD, DRAFT, PAY, STATUTES, YEARS, ZH_YEARS
from tests.small_site import TAXONOMY, TODAY, engine_with, soup

MOVED = replace(PAY, formerly=("old-pay", "旧地址"))
ARCHIVED = replace(CARD, status=Status.ARCHIVED, formerly=("card-of-old",))
GONE = Removal(
    slug="pension-rules",
    title="How many years for a <pension>?",
    lang="en",
    path="articles/pension/pension-rules.md",
    version="",
    at=datetime(2026, 11, 19, 17, 0, tzinfo=UTC),
    by="ben",
    formerly=("rules-of-old",),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    batch = Batch(
        articles=(MOVED, ARCHIVED, YEARS, AWAY, ZH_YEARS, DRAFT), statutes=STATUTES, anew=True
    )
    removals = MemoryRemovals()
    removals.add(GONE)
    removals.add(replace(GONE, slug="a-draft", published=False))
    removals.add(replace(GONE, slug=AWAY.slug))  # there is another one at the address
    office: Office = replace(memory_office(), removals=removals)
    with engine_with(tmp_path_factory.mktemp("site"), batch) as engine:
        app = create_app(
            engine,
            TAXONOMY,
            templates=bundle.templates(),
            today=lambda: TODAY,
            office=office,
        )
        yield app.test_client(use_cookies=False)


@pytest.mark.parametrize("api", ["", "/api/v1"])
@pytest.mark.parametrize(
    ("old", "new"),
    [("old-pay", PAY.slug), ("旧地址", PAY.slug), ("card-of-old", CARD.slug)],
)
def test_an_old_address_leads_to_the_article(
    client: FlaskClient, api: str, old: str, new: str
) -> None:
    answer = client.get(f"{api}/articles/{old}")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{api}/articles/{new}")


def test_what_was_asked_goes_along(client: FlaskClient) -> None:
    answer = client.get("/articles/old-pay?ui=zh&x=%0d%0a//evil")
    assert answer.headers["Location"] == f"/articles/{PAY.slug}?ui=zh&x=%0d%0a//evil"


def test_an_archived_article_says_so(client: FlaskClient) -> None:
    answer = client.get(f"/articles/{CARD.slug}")
    page = soup(answer)
    assert answer.status_code == 200
    assert "no longer kept up to date" in page.get_text()
    assert [tag["content"] for tag in page.select('meta[name="robots"]')] == ["noindex"]
    assert not page.select('script[type="application/ld+json"]')
    assert client.get(f"/api/v1/articles/{CARD.slug}").json["status"] == "archived"  # type: ignore[index]
    assert "不再更新" in client.get(f"/articles/{CARD.slug}?ui=zh").text


@pytest.mark.parametrize(
    "address",
    [
        "/search?q=lost+social+security+card",
        "/api/v1/search?q=lost+social+security+card",
        "/topics/registration",
        "/",
        "/sitemap.xml",
        "/llms.txt",
        "/articles.atom",
        "/feed.atom",
        "/api/v1/suggest?q=lost+social",
    ],
)
def test_nothing_leads_to_an_archived_article(client: FlaskClient, address: str) -> None:
    assert CARD.slug not in client.get(address).text


def test_a_published_article_is_as_it_was(client: FlaskClient) -> None:
    page = soup(client.get(f"/articles/{AWAY.slug}"))
    assert not page.select('meta[name="robots"]')
    assert client.get(f"/api/v1/articles/{AWAY.slug}").json["status"] == "published"  # type: ignore[index]


def test_a_removed_article_is_gone(client: FlaskClient) -> None:
    answer = client.get("/articles/pension-rules")
    page = soup(answer)
    assert answer.status_code == 410
    assert page.select_one(".gone-title").get_text() == GONE.title  # type: ignore[union-attr]
    assert "<pension>" not in answer.text
    assert "20 November 2026" in page.get_text()  # it was the 20th in China by then
    assert f"/articles/{YEARS.slug}" in [a["href"] for a in page.select("main ul.links a")]
    assert [tag["content"] for tag in page.select('meta[name="robots"]')] == ["noindex"]
    assert page.select("form.search")
    chinese = client.get("/articles/pension-rules?ui=zh")
    assert (chinese.status_code, chinese.headers["Content-Language"]) == (410, "zh-Hans")
    assert "已被删除" in chinese.text


def test_it_is_gone_at_its_older_addresses_too(client: FlaskClient) -> None:
    answer = client.get("/articles/rules-of-old")
    assert answer.status_code == 410
    assert "How many years" in answer.text
    assert client.get("/api/v1/articles/rules-of-old").status_code == 410


def test_programs_are_told_that_it_is_gone(client: FlaskClient) -> None:
    answer = client.get("/api/v1/articles/pension-rules")
    problem = answer.get_json(force=True)
    assert answer.content_type == "application/problem+json"
    assert (answer.status_code, problem["status"]) == (410, 410)
    assert problem["type"].endswith(":gone")
    assert GONE.title in problem["detail"]


@pytest.mark.parametrize("slug", ["a-draft", "nothing-here", DRAFT.slug])
def test_what_readers_never_had_is_not_found(client: FlaskClient, slug: str) -> None:
    assert client.get(f"/articles/{slug}").status_code == 404
    assert client.get(f"/api/v1/articles/{slug}").status_code == 404
