"""A part of the year as the bot knows it: which places, things and intents are its own, and what it adds to home.

Each module in `bot.features` makes one; `bot.features` enters them all. Follow a button: `o:KIND:...` leads to the
feature whose `things` has that kind, an intent to the one whose `intents` has its class.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.visit import Visit
from dialogs.calls import At, Kind, On
from dialogs.screen import Screen
from dialogs.views.home import Item, Todo
from locales import Msg
from regulations.models import Role
from storage.values import Intent, Member

K = TypeVar("K")
V = TypeVar("V")
Place = Callable[[Visit, int], Awaitable[Screen]]
"""Shows a page of a place to a member."""
Thing = Callable[[Visit, On], Awaitable[Screen]]
"""Does what a button of a thing says and shows what has become of it. `do` is not checked yet: it may be forged."""
Perform = Callable[[Visit, Any], Awaitable[Screen]]
"""Carries an intent out in the visit's transaction and shows its effect. Raises storage.errors.Refused."""


@dataclass(frozen=True)
class Feature:
    """One part of the year."""

    name: str
    places: Mapping[At, Place] = field(default_factory=dict)
    things: Mapping[Kind, Thing] = field(default_factory=dict)
    intents: Mapping[type[Intent], Perform] = field(default_factory=dict)
    todo: Callable[[Visit], Awaitable[Sequence[Todo]]] | None = None
    """What the member in front has to do now, for home; the most urgent first."""
    menu: Callable[[Visit], Sequence[Item]] | None = None
    """What the member in front may open at any time, for home."""
    about: Callable[[Visit, Member], Sequence[Item]] | None = None
    """What may be opened about somebody whom the member in front decides about or watches, for their page."""
    commands: Mapping[str, tuple[Msg, At, frozenset[Role]]] = field(default_factory=dict)
    """Name -> what Telegram's menu says of it, where it leads, and who is offered it."""


PLACES: dict[At, Place] = {}
THINGS: dict[Kind, Thing] = {}
INTENTS: dict[type[Intent], Perform] = {}
FEATURES: list[Feature] = []


def enter(feature: Feature) -> None:
    """Make a feature known. Two that claim the same are a mistake (ValueError)."""
    _claim(feature.name, PLACES, feature.places)
    _claim(feature.name, THINGS, feature.things)
    _claim(feature.name, INTENTS, feature.intents)
    FEATURES.append(feature)


def _claim(name: str, known: dict[K, V], own: Mapping[K, V]) -> None:
    if taken := known.keys() & own.keys():
        raise ValueError(f"{name} claims what another feature has: {sorted(map(str, taken))}")
    known.update(own)
