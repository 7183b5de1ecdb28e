"""Teams."""

from __future__ import annotations

from tests.dialogs.views.shapes.pages import Shapes

VIEWS: dict[str, Shapes] = {}
