"""What was typed is there again after the session has ended; nothing is done with it meanwhile."""

from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask, Response, request

from kb.accounts import Right
from kb.engine import SearchEngine
from kb.web.desk.access import accepts, needs
from kb.web.desk.kept_form import MOST_CHARS, kept, written
from tests.desk_door import OTHER_SITE, Place, Visitor, form_fields
from tests.desk_memory import MemoryDesk, entry
from tests.small_site import engine_with, soup

NOTES = "/desk/test-notes"
TEXT = "First line\n\n  第二行 <b>&amp;\"' {{ 1 }}\n"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield engine


def add_room(app: Flask) -> list[str]:
    """A room with a form, and what was done by it."""
    done: list[str] = []
    room = Blueprint("test_notes", __name__)

    @room.get(NOTES)
    @needs(Right.WRITE)
    def page() -> Response:
        return Response(f"the form: {written(kept(), 'text', otherwise='as stored')}")

    @room.post(NOTES)
    @needs(Right.WRITE)
    @accepts(6_000_000)
    def do() -> Response:
        done.append(request.form.get("text", ""))
        return Response("done")

    @room.post(f"{NOTES}/elsewhere")
    @needs(Right.WRITE)
    def do_elsewhere() -> Response:
        done.append("elsewhere")
        return Response("done")

    @room.route(f"{NOTES}/both", methods=["GET", "POST"])
    @needs(Right.WRITE)
    def both() -> Response:
        if request.method == "POST":
            done.append("both")
        return Response("shown")

    app.register_blueprint(room)
    return done


@pytest.fixture
def place(engine: SearchEngine) -> Place:
    return Place.over(engine, MemoryDesk.of([entry("pension-gap")]))


@pytest.fixture
def done(place: Place) -> list[str]:
    return add_room(place.app)


def expired(place: Place) -> tuple[Visitor, str]:
    """A browser whose session was ended elsewhere, and the token of the form it has open."""
    visitor = place.visitor("ada")
    token = visitor.token("/desk/account")
    place.office.accounts.sign_out_everywhere("ada")
    return visitor, token


def test_a_text_survives_the_session(place: Place, done: list[str]) -> None:
    visitor, token = expired(place)
    answer = visitor.post(NOTES, {"csrf_token": token, "text": TEXT, "also": ["a", "b"]})
    assert answer.status_code == 403
    page = soup(answer)
    assert "what you wrote is kept" in page.select_one("[role=alert]").get_text()
    wrong = visitor.post("/desk/sign-in", {**form_fields(page), "name": "ada", "password": "no"})
    assert wrong.status_code == 422
    page = soup(wrong)
    assert [f["value"] for f in page.select("input[name='kept.also']")] == ["a", "b"]
    fields = form_fields(page)
    again = visitor.post("/desk/sign-in", {**fields, "password": "correct horse battery staple"})
    assert again.status_code == 200
    page = soup(again)
    form = page.select_one("main form")
    assert form["action"] == NOTES
    shown = visitor.post(form["action"], form_fields(page))
    assert shown.text == f"the form: {TEXT}"
    assert done == []
    token = visitor.token("/desk/account")
    assert visitor.post(NOTES, {"csrf_token": token, "text": TEXT}).text == "done"
    assert done == [TEXT]


def test_an_expired_cookie_is_no_different(place: Place, done: list[str]) -> None:
    visitor = place.visitor()
    answer = visitor.post(NOTES, {"text": TEXT})
    assert answer.status_code == 403
    fields = form_fields(soup(answer))
    assert fields["kept.text"] == TEXT
    assert fields["next"] == NOTES
    assert done == []


def test_a_wrong_token_shows_the_form_again(place: Place, done: list[str]) -> None:
    answer = place.visitor("ada").post(NOTES, {"csrf_token": "old", "text": TEXT})
    assert answer.status_code == 400
    assert answer.text == f"the form: {TEXT}"
    assert done == []


def test_a_form_that_is_sent_elsewhere_names_its_page(place: Place, done: list[str]) -> None:
    visitor = place.visitor("ada")
    answer = visitor.post(f"{NOTES}/elsewhere", {"text": TEXT, "form_page": NOTES})
    assert answer.status_code == 400
    page = soup(answer)
    assert page.select_one("main form")["action"] == NOTES
    assert visitor.post(NOTES, form_fields(page)).text == f"the form: {TEXT}"
    for form_page in ("", "https://evil.example/", f"{NOTES}/nowhere"):
        bad = visitor.post(f"{NOTES}/elsewhere", {"text": TEXT, "form_page": form_page})
        assert bad.status_code == 400
        assert "evil" not in bad.text
    assert done == []


def test_nothing_is_ever_sent_on_to_what_the_form_does(place: Place, done: list[str]) -> None:
    visitor = place.visitor("ada")
    token = visitor.token("/desk/account")
    for address in (f"{NOTES}/both", f"{NOTES}/elsewhere", "/desk/sign-out-everywhere"):
        answer = visitor.post(address, {"csrf_token": token, "kept_form": "1", "kept.text": "x"})
        assert answer.status_code in (200, 303), address
    assert done == []
    assert visitor.get("/desk/account").status_code == 200, "not signed out either"
    assert visitor.post(NOTES, {"kept_form": "1", "kept.text": "x"}).status_code == 400


def test_what_another_site_sent_is_not_kept(place: Place, done: list[str]) -> None:
    visitor = place.visitor()
    answer = visitor.post(NOTES, {"text": TEXT}, OTHER_SITE)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/desk/sign-in?next=")
    wrong = place.visitor("ada").post(NOTES, {"text": TEXT}, OTHER_SITE)
    assert wrong.status_code == 400
    assert "第二行" not in wrong.text
    assert done == []


def test_passwords_are_not_written_into_a_page(place: Place) -> None:
    visitor, token = expired(place)
    fields = {"password": "secret-one", "new": "secret-two", "again": "secret-two"}
    answer = visitor.post("/desk/account", {"csrf_token": token, **fields})
    assert "secret-" not in answer.text


def test_what_is_too_much_is_not_carried(place: Place, done: list[str]) -> None:
    visitor = place.visitor()
    longest = "字" * 400_000
    assert f'value="{longest}"' in visitor.post(NOTES, {"text": longest}).text
    assert visitor.post(NOTES, {"text": "x" * (MOST_CHARS + 1)}).status_code == 303
    many = visitor.post(NOTES, {f"field{n}": "x" for n in range(600)})
    assert many.status_code == 303
    assert visitor.post(NOTES, {"text": "x" * 5_000_000}).status_code == 413
    assert done == []


def test_a_script_is_told_by_the_status(place: Place, done: list[str]) -> None:
    script = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty"}
    answer = place.visitor().post(NOTES, {"text": "x"}, script)
    assert (answer.status_code, answer.data) == (401, b"")
    assert place.visitor("ada").post(NOTES, {"text": "x"}, script).status_code == 400
    assert place.visitor().get(NOTES, **{"Sec-Fetch-Dest": "empty"}).status_code == 401
    assert place.visitor("ada").get("/desk/users", **{"Sec-Fetch-Dest": "empty"}).status_code == 403
    visitor = place.visitor("ada")
    token = {**script, "X-CSRFToken": visitor.token("/desk/account")}
    assert visitor.post(NOTES, {"text": "x"}, token).text == "done"


def test_the_boxes_that_were_checked_are_checked_again(place: Place) -> None:
    visitor = place.visitor("ben")
    pick = visitor.page("/desk/articles").select_one("input[name=pick]")["value"]
    fields = {"pick": pick, "do": "archive", "note": "out of date"}
    answer = visitor.post("/desk/articles?mine=", {**fields, "csrf_token": "old"})
    assert answer.status_code == 400
    page = soup(answer)
    assert page.select_one("input[name=pick]").has_attr("checked")
    assert page.select_one("input[name=note]")["value"] == "out of date"
    assert "Nothing was done" in page.select_one("[role=alert]").get_text()
    assert place.desk.steps == []
