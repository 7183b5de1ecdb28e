"""Every view, with every name, in every language: a phone can show it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

from dialogs import views
from dialogs.screen import Screen
from locales import Catalogue
from tests.dialogs import limits
from tests.dialogs.people import NAMES
from tests.dialogs.tongues import CATALOGUES, recording
from tests.dialogs.views.shapes import VIEWS

MODULES = [importlib.import_module(found.name) for found in pkgutil.iter_modules(views.__path__, f"{views.__name__}.")]
MOST_WORDS_OF_OTHERS = 200
"""Characters of a name, the most the record keeps."""

LONGEST = max(NAMES, key=len)
AWKWARD = NAMES[1] + NAMES[-1]
"""With signs of HTML and of formatting."""

each = pytest.mark.parametrize("view", VIEWS)


def spoken() -> pytest.MarkDecorator:
    """Awkward names in the first language, the longest one in all; with --long every name in every language."""
    first, *others = CATALOGUES
    ways = [(first, (AWKWARD, LONGEST)), *((t, (LONGEST,)) for t in others)]
    everyday = [pytest.param(t, names, id=t.language) for t, names in ways]
    long = [pytest.param(t, NAMES, id=f"{t.language}-all", marks=pytest.mark.long) for t in CATALOGUES]
    return pytest.mark.parametrize(("t", "names"), [*everyday, *long])


def test_every_view_is_shown() -> None:
    found = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in MODULES
        for name, view in inspect.getmembers(module, inspect.isfunction)
        if view.__module__ == module.__name__ and not name.startswith("_") and _shows(view)
    }
    assert found == set(VIEWS)


def _shows(view: object) -> bool:
    return inspect.get_annotations(view, eval_str=True).get("return") is Screen  # type: ignore[arg-type]


@spoken()
@each
def test_a_phone_can_show_it(view: str, t: Catalogue, names: tuple[str, ...]) -> None:
    for name in names:
        for screen in VIEWS[view](t, name):
            limits.check(screen)


@each
def test_telegram_takes_it_with_the_longest_name_too(view: str) -> None:
    for screen in VIEWS[view](CATALOGUES[0], "ﷺ<&" * 50):
        limits.check(screen, most_lines=None)


def test_every_text_of_every_view_is_translated() -> None:
    missing: set[str] = set()
    t = recording("en", missing)
    for shapes in VIEWS.values():
        for screen in shapes(t, NAMES[0]):
            assert screen.text
    assert not missing, f"{len(missing)} texts without a translation: {sorted(missing)}"
