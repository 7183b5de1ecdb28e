"""Talks about the competence log and its evidence."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.talk import Talk

TALKS: Mapping[str, Talk] = {}
