"""Sasaran Kinerja Pegawai: the plan of one member for one period, from sending to agreement.

Every change is one conditional UPDATE that asks for permission, state and version at once; when it changes nothing,
the row is read to say why.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Text, UniqueConstraint, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from regulations.models import Role
from storage import audit, outbox, people, plans
from storage.database import changed
from storage.errors import Invalid, MovedOn, NotAllowed, NotFound
from storage.operations import operation
from storage.outbox import Priority
from storage.people import APPOINTMENTS, ASSIGNMENTS, MEMBER, MEMBERS, PEOPLE, UNITS
from storage.types import Instant, Record, code_of, table
from storage.values import (
    ApproveSkp,
    AssignmentStatus,
    MarkEntered,
    Member,
    ReturnSkp,
    SkpFacts,
    SkpStatus,
    SubmitSkp,
    WaitingPlan,
    WithdrawSkp,
)

PLANNERS = (Role.guru, Role.kepala_sekolah, Role.pengawas)
"""Who makes a plan in Kawal; which of them a regulation covers is the pack's to say."""
WAITING = "plan_waiting"
DECIDED = "plan_decided"
NO_APPRAISER = "no_appraiser"


class Skp(Record, table=True):
    """One plan. What it contains is in its revisions; here is where it stands."""

    __tablename__ = "skp"
    __table_args__ = (UniqueConstraint("assignment_id", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    period: str = Field(max_length=20)
    pack_id: str = Field(max_length=80)
    pack_version: str = Field(max_length=80)
    status: SkpStatus = Field(sa_type=code_of(SkpStatus))
    version: int = 1
    """Grows with every change; a card that carries an older one is stale."""
    revision: int = 1
    """Grows with every submission."""
    submitted_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)
    """Last change of any kind."""
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_by: int | None = Field(default=None, foreign_key="assignment.id")
    reason: str | None = Field(default=None, sa_type=Text)
    """Why it was given back."""
    entered_on: date | None = None
    """The day on which the owner says it was entered in Ruang GTK."""


SKPS = table(Skp)
_owner = ASSIGNMENTS.alias("owner")
_appraiser = ASSIGNMENTS.alias("appraiser")
_appraiser_person = PEOPLE.alias("appraiser_person")
_decider = ASSIGNMENTS.alias("decider")
_decider_person = PEOPLE.alias("decider_person")


def _owned_by(actor: Member, *status: AssignmentStatus) -> ColumnElement[bool]:
    return exists().where(
        _owner.c.id == SKPS.c.assignment_id,
        _owner.c.id == actor.assignment_id,
        _owner.c.person_id == actor.person_id,
        *([_owner.c.status.in_(status)] if status else []),
    )


def _appraised_by(actor: Member) -> ColumnElement[bool]:
    """The actor is the present appraiser, in an active role, and it is not their own."""
    return SKPS.c.assignment_id.in_(
        select(APPOINTMENTS.c.assignment_id)
        .join(_appraiser, _appraiser.c.id == APPOINTMENTS.c.appraiser_assignment_id)
        .join(_owner, _owner.c.id == APPOINTMENTS.c.assignment_id)
        .where(
            APPOINTMENTS.c.appraiser_assignment_id == actor.assignment_id,
            APPOINTMENTS.c.ends.is_(None),
            _appraiser.c.person_id == actor.person_id,
            _appraiser.c.status == AssignmentStatus.active,
            _owner.c.person_id != actor.person_id,
        )
    )


@operation("skp.submit")
async def submit(session: AsyncSession, actor: Member, intent: SubmitSkp, now: datetime) -> SkpFacts:
    """Send a plan to the appraiser, or send it again: while it waits, after it came back or was withdrawn.

    Raises NotAllowed, Invalid, and MovedOn once it was agreed. Not idempotent by itself: close the draft that it comes
    from in the same transaction (`drafts.finish`).
    """
    owner = await people.acting(session, actor, "skp.submit", *PLANNERS)
    plans.check(intent.plan)
    row = await _store(session, owner, intent, now)
    await plans.write(session, row.id, row.revision, intent.plan, now)
    await _ask(session, owner, row.id, row.version, now)
    detail = {
        "version": row.version,
        "revision": row.revision,
        "pack": intent.pack_id,
        "plan": plans.digest(intent.plan),
    }
    await audit.record(session, audit.by(actor), "skp.submit", f"skp:{row.id}", detail, now)
    return await _facts(session, row.id)


async def _store(session: AsyncSession, owner: Member, intent: SubmitSkp, now: datetime) -> Row[*tuple[Any, ...]]:
    """The row as submitted: id, version and revision."""
    submitted = {
        "pack_id": intent.pack_id,
        "pack_version": intent.pack_version,
        "status": SkpStatus.diajukan,
        "submitted_at": now,
        "changed_at": now,
    }
    known = (SKPS.c.assignment_id == owner.assignment_id, SKPS.c.period == intent.period)
    again = update(SKPS).where(*known, SKPS.c.status != SkpStatus.disepakati)
    undecided = {"decided_at": None, "decided_by": None, "reason": None, "entered_on": None}
    counted = {"version": SKPS.c.version + 1, "revision": SKPS.c.revision + 1}
    first = insert(SKPS).values(assignment_id=owner.assignment_id, period=intent.period, **submitted)
    for attempt in (again.values(**submitted, **undecided, **counted), first.on_conflict_do_nothing()):
        row = (await session.execute(attempt.returning(SKPS.c.id, SKPS.c.version, SKPS.c.revision))).first()
        if row is not None:
            return row
    raise await _moved_on(session, *known)


async def _ask(session: AsyncSession, owner: Member, skp_id: int, version: int, now: datetime) -> None:
    """Put the plan before the appraiser. One who has not been confirmed yet is told then (`tell_waiting`)."""
    await outbox.supersede(session, f"skp:{skp_id}", WAITING, version, now)
    appraiser = await people.appraiser(session, owner.assignment_id)
    if appraiser is None or appraiser.status is AssignmentStatus.ended:
        params = {"skp": skp_id, "assignment": owner.assignment_id}
        for operator in await people.operators(session, owner.unit_id, owner.year):
            key = f"{NO_APPRAISER}:{skp_id}:{version}:{operator}"
            await outbox.post(session, key, operator, NO_APPRAISER, params, now, priority=Priority.answer)
    elif appraiser.status is AssignmentStatus.active:
        await _post(session, WAITING, f"{WAITING}:{skp_id}:{version}", appraiser, skp_id, version, now)


async def tell_waiting(session: AsyncSession, appraiser: Member, version: int, now: datetime) -> None:
    """Cards of all plans that wait for one whose role has just become active; `version` is that of the role."""
    waiting = select(SKPS.c.id, SKPS.c.version).where(SKPS.c.status == SkpStatus.diajukan, _appraised_by(appraiser))
    for skp_id, at in (await session.execute(waiting.order_by(SKPS.c.submitted_at, SKPS.c.id))).all():
        key = f"{WAITING}:{skp_id}:{at}:{appraiser.assignment_id}:{version}"
        await _post(session, WAITING, key, appraiser, skp_id, at, now)


async def _post(
    session: AsyncSession, card: str, key: str, to: Member, skp_id: int, version: int, now: datetime
) -> None:
    await outbox.post(
        session,
        key,
        to.person_id,
        card,
        {"skp": skp_id, "version": version},
        now,
        subject=f"skp:{skp_id}",
        priority=Priority.answer,
        may_resend=True,
    )


@operation("skp.approve")
async def approve(session: AsyncSession, actor: Member, intent: ApproveSkp, now: datetime) -> SkpFacts:
    """Agree to a plan that waits. For the present appraiser; the same tap again has no second effect.

    Raises NotFound, NotAllowed, and MovedOn when it was decided, changed or withdrawn meanwhile.
    """
    return await _decide(session, actor, "skp.approve", intent, SkpStatus.disepakati, None, now)


@operation("skp.give_back")
async def give_back(session: AsyncSession, actor: Member, intent: ReturnSkp, now: datetime) -> SkpFacts:
    """Return a plan that waits, with a reason. As `approve`; Invalid without a reason."""
    if not intent.reason.strip():
        raise Invalid("reason")
    return await _decide(session, actor, "skp.give_back", intent, SkpStatus.dikembalikan, intent.reason.strip(), now)


async def _decide(
    session: AsyncSession,
    actor: Member,
    name: str,
    intent: ApproveSkp | ReturnSkp,
    status: SkpStatus,
    reason: str | None,
    now: datetime,
) -> SkpFacts:
    decision = {"status": status, "decided_by": actor.assignment_id}
    news = {"decided_at": now, "reason": reason}
    may = _appraised_by(actor)
    if await _change(session, name, intent.skp_id, intent.version, SkpStatus.diajukan, may, decision, news, now):
        facts = await _facts(session, intent.skp_id)
        await outbox.supersede(session, f"skp:{facts.id}", WAITING, facts.version, now)
        key = f"{DECIDED}:{facts.id}:{facts.version}"
        await _post(session, DECIDED, key, facts.owner, facts.id, facts.version, now)
        detail = {"version": facts.version} | ({"reason": audit.digest_of(reason)} if reason else {})
        await audit.record(session, audit.by(actor), name, f"skp:{facts.id}", detail, now)
        return facts
    return await _facts(session, intent.skp_id)


@operation("skp.withdraw")
async def withdraw(session: AsyncSession, actor: Member, intent: WithdrawSkp, now: datetime) -> SkpFacts:
    """Take one's own plan back while it waits; repeating it has no effect. Raises NotFound, NotAllowed, MovedOn."""
    may = _owned_by(actor, AssignmentStatus.active)
    to = {"status": SkpStatus.ditarik}
    version = intent.version
    if await _change(session, "skp.withdraw", intent.skp_id, version, SkpStatus.diajukan, may, to, {}, now):
        await outbox.supersede(session, f"skp:{intent.skp_id}", WAITING, version + 1, now)
        detail = {"version": version + 1}
        await audit.record(session, audit.by(actor), "skp.withdraw", f"skp:{intent.skp_id}", detail, now)
    return await _facts(session, intent.skp_id)


@operation("skp.mark_entered")
async def mark_entered(session: AsyncSession, actor: Member, intent: MarkEntered, now: datetime) -> SkpFacts:
    """The owner of an agreed plan says since which local day it is in Ruang GTK; another day corrects it.

    Raises NotFound, NotAllowed, MovedOn, and Invalid for a day to come.
    """
    owner = await people.acting(session, actor, "skp.mark_entered")
    if intent.on > now.astimezone(ZoneInfo(owner.zone)).date():
        raise Invalid("entered_on")
    may = _owned_by(owner, AssignmentStatus.active)
    to = {"entered_on": intent.on}
    version = intent.version
    if await _change(session, "skp.mark_entered", intent.skp_id, version, SkpStatus.disepakati, may, to, {}, now):
        detail = {"version": version + 1, "on": intent.on.isoformat()}
        await audit.record(session, audit.by(actor), "skp.mark_entered", f"skp:{intent.skp_id}", detail, now)
    return await _facts(session, intent.skp_id)


async def _change(
    session: AsyncSession,
    name: str,
    skp_id: int,
    version: int,
    status: SkpStatus,
    may: ColumnElement[bool],
    to: dict[str, Any],
    news: dict[str, Any],
    now: datetime,
) -> bool:
    """Move a SKP on from `status` and `version`; False when the very same was done before (`to` holds already)."""
    expected = update(SKPS).where(SKPS.c.id == skp_id, SKPS.c.version == version, SKPS.c.status == status, may)
    if await changed(session, expected.values(version=version + 1, changed_at=now, **to, **news)):
        return True
    found = (await session.execute(select(SKPS, may.label("may")).where(SKPS.c.id == skp_id))).first()
    if found is None:
        raise NotFound("skp")
    if not found.may:
        raise NotAllowed(name)
    if found.version == version + 1 and all(getattr(found, column) == value for column, value in to.items()):
        return False
    raise await _moved_on(session, SKPS.c.id == skp_id)


async def _moved_on(session: AsyncSession, *which: ColumnElement[bool]) -> MovedOn:
    row = (
        await session.execute(
            select(SKPS.c.status, SKPS.c.changed_at, SKPS.c.version, PEOPLE.c.name, _decider_person.c.name.label("by"))
            .select_from(_with_people())
            .where(*which)
        )
    ).one()
    decided = row.status in (SkpStatus.disepakati, SkpStatus.dikembalikan)
    return MovedOn(row.status, row.by if decided else row.name, row.changed_at, row.version)


def _with_people() -> Any:
    """A SKP with its owner, the present appraiser and whoever decided."""
    return (
        SKPS.join(MEMBERS, ASSIGNMENTS.c.id == SKPS.c.assignment_id)
        .outerjoin(APPOINTMENTS, (APPOINTMENTS.c.assignment_id == ASSIGNMENTS.c.id) & APPOINTMENTS.c.ends.is_(None))
        .outerjoin(_appraiser, _appraiser.c.id == APPOINTMENTS.c.appraiser_assignment_id)
        .outerjoin(_appraiser_person, _appraiser_person.c.id == _appraiser.c.person_id)
        .outerjoin(_decider, _decider.c.id == SKPS.c.decided_by)
        .outerjoin(_decider_person, _decider_person.c.id == _decider.c.person_id)
    )


async def _facts(session: AsyncSession, skp_id: int) -> SkpFacts:
    row = (
        await session.execute(
            select(
                *MEMBER,
                _appraiser_person.c.name.label("appraiser_name"),
                _decider_person.c.name.label("decider_name"),
                SKPS.c.status.label("stands"),
                SKPS,
            )
            .select_from(_with_people())
            .where(SKPS.c.id == skp_id)
        )
    ).one()
    return SkpFacts(
        id=skp_id,
        version=row.version,
        revision=row.revision,
        status=row.stands,
        owner=Member(*row[: len(MEMBER)]),
        appraiser_name=row.appraiser_name,
        period=row.period,
        pack_id=row.pack_id,
        pack_version=row.pack_version,
        plan=await plans.read(session, skp_id, row.revision),
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        decided_by=row.decider_name,
        reason=row.reason,
        entered_on=row.entered_on,
    )


@operation("skp.facts")
async def facts(session: AsyncSession, skp_id: int, viewer: Member) -> SkpFacts:
    """A SKP as its owner or its present appraiser may see it; NotFound for everybody else."""
    mine = select(SKPS.c.id).where(SKPS.c.id == skp_id, or_(_owned_by(viewer), _appraised_by(viewer)))
    if await session.scalar(mine) is None:
        raise NotFound("skp")
    return await _facts(session, skp_id)


async def of_member(session: AsyncSession, member: Member, period: str) -> SkpFacts | None:
    """The member's own SKP of a period."""
    mine = select(SKPS.c.id).where(SKPS.c.period == period, _owned_by(member))
    skp_id = await session.scalar(mine)
    return None if skp_id is None else await _facts(session, skp_id)


@operation("skp.waiting_for")
async def waiting_for(
    session: AsyncSession, actor: Member, offset: int, limit: int
) -> tuple[int, tuple[WaitingPlan, ...]]:
    """How many plans wait for this appraiser, and some of them, oldest first. None for one who may not decide."""
    waiting = (SKPS.c.status == SkpStatus.diajukan, _appraised_by(actor))
    count = await session.scalar(select(func.count()).select_from(SKPS).where(*waiting))
    rows = await session.execute(
        select(SKPS.c.id, SKPS.c.version, PEOPLE.c.name, UNITS.c.name, SKPS.c.submitted_at)
        .join_from(SKPS, MEMBERS, ASSIGNMENTS.c.id == SKPS.c.assignment_id)
        .where(*waiting)
        .order_by(SKPS.c.submitted_at, SKPS.c.id)
        .offset(offset)
        .limit(limit)
    )
    return count or 0, tuple(WaitingPlan(*row) for row in rows)
