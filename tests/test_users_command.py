"""`kb user`: who may edit is said from the shell, and what was done stands in the log."""

import getpass
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kb.cli import main
from kb.desk import passwords
from kb.desk.accounts import StoredAccounts
from kb.desk.database import FILE, Database
from tests.test_desk_accounts import CHEAP, GOOD, OTHER

Run = Callable[..., Result]


@pytest.fixture
def run(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("KB_DATABASE_URL", raising=False)
    monkeypatch.setattr(passwords, "USUAL", CHEAP)
    folders = {"KB_CORPUS": str(corpus), "KB_DATA": str(tmp_path / "data")}

    def invoke(*args: str, typed: str | bytes = "") -> Result:
        return CliRunner(env=folders).invoke(main, ["user", *args], input=typed)

    return invoke


@pytest.fixture
def accounts(tmp_path: Path, run: Run) -> StoredAccounts:
    return StoredAccounts(Database.open(tmp_path / "data" / FILE), CHEAP)


def add(run: Run, name: str, role: str) -> Result:
    return run("add", name, "--role", role, "--password-stdin", typed=f"{GOOD}\n")


def log(run: Run, *args: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(run("log", "--json", *args).output)
    return entries


def test_there_is_nobody_yet(run: Run, tmp_path: Path) -> None:
    result = run("list")
    assert result.exit_code == 0
    assert "`kb user add NAME --role admin` makes the first one" in result.output
    assert run("log").output == "Nothing is in the log.\n"
    assert json.loads(run("list", "--json").output) == []
    assert not (tmp_path / "data").exists()


def test_the_password_is_asked_for_twice_unseen(run: Run, accounts: StoredAccounts) -> None:
    refused = run("add", "王芳", "--role", "editor", typed=f"{GOOD}\n{OTHER}\n")
    assert refused.exit_code == 1
    assert accounts.all() == ()
    result = run("add", "王芳", "--role", "editor", typed=f"{GOOD}\n{GOOD}\n")
    assert result.exit_code == 0, result.output
    assert "王芳 may sign in as editor." in result.output
    assert GOOD not in result.output
    assert accounts.sign_in("王芳", GOOD) is not None


@pytest.mark.parametrize("ending", ["\n", "\r\n", "", "\nand more"])
def test_the_password_is_read_from_standard_input(
    run: Run, accounts: StoredAccounts, ending: str
) -> None:
    typed = f" {GOOD} {ending}"
    assert run("add", "li", "--role", "admin", "--password-stdin", typed=typed).exit_code == 0
    assert accounts.sign_in("li", f" {GOOD} ") is not None


def test_what_is_done_stands_in_the_log(run: Run, accounts: StoredAccounts) -> None:
    add(run, "li", "admin")
    add(run, "Wang", "editor")
    before = accounts.user("wang")
    for args in (
        ("role", "wang", "publisher"), ("disable", "wang"), ("enable", "WANG"), ("sign-out", "wang")
    ):  # fmt: skip
        assert run(*args).exit_code == 0
    assert run("password", "wang", "--password-stdin", typed=OTHER).exit_code == 0
    after = accounts.user("wang")
    assert before is not None
    assert after is not None
    assert (after.role.value, after.disabled, after.epoch) == ("publisher", False, before.epoch + 4)
    assert accounts.sign_in("wang", OTHER) is not None
    entries = log(run)
    assert {entry["actor"] for entry in entries} == {f"shell:{getpass.getuser()}"}
    assert [(e["action"], e["subject"], e["detail"]) for e in reversed(entries)] == [
        ("add-user", "li", "admin"),
        ("add-user", "Wang", "editor"),
        ("set-role", "Wang", "publisher"),
        ("disable-user", "Wang", ""),
        ("enable-user", "Wang", ""),
        ("sign-out-everywhere", "Wang", ""),
        ("set-password", "Wang", ""),
    ]
    assert len(log(run, "--limit", "2")) == 2
    assert len(log(run, "--subject", "li")) == 1
    assert log(run, "--actor", "nobody") == []
    (line,) = run("log", "--limit", "1").output.splitlines()
    assert line.endswith("set-password  Wang")


def test_list(run: Run, accounts: StoredAccounts) -> None:
    add(run, "li", "admin")
    add(run, "wang", "editor")
    accounts.sign_in("li", GOOD)
    run("disable", "wang")
    li, wang = run("list").output.splitlines()
    assert li.startswith("admin ")
    assert "never" not in li
    assert wang.startswith("editor ")
    assert wang.endswith("last signed in never             wang (disabled)")
    assert [user["name"] for user in json.loads(run("list", "--json").output)] == ["li", "wang"]


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (("add", "li"), 2, "--role"),
        (("add", "li", "--role", "king"), 2, "'king' is not one of"),
        (("add", "li", "--role", "editor", "--password", GOOD), 2, "No such option"),
        (("add", "a b", "--role", "editor", "--password-stdin"), 1, "cannot be a name"),
        (("add", "LI", "--role", "editor", "--password-stdin"), 1, "there is a user li already"),
        (("role", "li", "editor"), 1, "li is the last admin"),
        (("disable", "li"), 1, "li is the last admin"),
        (("role", "nobody", "editor"), 1, "there is no user nobody"),
        (("password", "nobody"), 1, "there is no user nobody"),
        (("sign-out", "nobody"), 1, "there is no user nobody"),
        (("log", "--limit", "0"), 2, "--limit"),
    ],
)
def test_mistakes_are_told(run: Run, args: tuple[str, ...], status: int, said: str) -> None:
    add(run, "li", "admin")
    result = run(*args, typed=f"{GOOD}\n")
    assert result.exit_code == status
    assert said in result.output
    assert len(log(run)) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (b"", "0 characters"),
        (b"short\n", "5 characters"),
        (b"\xff\xfe\n", "no UTF-8"),
        (b"x" * 100_000, "8,192 characters"),
    ],
)
def test_a_password_that_is_none_is_refused(run: Run, typed: bytes, said: str) -> None:
    result = run("add", "li", "--role", "admin", "--password-stdin", typed=typed)
    assert result.exit_code == 1
    assert said in result.output
    assert log(run) == []


def test_a_database_that_cannot_be_used(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data" / FILE).mkdir(parents=True)
    result = run("list")
    assert result.exit_code == 3
    assert FILE in result.output


def test_the_same_on_postgresql(
    run: Run, postgres_place: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KB_DATABASE_URL", postgres_place)
    assert add(run, "on-a-server", "editor").exit_code == 0
    assert "on-a-server" in run("list").output
    assert not (tmp_path / "data").exists()
