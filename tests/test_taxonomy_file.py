"""The taxonomy file: what is read, and how slips are reported."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.taxonomy_file import TaxonomyError, read

Taxonomist = Callable[[str], Path]


@pytest.fixture
def taxonomy_file(tmp_path: Path) -> Taxonomist:
    def write(text: str) -> Path:
        path = tmp_path / "taxonomy.toml"
        path.write_text(text, "utf-8")
        return path

    return write


TOPIC = '[[topics]]\nid = "a"\nname_en = "A"\nname_zh = "甲"\n'
REGION = '[[regions]]\nid = "r"\nname_en = "R"\nname_zh = "乙"\n'


def test_reads_the_taxonomy(taxonomy_file: Taxonomist) -> None:
    below = REGION.replace('"r"', '"s"') + 'parent = "r"\n'
    taxonomy = read(taxonomy_file(TOPIC + REGION + below))
    assert [topic.name("zh") for topic in taxonomy.topics] == ["甲"]
    assert [region.id for region in taxonomy.regions_above("s")] == ["s", "r"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (TOPIC + TOPIC, "topics entry 2: the id 'a' is taken"),
        (TOPIC + REGION + 'parent = "nowhere"\n', "lies in 'nowhere', which is not there"),
        (TOPIC + REGION + 'parent = "r"\n', "lies in itself"),
        (TOPIC.replace("name_zh", "name_cn"), "unknown field 'name_cn'"),
        (TOPIC.replace('name_zh = "甲"\n', ""), "name_zh is missing"),
        (TOPIC.replace('"A"', "1"), "name_en must be text"),
        (TOPIC.replace("[[topics]]", "[topics]"), "must be entries"),
        ("topics = [1]", r"start it with a line \[\[topics\]\]"),
        (TOPIC + "[other]\n", "unknown table 'other'"),
        ("", "no topics"),
        ("[[topics", "not readable as TOML"),
    ],
)
def test_a_bad_taxonomy_says_where(taxonomy_file: Taxonomist, text: str, says: str) -> None:
    with pytest.raises(TaxonomyError, match=says):
        read(taxonomy_file(text))


def test_a_missing_taxonomy(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyError, match="a corpus needs this file"):
        read(tmp_path / "taxonomy.toml")
