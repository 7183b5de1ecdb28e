"""Check-ins in every state, for everybody who may see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dialogs.screen import Screen
from dialogs.views import midyear
from locales import Catalogue
from regulations.models import Role
from storage.values.midyear import CheckinFacts, CheckinStatus
from tests.dialogs.people import DRAFT, NOW, PACKS
from tests.dialogs.views.checkins import LONG, a_checkin
from tests.dialogs.views.shapes.january import appraiser, someone
from tests.dialogs.views.shapes.pages import Shapes, pages

PACK = PACKS[-1]


def _all(name: str) -> Iterator[CheckinFacts]:
    for hindrance in (LONG, None):
        some = a_checkin(PACK, owner=someone(name), hindrance=hindrance, support=hindrance)
        for status in CheckinStatus:
            yield replace(some, status=status)
        yield replace(
            some,
            status=CheckinStatus.dijawab,
            answer=LONG,
            answered_at=NOW,
            answered_by=name,
            answered_by_id=appraiser().assignment_id,
        )


def _card(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts in _all(name):
        yield midyear.card(facts, facts.owner, t)
        for may_answer in (True, False):
            yield midyear.card(facts, appraiser(name), t, now=NOW, may_answer=may_answer)


def _details(t: Catalogue, name: str) -> Iterator[Screen]:
    for role in (Role.guru, Role.kepala_sekolah):
        owner = someone(name, role)
        answered = a_checkin(PACK, role, owner=owner, status=CheckinStatus.dijawab, answer=LONG)
        yield from pages(midyear.details, answered, PACK, t=t)


def _checkins(t: Catalogue, name: str) -> Iterator[Screen]:
    owner = someone(name)
    every = list(_all(name))
    for found in ([], every[:1], every[1:2], every):
        for viewer in (owner, appraiser(name)):
            yield from pages(midyear.checkins, owner, viewer, found, t=t)


def _not_agreed(t: Catalogue, name: str) -> Iterator[Screen]:
    yield midyear.not_agreed(t)


def _why(t: Catalogue, name: str) -> Iterator[Screen]:
    yield midyear.why(DRAFT, t)


def _undone(t: Catalogue, name: str) -> Iterator[Screen]:
    yield midyear.undone(a_checkin(PACK, owner=someone(name)), t)


VIEWS: dict[str, Shapes] = {
    "midyear.card": _card,
    "midyear.details": _details,
    "midyear.checkins": _checkins,
    "midyear.not_agreed": _not_agreed,
    "midyear.why": _why,
    "midyear.undone": _undone,
}
