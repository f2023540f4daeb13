"""Alembic's entry: runs migrations on the connection that `summit.db.migrate` gives it."""

from alembic import context

from summit.db.migrate import METADATA, render_item

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
