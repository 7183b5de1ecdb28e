"""Every view with made-up facts: for each name that people have, all the shapes it can take.

One module for each part of the year, with its `VIEWS`. A new view needs a row; a test fails until it has one.
"""

from __future__ import annotations

import importlib
import pkgutil

from tests.dialogs.views.shapes.pages import Shapes

VIEWS: dict[str, Shapes] = {
    name: shapes
    for module in pkgutil.iter_modules(__path__, f"{__name__}.")
    for name, shapes in getattr(importlib.import_module(module.name), "VIEWS", {}).items()
}
