"""What acceptance and chaos tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.acceptance.nursery import Nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """A parent for the processes of all tests."""
    opened = Nursery()
    yield opened
    opened.close()
