"""What the bot answers: a screen and where it goes. Decided inside the transaction, sent after it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from dialogs.screen import Screen
from regulations.models import Role


class Place(Enum):
    """Where a screen goes."""

    here = auto()
    """Into the message that was tapped."""
    below = auto()
    """A new message, which becomes the conversation; the former one loses its buttons."""
    live = auto()
    """Into the message that shows the conversation: more of an album has come."""
    aside = auto()
    """A new message beside the conversation, which stays as it is."""


@dataclass(frozen=True, slots=True)
class Menu:
    """Whose commands: by role (None before joining) and language."""

    role: Role | None
    language: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A screen and its place. `former` is the message that showed the conversation before."""

    screen: Screen
    place: Place
    former: int | None = None
    menu: Menu | None = None
    """Set when the commands that Telegram offers this person have changed."""
