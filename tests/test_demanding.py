"""`kb demand`: the operator and the editors look at what was asked."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.cli import main
from kb.demand import key_of
from kb.desk.database import FILE, Database
from kb.desk.queue import StoredQueue

Run = Callable[..., Result]


@pytest.fixture
def run(corpus: Path, tmp_path: Path) -> Run:
    folders = {"KB_CORPUS": str(corpus), "KB_DATA": str(tmp_path / "data")}

    def invoke(*args: str, typed: str = "") -> Result:
        return CliRunner(env=folders).invoke(main, ["demand", *args], input=typed)

    return invoke


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    path = tmp_path / "data" / FILE
    days = iter(range(1, 10))
    queue = StoredQueue(Database.open(path), now=lambda: datetime(2026, 3, next(days), tzinfo=UTC))
    for question in ("Paying in cash?", "How can I pay cash", "医保能给父母用吗？", "pay cash"):
        queue.add(question)
    return path


def test_nothing_was_asked(run: Run) -> None:
    result = run("list")
    assert (result.exit_code, result.output) == (0, "Nothing is waiting.\n")
    assert json.loads(run("list", "--json").output) == []


def test_list(run: Run, asked: Path) -> None:
    lines = run("list").output.splitlines()
    assert lines[0] == "     3  2026-03-01 to 2026-03-04  Paying in cash?"
    assert [line.strip() for line in lines[1:3]] == ["also: How can I pay cash", "also: pay cash"]
    assert lines[3].split() == [key_of("Paying in cash?")[:8], "question", "3;", "open"]
    assert lines[4].endswith("医保能给父母用吗？")


def test_list_as_json(run: Run, asked: Path) -> None:
    first, second = json.loads(run("list", "--json").output)
    assert (first["question"], first["counts"]) == ("Paying in cash?", {"question": 3})
    assert first["first_asked"] == "2026-03-01T00:00:00Z"
    assert first["last_asked"] == "2026-03-04T00:00:00Z"
    assert first["alike"] == ["How can I pay cash", "pay cash"]
    assert second["counts"] == {"question": 1}
    assert len(json.loads(run("list", "--json", "--most", "1").output)) == 1
    assert json.loads(run("list", "--json", "--from", "search").output) == []


def test_show_dismiss_and_draft(run: Run, asked: Path, corpus: Path) -> None:
    key = key_of("Paying in cash?")[:8]
    assert "also      pay cash" in run("show", key).output
    assert "names nothing" in run("show", "zzzz").output
    assert run("dismiss", key, "--reason", " ").exit_code == 2
    assert run("dismiss", key, "--reason", "said elsewhere").exit_code == 0
    assert "Paying in cash?" not in run("list").output
    assert "said elsewhere" in run("show", key).output
    other = key_of("医保能给父母用吗？")[:8]
    assert run("draft", other, "--topic", "nonsense").exit_code == 2
    written = run("draft", other, "--topic", "pension")
    assert written.exit_code == 0, written.output
    (file,) = (corpus / "articles" / "pension").glob("*.md")
    assert "医保能给父母用吗？" in file.read_text("utf-8")
    assert run("draft", other).exit_code == 1
    assert "drafted" in run("show", other).output


def test_purge_what_is_old(run: Run, asked: Path) -> None:
    result = run("purge", "--before", "2026-03-03", "--yes")
    said = "2 questions, 0 searches and 0 votes forgotten.\n"
    assert (result.exit_code, result.output) == (0, said)
    assert len(json.loads(run("list", "--json").output)) == 2


def test_purge_asks_first(run: Run, asked: Path) -> None:
    assert run("purge", "--all", typed="n\n").exit_code == 1
    assert len(StoredQueue(Database.open(asked)).waiting()) == 4
    assert run("purge", "--all", typed="y\n").exit_code == 0
    assert StoredQueue(Database.open(asked)).waiting() == ()
    gone = json.loads(run("purge", "--all", "--yes", "--json").output)
    assert gone == {"questions": 0, "searches": 0, "votes": 0}


@pytest.mark.parametrize("args", [(), ("--all", "--before", "2026-03-03"), ("--before", "soon")])
def test_purge_wants_to_know_what(run: Run, args: tuple[str, ...]) -> None:
    assert run("purge", *args, "--yes").exit_code == 2


def test_a_queue_that_cannot_be_used(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data" / FILE).mkdir(parents=True)
    for args in (("list",), ("purge", "--all", "--yes")):
        result = run(*args)
        assert result.exit_code == 3
        assert FILE in result.output
