"""What readers ask the editors."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None


def upgrade() -> None:
    """Make the table of questions."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "asked",
        sa.Column("wording", sa.Text, primary_key=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("count", whole, nullable=False),
        sa.Column("first_asked", whole, nullable=False),
        sa.Column("last_asked", whole, nullable=False),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
