"""The operator's roster."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.screen import Screen
from dialogs.views import people
from locales import Catalogue
from regulations.models import Role
from storage.values import AssignmentStatus, Member
from tests.dialogs.people import DRAFT
from tests.dialogs.views.shapes.january import CODE, someone
from tests.dialogs.views.shapes.pages import Shapes


def _some(name: str) -> list[Member]:
    return [someone(name, role, status=status) for role in Role for status in AssignmentStatus]


def _people(t: Catalogue, name: str) -> Iterator[Screen]:
    for count in (0, 1, people.PAGE, 300):
        yield people.people(count, 0, _some(name)[: min(count, people.PAGE)], t)
    yield people.people(300, 49, _some(name)[: people.PAGE], t)


def _ask(t: Catalogue, name: str) -> Iterator[Screen]:
    yield people.ask(someone(name, person_id=DRAFT), t)


def _invited(t: Catalogue, name: str) -> Iterator[Screen]:
    for username in (None, "kawal_kinerja_bot"):
        yield people.invited(someone(name), CODE, username, t)


VIEWS: dict[str, Shapes] = {"people.people": _people, "people.ask": _ask, "people.invited": _invited}
