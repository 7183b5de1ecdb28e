"""Every talk on every ground that it can begin on: pack, period, role, with and without an additional task.

One module for each part of the year, with its `GROUNDS`. A new talk needs a row; a test fails until it has one.
"""

from __future__ import annotations

import importlib
import pkgutil

from dialogs.talks import PLAN
from tests.dialogs.grounds.ground import Ground, Grounds

GROUNDS: Grounds = {
    name: grounds
    for module in pkgutil.iter_modules(__path__, f"{__name__}.")
    for name, grounds in getattr(importlib.import_module(module.name), "GROUNDS", {}).items()
}
"""How each talk is pinned."""

ALL = tuple(ground for grounds in GROUNDS.values() for ground in grounds())
EACH_ONCE = tuple({(ground.talk, ground.pack.id): ground for ground in ALL}.values())
"""One ground for each talk and pack, the one with most questions: with an additional task, after the window."""
PLANS = tuple(ground for ground in ALL if ground.talk == PLAN)
__all__ = ["ALL", "EACH_ONCE", "GROUNDS", "PLANS", "Ground"]
