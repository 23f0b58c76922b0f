"""No change may make the search less relevant than the floors, unless it says why there.

The large sets take longer: ``make eval`` looks at those too.
"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.cli import main
from kb.evaluation.floors import read_floors
from tests.conftest import ROOT

pytestmark = pytest.mark.long

FLOORS = ROOT / "tests" / "relevance" / "floors.json"
QUICK = ("cranfield test", "vaswani-npl test")


def evaluate(data: Path, *args: str) -> None:
    folders = {"KB_CORPUS": str(ROOT / "corpus"), "KB_DATA": str(data)}
    result = CliRunner(env=folders).invoke(main, ["eval", *args, "--floors", str(FLOORS)])
    assert result.exit_code == 0, result.output


@pytest.mark.usefixtures("evaluated_once_indexed")
def test_the_corpus(tmp_path: Path) -> None:
    evaluate(tmp_path)


@pytest.mark.usefixtures("evaluated_once_indexed")
def test_the_corpus_mistyped(tmp_path: Path) -> None:
    evaluate(tmp_path, "--typos")


@pytest.mark.usefixtures("evaluated_once_indexed")
def test_related_articles(tmp_path: Path) -> None:
    evaluate(tmp_path, "--related")


@pytest.mark.shared
@pytest.mark.parametrize("label", QUICK)
def test_a_classic_collection(label: str, shared_data: Path, tmp_path: Path) -> None:
    name, split = label.split()
    folder = shared_data / "relevance" / name
    if not folder.is_dir():
        pytest.skip(f"there is no {folder}")
    evaluate(tmp_path, str(folder), "--split", split)


def test_every_floor_is_looked_at_by_make_eval() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (judged,) = [line for line in makefile.splitlines() if line.startswith("JUDGED := ")]
    sets = {one.replace(":", " ") for one in judged.removeprefix("JUDGED := ").split()}
    corpus = {"corpus dev", "corpus dev with typos", "related dev"}
    assert read_floors(FLOORS).keys() == sets | corpus
    assert set(QUICK) <= sets


def test_floors_have_three_digits() -> None:
    """Rounded down from what was measured: more digits would be noise."""
    for label, floor in json.loads(FLOORS.read_text("utf-8")).items():
        for name, value in floor.items():
            if name not in ("queries", "reason"):
                assert value == round(value, 3), f"{label} {name}"
