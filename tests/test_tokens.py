"""Tokens with which programs write: kept on both databases, made and revoked in a shell."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.accounts import Right
from kb.cli import main
from kb.desk.database import Database
from kb.desk.tokens import StoredTokens
from kb.tokens import PREFIX, Scope, TokenError

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


def test_a_token_is_found_by_its_secret_alone(desk_database: Database) -> None:
    clock = Clock()
    tokens = StoredTokens(desk_database, now=clock)
    assert tokens.find("kb_nothing") is None
    secret = tokens.add("importer", Scope.WRITE, "shell:x")
    assert secret.startswith(PREFIX)
    assert len(secret) > 40
    found = tokens.find(secret)
    assert found is not None
    assert (found.name, found.scope, found.by, found.created) == (
        ("importer", Scope.WRITE, "shell:x", NOW)
    )
    for wrong in ("", secret[:-1], secret + "x", secret.upper(), "importer", "\udcff", "\0"):
        assert tokens.find(wrong) is None
    assert secret not in repr(tokens.all())


def test_it_is_known_when_one_was_used(desk_database: Database) -> None:
    clock = Clock()
    tokens = StoredTokens(desk_database, now=clock)
    secret = tokens.add("importer", Scope.READ, "shell:x")
    assert tokens.all()[0].used is None
    tokens.find(secret)
    assert tokens.all()[0].used == NOW
    clock.at += timedelta(minutes=30)  # not written again for each request
    tokens.find(secret)
    assert tokens.all()[0].used == NOW
    clock.at += timedelta(minutes=31)
    tokens.find(secret)
    assert tokens.all()[0].used == clock.at


def test_tokens_end(desk_database: Database) -> None:
    clock = Clock()
    tokens = StoredTokens(desk_database, now=clock)
    short = tokens.add("short", Scope.WRITE, "shell:x", NOW + timedelta(days=1))
    long = tokens.add("long", Scope.WRITE, "shell:x")
    clock.at += timedelta(days=1)
    assert tokens.find(short) is None
    assert tokens.find(long) is not None
    assert tokens.revoke("long").name == "long"
    assert tokens.find(long) is None
    with pytest.raises(TokenError, match="no token long"):
        tokens.revoke("long")
    with pytest.raises(TokenError, match="already"):
        tokens.add("short", Scope.READ, "shell:x")


@pytest.mark.parametrize(
    ("scope", "rights", "includes"),
    [
        (Scope.READ, set(), {Scope.READ}),
        (Scope.WRITE, {Right.WRITE}, {Scope.READ, Scope.WRITE}),
        (Scope.PUBLISH, {Right.WRITE, Right.PUBLISH}, set(Scope)),
    ],
)
def test_what_scopes_allow(scope: Scope, rights: set[Right], includes: set[Scope]) -> None:
    assert scope.rights == rights
    assert {other for other in Scope if scope.includes(other)} == includes


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["token", *arguments, "--data", str(folder / "data")])
    return result.exit_code, result.output


def test_in_a_shell(tmp_path: Path) -> None:
    assert run(tmp_path, "list") == (
        (0, "There are no tokens; `kb token add NAME --scope articles:write` makes one.\n")
    )
    status, secret = run(tmp_path, "add", "importer", "--scope", "articles:write", "--days", "9")
    assert status == 0
    assert secret.startswith(PREFIX)
    status, listed = run(tmp_path, "list")
    assert "articles:write" in listed
    assert "never used" in listed
    assert secret.strip() not in listed
    assert run(tmp_path, "add", "importer", "--scope", "articles:read")[0] == 1
    assert run(tmp_path, "add", "../x", "--scope", "articles:read")[0] == 1
    assert run(tmp_path, "add", "x1", "--scope", "everything")[0] == 2
    assert run(tmp_path, "add", "x1", "--scope", "articles:read", "--days", "0")[0] == 2
    assert run(tmp_path, "revoke", "importer")[0] == 0
    assert run(tmp_path, "revoke", "importer")[0] == 1
