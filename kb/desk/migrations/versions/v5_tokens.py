"""Tokens with which programs write."""

import sqlalchemy as sa
from alembic import op

revision = "5"
down_revision = "4"

_MOMENT = sa.BigInteger()  # microseconds since 1970, UTC


def upgrade() -> None:
    """Make the table of tokens."""
    op.create_table(
        "tokens",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("hash", sa.Text, nullable=False, unique=True),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("expires", _MOMENT),
        sa.Column("used", _MOMENT),
    )
