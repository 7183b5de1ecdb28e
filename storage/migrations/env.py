"""Alembic runs this file: migrate over the connection that `storage.migrations` has opened."""

from __future__ import annotations

from alembic import context

from storage.tables import METADATA

connection = context.config.attributes["connection"]
# SQLite cannot alter a table; Alembic's batch mode copies it instead.
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()
