"""The desk in a browser: signing in, the list, something done to several articles at once."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.conftest import found
from tests.conftest import ROOT
from tests.desk_memory import PASSWORD


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with a desk over a real corpus."""
    found("chromium", "chromium-browser", "google-chrome")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.browser.desk_server", str(tmp_path_factory.mktemp("desk"))],
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


def sign_in(browser: WebDriver, name: str) -> None:
    browser.find_element(By.NAME, "name").send_keys(name)
    browser.find_element(By.NAME, "password").send_keys(PASSWORD)
    browser.find_element(By.CSS_SELECTOR, "main button").click()


def wait_for(browser: WebDriver, css: str) -> None:
    WebDriverWait(browser, 20).until(expected.presence_of_element_located((By.CSS_SELECTOR, css)))


def test_from_the_door_to_the_list_to_what_is_done(browser: WebDriver, desk: str) -> None:
    browser.get(f"{desk}/desk/articles?status=published")
    sign_in(browser, "ben")
    wait_for(browser, ".desk-list")
    assert browser.current_url == f"{desk}/desk/articles?status=published"
    cookies = {cookie["name"]: cookie for cookie in browser.get_cookies()}
    assert cookies["kb_desk"]["httpOnly"]
    every = browser.find_element(By.ID, "pick_all")
    every.click()
    picks = browser.find_elements(By.NAME, "pick")
    assert picks
    assert all(pick.is_selected() for pick in picks)
    picks[0].click()
    assert not every.is_selected()
    every.click()
    browser.find_element(By.CSS_SELECTOR, "button[value=review]").click()
    wait_for(browser, ".desk-outcomes")
    done = browser.find_elements(By.CSS_SELECTOR, ".desk-outcomes:not(.refused) li")
    assert len(done) == len(picks)
    # The session ends elsewhere while somebody types: the text is there again after signing in.
    browser.get(f"{desk}/desk/articles")
    browser.find_element(By.NAME, "note").send_keys('第一 & "second" <b>')
    browser.delete_all_cookies()
    browser.find_element(By.CSS_SELECTOR, "button[value=archive]").click()
    wait_for(browser, "#sign_in_name")
    browser.get_log("browser")  # which says that the answer was a 403
    sign_in(browser, "ben")
    wait_for(browser, "input[name=kept_form]")
    browser.find_element(By.CSS_SELECTOR, "main form button").click()
    wait_for(browser, ".desk-list")
    note = browser.find_element(By.NAME, "note")
    assert note.get_attribute("value") == '第一 & "second" <b>'
    browser.get(f"{desk}/desk/articles?status=archived")
    assert not browser.find_elements(By.CSS_SELECTOR, ".desk-list"), "nothing was archived"
