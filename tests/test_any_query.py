"""Any string is a valid query: it is answered by the engine, the page, the API and the command."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kb.cli import main
from kb.engine import Batch, SearchEngine
from kb.request import MAX_QUERY_CHARS, Filters, SearchRequest, Words
from tests.nasty_queries import NASTY, WORDLESS
from tests.small_site import engine_with, site, soup
from tests.test_operators import GRAMMAR

pytestmark = pytest.mark.long

ANY = st.one_of(
    st.text(max_size=MAX_QUERY_CHARS),
    st.text(st.characters(), max_size=40),  # lone surrogates among them
    GRAMMAR,
    st.sampled_from(NASTY),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield engine


@pytest.fixture(scope="module")
def client(engine: SearchEngine) -> FlaskClient:
    return site(engine).test_client(use_cookies=False)


@pytest.mark.parametrize("words", Words)
def test_the_engine_answers_all_of_the_list(engine: SearchEngine, words: Words) -> None:
    for query in NASTY:
        found = engine.search(SearchRequest(query=query, words=words))
        assert found.query == query
        assert (found.total > 0) == bool(found.hits)


@pytest.mark.parametrize("filters", [Filters(), Filters(topic=("pension",))], ids=["", "filter"])
def test_what_has_no_word_finds_nothing(engine: SearchEngine, filters: Filters) -> None:
    for query in WORDLESS:
        found = engine.search(SearchRequest(query=query, filters=filters))
        assert (not found.total) or (filters != Filters() and not query.strip()), repr(query)


@given(query=ANY, words=st.sampled_from(Words), topic=st.sampled_from([(), ("pension",)]))
def test_the_engine_answers(
    engine: SearchEngine, query: str, words: Words, topic: tuple[str, ...]
) -> None:
    request = SearchRequest(query=query, words=words, filters=Filters(topic=topic))
    found = engine.search(request)
    assert found.query == query
    assert len(found.hits) == min(found.total, found.per_page)
    again = engine.search(found.understood)
    assert (again.total, again.understood) == (found.total, found.understood)


def test_an_index_with_nothing_in_it_answers(tmp_path: Path) -> None:
    with engine_with(tmp_path / "none", None) as none, engine_with(tmp_path / "0", Batch()) as no:
        for query in NASTY:
            assert none.search(SearchRequest(query=query)).total == 0
            assert no.search(SearchRequest(query=query)).total == 0


def sent(query: str) -> str:
    """As HTTP can carry it: a lone surrogate is sent as the bytes that some programs send."""
    return "".join(
        char if char.isascii() and char.isalnum() else "".join(f"%{b:02X}" for b in encoded(char))
        for char in query
    )


def encoded(char: str) -> bytes:
    return char.encode("utf-8", errors="surrogatepass")


@pytest.mark.parametrize("address", ["/search?q=", "/search?ui=zh&lang=zh&q=", "/api/v1/search?q="])
def test_pages_and_programs_are_answered(client: FlaskClient, address: str) -> None:
    for query in NASTY:
        response = client.get(address + sent(query))
        refused = "\ufffd" in query or any("\ud800" <= char <= "\udfff" for char in query)
        blank = "api" in address and not query.strip()
        assert response.status_code == (422 if refused or blank else 200), repr(query)


@given(query=ANY)
def test_the_page_shows_what_was_typed_and_nothing_else(client: FlaskClient, query: str) -> None:
    response = client.get("/search?q=" + sent(query))
    assert response.status_code in (200, 422)
    page = soup(response)
    assert not page.select("main script, main style, main [onerror], main iframe")
    for script in page.select("script"):
        assert script["src"].startswith("/static/")


@given(query=ANY)
def test_the_api_repeats_what_was_sent(client: FlaskClient, query: str) -> None:
    response = client.get("/api/v1/search?q=" + sent(query))
    assert response.status_code in (200, 422)
    answer = json.loads(response.data)
    if response.status_code == 200:
        assert answer["query"] == query.strip()


def test_the_command_answers(tmp_path: Path, corpus: Path) -> None:
    runner = CliRunner(env={"KB_CORPUS": str(corpus), "KB_DATA": str(tmp_path / "data")})
    for number, query in enumerate(NASTY):
        form = ["--json"] if number % 2 else []
        result = runner.invoke(main, ["search", *form, "--", query])
        assert result.exit_code in (0, 1), (query, result.output)
        assert result.exception is None or isinstance(result.exception, SystemExit), repr(query)


def test_only_words_find_everything_unless_filters_are_asked_for(engine: SearchEngine) -> None:
    most = engine.holdings().articles
    for query in NASTY:
        found = engine.search(SearchRequest(query=query, per_page=50))
        if found.total == most and found.understood.query:
            assert any(hit.title.pieces[1:] or hit.snippet.pieces[1:] for hit in found.hits), query
