"""The middle of the year: the check-in, and data brought up to date before planning."""

from __future__ import annotations
