"""Searches that nobody answered, demand by day, and what was decided about it."""

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.BigInteger()  # microseconds since 1970, UTC


def upgrade() -> None:
    """Make the tables of the demand queue."""
    op.create_table(
        "searched",
        sa.Column("wording", sa.Text, primary_key=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("count", _WHOLE, nullable=False),
        sa.Column("first_asked", _WHOLE, nullable=False),
        sa.Column("last_asked", _WHOLE, nullable=False),
    )
    op.create_table(
        "question_keys",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("wording", sa.Text, nullable=False),
    )
    op.create_table(
        "demand_days",
        sa.Column("origin", sa.Text, primary_key=True),
        sa.Column("wording", sa.Text, primary_key=True),
        sa.Column("day", _WHOLE, primary_key=True, autoincrement=False),
        sa.Column("count", _WHOLE, nullable=False),
    )
    op.create_table(
        "demand_decisions",
        sa.Column("wording", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
    )
