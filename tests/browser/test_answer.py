"""What the search page adds to the hits: the answer, the passage, the editors."""

from urllib.parse import quote, unquote

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.server import WIDE
from tests.browser.test_reading import QUESTION, emulate, one, path, style


def asked(browser: WebDriver, base: str, question: str, more: str = "") -> None:
    browser.get(f"{base}/search?q={quote(question)}{more}")


def on_screen(browser: WebDriver, words: str) -> bool:
    """Whether the innermost element with these words is inside the window."""
    return bool(
        browser.execute_script(
            """
            const all = [...document.querySelectorAll("main *")];
            const found = all.filter(e => e.textContent.includes(arguments[0])).pop();
            const box = found.getBoundingClientRect();
            return box.top >= 0 && box.bottom <= innerHeight;
            """,
            words,
        )
    )


@pytest.mark.parametrize(
    ("question", "slug", "words"),
    [
        ("quokka allowance", "far-paragraph", "The quokka allowance"),
        ("stamped wombat card", "far-list", "wombat card"),
        ("grade two quarterly months", "far-table", "22 months"),
        ("袋熊补贴怎么发", "far-chinese", "袋熊补贴每年三月"),
    ],
)
def test_a_link_leads_to_the_passage_itself(
    browser: WebDriver, base: str, question: str, slug: str, words: str
) -> None:
    asked(browser, base, question)
    link = one(browser, f".hit a[href^='/articles/{slug}#']")
    address = link.get_attribute("href")
    assert address is not None
    assert ":~:text=" in address
    # Without the section's anchor nothing but the text fragment can bring the passage up.
    page, _, directive = address.partition("#")
    browser.get("about:blank")
    browser.get(f"{page}#:~:text={directive.partition(':~:text=')[2]}")
    assert path(browser) == f"/articles/{slug}"
    WebDriverWait(browser, 5, poll_frequency=0.05).until(
        lambda b: b.execute_script("return scrollY") > 0
    )
    assert on_screen(browser, words), unquote(address)
    browser.get(page)
    assert not on_screen(browser, words), "the passage must be far down for the test to mean much"


def test_the_answer_stands_above_the_hits(browser: WebDriver, base: str) -> None:
    asked(browser, base, QUESTION)
    card, hits = one(browser, ".answer"), one(browser, ".hits")
    assert card.location["y"] < hits.location["y"]
    assert "You can pay at the social insurance office" in card.text
    steps = card.find_elements(By.CSS_SELECTOR, ".answer-steps a")
    assert [step.text for step in steps][:2] == [
        "Ask what your city offers",
        "Register at the office",
    ]
    steps[1].click()
    assert browser.current_url.endswith(
        "/articles/pay-your-own-social-security#2-register-at-the-office"
    )
    browser.back()
    one(browser, ".answer-basis a").click()
    assert path(browser) == "/statutes/prc-sil-2010/art-60"


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize(
    "question",
    [QUESTION, "自己交社保，去哪里交？", WIDE[0].title],
    ids=["english", "chinese", "long"],
)
def test_the_answer_fits(browser: WebDriver, base: str, width: int, question: str) -> None:
    emulate(browser, width=width)
    asked(browser, base, question)
    assert browser.find_elements(By.CSS_SELECTOR, ".answer")
    wider = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not browser.execute_script(wider)


def test_the_answer_can_be_read_in_the_dark(browser: WebDriver, base: str) -> None:
    asked(browser, base, QUESTION)
    light = style(browser, ".answer", "background-color")
    emulate(browser, scheme="dark")
    assert style(browser, ".answer", "background-color") != light


def test_ask_the_editors(browser: WebDriver, base: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    asked(browser, base, "xyzzy plugh")
    assert "No article has: “xyzzy”, “plugh”" in one(browser, ".left-out").text
    form = one(browser, "form.ask")
    assert form.find_element(By.TAG_NAME, "textarea").get_attribute("value") == "xyzzy plugh"
    form.find_element(By.TAG_NAME, "button").click()
    # Without scripts a click does not always wait for the page that it leads to.
    WebDriverWait(browser, 20, poll_frequency=0.05).until(
        lambda browser: path(browser) == "/ask/thanks"
    )
    assert "Thank you" in one(browser, "h1").text
    asked(browser, base, QUESTION)
    one(browser, ".ask-link a").click()
    WebDriverWait(browser, 20, poll_frequency=0.05).until(lambda browser: path(browser) == "/ask")
    assert one(browser, "form.ask textarea").get_attribute("value") == QUESTION
