"""The search box while somebody types: keys, mouse, touch, screen readers, input methods."""

from urllib.parse import urlsplit

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.test_reading import emulate, none_of, one, path, style
from tests.small_corpus import PAY, YEARS

OPTIONS = "[role=option]"
LANDED = f"/articles/{PAY.slug}"


def wait(browser: WebDriver) -> WebDriverWait[WebDriver]:
    return WebDriverWait(
        browser, 10, poll_frequency=0.05, ignored_exceptions=[StaleElementReferenceException]
    )


def options(browser: WebDriver) -> list[str]:
    """The texts of the options that can be seen."""
    return [o.text for o in browser.find_elements(By.CSS_SELECTOR, OPTIONS) if o.is_displayed()]


def box_of(browser: WebDriver) -> WebElement:
    return one(browser, "form[role=search] input[name=q]")


def type_in(browser: WebDriver, text: str, first: str) -> WebElement:
    """Type into the search box and wait until the first option says this."""
    box = box_of(browser)
    box.send_keys(text)
    wait(browser).until(lambda _: options(browser)[:1] == [first])
    return box


def said(browser: WebDriver) -> str:
    return str(one(browser, "form[role=search] [role=status]").get_attribute("textContent"))


def chosen(browser: WebDriver) -> str:
    """The text of the chosen option, as a screen reader would find it; "" for none."""
    active = box_of(browser).get_attribute("aria-activedescendant")
    if not active:
        assert none_of(browser, f"{OPTIONS}[aria-selected=true]")
        return ""
    selected = browser.find_elements(By.CSS_SELECTOR, f"{OPTIONS}[aria-selected=true]")
    assert [option.get_attribute("id") for option in selected] == [active]
    return selected[0].text


def is_open(browser: WebDriver) -> bool:
    """Whether the list can be seen, and the box says so."""
    seen = one(browser, "[role=listbox]").is_displayed()
    assert box_of(browser).get_attribute("aria-expanded") == ("true" if seen else "false")
    return seen


def requests(browser: WebDriver) -> list[str]:
    found: list[str] = browser.execute_script(
        "return performance.getEntriesByType('resource').map(e => e.name)"
        ".filter(name => name.includes('/api/v1/suggest'))"
    )
    return found


def test_what_a_screen_reader_is_told(browser: WebDriver, base: str) -> None:
    browser.get(base)
    box = box_of(browser)
    listbox = one(browser, "[role=listbox]")
    assert box.aria_role == "combobox"
    assert box.accessible_name == "Your question"
    assert box.get_attribute("aria-autocomplete") == "list"
    assert box.get_attribute("aria-controls") == listbox.get_attribute("id")
    assert listbox.get_attribute("aria-label") == "Suggestions"
    assert one(browser, "[role=status]").get_attribute("aria-live") == "polite"
    assert (is_open(browser), said(browser)) == (False, "")
    type_in(browser, "own soc", PAY.title)
    assert is_open(browser)
    assert said(browser) == "1 suggestion. Use the arrow keys to choose it."
    assert one(browser, f"{OPTIONS} mark").text == "own soc"
    box.send_keys("xxx")
    wait(browser).until(lambda _: said(browser) == "No suggestions.")
    assert not is_open(browser)


def test_in_chinese(browser: WebDriver, base: str) -> None:
    browser.get(f"{base}/?ui=zh")
    type_in(browser, "社保", "社保卡card丢失\n深圳社保卡丢了怎么补办？")
    assert said(browser).startswith(f"{len(options(browser))} 条建议")
    assert one(browser, "[role=listbox]").get_attribute("aria-label") == "搜索建议"
    langs = {
        span.get_attribute("lang")
        for span in browser.find_elements(By.CSS_SELECTOR, f"{OPTIONS} span:first-child")
    }
    assert langs == {"zh-Hans"}


def test_arrow_keys_choose_and_enter_goes_there(browser: WebDriver, base: str) -> None:
    browser.get(base)
    box = type_in(browser, "con", first_option(browser, "con"))
    every = options(browser)
    assert len(every) > 1
    seen = []
    for _ in range(len(every) + 1):
        box.send_keys(Keys.ARROW_DOWN)
        seen.append(chosen(browser))
    assert seen == [*every, every[0]]  # round and round
    box.send_keys(Keys.ARROW_UP)
    assert chosen(browser) == every[-1]
    assert box.get_attribute("value") == "con"  # choosing does not change what was typed
    assert browser.switch_to.active_element == box
    box.send_keys(Keys.ENTER)
    wait(browser).until(lambda _: path(browser).startswith("/articles/"))
    assert one(browser, "h1").text == every[-1].splitlines()[-1]


def first_option(browser: WebDriver, text: str) -> str:
    """The first option that the API's answer makes."""
    answer = browser.execute_async_script(
        "const done = arguments[1];"
        "fetch('/api/v1/suggest?q=' + arguments[0]).then(r => r.json()).then(done)",
        text,
    )
    first = answer["suggestions"][0]
    title, shown = first["title"], first["text"]["text"]
    return title if title == shown else f"{shown}\n{title}"


def test_up_begins_at_the_end(browser: WebDriver, base: str) -> None:
    browser.get(base)
    box = type_in(browser, "con", first_option(browser, "con"))
    box.send_keys(Keys.ARROW_UP)
    assert chosen(browser) == options(browser)[-1]


@pytest.mark.parametrize("key", [Keys.HOME, Keys.END, Keys.ARROW_LEFT, Keys.ARROW_RIGHT])
def test_moving_in_the_text_returns_to_it(browser: WebDriver, base: str, key: str) -> None:
    browser.get(base)
    box = type_in(browser, "own", PAY.title)
    box.send_keys(Keys.ARROW_DOWN)
    assert chosen(browser) == PAY.title
    box.send_keys(key)
    assert chosen(browser) == ""
    assert is_open(browser)
    caret = browser.execute_script("return arguments[0].selectionStart", box)
    assert caret == {Keys.HOME: 0, Keys.ARROW_LEFT: 2}.get(key, 3)


def test_enter_without_a_choice_searches_as_typed(browser: WebDriver, base: str) -> None:
    browser.get(base)
    box = type_in(browser, "own", PAY.title)
    box.send_keys(Keys.ENTER)
    wait(browser).until(lambda _: path(browser) == "/search")
    assert urlsplit(browser.current_url).query == "q=own"


def test_typing_on_gives_the_choice_up(browser: WebDriver, base: str) -> None:
    browser.get(base)
    box = type_in(browser, "own", PAY.title)
    box.send_keys(Keys.ARROW_DOWN, " ")
    assert chosen(browser) == ""
    box.send_keys("soc" + Keys.ENTER)
    wait(browser).until(lambda _: path(browser) == "/search")


def test_escape_closes_then_clears(browser: WebDriver, base: str) -> None:
    browser.get(base)
    box = type_in(browser, "own", PAY.title)
    box.send_keys(Keys.ARROW_DOWN, Keys.ESCAPE)
    assert (is_open(browser), chosen(browser)) == (False, "")
    assert box.get_attribute("value") == "own"
    box.send_keys(Keys.ARROW_DOWN)  # opens it again
    assert (is_open(browser), chosen(browser)) == (True, PAY.title)
    box.send_keys(Keys.ESCAPE, Keys.ESCAPE)
    assert box.get_attribute("value") == ""
    assert (is_open(browser), said(browser)) == (False, "")


def test_alt_and_an_arrow_open_and_close_it(browser: WebDriver, base: str) -> None:
    browser.get(base)
    box = type_in(browser, "own", PAY.title)
    box.send_keys(Keys.ALT, Keys.ARROW_UP, Keys.NULL)
    assert not is_open(browser)
    box.send_keys(Keys.ALT, Keys.ARROW_DOWN, Keys.NULL)
    assert (is_open(browser), chosen(browser)) == (True, "")


def test_tab_leaves_and_chooses_nothing(browser: WebDriver, base: str) -> None:
    browser.get(base)
    box = type_in(browser, "own", PAY.title)
    box.send_keys(Keys.ARROW_DOWN, Keys.TAB)
    assert browser.switch_to.active_element.text == "Search"
    assert not is_open(browser)
    assert path(browser) == "/"


def test_a_click_elsewhere_closes_it(browser: WebDriver, base: str) -> None:
    browser.get(base)
    type_in(browser, "own", PAY.title)
    one(browser, "h1").click()
    assert not is_open(browser)


def test_a_click_goes_there(browser: WebDriver, base: str) -> None:
    browser.get(base)
    type_in(browser, "minimum", f"minimum contribution years\n{YEARS.title}")
    one(browser, OPTIONS).click()
    wait(browser).until(lambda _: path(browser) == f"/articles/{YEARS.slug}")


def test_a_finger_goes_there(browser: WebDriver, base: str) -> None:
    emulate(browser, width=390)
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    try:
        browser.get(base)
        type_in(browser, "own", PAY.title)
        option = one(browser, OPTIONS)
        assert option.size["height"] >= 24
        at = browser.execute_script(
            "const r = arguments[0].getBoundingClientRect(); return [r.x + 20, r.y + 10]", option
        )
        points = [{"x": at[0], "y": at[1]}]
        for kind, touched in (("touchStart", points), ("touchEnd", [])):
            browser.execute_cdp_cmd(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched}
            )
        wait(browser).until(lambda _: path(browser) == LANDED)
    finally:
        browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})


def test_an_input_method_is_left_alone(browser: WebDriver, base: str) -> None:
    browser.get(base)
    box = box_of(browser)
    box.click()
    type_in(browser, "own", PAY.title)
    box.send_keys(" ")
    asked = len(requests(browser))
    browser.execute_script(
        "window.keys = [];"
        "addEventListener('keydown', e => keys.push([e.key, e.isComposing, e.defaultPrevented]))"
    )
    browser.execute_cdp_cmd(
        "Input.imeSetComposition", {"text": "yang", "selectionStart": 4, "selectionEnd": 4}
    )
    # The arrows and Enter now belong to the input method's own list.
    for key in ("ArrowDown", "Enter", "Escape"):
        browser.execute_script(
            "arguments[0].dispatchEvent(new KeyboardEvent('keydown',"
            " {key: arguments[1], isComposing: true, bubbles: true, cancelable: true}))",
            box,
            key,
        )
    assert browser.execute_script("return keys") == [
        ["ArrowDown", True, False],
        ["Enter", True, False],
        ["Escape", True, False],
    ]
    assert chosen(browser) == ""
    assert path(browser) == "/"
    assert box.get_attribute("value") == "own yang"
    browser.execute_cdp_cmd("Input.insertText", {"text": "养老"})
    assert box.get_attribute("value") == "own 养老"
    wait(browser).until(lambda _: said(browser) == "No suggestions.")
    since = [name for name in requests(browser)[asked:] if "yang" in name]
    assert since == []  # half a syllable is no question


def test_chinese_by_an_input_method(browser: WebDriver, base: str) -> None:
    browser.get(base)
    box_of(browser).click()
    browser.execute_cdp_cmd(
        "Input.imeSetComposition", {"text": "gong", "selectionStart": 4, "selectionEnd": 4}
    )
    browser.execute_cdp_cmd("Input.insertText", {"text": "工伤"})
    wait(browser).until(lambda _: options(browser) == ["工伤认定怎么申请？"])


def test_quick_typing_asks_once_and_a_late_answer_is_dropped(browser: WebDriver, base: str) -> None:
    browser.get(base)
    # The first question's answer is held back until the second one's was shown.
    browser.execute_script(
        "const real = window.fetch; window.asked = []; window.fetch = (url, o) => {"
        " asked.push(url);"
        " return asked.length > 1 ? real(url) :"
        "  new Promise(go => { window.release = () => real('/api/v1/suggest?q=hosp').then(go); }) }"
    )
    box = box_of(browser)
    box.send_keys("hosp")
    wait(browser).until(lambda _: browser.execute_script("return asked.length") == 1)
    box.send_keys(Keys.BACKSPACE * 4 + "own")
    wait(browser).until(lambda _: options(browser) == [PAY.title])
    browser.execute_async_script("const [done] = arguments; release().then(() => setTimeout(done))")
    assert options(browser) == [PAY.title]
    asked = browser.execute_script("return asked")
    assert asked[0].endswith("q=hosp")
    assert asked[-1].endswith("q=own")


def test_an_error_leaves_a_plain_box(browser: WebDriver, base: str) -> None:
    browser.get(base)
    browser.execute_script("window.fetch = () => Promise.reject(new Error('offline'))")
    box = box_of(browser)
    box.send_keys("own")
    wait(browser).until(lambda _: said(browser) == "No suggestions.")
    box.send_keys(Keys.ENTER)
    wait(browser).until(lambda _: path(browser) == "/search")


def test_a_chosen_language_holds_for_suggestions(browser: WebDriver, base: str) -> None:
    browser.get(f"{base}/search?q=%E7%A4%BE%E4%BF%9D&lang=en")
    box = box_of(browser)
    box.send_keys(Keys.END + Keys.BACKSPACE)
    wait(browser).until(lambda _: options(browser) != [])
    assert all("lang=en" in name for name in requests(browser))
    titles = [text.splitlines()[-1] for text in options(browser)]
    assert PAY.title in titles
    assert all(title.isascii() for title in titles)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("page", ["/", f"{LANDED}?ui=en"])
def test_long_titles_wrap(
    browser: WebDriver, base: str, page: str, width: int, scheme: str
) -> None:
    emulate(browser, width=width, scheme=scheme)
    for typed in ("用人单位", "Donaudampf"):
        browser.get(base + page)
        box_of(browser).send_keys(typed)
        wait(browser).until(lambda _: len(options(browser)) == 1)
        option = one(browser, OPTIONS)
        assert option.size["height"] > 40, "it takes several lines"
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width
        assert option.rect["x"] >= 0
        assert option.rect["x"] + option.rect["width"] <= width
    paper = "rgba(255, 255, 255, 1)" if scheme == "light" else "rgba(20, 24, 26, 1)"
    assert style(browser, ".suggestions", "background-color") == paper


def test_without_javascript_it_is_not_there(browser: WebDriver, base: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(base)
    box = box_of(browser)
    assert box.get_attribute("type") == "search"
    assert box.get_attribute("role") is None
    browser.implicitly_wait(0)
    assert browser.find_elements(By.CSS_SELECTOR, "[role=listbox], [role=status]") == []
    browser.implicitly_wait(5)
    box.send_keys("own" + Keys.ENTER)
    assert one(browser, ".hit h2 a").text == PAY.title


def test_markup_is_text(browser: WebDriver, base: str) -> None:
    browser.get(base)
    box_of(browser).send_keys("pangolin")
    wait(browser).until(lambda _: len(options(browser)) == 1)
    assert "<script>alert(" in options(browser)[0] or "<svg onload" in options(browser)[0]


def test_keys_with_a_modifier_are_the_browsers(browser: WebDriver, base: str) -> None:
    browser.get(base)
    box = type_in(browser, "own", PAY.title)
    ActionChains(browser).key_down(Keys.SHIFT).send_keys(Keys.HOME).key_up(Keys.SHIFT).perform()
    selected = browser.execute_script(
        "return [arguments[0].selectionStart, arguments[0].selectionEnd]", box
    )
    assert selected == [0, 3]
