"""Copies of the site for tests, and their search asked from a program."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from selenium.webdriver.chrome.webdriver import WebDriver

from kb import bundle
from kb.export.pages import OwnPages
from kb.export.search_files import search_files
from kb.export.site_copy import SiteCopy, Size
from kb.index.engine import WhooshEngine
from kb.official import OfficialTexts
from kb.offline import OfflineIndex
from kb.taxonomy import Taxonomy
from kb.web.app import create_app
from kb.web.offline import NOT_HERE, SEARCH
from kb.web.site import Offline
from tests.small_site import COMPILED, TAXONOMY

DAY = date(2026, 12, 1)
OWN = OwnPages(search=SEARCH, not_here=NOT_HERE)


def copy_of(
    engine: WhooshEngine,
    taxonomy: Taxonomy = TAXONOMY,
    languages: Sequence[str] = ("en", "zh"),
    day: date = DAY,
    texts: OfficialTexts | None = None,
) -> SiteCopy:
    """What `kb export` copies, over this engine."""
    offline = Offline(day=day, languages=tuple(languages))
    app = create_app(
        engine,
        taxonomy,
        templates=bundle.templates(),
        today=lambda: day,
        texts=texts,
        offline=offline,
    )
    app.jinja_env.bytecode_cache = COMPILED
    return SiteCopy(
        site=app.wsgi_app, index=engine.offline(), languages=languages, own=OWN, day=day
    )


def no_progress(done: int, total: int) -> None:
    """Nobody watches."""


def written(engine: WhooshEngine, folder: Path, **options: Any) -> Size:
    """Write a copy of the site over this engine into a folder."""
    return copy_of(engine, **options).write(folder, no_progress)


@dataclass(frozen=True, slots=True)
class OfflineSearch:
    """The search of a copy, open in a browser that shows the copy's search page."""

    browser: WebDriver

    @classmethod
    def of(cls, browser: WebDriver, copy: Path, lang: str = "en") -> "OfflineSearch":
        browser.get((copy / lang / "search.html").resolve().as_uri())
        browser.set_script_timeout(60)
        return cls(browser)

    def ask(self, query: str) -> list[str]:
        """The slugs of the first ten hits."""
        found: list[str] = self._run(
            "const search = await kbOffline.opened();"
            "const { hits } = await search.ask(query);"
            "return hits.slice(0, 10).map((doc) => search.index.documents[doc].slug);",
            query,
        )
        return found

    def run(self, body: str, value: object) -> Any:
        """What an asynchronous function of ``search`` and ``value`` answers."""
        return self._run(f"const search = await kbOffline.opened(); {body}", value)

    def _run(self, body: str, value: object) -> Any:
        found = self.browser.execute_async_script(
            "const [value, done] = arguments; const query = value;"
            f"(async () => {{ {body} }})()"
            ".then((found) => done({ found }), (error) => done({ error: String(error.stack) }));",
            value,
        )
        assert "error" not in found, found["error"]
        return found["found"]


def with_search_of(index: OfflineIndex, copy: Path, folder: Path) -> None:
    """Another index under the pages of a copy: its search is asked, its hits lead nowhere."""
    shutil.copytree(copy, folder)
    shutil.rmtree(folder / "search")
    for file, content in search_files(index):
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_bytes(content)
