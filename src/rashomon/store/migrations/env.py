"""Alembic's entry: run migrations on the connection that the store hands over."""

from alembic import context

from rashomon.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite alters tables by copying them.
    render_as_batch=True,
    # Its schema changes are transactional, unlike what Alembic assumes.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
