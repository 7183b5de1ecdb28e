"""/kalender: one's dates month by month, what stands behind each, and all of them as a file for one's own calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot import calendar_file, places
from bot.feature import Feature
from bot.features.reminders import BY_CODE, PLACES
from bot.visit import Visit
from dialogs.calls import At, Kind, On
from dialogs.screen import Screen
from dialogs.views import agenda as views
from dialogs.views import general
from dialogs.views.agenda import Entry, Month, State
from dialogs.views.home import cannot_plan
from locales import _
from regulations import agenda
from regulations.agenda import Duty
from regulations.errors import UnknownPack
from regulations.models import DoneWhen, Role
from regulations.pack import Moved
from storage import deadlines, slots, unfinished
from storage.agendas import Agendas
from storage.unfinished import Asked

OWN_DONE = frozenset({DoneWhen.plan_entered, DoneWhen.plan_adjusted, DoneWhen.data_updated})
"""What is surely done when nothing of it is open; of the rest there may just be nothing to do."""
DAY = timedelta(days=1)


async def _place(visit: Visit, page: int) -> Screen:  # noqa: ARG001 - months are turned by their own buttons
    known = views.months(visit.member.year)
    first = min(max(visit.today.replace(day=1), known[0]), known[-1])
    return await _month(visit, first, 0)


async def _on_agenda(visit: Visit, call: On) -> Screen:
    first = views.month_of(call.id, visit.member.year)
    if first is None:
        return await places.present(visit, general.STALE)
    match call.do:
        case "month":
            return await _month(visit, first, call.page)
        case "ics":
            return await _file(visit, first)
        case "show" | "why":
            return await _entry(visit, first, call)
    return await places.present(visit, general.STALE)


async def _month(visit: Visit, first: date, page: int) -> Screen:
    found = await entries(visit)
    shown = [await _with_state(visit, one) for one in found if one.is_in(first)]
    last = (first + 31 * DAY).replace(day=1) - DAY
    taken = await slots.month(visit.session, visit.member, first, last, visit.now)
    facts = Month(visit.member, first, visit.today, tuple(shown), taken, _phase(visit, first))
    return views.month(facts, page, visit.t)


async def entries(visit: Visit) -> tuple[Entry, ...]:
    """What the member in front has to do in their year, and what others do about their performance, by last day."""
    member = visit.member
    moved = (await deadlines.holding(visit.session, [member.unit_id])).get(member.unit_id, {})
    closes = {key: one.closes for key, one in moved.items()}
    own = Agendas(visit.library).of(member, closes)
    mine = [Entry(duty, True, moved=moved.get(duty.key)) for duty in own]
    others = [Entry(duty, False, moved=moved.get(duty.key)) for duty in _awaited(visit, closes)]
    return tuple(sorted((*mine, *others), key=lambda one: (one.duty.closes, one.duty.opens, not one.mine)))


def _awaited(visit: Visit, moved: Moved) -> Sequence[Duty]:
    """Nothing for those whose performance is managed elsewhere."""
    member = visit.member
    if cannot_plan(member, visit.pack):
        return ()
    return agenda.awaited(visit.library, member.role, member.year, member.pinned_pack, moved)


async def _with_state(visit: Visit, one: Entry) -> Entry:
    """How far it is; nothing of what is not open yet, and of what others do."""
    duty = one.duty
    if not one.mine or duty.opens > visit.today or duty.done_when is DoneWhen.carried_out:
        return one
    if await unfinished.of(visit.session, Asked(duty, [visit.member], visit.now)):
        return replace(one, state=State.open)
    return replace(one, state=State.done if duty.done_when in OWN_DONE else State.nothing)


def _phase(visit: Visit, first: date) -> str | None:
    """What a month is for: from the AKI table, or from the calendar of the Pelatih Ahli with its hours."""
    member, reference = visit.member, visit.library.reference
    if member.role is Role.pengawas:
        return "; ".join(reference.aki_pengawas.month(first.month).texts)
    if member.role is Role.pelatih_ahli:
        done = reference.pelatih_ahli.activities_in(first.month)
        return ", ".join(f"{one.short} {one.jp_in(first.month)} JP" for one in done) or None
    try:
        pack = visit.library.pack_for(first.year, member.pinned_pack)
    except UnknownPack:
        return None
    return next((one.text for one in pack.months if (one.month, one.role) == (first.month, member.role)), None)


async def _entry(visit: Visit, first: date, call: On) -> Screen:
    """One date; a button that is older than a change of the rules leads to the month."""
    found = next((one for one in await entries(visit) if one.sign == call.arg), None)
    if found is None:
        return (await _month(visit, first, 0)).with_toast(visit.t.plain(general.STALE))
    one = await _with_state(visit, found)
    facts = Month(visit.member, first, visit.today, phase=_phase(visit, one.duty.closes.replace(day=1)))
    if call.do == "why":
        return views.why(one, facts, call.page, visit.t)
    way = BY_CODE.get(one.duty.code) or PLACES.get(one.duty.done_when)
    return views.entry(one, facts, way, call.page, visit.t)


async def _file(visit: Visit, first: date) -> Screen:
    """The month again, with the whole year as a file beside it."""
    known = views.months(visit.member.year)
    last = (known[-1] + 31 * DAY).replace(day=1) - DAY
    taken = await slots.month(visit.session, visit.member, known[0], last, visit.now)
    made = calendar_file.attachment(visit.member, await entries(visit), taken, visit.now, visit.t)
    screen = await _month(visit, first, 0)
    return replace(screen, files=(made,)).with_toast(visit.t.plain(_("Berkas kalender dikirim.")))


FEATURE = Feature(
    "agenda",
    places={At.agenda: _place},
    things={Kind.agenda: _on_agenda},
    commands={"kalender": (_("Kalender dan batas waktu saya"), At.agenda, frozenset(Role))},
)
