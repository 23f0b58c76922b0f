"""What is said of a database that cannot be used: real errors of both, and never a password."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text

from kb.accounts import DeskUnusableError
from kb.cli.folders import Folders
from kb.desk.complaints import unusable
from kb.desk.database import FILE, Database
from tests.desk_database import ASKED

Open = Callable[[str | Path], Database]


def use(database: Database) -> str:
    with pytest.raises(DeskUnusableError) as caught, database.writing():
        pass
    return str(caught.value)


def locked(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        sqlite3.connect(path, timeout=0).execute("CREATE TABLE x (y)")
    finally:
        other.close()


def full(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("PRAGMA max_page_count = 2")
    database.execute("CREATE TABLE x (y)")
    database.execute("INSERT INTO x VALUES (zeroblob(100000))")


def damaged(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE x (y)")
    database.execute("INSERT INTO x VALUES (zeroblob(100000))")
    database.commit()
    database.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    sqlite3.connect(path).execute("SELECT count(*) FROM x").fetchone()


def no_database(path: Path) -> None:
    path.write_bytes(b"nothing that SQLite knows" * 99)
    sqlite3.connect(path).execute("SELECT 1 FROM x")


def read_only(path: Path) -> None:
    sqlite3.connect(path).execute("CREATE TABLE x (y)")
    sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("INSERT INTO x VALUES (1)")


def folder(path: Path) -> None:
    path.mkdir()
    sqlite3.connect(path)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("fail", "said"),
    [
        (locked, "locked by another process that writes; try again"),
        (full, "the disk is full; make room"),
        (damaged, "is damaged; move it away and put a saved copy in its place"),
        (no_database, "is damaged, or no database at all; move it away"),
        (read_only, "cannot be written; see to it that this user may write"),
        (folder, "cannot be opened; see to it that it is a file"),
    ],
)
def test_what_is_said_of_a_file(tmp_path: Path, fail: Callable[[Path], None], said: str) -> None:
    with pytest.raises(sqlite3.Error) as caught:
        fail(tmp_path / FILE)
    assert said in str(unusable("desk.sqlite3", caught.value))


def test_what_is_no_file_is_said(tmp_path: Path, open_database: Open) -> None:
    (tmp_path / FILE).mkdir()
    assert str(tmp_path / FILE) in use(open_database(tmp_path / FILE))
    (tmp_path / "file").write_text("")
    assert f"File exists: '{tmp_path / 'file'}'" in use(open_database(tmp_path / "file" / FILE))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://kb:geheim@host/kb", "of the kind mysql is not known"),
        ("postgresql://kb:geheim@host:port/kb", "is no address of a database"),
        ("postgresql+asyncpg://kb:geheim@host/kb", "of the kind postgresql+asyncpg is not known"),
        ("://geheim", "is no address of a database"),
    ],
)
def test_an_address_that_is_none_is_refused(address: str, said: str) -> None:
    with pytest.raises(DeskUnusableError, match=r"postgresql://user:password@host") as caught:
        Database.open(address)
    assert said in str(caught.value)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_server_that_is_away_is_said(open_database: Open, scheme: str) -> None:
    said = use(open_database(f"{scheme}://kb:geheim@127.0.0.1:1/desk"))
    assert said.startswith("The database desk at 127.0.0.1:1 cannot be reached; see to it that")
    assert "geheim" not in said


def test_a_server_without_the_database_is_said(postgres_server: str, open_database: Open) -> None:
    url = make_url(postgres_server).set(database="none_such")
    said = use(open_database(url.render_as_string(hide_password=False)))
    assert "has no such database; make it (createdb)" in said


@pytest.mark.parametrize("user", [ASKED, "kb_none_such"])
def test_a_user_who_is_refused_is_said(
    postgres_server: str, open_database: Open, user: str
) -> None:
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"DROP ROLE IF EXISTS {ASKED}")
        connection.execute(f"CREATE ROLE {ASKED} LOGIN PASSWORD 'another one'")
    url = make_url(postgres_server).set(username=user, password="geheim")
    said = use(open_database(url.render_as_string(hide_password=False)))
    assert "refuses the user or the password; look at KB_DATABASE_URL" in said
    assert "geheim" not in said


def test_a_user_who_may_make_no_tables_is_said(postgres_server: str, open_database: Open) -> None:
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS kb_reader")
        connection.execute("CREATE ROLE kb_reader LOGIN PASSWORD 'geheim'")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM public")  # as from version 15 on
    url = make_url(postgres_server).set(username="kb_reader", password="geheim")
    said = use(open_database(url.render_as_string(hide_password=False)))
    assert "does not let this user make or write tables" in said


def test_connections_that_a_server_ended_are_no_error(
    postgres_place: str, open_database: Open
) -> None:
    """As after its restart."""
    database = open_database(postgres_place)
    with database.reading() as connection:
        assert connection is not None
        own = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    with psycopg.connect(postgres_place, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (own,))
    with database.reading() as connection:
        assert connection is not None
        assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() != own


def test_the_environment_names_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = Folders(tmp_path / "corpus", tmp_path / "data")
    monkeypatch.delenv("KB_DATABASE_URL", raising=False)
    assert folders.database().where == str(tmp_path / "data" / FILE)
    monkeypatch.setenv("KB_DATABASE_URL", "postgres://kb:geheim@db.example/desk")
    assert folders.database().where == "The database desk at db.example"
