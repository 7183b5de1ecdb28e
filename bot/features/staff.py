"""Whom one looks after: the list, and a page for each person."""

from __future__ import annotations

from collections.abc import Sequence

from bot import places
from bot.feature import FEATURES, Feature
from bot.visit import Visit
from dialogs.calls import At, Go, Kind, On
from dialogs.screen import Screen
from dialogs.views import staff as views
from dialogs.views.home import Item
from dialogs.views.refusals import refusal
from locales import _
from regulations.models import Role
from storage import staff
from storage.errors import Refused

APPRAISERS = frozenset({Role.kepala_sekolah, Role.kepala_dinas})
WATCHERS = frozenset({Role.pengawas, Role.tim_kinerja})


async def _place(visit: Visit, page: int) -> Screen:
    size = views.PAGE
    count, lines = await staff.of(visit.session, visit.member, page * size, size, visit.now)
    last = max(0, -(-count // size) - 1)
    return await _place(visit, last) if page > last else views.staff(count, page, lines, visit.t)


async def _person(visit: Visit, call: On) -> Screen:
    try:
        line = await staff.one(visit.session, visit.member, call.id, visit.now)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    items = [item for feature in FEATURES if feature.about for item in feature.about(visit, line.member)]
    return views.person(line, items, visit.t)


def _menu(visit: Visit) -> Sequence[Item]:
    if visit.member.role in APPRAISERS:
        return (Item(_("Orang yang dinilai"), Go(At.staff)),)
    return (Item(_("Orang yang diamati"), Go(At.staff)),) if visit.member.role in WATCHERS else ()


FEATURE = Feature("staff", places={At.staff: _place}, things={Kind.staff: _person}, menu=_menu)
