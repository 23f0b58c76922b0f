"""A reader types filters, sees them as chips, takes one away, goes on asking."""

from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.test_reading import one


def chips(browser: WebDriver) -> list[str]:
    found = browser.find_elements(By.CSS_SELECTOR, ".chosen-filters li a:not(.all)")
    return [chip.text.removeprefix("Remove the filter:").split("×")[0].strip() for chip in found]


def box(browser: WebDriver) -> str:
    return one(browser, "input[name=q]").get_attribute("value") or ""


def test_typed_filters_become_chips(browser: WebDriver, base: str) -> None:
    browser.get(base)
    one(browser, "input[name=q]").send_keys("pension topic:养老 -card lang:english", Keys.ENTER)
    assert chips(browser) == ["Topic: Pension", "Language: English"]
    assert box(browser) == "pension -card"
    one(browser, ".chosen-filters a").click()
    assert chips(browser) == ["Language: English"]
    assert box(browser) == "pension -card"
    # what is chosen stays when the question is asked anew
    one(browser, "input[name=q]").send_keys(" years topic:nonsense", Keys.ENTER)
    assert chips(browser) == ["Language: English"]
    assert box(browser) == "pension -card years topic:nonsense"
    assert one(browser, ".notes li").text.startswith("topic:nonsense: there is no such topic")


def test_tips_fit_a_phone(browser: WebDriver, base: str) -> None:
    for address in ("/search?ui=zh", "/search?q=zzzz&ui=en", "/search?q=%3Cb%3E+topic:" + "x" * 99):
        browser.get(base + address)
        wide = browser.execute_script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, address
