"""HTML files and saved pages: what becomes the article, what is left out, nothing lost."""

import re
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from ingest import web_page
from ingest.draft import Draft
from ingest.html import read
from ingest.markdown import parse
from kb.model import Role

GUIDE = """<!doctype html>
<html lang="en"><head><title>How do I claim? - Help Desk</title></head><body>
<nav class="breadcrumb"><a href="/">Help Desk</a> &gt; <a href="/claims">Claims</a></nav>
<h1>How do I claim?</h1>
<p>You claim at the counter of the agency.</p>
<p><strong>First, ask for the form.</strong></p><p>It is free of charge.</p>
<p><strong>II. Hand it in</strong></p><p>Keep the receipt.</p>
<h3>To sum up</h3><p>Ask, then hand in.</p>
<h3>Legal basis</h3><p>Social Insurance Law<br>Article 50 stipulates:</p>
<p>The unit issues a certificate.</p>
<h3>Related articles</h3><ul><li><a href="/x">What is the form?</a></li><li>Who may claim?</li></ul>
<footer>All rights reserved</footer></body></html>"""


def text_of(draft: Draft) -> str:
    """All that a reader of the article sees."""
    sections = parse(draft.body, title=draft.title).sections
    return " ".join(f"{section.heading} {section.text}" for section in sections)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def test_a_page_of_our_own_genre() -> None:
    draft = read(GUIDE)
    assert (draft.title, draft.lang) == ("How do I claim?", "en")
    assert draft.breadcrumb == ("Help Desk", "Claims")
    assert draft.related == ("What is the form?", "Who may claim?")
    outline = parse(draft.body, title=draft.title, names=("Social Insurance Law",))
    roles = [(s.role, s.number, s.title) for s in outline.sections if s.role is not Role.BODY]
    assert roles == [
        (Role.LEAD, 0, ""),
        (Role.STEP, 1, "Ask for the form."),
        (Role.STEP, 2, "Hand it in"),
        (Role.SUMMARY, 0, "To sum up"),
        (Role.BASIS, 0, "Legal basis"),
    ]
    (citation,) = outline.citations
    assert citation.numbers == ("50",)
    assert citation.quote == ("The unit issues a certificate.",)
    assert "All rights reserved" not in text_of(draft)


@pytest.mark.parametrize(
    ("html", "body"),
    [
        ("<p>a <b>b</b> <i>c</i></p>", "a **b** *c*"),
        ("<p>one<br>two</p>", "one\\\ntwo"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<p><a href='https://example.org/x'>here</a></p>", "[here](https://example.org/x)"),
        ("<p><a href='javascript:alert(1)'>here</a></p>", "here"),
        ("<p><a href='data:text/html,x'>here</a></p>", "here"),
        ("<p onclick='x()'>here</p>", "here"),
        ("<p>a</p><script>alert(1)</script><style>p{}</style>", "a"),
        ("<p>*a* _b_ # c</p>", r"\*a\* \_b\_ # c"),
        ("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", r"\<script>alert(1)\</script>"),
        ("<p>a</p><p hidden>b</p><p style='display: none'>c</p>", "a"),
        ("<p>a</p><div class='panel-content' hidden><p>folded</p></div>", "a\n\nfolded"),
    ],
)
def test_elements(html: str, body: str) -> None:
    assert read(f"<h1>Title</h1>{html}").body.strip() == body


def test_a_table_keeps_its_cells() -> None:
    draft = read(
        "<h1>T</h1><table><tr><th>a</th><th>b</th></tr><tr><td>c|d</td><td>e</td></tr></table>"
    )
    assert words(text_of(draft)) == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>The question - The site</title><h1>The question</h1><p>x</p>", "The question"),
        ("<title>The question</title><p>x</p>", "The question"),
        ("<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1><p>x</p>", "<script>alert(1)</script>"),
        ("---\ntitle: From the front\n---\n<p>x</p>", "From the front"),
    ],
)
def test_titles(html: str, title: str) -> None:
    assert read(html).title == title


@pytest.mark.parametrize(
    "html",
    ["", "   ", "<script>x</script>", "<html><body></body></html>", "x" * (web_page.MAX_CHARS + 1)],
)
def test_what_holds_no_article_is_refused(html: str) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        read(html)


def test_deep_nesting_is_survived() -> None:
    draft = read("<div>" * 30_000 + "<p>deep text</p>")
    assert "deep text" in text_of(draft)


_WORD = st.text("abcdefgh", min_size=3, max_size=8)
_INLINE = st.recursive(
    _WORD,
    lambda inner: st.builds(
        "<{0}>{1}</{0}>".format, st.sampled_from(["b", "em", "span", "a", "code"]), inner
    ),
    max_leaves=3,
)
_TEXT = st.lists(_INLINE, min_size=1, max_size=4).map(" ".join)
_BLOCK = st.recursive(
    st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["p", "h2", "h3", "blockquote"]), _TEXT),
    lambda inner: st.one_of(
        st.builds("<div>{}</div>".format, inner),
        st.lists(inner, min_size=1, max_size=3).map(lambda b: f"<section>{''.join(b)}</section>"),
        st.lists(_TEXT, min_size=1, max_size=3).map(
            lambda entries: "<ul>" + "".join(f"<li>{entry}</li>" for entry in entries) + "</ul>"
        ),
        st.lists(_TEXT, min_size=2, max_size=2).map(
            lambda cells: "<table><tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr></table>"
        ),
    ),
    max_leaves=6,
)


@given(st.lists(_BLOCK, min_size=1, max_size=6).map("".join))
def test_no_word_of_a_fragment_is_lost(html: str) -> None:
    draft = read(html)
    told = Counter(words(f"{draft.title} {text_of(draft)} {' '.join(draft.related)}"))
    told.update(words(" ".join(draft.dropped)))
    assert Counter(words(BeautifulSoup(html, "html.parser").get_text(" "))) <= told


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        draft = read(text)
    except ValueError as refused:
        assert str(refused)  # noqa: PT017 - either outcome is right, silence is not
    else:
        assert draft.body or draft.title


def f1(ours: str, expected: str) -> float:
    """Token F1: the harmonic mean of precision and recall over words counted."""
    one, two = Counter(words(ours)), Counter(words(expected))
    return 2 * sum((one & two).values()) / max(1, sum(one.values()) + sum(two.values()))


def test_saved_pages(shared_data: Path) -> None:
    """The article of 88 saved pages, against what a reader's browser view would show."""
    scores = {}
    for page in sorted((shared_data / "html" / "readability").glob("*/source.html")):
        expected = BeautifulSoup((page.parent / "expected.html").read_text("utf-8"), "html.parser")
        ours = text_of(read(page.read_text("utf-8")))
        scores[page.parent.name] = f1(ours, expected.get_text(" "))
    mean = sum(scores.values()) / len(scores)
    worst = sorted(scores.items(), key=lambda score: score[1])[:10]
    assert mean >= 0.95, f"mean {mean:.3f}; worst {worst}"
    assert worst[0][1] >= 0.8, worst


def test_government_pages_lose_no_text(shared_data: Path) -> None:
    """Every sentence of the article element of a government's pages is in the draft."""
    pages = sorted((shared_data / "html" / "va-benefits").rglob("*.html"))
    assert pages
    lost: dict[str, list[str]] = {}
    for page in pages:
        source = page.read_text("utf-8")
        try:
            draft = read(source)
        except ValueError:
            shown = BeautifulSoup(source.split("\n---\n", 1)[-1], "html.parser").get_text(" ")
            assert len(words(shown)) < 10, page
            continue
        have = "".join(words(f"{draft.title} {text_of(draft)} {' '.join(draft.related)}"))
        soup = BeautifulSoup(source.split("\n---\n", 1)[-1], "html.parser")
        for tag in soup(["script", "style", "nav", "footer", "form", "button", "aside"]):
            tag.decompose()
        missing = [
            text
            for tag in soup.find_all(["p", "li", "td", "h2", "h3", "h4"])
            if not tag.find(["p", "li", "ul", "ol", "table"])
            and (text := "".join(words(tag.get_text(" ")))) not in have
        ]
        if missing:
            lost[page.name] = missing
    assert not lost, lost
