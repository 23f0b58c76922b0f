"""Citation markers in, links out; a table of (marked HTML, targets, expected)."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Citation
from kb.numerals import chinese
from kb.provision import Provision
from kb.web.citations import link_citations


def citation(*targets: str) -> Citation:
    provisions = tuple(Provision.parse(target) for target in targets)
    return Citation(text="", anchor="", start=0, end=0, statute="", targets=provisions)


def link(address: str, text: str) -> str:
    path, _, pin = address.partition("#")
    title = path.removeprefix("/statutes/") + (f"/{pin}" if pin else "")
    return f'<a class="citation" href="{address}" title="{title}">{text}</a>'


SIX = "s/art-60"
TABLE = [
    ("plain", '<p>See <cite data-n="0">Article 60</cite>.</p>', [SIX],
     f"<p>See {link('/statutes/s/art-60', 'Article 60')}.</p>"),
    ("pinpoint", '<cite data-n="0">Article 60(2)</cite>', ["s/art-60/para-2"],
     link("/statutes/s/art-60#para-2", "Article 60(2)")),
    ("item", '<cite data-n="0">that</cite>', ["s/art-60/para-2/item-3"],
     '<a class="citation" href="/statutes/s/art-60#para-2-item-3"'
     ' title="s/art-60/para-2/item-3">that</a>'),
    ("inserted", '<cite data-n="0">x</cite>', ["s/art-274-1"],
     link("/statutes/s/art-274-1", "x")),
    ("unresolved", '<cite data-n="0">Article 60</cite>', [], "Article 60"),
    ("unknown", '<cite data-n="7">Article 60</cite>', [SIX], "Article 60"),
    ("inside a link", '<a href="/x"><cite data-n="0">Article 60</cite></a>', [SIX],
     '<a href="/x">Article 60</a>'),
    ("after a link", '<a href="/x">y</a> <cite data-n="0">z</cite>', [SIX],
     f'<a href="/x">y</a> {link("/statutes/s/art-60", "z")}'),
    ("no link at all", '<abbr>y</abbr> <cite data-n="0">z</cite>', [SIX],
     f"<abbr>y</abbr> {link('/statutes/s/art-60', 'z')}"),
    ("escaped text stays", '<cite data-n="0">A &amp; B &lt;i&gt;</cite>', [SIX],
     link("/statutes/s/art-60", "A &amp; B &lt;i&gt;")),
    ("in pieces", '<cite data-n="0">SIL, </cite><em><cite data-n="0">60</cite></em>', [SIX],
     f"{link('/statutes/s/art-60', 'SIL, ')}<em>{link('/statutes/s/art-60', '60')}</em>"),
    ("two numbers", '<cite data-n="0">SIL, Articles 10 and 60(2)</cite>',
     ["s/art-10", "s/art-60/para-2"],
     f"{link('/statutes/s/art-10', 'SIL, Articles 10')} and "
     f"{link('/statutes/s/art-60#para-2', '60(2)')}"),
    ("two with paragraphs",
     '<cite data-n="0">SIL, Article 58 paragraph 1 and\nArticle 60, item (2), too</cite>',
     ["s/art-58/para-1", "s/art-60/item-2"],
     f"{link('/statutes/s/art-58#para-1', 'SIL, Article 58 paragraph 1')} and\n"
     f"{link('/statutes/s/art-60#item-2', 'Article 60, item (2)')}, too"),
    ("over a line's end",
     '<cite data-n="0">SIL,</cite>\n<cite data-n="0">Article</cite>\n<cite data-n="0">60</cite>',
     [SIX], link("/statutes/s/art-60", "SIL,\nArticle\n60")),
    ("two citations on two lines", '<cite data-n="0">a</cite>\n<cite data-n="1">b</cite>', [SIX],
     f"{link('/statutes/s/art-60', 'a')}\nb"),
    ("a range", '<cite data-n="0">Articles 10 to 12 of it</cite>',
     ["s/art-10", "s/art-11", "s/art-12"],
     f"{link('/statutes/s/art-10', 'Articles 10')} to {link('/statutes/s/art-12', '12')} of it"),
    ("two in Chinese", '<cite data-n="0">《社会保险法》第十条、第六十条第二款</cite>',
     ["s/art-10", "s/art-60/para-2"],
     f"{link('/statutes/s/art-10', '《社会保险法》第十条')}、"
     f"{link('/statutes/s/art-60#para-2', '第六十条第二款')}"),
    ("numbers not in the text", '<cite data-n="0">those</cite>', ["s/art-10", SIX],
     link("/statutes/s/art-10", "those")),
    ("10 is not in 110", '<cite data-n="0">Articles 110 and 60</cite>', ["s/art-10", SIX],
     link("/statutes/s/art-10", "Articles 110 and 60")),
    ("a forged marker is text", '&lt;cite data-n="0"&gt;x&lt;/cite&gt;', [SIX],
     '&lt;cite data-n="0"&gt;x&lt;/cite&gt;'),
]  # fmt: skip


@pytest.mark.parametrize(("html", "targets", "expected"), [row[1:] for row in TABLE],
                         ids=[row[0] for row in TABLE])  # fmt: skip
def test_citations_become_links(html: str, targets: list[str], expected: str) -> None:
    assert link_citations(html, [citation(*targets)], str) == expected


def test_a_statutes_name_is_escaped_in_the_title() -> None:
    html = link_citations('<cite data-n="0">x</cite>', [citation(SIX)], lambda _: '"><script>')
    tag = BeautifulSoup(html, "lxml").a
    assert tag is not None
    assert tag["title"] == '"><script>'


@given(st.lists(st.sampled_from(["<p>", "</p>", "<a>", "</a>", '<cite data-n="0">', "</cite>",
                                 '<cite data-n="1">', "text ", "&lt;", "60"])))  # fmt: skip
def test_text_is_never_lost(pieces: list[str]) -> None:
    html = "".join(pieces)
    linked = link_citations(html, [citation(SIX), citation()], str)
    assert BeautifulSoup(linked, "lxml").get_text() == BeautifulSoup(html, "lxml").get_text()


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (60, "六十"), (101, "一百零一"),
     (110, "一百一十"), (274, "二百七十四"), (1005, "一千零五"), (1260, "一千二百六十")],
)  # fmt: skip
def test_numbers_as_statutes_write_them(number: int, expected: str) -> None:
    assert chinese(number) == expected


@pytest.mark.parametrize(
    ("behind", "expected"),
    [(": it", ":[badge] it"), ("：", "：[badge]"), (" says", "[badge] says")],
)
def test_a_badge_stands_behind_the_colon(behind: str, expected: str) -> None:
    marked = f'<cite data-n="0">Article 60</cite>{behind}'
    linked = link_citations(marked, [citation(SIX)], str, lambda _: "[badge]")
    assert linked.partition("</a>")[2] == expected
