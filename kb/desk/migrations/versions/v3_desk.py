"""The editors' desk: users, the log, the history of articles, and what goes with them."""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.BigInteger()  # microseconds since 1970, UTC


def upgrade() -> None:
    """Make the desk's tables."""
    op.create_table(
        "counters",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", _WHOLE, nullable=False),
    )
    _people()
    _history()
    _articles()


def _people() -> None:
    op.create_table(
        "users",
        sa.Column("folded", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("epoch", _WHOLE, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("last_seen", _MOMENT),
    )
    op.create_table(
        "audit",
        sa.Column("at", _MOMENT, primary_key=True, autoincrement=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_index("audit_by_actor", "audit", ["actor", "at"])
    op.create_index("audit_by_subject", "audit", ["subject", "at"])


def _history() -> None:
    op.create_table(
        "texts",
        sa.Column("version", sa.Text, primary_key=True),
        sa.Column("compressed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "revisions",
        sa.Column("number", _WHOLE, primary_key=True, autoincrement=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("version", sa.Text, sa.ForeignKey("texts.version")),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("pending", sa.Boolean, nullable=False),
    )
    op.create_index("revisions_by_slug", "revisions", ["slug", "number"])
    op.create_index("revisions_by_text", "revisions", ["version", "slug"])


def _articles() -> None:
    op.create_table(
        "removed",
        sa.Column("slug", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("lang", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("published", sa.Boolean, nullable=False),
    )
    op.create_table(
        "scheduled",
        sa.Column("slug", sa.Text, primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("failed", sa.Text, nullable=False),
        sa.Column("claimed", _MOMENT),
    )
    op.create_table(
        "votes",
        sa.Column("number", _WHOLE, primary_key=True),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("votes_by_slug", "votes", ["slug", "number"])
