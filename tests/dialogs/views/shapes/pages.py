"""What all shapes need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dialogs.screen import Screen
from locales import Catalogue

MOST_PAGES = 80
Shapes = Callable[[Catalogue, str], Iterator[Screen]]
"""Every shape of a view for one language and one person's name."""


def pages(view: Callable[..., Screen], *facts: Any, t: Catalogue) -> Iterator[Screen]:
    """Every page of a view, first to last: pages that are not there show the last."""
    last = view(*facts, 999, t)
    for page in range(MOST_PAGES):
        screen = view(*facts, page, t)
        yield screen
        if screen == last:
            return
    raise AssertionError(f"more than {MOST_PAGES} pages")
