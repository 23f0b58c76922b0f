"""`kb citations`: the table, the JSON and the picture."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.citation_graph import most_cited
from kb.cli import main
from kb.cli.citation_picture import PackageMissingError, draw
from kb.library import Library
from kb.provision import Provision
from kb.statutes import Register
from tests.conftest import ROOT
from tests.small_corpus import ARTICLES, DRAFT, SIL, STATUTES

LIBRARY = Library(everything=(*ARTICLES, DRAFT), register=Register.of(STATUTES))


def test_provisions_are_counted_by_basis_then_by_any_citation() -> None:
    assert [(c.provision.article, len(c.rest), len(c.cite)) for c in most_cited(LIBRARY)] == [
        (60, 3, 3),
        (16, 2, 2),  # an article without a section of its own for it rests on all that it cites
        (45, 1, 1),
    ]
    first = most_cited(LIBRARY)[0]
    assert first.pinpoints == (Provision(SIL, 60, paragraph=2),)
    assert first.rest == (
        "pay-your-own-social-security",
        "self-employed-contributions",
        "zi-ji-jiao-she-bao",
    )


def test_by_statute_and_topic() -> None:
    assert most_cited(LIBRARY, statute="prc-wrii-2003") == ()
    assert [c.provision.article for c in most_cited(LIBRARY, topic="pension")] == [16]


@pytest.mark.parametrize(("name", "begins"), [("a.svg", b"<?xml"), ("a.PNG", b"\x89PNG")])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_picture_is_the_same_for_the_same_citations(
    tmp_path: Path, name: str, begins: bytes, lang: str
) -> None:
    pytest.importorskip("matplotlib")
    one, other = tmp_path / name, tmp_path / f"other-{name}"
    draw(most_cited(LIBRARY), one, lang)
    draw(most_cited(LIBRARY), other, lang)
    assert one.read_bytes().startswith(begins)
    assert one.read_bytes() == other.read_bytes()


def test_without_matplotlib_it_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)  # as Python does for what is not there
    with pytest.raises(PackageMissingError, match=r"pip install 'social-security-kb\[plot\]'"):
        draw(most_cited(LIBRARY), tmp_path / "a.svg", "en")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


def run(data: Path, *options: str) -> tuple[int, str]:
    command = ["citations", "--corpus", str(ROOT / "corpus"), "--data", str(data), *options]
    result = CliRunner().invoke(main, command)
    return result.exit_code, result.output


def test_the_command(data: Path) -> None:
    status, said = run(data, "--limit", "2")
    assert status == 0
    assert said.splitlines()[0].split() == ["rest", "on", "it", "cite", "it", "provision"]
    assert len(said.splitlines()) == 4
    status, said = run(data, "--statute", "社会保险法", "--json")
    assert status == 0
    assert {each["provision"]["statute"] for each in json.loads(said)} == {SIL}


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["--statute", "SILL"], 2, "did you mean prc-sil-2010"),
        (["--topic", "pensoin"], 2, "did you mean 'pension'?"),
        (["--picture", "a.gif"], 2, "must end in .svg or .png"),
        (["--topic", "other", "--statute", "prc-twc-1990"], 1, "No article cites"),
    ],
)
def test_mistakes(data: Path, options: list[str], status: int, said: str) -> None:
    found, output = run(data, *options)
    assert found == status
    assert said in output
