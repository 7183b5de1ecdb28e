"""What every test may ask for."""

from collections.abc import Iterator

import pytest

from tests.acceptance.nursery import Nursery
from tests.databases import (
    database,
    database_url,
    expendable_postgres_url,
    only_long,
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


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """A parent for the processes of all tests."""
    opened = Nursery()
    yield opened
    opened.close()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long`: the long forms too."""
    parser.addoption("--long", action="store_true", dest="long", help="run the long forms too (make chaos)")


def pytest_configure(config: pytest.Config) -> None:
    """Which tests an everyday run takes to PostgreSQL; see `tests.databases.only_long`."""
    config.addinivalue_line("markers", "sqlite_first: on PostgreSQL only with --long, except for tests marked `both`")
    config.addinivalue_line("markers", "both: on SQLite and on PostgreSQL every day")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long forms to `make chaos`; deselected, not skipped: a skip would need somebody's attention."""
    if config.getoption("long"):
        return
    long = {item for item in items if item.get_closest_marker("long")} | only_long(items)
    if long:
        config.hook.pytest_deselected(items=list(long))
        items[:] = [item for item in items if item not in long]
