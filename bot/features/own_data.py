"""One's own data: what is kept, history, export, deletion."""

from __future__ import annotations

from bot import conversing, places
from bot.feature import Feature
from bot.visit import Visit
from dialogs.calls import At, Kind, On
from dialogs.own_data import ERASE, pin_erase
from dialogs.screen import Screen
from dialogs.views import general
from dialogs.views import history as history_view
from dialogs.views import own_data as views
from dialogs.views.refusals import refusal
from locales import _
from regulations.models import Role
from storage import erasing, exporting, history
from storage.errors import Refused
from storage.values.own_data import EraseMe, KeepMe

EVERYBODY = frozenset(Role)


async def place(visit: Visit, page: int) -> Screen:  # noqa: ARG001 - as all places
    """`/datasaya`."""
    return views.overview(await erasing.kept(visit.session, visit.member, visit.now), visit.t)


async def history_place(visit: Visit, page: int) -> Screen:
    """`/riwayat`."""
    size = history_view.PAGE
    count, lines = await history.of(visit.session, visit.member, page * size, size)
    if page and not lines:
        return await history_place(visit, 0)
    return history_view.history(count, page, lines, visit.member.zone, visit.t)


async def thing(visit: Visit, call: On) -> Screen:
    """Take it along, or begin to erase it."""
    try:
        match call.do:
            case "export":
                return views.archive(await exporting.export(visit.session, visit.member), visit.t)
            case "erase":
                own = await erasing.kept(visit.session, visit.member, visit.now)
                return await conversing.begin(visit, ERASE, "data", pin_erase(own))
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    return await places.present(visit, general.STALE)


async def _erase(visit: Visit, intent: EraseMe) -> Screen:
    made = await erasing.erase(visit.session, visit.member, intent, visit.now)
    visit.menu = True
    return views.receipt(made, visit.member.zone, visit.t)


async def _keep(visit: Visit, intent: KeepMe) -> Screen:  # noqa: ARG001 - nothing to do
    return views.kept(visit.t)


FEATURE = Feature(
    "own_data",
    places={At.own_data: place, At.history: history_place},
    things={Kind.own_data: thing},
    intents={EraseMe: _erase, KeepMe: _keep},
    commands={
        "datasaya": (_("Data saya: lihat, unduh, hapus"), At.own_data, EVERYBODY),
        "riwayat": (_("Riwayat: siapa melakukan apa"), At.history, EVERYBODY),
    },
)
