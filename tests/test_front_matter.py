"""Front matter: values, lines, and every way in which it can be wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fields import Fields
from ingest.front_matter import FrontMatterError, read
from kb.model import Form, Source


def source(text: str) -> Source:
    return Source(path="a.md", form=Form.MARKDOWN, text=text, sha256="")


def test_values_carry_their_lines() -> None:
    front = read(source("---\ntitle: One\nrelated:\n  - a\n  - b\nkind: qa\n---\nbody\n"))
    assert {name: (f.value, f.line) for name, f in front.fields.items()} == {
        "title": ("One", 2),
        "related": (["a", "b"], 3),
        "kind": ("qa", 6),
    }
    assert (front.body, front.body_line) == ("body\n", 8)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("no front matter", 1, "does not start with front matter"),
        ("---\ntitle: One\nbody without an end", 1, "does not start with front matter"),
        ("---\ntitle: a: b\n---\n", 2, "mapping values are not allowed"),
        ("---\ntitle: One\ntitle: Two\n---\n", 3, "given twice"),
        ("---\n- a\n- b\n---\n", 2, "field: value"),
        ("---\na: &x [1]\nb: *x\n---\n", 3, "anchors"),
        ("---\na: !!python/object:os.system x\n---\n", 2, "constructor"),
        ("---\ntitle: [unclosed\n---\n", 3, "YAML"),
        ("---\n" + "a: " + "x" * 70_000 + "\n---\n", 1, "characters"),
        ("---\na: " + "[" * 5_000 + "\n---\n", 2, "YAML"),
    ],
)
def test_problems_name_line_and_remedy(text: str, line: int, said: str) -> None:
    with pytest.raises(FrontMatterError, match=said) as refused:
        read(source(text))
    assert refused.value.problem.line == line
    assert refused.value.problem.hint


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    problem = None
    try:
        read(source(f"---\n{text}\n---\n"))
    except FrontMatterError as refused:
        problem = refused.problem
    assert problem is None or problem.line >= 1


def fields(text: str) -> Fields:
    known = ("title", "kind", "day", "aliases", "lang")
    return Fields("a.md", read(source(f"---\n{text}\n---\n")), known)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("titel: x", 2, "did you mean 'title'"),
        ("title: yes", 2, "put it in quotes"),
        ("title: {a: b}", 2, "plain text"),
        ("title: " + "x" * 400, 2, "400 characters"),
        ("lang: en\nkind: guid", 3, "did you mean 'guide'"),
        ("day: tomorrow", 2, "2026-11-20"),
        ("title: x\nday: 2026-02-30", 3, "2026-02-30 is not a day"),
        ("aliases: [a, {b: c}]", 2, "plain text"),
        ("aliases: [" + "a, " * 300 + "b]", 2, "entries"),
        ("kind: qa", 1, "must be given"),
    ],
)
def test_wrong_values_are_named(text: str, line: int, said: str) -> None:
    read_fields = fields(text)
    read_fields.required("title", "a question")
    read_fields.choice("kind", ("guide", "qa"), "guide")
    read_fields.day("day")
    read_fields.texts("aliases")
    told = [p for p in read_fields.problems if said in str(p)]
    assert told, read_fields.problems
    assert told[0].line == line


def test_right_values_are_taken() -> None:
    read_fields = fields(
        "title: ' two\n  lines '\nkind: qa\nday: 2026-11-20\naliases: [12333, b, b]"
    )
    assert read_fields.required("title", "") == "two lines"
    assert read_fields.choice("kind", ("guide", "qa"), "guide") == "qa"
    assert str(read_fields.day("day")) == "2026-11-20"
    assert read_fields.texts("aliases") == ("12333", "b")
    assert read_fields.problems == []
