"""The same for programs: what is taken, what is answered, over real HTTP too."""

import io
import json
import threading
import urllib.request
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kb.engine import SearchEngine
from tests.checked_texts import CHECKER, CHINESE, OFFICIAL, RIGHT, WRONG_NUMBER
from tests.small_site import engine_with, site
from tests.word_files import paragraph, word_file

ADDRESS = "/api/v1/cite-check"
SAID = "《社会保险法》第六十条规定："
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("check") / "index") as opened:
        yield opened


@pytest.fixture
def client(engine: SearchEngine) -> FlaskClient:
    return site(engine, texts=OFFICIAL, checker=CHECKER).test_client(use_cookies=False)


def test_an_answer_in_full(client: FlaskClient) -> None:
    response = client.post(ADDRESS, json={"text": CHINESE, "on": "2026-11-20"})
    assert response.status_code == 200
    assert response.content_type == "application/json; charset=utf-8"
    answer = response.get_json()
    assert (answer["text"], answer["length"]) == (CHINESE, len(CHINESE))
    assert (answer["lang"], answer["on"], answer["errors"]) == ("zh", "2026-11-20", 3)
    assert answer["counts"] == [
        {"standing": "wrong", "count": 1},
        {"standing": "mismatch", "count": 2},
        {"standing": "unknown", "count": 1},
        {"standing": "superseded", "count": 1},
        {"standing": "verbatim", "count": 1},
        {"standing": "cited", "count": 1},
    ]
    first, _, second_paragraph, third, _, fifth, sixth = answer["citations"]
    assert second_paragraph["numbers"] == ["60/para-2"]
    at = CHINESE.index(WRONG_NUMBER)
    start = CHINESE.index("《")
    name = "Social Insurance Law of the People's Republic of China, Article"
    assert first == {
        "start": start,
        "end": start + len("《社会保险法》第十六条"),
        "text": "《社会保险法》第十六条",
        "statute": "社会保险法",
        "statute_id": "prc-sil-2010",
        "numbers": ["16"],
        "standing": "mismatch",
        "error": True,
        "provisions": [
            {
                "provision": "prc-sil-2010/art-16",
                "name": f"{name} 16",
                "url": "/statutes/prc-sil-2010/art-16",
            }
        ],
        "reason": None,
        "why_unresolved": None,
        "candidates": [],
        "quotes": [{"start": at, "end": at + len(WRONG_NUMBER)}],
        "verdict": {
            "kind": "mismatch",
            "holds": False,
            "why": ["numbers"],
            "message": "An amount, a share or a time limit differs. "
            "Held against the text of 29 December 2018.",
            "differences": [
                {
                    "change": "replaced",
                    "quoted": "十",
                    "official": "十五",
                    "spans": [{"start": at + 3, "end": at + 4}],
                }
            ],
            "found_in": [],
            "version": "2018-12-29",
            "superseded": False,
            "lang": "zh",
            "likeness": 93,
        },
    }
    assert third["verdict"]["found_in"] == ["prc-sil-2010/art-45"]
    assert (fifth["standing"], fifth["provisions"], fifth["verdict"]) == ("wrong", [], None)
    assert "98" in fifth["reason"]
    assert (sixth["statute"], sixth["statute_id"]) == ("月球法", None)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", f"{SAID}\n{RIGHT}".encode()),
        ("text/plain; charset=utf-8", f"{SAID}\r\n{RIGHT}".encode()),
        ("text/markdown", f"{SAID}\n\n> {RIGHT}".encode()),
        ("text/html", f"<p>{SAID}<blockquote>{RIGHT}</blockquote>".encode()),
        (WORD, word_file(SAID, paragraph(RIGHT, "Quote"))),
    ],
)
def test_the_text_itself(client: FlaskClient, kind: str, body: bytes) -> None:
    response = client.post(f"{ADDRESS}?on=2026-11-20", data=body, content_type=kind)
    answer = response.get_json()
    (citation,) = answer["citations"]
    (span,) = citation["quotes"]
    assert answer["text"][span["start"] : span["end"]] == RIGHT
    assert citation["verdict"]["kind"] == "verbatim"
    assert answer["on"] == "2026-11-20"


def test_a_file_in_a_form(client: FlaskClient) -> None:
    file = (io.BytesIO(word_file(SAID, RIGHT)), "a.docx")
    answer = client.post(ADDRESS, data={"file": file, "on": "2026-11-20"}).get_json()
    assert answer["text"] == f"{SAID}\n\n{RIGHT}"
    assert answer["counts"] == [{"standing": "verbatim", "count": 1}]


BAD_JSON = "application/json"
REFUSED = [
    (BAD_JSON, b"{", 422, "text", "JSON"),
    (BAD_JSON, b"[]", 422, "body", "an object"),
    (BAD_JSON, b"{}", 422, "text", "text"),
    (BAD_JSON, b'{"text": 5}', 422, "text", "a text"),
    (BAD_JSON, b'{"text": "\\ud800"}', 422, "text", ""),
    (BAD_JSON, b"\xff", 422, "text", ""),
    (BAD_JSON, b'{"text": " "}', 422, "text", "no text"),
    (BAD_JSON, b'{"text": "x", "on": "soon"}', 422, "on", "soon"),
    (BAD_JSON, json.dumps({"text": "x" * 1_000_001}).encode(), 413, "text", "1,000,001"),
    (BAD_JSON, b" " * 12_000_000, 413, "file", "bytes"),
    ("text/plain", b"", 422, "text", "no text"),
    ("text/plain", bytes(range(256)) * 20, 422, "text", "UTF-8"),
    (WORD, b"x", 422, "text", ".docx"),
    ("application/x-www-form-urlencoded", b"text=x", 415, "Content-Type", "multipart/form-data"),
    ("application/pdf", b"%PDF", 415, "Content-Type", "text/plain"),
    ("", b"x", 415, "Content-Type", "application/json"),
]


@pytest.mark.parametrize(("kind", "body", "status", "parameter", "said"), REFUSED)
def test_what_is_refused(
    client: FlaskClient, kind: str, body: bytes, status: int, parameter: str, said: str
) -> None:
    response = client.post(ADDRESS, data=body, content_type=kind)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    problem = response.get_json()
    assert problem["status"] == status
    assert [error["parameter"] for error in problem["errors"]] == [parameter]
    assert said in problem["detail"]


def test_parameters_that_are_none(client: FlaskClient) -> None:
    for address, sent in (
        (f"{ADDRESS}?day=x", {"data": b"x", "content_type": "text/plain"}),
        (f"{ADDRESS}?on=2026-11-20", {"json": {"text": "x"}}),
        (ADDRESS, {"data": {"text": "x", "lang": "en", "a": (io.BytesIO(b""), "")}}),
    ):
        response = client.post(address, **sent)  # type: ignore[arg-type]
        assert response.status_code == 422, address
        assert response.get_json()["errors"]
    assert client.get(ADDRESS).status_code == 405


def test_over_real_http(engine: SearchEngine) -> None:
    from kb.web.serve import serve

    app = site(engine, texts=OFFICIAL, checker=CHECKER)
    addresses: list[str] = []
    started = threading.Event()

    def ready(url: str) -> None:
        addresses.append(url)
        started.set()

    thread = threading.Thread(
        target=serve, args=(app, "127.0.0.1", 0), kwargs={"ready": ready}, daemon=True
    )
    thread.start()
    assert started.wait(30)
    picture = {"word/media/a.bin": bytes(range(256)) * 20_000}
    body = word_file(SAID, paragraph(RIGHT, "Quote"), more=picture)
    request = urllib.request.Request(
        addresses[0] + ADDRESS, data=body, headers={"Content-Type": WORD}
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        answer = json.load(response)
    assert answer["counts"] == [{"standing": "verbatim", "count": 1}]
    large = b"x" * 3_000_000
    request = urllib.request.Request(
        addresses[0] + ADDRESS, data=large, headers={"Content-Type": "text/plain"}
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    assert refused.value.code == 413
    assert json.load(refused.value)["errors"][0]["parameter"] == "text"
