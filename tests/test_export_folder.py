"""The folder of a copy: replaced when the new copy is whole, and never before."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb.export import folder as folders
from kb.export.errors import ExportError
from kb.export.folder import MARKER, replaced
from tests.conftest import ROOT


def write(target: Path, text: str, **options: bool) -> None:
    with replaced(target, force=options.get("force", False)) as new:
        (new / MARKER).write_text("{}", "utf-8")
        (new / "page.html").write_text(text, "utf-8")


def fail_half_way(target: Path) -> None:
    with replaced(target, force=False) as new:
        (new / "page.html").write_text("half", "utf-8")
        raise ValueError("by chance")


def only(target: Path) -> str:
    """What the copy says, after a look that nothing lies beside it."""
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert sorted(path.name for path in target.iterdir()) == [MARKER, "page.html"]
    return (target / "page.html").read_text("utf-8")


@pytest.fixture(params=[True, False], ids=["exchanged", "renamed"])
def target(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for a copy, on a system that can exchange two folders and on one that cannot."""
    if not request.param:
        monkeypatch.setattr(folders, "_exchanged", lambda *_: False)
    return tmp_path / "here" / "copy"


def test_a_copy_is_made_and_replaced(target: Path) -> None:
    write(target, "one")
    assert only(target) == "one"
    (target / "gone.html").write_text("what the site no longer has", "utf-8")
    write(target, "two")
    assert only(target) == "two"


def test_an_empty_folder_will_do(target: Path) -> None:
    target.mkdir(parents=True)
    write(target, "one")
    assert only(target) == "one"


def test_other_folders_are_refused(target: Path) -> None:
    target.mkdir(parents=True)
    (target / "letter.txt").write_text("dear", "utf-8")
    with pytest.raises(ExportError, match="--force"):
        write(target, "one")
    assert (target / "letter.txt").read_text("utf-8") == "dear"
    write(target, "one", force=True)
    assert only(target) == "one"


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ExportError, match="is a file"):
        write(tmp_path / "file", "one", force=True)


def test_what_must_stay_is_never_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = tmp_path / "work" / "corpus"
    corpus.mkdir(parents=True)
    for target in (tmp_path / "work", corpus, tmp_path):
        with (
            pytest.raises(ExportError, match="holds"),
            replaced(target, force=True, kept=(corpus,)),
        ):
            pytest.fail("it was begun")
    monkeypatch.chdir(corpus)
    with pytest.raises(ExportError, match="holds"):
        write(tmp_path / "work", "one", force=True)
    assert corpus.is_dir()


def test_a_failure_leaves_the_old_copy(target: Path) -> None:
    write(target, "one")
    with pytest.raises(ValueError, match="by chance"):
        fail_half_way(target)
    assert only(target) == "one"


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write(tmp_path / "link", "one")
    write(tmp_path / "link", "two")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "page.html").read_text("utf-8") == "two"


DYING = """
import os, signal, sys
from pathlib import Path
from kb.export import folder
if sys.argv[3] == "renamed":
    folder._exchanged = lambda *_: False
touched, last = 0, int(sys.argv[2])
def count(event, args):
    global touched
    if event in ("open", "os.rename", "os.mkdir", "os.rmdir", "os.remove"):
        if "copy" in str(args[0]):
            if touched == last:
                os.kill(os.getpid(), signal.SIGKILL)
            touched += 1
sys.addaudithook(count)
with folder.replaced(Path(sys.argv[1]), force=False) as new:
    for name in (folder.MARKER, "page.html"):
        (new / name).write_text("new", "utf-8")
"""


@pytest.mark.parametrize("how", ["exchanged", "renamed"])
def test_killed_at_any_step_it_leaves_a_whole_copy(tmp_path: Path, how: str) -> None:
    target = tmp_path / "copy"
    write(target, "old")
    seen = []
    for step in range(40):
        command = [sys.executable, "-c", DYING, str(target), str(step), how]
        died = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
        if how == "exchanged":  # in one step: there is a whole copy at every moment
            seen.append((target / "page.html").read_text("utf-8"))
            assert (target / MARKER).is_file()
        if died.returncode == 0:
            break
        write(target, "old")  # the next export puts all in order
        assert only(target) == "old"
    assert died.returncode == 0
    assert step > 4, "it was killed at several steps"
    assert only(target) == "new"
    if seen:
        assert seen == sorted(seen, reverse=True)
