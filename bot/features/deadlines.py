"""/tenggat: an operator moves a deadline for a school or a district, as the authorities do, and lets it hold again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot import conversing, places
from bot.feature import Feature
from bot.visit import Visit
from dialogs import deadlines as talks
from dialogs.calls import At, Go, Kind, On
from dialogs.screen import Screen
from dialogs.views import deadlines as views
from dialogs.views.deadlines import Shift
from dialogs.views.home import Item
from dialogs.views.refusals import refusal
from locales import AnyText, _
from regulations import agenda
from regulations.agenda import Movable
from regulations.models import Role
from storage import deadlines
from storage.errors import Refused
from storage.values.deadlines import MovedAt, MoveDeadline

LOOKS_BACK = timedelta(days=90)
"""A deadline that is over longer is not extended any more."""


async def _place(visit: Visit, page: int) -> Screen:
    try:
        return views.overview(await _shifts(visit), page, visit.t)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))


async def _shifts(visit: Visit) -> tuple[Shift, ...]:
    return tuple(_shift(visit, one) for one in await deadlines.listed(visit.session, visit.member))


def _shift(visit: Visit, one: MovedAt) -> Shift:
    key = one.deadline.code, one.deadline.period
    known = agenda.movable(visit.library, int(one.deadline.period[:4]), one.pinned_pack)
    window = next((each for each in known if each.key == key), None)
    return Shift(one, window.title, window.closes) if window else Shift(one)


async def _on_deadline(visit: Visit, call: On) -> Screen:
    try:
        async with visit.session.begin_nested():
            if call.do == "new":
                return await _begin(visit)
            return await _on_one(visit, call)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))


async def _on_one(visit: Visit, call: On) -> Screen:
    wanted = (call.id, call.arg)
    found = next((one for one in await _shifts(visit) if (one.moved.deadline.unit_id, one.sign) == wanted), None)
    if found is None:
        return await _said(visit, _("Tanggal itu sudah kembali seperti di aturannya."))
    if call.do != "back":
        return views.shift(found, visit.t)
    one = found.moved.deadline
    await deadlines.restore(visit.session, visit.member, one.unit_id, one.code, one.period, visit.now)
    return await _said(visit, _("Dikembalikan. Pengingat mengikuti tanggal menurut aturan."))


async def _said(visit: Visit, notice: AnyText) -> Screen:
    return (await _place(visit, 0)).with_toast(visit.t.plain(notice))


async def _begin(visit: Visit) -> Screen:
    found = await deadlines.places(visit.session, visit.member)
    windows = {pinned or "": _windows(visit, pinned) for pinned in {one.pinned_pack for one in found}}
    return await conversing.begin(visit, talks.MOVE, "deadlines", talks.pin_move(found, windows, visit.today))


def _windows(visit: Visit, pinned: str | None) -> tuple[Movable, ...]:
    known = agenda.movable(visit.library, visit.today.year, pinned)
    return tuple(one for one in known if one.closes >= visit.today - LOOKS_BACK)


async def _moved(visit: Visit, intent: MoveDeadline) -> Screen:
    await deadlines.move(visit.session, visit.member, intent.to, visit.now)
    return await _said(visit, _("Tersimpan. Pengingat semua yang terkait mengikuti tanggal baru."))


def _menu(visit: Visit) -> Sequence[Item]:
    return (Item(_("Geser tenggat"), Go(At.deadlines)),) if visit.member.role is Role.operator else ()


FEATURE = Feature(
    "deadlines",
    places={At.deadlines: _place},
    things={Kind.deadline: _on_deadline},
    intents={MoveDeadline: _moved},
    menu=_menu,
    commands={"tenggat": (_("Geser tenggat sekolah atau dinas"), At.deadlines, frozenset({Role.operator}))},
)
