"""glossary.toml: what is read, and what an editor is told about what cannot be."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.glossary_file import GlossaryError, glossary_of, read
from kb.cli import main
from kb.glossary import Concept, Glossary

GOOD = """
[[concepts]]
id = "fund"
en = "provident fund"
zh = "公积金"
also_en = ["gongjijin"]
"""


def test_read(tmp_path: Path) -> None:
    (tmp_path / "glossary.toml").write_text(GOOD, "utf-8")
    concept = Concept(id="fund", en="provident fund", zh="公积金", also_en=("gongjijin",))
    assert glossary_of(tmp_path) == Glossary(concepts=(concept,))


def test_a_corpus_need_not_have_one(tmp_path: Path) -> None:
    assert glossary_of(tmp_path) == Glossary()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[concepts]", "not readable as TOML"),
        ("[[words]]", "unknown table 'words'"),
        ("concepts = 1", "start with [[concepts]]"),
        ("concepts = [1]", "entry 1: start it with a line [[concepts]]"),
        (GOOD + "note = 'x'", "entry 1 (fund): unknown field 'note'"),
        (GOOD + "also_zh = 'x'", "entry 1 (fund): also_zh must be a list"),
        (GOOD + "also_zh = [1]", "entry 1 (fund): also_zh must be a list"),
        ("[[concepts]]\nid = 'a'\nen = 'b'", "entry 1 (a): zh is missing"),
        ("[[concepts]]\nid = 'a'\nen = 1", "entry 1 (a): en must be text"),
        ("[[concepts]]\nen = 'b'\nzh = 'c'", "entry 1 (without an id): id is missing"),
        (GOOD + GOOD, "the id 'fund' is taken"),
        (
            GOOD + "[[concepts]]\nid = 'other'\nen = 'Gongjijin'\nzh = '基金'",
            "'Gongjijin' stands in two concepts, 'fund' and 'other'",
        ),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(GlossaryError) as error:
        read(path)
    assert message in str(error.value)
    assert str(path) in str(error.value)


def test_a_corpus_with_a_wrong_glossary_says_so(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    topic = '[[topics]]\nid = "other"\nname_en = "Other"\nname_zh = "其他"\n'
    (tmp_path / "taxonomy.toml").write_text(topic, "utf-8")
    (tmp_path / "glossary.toml").write_text("[[words]]", "utf-8")
    result = CliRunner().invoke(main, ["check", "--corpus", str(tmp_path)])
    assert result.exit_code == 3
    assert "glossary.toml: unknown table 'words'" in result.output
