"""The door of the desk: sessions, cookies, passwords that are guessed at, where a page leads."""

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from kb.engine import SearchEngine
from kb.web.desk.own_address import DESK, own_address
from tests.desk_door import Place
from tests.desk_memory import PASSWORD, MemoryAudit
from tests.small_site import engine_with, site, soup, texts


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield engine


@pytest.fixture
def place(engine: SearchEngine) -> Place:
    return Place.over(engine)


def session_cookie(answer: TestResponse) -> str:
    """The Set-Cookie of the session, "" where the answer sets none."""
    return next((c for c in answer.headers.getlist("Set-Cookie") if c.startswith("kb_desk=")), "")


def test_signing_in_leads_to_where_one_wanted_to_go(place: Place) -> None:
    visitor = place.visitor()
    asked = visitor.get("/desk/articles?q=gap&sort=-changed")
    assert asked.status_code == 303
    page = visitor.page(asked.headers["Location"])
    wanted = page.select_one("input[name=next]")["value"]
    answer = visitor.sign_in("ada", next=wanted)
    assert answer.headers["Location"] == "/desk/articles?q=gap&sort=-changed"
    assert visitor.get(answer.headers["Location"]).status_code == 200
    assert visitor.get("/desk").headers["Location"] == "/desk/articles"
    assert visitor.get("/desk/sign-in").status_code == 303, "who is signed in need not again"


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/desk", "/desk"),
        ("/desk/articles?q=%E7%A4%BE&page=2", "/desk/articles?q=%E7%A4%BE&page=2"),
        ("", DESK),
        ("/", DESK),
        ("/articles/x", DESK),
        ("/desktop", DESK),
        ("/desk.example", DESK),
        ("https://evil.example/desk", DESK),
        ("//evil.example/desk/", DESK),
        ("/desk//evil.example", DESK),
        ("/\\evil.example", DESK),
        ("/desk/\\evil.example", DESK),
        ("\\\\evil.example", DESK),
        ("/desk/../../x", DESK),
        ("/desk/%0d%0aSet-Cookie:x", "/desk/%0d%0aSet-Cookie:x"),  # encoded it is harmless
        ("/desk/\r\nSet-Cookie: x=1", DESK),
        ("/desk/\tx", DESK),
        (" /desk/articles", DESK),
        ("javascript:alert(1)", DESK),
        ("/desk/sign-in?next=/desk/sign-in", DESK),
        ("/desk/" + "x" * 3000, DESK),
        ("/desk/社保", DESK),
        ('/desk/"><script>', DESK),
    ],
)
def test_next_leads_to_the_desk_alone(place: Place, address: str, leads_to: str) -> None:
    answer = place.visitor().sign_in("ada", next=address)
    assert answer.headers["Location"] == leads_to
    assert len(answer.headers.getlist("Location")) == 1


@given(st.text(max_size=60) | st.text(alphabet="/\\.:@desk?#%\t", max_size=30).map("/desk".__add__))
@example("/desk@evil.example")
def test_no_address_leads_elsewhere(address: str) -> None:
    found = own_address(address)
    assert found == DESK or found.startswith(("/desk/", "/desk?"))
    assert not set(found) & set('\\\r\n\t <>"')
    assert "//" not in found.split("?")[0]


def test_unknown_user_and_wrong_password_get_the_same_answer(place: Place) -> None:
    place.office.accounts.set_disabled("ben", True)
    said = []
    for name, password in (("ada", "wrong"), ("nobody", PASSWORD), ("ben", PASSWORD), ("", "")):
        answer = place.visitor().sign_in(name, password)
        assert answer.status_code == 422
        page = soup(answer)
        assert page.select_one("#sign_in_name")["value"] == name
        assert page.select_one("#sign_in_password").get("value") is None
        said.append(texts(page.select("[role=alert]")))
    assert said[0]
    assert said.count(said[0]) == len(said)


def test_too_many_wrong_passwords_for_a_name(place: Place) -> None:
    visitor = place.visitor()
    for number in range(10):
        name = ("Ada", "ADA", " ada")[number % 3]
        assert visitor.sign_in(name, "wrong").status_code == 422
    answer = visitor.sign_in("ada")
    assert answer.status_code == 429, "even the right one has to wait"
    assert 1 <= int(answer.headers["Retry-After"]) <= 601
    assert "Wait" in soup(answer).select_one("[role=alert]").get_text()
    chinese = visitor.send("/desk/sign-in?ui=zh", "/desk/sign-in", name="ada", password="x")
    assert chinese.status_code == 429
    assert "请等" in soup(chinese).select_one("[role=alert]").get_text()
    assert visitor.sign_in("ben").status_code == 303, "another name is not concerned"


def test_too_many_wrong_passwords_from_an_address(place: Place) -> None:
    visitor = place.visitor()
    for number in range(20):
        assert visitor.sign_in(f"name{number}", "wrong").status_code == 422
    assert visitor.sign_in("ben").status_code == 429
    elsewhere = place.visitor()
    fields = {"name": "ben", "password": PASSWORD, "csrf_token": elsewhere.token()}
    answer = elsewhere.client.post(
        "/desk/sign-in", data=fields, environ_overrides={"REMOTE_ADDR": "192.0.2.7"}
    )
    assert answer.status_code == 303


def test_right_passwords_are_not_counted(place: Place) -> None:
    for _ in range(25):
        place.visitor("ada")


def test_a_network_of_ipv6_is_one_client(place: Place) -> None:
    visitor = place.visitor()
    token = visitor.token()
    statuses = [
        visitor.client.post(
            "/desk/sign-in",
            data={"name": f"name{number}", "password": "x", "csrf_token": token},
            environ_overrides={"REMOTE_ADDR": f"2001:db8::{number:x}"},
        ).status_code
        for number in range(1, 22)
    ]
    assert statuses == [422] * 20 + [429]


def test_guesses_at_ones_own_password_are_counted_too(place: Place) -> None:
    visitor = place.visitor("ada")
    fields = {"new": "another long password", "again": "another long password"}
    for _ in range(10):
        assert visitor.send("/desk/account", password="wrong", **fields).status_code == 422
    assert visitor.send("/desk/account", password=PASSWORD, **fields).status_code == 429


@pytest.mark.parametrize(
    ("site_url", "base", "is_secure"),
    [
        ("", "http://localhost", False),
        ("http://answers.example", "http://localhost", False),
        ("https://answers.example", "http://localhost", True),
        ("", "https://localhost", True),
    ],
)
def test_the_cookies_flags(engine: SearchEngine, site_url: str, base: str, is_secure: bool) -> None:
    client = Place.over(engine, site_url=site_url).app.test_client()
    page = client.get("/desk/sign-in", base_url=base)
    for answer in (page,):
        cookie = SimpleCookie(session_cookie(answer))["kb_desk"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/desk"
        assert bool(cookie["secure"]) is is_secure
        assert not cookie["domain"]


def test_a_session_ends_after_half_a_day_without_a_request(place: Place) -> None:
    answer = place.visitor().sign_in("ada")
    cookie = SimpleCookie(session_cookie(answer))["kb_desk"]
    assert cookie["expires"], "a phone that closes its browser stays signed in"
    assert place.app.permanent_session_lifetime.total_seconds() == 12 * 3600
    visitor = place.visitor("ada")
    assert session_cookie(visitor.get("/desk/articles")), "each request begins the time anew"


def test_readers_get_no_cookie_and_caches_no_reason(engine: SearchEngine) -> None:
    place = Place.over(engine)
    reader = place.app.test_client()
    plain = site(engine).test_client()
    for address in ("/", "/search?q=pension", "/static/site.css", "/api/v1/search?q=x", "/nope"):
        here, without = reader.get(address), plain.get(address)
        assert not here.headers.getlist("Set-Cookie")
        assert here.headers.get("Vary") == without.headers.get("Vary")
        assert here.headers.get("Cache-Control") == without.headers.get("Cache-Control")
        here.close()
        without.close()
    editor = place.visitor("ada").client
    assert not editor.get("/").headers.getlist("Set-Cookie")
    assert editor.get_cookie("kb_desk", path="/") is None


def test_pages_of_the_desk_are_kept_and_indexed_by_nobody(place: Place) -> None:
    visitor = place.visitor("cai")
    for answer in (visitor.get("/desk/articles"), visitor.get("/desk/nope"), visitor.get("/desk")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Disallow: /desk\n" in visitor.get("/robots.txt").text


def test_no_page_with_a_token_is_compressed(place: Place) -> None:
    visitor = place.visitor("ada")
    wanted = {"Accept-Encoding": "gzip, br, zstd"}
    answer = visitor.get("/desk/articles?q=guess", **wanted)
    assert "Content-Encoding" not in answer.headers
    assert "csrf_token" in answer.text
    assert "Content-Encoding" in visitor.get("/search?q=pension", **wanted).headers, "others are"


def test_without_an_office_there_is_no_desk(engine: SearchEngine) -> None:
    client = site(engine).test_client()
    assert client.get("/desk").status_code == 404
    assert client.get("/desk/sign-in").status_code == 404


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("kb_desk", path="/desk")
    assert cookie is not None
    return cookie.value


def test_a_session_from_before_signing_in_is_not_the_one_after(place: Place) -> None:
    visitor = place.visitor()
    token = visitor.token()
    planted = cookie_of(visitor.client)  # by somebody who hopes that it will be signed in
    visitor.sign_in("ada")
    assert cookie_of(visitor.client) != planted
    attacker = place.visitor()
    attacker.client.set_cookie("kb_desk", planted, path="/desk")
    assert attacker.get("/desk/articles").status_code == 303
    answer = visitor.post("/desk/sign-out-everywhere", {"csrf_token": token})
    assert answer.status_code == 400, "nor does its token count"


@pytest.mark.parametrize("ending", ["everywhere", "password", "disabled", "one's own", "gone"])
def test_what_ends_a_session(place: Place, ending: str) -> None:
    accounts = place.office.accounts
    visitor, elsewhere = place.visitor("ada"), place.visitor("ada")
    match ending:
        case "everywhere":
            answer = elsewhere.send("/desk/sign-out-everywhere")
            assert answer.headers["Location"] == "/desk/sign-in"
        case "password":
            accounts.set_password("ada", "another long password")
        case "disabled":
            accounts.set_disabled("ada", True)
        case "one's own":
            new = {"new": "another long password", "again": "another long password"}
            answer = elsewhere.send("/desk/account", password=PASSWORD, **new)
            assert answer.headers["Location"] == "/desk/account"
            assert "changed" in elsewhere.page("/desk/account").select_one(".desk-notice").text
        case _:
            accounts._users.pop("ada")  # type: ignore[attr-defined]
    assert visitor.get("/desk/articles").status_code == 303


def test_signing_out_ends_this_session_alone(place: Place) -> None:
    visitor, elsewhere = place.visitor("ada"), place.visitor("ada")
    visitor.send("/desk/sign-out")
    assert visitor.get("/desk/articles").status_code == 303
    assert elsewhere.get("/desk/articles").status_code == 200


def test_a_forged_cookie_is_none(place: Place) -> None:
    visitor = place.visitor("ada")
    payload, _, signature = cookie_of(visitor.client).rpartition(".")
    for forged in (f"{payload}.{signature[::-1]}", f"x{payload}.{signature}", "x", ""):
        stranger = place.visitor()
        stranger.client.set_cookie("kb_desk", forged, path="/desk")
        assert stranger.get("/desk/articles").status_code == 303


def test_the_role_is_that_of_now_not_of_the_sign_in(place: Place) -> None:
    visitor = place.visitor("cai")
    assert visitor.get("/desk/users").status_code == 200
    place.office.accounts.set_role("ben", type(place.office.accounts.user("ben").role).ADMIN)
    place.office.accounts.set_role("cai", type(place.office.accounts.user("cai").role).EDITOR)
    answer = visitor.get("/desk/users")
    assert answer.status_code == 403
    assert "administrator" in soup(answer).main.get_text()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"password": "wrong", "new": "long enough now", "again": "long enough now"}, "another"),
        ({"password": PASSWORD, "new": "long enough now", "again": "long enough"}, "two different"),
        ({"password": PASSWORD, "new": "short", "again": "short"}, "shorter"),
        ({}, "another one"),
    ],
)
def test_a_password_that_is_not_changed(place: Place, fields: dict[str, str], said: str) -> None:
    answer = place.visitor("ada").send("/desk/account", **fields)
    assert answer.status_code == 422
    assert said in soup(answer).select_one("[role=alert]").get_text()
    assert place.office.accounts.sign_in("ada", PASSWORD) is not None


def test_signing_in_is_in_the_log_and_failing_is_not(place: Place) -> None:
    place.visitor().sign_in("my secret typed into the wrong field", "x")
    place.visitor("ada")
    audit = place.office.audit
    assert isinstance(audit, MemoryAudit)
    assert [(e.actor, e.action) for e in audit.kept] == [("ada", "sign-in")]
