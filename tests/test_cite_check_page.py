"""The page that checks a text: what it takes, what it shows, what it refuses."""

import io
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from kb.cite_check import MAX_TEXT_CHARS
from kb.engine import SearchEngine
from tests.checked_texts import CHECKER, CHINESE, OFFICIAL, RIGHT, WRONG_NUMBER
from tests.small_site import engine_with, site, soup, texts
from tests.word_files import paragraph, word_file

SAID = "《社会保险法》第六十条规定："


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("check") / "index") as opened:
        yield opened


@pytest.fixture
def client(engine: SearchEngine) -> FlaskClient:
    return site(engine, texts=OFFICIAL, checker=CHECKER).test_client(use_cookies=False)


def send(
    client: FlaskClient, text: str = "", *, file: tuple[str, bytes] | None = None, **more: str
) -> TestResponse:
    data: dict[str, object] = {"text": text, **more}
    if file is not None:
        data["file"] = FileStorage(io.BytesIO(file[1]), file[0])
    ui = str(data.pop("ui", "en"))
    # Encoded here: the client would leave the file open that it keeps a large form in.
    boundary, body = encode_multipart(data)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"/cite-check?ui={ui}", data=body, content_type=kind)


def shown_text(page: BeautifulSoup) -> str:
    """The words of the marked rows, without the flags that were put into them."""
    for flag in page.select(".marked .words .flag"):
        flag.decompose()
    return "\n".join(row.get_text() for row in page.select(".marked .words"))


def kept(page: BeautifulSoup) -> str:
    """What stands in the form; a browser drops the first line break of a text area."""
    return page.select_one("form.check textarea").get_text().removeprefix("\n")


def note(page: BeautifulSoup, number: int) -> Tag:
    found = page.find(id=f"note_{number}")
    assert isinstance(found, Tag)
    return found


def test_the_form(client: FlaskClient) -> None:
    page = soup(client.get("/cite-check"))
    form = page.select_one("form.check")
    assert (form["method"], form["enctype"]) == ("post", "multipart/form-data")
    assert "nothing of it is stored" in form.get_text()
    sample = soup(client.get(form.select_one("a.sample")["href"]))
    text = sample.select_one("textarea").get_text()
    assert "Article 120 of the Social Insurance Law" in text
    answer = soup(send(client, text))
    assert answer.select(".note-wrong")
    assert answer.select(".note-cited")
    chinese = soup(client.get("/cite-check?sample=1&ui=zh")).select_one("textarea").get_text()
    assert soup(send(client, chinese)).select(".note-wrong")


def test_the_footer_leads_here(client: FlaskClient, engine: SearchEngine) -> None:
    assert soup(client.get("/")).select(".site-footer a[href='/cite-check']")
    without = site(engine).test_client()
    assert not soup(without.get("/")).select(".site-footer a[href='/cite-check']")
    assert without.get("/cite-check").status_code == 404
    assert without.post("/api/v1/cite-check").status_code == 404


def test_a_checked_text(client: FlaskClient) -> None:
    response = send(client, CHINESE)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    page = soup(response)
    assert page.select_one("#check_result").get_text() == "7 citations found"
    assert texts(page.select(".counts li")) == [
        "✗ No such provision 1",
        "✗ Does not match 2",
        "? Not identified 1",
        "! Words of an earlier version 1",
        "✓ Checked: word for word 1",
        "§ Leads to a provision 1",
    ]
    marks = page.select(".marked mark.cite[id]")
    assert [mark["id"] for mark in marks] == [f"mark_{n}" for n in range(1, 8)]
    assert [mark.select_one(".flag").get_text() for mark in marks] == [
        "✗1", "✓2", "!3", "✗4", "§5", "✗6", "?7",
    ]  # fmt: skip
    for link in page.select(".marked a.flag, .checked .list a"):
        assert page.find(id=link["href"].removeprefix("#"))
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert texts(page.select(".words .differs")) == ["十"]
    assert "".join(shown_text(page).split()) == "".join(CHINESE.split())
    assert kept(page) == CHINESE


def test_what_stands_beside_a_citation(client: FlaskClient) -> None:
    page = soup(send(client, CHINESE))
    wrong = note(page, 1)
    assert "An amount, a share or a time limit differs." in wrong.get_text()
    assert "Held against the text of 29 December 2018." in wrong.get_text()
    assert texts(wrong.select(".differences li")) == ["“十” where the provision has “十五”"]
    assert wrong.select_one("details").has_attr("open")
    assert [words["lang"] for words in wrong.select(".law-words > div")] == ["zh-Hans", "en"]
    assert "缴费满十五年的" in wrong.select_one(".law-words").get_text()
    assert "fifteen years draws a pension" in wrong.select_one(".law-words").get_text()
    right = note(page, 2)
    assert (
        right.select_one("a[href^='/statutes']")["href"] == "/statutes/prc-sil-2010/art-60#para-1"
    )
    assert "个人可以直接缴费" not in right.get_text()  # it is the other paragraph
    assert not right.select_one("details").has_attr("open")
    elsewhere = note(page, 4)
    assert [a["href"] for a in elsewhere.select(".found-in a")] == ["/statutes/prc-sil-2010/art-45"]
    assert "失业人员可以领取" in elsewhere.get_text()
    assert "Social Insurance Law" in elsewhere.select("details summary")[-1].get_text()
    assert "The last article of the Social Insurance Law is Article 98." in note(page, 6).get_text()
    assert "月球法" in note(page, 7).get_text()


def test_in_chinese(client: FlaskClient) -> None:
    page = soup(send(client, CHINESE, ui="zh"))
    assert page.select_one("#check_result").get_text() == "共找到 7 处引用"
    assert "金额、比例或期限与条文不同。" in note(page, 1).get_text()
    assert "《社会保险法》最后一条是第98条。" in note(page, 6).get_text()
    assert "没有收录名为“月球法”的法规" in note(page, 7).get_text()
    for aside in page.select(".note"):
        assert "Social" not in " ".join(p.get_text() for p in aside.find_all("p", recursive=False))


def test_nothing_is_cited(client: FlaskClient) -> None:
    page = soup(send(client, "Nothing is cited here."))
    assert page.select_one("#check_result").get_text() == "No citation found"
    assert not page.select(".marked")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", f"{SAID}\n{RIGHT}".encode()),
        ("A.MD", f"{SAID}\n\n> {RIGHT}".encode()),
        ("a.html", f"<p>{SAID}<blockquote>{RIGHT}</blockquote>".encode()),
        ("a.docx", word_file(SAID, paragraph(RIGHT, "Quote"))),
    ],
)
def test_a_file(client: FlaskClient, name: str, content: bytes) -> None:
    page = soup(send(client, file=(name, content)))
    assert page.select(".note-verbatim")
    assert RIGHT in shown_text(page)


@pytest.mark.parametrize(
    ("text", "file", "on", "status", "said"),
    [
        ("", None, "", 422, "There is no text to check"),
        (" \n", None, "", 422, "There is no text to check"),
        ("x", ("a.txt", b"y"), "", 422, "not both"),
        ("", ("a.pdf", b"y"), "", 422, ".docx"),
        ("", ("a", b"y"), "", 422, "none of the endings"),
        ("", ("a.txt", b""), "", 422, "is empty"),
        ("", ("a.docx", b"Article 10"), "", 422, "cannot be read as .docx"),
        ("", ("a.html", bytes(range(256)) * 9), "", 422, "cannot be read as text"),
        ("x", None, "2026-02-30", 422, "2026-02-30"),
        ("x", None, "1900-01-01", 422, "since 1949-10-01"),
        ("x", None, "yesterday", 422, "yesterday"),
        ("x" * (MAX_TEXT_CHARS + 1), None, "", 413, "too long"),
        ("x" * (5 * MAX_TEXT_CHARS), None, "", 413, "too large"),
        ("", ("a.txt", b"x" * 2_000_001), "", 413, "too large"),
        ("", ("a.docx", b"x" * 11_000_000), "", 413, "too large"),
    ],
)
def test_what_is_refused(
    client: FlaskClient, text: str, file: tuple[str, bytes] | None, on: str, status: int, said: str
) -> None:
    response = send(client, text, file=file, on=on)
    assert response.status_code == status
    page = soup(response)
    assert said in page.select_one(".problems").get_text()
    assert kept(page) == ("" if status == 413 else text)


def test_the_day_of_the_law(client: FlaskClient) -> None:
    page = soup(send(client, "Article 60 of the Social Insurance Law", on="2012-05-01"))
    assert "Law as of 1 May 2012" in page.get_text()
    assert page.select_one("input[name=on]")["value"] == "2012-05-01"


def test_where_nothing_was_imported_it_says_so(client: FlaskClient, engine: SearchEngine) -> None:
    page = soup(site(engine, checker=CHECKER).test_client().get("/cite-check"))
    assert "kb statutes import" in page.select_one(".notice").get_text()


def test_others_take_no_large_texts(client: FlaskClient) -> None:
    assert client.post("/ask", data={"question": "x" * 100_000}).status_code in (404, 413)


def test_a_flood_is_held_up_and_no_text_is_lost(client: FlaskClient) -> None:
    statuses = [send(client, "x").status_code for _ in range(40)]
    assert 20 <= statuses.count(200) < 40
    assert set(statuses) == {200, 429}
    responses = (send(client, f"my text {n}") for n in range(99))
    refused = next(response for response in responses if response.status_code == 429)
    assert int(refused.headers["Retry-After"]) >= 1
    assert "my text" in kept(soup(refused))
    assert client.post("/api/v1/cite-check", json={"text": "x"}).status_code in (200, 429)


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea></mark>",
    "{{ 7 * 7 }}",
    "&lt;b&gt;",
    "《<b>社会保险法</b>》第十六条规定：“<i>x</i>”",
    f"《社会保险法》第十六条规定：“{WRONG_NUMBER}”",
    SAID,
    "\n",
    "\n\n",
    " x ",
    "“",
]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=8).map("".join))
def test_whatever_is_sent_is_shown_as_text(engine: SearchEngine, text: str) -> None:
    client = site(engine, texts=OFFICIAL, checker=CHECKER).test_client(use_cookies=False)
    if not text.strip():
        return
    page = soup(send(client, text + " Article 60 of the Social Insurance Law"))
    assert not page.select("main script, main img, main i, main b")
    assert "".join(shown_text(page).split()) == "".join(
        (text + " Article 60 of the Social Insurance Law").split()
    )
