"""Somebody writes, previews, submits and publishes; meanwhile somebody else edits it too."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.conftest import FLAGS, found
from tests.browser.test_reading import emulate, one, path
from tests.conftest import ROOT
from tests.desk_memory import PASSWORD

TITLE = "Can a quokka keeper retire early?"
WIDER = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
EDITOR = "/desk/articles/can-a-quokka-keeper-retire-early"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running site with its desk."""
    found("chromium", "chromium-browser", "google-chrome")
    folder = tmp_path_factory.mktemp("desk")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.browser.desk_server", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            url = server.stdout.readline().strip()
            assert url, "the server did not start"
            yield url
        finally:
            server.terminate()
            server.communicate(timeout=30)


@pytest.fixture
def second(tmp_path: Path) -> Iterator[WebDriver]:
    """Another person's browser."""
    options = webdriver.ChromeOptions()
    options.binary_location = found("chromium", "chromium-browser", "google-chrome")
    for flag in (*FLAGS, f"--user-data-dir={tmp_path}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(
        options=options, service=webdriver.ChromeService(found("chromedriver"))
    )
    driver.implicitly_wait(5)
    yield driver
    driver.quit()


def sign_in(browser: WebDriver, desk: str, name: str) -> None:
    browser.get(f"{desk}/desk/sign-in?ui=en")
    one(browser, "main [name=name]").send_keys(name)
    one(browser, "main [name=password]").send_keys(PASSWORD, Keys.ENTER)
    WebDriverWait(browser, 10).until(lambda b: path(b) == "/desk/articles")


def press(browser: WebDriver, css: str) -> None:
    """Press a button, and wait for the page that it leads to."""
    page = one(browser, "html")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", one(browser, css))
    one(browser, css).click()
    WebDriverWait(browser, 10).until(lambda b: b.find_element(By.TAG_NAME, "html") != page)


def write(browser: WebDriver, text: str) -> None:
    body = one(browser, "#ed_body")
    body.clear()
    body.send_keys(text)


def body(browser: WebDriver) -> str:
    return str(browser.execute_script("return document.getElementById('ed_body').value"))


def says(browser: WebDriver, css: str, text: str) -> None:
    WebDriverWait(browser, 10).until(
        lambda b: any(text in e.text for e in b.find_elements(By.CSS_SELECTOR, css)),
        f"{css} does not say {text!r}",
    )


def test_from_a_question_to_the_search_page(
    browser: WebDriver, second: WebDriver, desk: str
) -> None:
    sign_in(browser, desk, "ada")
    browser.get(f"{desk}/desk/articles/new?title={TITLE.replace(' ', '+')}&alias=quokka+pension")
    press(browser, "main form button")
    write(
        browser, "A quokka keeper may retire at fifty.\nSee [the years](/articles/pension-yearz)."
    )
    # The panel follows what is typed, and leads to the line.
    says(browser, "#ed_panel .level-blocks", "/articles/pension-yearz")
    one(browser, "#ed_panel .panel-line").click()
    selected = "return ed_body.value.slice(ed_body.selectionStart, ed_body.selectionEnd)"
    assert browser.execute_script(selected) == "See [the years](/articles/pension-yearz)."
    # One click mends it, and undo takes that back.
    one(browser, "#ed_panel .level-blocks button").click()
    assert body(browser).endswith("See [the years](/articles/pension-years).")
    one(browser, "#ed_body").send_keys(Keys.CONTROL, "z")
    assert body(browser).endswith("See [the years](/articles/pension-yearz).")
    one(browser, "#ed_body").send_keys(Keys.CONTROL, Keys.SHIFT, "z")
    says(browser, "#ed_panel .panel-summary", "It can be published")
    # So does the preview, which is the page that readers will get.
    one(browser, "#ed_preview_toggle").click()
    frame = one(browser, "#ed_preview_frame")
    browser.switch_to.frame(frame)
    says(browser, "h1", TITLE)
    assert one(browser, ".article-lead a").get_attribute("href").endswith("/articles/pension-years")
    browser.switch_to.default_content()
    press(browser, ".editor-buttons [value=save]")
    assert path(browser) == EDITOR

    # Somebody else opens it, and saves first.
    sign_in(second, desk, "ben")
    second.get(desk + EDITOR)
    write(second, "A quokka keeper may retire at forty.")
    press(second, ".editor-buttons [value=save]")
    write(browser, "A quokka keeper may retire at sixty.")
    press(browser, ".editor-buttons [value=save]")
    says(browser, "main [role=alert]", "same lines")
    assert [pre.text for pre in browser.find_elements(By.CSS_SELECTOR, ".clash pre")] == [
        "A quokka keeper may retire at sixty.",
        "A quokka keeper may retire at forty.",
    ]
    one(browser, ".clash [value=both]").click()
    press(browser, "[value=resolve]")
    press(browser, ".editor-buttons [value=save]")
    assert browser.get_log("browser")[0]["message"].count("409")
    press(browser, "a[href$='/steps/submit']")
    press(browser, "main form button")
    says(browser, ".desk-notice", "Submitted for review")

    second.get(desk + EDITOR)
    assert body(second).splitlines() == [
        "A quokka keeper may retire at sixty.",
        "A quokka keeper may retire at forty.",
    ]
    press(second, "a[href$='/steps/publish']")
    press(second, "main form button")
    second.get(f"{desk}/search?q=quokka+pension")
    press(second, f"main a[href*='{EDITOR.rsplit('/', 1)[1]}']")
    assert one(second, "h1").text == TITLE


def test_what_was_not_saved_is_offered_again(browser: WebDriver, desk: str) -> None:
    sign_in(browser, desk, "ada")
    browser.get(f"{desk}/desk/articles/pension-gap")
    was = body(browser)
    one(browser, "#ed_body").send_keys(Keys.CONTROL, Keys.END)
    one(browser, "#ed_body").send_keys("Typed and never saved. <b>x</b>")
    stored = "return Object.keys(localStorage).filter((k) => k.startsWith('kb-desk:')).length"
    WebDriverWait(browser, 10).until(lambda b: b.execute_script(stored) == 1)
    browser.get(f"{desk}/desk/articles")
    browser.get(f"{desk}/desk/articles/pension-gap")
    assert body(browser) == was
    one(browser, "#ed_draft_take").click()
    assert body(browser) == f"{was}Typed and never saved. <b>x</b>"
    press(browser, ".editor-buttons [value=save]")
    WebDriverWait(browser, 10).until(lambda b: b.execute_script(stored) == 0)
    assert not one(browser, "#ed_draft").is_displayed()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(browser: WebDriver, desk: str, width: int) -> None:
    sign_in(browser, desk, "ben")
    emulate(browser, width=width)
    for address in ("", "/history", "/compare", "/steps/publish", "/steps/merge"):
        browser.get(f"{desk}/desk/articles/pension-years{address}?ui=zh")
        assert not browser.execute_script(WIDER), address
