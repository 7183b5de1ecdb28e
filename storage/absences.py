"""An absent pejabat penilai: somebody decides for them from one day to another, and what waits comes to them too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage import audit, handing, outbox, people
from storage.database import changed
from storage.delegations import DELEGATIONS
from storage.errors import Invalid, NotAllowed, NotFound, Refused
from storage.operations import operation
from storage.people import ASSIGNMENTS
from storage.values import AssignmentStatus, Member
from storage.values.moves import Delegate, Delegation, EndDelegation

CARD = "delegation"
STANDS_IN = (Role.kepala_sekolah, Role.kepala_dinas, Role.pengawas, Role.tim_kinerja)
"""Roles in which somebody may stand in for a pejabat penilai."""
LONGEST = timedelta(days=366)
MOST = 150
"""People that are offered to choose from."""


@operation("absences.delegate")
async def delegate(session: AsyncSession, actor: Member, intent: Delegate, now: datetime) -> Delegation:
    """Let somebody decide for an absent appraiser. For the appraiser, or an operator of their unit.

    Both are told at once. Raises NotAllowed, and Invalid: `delegate` (not somebody who may), `absence_past`,
    `absence_length`, `absence_overlap`.
    """
    appraiser = await _subject(session, actor, intent.appraiser_id, "absences.delegate")
    starts, ends = _span(appraiser, intent.first, intent.last, now)
    if intent.delegate_id not in {one.assignment_id for one in await _may_stand_in(session, appraiser)}:
        raise Invalid("delegate")
    await session.execute(select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.id == appraiser.assignment_id).with_for_update())
    if await _overlaps(session, appraiser.assignment_id, starts, ends):
        raise Invalid("absence_overlap")
    row = {"appraiser_assignment_id": appraiser.assignment_id, "delegate_assignment_id": intent.delegate_id}
    made = {"starts": starts, "ends": ends, "created_at": now, "created_by": actor.assignment_id}
    flags = {"told": False, "returned": False}
    delegation_id = await session.scalar(insert(DELEGATIONS).values(row | made | flags).returning(DELEGATIONS.c.id))
    assert delegation_id is not None
    detail = {"first": intent.first.isoformat(), "last": intent.last.isoformat(), "delegate": intent.delegate_id}
    about = f"assignment:{appraiser.assignment_id}"
    await audit.record(session, audit.by(actor), "absences.delegate", about, detail, now)
    facts = await _facts(session, delegation_id)
    await _tell(session, facts, "new", now)
    if starts <= now:
        await _start(session, facts, now)
    return facts


@operation("absences.end")
async def end(session: AsyncSession, actor: Member, intent: EndDelegation, now: datetime) -> Delegation:
    """End a delegation early, or call it off before it begins; the same again has no second effect.

    For the appraiser, or an operator of their unit. Raises NotFound, NotAllowed.
    """
    facts = await _facts(session, intent.delegation_id)
    await _subject(session, actor, facts.appraiser.assignment_id, "absences.end")
    if await _end(session, facts, now):
        about = f"assignment:{facts.appraiser.assignment_id}"
        detail = {"delegation": facts.id}
        await audit.record(session, audit.by(actor), "absences.end", about, detail, now)
    return await _facts(session, facts.id)


@operation("absences.of")
async def of(session: AsyncSession, actor: Member, appraiser_id: int, now: datetime) -> tuple[Delegation, ...]:
    """Delegations of an appraiser that run or will run. For the appraiser, or an operator of their unit."""
    appraiser = await _subject(session, actor, appraiser_id, "absences.of")
    mine = (DELEGATIONS.c.appraiser_assignment_id == appraiser.assignment_id, *_coming(now))
    return await _found(session, *mine)


@operation("absences.candidates")
async def candidates(session: AsyncSession, actor: Member, appraiser_id: int) -> tuple[Member, ...]:
    """Who may stand in for an appraiser; the nearest first. As `of`."""
    appraiser = await _subject(session, actor, appraiser_id, "absences.candidates")
    return (await _may_stand_in(session, appraiser))[:MOST]


async def standing_in(session: AsyncSession, actor: Member, now: datetime) -> tuple[Delegation, ...]:
    """For whom the actor stands in now, or will."""
    mine = DELEGATIONS.c.delegate_assignment_id == actor.assignment_id
    return await _found(session, mine, *_coming(now))


@operation("absences.one")
async def one(session: AsyncSession, actor: Member, delegation_id: int) -> Delegation:
    """A delegation, for the appraiser, the delegate, or an operator of the appraiser's unit. NotFound for others."""
    facts = await _facts(session, delegation_id)
    if actor.person_id in (facts.appraiser.person_id, facts.delegate.person_id):
        return facts
    if not await may_end(session, actor, facts):
        raise NotFound("delegation")
    return facts


async def may_end(session: AsyncSession, actor: Member, facts: Delegation) -> bool:
    """Whether the actor may end it early, or call it off."""
    try:
        await _subject(session, actor, facts.appraiser.assignment_id, "absences.end")
    except Refused:
        return False
    return True


async def turn(session: AsyncSession, now: datetime) -> int:
    """What time has brought: delegations begin, and are over. Gives how many; doing it again changes nothing."""
    over = and_(DELEGATIONS.c.ends <= now, DELEGATIONS.c.returned.is_(False))
    begun = and_(DELEGATIONS.c.starts <= now, DELEGATIONS.c.ends > now, DELEGATIONS.c.told.is_(False))
    found = await _found(session, or_(over, begun))
    for facts in found:
        if facts.over(now):
            await _finish(session, facts, now)
        else:
            await _start(session, facts, now)
            await _tell(session, facts, "start", now)
    return len(found)


async def end_all(session: AsyncSession, assignment_id: int, now: datetime) -> None:
    """Somebody leaves a role: they stand in for nobody, and nobody stands in for them."""
    theirs = or_(
        DELEGATIONS.c.appraiser_assignment_id == assignment_id, DELEGATIONS.c.delegate_assignment_id == assignment_id
    )
    for facts in await _found(session, theirs, *_coming(now)):
        await _end(session, facts, now)


async def _subject(session: AsyncSession, actor: Member, appraiser_id: int, operation_name: str) -> Member:
    """The appraiser that an actor may arrange an absence of: themselves, or whom they look after as operator."""
    appraiser = await people.member(session, appraiser_id)
    if appraiser is None:
        raise NotFound("assignment")
    if appraiser.assignment_id == actor.assignment_id:
        await people.acting(session, actor, operation_name)
    else:
        await people.require_operator(session, actor, {appraiser.unit_id}, operation_name)
    if appraiser.role not in STANDS_IN or appraiser.status is not AssignmentStatus.active:
        raise NotAllowed(operation_name)
    return appraiser


def _span(appraiser: Member, first: date, last: date, now: datetime) -> tuple[datetime, datetime]:
    """From the beginning of the first local day, or now if that is today, to the end of the last."""
    zone = ZoneInfo(appraiser.zone)
    if first < now.astimezone(zone).date():
        raise Invalid("absence_past")
    if not first <= last <= first + LONGEST:
        raise Invalid("absence_length")
    ends = datetime.combine(last + timedelta(days=1), time(), zone)
    return max(now, datetime.combine(first, time(), zone)), ends


async def _may_stand_in(session: AsyncSession, appraiser: Member) -> tuple[Member, ...]:
    """Active people of the same dinas in a role that may; those of the own unit first."""
    found = await people.find(
        session,
        people.same_dinas(appraiser.unit_id),
        ASSIGNMENTS.c.year == appraiser.year,
        ASSIGNMENTS.c.role.in_(STANDS_IN),
        ASSIGNMENTS.c.status == AssignmentStatus.active,
        ASSIGNMENTS.c.person_id != appraiser.person_id,
    )
    return tuple(sorted(found, key=lambda one: one.unit_id != appraiser.unit_id))


async def _overlaps(session: AsyncSession, appraiser_id: int, starts: datetime, ends: datetime) -> bool:
    mine = DELEGATIONS.c.appraiser_assignment_id == appraiser_id
    real = DELEGATIONS.c.starts < DELEGATIONS.c.ends  # one that was called off is of no length
    both = (DELEGATIONS.c.starts < ends, DELEGATIONS.c.ends > starts)
    return await session.scalar(select(DELEGATIONS.c.id).where(mine, real, *both).limit(1)) is not None


def _coming(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """It runs, or will run."""
    return (DELEGATIONS.c.ends > now, DELEGATIONS.c.starts < DELEGATIONS.c.ends)


async def _found(session: AsyncSession, *which: ColumnElement[bool]) -> tuple[Delegation, ...]:
    columns = (
        DELEGATIONS.c.id,
        DELEGATIONS.c.appraiser_assignment_id,
        DELEGATIONS.c.delegate_assignment_id,
        DELEGATIONS.c.starts,
        DELEGATIONS.c.ends,
    )
    ordered = select(*columns).where(*which).order_by(DELEGATIONS.c.starts, DELEGATIONS.c.id)
    rows = (await session.execute(ordered)).all()
    sides = {side for row in rows for side in (row.appraiser_assignment_id, row.delegate_assignment_id)}
    who = {member.assignment_id: member for member in await people.find(session, ASSIGNMENTS.c.id.in_(sides))}
    return tuple(
        Delegation(row.id, who[row.appraiser_assignment_id], who[row.delegate_assignment_id], row.starts, row.ends)
        for row in rows
    )


async def _facts(session: AsyncSession, delegation_id: int) -> Delegation:
    found = await _found(session, DELEGATIONS.c.id == delegation_id)
    if not found:
        raise NotFound("delegation")
    return found[0]


async def _start(session: AsyncSession, facts: Delegation, now: datetime) -> None:
    """What waits comes to the delegate too; of two schedulers at once, one does it."""
    if not await _mark(session, facts.id, "told"):
        return
    owners = await handing.appraised_by(session, facts.appraiser.assignment_id)
    await handing.over(session, owners, now, f"delegation:{facts.id}:start")
    await _refresh(session, facts.id, "start", now)


async def _finish(session: AsyncSession, facts: Delegation, now: datetime) -> None:
    """The delegate's cards say that somebody else decides."""
    if not await _mark(session, facts.id, "returned"):
        return
    if await _mark(session, facts.id, "told"):
        return  # it never began: nothing was brought to anybody
    owners = await handing.appraised_by(session, facts.appraiser.assignment_id)
    await handing.over(session, owners, now, f"delegation:{facts.id}:end")
    await _refresh(session, facts.id, "end", now)


async def _mark(session: AsyncSession, delegation_id: int, flag: str) -> bool:
    """Set a flag; whether it was ours to set."""
    mine = update(DELEGATIONS).where(DELEGATIONS.c.id == delegation_id, DELEGATIONS.c[flag].is_(False))
    return await changed(session, mine.values({flag: True})) == 1


async def _end(session: AsyncSession, facts: Delegation, now: datetime) -> bool:
    """End it now, or make it of no length when it has not begun. Whether that changed anything."""
    ends = max(now, facts.starts)
    mine = update(DELEGATIONS).where(DELEGATIONS.c.id == facts.id, DELEGATIONS.c.ends > ends)
    if await changed(session, mine.values(ends=ends)) == 0:
        return False
    facts = replace(facts, ends=ends)
    await _finish(session, facts, now)
    await _refresh(session, facts.id, "ended", now)
    await _tell(session, facts, "ended", now)
    return True


async def _tell(session: AsyncSession, facts: Delegation, occasion: str, now: datetime) -> None:
    """The appraiser and the delegate; each reads what holds then."""
    for side in (facts.appraiser, facts.delegate):
        await outbox.tell(
            session,
            f"{CARD}:{facts.id}:{occasion}:{side.person_id}",
            side.person_id,
            CARD,
            {"delegation": facts.id},
            now,
            subject=f"delegation:{facts.id}",
        )


async def _refresh(session: AsyncSession, delegation_id: int, occasion: str, now: datetime) -> None:
    await outbox.refresh(session, f"delegation:{delegation_id}", CARD, occasion, now)
