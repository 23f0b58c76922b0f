"""What Alembic runs: the migrations, on the connection and in the transaction it is given."""

from alembic import context

from kb.desk.migrations import TABLE
from kb.desk.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=TABLE,
    transactional_ddl=True,
)
context.run_migrations()
