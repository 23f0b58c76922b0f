"""Users, the log, what is due, and the calendar of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from kb.accounts import AuditEntry, Role
from kb.engine import SearchEngine
from kb.model import Status
from kb.web.desk.calendar import calendar
from kb.web.desk.due import with_dates
from kb.web.desk.log import LogPage, LogRequest
from kb.web.messages import LANGUAGES, Phrases, load_messages
from tests.desk_door import Place
from tests.desk_memory import NOW, MemoryAudit, MemoryDesk, entry
from tests.small_site import TODAY, engine_with, soup, texts

USERS = "/desk/users"
MESSAGES = load_messages()
ENTRIES = (
    entry("overdue", review_by=TODAY - timedelta(days=40)),
    entry("today", review_by=TODAY),
    entry("next-month", review_by=TODAY + timedelta(days=30)),
    entry("in-spring", review_by=TODAY + timedelta(days=31), title="春天怎么办", lang="zh"),
    entry("far", review_by=TODAY + timedelta(days=91)),
    entry("undated", review_by=None),
    entry("draft", status=Status.DRAFT, review_by=TODAY),
    entry("archived", status=Status.ARCHIVED, review_by=TODAY),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield engine


@pytest.fixture
def place(engine: SearchEngine) -> Place:
    return Place.over(engine, MemoryDesk.of(ENTRIES))


def test_what_is_due_is_in_three_groups(place: Place) -> None:
    page = place.visitor("ada").page("/desk/due")
    groups = {
        section.h2.get_text().strip(): texts(section.select("li a"))
        for section in page.select(".desk-due")
    }
    assert groups == {
        "Due 2": ["Overdue", "Today"],
        "In the next 30 days 1": ["Next month"],
        "In 31 to 90 days 1": ["春天怎么办"],
    }
    assert "1 published article has no review date" in page.main.get_text()
    assert not page.select("input[name=pick]"), "an editor does not review"


def test_a_publisher_reviews_what_is_due(place: Place) -> None:
    visitor = place.visitor("ben")
    page = visitor.page("/desk/due")
    pick = page.select_one("input[name=pick]")["value"]
    report = visitor.send("/desk/articles", "/desk/due", do="review", pick=pick)
    assert texts(soup(report).select(".desk-outcomes li")) == ["Overdue"]
    assert place.desk.lines["overdue"].reviewed == NOW.date()


def test_nothing_is_due(engine: SearchEngine) -> None:
    page = Place.over(engine).visitor("ada").page("/desk/due")
    assert "Nothing is to be reviewed" in page.select_one(".notice").get_text()


@pytest.mark.parametrize(("lang", "word"), [("en", "Review: Overdue"), ("zh", "复核：Overdue")])
def test_the_calendar_is_read_without_a_session(place: Place, lang: str, word: str) -> None:
    page = place.visitor("ada").page(f"/desk/due?ui={lang}")
    address = urlsplit(page.select_one(".desk-address code").get_text())
    assert address.netloc == "localhost"
    answer = place.app.test_client().get(f"{address.path}?{address.query}")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert not answer.headers.getlist("Set-Cookie")
    read = Calendar.from_ical(answer.data)
    events = read.walk("VEVENT")
    assert [e["DTSTART"].dt for e in events] == [
        TODAY + timedelta(days=days) for days in (-40, 0, 30, 31, 91)
    ]
    assert events[0]["SUMMARY"] == word
    assert events[0]["URL"] == "http://localhost/desk/articles/overdue"


@given(
    title=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200),
    lang=st.sampled_from(LANGUAGES),
    day=st.dates(date(1990, 1, 1), date(2200, 1, 1)),
)
@settings(max_examples=40)
def test_any_title_survives_a_calendar(title: str, lang: str, day: date) -> None:
    made = calendar(
        with_dates([entry("x", title=title, review_by=day)]),
        Phrases(lang, MESSAGES),
        "https://answers.example".__add__,
    )
    lines = made.split(b"\r\n")
    assert made.endswith(b"\r\n")
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in lines), "RFC 5545, 3.1"
    read = Calendar.from_ical(made)
    assert (read["VERSION"], bool(read["PRODID"])) == ("2.0", True)
    (event,) = read.walk("VEVENT")
    assert title.strip() in event["SUMMARY"] or not title.strip()
    assert event["DTSTART"].dt == day
    assert event["DTSTAMP"].dt == NOW
    assert event["UID"] == "review-x@social-security-answers"
    assert not read.errors
    assert not event.errors


def test_an_admin_adds_a_user_who_then_signs_in(place: Place) -> None:
    admin = place.visitor("cai")
    page = soup(admin.send(USERS, USERS, name="dora", role="publisher"))
    password = page.select_one(".desk-notice code").get_text()
    assert len(password) >= 20
    assert place.visitor().sign_in("dora", password).status_code == 303
    assert password not in admin.get(USERS).text, "it is shown once"
    audit = place.office.audit
    assert isinstance(audit, MemoryAudit)
    added = next(e for e in audit.kept if e.action == "add-user")
    assert (added.actor, added.subject, added.detail) == ("cai", "dora", "publisher")
    assert not [e for e in audit.kept if password in e.detail]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "ADA", "role": "editor"}, "taken"),
        ({"name": "", "role": "editor"}, "no name"),
        ({"name": "dora", "role": "king"}, "“role”"),
        ({"name": "dora"}, "“role”"),
        ({"name": "x" * 101, "role": "editor"}, "“name”"),
    ],
)
def test_a_user_that_cannot_be_added(place: Place, fields: dict[str, str], said: str) -> None:
    answer = place.visitor("cai").send(USERS, USERS, **fields)
    assert answer.status_code == 422
    page = soup(answer)
    assert said in page.select_one("[role=alert]").get_text()
    assert page.select_one("#user_name")["value"] == fields["name"]
    assert len(place.office.accounts.all()) == 3


@pytest.mark.parametrize(
    ("fields", "action"),
    [
        ({"do": "role", "role": "publisher"}, "set-role"),
        ({"do": "disable"}, "disable-user"),
        ({"do": "password"}, "set-password"),
        ({"do": "sign-out"}, "sign-out-everywhere"),
    ],
)
def test_an_admin_changes_a_user(place: Place, fields: dict[str, str], action: str) -> None:
    before = place.office.accounts.user("ada")
    ada = place.visitor("ada")
    answer = place.visitor("cai").send(f"{USERS}/ada", f"{USERS}/ada", **fields)
    assert answer.status_code in (200, 303)
    after = place.office.accounts.user("ada")
    assert before is not None
    assert after is not None
    assert after != before
    assert (ada.get("/desk/articles").status_code == 200) is (action == "set-role")
    audit = place.office.audit
    assert isinstance(audit, MemoryAudit)
    assert (audit.kept[-1].action, audit.kept[-1].subject) == (action, "ada")
    if action == "disable-user":
        place.visitor("cai").send(f"{USERS}/ada", f"{USERS}/ada", do="enable")
        assert place.office.accounts.user("ada") == replace(after, disabled=False, epoch=3)
    if action == "set-password":
        password = soup(answer).select_one(".desk-notice code").get_text()
        assert place.visitor().sign_in("ada", password).status_code == 303


@pytest.mark.parametrize("do", ["disable", "role"])
def test_the_last_admin_stays(place: Place, do: str) -> None:
    answer = place.visitor("cai").send(f"{USERS}/cai", f"{USERS}/cai", do=do, role="editor")
    assert answer.status_code == 422
    assert "last admin" in soup(answer).select_one("[role=alert]").get_text()
    cai = place.office.accounts.user("cai")
    assert cai is not None
    assert cai.role is Role.ADMIN


def test_what_is_wrong_with_a_change_is_named(place: Place) -> None:
    admin = place.visitor("cai")
    for fields, named in (({"do": "promote"}, "do"), ({}, "do"), ({"do": "role"}, "role")):
        answer = admin.send(f"{USERS}/ada", f"{USERS}/ada", **fields)
        assert answer.status_code == 422
        assert f"“{named}”" in soup(answer).select_one(".problems").get_text()
    assert admin.send(f"{USERS}/nobody", USERS, do="disable").status_code == 404


def test_the_log_is_filtered_and_has_pages(place: Place) -> None:
    audit = place.office.audit
    for number in range(230):
        audit.record(("ada", "ben")[number % 2], "save", f"article-{number % 5}", f"note {number}")
    visitor = place.visitor("cai")
    seen: list[str] = []
    address = "/desk/log"
    while address:
        page = visitor.page(address)
        notes = texts(page.select("td[data-label=Note]"))
        seen += notes
        assert len(notes) <= 100
        older = page.select_one("a[rel=next]")
        address = older["href"] if older else ""
    assert [n for n in seen if n] == [f"note {n}" for n in reversed(range(230))]
    page = visitor.page("/desk/log?actor=ben&subject=article-3")
    assert len(page.select("tbody tr")) == 23
    assert set(texts(page.select("td[data-label=Who]"))) == {"ben"}
    assert "Nothing is written" in visitor.page("/desk/log?actor=x").select_one(".notice").text
    for bad in ("before=yesterday", "subject=" + "x" * 201, "who=ada", "actor=a&actor=b"):
        assert visitor.get(f"/desk/log?{bad}").status_code == 422


@given(st.lists(st.integers(0, 5), max_size=30), st.integers(2, 6))
@settings(max_examples=50)
def test_entries_of_one_moment_are_on_one_page(steps: list[int], most: int) -> None:
    audit = MemoryAudit()
    at = datetime(2026, 1, 1, tzinfo=UTC)
    runs: list[int] = []
    for number, step in enumerate(steps):
        at += timedelta(seconds=step)
        runs = [*runs, 1] if step or not runs else [*runs[:-1], runs[-1] + 1]
        audit.kept.append(AuditEntry(at=at, actor="a", action="save", subject=str(number)))
    if max(runs, default=0) > most:
        return  # more in one moment than a page holds
    asked, seen = LogRequest(), []
    while True:
        page = LogPage.of(audit, asked, most)
        seen += [e.subject for e in page.entries]
        if page.next is None:
            break
        asked = LogRequest(before=page.next)
    assert seen == [str(number) for number in reversed(range(len(steps)))]
