"""The competence log (*pengembangan kompetensi*): what was done, its points or reflection, its confirmation."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage import audit, evidence, logbook, nudging, outbox, people
from storage.appraising import appraised_by, owned_by
from storage.errors import Invalid, NotFound
from storage.flow import UNDO_WITHIN, Step, Who, move, step
from storage.logbook import COMPLETE, LOGS, OWNER, facts_of, problems_of
from storage.operations import operation
from storage.people import ASSIGNMENTS, MEMBERS, PEOPLE, UNITS
from storage.values import AssignmentStatus, Member
from storage.values.competence import (
    LONGEST_REASON,
    LONGEST_REFLECTION,
    LONGEST_TITLE,
    MOST_POINTS,
    MOST_UNITS,
    OPEN,
    AddEvidence,
    ChangeLog,
    Entry,
    LogFacts,
    LogStatus,
    OnLog,
    RemoveEvidence,
    ReturnLog,
    SaveLog,
)
from storage.values.inbox import Thing, Waiting

LOGGERS = (Role.guru, Role.kepala_sekolah, Role.pengawas)
"""Who keeps a log; which of them a regulation covers is the pack's to say."""
DECIDED = "log_decided"
UNDONE = "log_undone"


_UNDECIDED = {"decided_at": None, "decided_by": None, "reason": None}

SAVE = step("competence.save", (), LogStatus.tersimpan, Who.owner)
CHANGE = step("competence.change", OPEN, LogStatus.tersimpan, Who.owner)
ADD = step("competence.add_evidence", OPEN, LogStatus.tersimpan, Who.owner)
REMOVE = step("competence.remove_evidence", OPEN, LogStatus.tersimpan, Who.owner)
SUBMIT = step("competence.submit", OPEN, LogStatus.diajukan, Who.owner)
WITHDRAW = step("competence.withdraw", LogStatus.diajukan, LogStatus.ditarik, Who.owner)
DELETE = step("competence.delete", OPEN, LogStatus.dihapus, Who.owner)
CONFIRM = step("competence.confirm", LogStatus.diajukan, LogStatus.dikonfirmasi, Who.appraiser)
GIVE_BACK = step("competence.give_back", LogStatus.diajukan, LogStatus.dikembalikan, Who.appraiser)
UNDO = step("competence.undo", (LogStatus.dikonfirmasi, LogStatus.dikembalikan), LogStatus.diajukan, Who.appraiser)


# --- the owner -----------------------------------------------------------------


@operation("competence.save")
async def save(session: AsyncSession, actor: Member, intent: SaveLog, now: datetime) -> LogFacts:
    """Note an activity; nobody else sees it until it is sent. Raises NotAllowed, and Invalid for what cannot be.

    Not idempotent by itself: close the draft that it comes from in the same transaction (`drafts.finish`).
    """
    owner = await people.acting(session, actor, "competence.save", *LOGGERS)
    _check(intent.entry, intent.starts, intent.ends, owner, now)
    same = ("period", "starts", "ends", "pack_id", "pack_version", "needs_evidence")
    values = {name: getattr(intent, name) for name in same} | _columns(intent.entry)
    changed = {"version": 1, "changed_at": now, "changed_by": owner.assignment_id}
    made = insert(LOGS).values(assignment_id=owner.assignment_id, status=SAVE.to, **changed, **values)
    log_id = await session.scalar(made.returning(LOGS.c.id))
    assert log_id is not None
    await evidence.attach(session, owner, log_id, intent.pieces, now)
    detail = {"version": 1, "pack": intent.pack_id, "entry": _digest(intent.entry)}
    await audit.record(session, audit.by(owner), SAVE.operation, f"{LOGS.name}:{log_id}", detail, now)
    return await facts_of(session, log_id)


@operation("competence.change")
async def change(session: AsyncSession, actor: Member, intent: ChangeLog, now: datetime) -> LogFacts:
    """Write an open entry anew; it has to be sent again. Raises NotFound, NotAllowed, MovedOn, Invalid."""
    row = (await session.execute(select(LOGS.c.starts, LOGS.c.ends).where(LOGS.c.id == intent.log_id))).first()
    if row is None:
        raise NotFound(LOGS.name)
    _check(intent.entry, row.starts, row.ends, actor, now)
    news = _columns(intent.entry) | _UNDECIDED
    await _own(session, CHANGE, actor, intent, now, news, {"entry": _digest(intent.entry)})
    return await facts_of(session, intent.log_id)


@operation("competence.add_evidence")
async def add_evidence(session: AsyncSession, actor: Member, intent: AddEvidence, now: datetime) -> LogFacts:
    """Put more evidence beside an open entry. Raises NotFound, NotAllowed, MovedOn, Invalid."""
    if await _own(session, ADD, actor, intent, now, {}, {"pieces": len(intent.pieces)}):
        await evidence.attach(session, actor, intent.log_id, intent.pieces, now)
    return await facts_of(session, intent.log_id)


@operation("competence.remove_evidence")
async def remove_evidence(session: AsyncSession, actor: Member, intent: RemoveEvidence, now: datetime) -> LogFacts:
    """Take a piece of evidence off an open entry. Raises NotFound, NotAllowed, MovedOn."""
    moved = await _own(session, REMOVE, actor, intent, now, {}, {"evidence": intent.evidence_id})
    if moved and not await evidence.remove(session, intent.log_id, intent.evidence_id):
        raise NotFound("evidence")
    return await facts_of(session, intent.log_id)


@operation("competence.submit")
async def submit(session: AsyncSession, actor: Member, intent: OnLog, now: datetime) -> LogFacts:
    """Send an entry to whoever decides; the same again has no second effect. Raises NotFound, NotAllowed, MovedOn."""
    if await _own(session, SUBMIT, actor, intent, now, {"submitted_at": now, **_UNDECIDED}, {}):
        await nudging.nudge(session, actor, now)
    return await facts_of(session, intent.log_id)


@operation("competence.submit_all")
async def submit_all(session: AsyncSession, actor: Member, period: str, now: datetime) -> int:
    """Send everything of a period that is saved and complete; gives how many. What came back is mended first."""
    owner = await people.acting(session, actor, "competence.submit_all", *LOGGERS)
    ready = (
        LOGS.c.assignment_id == owner.assignment_id,
        LOGS.c.period == period,
        LOGS.c.status == LogStatus.tersimpan,
        COMPLETE,
    )
    rows = (await session.execute(select(LOGS.c.id, LOGS.c.version).where(*ready).order_by(LOGS.c.id))).all()
    for row in rows:
        await submit(session, owner, OnLog(row.id, row.version), now)
    return len(rows)


@operation("competence.withdraw")
async def withdraw(session: AsyncSession, actor: Member, intent: OnLog, now: datetime) -> LogFacts:
    """Take an entry back while it waits. Raises NotFound, NotAllowed, MovedOn."""
    await _own(session, WITHDRAW, actor, intent, now, {}, {})
    return await facts_of(session, intent.log_id)


@operation("competence.delete")
async def delete(session: AsyncSession, actor: Member, intent: OnLog, now: datetime) -> None:
    """Throw an open entry away: its words and its evidence go. Raises NotFound, NotAllowed, MovedOn."""
    empty: dict[str, Any] = {"title": "", "reflection": {}, **_UNDECIDED}
    if await _own(session, DELETE, actor, intent, now, empty, {}):
        await evidence.remove(session, intent.log_id)


async def _own(
    session: AsyncSession,
    taken: Step,
    actor: Member,
    intent: OnLog | ChangeLog | AddEvidence | RemoveEvidence,
    now: datetime,
    also: dict[str, Any],
    detail: dict[str, Any],
) -> bool:
    """A step of the owner, in an active role."""
    may = owned_by(OWNER, actor, AssignmentStatus.active)
    log, version = intent.log_id, intent.version
    return await move(session, LOGS, taken, actor, log, version, may, now, also=also, detail=detail)


def _check(entry: Entry, starts: date, ends: date, owner: Member, now: datetime) -> None:
    """What no entry may be, whatever the pack: Invalid names the part. The rules of the pack are the dialog's."""
    if not 0 < len(entry.title.strip()) <= LONGEST_TITLE:
        raise Invalid("title")
    if not starts <= entry.day <= ends or entry.day > now.astimezone(ZoneInfo(owner.zone)).date():
        raise Invalid("day")
    if not 1 <= entry.units <= MOST_UNITS:
        raise Invalid("units")
    if entry.each is not None and not 1 <= entry.each <= MOST_POINTS:
        raise Invalid("points")
    if any(len(answer) > LONGEST_REFLECTION for answer in entry.reflection.values()):
        raise Invalid("reflection")


def _columns(entry: Entry) -> dict[str, Any]:
    return asdict(entry) | {"reflection": dict(entry.reflection)}


def _digest(entry: Entry) -> str:
    return audit.digest_of(json.dumps(_columns(entry), sort_keys=True, default=str))


# --- whoever decides --------------------------------------------------------------


@operation("competence.confirm")
async def confirm(
    session: AsyncSession, actor: Member, intent: OnLog, now: datetime, *, told_at: datetime | None = None
) -> LogFacts:
    """Confirm an entry that waits. For whoever decides now; the same tap again has no second effect.

    The owner is told at once, or at `told_at`; what is decided at the same instant is told on one card. Raises
    NotFound, NotAllowed, and MovedOn when it was decided, changed or withdrawn meanwhile.
    """
    return await _decide(session, actor, CONFIRM, intent, None, now, told_at)


@operation("competence.confirm_all")
async def confirm_all(session: AsyncSession, actor: Member, assignment_id: int, now: datetime) -> int:
    """Confirm everything of one person that waits and needs no look; gives how many. NotFound for others."""
    if not await logbook.decides(session, actor, assignment_id, now):
        raise NotFound("person")
    lines = await complete_of(session, actor, assignment_id, now)
    for line in lines:
        await confirm(session, actor, OnLog(line.id, line.version), now)
    return len(lines)


async def complete_of(session: AsyncSession, actor: Member, assignment_id: int, now: datetime) -> tuple[Waiting, ...]:
    """What of one person waits for this actor and needs no look."""
    lines = await _waiting(session, actor, now, LOGS.c.assignment_id == assignment_id)
    return tuple(line for line in lines if not line.problems)


@operation("competence.give_back")
async def give_back(session: AsyncSession, actor: Member, intent: ReturnLog, now: datetime) -> LogFacts:
    """Return an entry that waits, with a reason. As `confirm`; Invalid without a reason."""
    if not 0 < len(intent.reason.strip()) <= LONGEST_REASON:
        raise Invalid("reason")
    return await _decide(session, actor, GIVE_BACK, intent, intent.reason.strip(), now, None)


async def _decide(
    session: AsyncSession,
    actor: Member,
    taken: Step,
    intent: OnLog | ReturnLog,
    reason: str | None,
    now: datetime,
    told_at: datetime | None,
) -> LogFacts:
    news = {"decided_at": now, "decided_by": actor.assignment_id, "reason": reason}
    detail = {"reason": audit.digest_of(reason)} if reason else {}
    may = appraised_by(OWNER, actor, now)
    moved = await move(session, LOGS, taken, actor, intent.log_id, intent.version, may, now, also=news, detail=detail)
    facts = await facts_of(session, intent.log_id)
    if moved:
        owner = facts.owner
        params = {"owner": owner.assignment_id, "by": actor.assignment_id, "at": now.isoformat()}
        key = _told_key(owner, actor, now)
        if await outbox.is_out(session, key):  # a clock that stands still
            key = f"{key}:{facts.id}"
        await _tell(session, key, DECIDED, owner, params, now, told_at)
    return facts


@operation("competence.undo")
async def undo(session: AsyncSession, actor: Member, intent: OnLog, now: datetime) -> LogFacts:
    """Take one's own decision back within `UNDO_WITHIN`: the entry waits again as it did before.

    The owner is told so in any case: they may have looked before the news of the decision went out. Raises NotFound,
    NotAllowed (another's decision, or too late), MovedOn.
    """
    fresh = and_(LOGS.c.decided_by == actor.assignment_id, LOGS.c.decided_at > now - UNDO_WITHIN)
    may = and_(appraised_by(OWNER, actor, now), or_(fresh, LOGS.c.status == LogStatus.diajukan))
    log, version = intent.log_id, intent.version
    moved = await move(session, LOGS, UNDO, actor, log, version, may, now, also=_UNDECIDED)
    facts = await facts_of(session, log)
    if moved:
        key = f"{UNDONE}:{log}:{facts.version}"
        await _tell(session, key, UNDONE, facts.owner, {"log": log, "version": facts.version}, now, None)
    return facts


def _told_key(owner: Member, decider: Member, at: datetime) -> str:
    """What one decider has decided about one owner at one instant is told once."""
    return f"{DECIDED}:{owner.assignment_id}:{decider.assignment_id}:{at.isoformat()}"


async def _tell(
    session: AsyncSession,
    key: str,
    card: str,
    owner: Member,
    params: dict[str, Any],
    now: datetime,
    not_before: datetime | None,
) -> None:
    await outbox.tell(
        session,
        key,
        owner.person_id,
        card,
        params,
        now,
        subject=f"logs:{owner.assignment_id}",
        not_before=not_before,
    )


@operation("competence.waiting")
async def waiting(session: AsyncSession, actor: Member, now: datetime) -> tuple[Waiting, ...]:
    """What waits for this actor, oldest first, for the inbox. Nothing for one who may not decide."""
    return await _waiting(session, actor, now)


async def _waiting(
    session: AsyncSession, actor: Member, now: datetime, *which: ColumnElement[bool]
) -> tuple[Waiting, ...]:
    rows = (
        await session.execute(
            select(LOGS, PEOPLE.c.name, UNITS.c.name.label("unit"))
            .join_from(LOGS, MEMBERS, ASSIGNMENTS.c.id == OWNER)
            .where(LOGS.c.status == LogStatus.diajukan, appraised_by(OWNER, actor, now), *which)
            .order_by(LOGS.c.submitted_at, LOGS.c.id)
        )
    ).all()
    pieces = await evidence.of_entries(session, [row.id for row in rows])
    return tuple(
        Waiting(
            Thing.competence,
            row.id,
            row.version,
            row.name,
            row.unit,
            row.submitted_at,
            problems_of(row, pieces.get(row.id, ())),
            row.title,
        )
        for row in rows
    )
