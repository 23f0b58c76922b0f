"""HTML files and saved pages: what becomes the article, what is left out, nothing lost.

The golden pages are in ``tests/golden/html``. After a change that is meant, write what is
expected anew with ``KB_WRITE_GOLDEN=1 .venv/bin/pytest tests/test_html.py`` and read the diff.
"""

import json
import os
import re
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from ingest import page_facts, web_page
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


GOLDEN = Path(__file__).parent / "golden" / "html"


def text_of(draft: Draft) -> str:
    """All that a reader of the article sees."""
    sections = parse(draft.body, title=draft.title).sections
    return " ".join(f"{section.heading} {section.text}" for section in sections)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.html")), ids=lambda path: path.stem)
def test_golden_page(path: Path) -> None:
    facts = asdict(read(path.read_text("utf-8")))
    body = facts.pop("body")
    written = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("KB_WRITE_GOLDEN"):
        path.with_suffix(".md").write_text(body, "utf-8")
        path.with_suffix(".json").write_text(written, "utf-8")
    assert body == path.with_suffix(".md").read_text("utf-8")
    assert written == path.with_suffix(".json").read_text("utf-8")


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
    ("html", "title"),
    [
        ("<title>The question - The site</title><h1>The question</h1><p>x</p>", "The question"),
        ("<title>The question</title><p>x</p>", "The question"),
        ("<title>The site | The question</title><h1>The question</h1><p>x</p>", "The question"),
        ("<title>Site</title><meta property='og:title' content='Asked'><p>x</p>", "Asked"),
        (
            "<script type='application/ld+json'>{'@type': 'Article', 'headline': 'Asked'}"
            "</script><p>x</p>".replace("'", '"'),
            "Asked",
        ),
        ("<header><h1>The site</h1></header><title>Asked - The site</title><p>x</p>", "Asked"),
        ("<p>x</p><h2>A heading</h2><p>y</p>", "A heading"),
        ("<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1><p>x</p>", "<script>alert(1)</script>"),
        ("<title><script>alert(1)</script></title><p>x</p>", "<script>alert(1)</script>"),
        ("---\ntitle: From the front\n---\n<p>x</p>", "From the front"),
        ("---\r\nheading: From the front\r\n---\r\n<p>x</p>", "From the front"),
    ],
)
def test_titles(html: str, title: str) -> None:
    assert read(html).title == title


@pytest.mark.parametrize(
    ("tab", "site", "title"),
    [
        ("Title - Site", "", "Title"),
        ("Title | Section | Site", "", "Title"),
        ("A title - with a dash - Site", "Site", "A title - with a dash"),
        ("Site - A title of some length", "Site", "A title of some length"),
        ("Site - Section - Where do I pay?", "", "Where do I pay?"),
        ("怎么领取？_社保_海港网", "", "怎么领取？"),
        ("养老金怎么领-海港网", "", "养老金怎么领"),
        ("Follow-up care", "", "Follow-up care"),
        ("", "", ""),
    ],
)
def test_the_site_is_no_part_of_the_title(tab: str, site: str, title: str) -> None:
    assert page_facts.without_site(tab, site) == title


@pytest.mark.parametrize(
    ("html", "crumbs"),
    [
        ("<nav aria-label='Breadcrumb'><ol><li>A</li><li>B</li></ol></nav><p>x</p>", ("A", "B")),
        ("<div class='breadcrumbs'><a>A</a> » <a>B</a> » T</div><h1>T</h1><p>x</p>", ("A", "B")),
        ("<p>您的位置：<a>首页</a> &gt; 社保 &gt; 正文</p><h1>T</h1><p>x</p>", ("首页", "社保")),
        ("<h1>T here</h1><p>A - B - T here</p><p>T here</p><p>x</p>", ("A", "B")),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "BreadcrumbList", '
            '"itemListElement": [{"name": "A"}, {"item": {"name": "B"}}]}]}</script><p>x</p>',
            ("A", "B"),
        ),
        ("<p>no trail - here</p>", ()),
    ],
)
def test_breadcrumbs(html: str, crumbs: tuple[str, ...]) -> None:
    draft = read(html)
    assert draft.breadcrumb == crumbs
    assert not set(crumbs) & set(draft.body.split())


@pytest.mark.parametrize(
    ("html", "titles"),
    [
        ("<h2>Related articles</h2><ul><li><a>One?</a></li><li>Two</li></ul>", ("One?", "Two")),
        ("<div><h4>相关阅读</h4></div><div><a>一</a><a>二</a></div>", ("一", "二")),
        ("<ul><li>- Related questions</li><li>One?</li><li>Two?</li></ul>", ("One?", "Two?")),
        ("<p><b>See also:</b></p><p>One?</p><p>Two?</p><h2>Next</h2><p>x</p>", ("One?", "Two?")),
        ("<h2>Related articles</h2><p>This sentence is text and no title.</p>", ()),
    ],
)
def test_related_titles(html: str, titles: tuple[str, ...]) -> None:
    draft = read(f"<h1>T</h1><p>Text that stays.</p>{html}")
    assert draft.related == titles
    assert "Text that stays." in draft.body
    assert not any(title in draft.body for title in titles)


@pytest.mark.parametrize(
    ("html", "lang", "sure"),
    [
        ("<html lang='en'><p>一二三四五六七八九十一二三四五六七八九十一二三", "zh", True),
        ("<html lang='zh-CN'><p>Words of a text that is in English all the way.", "en", True),
        ("<html lang='zh'><p>OK", "zh", True),
        ("<html lang='fr'><p>Des mots d'un texte qui n'est pas en anglais.", "en", False),
    ],
)
def test_languages(html: str, lang: str, sure: bool) -> None:
    draft = read(html)
    assert draft.lang == lang
    assert any("language" in doubt.message for doubt in draft.doubts) is not sure


FRAME = """<html><head><title>T</title></head><body><div class="menu"><a href="/a">A</a></div>
<div><div>{}</div></div><div class="footer">Imprint</div></body></html>"""


@pytest.mark.parametrize(
    ("html", "left_out"),
    [
        ("<nav><a href='/x'>Elsewhere</a></nav>", "navigation: Elsewhere"),
        ("<div class='share-buttons'><a href='/x'>Share</a></div>", "sharing: Share"),
        ("<div id='comments'><p>I liked this very much.</p></div>", "comments: I liked this"),
        ("<form><label>Search</label><input name='q'></form>", "form: Search"),
        ("<aside>Hot: <a href='/x'>this</a></aside>", "sidebar: Hot: this"),
    ],
)
def test_what_is_no_article_is_left_out_and_told(html: str, left_out: str) -> None:
    text = "<p>The first sentence of a text.</p><p>A second one, for more of it.</p>"
    draft = read(FRAME.format(f"{text}{html}<p>The last sentence of it.</p>"))
    assert any(left_out in entry for entry in draft.dropped), draft.dropped
    assert words(text_of(draft)) == words(
        "The first sentence of a text. A second one, for more of it. The last sentence of it."
    )


@pytest.mark.parametrize(
    "html",
    [
        "<aside><p>You must apply within sixty days.</p></aside>",
        "<nav><a href='/x'>The rules: learn here who may apply and when.</a></nav>",
        "<form><p>" + "Some sites put all they have into a form, as here. " * 8 + "</p></form>",
        "<blockquote><p>Quoted.</p><footer>Its author</footer></blockquote>",
        "<details><summary>Unfold</summary><p>Folded text.</p></details>",
        "<section id='sharing-your-account'><p>You may share it.</p></section>",
    ],
)
def test_text_in_odd_places_stays(html: str) -> None:
    article = f"<h1>T</h1><p>The first sentence of a text.</p>{html}<p>The last one.</p>"
    draft = read(f"<html><body><main>{article}</main></body></html>")
    assert words(BeautifulSoup(html, "lxml").get_text(" ")) == words(text_of(draft))[6:-3]


def test_a_page_of_links_only_has_a_doubt() -> None:
    draft = read(FRAME.format("<ul><li><a href='/x'>Elsewhere</a></li></ul>"))
    assert draft.doubts


@pytest.mark.parametrize(
    "html",
    [
        "",
        "   ",
        "<script>x</script>",
        "<html><body></body></html>",
        "x" * (web_page.MAX_CHARS + 1),
        "<b>" * (web_page.MAX_TAGS + 1),
        "\x00\x01\x02" * 50,
        "---\n: :\n---\n<p>x</p>",
    ],
)
def test_what_holds_no_article_is_refused(html: str) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        read(html)


@pytest.mark.parametrize(
    "opened", ["<div>", "<blockquote>", "<ul><li>", "<table><tr><td>", "<b>", "<a href='#x'>"]
)
def test_deep_nesting_is_survived(opened: str) -> None:
    draft = read(opened * 20_000 + "deep text")
    assert "deep text" in text_of(draft)


@pytest.mark.parametrize("cut", range(0, 1_400, 23))
def test_a_page_cut_anywhere_is_read_or_refused(cut: int) -> None:
    try:
        assert read(GUIDE[:cut]).dropped is not None
    except ValueError as refused:
        assert "save it again" in str(refused)  # noqa: PT017 - either outcome is right


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
