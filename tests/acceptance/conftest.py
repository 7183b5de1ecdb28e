"""What acceptance and chaos tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.acceptance.nursery import Nursery


@pytest.fixture
async def nursery() -> AsyncIterator[Nursery]:
    """A parent for the processes of one test."""
    opened = await Nursery.open()
    yield opened
    await opened.close()
