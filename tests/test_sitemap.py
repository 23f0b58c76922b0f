"""The site map: by the protocol's rules, and by what the pages say of themselves."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree

from kb.engine import Batch
from kb.official import Version
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText
from kb.web.machines.site_pages import Listed
from kb.web.machines.sitemap import MOST_BYTES, site_map
from tests.official_texts import MemoryTexts
from tests.small_corpus import ARTICLES, DRAFT, PAY, SIL, YEARS, ZH_PAY
from tests.small_law import CRIMINAL, imported, law
from tests.small_site import EVERYTHING, TODAY, engine_with, site, soup

HOST = "http://localhost"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
Pages = dict[str, tuple[str, dict[str, str]]]  # address -> last change, addresses by hreflang


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield site(engine, texts=law()).test_client(use_cookies=False)


@pytest.fixture(scope="module")
def pages(client: FlaskClient) -> Pages:
    return pages_of(fetched(client, "/sitemap.xml"))


def fetched(client: FlaskClient, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    assert response.content_type == "application/xml; charset=utf-8"
    return response.data


def pages_of(xml: bytes, host: str = HOST) -> Pages:
    """The pages of a file, once it holds to the rules of sitemaps.org and of hreflang."""
    assert len(xml) <= MOST_BYTES
    root = etree.fromstring(xml)
    assert root.tag == f"{{{NAMES['s']}}}urlset"
    found: Pages = {}
    for url in root:
        assert url.tag == f"{{{NAMES['s']}}}url"
        allowed = [f"{{{NAMES['s']}}}loc", f"{{{NAMES['s']}}}lastmod", f"{{{NAMES['x']}}}link"]
        tags = [child.tag for child in url]
        assert tags.count(allowed[0]) == 1
        assert tags.count(allowed[1]) <= 1
        assert set(tags) <= set(allowed)
        address, day = is_place(url, host)
        links = url.findall("x:link", NAMES)
        assert {link.get("rel") for link in links} <= {"alternate"}
        others = {link.get("hreflang"): link.get("href") for link in links}
        assert len(others) == len(links)
        assert address not in found
        found[address] = (day, others)
    assert 1 <= len(found) <= 50_000
    return found


def is_place(element: etree._Element, host: str = HOST) -> tuple[str, str]:
    address = element.findtext("s:loc", namespaces=NAMES)
    assert address.startswith(f"{host}/")
    assert len(address) < 2048
    assert re.fullmatch(r"[!-~]+", address), "escaped"
    day = element.findtext("s:lastmod", "", NAMES)
    assert not day or date.fromisoformat(day) <= TODAY
    return address, day


def path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def test_pages_say_of_themselves_what_the_map_says_of_them(
    client: FlaskClient, pages: Pages
) -> None:
    # enough of the statute that repeats itself
    seen = [page for page in pages if not re.search(rf"{CRIMINAL}/art-\d\d", page)]
    assert len(seen) > 60
    for address in seen:
        response = client.get(path(address))
        assert response.status_code == 200, address
        page = soup(response)
        assert page.select_one("link[rel=canonical]")["href"] == address
        links = page.select("head link[rel=alternate][hreflang]")
        assert {link["hreflang"]: link["href"] for link in links} == pages[address][1]


def test_languages_name_each_other(pages: Pages) -> None:
    for address, (_, others) in pages.items():
        if others:
            assert address in others.values()
            for other in others.values():
                assert pages[other][1] == others


@pytest.mark.parametrize(
    ("address", "day", "others"),
    [
        (
            f"/articles/{PAY.slug}", "2026-11-20",
            {"en": f"/articles/{PAY.slug}", "zh-Hans": f"/articles/{ZH_PAY.slug}"},
        ),
        ("/articles/gong-shang-ren-ding", "2026-11-20", {}),
        (
            "/topics/pension?ui=zh", "2026-11-20",
            {
                "en": "/topics/pension?ui=en", "zh-Hans": "/topics/pension?ui=zh",
                "x-default": "/topics/pension",
            },
        ),
        # reviewed after the import; imported later; cited by nobody
        (f"/statutes/{SIL}", "2026-11-20", None),
        (f"/statutes/{SIL}/art-17", "2026-03-01", None),
        # what was only imported is Chinese, and is not listed twice
        (f"/statutes/{CRIMINAL}/art-274-1", "2026-03-01", {}),
        ("/statutes/prc-wrii-2003", "", None),
    ],
)  # fmt: skip
def test_a_page(pages: Pages, address: str, day: str, others: dict[str, str] | None) -> None:
    found = pages[HOST + address]
    assert found[0] == day
    if others is not None:
        assert {lang: path(other) for lang, other in found[1].items()} == others


def test_all_articles_and_provisions_and_no_draft(pages: Pages) -> None:
    articles = {page for page in pages if "/articles/" in page}
    expected = {a.slug for a in (*ARTICLES, *EVERYTHING.articles) if a is not DRAFT}
    assert articles == {f"{HOST}/articles/{slug}" for slug in expected}
    assert not [page for page in pages if "maternity" in page]  # its topic is empty
    ours = {page for page in pages if re.fullmatch(rf".*/{SIL}/art-\d+", page)}
    # of the version in force, and what the translation has beside it
    assert {page.rpartition("-")[2] for page in ours} == {"16", "17", "45", "60", "61", "62"}
    assert sum(f"/{CRIMINAL}/art-" in page for page in pages) == 275


def test_not_sent_again_until_something_changes(tmp_path: Path) -> None:
    with engine_with(tmp_path / "index", Batch(articles=(PAY,), anew=True)) as engine:
        client = site(engine).test_client()
        first = client.get("/sitemap.xml")
        etag = {"If-None-Match": first.headers["ETag"]}
        assert client.get("/sitemap.xml", headers=etag).status_code == 304
        assert client.head("/sitemap.xml").data == b""
        engine.write(Batch(articles=(YEARS,)))
        changed = client.get("/sitemap.xml", headers=etag)
        assert changed.status_code == 200
        assert f"{HOST}/articles/{YEARS.slug}" in pages_of(changed.data)
        engine.write(Batch(articles=(replace(YEARS, status=DRAFT.status),)))
        assert f"{HOST}/articles/{YEARS.slug}" not in pages_of(client.get("/sitemap.xml").data)


def test_nothing_yet_is_a_map_too(tmp_path: Path) -> None:
    with engine_with(tmp_path / "index", None) as engine:
        found = pages_of(site(engine).test_client().get("/sitemap.xml").data)
        assert f"{HOST}/" in found
        assert not [page for page in found if "/articles/" in page]


def test_more_than_one_file_holds(tmp_path: Path) -> None:
    """As many provisions as a large import has, over HTTP."""
    day = date(2020, 1, 1)
    version = Version(adopted=day, in_force=day, last_article=9000, imported=day)
    ids = [f"flk-long-{n}" for n in range(6)]
    held = {
        id: (
            (
                version,
                tuple(
                    ProvisionText(
                        provision=Provision(id, number),
                        chapter=(),
                        paragraphs=(Paragraph(text="…"),),
                    )
                    for number in range(1, 9001)
                ),
            ),
        )
        for id in ids
    }
    texts = MemoryTexts(held=held, entries=tuple(imported(id, id, "law", 9000) for id in ids))
    with engine_with(tmp_path / "index") as engine:
        client = site(engine, texts=texts, site_url="https://answers.example").test_client()
        root = etree.fromstring(fetched(client, "/sitemap.xml"))
        assert root.tag == f"{{{NAMES['s']}}}sitemapindex"
        maps = [is_place(entry, "https://answers.example") for entry in root]
        assert [address for address, _ in maps] == [
            f"https://answers.example/sitemaps/{n}.xml" for n in (1, 2)
        ]
        assert [changed for _, changed in maps] == ["2026-11-20", "2020-01-01"]
        found: Pages = {}
        for address, _ in maps:
            part = pages_of(fetched(client, path(address)), "https://answers.example")
            assert not found.keys() & part.keys()
            found |= part
        assert sum("/statutes/flk-long-" in page for page in found) == 6 * 9001
        assert client.get("/sitemaps/3.xml").status_code == 404
        assert client.get("/sitemaps/0.xml").status_code == 404


def test_a_small_site_has_no_parts(client: FlaskClient) -> None:
    assert client.get("/sitemaps/1.xml").status_code == 404


@pytest.mark.parametrize(("most", "most_bytes"), [(7, MOST_BYTES), (1000, 4000), (1000, 1)])
def test_limits(most: int, most_bytes: int) -> None:
    listed = [Listed(url=f"/x?a={n}&b=1") for n in range(50)]
    made = site_map(listed, most=most, most_bytes=most_bytes)
    found = [pages_of(part, "https://site-address.invalid") for part in made.parts]
    assert [path(address) for part in found for address in part] == [page.url for page in listed]
    assert all(len(part) <= most for part in found)
    if most_bytes > 1:  # one page that alone is too long stands in a file of its own
        longest = "https://" + "a" * 253 + ":65535"
        for part in made.parts:
            there = part.replace(b"https://site-address.invalid", longest.encode())
            assert len(there) <= most_bytes
