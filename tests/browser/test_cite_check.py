"""Somebody pastes a text, or sends a file, and reads what is said of its citations."""

from pathlib import Path

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By

from tests.browser.test_reading import emulate, one, path, style
from tests.checked_texts import CHINESE, RIGHT
from tests.word_files import paragraph, word_file

SAID = "Article 60 of the Social Insurance Law stipulates:"
WIDER = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"


def paste(browser: WebDriver, base: str, text: str, ui: str = "en") -> None:
    browser.get(f"{base}/cite-check?ui={ui}")
    box = one(browser, "#check_text")
    browser.execute_script("arguments[0].value = arguments[1]", box, text)
    one(browser, "form.check button").click()


def test_paste_and_read_the_marks(browser: WebDriver, base: str) -> None:
    paste(browser, base, CHINESE)
    assert path(browser) == "/cite-check"
    assert one(browser, "#check_result").text == "7 citations found"
    marks = browser.find_elements(By.CSS_SELECTOR, ".marked mark.cite[id]")
    assert len(marks) == 7
    assert one(browser, ".marked .differs + .quoted, .marked .words .differs").text == "十"
    grave = style(browser, "#mark_1", "background-color")
    assert grave != style(browser, "#mark_2", "background-color")
    one(browser, ".checked .list a[href='#mark_6']").click()
    assert browser.current_url.endswith("#mark_6")
    one(browser, "#mark_6 .flag").click()
    assert browser.current_url.endswith("#note_6")
    assert "98" in one(browser, "#note_6").text


def test_without_scripts_and_with_the_sample(browser: WebDriver, base: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(f"{base}/")
    one(browser, ".site-footer a[href='/cite-check']").click()
    one(browser, "form.check .sample").click()
    one(browser, "form.check button").click()
    assert browser.find_elements(By.CSS_SELECTOR, ".note-wrong")
    folded = one(browser, ".note-cited details")
    folded.find_element(By.TAG_NAME, "summary").click()
    assert folded.get_attribute("open") is not None


def test_send_a_word_file(browser: WebDriver, base: str, tmp_path: Path) -> None:
    file = tmp_path / "草稿.docx"
    file.write_bytes(word_file("Draft", SAID, paragraph(RIGHT, "Quote")))
    browser.get(f"{base}/cite-check?ui=en")
    one(browser, "#check_file").send_keys(str(file))
    one(browser, "form.check button").click()
    assert "word for word" in one(browser, ".note-verbatim").text
    assert RIGHT in one(browser, ".marked .quoted-verbatim").text


def test_notes_stand_beside_the_text_where_there_is_room(browser: WebDriver, base: str) -> None:
    paste(browser, base, CHINESE)
    words, notes = one(browser, ".noted .words"), one(browser, ".noted .notes")
    assert notes.location["x"] > words.location["x"] + 300
    assert abs(notes.location["y"] - words.location["y"]) < 40
    emulate(browser, width=390)
    assert notes.location["x"] == words.location["x"]
    assert notes.location["y"] > words.location["y"]


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("text", [CHINESE, f"{'x' * 900} {SAID}\n{'第' * 300}"])
def test_it_fits(browser: WebDriver, base: str, width: int, text: str) -> None:
    emulate(browser, width=width)
    paste(browser, base, text, ui="zh")
    assert browser.find_elements(By.CSS_SELECTOR, ".note")
    assert not browser.execute_script(WIDER)


def test_in_the_dark(browser: WebDriver, base: str) -> None:
    paste(browser, base, CHINESE)
    light = style(browser, "#mark_1", "background-color")
    emulate(browser, scheme="dark")
    assert style(browser, "#mark_1", "background-color") != light
