"""The command `kb export`, as somebody types it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.cli import main

QUESTION = "Where can I pay my own social security?"


@pytest.fixture
def run(corpus: Path, add_article: Callable[..., Path], tmp_path: Path) -> Callable[..., Result]:
    add_article("pay", "You pay at the counter.", title=QUESTION)

    def run(*args: str) -> Result:
        folders = {"KB_CORPUS": str(corpus), "KB_DATA": str(tmp_path / "data")}
        return CliRunner(env=folders).invoke(main, ["export", *args])

    return run


def test_it_says_what_it_wrote(run: Callable[..., Result], tmp_path: Path) -> None:
    result = run(str(tmp_path / "copy"))
    assert result.exit_code == 0, result.output
    assert "pages in" in result.output
    assert "the search takes" in result.output
    assert str(tmp_path / "copy" / "index.html") in result.output
    assert (tmp_path / "copy" / "index.html").is_file()
    again = run(str(tmp_path / "copy"), "--lang", "zh")
    assert again.exit_code == 0, again.output
    assert not (tmp_path / "copy" / "en").exists()


def test_the_last_good_version_is_copied(
    run: Callable[..., Result], corpus: Path, tmp_path: Path
) -> None:
    """Of an article that is malformed now, as the index of the data folder holds it."""
    folders = {"KB_CORPUS": str(corpus), "KB_DATA": str(tmp_path / "data")}
    assert CliRunner(env=folders).invoke(main, ["index"]).exit_code == 0
    (article,) = (corpus / "articles" / "contributions").iterdir()
    article.write_text("---\ntitle: [\n---\n", "utf-8")
    result = run(str(tmp_path / "copy"))
    assert result.exit_code == 0, result.output
    assert article.name in result.output
    page = tmp_path / "copy" / "en" / "articles" / f"{article.stem}.html"
    assert QUESTION in page.read_text("utf-8")
    page_of_topic = tmp_path / "copy" / "en" / "topics" / "contributions.html"
    assert QUESTION in page_of_topic.read_text("utf-8")


def test_mistakes_are_told(run: Callable[..., Result], corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").write_text("dear", "utf-8")
    (tmp_path / "file").write_text("x", "utf-8")
    for target, said in (
        (tmp_path / "letters", "--force"),
        (tmp_path / "file", "is a file"),
        (tmp_path / "file" / "below", "is a file"),
        (corpus.parent, "would be replaced"),
    ):
        result = run(str(target))
        assert (result.exit_code, said in result.output) == (3, True), result.output
        assert "Traceback" not in result.output
    assert (tmp_path / "letters" / "one.txt").is_file()
    assert run(str(tmp_path / "letters"), "--force").exit_code == 0
    assert not (tmp_path / "letters" / "one.txt").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_told(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every write of the search's files goes to a device that is always full."""
    assert run(str(tmp_path / "copy")).exit_code == 0
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        return real(Path("/dev/full") if path.suffix == ".js" else path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    result = run(str(tmp_path / "copy"))
    assert result.exit_code == 3
    assert "No space left" in result.output
    assert (tmp_path / "copy" / "index.html").is_file()
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".copy")]


def test_help_has_an_example() -> None:
    result = CliRunner().invoke(main, ["export", "--help"])
    assert "Example:" in result.output
    assert "kb export copy" in result.output
