"""An article's history in the browser: listed, compared, restored."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk_room import DRAFT, PUBLISHER, WRITER
from tests.desk_site import DeskSite, Editor, desk_site
from tests.small_site import soup, texts

DRAFTED = "/desk/articles/when-to-retire"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[DeskSite]:
    with desk_site(tmp_path) as opened:
        desk = opened.room.desk
        for actor, body, note in (
            (WRITER, "At sixty-three, or earlier.", "as of 2025"),
            (PUBLISHER, "At sixty-three, or later.\n\n法定年龄是六十三岁。", ""),
        ):
            now = desk.manuscript("when-to-retire")
            assert now is not None
            changed = DRAFT.replace("At sixty, or earlier.", body)
            desk.save(now.slug, changed, actor, based_on=now.version, note=note)
        yield opened


@pytest.fixture
def ada(site: DeskSite) -> Editor:
    return site.signed_in("ada")


def test_who_did_what(ada: Editor) -> None:
    page = soup(ada.get(f"{DRAFTED}/history"))
    rows = [texts(row.select("td")) for row in page.select("main tbody tr")]
    assert [row[3] for row in rows] == ["ben", "ada", "outside"]
    assert rows[1][6] == "as of 2025"
    assert len(page.select("input[name=from]")) == 3
    compared = ada.get(str(page.select("tbody tr")[1].select("a")[-1]["href"]))
    assert [
        ins.find_all(string=True, recursive=False) for ins in soup(compared).select(".changes ins")
    ] == [["-three"]]


def test_any_two_are_compared(site: DeskSite, ada: Editor) -> None:
    newest, second, first = (r.number for r in site.room.desk.history("when-to-retire"))
    page = soup(ada.get(f"{DRAFTED}/compare?from={first}&to={newest}"))
    changed = page.select(".changes-row.changed")
    assert "earlier" in changed[0].select_one(".changes-old").get_text()  # type: ignore[union-attr]
    assert "later" in changed[0].select_one(".changes-new").get_text()  # type: ignore[union-attr]
    assert "法定年龄是六十三岁。" in page.select_one(".changes").get_text()  # type: ignore[union-attr]
    same = ada.get(f"{DRAFTED}/compare?from={second}&to={second}")
    assert "Both texts are the same." in same.text
    for asked in ("from=999", "to=x", "from=-1", "from=1e9", f"from={first}&to="):
        answer = ada.get(f"{DRAFTED}/compare?{asked}")
        assert answer.status_code == (200 if asked.endswith("to=") else 404)


def test_an_older_text_comes_back_as_a_save(site: DeskSite, ada: Editor) -> None:
    first = site.room.desk.history("when-to-retire")[-1].number
    address = f"{DRAFTED}/revisions/{first}"
    shown = soup(ada.get(address)).select_one("textarea")
    assert shown is not None
    assert shown.get_text().removeprefix("\n") == DRAFT
    answer = ada.post(address, page=address, note="it was right")
    assert answer.headers["Location"] == DRAFTED
    assert site.room.file("articles/pension/when-to-retire.md") == DRAFT
    newest = site.room.desk.history("when-to-retire")[0]
    assert (newest.author, newest.step, newest.note) == ("ada", "restore", "it was right")
    assert "This is the text as it is now." in ada.get(address).text


def test_a_revision_belongs_to_its_article(site: DeskSite, ada: Editor) -> None:
    other = site.room.desk.history("pension-gap")[0].number
    for part in (f"revisions/{other}", "revisions/12345", f"compare?from={other}"):
        assert ada.get(f"{DRAFTED}/{part}").status_code == 404
    assert ada.post(f"{DRAFTED}/revisions/{other}").status_code == 404
    assert ada.get("/desk/articles/no-such/history").status_code == 404


def test_the_history_of_what_was_removed_stays(site: DeskSite, ada: Editor) -> None:
    site.room.desk.remove("when-to-retire", PUBLISHER, "gone")
    page = soup(ada.get(f"{DRAFTED}/history"))
    assert texts(page.select("tbody tr")[0].select("td"))[6] == "gone"
    assert ada.get(DRAFTED).status_code == 404
    newest = site.room.desk.history("when-to-retire")[1].number
    page = soup(ada.get(f"{DRAFTED}/revisions/{newest}"))
    assert not page.select("main form")
