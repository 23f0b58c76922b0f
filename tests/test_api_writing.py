"""Programs write over the API: by token, on the real desk over a real corpus folder."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from ingest.taxonomy_file import taxonomy_of
from kb import bundle
from kb.desk.database import Database
from kb.desk.tokens import StoredTokens
from kb.tokens import Scope
from kb.web.app import create_app
from tests.desk_room import TODAY, Room, opened, text
from tests.desk_site import office_of

ARTICLES = "/api/v1/articles"
GOOD = text("How many years until a pension?")
MISQUOTED = text(
    "What does the law say?",
    body="Article 16 of the Social Insurance Law:\n\n> Whoever has paid for three days draws a "
    "pension every month.",
)


@dataclass
class Programs:
    """Programs with tokens of each scope, and the room that they write in."""

    client: FlaskClient
    secrets: dict[Scope, str]
    room: Room

    def send(self, method: str, address: str, scope: Scope | None, **how: object) -> TestResponse:
        headers = dict(how.pop("headers", {}))  # type: ignore[call-overload]
        if scope is not None:
            headers["Authorization"] = f"Bearer {self.secrets[scope]}"
        return self.client.open(address, method=method, headers=headers, **how)

    def create(self, written: str, **more: str) -> TestResponse:
        return self.send("POST", ARTICLES, Scope.WRITE, json={"text": written, **more})


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    with opened(tmp_path) as room:
        tokens = StoredTokens(Database.open(tmp_path / "desk"))
        secrets = {scope: tokens.add(f"a-{scope.name}", scope, "shell:x") for scope in Scope}
        app = create_app(
            room.engine,
            taxonomy_of(room.folder),
            templates=bundle.templates(),
            today=lambda: TODAY,
            office=replace(office_of(room), tokens=tokens),
        )
        yield Programs(app.test_client(use_cookies=False), secrets, room)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd, gzip"])
def test_a_version_is_the_same_to_programs_that_take_packed_answers(
    programs: Programs, encoding: str
) -> None:
    made = programs.create(GOOD + "\nAnd so on.\n" * 200)
    taken = {"Accept-Encoding": encoding}
    read = programs.send("GET", made.headers["Location"], Scope.READ, headers=taken)
    assert read.headers["ETag"] == made.headers["ETag"]
    changed = {"text": GOOD + "\nShorter.\n"}
    tag = {"If-Match": read.headers["ETag"]}
    saved = programs.send("PUT", read.json["api"], Scope.WRITE, json=changed, headers=tag | taken)
    assert saved.status_code == 200, saved.text


def test_from_nothing_to_readers(programs: Programs) -> None:
    made = programs.create(GOOD, note="by machine")
    assert made.status_code == 201, made.text
    address = made.headers["Location"]
    slug, version = made.json["slug"], made.json["version"]
    assert (made.json["status"], made.headers["ETag"]) == ("draft", f'"{version}"')
    same = programs.send("GET", address, Scope.READ)
    assert same.json == made.json
    better = GOOD.replace("fifteen years", "at least fifteen years")
    kept = programs.send(
        "PUT", address, Scope.WRITE, json={"text": better}, headers={"If-Match": f'"{version}"'}
    )
    assert kept.status_code == 200, kept.text
    steps = f"{ARTICLES}/{slug}/steps"
    tag = {"If-Match": kept.headers["ETag"]}
    submitted = programs.send("POST", steps, Scope.WRITE, json={"step": "submit"}, headers=tag)
    assert submitted.json["status"] == "review"
    tag = {"If-Match": submitted.headers["ETag"]}
    refused = programs.send("POST", steps, Scope.WRITE, json={"step": "publish"}, headers=tag)
    assert refused.status_code == 403
    assert programs.client.get(f"{ARTICLES}/{slug}").status_code == 404
    shown = programs.send("POST", steps, Scope.PUBLISH, json={"step": "publish"}, headers=tag)
    assert shown.status_code == 200, shown.text
    read = programs.client.get(f"{ARTICLES}/{slug}").json
    assert "at least fifteen years" in read["answer"]
    found = programs.client.get("/api/v1/search?q=years+until+a+pension").json["hits"]
    assert slug in [hit["slug"] for hit in found]
    authors = {revision.author for revision in programs.room.desk.history(slug)}
    assert authors == {"token:a-WRITE", "token:a-PUBLISH"}


def test_who_comes_second_is_told(programs: Programs) -> None:
    made = programs.create(GOOD)
    address, old = made.headers["Location"], made.headers["ETag"]
    first = programs.send(
        "PUT", address, Scope.WRITE, json={"text": GOOD + "\nOne.\n"}, headers={"If-Match": old}
    )
    second = programs.send(
        "PUT", address, Scope.WRITE, json={"text": GOOD + "\nTwo.\n"}, headers={"If-Match": old}
    )
    assert second.status_code == 412
    assert second.json["type"].endswith(":changed-meanwhile")
    assert first.headers["ETag"] in second.json["detail"]
    now = programs.send("GET", address, Scope.READ)
    assert "One." in now.json["text"]
    assert "Two." not in now.json["text"]


@pytest.mark.parametrize("given", [None, "", "x", 'W/"x"', '"0000"'])
def test_the_version_has_to_be_named(programs: Programs, given: str | None) -> None:
    address = programs.create(GOOD).headers["Location"]
    headers = {} if given is None else {"If-Match": given}
    response = programs.send("PUT", address, Scope.WRITE, json={"text": "x"}, headers=headers)
    assert response.status_code == (412 if given else 428)
    assert programs.send("GET", address, Scope.READ).json["text"] == GOOD


def test_what_would_mislead_is_not_published(programs: Programs) -> None:
    made = programs.create(MISQUOTED)
    slug = made.json["slug"]
    response = programs.send(
        "POST",
        f"{ARTICLES}/{slug}/steps",
        Scope.PUBLISH,
        json={"step": "publish"},
        headers={"If-Match": made.headers["ETag"]},
    )
    assert response.status_code == 409
    assert any("quote-mismatch" in error["detail"] for error in response.json["errors"])
    assert response.json["errors"][0]["parameter"].startswith("line ")
    assert programs.client.get(f"{ARTICLES}/{slug}").status_code == 404


def test_a_text_can_be_checked_first(programs: Programs) -> None:
    def examined(written: str) -> dict[str, object]:
        response = programs.send("POST", "/api/v1/examine", Scope.READ, json={"text": written})
        assert response.status_code == 200, response.text
        found: dict[str, object] = response.json
        return found

    assert examined(GOOD)["publishable"]
    wrong = examined(MISQUOTED)
    assert not wrong["publishable"]
    assert "quote-mismatch" in [f["code"] for f in wrong["findings"]]  # type: ignore[attr-defined]
    nothing = examined("no front matter")
    assert (nothing["title"], nothing["publishable"]) == (None, False)


@pytest.mark.parametrize(
    ("method", "address", "body", "least"),
    [
        ("GET", f"{ARTICLES}/x/manuscript", None, Scope.READ),
        ("POST", "/api/v1/examine", {"text": "x"}, Scope.READ),
        ("POST", ARTICLES, {"text": GOOD}, Scope.WRITE),
        ("PUT", f"{ARTICLES}/x/manuscript", {"text": GOOD}, Scope.WRITE),
        ("POST", f"{ARTICLES}/x/steps", {"step": "submit"}, Scope.WRITE),
        ("POST", f"{ARTICLES}/x/steps", {"step": "publish"}, Scope.PUBLISH),
    ],
)
def test_who_may_what(
    programs: Programs, method: str, address: str, body: object, least: Scope
) -> None:
    sent = {} if body is None else {"json": body}
    nobody = programs.send(method, address, None, **sent)
    assert nobody.status_code == 401
    assert nobody.headers["WWW-Authenticate"].startswith("Bearer")
    for wrong in ("Bearer kb_nothing", "Basic eDp5", "kb_nothing"):
        answer = programs.client.open(
            address, method=method, headers={"Authorization": wrong}, **sent
        )
        assert answer.status_code == 401, wrong
    in_query = programs.client.open(
        f"{address}?access_token={programs.secrets[Scope.PUBLISH]}", method=method, **sent
    )
    assert in_query.status_code == 401
    for scope in Scope:
        status = programs.send(method, address, scope, **sent).status_code
        assert (status == 403) is not scope.includes(least), (scope, status)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "text"),
        ({"text": " "}, "text"),
        ({"text": 5}, "text"),
        ({"text": "x", "status": "published"}, "status"),
        ({"text": "x" * 400_001}, "text"),
    ],
)
def test_what_is_sent_wrongly_is_named(
    programs: Programs, body: dict[str, object], named: str
) -> None:
    response = programs.send("POST", ARTICLES, Scope.WRITE, json=body)
    assert response.status_code == 422
    assert [error["parameter"] for error in response.json["errors"]] == [named]


def test_addresses_stay_inside(programs: Programs) -> None:
    for slug in ("../../escape", "/etc/passwd", "a/b", "x\0y", "a" * 200):
        response = programs.create(GOOD, slug=slug)
        assert response.status_code in (201, 409), (slug, response.text)
    strays = programs.room.folder.parent.rglob("*escape*")
    assert all(programs.room.folder in path.parents for path in strays)


def test_a_published_article_changes_only_when_it_is_published(programs: Programs) -> None:
    made = programs.create(GOOD)
    steps = f"{ARTICLES}/{made.json['slug']}/steps"
    tag = {"If-Match": made.headers["ETag"]}
    shown = programs.send("POST", steps, Scope.PUBLISH, json={"step": "publish"}, headers=tag)
    changed = programs.send(
        "PUT",
        made.headers["Location"],
        Scope.WRITE,
        json={"text": shown.json["text"].replace("fifteen", "sixteen")},
        headers={"If-Match": shown.headers["ETag"]},
    )
    assert changed.json["pending"]
    assert changed.json["shown"] == "published"
    read = programs.client.get(f"{ARTICLES}/{made.json['slug']}").json
    assert "fifteen" in read["answer"]


def test_the_description_has_it(programs: Programs) -> None:
    document = programs.client.get("/api/v1/openapi.json").json
    validate(document)
    put = document["paths"]["/api/v1/articles/{slug}/manuscript"]["put"]
    assert put["security"]
    assert {"401", "403", "412", "428"} <= put["responses"].keys()
    assert programs.client.get("/api").status_code == 200


def test_no_page_of_another_site_may_write(programs: Programs) -> None:
    headers = {"Origin": "https://elsewhere.example"}
    made = programs.send("POST", ARTICLES, Scope.WRITE, json={"text": GOOD}, headers=headers)
    assert "Access-Control-Allow-Origin" not in made.headers
    asked = programs.client.options(ARTICLES, headers=headers)
    assert "Authorization" not in asked.headers["Access-Control-Allow-Headers"]
