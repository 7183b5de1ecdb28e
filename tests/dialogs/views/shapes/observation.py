"""Observation: the card in every state for both sides, its pages, and the lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from dialogs.screen import Screen
from dialogs.views import observation, observation_lists
from locales import Catalogue
from regulations.models import Pack, Role, Side
from storage.values import Member
from storage.values.inbox import Thing, Waiting
from storage.values.observation import Cycle, Cycles, News, ObservationFacts, ObservationStatus, Slot
from tests.dialogs.observations import observations, slot_of
from tests.dialogs.people import DRAFT, NAMES, NOW, PACKS, a_member, periods_of, year_of
from tests.dialogs.views.plans import ODD
from tests.dialogs.views.shapes.pages import Shapes, pages

LONG = (ODD * 20)[:500]


def _some(name: str) -> Iterator[tuple[ObservationFacts, Pack]]:
    """Every other one with an everyday name and the longest, some with the others."""
    return islice(observations(name, LONG), 0, None, 2 if name in (NAMES[0], NAMES[4]) else 13)


def _viewers(facts: ObservationFacts, name: str) -> tuple[Member, Member]:
    return facts.owner, a_member(Role.kepala_sekolah, assignment_id=12, person_id=8, name=name)


def _card(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts, pack in _some(name):
        for viewer in _viewers(facts, name):
            for now in (NOW, slot_of(pack), slot_of(pack) + timedelta(days=1)):
                yield observation.card(facts, pack, viewer, now, t)


def _news(t: Catalogue, name: str) -> Iterator[Screen]:
    for number, (facts, pack) in enumerate(_some(name)):
        for what in News if number < 12 else islice(News, 1):
            yield observation.news(facts, what, pack, _viewers(facts, name)[number % 2], NOW, t)


def _outdated(t: Catalogue, name: str) -> Iterator[Screen]:
    facts, _pack = next(observations(name))
    yield observation.outdated(facts, t)


def _paged(t: Catalogue, name: str, view: str) -> Iterator[Screen]:
    done = (facts_pack for facts_pack in observations(name, LONG) if facts_pack[0].status is ObservationStatus.selesai)
    for facts, pack in islice(done, 0, None, 6) if name == NAMES[0] else ():
        yield from pages(getattr(observation, view), facts, pack, t=t)


def _details(t: Catalogue, name: str) -> Iterator[Screen]:
    yield from _paged(t, name, "details")
    for facts, pack in islice(observations(name, "Ya"), 0, None, 7):
        yield observation.details(facts, pack, 0, t)


def _rubric(t: Catalogue, name: str) -> Iterator[Screen]:
    return _paged(t, name, "rubric")


def _why(t: Catalogue, name: str) -> Iterator[Screen]:
    return _paged(t, name, "why")


def _cycles(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack in PACKS:
        periods = periods_of(pack)
        for role in sorted(pack.covers):
            me = a_member(role, name=name, year=year_of(pack))
            kepala = a_member(Role.kepala_sekolah, assignment_id=12, person_id=8, name=name)
            lines = tuple(_cycle(number, focus.code, pack) for number, focus in enumerate(pack.focuses(role)))
            for viewer in (me, kepala):
                for found in (Cycles(me, pack.id, "v1", lines), Cycles(me, None, None)):
                    yield from pages(observation_lists.cycles, found, pack, viewer, periods, periods[0], t=t)
                fresh = tuple(Cycle(line.focus) for line in lines)
                yield observation_lists.cycles(
                    Cycles(me, pack.id, "v1", fresh), pack, viewer, periods, periods[-1], 0, t
                )


def _cycle(number: int, focus: str, pack: Pack) -> Cycle:
    status = list(ObservationStatus)[number % 8]
    return Cycle(focus, DRAFT - number, 999_999_999, status, slot_of(pack), Side.diobservasi)


def _month(t: Catalogue, name: str) -> Iterator[Screen]:
    for zone in ("Asia/Jakarta", "Asia/Jayapura"):
        viewer = a_member(Role.kepala_sekolah, name=name, zone=zone)
        slots = [_slot(number, name) for number in range(9)]
        for some in ([], slots[:1], slots[:4], slots):
            for index in (0, 8, 11):
                yield observation_lists.month(some, index, 9, viewer, bool(some), t)
        yield observation_lists.month(slots, 1, 0, viewer, True, t)
        yield observation_lists.month([replace(slot, mine=True) for slot in slots], 1, 0, viewer, False, t)


def _slot(number: int, name: str) -> Slot:
    status = list(ObservationStatus)[number % 8]
    starts = NOW + timedelta(hours=20 * number)
    return Slot(DRAFT - number, 999_999_999, status, name, starts, mine=number == 8, clash=number % 2 == 0)


def _waiting(t: Catalogue, name: str) -> Iterator[Screen]:
    lines = [Waiting(Thing.observation, DRAFT - number, 3, name, name, NOW, ("step",)) for number in range(20)]
    for count in (0, 1, 6, 7, 20):
        yield observation_lists.waiting(lines[:count], t)


VIEWS: dict[str, Shapes] = {
    "observation.card": _card,
    "observation.news": _news,
    "observation.outdated": _outdated,
    "observation.details": _details,
    "observation.rubric": _rubric,
    "observation.why": _why,
    "observation_lists.cycles": _cycles,
    "observation_lists.month": _month,
    "observation_lists.waiting": _waiting,
}
