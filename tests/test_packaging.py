"""The wheel carries all that `kb serve` needs, and the pinned versions are what is declared."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def canonical(requirement: str) -> str:
    name = re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_dependency_is_pinned() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {canonical(line) for line in lines if "==" in line and not line.startswith("#")}
    declared = [
        *PROJECT["project"]["dependencies"],
        *(d for extra in PROJECT["project"]["optional-dependencies"].values() for d in extra),
        *PROJECT["build-system"]["requires"],
    ]
    assert {canonical(requirement) for requirement in declared} <= pinned


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), "."]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if result.returncode and "hatchling" in result.stderr and "find" in result.stderr:
        pytest.skip("no package registry to build with")
    assert result.returncode == 0, result.stderr
    return zipfile.ZipFile(next(Path(folder).glob("*.whl")))


def test_templates_static_files_and_corpus_travel(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    for folder, inside in (
        ("templates", "kb/bundled/templates"),
        ("corpus", "kb/bundled/corpus"),
        ("kb/web/static", "kb/web/static"),
        ("kb", "kb"),
        ("ingest", "ingest"),
    ):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                inner = f"{inside}/{path.relative_to(ROOT / folder).as_posix()}"
                assert inner in names, f"{path} is not in the wheel"
    assert not [name for name in names if name.startswith("tests/")]
