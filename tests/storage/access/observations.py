"""Observations."""

from __future__ import annotations

from tests.storage.access.case import Rows

ROWS: Rows = {}
