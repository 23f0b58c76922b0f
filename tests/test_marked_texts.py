"""The texts whose citations are marked in place are well-formed."""

import re
from pathlib import Path

import pytest

from tests.gold.marked_texts import MarkedCitation, MarkedText, read

MARKED = read()

SMALL = """# a remark

@ sil 中华人民共和国社会保险法 = 社会保险法; SIL

=== one a text with two paragraphs

见⟦《社会保险法》第十条⟧{sil|10 11/para-2|q}：

“⟦前条⟧{sil|9|r}。”
=== two an unknown one
⟦SIL-Rules art. 3⟧{=SIL-Rules|3}
"""


def small(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "texts.txt"
    path.write_text(text, "utf-8")
    return path


def test_marks_are_read_and_taken_out(tmp_path: Path) -> None:
    marked = read(small(tmp_path, SMALL))
    title = "中华人民共和国社会保险法"
    assert marked.names == {title: title, "社会保险法": title, "SIL": title}
    assert marked.texts == (
        MarkedText(
            id="one",
            about="a text with two paragraphs",
            text="见《社会保险法》第十条：\n\n“前条。”",
            citations=(
                MarkedCitation(
                    start=1, end=11, statute=title, numbers=("10", "11/para-2"), quoted=True
                ),
                MarkedCitation(start=15, end=17, statute=title, numbers=("9",), relative=True),
            ),
        ),
        MarkedText(
            id="two",
            about="an unknown one",
            text="SIL-Rules art. 3",
            citations=(MarkedCitation(start=0, end=16, statute="SIL-Rules", numbers=("3",)),),
        ),
    )
    assert [marked.title(name) for name in ("sil", "《社会保险法》", "某法")] == [
        title,
        title,
        "某法",
    ]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("# a remark", "a remark", ":1: neither a statute"),
        ("=== two an unknown one", "=== two", ":10: a heading is"),
        ("=== two", "=== one", ": two texts have the same id"),
        ("{sil|9|r}", "", ":5: a mark of one is not"),
        ("{sil|9|r}", "{sil|9|x}", ":5: a mark of one is not"),
        ("{sil|9|r}", "{lcl|9}", ":5: no statute has the code lcl"),
        ("{sil|9|r}", "{sil|9/2}", ":5: 'any/art-9/2' is not a provision id"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, before: str, after: str, message: str) -> None:
    path = small(tmp_path, SMALL.replace(before, after))
    with pytest.raises(ValueError, match=re.escape(f"{path}{message}")):
        read(path)


def test_the_texts_are_in_both_languages_and_some_cite_nothing() -> None:
    assert len(MARKED.texts) == 60
    languages = [text.id.split("-")[0] for text in MARKED.texts]
    assert languages.count("zh") >= 25
    assert languages.count("en") >= 25
    assert any(not text.citations for text in MARKED.texts)


def test_each_span_names_a_provision() -> None:
    named = re.compile(r"条|條|\bart|§", re.IGNORECASE)
    for text in MARKED.texts:
        for citation in text.citations:
            assert named.search(text.text[citation.start : citation.end]), (text.id, citation)


def test_every_statute_is_cited() -> None:
    cited = {citation.statute for text in MARKED.texts for citation in text.citations}
    assert set(MARKED.names.values()) <= cited
