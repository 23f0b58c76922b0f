"""Scraped text to a draft: golden pages, the founding page, and that nothing is ever lost.

The golden pages are in ``tests/golden/text``. After a change that is meant, write what is
expected anew with ``KB_WRITE_GOLDEN=1 .venv/bin/pytest tests/test_text.py`` and read the diff.
"""

import json
import os
import re
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ingest import markdown
from ingest.draft import Draft
from ingest.lines import MAX_CHARS
from ingest.plain import inline_text
from ingest.text import read
from kb.model import Role

GOLDEN = Path(__file__).parent / "golden" / "text"
SHARED = Path(os.environ.get("KB_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
SEED = SHARED.parent / "seed" / "payment-guide.txt"
_RENDERER = MarkdownIt("commonmark", {"html": False, "maxNesting": 50}).enable("table")


def shown(body: str) -> str:
    """The body's text as a reader sees it, a block a line; code and rules must not occur."""
    tokens = _RENDERER.parse(body)
    allowed = {"inline", "heading_open", "heading_close", "paragraph_open", "paragraph_close"}
    allowed |= {
        f"{kind}_{end}"
        for kind in ("blockquote", "bullet_list", "list_item")
        for end in ("open", "close")
    }
    assert {token.type for token in tokens} <= allowed
    inner = {child.type for token in tokens for child in token.children or ()}
    assert inner <= {"text", "text_special", "softbreak"}
    return "\n".join(inline_text(token) for token in tokens if token.type == "inline")


def everything(draft: Draft) -> str:
    """All the text that a draft holds, wherever it is."""
    parts = (draft.title, *draft.breadcrumb, shown(draft.body), *draft.related, *draft.dropped)
    return "\n".join(parts)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


# --- golden pages


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_golden_page(path: Path) -> None:
    draft = read(path.read_bytes().decode())
    facts = {name: value for name, value in asdict(draft).items() if name != "body"}
    written = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    body, rest = path.with_suffix(".md"), path.with_suffix(".json")
    if os.environ.get("KB_WRITE_GOLDEN"):
        body.write_text(draft.body)
        rest.write_text(written)
    assert draft.body == body.read_text()
    assert json.loads(written) == json.loads(rest.read_text())


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_every_word_of_a_golden_page_is_kept(path: Path) -> None:
    text = path.read_bytes().decode().replace("\ufeff", "")
    unnumbered = re.sub(r"(?m)^[0-9]+\. (?=.*\?$)", "", text)  # related titles lose theirs
    assert Counter(words(unnumbered)) <= Counter(words(everything(read(text))))


@pytest.mark.parametrize(
    "path",  # in wrapped text, blank lines and widths mean something
    sorted(path for path in GOLDEN.glob("*.txt") if path.stem != "wrapped"),
    ids=lambda path: path.stem,
)
@pytest.mark.parametrize("change", ["crlf", "bom", "blank", "tabs", "wide"])
def test_white_space_changes_nothing(path: Path, change: str) -> None:
    text = path.read_bytes().decode()
    plain = re.sub(r"\n{2,}", "\n", text.replace("\r\n", "\n").lstrip("\ufeff"))
    changed = {
        "crlf": plain.replace("\n", "\r\n"),
        "bom": "\ufeff" + plain,
        "blank": plain.replace("\n", "\n\n\n"),
        "tabs": plain.replace("\n", " \t \n\t"),
        "wide": plain.replace("\n", "\u3000\n\u3000\u3000"),
    }[change]
    before, after = read(plain), read(changed)
    assert before.body == after.body
    assert (before.title, before.breadcrumb, before.related, before.dropped) == (
        after.title,
        after.breadcrumb,
        after.related,
        after.dropped,
    )
    assert [d.message for d in before.doubts] == [d.message for d in after.doubts]


# --- the founding page


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="the founding page is not beside the checkout")
def test_the_founding_page() -> None:
    text = SEED.read_text()
    draft = read(text)
    outline = markdown.parse(draft.body, title=draft.title)
    roles = [section.role for section in outline.sections]
    steps = [section for section in outline.sections if section.role is Role.STEP]

    assert draft.title == text.splitlines()[1]
    assert draft.breadcrumb == ("Job Recruitment Website", "Social security inquiry")
    assert [step.number for step in steps] == [1, 2, 3, 4, 5]
    assert [step.heading for step in steps] == [
        line for line in text.splitlines() if re.match(r"(First|Second|Third|Fourth),|V\.", line)
    ]
    assert all(step.text for step in steps)
    assert roles == [Role.STEPS, *[Role.STEP] * 5, Role.SUMMARY, Role.BASIS]
    assert draft.body.count("\n> ") == 2
    assert len(draft.related) == 10
    assert not any("#" in related or related.startswith("-") for related in draft.related)
    kept = squeezed(everything(draft))
    for sentence in re.split(r"(?<=[.?;])\s+|\n| - |- ", text):
        assert squeezed(sentence).rstrip(":") in kept
    assert all("off topic" in doubt.message for doubt in draft.doubts)


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="the founding page is not beside the checkout")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Legal basis:", "[ Legal basis ]]"),
        ("Legal basis:", "Legal Objective(s):"),
        ("Legal basis:\n", "Legal basis: "),
        ("Legal basis:\n", ""),
        ("Article 10 stipulates:\n", "article 10 stipulates: "),
        ("Article 10 stipulates:", "Article 10"),
        ("To sum up:\n", "In short, "),
        ("First, ", "一、"),
        ("Third, ", "(3) "),
        ("- Related articles\n-", "Related Q&A\n-"),
        ("First, understand", "Legal subjective:\nFirst, understand"),
        (" - Where", " > Where"),
    ],
)
def test_sisters_of_the_founding_page(old: str, new: str) -> None:
    text = SEED.read_text()
    assert old in text
    plain, sister = read(text), read(text.replace(old, new))
    assert sister.title == plain.title
    assert sister.related == plain.related
    outlines = [markdown.parse(draft.body).sections for draft in (plain, sister)]
    assert [s.role for s in outlines[0]] == [s.role for s in outlines[1]]
    assert [s.number for s in outlines[0]] == [s.number for s in outlines[1]]
    assert sister.body.count("\n> ") == 2


# --- nothing is lost, whatever the page holds

_SIGNS = [
    "*stars*",
    "__init__",
    "a_b",
    "# hash",
    "<script>",
    "1.",
    "> more",
    "`code`",
    "AT&amp;T",
    "[x](y)",
    "![i](u)",
    "\\",
    "~~~",
    "| a | b |",
    "--- | ---",
    "&#35;",
    "<http://a.b>",
    "+",
    "2.5",
    "10)",
    "a: b",
    "===",
    "C:\\x",
    "第三",
    "（二）",
    "x" * 40,
    "http://x.y/?a=1&b=2",
]
_WORD = st.sampled_from(["pay", "Office", "the", "card", "form", "12333", "窗口", "缴费", *_SIGNS])


@st.composite
def _sentence(draw: st.DrawFn) -> str:
    words = draw(st.lists(_WORD, min_size=1, max_size=8))
    return " ".join(["Text", *words]) + draw(st.sampled_from([".", "。", "?", "", ";", ":"]))


_BLOCK = st.one_of(
    _sentence(),
    st.builds(
        "{} {}".format,
        st.sampled_from(
            [
                "First,",
                "Second,",
                "3.",
                "IV.",
                "(5)",
                "一、",
                "第二步",
                "Step 3:",
                "Finally,",
                "-",
                "•",
            ]
        ),
        _sentence(),
    ),
    st.builds(
        "{}{}".format,
        st.sampled_from(
            [
                "To sum up: ",
                "In short, ",
                "Legal basis: ",
                "Legal subjective: ",
                "Extended data: ",
                "法律依据：",
                "Article 5 stipulates: ",
                "Article 6 ",
                "《社会保险法》第十条 ",
                "Social Insurance Law, Article 7: ",
            ]
        ),
        _sentence(),
    ),
    st.sampled_from(
        [
            "To sum up:",
            "[ Legal basis ]]",
            "Related articles",
            "- Related articles",
            "Steps",
            "Social Insurance Law of the People's Republic of China (PRC)",
            "Article 8",
            "",
            "* * *",
            "相关文章",
            "综上所述",
            "Extended data",
            "Site - Section - Text",
            "Step 1",
            "Text",
        ]
    ),
)


@example(blocks=["Text &#35; | a | b | Office."], between="\n")  # two such signs in a row
@given(st.lists(_BLOCK, max_size=25), st.sampled_from(["\n", "\r\n", "\n\n", " \n\t"]))
def test_no_sentence_is_lost(blocks: list[str], between: str) -> None:
    kept = squeezed(everything(read(between.join(blocks))))
    for block in blocks:
        found = re.search(r"Text .*", block)
        for piece in re.split(r"(?:;| [|>-])+ ", found[0] if found else ""):  # signs between titles
            assert squeezed(piece) in kept


@given(st.text(max_size=300))
def test_no_word_of_any_text_is_lost(text: str) -> None:
    draft = read(text)
    folded = re.sub("[\u200b\u2060\ufeff\u00ad]", "", text).replace("\0", "\ufffd")
    assert Counter(words(folded)) <= Counter(words(everything(draft)))


_PIECES = st.sampled_from([*_SIGNS, "a", " ", "-", "*", "_", "<b>", "&lt;", "^"])


@given(st.lists(_PIECES, max_size=9).map("".join))
def test_signs_of_markdown_are_shown_as_text(signs: str) -> None:
    inside, first = f"Text {signs}", f"{signs} text without a full stop"
    kept = squeezed(everything(read(f"A title\nSome text before.\n{inside}\n{first}")))
    bullet = re.match(r"\s*[-*]\s+", first)
    assert squeezed(inside) in kept
    assert squeezed(first[bullet.end() :] if bullet else first) in kept


def test_what_looks_like_markup_in_the_title_stays_text() -> None:
    draft = read("# <script>alert(1)</script> & *co*\nText.\nMore text.")
    assert draft.title == "# <script>alert(1)</script> & *co*"


# --- limits


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match=f"at most {MAX_CHARS:,} are read; split it"):
        read("a" * (MAX_CHARS + 1))


@pytest.mark.parametrize(
    "text",
    [
        "a - " * 20_000,
        "First, " + "a. " * 20_000 + "\nSecond, b.\n",
        "First, " + ": " * 20_000 + "\nSecond, b",
        "Legal basis:\n" + "Article 5 A. " * 5_000,
        "Legal basis: Article 5 of the Law " + "* " * 30_000,
        "Legal basis:\n" + "People's Republic of China " * 3_000,
        "【" * 50_000,
        "[" * 50_000 + "]" * 50_000,
        "一、" * 30_000,
        "1" * 100_000,
        "Title\n" + "1. x\n(1) y\n① z\nA. w\n" * 2_000,
        "Related articles\n" + "- x\ny\n" * 5_000,
        "To sum up:\nx\n1. a\n2. b\n" * 2_000,
        "_" * 100_000,
        " " * 90_000 + "x",
        "\n" * 100_000,
    ],
    ids=range(16),
)
def test_strange_texts_are_read(text: str) -> None:
    """None of these takes long: each would, were a pattern to try again from every place."""
    read(text)


@pytest.mark.parametrize("text", ["", "\ufeff", " \n\t\n", "\u3000"])
def test_nothing_is_no_article(text: str) -> None:
    draft = read(text)
    assert (draft.title, draft.body, draft.related) == ("", "", ())
    assert [doubt.message for doubt in draft.doubts] == [
        "no title found",
        "no text found below the title",
    ]


@pytest.mark.parametrize(
    ("below", "quoted"),
    [
        ("Tips:\nAsk 12333 before you go.\n", 1),
        ("Who decides?\nThe agency.\n", 1),
        ("温馨提示：\n先打12333问清楚。\n", 1),
        ("The unit shall state:\n(1) the name;\n(2) the day.\n", 4),
        ("It shall apply within 30 days.\n", 2),
    ],
)
def test_the_page_s_own_words_are_not_the_statute_s(below: str, quoted: int) -> None:
    page = "A title\nText.\nLegal basis:\nSocial Insurance Law\nArticle 58\nThe unit applies.\n"
    draft = read(page + below)
    lines = [line for line in draft.body.splitlines() if line.startswith("> ")]
    assert len(lines) == quoted
    told = bool(draft.doubts) or "## Further text" in draft.body
    assert told == (quoted == 1)
