"""The tables of the desk's database, as the newest migration leaves them.

A new table needs a migration too: ``kb/desk/migrations/versions/vN_subject.py`` with the next
number. A test holds what the migrations make against what stands here.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """A time in UTC, to the microsecond, as a whole number that sorts as the times do."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - _START) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _START + value * _MICROSECOND


class Words(TypeDecorator[str]):
    """Any text, also one with what PostgreSQL does not take: NUL is left out, a half character
    (a lone surrogate) becomes a question mark."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


# SQLite numbers rows itself only where the type is INTEGER, and takes 64 bits there too.
Whole = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData()

# Both are as the program made them before it had migrations; times are whole seconds.
asked = Table(
    "asked",
    metadata,
    Column("wording", Words, primary_key=True),
    Column("question", Words, nullable=False),
    Column("count", Whole, nullable=False),
    Column("first_asked", Whole, nullable=False),
    Column("last_asked", Whole, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
cleared = Table(
    "cleared",
    metadata,
    Column("article", Words, primary_key=True),
    Column("statute", Words, primary_key=True),
    Column("version", Words, primary_key=True),
    Column("day", Words, nullable=False),
    Column("note", Words, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

# Searches that were not answered, of at least three people.
searched = Table(
    "searched",
    metadata,
    Column("wording", Words, primary_key=True),
    Column("question", Words, nullable=False),
    Column("count", Whole, nullable=False),
    Column("first_asked", Whole, nullable=False),
    Column("last_asked", Whole, nullable=False),
)

# What names a question in the address of its page.
question_keys = Table(
    "question_keys",
    metadata,
    Column("key", Words, primary_key=True),
    Column("wording", Words, nullable=False),
)

# How often a wording was asked on each of the last days, by origin; a day is its ordinal.
demand_days = Table(
    "demand_days",
    metadata,
    Column("origin", Words, primary_key=True),
    Column("wording", Words, primary_key=True),
    Column("day", Whole, primary_key=True, autoincrement=False),
    Column("count", Whole, nullable=False),
)

# What was decided about a wording.
demand_decisions = Table(
    "demand_decisions",
    metadata,
    Column("wording", Words, primary_key=True),
    Column("state", Words, nullable=False),
    Column("slug", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Words, nullable=False),
)

# What is counted up by each write of a kind, and so puts the writers of that kind in a row.
counters = Table(
    "counters",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", Whole, nullable=False),
)

users = Table(
    "users",
    metadata,
    Column("folded", Words, primary_key=True),  # the name in the form in which it is unique
    Column("name", Words, nullable=False),
    Column("role", Words, nullable=False),
    Column("password", Words, nullable=False),  # its Argon2 hash, with salt and parameters
    Column("epoch", Whole, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("created", Moment, nullable=False),
    Column("last_seen", Moment),
)

audit = Table(
    "audit",
    metadata,
    Column("at", Moment, primary_key=True, autoincrement=False),  # no two entries have one time
    Column("actor", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("detail", Words, nullable=False),
    Index("audit_by_actor", "actor", "at"),
    Index("audit_by_subject", "subject", "at"),
)

texts = Table(
    "texts",
    metadata,
    Column("version", Words, primary_key=True),
    Column("compressed", LargeBinary, nullable=False),  # zlib, UTF-8
)

revisions = Table(
    "revisions",
    metadata,
    Column("number", Whole, primary_key=True, autoincrement=False),
    Column("slug", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("author", Words, nullable=False),
    Column("step", Words, nullable=False),
    Column("status", Words, nullable=False),
    Column("version", Words, ForeignKey("texts.version")),  # none where a step left no text
    Column("note", Words, nullable=False),
    Column("pending", Boolean, nullable=False),
    Index("revisions_by_slug", "slug", "number"),
    Index("revisions_by_text", "version", "slug"),
)

removed = Table(
    "removed",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("title", Words, nullable=False),
    Column("lang", Words, nullable=False),
    Column("path", Words, nullable=False),
    Column("version", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("published", Boolean, nullable=False),  # whether readers had it
)

scheduled = Table(
    "scheduled",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", Words, nullable=False),
    Column("version", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("failed", Words, nullable=False),
    Column("claimed", Moment),  # when a process was given it
)

votes = Table(
    "votes",
    metadata,
    Column("number", Whole, primary_key=True),
    Column("slug", Words, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("comment", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Index("votes_by_slug", "slug", "number"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("name", Words, primary_key=True),
    Column("hash", Words, nullable=False, unique=True),  # SHA-256 of its secret
    Column("scope", Words, nullable=False),
    Column("created", Moment, nullable=False),
    Column("by", Words, nullable=False),
    Column("expires", Moment),
    Column("used", Moment),
)
