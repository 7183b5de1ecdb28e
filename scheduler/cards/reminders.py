"""The card of a reminder: what of it is still to be done when it is sent; nothing when all is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from dialogs.screen import Screen
from dialogs.views import reminders as views
from dialogs.views.reminders import Reminded
from regulations.agenda import MONTHLY, Duty
from regulations.models import DoneWhen, Role
from scheduler.cards.card import Card, Letter
from scheduler.planner import INBOX, SLOT
from storage import agendas, evaluation_lists, inbox, observing, pendampingan, people, reminding, skp, unfinished
from storage.errors import NotFound
from storage.unfinished import Asked
from storage.values import AssignmentStatus, Member
from storage.values.inbox import Thing
from storage.values.observation import ObservationStatus

PLANS = (DoneWhen.plan_entered, DoneWhen.plan_adjusted)


async def _reminder(letter: Letter) -> Screen | None:
    day = date.fromisoformat(letter.parcel.params["day"])
    lines = await lines_of(letter, letter.parcel.params["items"])
    return views.reminder(lines, day, letter.now, letter.t) if lines else None


async def lines_of(letter: Letter, items: Sequence[tuple[int, str, str, str]]) -> tuple[Reminded, ...]:
    """What of these (assignment, code, period, day) is still open now."""
    found = [await _line(letter, assignment, code, period) for assignment, code, period, _day in items]
    return tuple(line for line in found if line is not None)


async def _line(letter: Letter, assignment: int, code: str, period: str) -> Reminded | None:
    member = await people.member(letter.session, assignment)
    if member is None or member.status is not AssignmentStatus.active:
        return None
    today = letter.now.astimezone(ZoneInfo(member.zone)).date()
    if code == SLOT:
        return await _slot(letter, member, int(period), today)
    if code == INBOX:
        return await _inbox(letter, member, today)
    theirs = await agendas.of_member(letter.session, letter.library, member)
    duty = next((one for one in theirs if one.key == (code, period)), None)
    if duty is None or duty.closes < today:
        return None
    if not await unfinished.of(letter.session, Asked(duty, [member], letter.now)):
        return None
    return await _duty(letter, member, duty, today)


async def _duty(letter: Letter, member: Member, duty: Duty, today: date) -> Reminded:
    session, now = letter.session, letter.now
    if duty.done_when in PLANS:
        plan = await skp.of_member(session, member, duty.period)
        status, name = (plan.status, plan.appraiser_name) if plan else (None, None)
        return Reminded(member, duty.code, today, duty, plan=status, name=name)
    count = 0
    match duty.done_when:
        case DoneWhen.plan_decided:
            count = sum(line.thing is Thing.plan for line in await inbox.waiting(session, member, now))
        case DoneWhen.evaluated:
            count = await evaluation_lists.unfinished(session, member, duty.period, now)
        case DoneWhen.reported:
            missing = await unfinished.MONTHLY[duty.code](session, [member.assignment_id], duty.year, duty.opens.month)
            count = missing.get(member.assignment_id, 0)
    if duty.code == MONTHLY[Role.pengawas]:
        board = await pendampingan.board(session, member, member.assignment_id, duty.opens.month, now)
        return Reminded(member, duty.code, today, duty, count=count, board=board)
    return Reminded(member, duty.code, today, duty, count=count)


async def _inbox(letter: Letter, member: Member, today: date) -> Reminded | None:
    lines = await inbox.waiting(letter.session, member, letter.now)
    if not lines:
        return None
    oldest = min(line.since for line in lines)
    return Reminded(member, INBOX, today, count=len(lines), days=(letter.now - oldest).days)


async def _slot(letter: Letter, member: Member, observation_id: int, today: date) -> Reminded | None:
    try:
        facts = await observing.facts(letter.session, observation_id, member, letter.now)
    except NotFound:
        return None
    if facts.status is not ObservationStatus.dijadwalkan or facts.starts is None or facts.starts <= letter.now:
        return None
    other = facts.observer if facts.owner.person_id == member.person_id else facts.owner.name
    return Reminded(member, SLOT, today, name=other, starts=facts.starts)


CARDS: dict[str, Card] = {reminding.REMINDER: _reminder}
