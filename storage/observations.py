"""The observation cycle: five steps between a member and whoever observes them."""

from __future__ import annotations
