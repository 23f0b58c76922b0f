"""At the desk: files become drafts, readers' wishes a queue, votes a table."""

import gc
import io
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from kb.demand import key_of
from kb.workflow import Step
from tests.desk_room import PUBLISHER
from tests.incoming_desk import HERE, IncomingDesk, incoming_desk, post
from tests.small_site import soup, texts
from tests.word_files import paragraph, word_file

PUBLISHED = "/articles/pension-years"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IncomingDesk]:
    with incoming_desk(tmp_path_factory.mktemp("incoming")) as made:
        yield made


@pytest.fixture
def fresh(desk: IncomingDesk) -> IncomingDesk:
    """The same with nothing asked, searched or voted."""
    desk.demand.purge()
    return desk


def file(name: str, content: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


# Import


def test_several_files_one_bad(desk: IncomingDesk) -> None:
    before = desk.room.files()
    word = word_file(paragraph("From a Word file", "Title"), "It says this.")
    answer = post(
        desk.editor(),
        "/desk/import",
        files=[
            file("one.txt", b"From a text\nIt says this.\n"),
            file("../../bad.docx", b"%PDF-1.7"),
            file("<b>two</b>.docx", word),
        ],
        text="# Pasted words\n\nThey say this.\n",
        topic="pension",
    )
    assert answer.status_code == 200
    page = soup(answer)
    reports = page.select(".import-report")
    assert len(reports) == 4
    assert "3 of 4" in page.get_text()
    assert "bad.docx" in reports[1].h2.get_text()
    assert "This is no text" in reports[1].get_text()
    assert not page.select("main b")
    assert desk.room.files() - before == {
        f"articles/pension/{slug}.md"
        for slug in ("from-a-text", "from-a-word-file", "pasted-words")
    }
    assert desk.room.indexed()["from-a-text"] == "draft"
    assert desk.reader().get("/articles/from-a-text").status_code == 404


def test_a_taken_address_is_not_overwritten(desk: IncomingDesk) -> None:
    before = desk.room.file("articles/pension/pension-gap.md")
    told = post(
        desk.editor(), "/desk/import", files=[file("x.txt", b"Pension gap\nOther words.\n")]
    )
    assert "The address pension-gap is taken; the draft got pension-gap-2" in soup(told).get_text()
    assert desk.room.file("articles/pension/pension-gap.md") == before
    assert desk.room.file("articles/other/pension-gap-2.md")


def test_the_seed_becomes_a_draft_that_is_flagged(desk: IncomingDesk) -> None:
    page = (
        "Where can I pay?\nWhere can I pay?\nFirst, ask.\nAsk at the counter.\nSecond, pay.\n"
        "Pay there.\nLegal basis:\nSocial Insurance Law\nArticle 16 stipulates:\n"
        "Whoever has paid for twenty years draws no pension at all and pays a fine.\n"
    )
    answer = post(desk.editor(), "/desk/import", files=[file("seed.txt", page.encode())])
    flagged = soup(answer).select_one(".import-facts .flagged").get_text()
    assert "prc-sil-2010/art-16" in flagged
    assert "does not match the law" in flagged


def test_a_script_gets_one_report(desk: IncomingDesk) -> None:
    answer = post(
        desk.editor(),
        "/desk/import",
        "/desk/import?one=1",
        files=[file("x.txt", b"One alone\nText.\n")],
    )
    assert answer.status_code == 200
    assert len(soup(answer).select(".import-report")) == 1
    assert not soup(answer).select("header, nav")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Choose a file"),
        ({"text": " \n"}, "Choose a file"),
        ({"text": "x", "topic": "y"}, "topic"),
    ],
)
def test_what_is_no_import(desk: IncomingDesk, fields: dict[str, str], said: str) -> None:
    answer = post(desk.editor(), "/desk/import", **fields)
    assert (answer.status_code, said in answer.text) == (422, True)


def test_pasted_text_outlives_a_slip(desk: IncomingDesk) -> None:
    answer = post(desk.editor(), "/desk/import", text="My long text", kind="nonsense")
    assert answer.status_code == 422
    assert soup(answer).select_one("textarea").get_text() == "My long text"


def test_more_than_is_taken(desk: IncomingDesk) -> None:
    kind = "multipart/form-data; boundary=b"
    answer = desk.editor().post(
        "/desk/import", data=b"x" * 11_000_000, content_type=kind, headers=HERE
    )
    assert answer.status_code == 413


def test_an_upload_that_breaks_off_leaves_no_file_open(
    desk: IncomingDesk, recwarn: pytest.WarningsRecorder
) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    kind = "multipart/form-data; boundary=b"
    gc.collect()
    recwarn.clear()
    answer = desk.editor().post(
        "/desk/import", data=head + b"x" * 600_000, content_type=kind, headers=HERE
    )
    assert answer.status_code == 400
    gc.collect()
    assert [str(warning.message) for warning in recwarn] == []


@pytest.mark.parametrize("path", ["/desk/import", "/desk/demand", "/desk/feedback"])
def test_readers_are_led_to_the_door(desk: IncomingDesk, path: str) -> None:
    answer = desk.reader().get(path)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/desk/sign-in")


def test_no_form_without_its_token(desk: IncomingDesk) -> None:
    before = desk.room.files()
    answer = desk.editor().post("/desk/import", data={"text": "# A\n\nB"}, headers=HERE)
    assert answer.status_code == 400
    assert desk.room.files() == before


# Questions, and their pages


def ask(desk: IncomingDesk, question: str) -> str:
    """Send it; answers where its page is, as the thanks page tells."""
    client = desk.reader()
    sent = client.post("/ask", data={"question": question}, headers=HERE)
    assert sent.status_code == 303
    thanks = client.get(sent.headers["Location"])
    assert "Set-Cookie" not in thanks.headers
    return next(a["href"] for a in soup(thanks).select("main a") if "/ask/" in a["href"])


def test_a_question_from_asked_to_published(fresh: IncomingDesk) -> None:
    question = "Do quokkas pay in Shenzhen?"
    page = ask(fresh, question)
    reader = fresh.reader()
    waiting = reader.get(page)
    assert "It is waiting" in waiting.text
    assert waiting.headers["X-Robots-Tag"] == "noindex"

    editor = fresh.editor("ben")
    row = soup(editor.get("/desk/demand?origin=question")).select_one("tbody tr")
    link = row.select_one(".desk-button")["href"]
    asked = parse_qs(urlsplit(link).query)
    assert (asked["title"], asked["alias"]) == ([question], [question])
    text = (
        f"---\ntitle: Quokkas and contributions\nkind: qa\ntopic: pension\nlang: en\n"
        f"status: draft\naliases:\n  - {question}\n---\n\nThey do not.\n"
    )
    made = fresh.room.desk.create(text, "", PUBLISHER)
    assert "being written" in reader.get(page).text
    (wish,) = [w for w in fresh.demand.wishes() if w.question == question]
    assert (wish.state, wish.slug) == ("drafted", made.slug)

    fresh.room.desk.take(Step.PUBLISH, made.slug, PUBLISHER, based_on=made.version)
    (wish,) = [w for w in fresh.demand.wishes() if w.question == question]
    assert wish.state == "done"
    told = soup(reader.get(page))
    assert told.select_one(".asked-answer a")["href"] == f"/articles/{made.slug}"


@pytest.mark.parametrize("key", ["x", "0" * 24, "..", "thanks2", key_of("never asked")])
def test_pages_of_questions_that_nobody_asked(desk: IncomingDesk, key: str) -> None:
    assert desk.reader().get(f"/ask/{key}").status_code == 404


def test_near_duplicates_are_one_wish_by_origin(fresh: IncomingDesk) -> None:
    for question in (
        "Can wombats retire?",
        "can WOMBATS retire",
        "请问袋熊能退休吗？",
        "袋熊能退休吗",
    ):
        ask(fresh, question)
    found = {w.question: w for w in fresh.demand.wishes() if w.counts.get("question")}  # type: ignore[call-overload]
    assert {w.count for w in found.values()} == {2}
    assert len(found) == 2


def test_dismissed_and_reopened(fresh: IncomingDesk) -> None:
    ask(fresh, "Where is my lunch?")
    editor = fresh.editor()
    path = f"/desk/demand/{key_of('Where is my lunch?')}"
    assert post(editor, path, do="dismiss").status_code == 422
    assert post(editor, path, do="dismiss", reason="no question of ours").status_code == 303
    assert "Where is my lunch?" not in texts(soup(editor.get("/desk/demand")).select("tbody td a"))
    assert "no question of ours" in editor.get(path).text
    assert "It is waiting" in fresh.reader().get(f"/ask/{path.rpartition('/')[2]}").text
    assert post(editor, path, do="reopen").status_code == 303
    assert "Where is my lunch?" in editor.get("/desk/demand").text
    assert post(editor, path, do="drafted", slug="nowhere").status_code == 422
    assert post(editor, path, do="drafted", slug="pension-years").status_code == 303
    assert "pension-years" in fresh.reader().get(f"/ask/{path.rpartition('/')[2]}").text


# Searches


def test_searches_show_from_three_people_up_and_tell_nobody(
    fresh: IncomingDesk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret, wished = "xyzzy plugh secretly", "flibbertigibbet allowance"
    people = ["203.0.113.7", "203.0.113.8", "2001:db8::1", "2001:db8::2", "198.51.100.9"]
    for address in people[:2] * 3:
        fresh.reader(address).get("/search", query_string={"q": secret})
    for address in people[2:4]:  # one household
        fresh.reader(address).get("/search", query_string={"q": "borogove benefit"})
    for address in people[:3]:
        fresh.reader(address).get("/api/v1/search", query_string={"q": wished})
    questions = [w.question for w in fresh.demand.wishes()]
    assert wished in questions
    assert secret not in questions
    assert "borogove benefit" not in questions
    shown = fresh.editor().get("/desk/demand?state=all").text
    assert (wished in shown, secret in shown) == (True, False)
    kept = b"".join(p.read_bytes() for p in fresh.database.parent.glob("desk.sqlite3*"))
    for hidden in (*people, secret, "borogove"):
        assert hidden.encode() not in kept
        assert hidden not in caplog.text


@pytest.mark.parametrize(
    "query", ["pension", "how many years must I pay", "article 16 social insurance law"]
)
def test_what_is_answered_is_not_counted(fresh: IncomingDesk, query: str) -> None:
    for number in range(3):
        fresh.reader(f"203.0.113.{number}").get("/search", query_string={"q": query})
    assert query not in [w.question for w in fresh.demand.wishes()]


# Feedback


def vote(desk: IncomingDesk, address: str = "127.0.0.1", **fields: str) -> int:
    client = desk.reader(address)
    return client.post(f"{PUBLISHED}/feedback", data=fields, headers=HERE).status_code


def test_a_vote_with_a_comment(fresh: IncomingDesk) -> None:
    reader = fresh.reader("203.0.113.50")
    page = reader.get(PUBLISHED)
    form = soup(page).select_one(".feedback form")
    assert (form["action"], form["method"]) == (f"{PUBLISHED}/feedback", "post")
    assert "Set-Cookie" not in page.headers
    comment = "My number is 13800138000 <script>alert(1)</script>"
    sent = reader.post(form["action"], data={"helpful": "no", "comment": comment}, headers=HERE)
    assert sent.status_code == 303
    thanks = reader.get(sent.headers["Location"])
    assert "The editors see" in thanks.text
    assert thanks.headers["X-Robots-Tag"] == "noindex"
    room = soup(fresh.editor().get("/desk/feedback"))
    assert "My number is *** <script>alert(1)</script>" in room.get_text()
    assert not room.select("main script")


def test_an_article_that_does_not_help_is_in_the_queue(fresh: IncomingDesk) -> None:
    for number in range(3):
        assert vote(fresh, f"203.0.113.{60 + number}", helpful="no", comment="wrong year") == 303
    assert vote(fresh, "203.0.113.70", helpful="yes") == 303
    (wish,) = [w for w in fresh.demand.wishes() if w.slug == "pension-years" and w.unhelpful]
    assert (wish.helpful, wish.unhelpful, wish.state) == (1, 3, "open")
    editor = fresh.editor()
    assert "wrong year" in editor.get(f"/desk/demand/{wish.key}").text
    assert (
        post(editor, f"/desk/demand/{wish.key}", do="dismiss", reason="mended").status_code == 303
    )
    assert fresh.demand.wish(wish.key).state == "dismissed"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("fields", "headers", "status"),
    [
        ({}, HERE, 422),
        ({"helpful": "perhaps"}, HERE, 422),
        ({"helpful": "no", "comment": "x" * 1001}, HERE, 422),
        ({"helpful": "no", "comment": "x" * 20_000}, HERE, 413),
        ({"helpful": "no"}, {"Sec-Fetch-Site": "cross-site"}, 403),
        ({"helpful": "no"}, {}, 403),
    ],
)  # fmt: skip
def test_votes_that_are_none(
    fresh: IncomingDesk, fields: dict[str, str], headers: dict[str, str], status: int
) -> None:
    client = fresh.reader("203.0.113.80")
    assert client.post(f"{PUBLISHED}/feedback", data=fields, headers=headers).status_code == status
    assert fresh.office.feedback.tallies() == ()


def test_no_votes_on_what_readers_do_not_have(fresh: IncomingDesk) -> None:
    client = fresh.reader("203.0.113.81")
    sent = client.post("/articles/when-to-retire/feedback", data={"helpful": "no"}, headers=HERE)
    assert sent.status_code == 404


def test_one_client_is_held_up_and_others_are_not(fresh: IncomingDesk) -> None:
    statuses = [vote(fresh, "203.0.113.90", helpful="no") for _ in range(15)]
    assert statuses.count(303) == 10
    assert statuses[-1] == 429
    assert vote(fresh, "203.0.113.91", helpful="yes") == 303


def test_purging_leaves_nothing(fresh: IncomingDesk) -> None:
    ask(fresh, "Is a unicorn insured?")
    vote(fresh, "203.0.113.95", helpful="no", comment="a unicorn is missing")
    for number in range(3):
        fresh.reader(f"203.0.113.{number}").get("/search?q=unicorn+dividend+xyzzy")
    fresh.demand.wishes()
    done = fresh.demand.purge()
    assert (done.questions, done.searches, done.votes) == (1, 1, 1)
    with sqlite3.connect(fresh.database) as database:
        for table in ("asked", "searched", "votes", "demand_days", "question_keys"):
            (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert count == 0, table
    assert fresh.demand.wishes() == tuple(w for w in fresh.demand.wishes() if w.asked_by)
    assert Path(fresh.database).exists()
