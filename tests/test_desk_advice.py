"""One click mends a problem, and the gate says what a publication does to the search."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.editors_desk import Fix
from kb.web.desk.panel import applied, chosen_fix, fix_key
from tests.desk_room import WRITER, YEARS
from tests.desk_site import DeskSite, Editor, desk_site
from tests.small_site import soup, texts
from tests.test_desk_writing import DRAFTED, SHOWN, form_of, opened, problems

LINK = "😀 See [it](/articles/pension-year)."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskSite]:
    with desk_site(tmp_path_factory.mktemp("desk"), advised=True) as opened_site:
        yield opened_site


@pytest.fixture(scope="module")
def ada(site: DeskSite) -> Editor:
    return site.signed_in("ada")


def test_a_link_is_mended_by_a_button(ada: Editor) -> None:
    sent = opened(ada) | {"body": f"At sixty.\n\n{LINK}"}
    page = soup(ada.client.post(DRAFTED, data=sent | {"do": "check"}))
    button = page.select(".level-blocks button[value^='fix:']")[0]
    # The text was edited since: the fix finds its words all the same.
    moved = form_of(page) | {"body": f"At sixty, or not.\n\n\n{LINK}", "do": button["value"]}
    mended = soup(ada.client.post(DRAFTED, data=moved))
    assert "/articles/pension-years)" in str(form_of(mended)["body"])
    assert not mended.select(".level-blocks")
    gone = ada.client.post(DRAFTED, data=form_of(mended) | {"do": button["value"]})
    assert gone.status_code == 422
    assert "not there any more" in problems(soup(gone))[0]
    assert form_of(soup(gone))["body"] == form_of(mended)["body"]
    for key in ("fix:", "fix:x", f"fix:{'9' * 400}", "fix:0123456789abcdef--1"):
        assert ada.client.post(DRAFTED, data=sent | {"do": key}).status_code == 422


def test_a_scripts_places_are_those_of_the_browser(ada: Editor) -> None:
    sent = opened(ada) | {"body": LINK, "examined_slug": "when-to-retire"}
    found = json.loads(ada.client.post("/desk/api/examine", data=sent).text)
    (fix,) = found["groups"][0]["entries"][0]["fixes"][:1]
    units = LINK.encode("utf-16-le")
    there = units[2 * fix["start"] : 2 * fix["end"]].decode("utf-16-le")
    assert there == fix["now"]
    assert "pension-year" in there


def test_a_field_is_mended_too(ada: Editor) -> None:
    sent = opened(ada, f"{DRAFTED}?mode=source")
    wrong = str(sent["text"]).replace("topic: pension", "topic: pensoin")
    page = soup(ada.client.post(DRAFTED, data=sent | {"text": wrong, "do": "check"}))
    button = page.select(".level-blocks button")[0]
    mended = ada.client.post(DRAFTED, data=sent | {"text": wrong, "do": button["value"]})
    assert form_of(soup(mended))["text"] == sent["text"]


def test_what_else_is_told(ada: Editor) -> None:
    same = {"title": "How many years must I pay?", "body": "You need fifteen years for a pension."}
    page = soup(ada.client.post(DRAFTED, data=opened(ada) | same | {"do": "check"}))
    assert "How many years must I pay?" in texts(page.select("#panel_near + ul a"))[0]
    assert page.select("#panel_reading + ul li")
    assert "words" in texts(page.select(".panel-summary"))[0]


def test_the_gate_tells_which_questions_move(site: DeskSite) -> None:
    desk = site.room.desk
    with (site.room.folder / "judgements.tsv").open("a", encoding="utf-8") as judgements:
        judgements.write("minimum years\ten\tpension-years\t3\tdev\n")
    now = desk.manuscript("pension-years")
    assert now is not None
    off = YEARS.replace("How many years must I pay?", "Zebrafish").replace(
        "minimum years", "zebrafish"
    )
    changed = off[: off.index("You need")] + "Nothing but zebrafish.\n"
    desk.save(now.slug, changed, WRITER, based_on=now.version)
    ben = site.signed_in("ben")
    page = soup(ben.get(f"{SHOWN}/steps/publish"))
    rows = [texts(row.select("td")) for row in page.select("table.ranks tbody tr")]
    assert rows, page.get_text()
    assert {row[0] for row in rows} == {"minimum years"}
    assert "judged question" in texts(page.select("section[aria-labelledby=gate_ranks] p"))[0]
    assert page.select("main form button")


FIXES = st.builds(
    lambda start, length, code: Fix(
        code=code, label="", start=start, end=start + length, replacement="new"
    ),
    st.integers(0, 20),
    st.integers(0, 5),
    st.sampled_from(["a", "b"]),
)


@given(text=st.text("ab 缴", min_size=25, max_size=25), fixes=st.lists(FIXES, max_size=5))
@settings(max_examples=50)
def test_a_fix_is_found_by_its_name(text: str, fixes: list[Fix]) -> None:
    for fix in fixes:
        found = chosen_fix(fix_key(text, fix), text, fixes)
        assert found is not None
        assert applied(text, found) == applied(text, fix)
        shifted = [
            Fix(code=f.code, label="", start=f.start + 3, end=f.end + 3, replacement="new")
            for f in fixes
        ]
        assert chosen_fix(fix_key(text, fix), f"xyz{text}", shifted) is not None
