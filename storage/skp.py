"""Sasaran Kinerja Pegawai: the plan of one member for one period, from sending to agreement.

Every change is one conditional UPDATE that asks for permission, state and version at once; when it changes nothing,
the row is read to say why.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Row,
    String,
    and_,
    cast,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage import appraising, audit, nudging, outbox, people, plans
from storage.appraising import appraised_by, owned_by
from storage.errors import Invalid
from storage.flow import UNDO_WITHIN, Step, Who, move, step
from storage.operations import operation
from storage.outbox import OUTBOX, Priority
from storage.skp_record import OWNER, SKPS, facts, moved_on, of_member, owner_of, read, waiting
from storage.values import (
    ApproveSkp,
    AssignmentStatus,
    MarkEntered,
    Member,
    ReturnSkp,
    SkpFacts,
    SkpStatus,
    SubmitSkp,
    UndoSkp,
    WithdrawSkp,
)

__all__ = ["SKPS", "facts", "of_member", "owner_of", "waiting"]
PLANNERS = (Role.guru, Role.kepala_sekolah, Role.pengawas)
"""Who makes a plan in Kawal; which of them a regulation covers is the pack's to say."""
WAITING = "plan_waiting"
DECIDED = "plan_decided"
UNDONE = "plan_undone"
NO_APPRAISER = "no_appraiser"
MOST_CARDS = 3
"""Plans that wait on one phone as cards of their own; beyond that the inbox is pointed to."""


_RESENDABLE = (SkpStatus.diajukan, SkpStatus.dikembalikan, SkpStatus.ditarik)
SUBMIT = step("skp.submit", (), SkpStatus.diajukan, Who.owner)
SUBMIT_AGAIN = step("skp.submit", _RESENDABLE, SkpStatus.diajukan, Who.owner)
APPROVE = step("skp.approve", SkpStatus.diajukan, SkpStatus.disepakati, Who.appraiser)
GIVE_BACK = step("skp.give_back", SkpStatus.diajukan, SkpStatus.dikembalikan, Who.appraiser)
WITHDRAW = step("skp.withdraw", SkpStatus.diajukan, SkpStatus.ditarik, Who.owner)
UNDO = step("skp.undo", (SkpStatus.disepakati, SkpStatus.dikembalikan), SkpStatus.diajukan, Who.appraiser)
MARK_ENTERED = step("skp.mark_entered", SkpStatus.disepakati, SkpStatus.disepakati, Who.owner)


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
    await _ask(session, owner, row.id, row.version, row.revision, now)
    detail = {
        "version": row.version,
        "revision": row.revision,
        "pack": intent.pack_id,
        "plan": plans.digest(intent.plan),
    }
    await audit.record(session, audit.by(actor), "skp.submit", f"skp:{row.id}", detail, now)
    return await read(session, row.id)


async def _store(session: AsyncSession, owner: Member, intent: SubmitSkp, now: datetime) -> Row[*tuple[Any, ...]]:
    """The row as submitted: id, version and revision."""
    submitted = {
        "pack_id": intent.pack_id,
        "pack_version": intent.pack_version,
        "status": SkpStatus.diajukan,
        "submitted_at": now,
        "changed_at": now,
        "changed_by": owner.assignment_id,
        "problems": ",".join(intent.problems) or None,
    }
    known = (SKPS.c.assignment_id == owner.assignment_id, SKPS.c.period == intent.period)
    again = update(SKPS).where(*known, SKPS.c.status.in_(SUBMIT_AGAIN.frm))
    undecided = {"decided_at": None, "decided_by": None, "reason": None, "entered_on": None}
    counted = {"version": SKPS.c.version + 1, "revision": SKPS.c.revision + 1}
    first = insert(SKPS).values(assignment_id=owner.assignment_id, period=intent.period, **submitted)
    for attempt in (again.values(**submitted, **undecided, **counted), first.on_conflict_do_nothing()):
        row = (await session.execute(attempt.returning(SKPS.c.id, SKPS.c.version, SKPS.c.revision))).first()
        if row is not None:
            return row
    raise await moved_on(session, *known)


async def _ask(session: AsyncSession, owner: Member, skp_id: int, version: int, revision: int, now: datetime) -> None:
    """Put the plan before whoever decides. One who has not been confirmed yet is told then (`tell_waiting`)."""
    await outbox.supersede(session, f"skp:{skp_id}", WAITING, version, now)
    appraiser = await people.appraiser(session, owner.assignment_id)
    if appraiser is None or appraiser.status is AssignmentStatus.ended:
        params = {"skp": skp_id, "assignment": owner.assignment_id}
        for operator in await people.operators(session, owner.unit_id, owner.year):
            key = f"{NO_APPRAISER}:{skp_id}:{version}:{operator}"
            subject, first = f"skp:{skp_id}", Priority.answer
            await outbox.post(session, key, operator, NO_APPRAISER, params, now, subject=subject, priority=first)
    for decider in await appraising.deciders(session, owner.assignment_id, now):
        key = f"{WAITING}:{skp_id}:{version}:{decider.assignment_id}"
        await _put_before(session, decider, key, {"skp": skp_id, "version": version, "revision": revision}, now)


async def _put_before(
    session: AsyncSession, decider: Member, key: str, params: Mapping[str, Any], now: datetime
) -> None:
    """A card of its own, or one line in the inbox when there are many on the phone already."""
    waits = (SKPS.c.status == SkpStatus.diajukan, appraised_by(OWNER, decider, now))
    subjects = select(literal("skp:") + cast(SKPS.c.id, String)).where(*waits)
    if await outbox.held(session, decider.person_id, WAITING, subjects) < MOST_CARDS:
        await _post(session, WAITING, key, decider, params, now)
    else:
        await nudging.nudge_decider(session, decider, now)


async def tell_waiting(session: AsyncSession, decider: Member, occasion: str, now: datetime) -> None:
    """Cards of all plans that wait for one who decides since just now; `occasion` makes the keys unique: it is the same
    for the same news. Whoever has the card of a plan already gets no second one."""
    columns = (SKPS.c.id, SKPS.c.version, SKPS.c.revision)
    waiting = select(*columns).where(SKPS.c.status == SkpStatus.diajukan, appraised_by(OWNER, decider, now))
    for skp_id, version, revision in (await session.execute(waiting.order_by(SKPS.c.submitted_at, SKPS.c.id))).all():
        key = f"{WAITING}:{skp_id}:{version}:{decider.assignment_id}"
        if not await outbox.holds(session, decider.person_id, f"skp:{skp_id}", WAITING, key):
            params = {"skp": skp_id, "version": version, "revision": revision}
            await _put_before(session, decider, f"{key}:{occasion}", params, now)


async def _post(
    session: AsyncSession,
    card: str,
    key: str,
    to: Member,
    params: Mapping[str, Any],
    now: datetime,
    not_before: datetime | None = None,
) -> None:
    await outbox.tell(
        session,
        key,
        to.person_id,
        card,
        params,
        now,
        subject=f"skp:{params['skp']}",
        not_before=not_before,
    )


@operation("skp.approve")
async def approve(
    session: AsyncSession, actor: Member, intent: ApproveSkp, now: datetime, *, told_at: datetime | None = None
) -> SkpFacts:
    """Agree to a plan that waits. For whoever decides now; the same tap again has no second effect.

    The owner is told at once, or at `told_at`. Raises NotFound, NotAllowed, and MovedOn when it was decided, changed or
    withdrawn meanwhile.
    """
    return await _decide(session, actor, APPROVE, intent, None, now, told_at)


@operation("skp.give_back")
async def give_back(session: AsyncSession, actor: Member, intent: ReturnSkp, now: datetime) -> SkpFacts:
    """Return a plan that waits, with a reason. As `approve`; Invalid without a reason."""
    if not intent.reason.strip():
        raise Invalid("reason")
    return await _decide(session, actor, GIVE_BACK, intent, intent.reason.strip(), now, None)


async def _decide(
    session: AsyncSession,
    actor: Member,
    taken: Step,
    intent: ApproveSkp | ReturnSkp,
    reason: str | None,
    now: datetime,
    told_at: datetime | None,
) -> SkpFacts:
    news = {"decided_at": now, "decided_by": actor.assignment_id, "reason": reason}
    may = appraised_by(OWNER, actor, now)
    detail = {"reason": audit.digest_of(reason)} if reason else {}
    moved = await move(session, SKPS, taken, actor, intent.skp_id, intent.version, may, now, also=news, detail=detail)
    facts = await read(session, intent.skp_id)
    if moved:
        await outbox.supersede(session, f"skp:{facts.id}", WAITING, facts.version, now)
        key = f"{DECIDED}:{facts.id}:{facts.version}"
        await _post(session, DECIDED, key, facts.owner, {"skp": facts.id, "version": facts.version}, now, told_at)
    return facts


@operation("skp.undo")
async def undo(session: AsyncSession, actor: Member, intent: UndoSkp, now: datetime) -> SkpFacts:
    """Take one's own decision back within `UNDO_WITHIN`: the plan waits again as it did before.

    The owner is told so in any case: they may have looked before the news of the decision went out. Raises NotFound,
    NotAllowed (another's decision, or too late), MovedOn.
    """
    fresh = and_(SKPS.c.decided_by == actor.assignment_id, SKPS.c.decided_at > now - UNDO_WITHIN)
    not_entered = SKPS.c.entered_on.is_(None)  # what is in Ruang GTK is the owner's to take back first
    may = and_(appraised_by(OWNER, actor, now), not_entered, or_(fresh, SKPS.c.status == SkpStatus.diajukan))
    former = {"decided_at": None, "decided_by": None, "reason": None}
    if await move(session, SKPS, UNDO, actor, intent.skp_id, intent.version, may, now, also=former):
        facts = await read(session, intent.skp_id)
        await outbox.drop(session, OUTBOX.c.key == f"{DECIDED}:{facts.id}:{intent.version}", now=now)
        await outbox.supersede(session, f"skp:{facts.id}", WAITING, facts.version, now)
        key = f"{UNDONE}:{facts.id}:{facts.version}"
        await _post(session, UNDONE, key, facts.owner, {"skp": facts.id, "version": facts.version}, now)
    return await read(session, intent.skp_id)


@operation("skp.withdraw")
async def withdraw(session: AsyncSession, actor: Member, intent: WithdrawSkp, now: datetime) -> SkpFacts:
    """Take one's own plan back while it waits; repeating it has no effect. Raises NotFound, NotAllowed, MovedOn."""
    may = owned_by(OWNER, actor, AssignmentStatus.active)
    if await move(session, SKPS, WITHDRAW, actor, intent.skp_id, intent.version, may, now):
        await outbox.supersede(session, f"skp:{intent.skp_id}", WAITING, intent.version + 1, now)
    return await read(session, intent.skp_id)


@operation("skp.mark_entered")
async def mark_entered(session: AsyncSession, actor: Member, intent: MarkEntered, now: datetime) -> SkpFacts:
    """The owner of an agreed plan says since which local day it is in Ruang GTK; another day corrects it.

    Raises NotFound, NotAllowed, MovedOn, and Invalid for a day to come.
    """
    owner = await people.acting(session, actor, "skp.mark_entered")
    if intent.on > now.astimezone(ZoneInfo(owner.zone)).date():
        raise Invalid("entered_on")
    may = owned_by(OWNER, owner, AssignmentStatus.active)
    news, detail = {"entered_on": intent.on}, {"on": intent.on.isoformat()}
    version = intent.version
    await move(session, SKPS, MARK_ENTERED, owner, intent.skp_id, version, may, now, also=news, detail=detail)
    return await read(session, intent.skp_id)
