"""Links of a page that is copied: to files, and nowhere else."""

import pytest

from kb.export.errors import ExportError
from kb.export.places import from_file, page_file, target_of
from kb.export.rewriting import addresses_in, rewritten


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "en/index.html"),
        ("/topics", "en/topics.html"),
        ("/topics/pension", "en/topics/pension.html"),
        ("/statutes/prc-sil-2010/art-60", "en/statutes/prc-sil-2010/art-60.html"),
        ("/offline/search", "en/search.html"),
        ("/articles/社保", "en/articles/社保.html"),
    ],
)
def test_pages_are_files(path: str, file: str) -> None:
    assert page_file(path, "en") == file


@pytest.mark.parametrize("path", ["/../x", "/a/../../x", "/a//b", "/a\\b", "/c:d", "/a\nb", "/a/."])
def test_no_page_is_written_elsewhere(path: str) -> None:
    with pytest.raises(ExportError, match="file's name"):
        page_file(path, "en")


@pytest.mark.parametrize(
    ("file", "to", "parameters", "fragment", "address"),
    [
        ("en/index.html", "en/topics.html", (), "", "topics.html"),
        ("en/topics/pension.html", "en/articles/a.html", (), "s-1", "../articles/a.html#s-1"),
        ("en/statutes/a/art-1.html", "static/site.css", (), "", "../../../static/site.css"),
        ("index.html", "zh/index.html", (), "", "zh/index.html"),
        ("en/index.html", "en/search.html", (("q", "a b&c"),), "", "search.html?q=a+b%26c"),
        ("en/a.html", "en/社保.html", (), "", "%E7%A4%BE%E4%BF%9D.html"),
    ],
)
def test_files_name_one_another(
    file: str, to: str, parameters: tuple[tuple[str, str], ...], fragment: str, address: str
) -> None:
    assert from_file(file, to, parameters, fragment) == address


@pytest.mark.parametrize(
    ("url", "path", "lang", "page"),
    [
        ("/articles/a?ui=zh", "/articles/a", "zh", True),
        ("/articles/a#b", "/articles/a", "en", True),
        ("/search?q=x", "/search", "en", False),
        ("/ask", "/ask", "en", False),
        ("/ask/thanks", "/ask/thanks", "en", False),
        ("/asking", "/asking", "en", True),
        ("/api/v1/search?q=1", "/api/v1/search", "en", False),
        ("/static/site.css?v=1", "/static/site.css", "en", False),
        ("/statutes/a?as_of=2020-01-01", "/statutes/a", "en", False),
    ],
)
def test_targets(url: str, path: str, lang: str, page: bool) -> None:
    target = target_of(url, "en")
    assert target is not None
    assert (target.path, target.lang, target.may_be_page) == (path, lang, page)


@pytest.mark.parametrize(
    "url", ["#here", "https://example.org/", "//example.org/x", "mailto:a@b", "x"]
)
def test_other_sites_are_left_alone(url: str) -> None:
    assert target_of(url, "en") is None


PAGE = """<!doctype html>
<link rel="canonical" href="/gone"><link rel="stylesheet" href="/static/site.css?v=1">
<a class="x" href="/articles/a?x=1&amp;y=2" lang="en">a &lt; b</a> <a name="n">n</a>
<form class="search" action="/search" method="get"><input name="q"></form>
<form action="/ask" method="post"><a href="/no">no</a></form>
<a href="/&quot;&gt;&lt;script&gt;">sly</a>
"""


def test_only_addresses_change() -> None:
    def place(tag: str, url: str) -> str | None:
        return None if url == "/gone" else f"[{url}]"

    assert (
        rewritten(PAGE, place)
        == """<!doctype html>
<link rel="stylesheet" href="[/static/site.css?v=1]">
<a class="x" href="[/articles/a?x=1&amp;y=2]" lang="en">a &lt; b</a> <a name="n">n</a>
<form class="search" action="[/search]" method="get"><input name="q"></form>

<a href="[/&quot;&gt;&lt;script&gt;]">sly</a>
"""
    )


def test_addresses_in() -> None:
    found = addresses_in(PAGE)
    assert found.loaded == ("/gone", "/static/site.css?v=1")
    assert found.links == ("/articles/a?x=1&y=2", "/search", '/"><script>')
