"""The desk's database for tests: each on a real SQLite file and a real PostgreSQL.

A test that takes ``desk_database`` runs twice, once on each, with an empty ``Database`` whose
tables are there. ``desk_place`` is what it was opened with (a path or an address), for a second
``Database.open(desk_place)`` such as another process has. ``empty_place`` is the same with no
tables yet. A module that only wants SQLite opens a file in ``tmp_path`` itself.

PostgreSQL is started once for each worker, the first time that a test wants it: Debian's, in a
folder of its own, reached by a socket there (no port), with nothing forced to the disk. Where it
is not installed those tests are skipped. ``KB_TEST_POSTGRES_URL`` names a server to use instead,
with a user who may make databases.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from kb.desk.database import FILE, Database
from kb.desk.tables import metadata

BINARIES = Path("/usr/lib/postgresql")
BOTH = ("sqlite", "postgresql")
ASKED = "kb_asked"  # a user of whom the server wants a password
_STARTING = 60.0  # seconds


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server; skips where there is none to start."""
    if named := os.environ.get("KB_TEST_POSTGRES_URL"):
        yield named
        return
    versions = sorted(BINARIES.glob("*/bin/postgres"))
    if not versions:
        pytest.skip(f"PostgreSQL is not installed ({BINARIES}; apt-get install postgresql)")
    with (
        tempfile.TemporaryDirectory(prefix="kb-pg-", dir="/tmp") as folder,
        _running(versions[-1].parent, Path(folder)) as address,
    ):
        yield address


@contextmanager
def _running(binaries: Path, folder: Path) -> Iterator[str]:
    """A server of our own with its files in the folder."""
    user: str | None = None
    if os.geteuid() == 0:  # it does not run as root
        user = "postgres"
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    data = folder / "data"
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "kb", "-A", "trust", "-E", "UTF8",
         "--locale=C.UTF-8", "--no-sync"],
        user=user, group=user, extra_groups=[] if user else None,
        check=True, capture_output=True, cwd=folder,
    )  # fmt: skip
    # Everybody is trusted but one, whose password is asked for.
    rules = data / "pg_hba.conf"
    rules.write_text(f"local all {ASKED} scram-sha-256\n{rules.read_text()}")
    settings = {
        "listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off",
        "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "16MB",
        "max_connections": "60", "autovacuum": "off",
    }  # fmt: skip
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [str(binaries / "postgres"), "-D", str(data), *options]
    if shutil.which("setpriv"):  # and ends with us, however we end
        command = ["setpriv", "--pdeathsig", "QUIT", *command]
    log = folder / "log"
    with log.open("wb") as told:
        server = subprocess.Popen(
            command, user=user, group=user, extra_groups=[] if user else None,
            cwd=folder, stdout=told, stderr=told,
        )  # fmt: skip
    try:
        address = f"postgresql://kb@/postgres?host={folder}"
        _wait(server, address, log)
        yield address
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nothing of it is wanted again
        server.wait()


def _wait(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    deadline = time.monotonic() + _STARTING
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    pytest.fail(f"PostgreSQL did not start: {log.read_text('utf-8', 'replace')}")


@contextmanager
def _own_database(server: str) -> Iterator[str]:
    """The address of a database that is made for a while."""
    name = f"kb_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_place(postgres_server: str) -> Iterator[str]:
    with _own_database(postgres_server) as address:
        database = Database.open(address)
        with database.writing():
            pass
        database.close()
        yield address


@pytest.fixture(params=BOTH)
def empty_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | Path]:
    """Where a database can be made: a path, then an address of PostgreSQL; nothing is there."""
    if request.param == "sqlite":
        yield tmp_path / "data" / FILE
        return
    with _own_database(request.getfixturevalue("postgres_server")) as address:
        yield address


@pytest.fixture(params=BOTH)
def desk_place(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Where an empty database is: a path, then an address of PostgreSQL."""
    if request.param == "sqlite":
        return tmp_path / "data" / FILE
    address: str = request.getfixturevalue("postgres_place")
    return address


@pytest.fixture
def desk_database(
    desk_place: str | Path, open_database: Callable[[str | Path], Database]
) -> Database:
    """An empty database of the desk, with its tables."""
    database = open_database(desk_place)
    with database.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    return database


@pytest.fixture
def open_database() -> Iterator[Callable[[str | Path], Database]]:
    """Open databases that are closed when the test ends."""
    opened: list[Database] = []

    def open_one(where: str | Path) -> Database:
        opened.append(Database.open(where))
        return opened[-1]

    yield open_one
    for database in opened:
        database.close()
