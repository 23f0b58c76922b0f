"""Files are brought to the desk one by one, each with its own report."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from kb.web.serve import serve
from tests.desk_memory import PASSWORD
from tests.incoming_desk import IncomingDesk, incoming_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[IncomingDesk, str]]:
    with incoming_desk(tmp_path_factory.mktemp("incoming")) as made:
        ready: list[str] = []
        started = threading.Event()

        def tell(url: str) -> None:
            ready.append(url)
            started.set()

        threading.Thread(
            target=serve, args=(made.app, "127.0.0.1", 0), kwargs={"ready": tell}, daemon=True
        ).start()
        assert started.wait(60)
        yield made, ready[0]


def test_each_file_has_its_own_report(
    browser: WebDriver, desk: tuple[IncomingDesk, str], tmp_path: Path
) -> None:
    made, base = desk
    (tmp_path / "good.txt").write_text("When is lunch?\nAt noon.\n", "utf-8")
    (tmp_path / "bad.docx").write_bytes(b"%PDF-1.7")
    browser.get(f"{base}/desk/sign-in?next=/desk/import")
    browser.find_element(By.NAME, "name").send_keys("ada")
    browser.find_element(By.NAME, "password").send_keys(PASSWORD)
    browser.find_element(By.CSS_SELECTOR, "main button[type=submit]").click()
    files = browser.find_element(By.ID, "import_files")
    files.send_keys(f"{tmp_path / 'bad.docx'}\n{tmp_path / 'good.txt'}")
    browser.find_element(By.ID, "import_text").send_keys("# Pasted\n\nText.")
    browser.find_element(By.CSS_SELECTOR, "#import_form button[type=submit]").click()
    done = WebDriverWait(browser, 90)
    done.until(lambda b: len(b.find_elements(By.CSS_SELECTOR, ".import-report")) == 3)
    first, second, third = browser.find_elements(By.CSS_SELECTOR, ".import-report h2")
    assert (first.text, second.text, third.text) == ("bad.docx", "When is lunch?", "Pasted")
    assert browser.current_url == f"{base}/desk/import"
    assert {"articles/other/when-is-lunch.md", "articles/other/pasted.md"} <= made.room.files()
    second.find_element(By.TAG_NAME, "a").click()
    done.until(lambda b: b.current_url.endswith("/desk/articles/when-is-lunch"))
