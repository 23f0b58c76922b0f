"""The API in a real browser: its page, and reading from a page of another site."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait


class _Elsewhere(BaseHTTPRequestHandler):
    """Another site: one page, whatever is asked for."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><link rel=icon href='data:,'><title>Elsewhere</title>")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    # A browser opens connections that it says nothing on: one thread would wait for them.
    with ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


READ = """
const [address, options, done] = arguments;
fetch(address, options)
    .then(async (r) => {
        const header = (name) => r.headers.get(name);
        const body = r.status === 304 ? {} : await r.json();
        done([r.status, body.total ?? null, header('ETag'), header('Link')]);
    })
    .catch((error) => done(String(error)));
"""


def test_another_site_may_read(browser: WebDriver, base: str, elsewhere: str) -> None:
    browser.get(elsewhere)
    address = f"{base}/api/v1/search?q=social+security&per_page=2"
    status, total, tag, link = browser.execute_async_script(READ, address, {})
    assert (status, total) == (200, 10)
    assert tag
    assert 'rel="next"' in link
    again = {"headers": {"If-None-Match": tag}}  # needs the browser to ask first
    assert browser.execute_async_script(READ, address, again)[0] == 304
    many = {
        "method": "POST",
        "headers": {"Content-Type": "application/json"},
        "body": '{"queries": [{"q": "card"}]}',
    }
    assert browser.execute_async_script(READ, f"{base}/api/v1/search", many)[0] == 200


def test_another_site_may_read_nothing_else(browser: WebDriver, base: str, elsewhere: str) -> None:
    browser.get(elsewhere)
    assert "Failed to fetch" in browser.execute_async_script(READ, f"{base}/", {})
    browser.get_log("browser")  # the browser says why


def test_each_call_can_be_tried(browser: WebDriver, base: str) -> None:
    browser.get(base + "/api")
    form = browser.find_element(By.CSS_SELECTOR, "#search form")
    form.find_element(By.NAME, "q").send_keys("lost card")
    form.find_element(By.NAME, "fields").send_keys("total,hits.slug")
    form.find_element(By.TAG_NAME, "button").click()
    shown = browser.find_element(By.CSS_SELECTOR, "#search [data-answer]")
    WebDriverWait(browser, 10).until(lambda _: "lost-social-security-card" in shown.text)
    assert browser.find_element(By.CSS_SELECTOR, "#search [data-status]").text.startswith("200")
    many = browser.find_element(By.CSS_SELECTOR, "#searchMany form")
    many.find_element(By.TAG_NAME, "button").click()
    answers = browser.find_element(By.CSS_SELECTOR, "#searchMany [data-answer]")
    WebDriverWait(browser, 10).until(lambda _: "answers" in answers.text)
