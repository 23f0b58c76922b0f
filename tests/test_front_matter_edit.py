"""One field of the front matter changed: everything else stays byte for byte."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.article import FIELDS
from ingest.front_matter_edit import NoFrontMatterError, read_text, remove_field, set_field

TEXT = """\
---
# How this came about
title: "A: b"   # keep the quotes
kind:   qa
aliases:
  - one
  - 'two'   # said on the phone

# the law
related: [a, b]  # near
status: draft
---

# Not a field
status: draft
"""


@pytest.mark.parametrize(
    ("name", "value", "old", "new"),
    [
        ("status", "published", "status: draft\n---", "status: published\n---"),
        ("kind", "guide", "kind:   qa", "kind: guide"),
        ("title", "C", 'title: "A: b"   # keep', "title: C   # keep"),
        ("related", ["c"], "related: [a, b]  # near", "related: [c]  # near"),
        ("aliases", ["x: y"], "  - one\n  - 'two'   # said on the phone\n", "  - 'x: y'\n"),
        ("aliases", [], "aliases:\n  - one\n  - 'two'   # said on the phone\n", ""),
        ("reviewed", "2026-12-01", "draft\n---", "draft\nreviewed: 2026-12-01\n---"),
        ("topic", "pension", "kind:   qa\n", "kind:   qa\ntopic: pension\n"),
        ("title", "A: b", "", ""),
        ("related", ["a", "b"], "", ""),
        ("formerly", ["旧"], "near\nstatus", "near\nformerly:\n  - 旧\nstatus"),
        ("lang", "", "", ""),
    ],
)
def test_only_the_fields_own_lines_change(
    name: str, value: str | list[str], old: str, new: str
) -> None:
    assert set_field(TEXT, name, value) == TEXT.replace(old, new, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no front matter",
        "---\ntitle: [\n---\n",
        "---\n- a list\n---\n",
        "---\na: 1\na: 2\n---\n",
    ],
)
def test_what_cannot_be_read_is_not_changed(text: str) -> None:
    with pytest.raises(NoFrontMatterError):
        set_field(text, "status", "draft")
    with pytest.raises(NoFrontMatterError):
        remove_field(text, "status")


@pytest.mark.parametrize(
    "text",
    [
        "---\n{title: a, status: draft}\n---\nBody\n",
        "---\n? title\n: a\n? status\n: draft\n---\nBody\n",
        '---\n"title": a\nstatus: draft\n---\nBody\n',
        "---\ntitle: |\n  a\n  # no comment\n\nstatus: >-\n  draft\n---\nBody\n",
        "---\ntitle: a\n\tstatus: draft\n---\nBody\n",
        "---\n---\nBody\n",
        "---\ntitle: a\u2028b\nstatus: x\n---\nBody\n",
        "---\n--- # again\nBody\n",
    ],
)
def test_unusual_forms_are_rewritten_rightly_or_not_at_all(text: str) -> None:
    try:
        before = {name: field.value for name, field in read_text(text).fields.items()}
    except NoFrontMatterError:
        return
    after = read_text(set_field(text, "status", "published"))
    assert after.body == "Body\n"
    values = {name: field.value for name, field in after.fields.items()}
    assert values == before | {"status": "published"}


PLAIN = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff\ufffe"),
    min_size=1,
    max_size=30,
).filter(lambda text: text.isprintable())
VALUES = PLAIN | st.lists(PLAIN, min_size=1, max_size=4)


@given(st.lists(st.tuples(st.sampled_from(FIELDS), VALUES), min_size=1, max_size=8))
@settings(max_examples=150)
def test_what_was_set_is_read_and_what_was_set_before_stays(
    changes: list[tuple[str, str | list[str]]],
) -> None:
    text, expected = "---\n# remark\n---\nBody\n", {}
    for name, value in changes:
        text = set_field(text, name, value)
        expected[name] = value
    found = read_text(text)
    assert {name: field.value for name, field in found.fields.items()} == expected
    assert found.body == "Body\n"
    assert "# remark\n" in text
    for name in expected:
        text = remove_field(text, name)
    assert text == "---\n# remark\n---\nBody\n"
