"""Data for programs in a real browser: it runs nowhere, and the policy has nothing to say of it."""

import json

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By

DATA = "script[type='application/ld+json']"


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/articles/markup-is-text",
        "/articles/pay-your-own-social-security",
        "/topics/pension",
        "/statutes/prc-sil-2010/art-16",
        "/statutes/flk-jie-shi/art-1",
    ],
)
def test_the_policy_allows_data(browser: WebDriver, base: str, page: str) -> None:
    # The fixture fails the test where the console complains, as it does of a violation.
    browser.get(base + page)
    (script,) = browser.find_elements(By.CSS_SELECTOR, DATA)
    given = json.loads(script.get_attribute("textContent"))
    assert given["@context"] == "https://schema.org"
    assert browser.execute_script("return document.querySelectorAll('img').length") == 0


def test_what_a_violation_looks_like(browser: WebDriver, base: str) -> None:
    """So that the silence of the console means something."""
    browser.get(base + "/")
    script = "const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
    browser.execute_script(script + "document.head.append(s)")
    (complaint,) = [entry["message"] for entry in browser.get_log("browser")]
    assert "Content Security Policy" in complaint
    assert browser.execute_script("return window.ran") is None


def test_chromium_reads_the_addresses_as_its_own(browser: WebDriver, base: str) -> None:
    browser.get(f"{base}/articles/pay-your-own-social-security")
    address = "return document.querySelector(\"link[rel='canonical']\").href"
    assert browser.execute_script(address) == browser.current_url
