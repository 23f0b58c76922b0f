"""The older addresses of removed articles."""

import sqlalchemy as sa
from alembic import op

revision = "6"
down_revision = "5"


def upgrade() -> None:
    """Give the table of removals a column for them."""
    op.add_column("removed", sa.Column("formerly", sa.Text, nullable=False, server_default=""))
