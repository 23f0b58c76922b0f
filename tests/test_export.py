"""A copy of the site: every link in it leads somewhere, and nothing in it needs a network."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from kb.engine import Batch
from kb.export.folder import MARKER
from kb.index.engine import WhooshEngine
from kb.model import Status
from tests.checked_texts import OFFICIAL
from tests.official_texts import MemoryTexts
from tests.offline_copy import DAY, written
from tests.small_corpus import ARTICLES, DRAFT, HOSTILE, PAY, SIL, STATUTES
from tests.small_site import EVERYTHING, TAXONOMY, engine_with

LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a copy by its path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    with engine_with(tmp_path_factory.mktemp("index")) as engine:
        assert isinstance(engine, WhooshEngine)
        yield engine


@pytest.fixture(scope="module")
def copy(engine: WhooshEngine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "copy"
    written(engine, folder)
    return folder


@pytest.fixture(scope="module")
def pages(copy: Path) -> dict[str, BeautifulSoup]:
    return pages_of(copy)


def pages_of(copy: Path) -> dict[str, BeautifulSoup]:
    found = files_of(copy)
    return {f: BeautifulSoup(c, "lxml") for f, c in found.items() if f.endswith(".html")}


def tags(page: BeautifulSoup, *names: str) -> list[Tag]:
    """The tags of a page, also those inside its templates."""
    found: list[Tag] = list(page.find_all(list(names)))
    return found


def ids(page: BeautifulSoup) -> set[str]:
    return {str(tag["id"]) for tag in page.find_all(id=True)}


def test_every_link_leads_somewhere(copy: Path, pages: dict[str, BeautifulSoup]) -> None:
    assert followed(copy, pages) > 500


def followed(copy: Path, pages: dict[str, BeautifulSoup]) -> int:
    """Follow every link of every page, as a browser would, to a file and an id in it."""
    count = 0
    for file, page in pages.items():
        for tag in tags(page, "a", "link", "script", "form", "img"):
            address = tag.get("href") or tag.get("src") or tag.get("action")
            if address is None:
                continue
            parts = urlsplit(urljoin(f"file:///{file}", str(address)))
            if parts.scheme != "file":
                assert tag.name == "a", f"{file} loads {address}"
                continue
            target = unquote(parts.path).lstrip("/")
            assert (copy / target).is_file(), f"{file}: {address}"
            fragment = unquote(parts.fragment)
            if fragment and not fragment.startswith(":~:"):
                assert fragment in ids(pages[target]), f"{file}: {address}"
            count += 1
    return count


def test_links_are_relative(pages: dict[str, BeautifulSoup]) -> None:
    """A copy works wherever it lies, also below another address of a web server."""
    for file, page in pages.items():
        for tag in tags(page, "a", "link", "script", "form", "img"):
            address = str(tag.get("href") or tag.get("src") or tag.get("action") or "")
            assert not address.startswith("/"), f"{file}: {address}"


def test_all_of_the_site_is_there(pages: dict[str, BeautifulSoup]) -> None:
    for lang in ("en", "zh"):
        for article in (*ARTICLES, HOSTILE):
            assert f"{lang}/articles/{article.slug}.html" in pages
        for statute in STATUTES:
            assert f"{lang}/statutes/{statute.id}.html" in pages
            for text in statute.provisions:
                assert f"{lang}/statutes/{text.provision}.html" in pages
        for topic in TAXONOMY.topics:
            assert f"{lang}/topics/{topic.id}.html" in pages
        for name in ("index", "topics", "statutes", "wanted", "search", "not-here"):
            assert f"{lang}/{name}.html" in pages
    assert not [file for file in pages if DRAFT.slug in file]


def test_nothing_is_loaded_from_a_network(copy: Path, pages: dict[str, BeautifulSoup]) -> None:
    for file, page in pages.items():
        (policy,) = page.select('meta[http-equiv="Content-Security-Policy"]')
        said = dict(part.split(" ", 1) for part in str(policy["content"]).split("; "))
        assert said["default-src"] == "'none'"
        assert set(" ".join(said.values()).split()) <= {"'none'", "'self'", "file:"}
        for tag in tags(page, *LOADED):
            address = str(tag.get(LOADED[tag.name], ""))
            assert not urlsplit(address).scheme, f"{file} loads {address}"
        assert not page.select("[style], style, [onclick], script:not([src])"), file
    for file, content in files_of(copy).items():
        if file.endswith(".css"):
            assert b"url(" not in content
            assert b"@import" not in content
        if file.startswith("static/") and file.endswith(".js"):
            assert not re.search(rb"https?://|fetch\(|XMLHttpRequest|import\(", content), file


def test_what_needs_a_server_is_left_out(copy: Path, pages: dict[str, BeautifulSoup]) -> None:
    for file, page in pages.items():
        for form in tags(page, "form"):
            assert str(form["action"]).endswith("search.html"), file
        assert not page.select('link[type="application/json"]')
        assert "suggest.js" not in str(page)
    assert not (copy / "static" / "suggest.js").exists()


def test_the_two_languages_lead_to_each_other(pages: dict[str, BeautifulSoup]) -> None:
    for file, page in pages.items():
        (other,) = page.select(".languages a")
        lang, _, rest = file.partition("/")
        there = urljoin(f"file:///{file}", str(other["href"])).removeprefix("file:///")
        expected = "zh/index.html" if file == "index.html" else f"{_other(lang)}/{rest}"
        assert unquote(there) == expected
        assert page.html is not None
        assert page.html["lang"] == ("zh-Hans" if lang == "zh" else "en")


def _other(lang: str) -> str:
    return "en" if lang == "zh" else "zh"


def test_every_page_says_of_which_day_it_is(pages: dict[str, BeautifulSoup]) -> None:
    for file, page in pages.items():
        (said,) = page.select(".offline-copy")
        day = "2026年12月1日" if file.startswith("zh/") else "1 December 2026"
        assert day in said.get_text()


def test_an_article_names_its_own_file_as_the_canonical_one(
    pages: dict[str, BeautifulSoup],
) -> None:
    page = pages[f"en/articles/{PAY.slug}.html"]
    (link,) = page.select('link[rel="canonical"]')
    assert link["href"] == f"{PAY.slug}.html"
    (other,) = page.select('link[hreflang="zh-Hans"][rel="alternate"]')
    assert other["href"] == "zi-ji-jiao-she-bao.html"


def test_equal_contents_give_equal_bytes(copy: Path, tmp_path: Path) -> None:
    with engine_with(tmp_path / "index", EVERYTHING) as again:
        assert isinstance(again, WhooshEngine)
        written(again, tmp_path / "copy")
    assert files_of(tmp_path / "copy") == files_of(copy)


def test_another_day_changes_only_what_says_it(
    engine: WhooshEngine, copy: Path, tmp_path: Path
) -> None:
    written(engine, tmp_path / "copy", day=date(2026, 12, 2))
    before, after = files_of(copy), files_of(tmp_path / "copy")
    assert before.keys() == after.keys()
    for file, content in after.items():
        same = content.replace(b"2 December", b"1 December").replace(
            "12月2日".encode(), "12月1日".encode()
        )
        assert same.replace(b"2026-12-02", b"2026-12-01") == before[file], file


def test_what_is_gone_from_the_site_goes_from_the_copy(tmp_path: Path) -> None:
    with engine_with(tmp_path / "index") as engine:
        assert isinstance(engine, WhooshEngine)
        written(engine, tmp_path / "copy")
        assert (tmp_path / "copy" / "en" / "articles" / f"{PAY.slug}.html").is_file()
        engine.write(Batch(articles=(replace(PAY, status=Status.DRAFT),)))
        written(engine, tmp_path / "copy")
    assert not (tmp_path / "copy" / "en" / "articles" / f"{PAY.slug}.html").exists()


def test_one_language_alone(engine: WhooshEngine, tmp_path: Path) -> None:
    written(engine, tmp_path / "copy", languages=("zh",))
    found = files_of(tmp_path / "copy")
    assert not [file for file in found if file.startswith("en/")]
    home = BeautifulSoup(found["index.html"], "lxml")
    assert home.html is not None
    assert home.html["lang"] == "zh-Hans"
    assert not home.select(".languages a")
    assert f"zh/articles/{PAY.slug}.html" in found
    assert json.loads(found[MARKER])["languages"] == ["zh"]


def test_official_texts_are_there_as_they_are_now(engine: WhooshEngine, tmp_path: Path) -> None:
    """Their pages are of the newest version; other versions and comparisons need the site."""
    (now,) = OFFICIAL.held[SIL]
    before = replace(now[0], adopted=date(2010, 10, 28), in_force=date(2011, 7, 1))
    texts = MemoryTexts({SIL: ((before, now[1]), now)})
    written(engine, tmp_path / "copy", texts=texts)
    pages = pages_of(tmp_path / "copy")
    assert followed(tmp_path / "copy", pages) > 500
    said = pages[f"zh/statutes/{SIL}/art-16.html"].get_text()
    assert "缴费满十五年的，按月领取养老金。" in said


def test_a_site_without_articles(tmp_path: Path) -> None:
    with engine_with(tmp_path / "index", Batch(anew=True)) as engine:
        assert isinstance(engine, WhooshEngine)
        size = written(engine, tmp_path / "copy")
    assert size.pages == len(files_of(tmp_path / "copy").keys() & _all_pages(tmp_path / "copy")) - 1


def _all_pages(copy: Path) -> set[str]:
    return {file for file in files_of(copy) if file.endswith(".html")}


def test_sizes(copy: Path, engine: WhooshEngine, tmp_path: Path) -> None:
    size = written(engine, tmp_path / "copy")
    found = files_of(copy)
    assert size.files == len(found)
    assert size.bytes == sum(map(len, found.values()))
    assert size.search == sum(len(c) for f, c in found.items() if f.startswith("search/"))
    assert size.first == len(found["search/index.js"])
    assert json.loads(found[MARKER]) == {
        "made_by": "kb export",
        "day": DAY.isoformat(),
        "languages": ["en", "zh"],
        "pages": size.pages,
    }
