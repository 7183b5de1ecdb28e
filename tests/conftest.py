"""What every test may ask for."""

from tests.databases import (
    database,
    database_url,
    expendable_postgres_url,
    postgres,
    postgres_url,
    reused,
    sqlite_template,
    sqlite_url,
)

__all__ = [
    "database",
    "database_url",
    "expendable_postgres_url",
    "postgres",
    "postgres_url",
    "reused",
    "sqlite_template",
    "sqlite_url",
]
