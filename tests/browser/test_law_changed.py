"""A reader of an article whose law changed is told so, and follows the change."""

from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By


def test_the_banner_leads_to_the_comparison(browser: WebDriver, base: str) -> None:
    browser.get(f"{base}/changes?ui=en")
    link = browser.find_element(By.CSS_SELECTOR, ".concerned .under-review").find_element(
        By.XPATH, "./preceding-sibling::a"
    )
    link.click()
    banner = browser.find_element(By.CSS_SELECTOR, ".law-changed")
    assert banner.is_displayed()
    assert banner.get_attribute("role") == "note"
    assert "under review" in banner.text
    banner.find_element(By.TAG_NAME, "a").click()
    assert browser.find_element(By.ID, "comparison").is_displayed()
