"""A reader asks, finds, reads: on a desk, on a phone, in the dark, on paper, by keyboard."""

import base64
from urllib.parse import urlsplit

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

pytestmark = pytest.mark.long

QUESTION = "Where can I pay my own social security?"
PAGES = [
    "/",
    "/search?q=social+security",
    "/search?q=social+security&topic=contributions&kind=guide&region=national&lang=en",
    "/search?q=zzzz&lang=zh",
    "/search?q=socal+securty+card",
    "/search?q=socal+card&as_typed=1",
    "/search?q=SIL+art.+60(2)",
    "/search?q=SIL+article+120",
    "/search?q=" + "x" * 300,
    "/articles/pay-your-own-social-security",
    "/articles/zi-ji-jiao-she-bao",
    "/articles/wide",
    "/articles/long-word",
    "/articles/markup-is-text",
    "/topics",
    "/topics/other",
    "/statutes",
    "/statutes/prc-sil-2010",
    "/statutes/prc-sil-2010/art-16",
    "/statutes/prc-sil-2010/art-16?version=2010-10-28&compare=2018-12-29&ui=zh",
    "/statutes/prc-sil-2010/compare?ui=en",
    "/statutes/flk-xing-fa?page=2",
    "/statutes/flk-jie-shi/art-1",
    "/changes",
    "/wanted",
]


def one(browser: WebDriver, selector: str) -> WebElement:
    return browser.find_element(By.CSS_SELECTOR, selector)


def none_of(browser: WebDriver, selector: str) -> bool:
    """Whether there is nothing such, without waiting for it to come."""
    return bool(browser.execute_script("return !document.querySelector(arguments[0])", selector))


def emulate(browser: WebDriver, *, width: int = 0, scheme: str = "light", media: str = "") -> None:
    if width:
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 800, "deviceScaleFactor": 2, "mobile": True},
        )
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": media, "features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )


def style(browser: WebDriver, selector: str, name: str) -> str:
    return one(browser, selector).value_of_css_property(name)


def path(browser: WebDriver) -> str:
    return urlsplit(browser.current_url).path


def test_mistype_and_insist(browser: WebDriver, base: str) -> None:
    browser.get(base)
    one(browser, "input[name=q]").send_keys("socal crad")
    one(browser, ".search button").click()
    assert one(browser, ".correction .meant").text == "social card"
    assert one(browser, ".hit h2 a").text == "I lost my social security card"
    one(browser, ".correction .as-typed a").click()
    assert one(browser, ".nothing h1").text == "No article answers “socal crad” yet"
    one(browser, ".correction .meant").click()
    assert none_of(browser, ".correction")
    assert one(browser, "input[name=q]").get_attribute("value") == "social card"


def test_ask_and_follow_to_the_section(browser: WebDriver, base: str) -> None:
    browser.get(base)
    box = one(browser, "input[name=q]")
    assert browser.switch_to.active_element == box
    box.send_keys(QUESTION)
    one(browser, ".search button").click()
    first = one(browser, ".hit h2 a")
    assert first.text == QUESTION
    first.click()
    assert path(browser) == "/articles/pay-your-own-social-security"
    steps = browser.find_elements(By.CSS_SELECTOR, "ol.steps > li")
    assert [step.find_element(By.CSS_SELECTOR, ".step-number").text[-1] for step in steps] == [
        "1",
        "2",
        "3",
    ]
    one(browser, ".cited a").click()
    assert path(browser) == "/statutes/prc-sil-2010/art-60"
    assert browser.current_url.endswith("#para-2")
    # the paragraph that is meant stands out
    assert style(browser, "#para-2", "background-color") != style(
        browser, "#para-1", "background-color"
    )


def test_ask_for_a_provision(browser: WebDriver, base: str) -> None:
    browser.get(f"{base}/search?q=SIL+art.+60(2)")
    law, article = browser.find_elements(By.CSS_SELECTOR, ".hit")[:2]
    assert law.find_element(By.CSS_SELECTOR, ".tag.law").text == "Law"
    told = [hit.value_of_css_property("background-color") for hit in (law, article)]
    assert told[0] != told[1]
    law.find_element(By.CSS_SELECTOR, "h2 a").click()
    assert path(browser) == "/statutes/prc-sil-2010/art-60"
    assert urlsplit(browser.current_url).fragment == "para-2"
    assert one(browser, "#para-2").is_displayed()


def test_the_section_that_answers_is_scrolled_to(browser: WebDriver, base: str) -> None:
    emulate(browser, width=375)
    browser.get(f"{base}/search?q=what+does+a+replacement+card+cost")
    one(browser, ".answers-in a").click()
    assert browser.current_url.endswith("/articles/lost-social-security-card#what-it-costs")
    top = browser.execute_script(
        "return document.getElementById('what-it-costs').getBoundingClientRect().top"
    )
    assert 0 <= top < 800


def test_it_all_works_without_javascript(browser: WebDriver, base: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(base)
    one(browser, "input[name=q]").send_keys(QUESTION + Keys.ENTER)
    assert one(browser, ".hit h2 a").text == QUESTION
    one(browser, ".filters a").click()
    assert one(browser, ".chosen-filters a")
    one(browser, ".hit h2 a").click()
    one(browser, ".cited summary").click()
    assert "may pay directly" in one(browser, ".cited details div").text


def test_by_keyboard_alone(browser: WebDriver, base: str) -> None:
    def press(*keys: str) -> None:
        ActionChains(browser).send_keys(*keys).perform()

    browser.get(base)
    press(QUESTION, Keys.ENTER)
    one(browser, ".hit")
    assert path(browser) == "/search"
    press(Keys.TAB)
    skip = browser.switch_to.active_element
    assert skip.get_attribute("class") == "skip"
    assert skip.rect["y"] >= 0  # it comes into view when it has the focus
    press(Keys.ENTER)
    for _ in range(12):
        press(Keys.TAB)
        focused = browser.switch_to.active_element
        assert focused.value_of_css_property("outline-style") != "none", "focus is not seen"
        if focused.text == QUESTION:
            break
    press(Keys.ENTER)
    one(browser, ".article")
    assert path(browser) == "/articles/pay-your-own-social-security"


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_nothing_is_wider_than_the_screen(browser: WebDriver, base: str, width: int) -> None:
    emulate(browser, width=width)
    for page in PAGES:
        browser.get(base + page)
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width, page


def test_a_phone_gets_readable_type_and_targets(browser: WebDriver, base: str) -> None:
    emulate(browser, width=320)
    browser.get(f"{base}/search?q=social+security")
    assert float(style(browser, ".snippet", "font-size").removesuffix("px")) >= 16
    for control in browser.find_elements(
        By.CSS_SELECTOR, ".search button, .search input, .filters a"
    ):
        if control.is_displayed():
            assert control.size["height"] >= 24, control.get_attribute("outerHTML")
    one(browser, ".jump").click()
    assert browser.current_url.endswith("#filters")


def test_in_the_dark(browser: WebDriver, base: str) -> None:
    colours = {}
    for scheme in ("light", "dark"):
        emulate(browser, scheme=scheme)
        browser.get(f"{base}/articles/pay-your-own-social-security")
        colours[scheme] = (
            style(browser, "body", "background-color"),
            style(browser, "body", "color"),
        )
    assert colours["light"] == ("rgba(255, 255, 255, 1)", "rgba(28, 32, 35, 1)")
    assert colours["dark"] == ("rgba(20, 24, 26, 1)", "rgba(232, 230, 225, 1)")


def test_on_paper(browser: WebDriver, base: str) -> None:
    emulate(browser, scheme="dark", media="print")
    browser.get(f"{base}/articles/pay-your-own-social-security")
    assert style(browser, "body", "background-color") == "rgba(255, 255, 255, 1)"
    assert style(browser, "body", "color") == "rgba(0, 0, 0, 1)"
    for gone in (".site-nav", ".header-search", ".contents", ".languages"):
        assert not one(browser, gone).is_displayed()
    for kept in (".brand", "h1", ".steps", ".basis", ".article-head .meta"):
        assert one(browser, kept).is_displayed()
    paper = browser.execute_cdp_cmd("Page.printToPDF", {})
    assert base64.b64decode(paper["data"]).startswith(b"%PDF")


def test_the_language_switch_is_remembered(browser: WebDriver, base: str) -> None:
    browser.get(f"{base}/topics/pension")
    one(browser, ".languages a").click()
    assert one(browser, "h1").text == "养老"
    browser.get(base)
    assert one(browser, "html").get_attribute("lang") == "zh-Hans"
    box = one(browser, "input[name=q]")
    box.send_keys("自己交社保去哪里交" + Keys.ENTER)
    assert "自己交社保" in one(browser, ".hit h2").text


def test_markup_never_runs(browser: WebDriver, base: str) -> None:
    for page in ("/articles/markup-is-text", "/search?q=pangolin", "/wanted", "/topics/other"):
        browser.get(base + page)  # an alert would make the next command fail
        assert "<script>alert(" in one(browser, "main").text


def test_the_console_is_silent_and_nothing_is_refused(browser: WebDriver, base: str) -> None:
    for page in PAGES:
        browser.get(base + page)
        loaded = browser.execute_script(
            "return performance.getEntriesByType('resource').map(entry => entry.name)"
        )
        assert all(name.startswith(f"{base}/static/") for name in loaded), loaded
        assert browser.execute_script("return document.styleSheets[0].cssRules.length") > 50
