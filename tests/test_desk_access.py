"""Each role at every address of the desk, and every form without its token."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from werkzeug.routing import AnyConverter, Rule

from kb import bundle
from kb.accounts import Role
from kb.engine import SearchEngine
from kb.web.desk.access import RIGHT
from kb.web.desk.calendar_token import token_of
from kb.web.desk.door import PUBLIC_FORMS
from tests.desk_door import OTHER_SITE, SAME_ORIGIN, Place, Visitor
from tests.desk_memory import PASSWORD, SECRET, USERS, MemoryDesk, entry, memory_office
from tests.small_site import engine_with, site, soup

SLUG = "pension-gap"
# What stands for a part of an address.
PARTS = {"slug": SLUG, "name": "ada", "number": 1, "key": "1", "token": "0" * 64}
# Who may, by the beginning of the address; the longest counts. What is in no line is for all who
# may write: so an address that is added is tried as one of these, or this table says otherwise.
WHO_MAY = {
    "GET /desk/sign-in": None,
    "POST /desk/sign-in": None,
    "GET /desk/calendar/": None,  # a secret is in the address
    "/desk/users": Role.ADMIN,
    "/desk/log": Role.ADMIN,
    "/desk/removed": Role.PUBLISHER,
    "/desk/best-bets": Role.PUBLISHER,
    "/desk/glossary": Role.PUBLISHER,
    **{
        f"/desk/articles/{SLUG}/steps/{step}": Role.PUBLISHER
        for step in (
            "publish", "schedule", "unschedule", "review", "archive", "rename", "merge", "remove"
        )
    },
}  # fmt: skip
# Enough for any form to do something, if its token did not keep it from that.
FIELDS = {
    "do": "role",
    "role": "editor",
    "name": "dora",
    "password": PASSWORD,
    "new": "another long password",
    "again": "another long password",
    "pick": f"{SLUG}@",
    "text": "topic: other\n",
    "slug": SLUG,
    "note": "x",
}


class Address(NamedTuple):
    method: str
    path: str

    @property
    def least(self) -> Role | None:
        """Who may at least; None for everybody."""
        found = [
            key
            for key in WHO_MAY
            if str(self).startswith(key) or (key[0] == "/" and self.path.startswith(key))
        ]
        return WHO_MAY[max(found, key=len)] if found else Role.EDITOR

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield engine


def desk() -> MemoryDesk:
    return MemoryDesk.of([entry(SLUG), entry("pension-years")])


@pytest.fixture
def place(engine: SearchEngine) -> Place:
    return Place.over(engine, desk())


@pytest.fixture(scope="module")
def untouched(engine: SearchEngine) -> Place:
    """For requests that change nothing."""
    return Place.over(engine, desk())


def addresses(place: Place) -> list[Address]:
    """Every address of the desk, with each of its methods."""
    found = []
    for rule in place.app.url_map.iter_rules():
        if re.match(r"/desk(/|$)", str(rule)):
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            found += [Address(m, path) for m, path in product(sorted(methods), paths(rule))]
    return found


def paths(rule: Rule) -> list[str]:
    """The rule's address for each choice that it gives."""
    choices = [
        [(name, item) for item in sorted(converter.regex.strip("(?:)").split("|"))]
        if isinstance(converter, AnyConverter)
        else [(name, PARTS[name])]
        for name, converter in rule._converters.items()
    ]
    built = (rule.build(dict(chosen)) for chosen in product(*choices))
    return [found[1] for found in built if found]


def ask(visitor: Visitor, address: Address, fields: dict[str, object]) -> int:
    answer = visitor.client.open(
        address.path,
        method=address.method,
        data=fields if address.method == "POST" else None,
        headers=SAME_ORIGIN,
    )
    if answer.status_code == 303 and answer.location.startswith("/desk/sign-in?next="):
        return 401
    if answer.status_code == 403 and "sign_in_password" in answer.text:
        return 401  # the sign-in page, with what was sent
    return answer.status_code


def test_there_are_addresses_to_try(untouched: Place) -> None:
    found = addresses(untouched)
    assert Address("POST", f"/desk/articles/{SLUG}/steps/publish") in found
    assert Address("GET", "/desk/log") in found
    assert len(found) > 30


def test_nobody_gets_in_who_is_not_signed_in(untouched: Place) -> None:
    before = untouched.state()
    token = untouched.visitor().token()
    for address in addresses(untouched):
        if address.least is not None:
            visitor = untouched.visitor()
            assert ask(visitor, address, {}) == 401, address
            assert ask(visitor, address, {**FIELDS, "csrf_token": token}) == 401, address
            own = visitor.token()
            assert ask(visitor, address, {**FIELDS, "csrf_token": own}) == 401, address
    assert untouched.state() == before


@pytest.mark.parametrize("name", USERS)
def test_each_role_gets_where_it_may_and_nowhere_else(engine: SearchEngine, name: str) -> None:
    mine = tuple(Role).index(USERS[name])
    reached = Place.over(engine, desk())
    for address in addresses(reached):
        if address.least is None:
            continue
        visitor = reached.visitor(name)
        before = reached.state()
        fields = {"csrf_token": visitor.token("/desk/account")}
        status = ask(visitor, address, fields)
        if tuple(Role).index(address.least) <= mine:
            assert status not in (401, 403, 500), address
        else:
            assert status == 403, address
            assert reached.state() == before, address


def test_the_page_says_which_role_may(untouched: Place) -> None:
    visitor = untouched.visitor("ada")
    page = soup(visitor.get("/desk/users"))
    assert "Your role: editor. This is for: administrator." in page.main.get_text()
    chinese = soup(visitor.get(f"/desk/articles/{SLUG}/steps/publish?ui=zh"))
    assert "发布人、管理员" in chinese.main.get_text()


@pytest.mark.parametrize("token", ["none", "empty", "made up", "another user's", "signed out"])
def test_no_form_does_anything_without_its_token(place: Place, token: str) -> None:
    other = place.visitor("ben")
    tokens = {
        "none": None,
        "empty": "",
        "made up": "x" * 40,
        "another user's": other.token("/desk/account"),
        "signed out": place.visitor().token(),
    }
    fields: dict[str, object] = dict(FIELDS)
    if tokens[token] is not None:
        fields["csrf_token"] = tokens[token]
    visitor = place.visitor("cai")
    before = place.state()
    posts = [a for a in addresses(place) if a.method == "POST"]
    assert len(posts) > 15
    for address in posts:
        for headers in (SAME_ORIGIN, OTHER_SITE, {**SAME_ORIGIN, "Sec-Fetch-Dest": "empty"}):
            answer = visitor.post(address.path, fields, headers)
            assert answer.status_code == 400, address
        assert place.state() == before, address
    assert visitor.get("/desk/users").status_code == 200, "still signed in"


def test_with_its_token_the_same_form_does_something(place: Place) -> None:
    visitor, before = place.visitor("cai"), place.state()
    answer = visitor.send("/desk/users", **FIELDS)
    assert answer.status_code == 200
    assert place.state() != before
    assert place.office.accounts.user("dora") is not None


def test_every_room_guards_each_of_its_views(engine: SearchEngine) -> None:
    """Also those that are there only where somebody imports or counts what readers miss."""
    furnished = replace(
        memory_office(), importer=SimpleNamespace(), demand=SimpleNamespace(searches=None)
    )
    app = site(engine, office=furnished)
    assert any(str(rule).startswith("/desk/import") for rule in app.url_map.iter_rules())
    for address in addresses(Place(app, furnished, desk())):
        endpoint, _ = app.url_map.bind("x").match(address.path, method=address.method)
        right = getattr(app.view_functions[endpoint], RIGHT, None)
        if address.least is None:
            assert right is None, address
        else:
            assert right is not None, address
            assert address.least.may(right), address


def test_only_these_forms_of_the_site_need_no_token(untouched: Place) -> None:
    """Each has a check of its own: see ``kb.web.desk.door``."""
    for rule in untouched.app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and not str(rule).startswith("/desk"):
            assert rule.endpoint.split(".")[0] in PUBLIC_FORMS, rule


def test_every_form_of_the_desks_templates_has_a_token() -> None:
    for path in Path(bundle.templates() / "desk").glob("*.html"):
        forms = re.findall(r'<form[^>]*method="post".*?</form>', path.read_text("utf-8"), re.S)
        for form in forms:
            assert "desk.token(" in form, f"{path.name}: {form[:80]}"


@pytest.mark.parametrize("changed", ["epoch", "disabled", "token", "name", "role alone"])
def test_a_calendars_address_is_its_users_alone(place: Place, changed: str) -> None:
    ada = place.office.accounts.user("ada")
    assert ada is not None
    address = f"/desk/calendar/ada/{token_of(ada, SECRET)}.ics"
    reader = place.visitor()
    assert reader.get(address).status_code == 200
    match changed:
        case "epoch":
            place.office.accounts.sign_out_everywhere("ada")
        case "disabled":
            place.office.accounts.set_disabled("ada", True)
        case "token":
            address = address.replace(token_of(ada, SECRET), token_of(ada, b"another secret"))
        case "name":
            address = address.replace("/ada/", "/ben/")
        case _:
            place.office.accounts.set_role("ada", Role.PUBLISHER)
            assert reader.get(address).status_code == 200
            return
    assert reader.get(address).status_code == 404
