"""How the tests of views read a screen."""

from __future__ import annotations

from dialogs import calls
from dialogs.calls import Call, OnSkp
from dialogs.screen import Screen
from locales import catalogue
from tests.dialogs import limits

ID, EN = catalogue("id"), catalogue("en")


def text(screen: Screen) -> str:
    """What is read."""
    return limits.plain(str(screen.text))


def pressed(screen: Screen) -> list[Call]:
    """What the buttons call, in order; copy buttons call nothing."""
    read = [calls.read(button.data) for row in screen.rows for button in row if button.data is not None]
    assert None not in read
    return [call for call in read if call is not None]


def done(screen: Screen) -> set[str]:
    """What the buttons of a card do."""
    return {call.do.name for call in pressed(screen) if isinstance(call, OnSkp)}


def labels(screen: Screen) -> list[str]:
    """What stands on the buttons."""
    return [button.label for row in screen.rows for button in row]


def copied(screen: Screen) -> list[str]:
    """What the copy buttons copy."""
    return [button.copy for row in screen.rows for button in row if button.copy is not None]
