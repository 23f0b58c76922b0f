"""HTML to Markdown, element by element, and that what comes out reads exactly as the page."""

import re
from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest import web_page
from ingest.html import read
from ingest.html_blocks import MAX_NESTING, blocks, markdown
from ingest.markdown import parse


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


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
        ("<ul>a<li>b</li>c</ul>", "- a\n\n- b\n\n  c"),
        ("<ol start=3><li>a</li><li></li><li>b</li></ol>", "3. a\n4. b"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "- **a**\n\n  b"),
        ("<p>one<br><br>two</p>", "one\n\ntwo"),
        ("<p>中文<b>加粗</b>中文<b>《法》</b>中文</p>", "中文**加粗**中文《法》中文"),
        ("<p><b>“all”</b> of <b> it </b>.</p>", "**“all”** of **it** ."),
        ("<p>a<b>b</b><b>c</b><i>d</i></p>", "a**bc**d"),
        ("<p><b>a <i>b</i></b></p>", "**a b**"),
        ("<p>a`b <code>c`d</code></p>", "a\\`b ``c`d``"),
        ("<p>wow!<a href='https://example.org'>x</a></p>", "wow\\![x](https://example.org)"),
        ("<p><a href='https://e.org/(a) b'> x ] </a>y</p>", "[x \\]](https://e.org/%28a%29%20b) y"),
        ("<p><a href='#part'>x</a> <a href='/articles/y'>y</a></p>", "[x](#part) [y](/articles/y)"),
        ("<base href='https://e.org/a/'><p><a href='b'>x</a></p>", "[x](https://e.org/a/b)"),
        ("<p><a href='b'>x</a> <a href='mailto:a@b.org'>y</a></p>", "x y"),
        ("<p><a href=' jAvA&#9;script:alert(1)'>x</a></p>", "x"),
        ("<p><img src=x alt='A plan'> <img src=y alt=IMG_1.jpg> <img src=z></p>", "A plan"),
        ("<pre>a\n  b\n```</pre>", "````\na\n  b\n```\n````"),
        ("<p>a</p><hr><p>b</p>", "a\n\nb"),
        ("<h3>a</h3><p>b</p><h5>c</h5><p>d</p>", "## a\n\nb\n\n### c\n\nd"),
        ("<ul><li><h3>a</h3><p>b</p></li></ul>", "- **a**\n\n  b"),
        ("<p>a</p><svg><text>b</text></svg><input value=c><!-- d -->", "a"),
        ("<form><p>a</p></form><p>b</p>", "b"),
        ("<table role=presentation><tr><td>a</td><td>b</td></tr></table>", "a\n\nb"),
        (
            "<table><tr><td>a</td><td>b<br>c</td></tr><tr><td colspan=2>d|e</td></tr></table>",
            "|  |  |\n| --- | --- |\n| a | b c |\n| d\\|e |  |",
        ),
        ("<iframe src='https://e.org/v' title='A film'></iframe>", "[A film](https://e.org/v)"),
    ],
)
def test_elements(html: str, body: str) -> None:
    assert read(f"<h1>Title</h1>{html}").body.strip() == body


def test_lists_too_deep_for_markdown_keep_their_words() -> None:
    deep = MAX_NESTING + 5
    html = "".join(f"<ul><li>a{n}" for n in range(deep))
    sections = parse(read(f"<h1>T</h1>{html}").body).sections
    assert words(" ".join(section.text for section in sections)) == [f"a{n}" for n in range(deep)]


# Every sign that means something to Markdown, letters of both scripts, and what pages hide.
_SIGNS = st.text("ab中文1.*_#`[]()<>&|!-+=~\\\"'： :;,。/@{}^$%?", min_size=1, max_size=12).map(
    escape
)
_TAGS = ("b", "strong", "em", "i", "code", "span", "sub", "a href='https://example.org/'")
_STYLED = st.recursive(
    _SIGNS,
    lambda inner: st.lists(
        st.one_of(
            inner,
            st.just("<br>"),
            st.tuples(st.sampled_from(_TAGS), inner).map(
                lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>"
            ),
        ),
        min_size=1,
        max_size=4,
    ).map("".join),
    max_leaves=6,
)


def _enclosed(tag: str) -> "st.SearchStrategy[str]":
    return _STYLED.map(lambda inside: f"<{tag}>{inside}</{tag}>")


_TREE = st.recursive(
    st.one_of(_STYLED, *map(_enclosed, ("p", "h2", "h4", "pre", "div"))),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        inner.map("<blockquote>{}</blockquote>".format),
        st.lists(inner.map("<li>{}</li>".format), min_size=1, max_size=3).map(
            lambda entries: f"<ol start=3>{''.join(entries)}</ol>"
        ),
        st.lists(inner.map("<li>{}</li>".format), min_size=1, max_size=3).map(
            lambda entries: f"<ul>{''.join(entries)}</ul>"
        ),
        st.tuples(_STYLED, inner).map(lambda pair: "<dl><dt>{}</dt><dd>{}</dd></dl>".format(*pair)),
        st.lists(st.tuples(_STYLED, inner), min_size=1, max_size=3).map(
            lambda rows: (
                "<table>"
                + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows)
                + "</table>"
            )
        ),
    ),
    max_leaves=8,
)


@given(_TREE)
@example("<h2>1 #</h2>")
@example("<h2>1<br>##</h2>")
@example("<h2># #</h2>")
@example("<h2>###</h2>")
@example("<h2>1 # #</h2>")
@example("<h2>1 \\ #</h2>")
@example("<h2>1 <code>#</code> <b>#</b></h2>")
@example("<h2>1 <a href='https://example.org/'>#</a></h2>")
def test_the_markdown_reads_exactly_as_the_page(html: str) -> None:
    """Sign for sign and in order, spaces aside."""
    soup = web_page.parse(html)
    web_page.drop_machinery(soup)
    expected = "".join(soup.get_text(" ").split())
    sections = parse(markdown(blocks(soup))).sections
    told = "".join(f"{section.heading} {section.text} " for section in sections)
    # The plain text of a table has bars between its cells; the page's own bars may go as well.
    assert "".join(told.split()).replace("|", "") == expected.replace("|", "")
