"""What editors cleared after a change of the law."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Make the table of clearings."""
    op.create_table(
        "cleared",
        sa.Column("article", sa.Text, primary_key=True),
        sa.Column("statute", sa.Text, primary_key=True),
        sa.Column("version", sa.Text, primary_key=True),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
