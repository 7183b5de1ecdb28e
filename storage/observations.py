"""The observation cycle: a slot that both sides agree on, then step by step the forms of both sides."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role, Side
from storage import audit, outbox, people, skp, slots
from storage.appraising import owned_by
from storage.errors import Invalid, MovedOn, NotFound
from storage.flow import UNDO_WITHIN, Step, Who, move, step
from storage.observation_news import SLOT, ask, key_of, others, slot_changed, subject_of, tell
from storage.observation_record import OBSERVATIONS, OWNER, observes, read, takes_part, write
from storage.operations import operation
from storage.values import AssignmentStatus, Member, SkpStatus
from storage.values.observation import (
    AgreeSlot,
    Answer,
    CancelObservation,
    Conclude,
    Discuss,
    FollowUp,
    FormKind,
    MoveSlot,
    News,
    ObservationFacts,
    ObservationStatus,
    Observe,
    Prepare,
    Reflect,
    Respond,
    UndoAgreement,
)

OBSERVED = (Role.guru, Role.kepala_sekolah, Role.pengawas)
LONGEST = 1000
"""Characters of one text in a form."""
_S = ObservationStatus
PREPARE = step("observations.prepare", (), _S.persiapan, Who.owner)
MOVE = step("observations.move_slot", (_S.persiapan, _S.dijadwalkan), _S.persiapan, Who.either)
AGREE = step("observations.agree", _S.persiapan, _S.dijadwalkan, Who.either)
UNDO = step("observations.undo", _S.dijadwalkan, _S.persiapan, Who.either)
CANCEL = step("observations.cancel", (_S.persiapan, _S.dijadwalkan), _S.dibatalkan, Who.either)
# "appraiser" below: whoever observes, which a member of the tim kinerja may do as well.
OBSERVE = step("observations.observe", _S.dijadwalkan, _S.diamati, Who.appraiser)
DISCUSS = step("observations.discuss", _S.diamati, _S.dijawab, Who.owner)
CONCLUDE = step("observations.conclude", _S.dijawab, _S.didiskusikan, Who.appraiser)
FOLLOW_UP = step("observations.follow_up", (_S.didiskusikan, _S.ditindaklanjuti), _S.ditindaklanjuti, Who.owner)
REFLECT = step("observations.reflect", _S.ditindaklanjuti, _S.direfleksikan, Who.owner)
RESPOND = step("observations.respond", _S.direfleksikan, _S.selesai, Who.appraiser)


# --- the slot -------------------------------------------------------------------


@operation("observations.prepare")
async def prepare(session: AsyncSession, actor: Member, intent: Prepare, now: datetime) -> ObservationFacts:
    """Begin a cycle about a focus of one's agreed plan, with or without a proposed slot.

    Raises NotAllowed; Invalid when no such focus is agreed or the slot cannot be; SlotTaken; MovedOn when the cycle has
    begun. Not idempotent by itself: close the draft that it comes from in the same transaction (`drafts.finish`).
    """
    owner = await people.acting(session, actor, "observations.prepare", *OBSERVED)
    plan = await skp.of_member(session, owner, intent.period)
    if plan is None or plan.status is not SkpStatus.disepakati or intent.focus not in plan.plan.focuses:
        raise Invalid("no_agreed_focus")
    content = {"targets": list(intent.targets), "learning": _said(intent.learning), "documents": intent.documents}
    values = {
        "assignment_id": owner.assignment_id,
        "period": intent.period,
        "opens": intent.opens,
        "closes": intent.closes,
        "focus": intent.focus,
        "pack_id": plan.pack_id,
        "pack_version": plan.pack_version,
        "status": PREPARE.to,
        "starts": intent.at,
        "slot_by": None if intent.at is None else Side.diobservasi,
        "version": 1,
        "changed_at": now,
        "changed_by": owner.assignment_id,
    }
    first = insert(OBSERVATIONS).values(**values).on_conflict_do_nothing().returning(OBSERVATIONS.c.id)
    observation_id = await session.scalar(first)
    if observation_id is None:
        raise await _begun(session, owner, intent)
    await write(session, observation_id, FormKind.persiapan, owner, content, now)
    detail = {"focus": intent.focus, "form": _digest(content)}
    await audit.record(session, audit.by(owner), PREPARE.operation, f"observation:{observation_id}", detail, now)
    facts = await _read(session, observation_id)
    if intent.at is not None:
        await slots.check(session, facts, now)
        await ask(session, facts, now)
    return facts


async def _begun(session: AsyncSession, owner: Member, intent: Prepare) -> MovedOn:
    at = OBSERVATIONS.c
    same = (at.assignment_id == owner.assignment_id, at.period == intent.period, at.focus == intent.focus)
    row = (
        await session.execute(
            select(at.status, at.changed_at, at.version).where(*same, at.status != ObservationStatus.dibatalkan)
        )
    ).one()
    return MovedOn(row.status, owner.name, row.changed_at, row.version)


@operation("observations.move_slot")
async def move_slot(session: AsyncSession, actor: Member, intent: MoveSlot, now: datetime) -> ObservationFacts:
    """Propose another time; either side may, until it was observed. The other side has to agree (again).

    Raises NotFound, NotAllowed, MovedOn, Invalid, SlotTaken.
    """
    before = await read(session, intent.observation_id)
    if before is None:
        raise NotFound("observation")
    side = slots.side_of(before, actor)
    observer = None if side is Side.diobservasi else actor.assignment_id
    news = {"starts": intent.at, "slot_by": side, "observer_id": observer}
    moved = await _step(session, actor, MOVE, intent, takes_part(OWNER, actor, now), now, also=news)
    facts = await _read(session, intent.observation_id)
    if moved:
        await slots.check(session, facts, now)
        await slot_changed(session, before, News.moved, actor, facts.version, now)
        if side is Side.diobservasi:
            await ask(session, facts, now)
    return facts


@operation("observations.agree")
async def agree(session: AsyncSession, actor: Member, intent: AgreeSlot, now: datetime) -> ObservationFacts:
    """Agree to the time that the other side has proposed; one who agrees for the observers' side observes.

    The same tap again has no second effect. Raises NotFound, NotAllowed, MovedOn, Invalid, SlotTaken.
    """
    before = await read(session, intent.observation_id)
    if before is None:
        raise NotFound("observation")
    at = OBSERVATIONS.c
    may = or_(
        and_(at.slot_by == Side.diobservasi, observes(OWNER, actor, now)),
        and_(at.slot_by == Side.pengamat, owned_by(OWNER, actor, AssignmentStatus.active)),
    )
    observer = before.observer_id if slots.side_of(before, actor) is Side.diobservasi else actor.assignment_id
    if await _step(session, actor, AGREE, intent, may, now, also={"observer_id": observer}):
        facts = await _read(session, intent.observation_id)
        await slots.check(session, facts, now)
        await slot_changed(session, facts, News.agreed, actor, facts.version, now)
    return await _read(session, intent.observation_id)


@operation("observations.undo")
async def undo(session: AsyncSession, actor: Member, intent: UndoAgreement, now: datetime) -> ObservationFacts:
    """Take one's own agreement to a time back within `UNDO_WITHIN`: it is as it was before.

    The other side is told so, unless they had not been told of the agreement yet. Raises NotFound, NotAllowed, MovedOn.
    """
    at = OBSERVATIONS.c
    fresh = and_(at.changed_by == actor.assignment_id, at.changed_at > now - UNDO_WITHIN)
    may = and_(takes_part(OWNER, actor, now), or_(fresh, at.status == ObservationStatus.persiapan))
    # Before the agreement there was an observer only if that side had proposed the time.
    former = {"observer_id": case((at.slot_by == Side.diobservasi, None), else_=at.observer_id)}
    before = await read(session, intent.observation_id)
    if await _step(session, actor, UNDO, intent, may, now, also=former) and before is not None:
        told = await others(session, before, actor)
        keys = [key_of(SLOT, News.agreed, before, before.version, other) for other in told]
        if any([await outbox.take_back(session, key, now) for key in keys]):
            await slot_changed(session, before, News.reopened, actor, intent.version + 1, now)
    return await _read(session, intent.observation_id)


@operation("observations.cancel")
async def cancel(session: AsyncSession, actor: Member, intent: CancelObservation, now: datetime) -> ObservationFacts:
    """Give a cycle up before it was observed, with a reason; it may begin anew. Either side may.

    Raises NotFound, NotAllowed, MovedOn, and Invalid without a reason.
    """
    content = {"text": _said(intent.reason, "reason")}
    may = takes_part(OWNER, actor, now)
    if await _step(session, actor, CANCEL, intent, may, now, detail={"form": _digest(content)}):
        await write(session, intent.observation_id, FormKind.pembatalan, actor, content, now)
        facts = await _read(session, intent.observation_id)
        await slot_changed(session, facts, News.cancelled, actor, facts.version, now)
    return await _read(session, intent.observation_id)


# --- the forms ------------------------------------------------------------------


@operation("observations.observe")
async def observe(session: AsyncSession, actor: Member, intent: Observe, now: datetime) -> ObservationFacts:
    """What was seen, and one recommendation. Whoever writes it is the observer from now on.

    Raises NotFound, NotAllowed, MovedOn; Invalid before the day of the slot or when nothing was noted.
    """
    if not intent.rated and not (intent.observed or "").strip():
        raise Invalid("nothing_observed")
    content = {
        "levels": {each.target: each.level for each in intent.rated},
        "notes": {each.target: each.note for each in intent.rated if each.note},
        "observed": intent.observed,
        "recommendation": _said(intent.recommendation),
    }
    may, also = observes(OWNER, actor, now), {"observer_id": actor.assignment_id}
    form = FormKind.pengamatan
    facts = await _fill(session, actor, OBSERVE, intent.observation_id, may, form, content, now, also)
    if facts.starts is None or _local(facts.starts, facts) > _local(now, facts):
        raise Invalid("too_early")
    await outbox.supersede(session, subject_of(facts), SLOT, facts.version, now)
    await tell(session, facts, News.observed, facts.owner, facts.version, now)
    return facts


@operation("observations.discuss")
async def discuss(session: AsyncSession, actor: Member, intent: Discuss, now: datetime) -> ObservationFacts:
    """The person observed answers the questions of the discussion. Raises NotFound, NotAllowed, MovedOn, Invalid."""
    return await _answered(session, actor, DISCUSS, intent.observation_id, FormKind.diskusi, intent.answers, now)


@operation("observations.conclude")
async def conclude(session: AsyncSession, actor: Member, intent: Conclude, now: datetime) -> ObservationFacts:
    """The observer notes what was agreed in the discussion. Raises NotFound, NotAllowed, MovedOn, Invalid."""
    return await _noted(session, actor, CONCLUDE, intent, FormKind.catatan, News.discussed, now)


@operation("observations.follow_up")
async def follow_up(session: AsyncSession, actor: Member, intent: FollowUp, now: datetime) -> ObservationFacts:
    """The person observed notes what they have done on a local day; any number of times.

    Raises NotFound, NotAllowed, MovedOn; Invalid for a day to come or before the observation.
    """
    content = {"on": intent.on.isoformat(), "text": _said(intent.text)}
    may = owned_by(OWNER, actor, AssignmentStatus.active)
    facts = await _fill(session, actor, FOLLOW_UP, intent.observation_id, may, FormKind.upaya, content, now)
    assert facts.starts is not None
    if not _local(facts.starts, facts) <= intent.on <= _local(now, facts):
        raise Invalid("follow_up_day")
    return facts


@operation("observations.reflect")
async def reflect(session: AsyncSession, actor: Member, intent: Reflect, now: datetime) -> ObservationFacts:
    """The person observed answers the questions of the reflection. Raises NotFound, NotAllowed, MovedOn, Invalid."""
    return await _answered(session, actor, REFLECT, intent.observation_id, FormKind.refleksi, intent.answers, now)


@operation("observations.respond")
async def respond(session: AsyncSession, actor: Member, intent: Respond, now: datetime) -> ObservationFacts:
    """The observer responds to the reflection, and the cycle is done. Raises NotFound, NotAllowed, MovedOn, Invalid."""
    return await _noted(session, actor, RESPOND, intent, FormKind.tanggapan, News.responded, now)


async def _answered(
    session: AsyncSession,
    actor: Member,
    taken: Step,
    observation_id: int,
    form: FormKind,
    answers: Sequence[Answer],
    now: datetime,
) -> ObservationFacts:
    content = {each.question: _said(each.text) for each in answers}
    if not content:
        raise Invalid("empty")
    may = owned_by(OWNER, actor, AssignmentStatus.active)
    facts = await _fill(session, actor, taken, observation_id, may, form, content, now)
    await ask(session, facts, now)
    return facts


async def _noted(
    session: AsyncSession,
    actor: Member,
    taken: Step,
    intent: Conclude | Respond,
    form: FormKind,
    news: News,
    now: datetime,
) -> ObservationFacts:
    content, may = {"text": _said(intent.text)}, observes(OWNER, actor, now)
    facts = await _fill(session, actor, taken, intent.observation_id, may, form, content, now)
    await tell(session, facts, news, facts.owner, facts.version, now)
    return facts


async def _fill(
    session: AsyncSession,
    actor: Member,
    taken: Step,
    observation_id: int,
    may: ColumnElement[bool],
    form: FormKind,
    content: Mapping[str, Any],
    now: datetime,
    also: Mapping[str, Any] | None = None,
) -> ObservationFacts:
    """Take a step by writing its form. The order of the steps guards it, not the version: a talk may last for hours,
    and what was typed must not be lost because something else was noted meanwhile."""
    at = OBSERVATIONS.c
    version = await session.scalar(select(at.version).where(at.id == observation_id)) or 0
    detail = {"form": _digest(content)}
    if await move(session, OBSERVATIONS, taken, actor, observation_id, version, may, now, also=also, detail=detail):
        await write(session, observation_id, form, actor, content, now)
    return await _read(session, observation_id)


# --- small pieces ---------------------------------------------------------------


async def _step(
    session: AsyncSession,
    actor: Member,
    taken: Step,
    intent: MoveSlot | AgreeSlot | UndoAgreement | CancelObservation,
    may: ColumnElement[bool],
    now: datetime,
    *,
    also: Mapping[str, Any] | None = None,
    detail: Mapping[str, Any] | None = None,
) -> bool:
    number, version = intent.observation_id, intent.version
    return await move(session, OBSERVATIONS, taken, actor, number, version, may, now, also=also, detail=detail)


async def _read(session: AsyncSession, observation_id: int) -> ObservationFacts:
    facts = await read(session, observation_id)
    if facts is None:
        raise NotFound("observation")
    return facts


def _local(instant: datetime, facts: ObservationFacts) -> Any:
    return instant.astimezone(ZoneInfo(facts.owner.zone)).date()


def _said(text: str, problem: str = "empty") -> str:
    if not 0 < len(text.strip()) <= LONGEST:
        raise Invalid(problem)
    return text.strip()


def _digest(content: Mapping[str, Any]) -> str:
    return audit.digest_of(json.dumps(content, sort_keys=True, ensure_ascii=False))
