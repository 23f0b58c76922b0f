"""Saved pages and a government's pages from the data beside the checkout, and the founding page
dressed as HTML. Skipped where that data is not there."""

import re
import statistics
from collections import Counter
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ingest.draft import Draft
from ingest.html import read
from ingest.markdown import parse
from kb.model import Role, Section

pytestmark = pytest.mark.shared

# Floors of quality over the 88 saved pages. Measured: mean 0.983, recall 0.989, worst 0.868.
# Lowering one needs a reason in docs/decisions/0002-html-extraction.md.
MEAN_F1, MEAN_RECALL, WORST_F1 = 0.975, 0.98, 0.85


def body_of(draft: Draft) -> str:
    return words_of(parse(draft.body, title=draft.title).sections)


def words_of(sections: Iterable[Section]) -> str:
    return " ".join(f"{section.heading} {section.text}" for section in sections)


@cache
def sections_of(page: Path) -> tuple[Section, ...]:
    """The sections of a saved page, which takes a while to read."""
    draft = read(page.read_text("utf-8"))
    return tuple(parse(draft.body, title=draft.title).sections)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def squeezed(text: str) -> str:
    return "".join(words(text))


def test_saved_pages_give_their_article(shared_data: Path) -> None:
    """Token F1 of the body's plain text against the article that should come out."""
    f1: dict[str, float] = {}
    recall: list[float] = []
    pages = sorted((shared_data / "html" / "readability").glob("*/source.html"))
    assert len(pages) > 80
    for page in pages:
        ours = Counter(words(words_of(sections_of(page))))
        expected = BeautifulSoup((page.parent / "expected.html").read_text("utf-8"), "lxml")
        theirs = Counter(words(expected.get_text(" ")))
        both = (ours & theirs).total()
        f1[page.parent.name] = 2 * both / (ours.total() + theirs.total())
        recall.append(both / theirs.total())
    worst = sorted(f1.items(), key=lambda score: score[1])[:10]
    assert statistics.mean(f1.values()) >= MEAN_F1, worst
    assert statistics.mean(recall) >= MEAN_RECALL, worst
    assert worst[0][1] >= WORST_F1, worst


def test_no_script_of_a_saved_page_survives(shared_data: Path) -> None:
    for page in (shared_data / "html" / "readability").glob("*/source.html"):
        for section in sections_of(page):
            tags = BeautifulSoup(section.html, "lxml").find_all(True)
            assert not any(tag.name in ("script", "style", "iframe", "img") for tag in tags)
            assert not any(name.startswith("on") for tag in tags for name in tag.attrs)
            links = [str(tag["href"]) for tag in tags if tag.has_attr("href")]
            assert all(re.match(r"https?://|#|/articles/", link) for link in links), links


def test_government_pages_lose_no_text(shared_data: Path) -> None:
    """Every paragraph, entry, cell and heading in the page's main element is in the draft.

    What is left out on purpose is not text: the letter on a button that shows a tip.
    """
    pages = sorted((shared_data / "html" / "va-benefits").rglob("*.html"))
    assert len(pages) > 20
    lost: dict[str, list[str]] = {}
    for page in pages:
        source = page.read_text("utf-8")
        draft = read(source)
        have = squeezed(f"{draft.title} {body_of(draft)} {' '.join(draft.related)}")
        soup = BeautifulSoup(re.sub(r"\A---\n.*?\n---\n", "", source, flags=re.DOTALL), "lxml")
        for button in soup.find_all("button", attrs={"aria-controls": False}):
            button.decompose()
        main = soup.select_one("main, [role=main]") or soup.body or soup
        missing = [
            tag.get_text(" ")
            for tag in main.find_all(
                ["p", "li", "td", "th", "dt", "dd", *(f"h{n}" for n in "123456")]
            )
            if not tag.find(["p", "li", "ul", "ol", "table"])
            and squeezed(tag.get_text()) not in have
        ]
        if missing:
            lost[page.name] = missing
    assert not lost


def test_front_matter_is_read_and_not_shown(shared_data: Path) -> None:
    for page in (shared_data / "html" / "va-benefits").rglob("*.html"):
        source = page.read_text("utf-8")
        given = re.match(r"---\n(?:.*\n)*?title: (.*)\n", source)
        draft = read(source)
        assert "layout:" not in draft.body
        if given:
            assert draft.title == given[1].strip()


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _broken_lines(lines: list[str]) -> str:
    return f"<div>{'<br>'.join(map(escape, lines))}</div>"


def _bold(lines: list[str]) -> str:
    """Short lines in bold, as scraped sites set their headings; the related titles as a list."""
    label = next(n for n, line in enumerate(lines) if line.startswith("- "))
    top = f"<div class='crumb'>{escape(lines[0])}</div><h1>{escape(lines[1])}</h1>"
    text = "".join(
        f"<p><b>{escape(line)}</b></p>" if len(line) < 70 else f"<p>{escape(line)}</p>"
        for line in lines[2:label]
    )
    entries = "".join(
        f"<li><a href='/x'>{escape(line[2:])}</a></li>" for line in lines[label + 1 :]
    )
    return f"{top}{text}<h3>{escape(lines[label][2:])}</h3><ul>{entries}</ul>"


def _headings(lines: list[str]) -> str:
    bold = _bold(lines)
    return re.sub(r"<p><b>(?!People|Article)(.*?)</b></p>", r"<h2>\1</h2>", bold)


def _framed(article: str) -> str:
    return (
        "<!doctype html><html><head><title>Social insurance - A job site</title></head><body>"
        "<div class='top'><a href='/'>Home</a> <a href='/j'>Jobs</a> <a href='/s'>Social</a></div>"
        f"<div class='wrap'><div class='left'>{article}</div><div class='sidebar'><h3>Hot</h3>"
        "<ul><li><a href='/1'>Wages</a></li><li><a href='/2'>Housing</a></li></ul></div></div>"
        "<div class='footer'><p>Copyright by the job site</p></div></body></html>"
    )


@pytest.mark.parametrize("dress", [_paragraphs, _broken_lines, _bold, _headings])
@pytest.mark.parametrize("framed", [False, True])
def test_the_founding_page_as_html(seed: Path, dress: object, framed: bool) -> None:
    """However a site sets it, it is understood as its plain text is, and no sentence is lost."""
    assert callable(dress)
    lines = [line.strip() for line in seed.read_text("utf-8").splitlines() if line.strip()]
    html = dress(lines)
    draft = read(_framed(html) if framed else html)
    outline = parse(draft.body, title=draft.title, names=("Social Insurance Law",))
    roles = Counter(section.role for section in outline.sections)
    assert (roles[Role.STEP], roles[Role.SUMMARY], roles[Role.BASIS]) == (5, 1, 1)
    assert [(c.numbers, len(c.quote)) for c in outline.citations] == [(("10",), 2)]
    assert (len(draft.breadcrumb), len(draft.related)) == (2, 10)
    assert draft.title == lines[1]
    told = (draft.title, *draft.breadcrumb, body_of(draft), *draft.related, *draft.dropped)
    have = squeezed(" ".join(told))
    sentences = [s for line in lines[1:] for s in re.split(r"(?<=[.?:;])\s+", line)]
    assert [s for s in sentences if squeezed(s) not in have] == []
