"""A provision in the browser: copied citations, the version of a day, two texts side by side."""

from collections.abc import Callable

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.test_reading import emulate, one

PROVISION = "/statutes/prc-sil-2010/art-16"
ZH = "《中华人民共和国社会保险法》第十六条"
EN = "Social Insurance Law of the People's Republic of China, Article 16"
REFUSE = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"


def soon(browser: WebDriver, holds: Callable[[], bool]) -> None:
    WebDriverWait(browser, 10, poll_frequency=0.05).until(lambda _: holds())


def clipboard(browser: WebDriver, base: str) -> str:
    browser.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"origin": base, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    return str(browser.execute_async_script("navigator.clipboard.readText().then(arguments[0])"))


@pytest.mark.parametrize(("field", "citation"), [("cite_zh", ZH), ("cite_en", EN)])
def test_a_citation_is_copied_and_the_reader_told(
    browser: WebDriver, base: str, field: str, citation: str
) -> None:
    browser.get(base + PROVISION)
    button = one(browser, f"[data-copy={field}]")
    button.click()
    soon(browser, lambda: "Copied" in one(browser, "#copy_status").text)
    assert one(browser, "#copy_status").text == f"Copied: {citation}"
    assert button.text == "✓ Copied"
    assert browser.switch_to.active_element == button
    assert clipboard(browser, base) == citation
    soon(browser, lambda: button.text == "Copy")


def test_without_a_clipboard_the_old_way_is_taken(browser: WebDriver, base: str) -> None:
    browser.get(base + PROVISION)
    browser.execute_script(REFUSE)
    one(browser, "[data-copy=cite_en]").click()
    soon(browser, lambda: "Copied" in one(browser, "#copy_status").text)
    browser.get(base + PROVISION)  # where the clipboard can be read
    assert clipboard(browser, base) == EN


def test_where_nothing_can_be_copied_the_text_is_selected_to_be(
    browser: WebDriver, base: str
) -> None:
    browser.get(base + PROVISION)
    browser.execute_script(REFUSE + "; document.execCommand = () => false")
    one(browser, "[data-copy=cite_zh]").click()
    soon(browser, lambda: "Select the text" in one(browser, "#copy_status").text)
    assert one(browser, "[data-copy=cite_zh]").text == "Copy"


def test_who_comes_for_a_paragraph_can_cite_it(browser: WebDriver, base: str) -> None:
    browser.get(f"{base}{PROVISION}#para-2-item-1")
    field = one(browser, "#cite_zh")
    assert field.get_attribute("value") == ZH + "第二款第（一）项"
    assert one(browser, "#cite_en").get_attribute("value") == EN + "(2)(1)"
    one(browser, ".cite-parts summary").click()
    one(browser, "[data-part=para-1] a").click()
    soon(browser, lambda: field.get_attribute("value") == ZH + "第一款")


def test_the_version_of_a_day_without_javascript(browser: WebDriver, base: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(base + PROVISION)
    assert not one(browser, "[data-copy=cite_zh]").is_displayed()
    assert one(browser, "#cite_zh").text == ZH
    day = one(browser, "#as_of")
    assert day.get_attribute("type") == "date"
    day.send_keys("05012015")  # as the English date box takes it: month, day, year
    one(browser, ".versions button").click()
    soon(browser, lambda: browser.current_url.endswith("?as_of=2015-05-01"))
    assert "superseded" in one(browser, "main > .region").text
    assert "十五年" in one(browser, ".statute-text:lang(zh)").text
    one(browser, ".version-list li:nth-child(2) > a:last-child").click()
    assert "[deleted: 十五]" in one(browser, ".compared del").get_attribute("textContent")
    assert one(browser, ".compared ins").is_displayed()


def test_paragraphs_of_both_texts_stand_side_by_side(browser: WebDriver, base: str) -> None:
    emulate(browser, width=1280)
    browser.get(base + PROVISION)
    texts = browser.find_elements(By.CSS_SELECTOR, ".texts.two > .statute-text")
    rows = [text.find_elements(By.CSS_SELECTOR, ".paragraph") for text in texts]
    for ours, official in zip(*rows, strict=True):
        assert abs(ours.rect["y"] - official.rect["y"]) < 1
        assert ours.rect["x"] + ours.rect["width"] <= official.rect["x"]
    browser.get(f"{base}{PROVISION}#para-2-item-1")  # the one beside it stands out too
    beside = browser.find_elements(By.CSS_SELECTOR, ".texts.two > :last-child > .paragraph")
    shades = [paragraph.value_of_css_property("background-color") for paragraph in beside]
    assert shades[0] != shades[1]
    emulate(browser, width=390)
    browser.get(base + PROVISION)
    texts = browser.find_elements(By.CSS_SELECTOR, ".texts.two > .statute-text")
    assert texts[0].rect["y"] + texts[0].rect["height"] <= texts[1].rect["y"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_changed_is_told_by_more_than_colour(
    browser: WebDriver, base: str, scheme: str
) -> None:
    emulate(browser, scheme=scheme)
    browser.get(f"{base}{PROVISION}?compare=2010-10-28")
    deleted, inserted = one(browser, ".compared del"), one(browser, ".compared ins")
    assert "line-through" in deleted.value_of_css_property("text-decoration-line")
    assert "underline" in inserted.value_of_css_property("text-decoration-line")


def test_the_statute_leads_to_an_article_by_its_number(browser: WebDriver, base: str) -> None:
    browser.get(f"{base}/statutes/flk-xing-fa")
    one(browser, "#go_to").send_keys("第二百七十四条之一")
    one(browser, ".version-form button").click()
    assert browser.current_url.endswith("/statutes/flk-xing-fa/art-274-1")


def test_on_paper_both_texts_stand_and_what_is_pressed_does_not(
    browser: WebDriver, base: str
) -> None:
    emulate(browser, media="print")
    browser.get(base + PROVISION)
    for gone in (".version-form", ".prev-next", ".copy-row button", ".feed-link"):
        assert not one(browser, gone).is_displayed()
    for text in browser.find_elements(By.CSS_SELECTOR, ".paragraph > p"):
        assert text.is_displayed()
