"""The steps of the workflow in the browser: each asks first, and says what readers will see."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kb.accounts import Right
from kb.model import Status
from kb.workflow import RULES, Step
from tests.desk_room import DRAFT, WRITER, YEARS
from tests.desk_site import DeskSite, Editor, desk_site
from tests.small_site import soup, texts

DRAFTED = "/desk/articles/when-to-retire"
SHOWN = "/desk/articles/pension-years"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[DeskSite]:
    with desk_site(tmp_path) as opened:
        yield opened


@pytest.fixture
def ben(site: DeskSite) -> Editor:
    return site.signed_in("ben")


def version(site: DeskSite, slug: str) -> str:
    manuscript = site.room.desk.manuscript(slug)
    assert manuscript is not None
    return manuscript.version


def offered(editor: Editor, address: str) -> set[str]:
    return {
        str(a["href"]).rsplit("/", 1)[1] for a in soup(editor.get(address)).select(".step-link")
    }


def take(editor: Editor, address: str, step: str, **fields: str) -> tuple[int, str]:
    """Confirm a step as its page asks; the status, and the address or what is complained of."""
    page = f"{address}/steps/{step}"
    form = soup(editor.get(page)).select_one("main form")
    assert form is not None, f"{step} is not asked for"
    sent = {str(f["name"]): str(f.get("value", "")) for f in form.select("input[name]")}
    answer = editor.client.post(page, data=sent | fields)
    said = answer.headers.get("Location") or " ".join(texts(soup(answer).select(".problems li")))
    return answer.status_code, said


def test_what_is_offered_to_whom(site: DeskSite, ben: Editor) -> None:
    ada = site.signed_in("ada")
    assert offered(ada, DRAFTED) == {"submit"}
    assert offered(ada, SHOWN) == set()
    writers = {"submit", "publish", "schedule", "rename", "merge", "remove"}
    assert offered(ben, DRAFTED) == writers
    assert offered(ben, SHOWN) == {"review", "archive", "rename", "merge", "remove"}
    site.room.desk.save(
        "pension-years", f"{YEARS}More.\n", WRITER, based_on=version(site, "pension-years")
    )
    assert offered(ada, SHOWN) == {"submit", "discard"}
    assert offered(ben, SHOWN) == writers | {"discard", "review", "archive"}


def test_from_draft_to_readers(site: DeskSite, ben: Editor) -> None:
    ada = site.signed_in("ada")
    assert take(ada, DRAFTED, "submit", note="please look") == (303, DRAFTED)
    assert take(ben, DRAFTED, "return", note="not yet") == (303, DRAFTED)
    assert take(ada, DRAFTED, "submit") == (303, DRAFTED)
    page = ben.get(f"{DRAFTED}/steps/publish").text
    assert "Readers see the article within a second" in page
    assert take(ben, DRAFTED, "publish", note="good") == (303, DRAFTED)
    assert site.reader().get("/articles/when-to-retire").status_code == 200
    assert "when-to-retire" in site.reader().get("/search?q=When+can+I+retire").text
    done = [(r.step, r.author, r.note) for r in site.room.desk.history("when-to-retire")[:4]]
    assert done[0] == (Step.PUBLISH, "ben", "good")
    assert done[3] == (Step.SUBMIT, "ada", "please look")


def test_the_gate_says_what_keeps_it_from_readers(site: DeskSite, ben: Editor) -> None:
    broken = DRAFT.replace("earlier.", "[earlier](/articles/nowhere).")
    site.room.desk.save("when-to-retire", broken, WRITER, based_on=version(site, "when-to-retire"))
    page = soup(ben.get(f"{DRAFTED}/steps/publish"))
    assert [a["href"] for a in page.select(".level-blocks a.panel-line")] == [
        f"{DRAFTED}?line=9#ed_body"
    ]
    assert not page.select("main form button, main form [name=override]")
    answer = ben.post(f"{DRAFTED}/steps/publish", based_on=version(site, "when-to-retire"))
    assert answer.status_code == 422
    assert site.room.indexed()["when-to-retire"] == "draft"
    cai = site.signed_in("cai")
    status, said = take(cai, DRAFTED, "publish", override="1")
    assert (status, "comment" in said) == (422, True)
    assert take(cai, DRAFTED, "publish", override="1", note="the page comes tomorrow")[0] == 303
    assert site.room.indexed()["when-to-retire"] == "published"


def test_a_publication_at_a_time(site: DeskSite, ben: Editor) -> None:
    status, said = take(ben, DRAFTED, "schedule", at="soon")
    assert (status, "date and a time" in said) == (422, True)
    assert take(ben, DRAFTED, "schedule", at="2099-01-31T08:05", note="new year") == (303, DRAFTED)
    scheduled = site.room.schedule.of("when-to-retire")
    assert scheduled is not None
    assert scheduled.at == datetime(2099, 1, 31, 0, 5, tzinfo=UTC)
    assert "31 January 2099, 08:05 (Beijing time)" in ben.get(DRAFTED).text
    assert "schedule" not in offered(ben, DRAFTED)
    assert take(ben, DRAFTED, "unschedule") == (303, DRAFTED)
    assert site.room.schedule.of("when-to-retire") is None
    status, said = take(ben, DRAFTED, "schedule", at="2001-01-31T08:05")
    assert status == 422
    assert said


def test_a_change_is_discarded_or_published(site: DeskSite, ben: Editor) -> None:
    for step, shown in (("discard", "fifteen"), ("publish", "twenty")):
        changed = YEARS.replace("fifteen", "twenty")
        site.room.desk.save(
            "pension-years", changed, WRITER, based_on=version(site, "pension-years")
        )
        assert take(ben, SHOWN, step) == (303, SHOWN)
        assert f"{shown} years" in site.reader().get("/articles/pension-years").text


def test_archive_review_and_back(site: DeskSite, ben: Editor) -> None:
    assert take(ben, SHOWN, "review") == (303, SHOWN)
    assert "reviewed: 2026-12-01" in site.room.file("articles/pension/pension-years.md")
    assert "no search, list or topic" in ben.get(f"{SHOWN}/steps/archive").text.casefold()
    assert take(ben, SHOWN, "archive") == (303, SHOWN)
    assert site.room.indexed()["pension-years"] == "archived"
    assert take(ben, SHOWN, "publish") == (303, SHOWN)
    assert site.room.indexed()["pension-years"] == "published"


def test_rename_merge_remove_and_undo(site: DeskSite, ben: Editor) -> None:
    assert take(ben, SHOWN, "rename", to="")[0] == 422
    assert take(ben, SHOWN, "rename", to="pension-gap")[0] == 422
    assert take(ben, SHOWN, "rename", to="years-to-pay") == (303, "/desk/articles/years-to-pay")
    assert ben.get(SHOWN).headers["Location"] == "/desk/articles/years-to-pay"
    renamed = "/desk/articles/years-to-pay"
    assert take(ben, renamed, "merge", to="http://kb.example/articles/pension-gap?ui=zh#x") == (
        303,
        "/desk/articles/pension-gap",
    )
    assert take(ben, DRAFTED, "remove", note="asked by nobody") == (303, "/desk/removed")
    page = soup(ben.get("/desk/removed"))
    assert "When can I retire?" in texts(page.select(".removed h2"))
    answer = ben.post("/desk/removed", slug="when-to-retire", note="it was")
    assert answer.headers["Location"] == DRAFTED
    assert site.room.file("articles/pension/when-to-retire.md") == DRAFT
    assert ben.post("/desk/removed", slug="when-to-retire").status_code == 422
    assert "Nothing was removed." in ben.get("/desk/removed").text


def test_what_changed_meanwhile_is_shown_first(site: DeskSite, ben: Editor) -> None:
    seen = version(site, "when-to-retire")
    site.room.desk.save("when-to-retire", f"{DRAFT}More.\n", WRITER, based_on=seen)
    for step in ("publish", "remove", "rename"):
        answer = ben.post(f"{DRAFTED}/steps/{step}", based_on=seen, to="other-name")
        page = soup(answer)
        assert answer.status_code == 409
        (compared,) = page.select("main p > a[href*=compare]")
        assert "More." in ben.get(str(compared["href"])).text
        field = page.select_one("main form [name=based_on]")
        assert field is not None
        assert field["value"] == version(site, "when-to-retire")
    assert site.room.indexed()["when-to-retire"] == "draft"


def test_a_change_of_what_was_changed_as_a_file_is_merged(site: DeskSite, ben: Editor) -> None:
    changed = YEARS.replace("fifteen", "twenty")
    site.room.desk.save("pension-years", changed, WRITER, based_on=version(site, "pension-years"))
    path = site.room.folder / "articles/pension/pension-years.md"
    path.write_text(YEARS.replace("minimum years", "fewest years"), "utf-8")
    site.room.desk.catch_up()
    answer = ben.post(f"{SHOWN}/steps/publish", based_on=version(site, "pension-years"))
    assert answer.status_code == 409
    form = soup(answer).select_one("main form")
    assert form is not None
    sent = {str(f["name"]): str(f.get("value", "")) for f in form.select("input[name]")}
    assert ben.client.post(SHOWN, data=sent | {"do": "save"}).status_code == 303
    assert take(ben, SHOWN, "publish") == (303, SHOWN)
    kept = site.room.file("articles/pension/pension-years.md")
    assert "fewest years" in kept
    assert "twenty years" in kept


STEPS = [
    s
    for s in Step
    if s in RULES and s not in (Step.CREATE, Step.SAVE, Step.RESTORE, Step.UNDO_REMOVAL)
]


@pytest.mark.parametrize("step", STEPS)
def test_no_step_without_its_right_or_out_of_its_state(site: DeskSite, step: Step) -> None:
    room = site.room
    room.desk.take(Step.SUBMIT, "when-to-retire", WRITER)
    files = {path: room.file(path) for path in room.files()}
    ada, ben = site.signed_in("ada"), site.signed_in("ben")
    for slug in ("when-to-retire", "pension-years", "pension-gap"):
        address = f"/desk/articles/{slug}/steps/{step}"
        manuscript = room.desk.manuscript(slug)
        assert manuscript is not None
        fields = {"based_on": manuscript.version, "at": "2001-01-01T00:00", "to": "pension years!"}
        if RULES[step].right is not Right.WRITE:
            assert ada.get(address).status_code == 403
            assert ada.post(address, **fields).status_code == 403
        if manuscript.status not in RULES[step].origins or step is Step.DISCARD:
            page = soup(ben.get(address))
            assert not page.select("main form")
            assert ben.post(address, **fields).status_code in (409, 422)
    assert {path: room.file(path) for path in room.files()} == files


def test_nobody_takes_a_step_without_a_token(site: DeskSite, ben: Editor) -> None:
    fields = {"based_on": version(site, "pension-years"), "to": "other-name"}
    for step in STEPS:
        assert ben.client.post(f"{SHOWN}/steps/{step}", data=fields).status_code == 400
    for address in (
        SHOWN,
        f"{SHOWN}/preview",
        "/desk/articles/new",
        "/desk/removed",
        "/desk/api/examine",
    ):
        assert ben.client.post(address, data=fields).status_code == 400
    assert site.room.desk.manuscript("pension-years").status is Status.PUBLISHED  # type: ignore[union-attr]
