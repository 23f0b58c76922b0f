"""Writing in the browser, without JavaScript: new, edit, check, preview, save, conflicts."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from kb.accounts import DeskUnusableError
from kb.editorial.desk import Desk
from tests.desk_room import DRAFT, YEARS, text
from tests.desk_site import DeskSite, Editor, desk_site
from tests.small_site import soup, texts

DRAFTED = "/desk/articles/when-to-retire"
SHOWN = "/desk/articles/pension-years"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[DeskSite]:
    with desk_site(tmp_path) as opened:
        yield opened


@pytest.fixture
def ada(site: DeskSite) -> Editor:
    return site.signed_in("ada")


def form_of(page: BeautifulSoup) -> dict[str, object]:
    """The fields of the editor as a browser would send them."""
    form = page.select_one("#ed_form")
    assert form is not None
    sent: dict[str, object] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name = str(field["name"])
        if field.name == "textarea":
            # A browser drops the line's end behind the tag, and ends lines in its own way.
            sent[name] = field.get_text().removeprefix("\n").replace("\n", "\r\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent[name] = chosen["value"] if chosen else ""
        elif field.get("type") == "checkbox":
            if field.has_attr("checked"):
                sent[name] = [*sent.get(name, []), field["value"]]  # type: ignore[misc]
        elif field.get("type") != "submit":
            sent[name] = field.get("value", "")
    return sent


def opened(editor: Editor, address: str = DRAFTED) -> dict[str, object]:
    return form_of(soup(editor.get(address)))


def problems(page: BeautifulSoup) -> list[str]:
    return texts(page.select("ul.problems li"))


def test_untouched_fields_save_the_very_text(site: DeskSite, ada: Editor) -> None:
    odd = (
        "---\ntitle:   'When can I retire?'   # asked often\nkind: qa\ntopic: pension\n"
        "regions:   [national]\naliases: [a,  b]\nstatus: draft\nlang: en\n---\n\n\n"
        "  At sixty.\n\n\nOr <earlier> & later.\n\n"
    )
    path = site.room.folder / "articles/pension/when-to-retire.md"
    path.write_text(odd, "utf-8")
    site.room.desk.catch_up()
    for mode in ("fields", "source"):
        sent = opened(ada, f"{DRAFTED}?mode={mode}")
        assert sent["mode"] == mode
        assert ada.client.post(DRAFTED, data=sent | {"do": "save"}).status_code == 303
        assert path.read_text("utf-8") == odd


def test_a_field_changes_its_own_line(site: DeskSite, ada: Editor) -> None:
    sent = opened(ada) | {"title": "When may I <b>retire</b>?", "aliases": "a: b\r\n\r\n退休\r\n"}
    answer = ada.client.post(DRAFTED, data=sent | {"do": "save", "note": "clearer"})
    assert answer.headers["Location"] == DRAFTED
    assert site.room.file("articles/pension/when-to-retire.md") == DRAFT.replace(
        "title: When can I retire?", "title: When may I <b>retire</b>?"
    ).replace("status: draft\n", "status: draft\naliases:\n  - 'a: b'\n  - 退休\n")
    newest = site.room.desk.history("when-to-retire")[0]
    assert (newest.author, newest.note) == ("ada", "clearer")
    assert "Saved." in ada.get(DRAFTED).text


def test_a_new_article_from_a_question(site: DeskSite, ada: Editor) -> None:
    page = soup(ada.get("/desk/articles/new?title=Lost+card%3F&alias=card+gone&alias=卡丢了"))
    assert [a["value"] for a in page.select("input[name=alias]")] == ["card gone", "卡丢了"]
    begun = ada.get(
        "/desk/articles/new?begin=1&kind=guide&lang=en&topic=contributions&title=Lost+card%3F"
        "&alias=card+gone&alias=卡丢了"
    )
    sent = form_of(soup(begun))
    assert (sent["title"], sent["topic"], sent["kind"]) == ("Lost card?", "contributions", "guide")
    assert not site.room.desk.manuscript("lost-card")
    answer = ada.client.post("/desk/articles/new", data=sent | {"do": "save", "note": "asked"})
    assert answer.headers["Location"] == "/desk/articles/lost-card"
    kept = site.room.file("articles/contributions/lost-card.md")
    assert kept.startswith('---\ntitle: "Lost card?"\nkind: guide\n')
    assert "  - 卡丢了\n" in kept or '  - "卡丢了"\n' in kept
    assert site.reader().get("/articles/lost-card").status_code == 404


def test_an_address_that_is_taken_loses_nothing(ada: Editor) -> None:
    begun = soup(ada.get("/desk/articles/new?begin=1&kind=qa&lang=zh&title=退休"))
    sent = form_of(begun) | {"slug": "pension-years", "body": "写了很久的文字。"}
    answer = ada.client.post("/desk/articles/new", data=sent | {"do": "save"})
    page = soup(answer)
    assert answer.status_code == 422
    assert problems(page)
    assert form_of(page)["body"] == "写了很久的文字。"
    assert form_of(page)["slug"] == "pension-years"


def test_check_says_what_and_where(ada: Editor) -> None:
    body = "At sixty.\r\n\r\nSee [it](/articles/nowhere).\r\n"
    answer = ada.client.post(
        DRAFTED, data=opened(ada) | {"body": body, "topic": "x", "do": "check"}
    )
    page = soup(answer)
    entries = page.select(".panel-entry.level-blocks")
    assert [e.select_one(".panel-line")["href"] for e in entries] == ["#ed_topic"]  # type: ignore[index]
    assert "not saved" in texts(page.select("#ed_unsaved"))[0]
    sent = form_of(page) | {"topic": "pension", "do": "check"}
    page = soup(ada.client.post(DRAFTED, data=sent))
    (link,) = page.select(".panel-entry.level-blocks .panel-line")
    assert (link["href"], link["data-line"], link["data-body-line"]) == ("#ed_body", "11", "3")
    assert "See [it](/articles/nowhere)." in texts(page.select(".panel-excerpt"))
    assert "---" not in texts(page.select(".panel-excerpt"))


def test_what_to_do_is_said_in_the_language_of_the_desk(ada: Editor) -> None:
    sent = opened(ada, f"{DRAFTED}?ui=zh") | {"body": "[它](/articles/nowhere)", "do": "check"}
    (entry,) = soup(ada.client.post(DRAFTED, data=sent)).select(".panel-entry.level-blocks")
    assert "请更正地址" in entry.get_text()
    assert "correct the address" not in entry.get_text()


def test_a_text_without_fields_is_edited_as_it_is(site: DeskSite, ada: Editor) -> None:
    sent = opened(ada, f"{DRAFTED}?mode=source") | {
        "text": "---\ntitle: [\n---\nlost?",
        "do": "save",
    }
    assert ada.client.post(DRAFTED, data=sent).status_code == 303
    page = soup(ada.get(DRAFTED))
    assert form_of(page)["text"] == "---\r\ntitle: [\r\n---\r\nlost?"
    assert not page.select("button[value=fields]")
    assert site.room.file("articles/pension/when-to-retire.md") == "---\ntitle: [\n---\nlost?"


def test_the_modes_hand_over_what_was_typed(ada: Editor) -> None:
    sent = opened(ada) | {"title": "Typed", "body": "Typed too.", "do": "source"}
    whole = form_of(soup(ada.client.post(DRAFTED, data=sent)))
    assert str(whole["text"]).endswith("---\r\n\r\nTyped too.")
    assert "title: Typed\r\n" in str(whole["text"])
    again = form_of(soup(ada.client.post(DRAFTED, data=whole | {"do": "fields"})))
    assert (again["title"], again["body"]) == ("Typed", "Typed too.")


def without_addresses(page: str) -> str:
    """A page but for the links to itself in the other language."""
    return re.sub(r'<a href="[^"]*" lang="zh-Hans" hreflang="zh-Hans">', "", page)


def test_the_preview_is_the_published_page(site: DeskSite, ada: Editor) -> None:
    sent = opened(ada) | {"body": "At sixty.\n\n## If\n\nArticle 16 of the Social Insurance Law.\n"}
    preview = ada.client.post(f"{DRAFTED}/preview", data=sent)
    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert site.room.file("articles/pension/when-to-retire.md") == DRAFT
    ada.client.post(DRAFTED, data=sent | {"do": "save"})
    kept = ada.get(f"{DRAFTED}/preview")
    assert without_addresses(kept.text) == without_addresses(preview.text)
    ben = site.signed_in("ben")
    version = str(opened(ben)["based_on"])
    published = ben.post(f"{DRAFTED}/steps/publish", based_on=version)
    assert published.status_code == 303
    readers = site.reader().get("/articles/when-to-retire")
    assert "frame-ancestors 'none'" in readers.headers["Content-Security-Policy"]
    # Which articles are near to it the index alone knows, once it has it.
    shown, promised = (
        without_addresses(page).partition("</article>")[0] for page in (readers.text, preview.text)
    )
    assert shown == promised


def test_a_preview_of_what_is_no_article_says_why(ada: Editor) -> None:
    answer = ada.client.post(f"{DRAFTED}/preview", data=opened(ada) | {"body": ""})
    assert answer.status_code == 422
    assert "There is no text" in answer.text


def test_a_save_of_what_readers_see_waits(site: DeskSite, ada: Editor) -> None:
    sent = opened(ada, SHOWN) | {"body": "Twenty years.", "do": "save"}
    ada.client.post(SHOWN, data=sent)
    assert "fifteen years" in site.reader().get("/articles/pension-years").text
    assert site.room.file("articles/pension/pension-years.md") == YEARS
    page = ada.get(SHOWN).text
    assert "Twenty years." in page
    assert "readers see the older text" in page


def test_changes_of_different_lines_are_put_together(site: DeskSite, ada: Editor) -> None:
    ben = site.signed_in("ben")
    first, second = opened(ada), opened(ben)
    ada.client.post(DRAFTED, data=first | {"title": "How early?", "do": "save"})
    answer = ben.client.post(
        DRAFTED, data=second | {"body": "At sixty, or earlier.\nOr later.", "do": "save"}
    )
    assert answer.status_code == 409
    assert site.room.desk.history("when-to-retire")[0].author == "ada"
    page = soup(answer)
    (form,) = page.select("main form")
    sent = {str(f["name"]): f.get("value", "") for f in form.select("input[name]")}
    assert "put together" in texts(page.select("[role=alert]"))[0]
    assert "Or later." in texts(page.select("ins"))[0] + str(sent["text"])
    confirmed = ben.client.post(DRAFTED, data=sent | {"do": "save"})
    assert confirmed.headers["Location"] == DRAFTED  # to the fields, in which it was written
    kept = site.room.file("articles/pension/when-to-retire.md")
    assert "title: How early?" in kept
    assert kept.endswith("At sixty, or earlier.\nOr later.")


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("yours", "Ben.\n"), ("theirs", "Ada.\n"), ("both", "Ben.\nAda.\n")],
)
def test_changes_of_the_same_lines_are_decided(
    site: DeskSite, ada: Editor, choice: str, kept: str
) -> None:
    ben = site.signed_in("ben")
    first, second = opened(ada), opened(ben)
    ada.client.post(DRAFTED, data=first | {"body": "Ada.\n", "do": "save"})
    answer = ben.client.post(DRAFTED, data=second | {"body": "Ben.\n", "note": "n", "do": "save"})
    page = soup(answer)
    assert answer.status_code == 409
    assert [pre.get_text() for pre in page.select(".clash pre")] == ["Ben.\n", "Ada.\n"]
    (form,) = page.select("main form")
    sent = {
        str(f["name"]): f.get("value", "")
        for f in form.select("input[name]")
        if f.get("type") != "radio"
    }
    undecided = ben.client.post(DRAFTED, data=sent | {"do": "resolve"})
    assert "&lt;&lt;&lt;&lt;&lt;&lt;&lt; yours" in undecided.text
    refused = ben.client.post(DRAFTED, data=form_of(soup(undecided)) | {"do": "save"})
    assert refused.status_code == 422
    assert "Line 9" in problems(soup(refused))[0]
    decided = soup(ben.client.post(DRAFTED, data=sent | {"do": "resolve", "clash-0": choice}))
    assert form_of(decided)["note"] == "n"
    ben.client.post(DRAFTED, data=form_of(decided) | {"do": "save"})
    assert site.room.file("articles/pension/when-to-retire.md").endswith(f"---\n\n{kept}")


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), DeskUnusableError("the database is locked")]
)
def test_a_failed_save_keeps_the_text_in_the_form(
    site: DeskSite, ada: Editor, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Desk, "save", fail)
    monkeypatch.setattr(Desk, "create", fail)
    sent = opened(ada) | {"body": "Not to be lost.", "note": "why", "do": "save"}
    for address in (DRAFTED, "/desk/articles/new"):
        answer = ada.client.post(address, data=sent)
        page = soup(answer)
        assert answer.status_code == 503
        assert str(error) in problems(page)[0]
        assert (form_of(page)["body"], form_of(page)["note"]) == ("Not to be lost.", "why")
    assert site.room.file("articles/pension/when-to-retire.md") == DRAFT


def test_what_was_removed_meanwhile_goes_on_as_a_new_article(site: DeskSite, ada: Editor) -> None:
    sent = opened(ada) | {"body": "Not to be lost.", "do": "save"}
    ben = site.signed_in("ben")
    ben.post(f"{DRAFTED}/steps/remove", based_on=sent["based_on"])
    answer = ada.client.post(DRAFTED, data=sent)
    page = soup(answer)
    assert answer.status_code == 410
    assert page.select_one("#ed_form")["action"] == "/desk/articles/new"  # type: ignore[index]
    assert form_of(page)["body"] == "Not to be lost."


def test_a_text_beyond_the_limit_is_refused_and_shown(ada: Editor) -> None:
    sent = opened(ada, f"{DRAFTED}?mode=source") | {"text": "长" * 400_001, "do": "save"}
    answer = ada.client.post(DRAFTED, data=sent)
    assert answer.status_code == 413
    assert answer.text.count("长") >= 400_001


def test_an_expired_session_loses_nothing(site: DeskSite, ada: Editor) -> None:
    sent = opened(ada) | {"title": "Kept", "body": "Typed for an hour.", "do": "save"}
    ada.client.delete_cookie("kb_desk", path="/desk")
    answer = ada.client.post(DRAFTED, data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 403
    assert "Typed for an hour." in answer.text
    assert site.room.file("articles/pension/when-to-retire.md") == DRAFT


def test_the_panel_as_json(ada: Editor) -> None:
    sent = opened(ada) | {
        "body": "😀 See [it](/articles/nowhere).",
        "examined_slug": "when-to-retire",
    }
    answer = ada.client.post("/desk/api/examine", data=sent)
    found = json.loads(answer.text)
    assert found["ready"] is False
    (problem,) = found["groups"][0]["entries"]
    assert (problem["level"], problem["line"], problem["body_line"]) == ("blocks", 9, 1)
    assert ada.client.post("/desk/api/examine", data={"body": "x"}).status_code == 400


HOSTILE = '</textarea><script>alert("x")</script>"\'><img src=x onerror=alert(1)>'


def test_markup_is_text_on_every_page(site: DeskSite, ada: Editor) -> None:
    ben = site.signed_in("ben")
    written = text("x", more=f"aliases:\n  - {json.dumps(HOSTILE)}\n", body=f"{HOSTILE}\n").replace(
        "title: x", f"title: {json.dumps(HOSTILE)}"
    )
    sent = opened(ada, f"{DRAFTED}?mode=source") | {"text": written, "note": HOSTILE, "do": "save"}
    assert ada.client.post(DRAFTED, data=sent).status_code == 303
    revision = site.room.desk.history("when-to-retire")[0].number
    stale = ada.client.post(
        DRAFTED, data=sent | {"text": written.replace("topic: pension", "topic: other")}
    )
    pages = [stale.text]
    for address in (
        DRAFTED,
        f"{DRAFTED}?mode=source",
        f"{DRAFTED}/preview",
        f"{DRAFTED}/history",
        f"{DRAFTED}/compare",
        f"{DRAFTED}/revisions/{revision}",
        *(f"{DRAFTED}/steps/{s}" for s in ("publish", "schedule", "rename", "merge", "remove")),
    ):
        answer = ben.get(address)
        assert answer.status_code == 200
        pages.append(answer.text)
    for page in (
        ben.post(
            f"{DRAFTED}/steps/remove", based_on=site.room.desk.manuscript("when-to-retire").version
        ),
        ben.get("/desk/removed"),
    ):  # type: ignore[union-attr]
        pages.append(page.text)
    pages.append(ben.get(f"/desk/articles/new?title={HOSTILE}&alias={HOSTILE}").text)
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert not BeautifulSoup(page, "lxml").select("[onerror], script:not([src]):not([type])")
