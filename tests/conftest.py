"""What every test may ask for."""

from tests.databases import database, database_url, postgres, postgres_url, sqlite_template, sqlite_url

__all__ = ["database", "database_url", "postgres", "postgres_url", "sqlite_template", "sqlite_url"]
