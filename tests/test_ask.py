"""Ask the editors: the form, what it takes, and from whom."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb.desk.database import Database
from kb.desk.queue import StoredQueue
from kb.engine import SearchEngine
from kb.web.pace import Pace
from tests.small_site import engine_with, site, soup

HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("ask") / "index") as opened:
        yield opened


@pytest.fixture
def queue(tmp_path: Path) -> StoredQueue:
    return StoredQueue(Database.open(tmp_path / "desk.sqlite3"))


@pytest.fixture
def client(engine: SearchEngine, queue: StoredQueue) -> FlaskClient:
    return site(engine, demand=queue).test_client()


def send(client: FlaskClient, question: str, **headers: str) -> TestResponse:
    given = {name.replace("_", "-"): value for name, value in headers.items()} or HERE
    return client.post("/ask", data={"question": question}, headers=given)


def questions(queue: StoredQueue) -> list[str]:
    return [demand.question for demand in queue.waiting()]


def test_a_question_is_kept_and_thanked_for(client: FlaskClient, queue: StoredQueue) -> None:
    response = send(client, " 医保能给\n父母用吗？ ")
    assert (response.status_code, response.headers["Location"]) == (303, "/ask/thanks")
    assert questions(queue) == ["医保能给 父母用吗？"]
    thanks = client.get("/ask/thanks")
    assert thanks.status_code == 200
    assert "Thank you" in soup(thanks).select_one("h1").get_text()
    assert questions(queue) == ["医保能给 父母用吗？"]


def test_where_nothing_is_found_the_form_holds_the_question(client: FlaskClient) -> None:
    page = soup(client.get("/search", query_string={"q": "<xyzzy> plugh"}))
    form = page.select_one("form.ask")
    assert (form["action"], form["method"]) == ("/ask", "post")
    assert form.select_one("textarea").get_text() == "<xyzzy> plugh"
    assert "Only the question is kept" in form.get_text()


def test_below_hits_is_a_quiet_link(client: FlaskClient) -> None:
    page = soup(client.get("/search?q=pension&ui=zh"))
    link = page.select_one(".ask-link a")
    assert "编辑" in link.get_text()
    form = soup(client.get(link["href"])).select_one("form.ask")
    assert form.select_one("textarea").get_text() == "pension"


def test_it_is_not_there_where_the_operator_has_none(engine: SearchEngine) -> None:
    client = site(engine).test_client()
    assert client.get("/ask").status_code == 404
    assert send(client, "a question").status_code == 404
    assert "/ask" not in client.get("/search?q=pension").text
    assert "/ask" not in client.get("/search?q=xyzzy").text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec_Fetch_Site": "same-origin"}, 303),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "none"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "https://localhost"}, 303),  # a proxy speaks TLS for us
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"User_Agent": "curl"}, 403),
    ],
)
def test_only_a_form_of_ours_is_taken(
    client: FlaskClient, queue: StoredQueue, headers: dict[str, str], status: int
) -> None:
    assert send(client, "a question", **headers).status_code == status
    assert questions(queue) == (["a question"] if status == 303 else [])


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "Write your question first."),
        (" \n ", "Write your question first."),
        ("\x00\x01", "Write your question first."),
        ("x" * 501, "501 characters"),
    ],
)
def test_what_is_no_question(
    client: FlaskClient, queue: StoredQueue, question: str, said: str
) -> None:
    response = send(client, question)
    assert response.status_code == 422
    page = soup(response)
    assert said in page.select_one(".problems").get_text()
    assert page.select_one("form.ask")
    assert questions(queue) == []


def test_the_longest_question_is_taken(client: FlaskClient, queue: StoredQueue) -> None:
    assert send(client, "𠮷" * 500).status_code == 303
    assert questions(queue) == ["𠮷" * 500]


def test_a_question_that_was_too_long_is_not_lost(client: FlaskClient) -> None:
    assert "y" * 501 in soup(send(client, "y" * 501)).select_one("textarea").get_text()


@pytest.mark.parametrize(
    "body",
    [b"question=%FF%FE", b"", b"question", b"%", b"question=a&question=b", b"other=x"],
)
def test_odd_bodies_are_refused(client: FlaskClient, queue: StoredQueue, body: bytes) -> None:
    kind = "application/x-www-form-urlencoded"
    response = client.post("/ask", data=body, content_type=kind, headers=HERE)
    assert response.status_code == 422
    assert questions(queue) == []


def test_too_large_a_body_is_refused(client: FlaskClient, queue: StoredQueue) -> None:
    assert send(client, "x" * 20_000).status_code == 413
    assert questions(queue) == []


def test_markup_is_text(client: FlaskClient) -> None:
    response = client.get("/ask", query_string={"question": "</textarea><script>alert(1)</script>"})
    assert (
        soup(response).select_one("textarea").get_text() == "</textarea><script>alert(1)</script>"
    )
    assert not soup(response).select("main script")


def test_a_flood_is_held_up(client: FlaskClient, queue: StoredQueue) -> None:
    statuses = [send(client, f"question {n}").status_code for n in range(60)]
    kept = statuses.count(303)
    assert 30 <= kept < 60
    assert len(questions(queue)) == kept
    refused = next(r for r in iter(lambda: send(client, "more"), None) if r.status_code == 429)
    assert 1 <= int(refused.headers["Retry-After"]) <= 2
    assert "Too many questions" in refused.text


def test_a_queue_that_cannot_be_used(engine: SearchEngine, tmp_path: Path) -> None:
    (tmp_path / "desk.sqlite3").mkdir()
    client = site(
        engine, demand=StoredQueue(Database.open(tmp_path / "desk.sqlite3"))
    ).test_client()
    assert send(client, "a question").status_code == 503
    assert client.get("/search?q=pension").status_code == 200


def test_pace() -> None:
    seconds = [0.0]
    pace = Pace(burst=2, every=10.0, clock=lambda: seconds[0])
    assert [pace.wait(), pace.wait(), pace.wait()] == [0, 0, 10]
    seconds[0] = 4.5
    assert pace.wait() == 6
    seconds[0] = 10.0
    assert [pace.wait(), pace.wait()] == [0, 10]
    seconds[0] = 1_000.0
    assert [pace.wait(), pace.wait(), pace.wait()] == [0, 0, 10]
