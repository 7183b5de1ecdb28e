"""People who move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dialogs.moves.ground import appraiser_sources
from dialogs.screen import Screen
from dialogs.views import moves
from locales import Catalogue
from regulations.models import Role
from storage.values import AssignmentStatus, Member, SkpStatus
from storage.values.moves import Acting, Delegation, Part, PartSkp
from tests.dialogs.grounds.moves import a_post
from tests.dialogs.people import DRAFT, NAMES, NOW, PACKS
from tests.dialogs.views.shapes.january import someone
from tests.dialogs.views.shapes.pages import Shapes, pages

DAY = timedelta(days=1)
SPANS = ((-DAY, DAY), (DAY, 9 * DAY), (-9 * DAY, -DAY), (DAY, DAY))
"""Running, to come, over, called off; from now."""


def _delegations(name: str) -> list[Delegation]:
    appraiser = someone(name, Role.kepala_sekolah, assignment_id=DRAFT, person_id=DRAFT)
    delegate = someone(name, Role.pengawas, assignment_id=DRAFT - 1, person_id=DRAFT - 1)
    return [Delegation(DRAFT, appraiser, delegate, NOW + first, NOW + last) for first, last in SPANS]


def _people(t: Catalogue, name: str) -> Iterator[Screen]:
    some = [someone(name, role, assignment_id=DRAFT) for role in Role][: moves.PAGE]
    for count in (0, 1, moves.PAGE, 300):
        yield moves.people(count, 0, some[:count], t)
    yield moves.people(300, 49, some, t)


def _person(t: Catalogue, name: str) -> Iterator[Screen]:
    for role in Role:
        for status in AssignmentStatus:
            member = someone(name, role, assignment_id=DRAFT, status=status)
            for own in (False, True):
                yield moves.person(a_post(member, own=own), (), t)
        full = a_post(member, version=999_999_999, appraiser=someone(name), acting=Acting.plt, appraised=40)
        yield moves.person(full, _delegations(name)[:2], t)


def _end_ask(t: Catalogue, name: str) -> Iterator[Screen]:
    for appraised in (0, 1, 40):
        yield moves.end_ask(a_post(someone(name, assignment_id=DRAFT), version=999_999_999, appraised=appraised), t)


def _absences(t: Catalogue, name: str) -> Iterator[Screen]:
    found = _delegations(name)[:2]
    for own in ([], found):
        for standing in ([], found[:1]):
            for may in (False, True):
                yield moves.absences(own, standing, may, t)


def _delegation(t: Catalogue, name: str) -> Iterator[Screen]:
    for one in _delegations(name):
        for viewer in (one.appraiser, one.delegate, someone(name, Role.operator)):
            for may_end in (False, True):
                yield moves.delegation(one, viewer, may_end, NOW, t)


def _delegation_end_ask(t: Catalogue, name: str) -> Iterator[Screen]:
    return (moves.delegation_end_ask(one, t) for one in _delegations(name))


def _why(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack in PACKS if name == NAMES[0] else ():  # no name in it
        yield from pages(moves.why, appraiser_sources(pack, Role.guru), t=t)


def _a_part(member: Member, *, left: bool, came: bool, skps: int) -> Part:
    plans = tuple(PartSkp(DRAFT, 999_999_999, f"2024-{number}", status) for number, status in enumerate(SkpStatus))
    since, until = NOW if came else None, NOW + DAY if left else None
    acting = Acting.plh if came else None
    return Part(member, None if left else member, acting, since, until, plans[:skps])


def _parts(t: Catalogue, name: str) -> Iterator[Screen]:
    gone = someone(name, Role.kepala_sekolah, status=AssignmentStatus.ended)
    here = someone(name, assignment_id=DRAFT)
    only = [_a_part(here, left=False, came=False, skps=count) for count in (0, 1, 2)]
    for part in only:
        yield moves.parts([part], t)
    yield moves.parts([_a_part(gone, left=False, came=False, skps=0)], t)
    first, second = _a_part(gone, left=True, came=False, skps=1), _a_part(gone, left=True, came=True, skps=1)
    yield moves.parts([first, second, _a_part(here, left=False, came=True, skps=2)], t)
    yield moves.parts([first, second, second, _a_part(here, left=False, came=True, skps=1)], t)


def _new_appraiser(t: Catalogue, name: str) -> Iterator[Screen]:
    for acting in (None, *Acting):
        yield moves.new_appraiser(someone(name), someone(name), acting, t)
    yield moves.new_appraiser(someone(name), None, None, t)


def _appointed(t: Catalogue, name: str) -> Iterator[Screen]:
    return (moves.appointed(someone(name), count, t) for count in (0, 1, 40))


def _role_ended(t: Catalogue, name: str) -> Iterator[Screen]:
    return (moves.role_ended(someone(name, role), t) for role in Role)


def _plan_closed(t: Catalogue, name: str) -> Iterator[Screen]:
    return (moves.plan_closed(someone(name, assignment_id=DRAFT), mine, t) for mine in (False, True))


def _appraiser_found(t: Catalogue, name: str) -> Iterator[Screen]:
    yield moves.appraiser_found(someone(name), someone(name), t)


VIEWS: dict[str, Shapes] = {
    "moves.people": _people,
    "moves.person": _person,
    "moves.end_ask": _end_ask,
    "moves.absences": _absences,
    "moves.delegation": _delegation,
    "moves.delegation_end_ask": _delegation_end_ask,
    "moves.why": _why,
    "moves.parts": _parts,
    "moves.new_appraiser": _new_appraiser,
    "moves.appointed": _appointed,
    "moves.role_ended": _role_ended,
    "moves.plan_closed": _plan_closed,
    "moves.appraiser_found": _appraiser_found,
}
