"""The site while its index is missing, renewed, or broken."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask.testing import FlaskClient

from kb.engine import Batch, Contents, IndexUnusableError, SearchEngine
from kb.web.shelf import Shelf
from tests.small_corpus import CARD, PAY, STATUTES
from tests.small_site import EVERYTHING, TAXONOMY, engine_with, open_client, site, soup


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    yield from open_client(tmp_path_factory.mktemp("data") / "index")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield engine


def test_before_the_first_ingest_pages_say_what_to_run(tmp_path: Path) -> None:
    with engine_with(tmp_path / "index", None) as engine:
        client = site(engine).test_client()
        for address in ("/", "/search?q=pension", "/search"):
            response = client.get(address)
            assert response.status_code == 200, address
            assert "kb index" in response.text
        for address in ("/topics", "/statutes", "/wanted"):
            assert client.get(address).status_code == 200
        assert client.get("/articles/pay-your-own-social-security").status_code == 404
        engine.write(EVERYTHING)
        assert soup(client.get("/search?q=pension")).select(".hit")


def test_a_write_is_seen_by_the_next_request(tmp_path: Path) -> None:
    with engine_with(tmp_path / "index", Batch(articles=(PAY,), anew=True)) as engine:
        client = site(engine).test_client()
        assert client.get("/articles/lost-social-security-card").status_code == 404
        engine.write(Batch(articles=(CARD,)))
        assert client.get("/articles/lost-social-security-card").status_code == 200
        engine.write(Batch(removed=(CARD.path,)))
        assert client.get("/articles/lost-social-security-card").status_code == 404


def test_a_search_needs_no_library(engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    def library(_shelf: Shelf) -> None:
        pytest.fail("all articles were read")

    monkeypatch.setattr(Shelf, "library", library)
    client = site(engine).test_client()
    for address in (
        "/api/v1/search?q=pension",
        "/api/v1/search?q=zzzz",
        "/api/v1/search?q=pension&statute=prc-sil-2010",
        "/api/v1/search",
        "/search?q=pension&statute=prc-sil-2010&topic=pension",
        "/search?q=pension&page=9",
        "/search?q=pension&page=0",
        "/healthz",
    ):
        assert client.get(address).status_code in (200, 422), address


def test_the_catalogue_follows_the_register(tmp_path: Path) -> None:
    with engine_with(tmp_path / "index") as engine:
        client = site(engine).test_client()
        assert "Social Insurance Law" in client.get("/search?q=pension").text
        renamed = replace(STATUTES[0], title_en="Law of Pangolins")
        engine.write(Batch(statutes=(renamed,), removed_statutes=("prc-wrii-2003",)))
        assert "Law of Pangolins" in client.get("/search?q=pension").text
        assert client.get("/api/v1/search?q=x&statute=prc-wrii-2003").status_code == 422
        assert client.get("/healthz").get_json()["statutes"] == 1


class Wrapped:
    """An engine that can be made to fail and counts how often it is read in full."""

    def __init__(self, engine: SearchEngine, failure: Exception | None = None) -> None:
        self.engine = engine
        self.failure = failure
        self.reads = 0

    def __getattr__(self, name: str) -> object:
        if self.failure is not None:
            raise self.failure
        return getattr(self.engine, name)

    def contents(self) -> Contents:
        self.reads += 1
        return self.engine.contents()


def test_an_unusable_index_is_a_503(engine: SearchEngine) -> None:
    broken = Wrapped(engine, IndexUnusableError("/secret/path is damaged"))
    client = site(broken).test_client()
    for address in ("/", "/search?q=x", "/articles/x", "/statutes"):
        response = client.get(address)
        assert response.status_code == 503
        assert "Retry-After" in response.headers
        assert "cannot be read right now" in soup(response).h1.get_text()
        assert "/secret/path" not in response.text


def test_our_own_mistake_is_a_500_without_a_traceback(
    engine: SearchEngine, caplog: pytest.LogCaptureFixture
) -> None:
    client = site(Wrapped(engine, RuntimeError("a secret"))).test_client()
    response = client.get("/search?q=something+private")
    assert response.status_code == 500
    assert "went wrong on our side" in soup(response).h1.get_text()
    assert "a secret" not in response.text
    assert "Traceback" not in response.text
    assert "GET /search failed" in caplog.text
    assert "private" not in caplog.text


def test_the_library_is_built_once_a_generation(engine: SearchEngine) -> None:
    wrapped = Wrapped(engine)
    shelf = Shelf(wrapped, lambda: TAXONOMY)
    barrier = Barrier(8)
    held: list[int] = []

    def read() -> None:
        barrier.wait()
        held.append(id(shelf.library()))

    threads = [Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(held)) == 1
    assert wrapped.reads == 1
