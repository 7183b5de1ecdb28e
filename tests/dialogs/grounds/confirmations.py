"""Confirmations."""

from __future__ import annotations

from tests.dialogs.grounds.ground import Grounds

GROUNDS: Grounds = {}
