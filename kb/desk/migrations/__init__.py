"""The desk's database followed from version to version, by Alembic.

A migration is a file ``versions/vN_subject.py`` with ``revision = "N"`` and the number before it
as ``down_revision``. What was released is never changed, only followed; none goes back.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

FOLDER = Path(__file__).parent
TABLE = "desk_version"  # Alembic's own name would be that of any program in a shared database


def newest() -> int:
    """The version to which the migrations lead."""
    files = (FOLDER / "versions").glob("v*_*.py")
    return max(int(path.stem[1:].partition("_")[0]) for path in files)


def found(connection: Connection) -> int:
    """The version that the database has; 0 where there is nothing in it yet."""
    if connection.dialect.name == "sqlite":
        # Here a file from before there were migrations has its version too.
        return int(connection.execute(text("PRAGMA user_version")).scalar_one())
    if not inspect(connection).has_table(TABLE):
        return 0
    return int(connection.execute(text(f"SELECT version_num FROM {TABLE}")).scalar() or 0)  # noqa: S608


def follow(connection: Connection, to: int | None = None) -> None:
    """Take the steps that the database has not taken yet, in the connection's transaction."""
    # Alembic takes a while to import, and only what follows needs it.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    version = found(connection)
    if version and not inspect(connection).has_table(TABLE):
        command.stamp(config, str(version))
    command.upgrade(config, str(to or "head"))
    if connection.dialect.name == "sqlite":
        # Programs from before there were migrations then leave the file alone.
        connection.execute(text(f"PRAGMA user_version = {to or newest():d}"))
