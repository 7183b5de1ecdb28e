"""Talks about the middle of the year: adjustment and check-in."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.talk import Talk

TALKS: Mapping[str, Talk] = {}
