"""/laporan: how far the reminders came, for the operators and kepala of a school or a district."""

from __future__ import annotations

from collections.abc import Sequence

from bot import places
from bot.feature import Feature
from bot.visit import Visit
from dialogs.calls import At, Go, Kind, On
from dialogs.screen import Screen
from dialogs.views import general
from dialogs.views import ledger as views
from dialogs.views.home import Item
from dialogs.views.ledger import Names
from dialogs.views.refusals import refusal
from locales import _
from storage import ledger
from storage.agendas import Agendas
from storage.errors import Refused
from storage.ledger import VIEWERS, Book
from storage.values.ledger import Ledger, Stand


async def _place(visit: Visit, page: int) -> Screen:  # noqa: ARG001 - all places begin alike
    return await _on_ledger(visit, On(Kind.ledger, 0, 0, "show"))


async def _on_ledger(visit: Visit, call: On) -> Screen:
    try:
        return await _opened(visit, call)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))


async def _opened(visit: Visit, call: On) -> Screen:
    """What the button says, of the window that it names; of the first one where it names none that there still is."""
    book = await ledger.opened(visit.session, visit.member, Agendas(visit.library), call.id or None, visit.now)
    window, stand = views.asked_for(call.arg)
    duty = next((one for one in book.duties if views.sign(one) == window), next(iter(book.duties), None))
    if duty is None:
        return views.nothing(book.place, visit.t)
    facts = await ledger.counted(visit.session, visit.member, book, duty.key, visit.now)
    match call.do:
        case "show":
            return views.ledger(facts, visit.t)
        case "text":
            return views.group_text(facts, visit.t)
        case "mean":
            return views.meanings(facts, call.page, visit.t)
        case "windows":
            return views.windows(facts, book.duties, call.page, visit.t)
        case "units":
            return await _units(visit, facts, call.page)
        case "who":
            return views.stands(facts, visit.t)
        case "names" if stand is not None:
            return await _names(visit, book, facts, stand, call.page)
    return await places.present(visit, general.STALE)


async def _units(visit: Visit, facts: Ledger, page: int) -> Screen:
    """Of the whole district, also where one school is open."""
    member, key, size = visit.member, facts.duty.key, views.PAGE
    book = await ledger.opened(visit.session, member, Agendas(visit.library), None, visit.now)
    count, lines = await ledger.by_unit(visit.session, member, book, key, page * size, size, visit.now)
    return views.units(facts, count, page, lines, visit.t)


async def _names(visit: Visit, book: Book, facts: Ledger, stand: Stand, page: int) -> Screen:
    key, size = facts.duty.key, views.PAGE
    count, people = await ledger.names(visit.session, visit.member, book, key, stand, page * size, size, visit.now)
    return views.names(facts, Names(stand, count, page, people), visit.t)


def _menu(visit: Visit) -> Sequence[Item]:
    return (Item(_("Laporan pengingat"), Go(At.ledger)),) if visit.member.role in VIEWERS else ()


FEATURE = Feature(
    "ledger",
    places={At.ledger: _place},
    things={Kind.ledger: _on_ledger},
    menu=_menu,
    commands={"laporan": (_("Laporan pengingat: siapa sudah, siapa belum"), At.ledger, frozenset(VIEWERS))},
)
