"""An article's text as a form has it, and what a new one begins with."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.article import Context, parse
from kb.editorial.form_fields import fields_of, with_fields
from kb.manuscript_form import ArticleFields, field_at, new_text, split
from kb.model import Form, Kind, Source, Status
from kb.statutes import Register
from tests.small_site import TAXONOMY

TEXT = "---\ntitle: A\naliases:\n  - b\n  - c\nlang: en\n---\n\n\nBody\n---\nmore\n"


def parsed(text: str) -> "tuple[object, tuple[object, ...]]":
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    source = Source(path="articles/other/x.md", form=Form.MARKDOWN, text=text, sha256=sha256)
    found = parse(source, Context.of(TAXONOMY, Register()))
    return found.article, found.problems


@pytest.mark.parametrize(
    ("text", "front", "body"),
    [
        (TEXT, TEXT[: TEXT.index("Body")], "Body\n---\nmore\n"),
        ("no front matter\n---\n", "", "no front matter\n---\n"),
        ("---\na: b\n---", "---\na: b\n---", ""),
        ("---\na: b\n--- \n   \n    code\n", "---\na: b\n--- \n   \n", "    code\n"),
        ("---\na: b\n", "", "---\na: b\n"),
        ("", "", ""),
    ],
)
def test_front_matter_and_body(text: str, front: str, body: str) -> None:
    assert split(text) == (front, body)


@given(st.text("-\n a:é", max_size=60))
@settings(max_examples=50)
def test_the_two_in_a_row_are_the_text(text: str) -> None:
    assert "".join(split(text)) == text
    assert "".join(split(f"---\n{text}")) == f"---\n{text}"


@pytest.mark.parametrize(
    ("line", "field"),
    [(1, ""), (2, "title"), (3, "aliases"), (5, "aliases"), (6, "lang"), (10, "")],
)
def test_which_field_stands_on_a_line(line: int, field: str) -> None:
    assert field_at(TEXT, line) == field


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_new_text_is_an_article(kind: Kind, lang: str) -> None:
    article, problems = parsed(new_text(kind, lang, topic="pension"))
    assert problems == ()
    assert article is not None
    assert (article.kind, article.lang, article.status) == (kind, lang, Status.DRAFT)  # type: ignore[attr-defined]
    assert bool(article.steps) is (kind is Kind.GUIDE)  # type: ignore[attr-defined]


@given(
    title=st.text(max_size=40, alphabet=st.characters(exclude_categories=["Cs"])),
    alias=st.text(min_size=1, max_size=20, alphabet=st.characters(exclude_categories=["Cs"])),
)
@settings(max_examples=50, deadline=None)
def test_any_title_is_kept_as_it_is(title: str, alias: str) -> None:
    fields = fields_of(new_text(Kind.QA, "en", title=title, aliases=(alias,)))
    assert fields is not None
    if title.strip():
        assert fields.title == " ".join(title.split())
    assert fields.aliases == tuple(a for a in (" ".join(alias.split()),) if a)


@pytest.mark.parametrize(
    "title",
    ['a "quoted": one', "- x", "#", "{}", "yes", "'", "\\", "a\nb: c", "<script>", "😀\u2028"],
)
def test_a_title_is_nothing_but_a_title(title: str) -> None:
    article, problems = parsed(new_text(Kind.QA, "en", title=title))
    assert problems == ()
    assert article.title == " ".join(title.split())  # type: ignore[attr-defined]


def test_fields_that_stay_leave_their_lines_alone() -> None:
    text = "---\ntitle:   'A'  # the title\nkind: qa\naliases: [b,   c]\n---\nBody\n"
    fields = fields_of(text)
    assert fields == ArticleFields(title="A", kind="qa", aliases=("b", "c"))
    assert with_fields(text, fields) == text
    changed = with_fields(text, ArticleFields(title="A", kind="guide", aliases=("b", "c")))
    assert changed == text.replace("kind: qa", "kind: guide")
