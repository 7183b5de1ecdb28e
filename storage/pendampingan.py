"""Pendampingan: what a pengawas reports of each school each month, and in December the karya refleksi.

It needs no regulation: where one does not cover pengawas, the reports stay and only the SKP does not.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage import audit, evidence, nudging, outbox, people
from storage.appraising import appraised_by, owned_by, sees
from storage.binaan import BINAAN, SCHOOL
from storage.errors import Invalid, MovedOn, NotAllowed, NotFound
from storage.flow import UNDO_WITHIN, Step, Who, move, step
from storage.observation_record import OBSERVATIONS
from storage.operations import operation
from storage.pendampingan_record import FINDINGS, OWNER, REPORTS, facts_of, open_issues
from storage.people import ASSIGNMENTS, MEMBERS, PEOPLE, UNITS
from storage.skp import SKPS
from storage.values import AssignmentStatus, Member, SkpStatus
from storage.values.inbox import Thing, Waiting
from storage.values.observation import ObservationStatus
from storage.values.pendampingan import (
    DECEMBER,
    HANDED_IN,
    LONGEST,
    LONGEST_FINDING,
    LONGEST_REASON,
    LONGEST_TITLE,
    MOST_FINDINGS,
    BinaanSchool,
    Board,
    BoardLine,
    OnReport,
    ReportFacts,
    ReportStatus,
    ReturnReport,
    SchoolFacts,
    SubmitReport,
    SubmitWork,
)

DECIDED = "report_decided"
UNDONE = "report_undone"

S = ReportStatus
_OPEN = (S.diajukan, S.ditarik, S.dikembalikan)
_UNDECIDED = {"decided_at": None, "decided_by": None, "reason": None}
_NOT_YET = (ObservationStatus.persiapan, ObservationStatus.dijadwalkan, ObservationStatus.dibatalkan)
SUBMIT = step("pendampingan.submit", (), S.diajukan, Who.owner)
SUBMIT_AGAIN = step("pendampingan.submit", _OPEN, S.diajukan, Who.owner)
SUBMIT_WORK = step("pendampingan.submit_work", (), S.diajukan, Who.owner)
SUBMIT_WORK_AGAIN = step("pendampingan.submit_work", _OPEN, S.diajukan, Who.owner)
WITHDRAW = step("pendampingan.withdraw", S.diajukan, S.ditarik, Who.owner)
CONFIRM = step("pendampingan.confirm", S.diajukan, S.dikonfirmasi, Who.appraiser)
GIVE_BACK = step("pendampingan.give_back", S.diajukan, S.dikembalikan, Who.appraiser)
UNDO = step("pendampingan.undo", (S.dikonfirmasi, S.dikembalikan), S.diajukan, Who.appraiser)


# --- the pengawas -----------------------------------------------------------------


@operation("pendampingan.submit")
async def submit(session: AsyncSession, actor: Member, intent: SubmitReport, now: datetime) -> ReportFacts:
    """Send the report of a school that is entrusted to the actor now, for a month that has begun; or send one anew.

    Raises NotAllowed; MovedOn when there is one for that school and month, or it was decided meanwhile; Invalid for
    what no report may be (`report_month`, `report_day`, `report_words`, `report_findings`, `binaan_ended`). Not
    idempotent by itself: close the draft that it comes from.
    """
    owner = await people.acting(session, actor, "pendampingan.submit", Role.pengawas)
    _check(intent, owner, now)
    await _require_entrusted(session, owner, intent.unit_id)
    content = intent.content
    words = {"agenda": content.agenda, "recommendation": content.recommendation, "feedback": content.feedback}
    place = {"unit_id": intent.unit_id, "month": intent.month}
    values = {"day": content.day, **words}
    steps = (SUBMIT, SUBMIT_AGAIN)
    report_id, moved = await _put(session, owner, steps, place, values, intent.report_id, intent.version, now)
    if moved:
        await _write_findings(session, owner, report_id, intent)
        await evidence.put_beside(session, owner, report_id, intent.pieces, now)
        await nudging.nudge(session, owner, now)
    return await facts_of(session, report_id)


@operation("pendampingan.submit_work")
async def submit_work(session: AsyncSession, actor: Member, intent: SubmitWork, now: datetime) -> ReportFacts:
    """Send the karya refleksi of the actor's year, from December on, or send it anew. As `submit`.

    Raises Invalid also without a title (`title`) or anything to look at (`work_evidence`).
    """
    owner = await people.acting(session, actor, "pendampingan.submit_work", Role.pengawas)
    if _first(owner.year, DECEMBER) > _today(owner, now):
        raise Invalid("report_month")
    if not 0 < len(intent.work.title.strip()) <= LONGEST_TITLE:
        raise Invalid("title")
    if not intent.pieces:
        raise Invalid("work_evidence")
    place, values = {"unit_id": None, "month": DECEMBER}, {"work": intent.work.kind, "title": intent.work.title}
    steps = (SUBMIT_WORK, SUBMIT_WORK_AGAIN)
    report_id, moved = await _put(session, owner, steps, place, values, intent.report_id, intent.version, now)
    if moved:
        await evidence.put_beside(session, owner, report_id, intent.pieces, now)
        await nudging.nudge(session, owner, now)
    return await facts_of(session, report_id)


def _check(intent: SubmitReport, owner: Member, now: datetime) -> None:
    """Invalid names the part."""
    content, today = intent.content, _today(owner, now)
    if not 1 <= intent.month <= 12 or _first(owner.year, intent.month) > today:
        raise Invalid("report_month")
    if (content.day.year, content.day.month) != (owner.year, intent.month) or content.day > today:
        raise Invalid("report_day")
    words = (content.agenda, content.recommendation, content.feedback)
    if not all(0 < len(said.strip()) <= LONGEST for said in words):
        raise Invalid("report_words")
    texts = [finding.text for finding in content.findings]
    if not 0 < len(texts) <= MOST_FINDINGS or not all(0 < len(said.strip()) <= LONGEST_FINDING for said in texts):
        raise Invalid("report_findings")


def _today(owner: Member, now: datetime) -> date:
    return now.astimezone(ZoneInfo(owner.zone)).date()


def _first(year: int, month: int) -> date:
    return date(year, month, 1)


async def _require_entrusted(session: AsyncSession, owner: Member, unit_id: int) -> None:
    """The row is locked, so that the school stays entrusted until the report is in."""
    its = (BINAAN.c.assignment_id == owner.assignment_id, BINAAN.c.unit_id == unit_id)
    ends = (await session.execute(select(BINAAN.c.ends).where(*its).with_for_update())).scalars().all()
    if not ends:
        raise NotAllowed("pendampingan.submit")
    if None not in ends:
        raise Invalid("binaan_ended")


async def _put(
    session: AsyncSession,
    owner: Member,
    steps: tuple[Step, Step],
    place: Mapping[str, Any],
    values: Mapping[str, Any],
    report_id: int | None,
    version: int,
    now: datetime,
) -> tuple[int, bool]:
    """Begin a report, or write it anew: its id, and whether anything was written. MovedOn when there is one already."""
    content = {**values, "submitted_at": now}
    detail = {"report": audit.digest_of(json.dumps(values, sort_keys=True, default=str))}
    if report_id is not None:
        same = and_(REPORTS.c.unit_id.is_not_distinct_from(place["unit_id"]), REPORTS.c.month == place["month"])
        may, also = and_(owned_by(OWNER, owner, AssignmentStatus.active), same), {**content, **_UNDECIDED}
        moved = await move(session, REPORTS, steps[1], owner, report_id, version, may, now, also=also, detail=detail)
        return report_id, moved
    stands = {"status": steps[0].to, "version": 1, "changed_at": now, "changed_by": owner.assignment_id}
    whose = {"assignment_id": owner.assignment_id, "year": owner.year}
    made = insert(REPORTS).values(**whose, **place, **stands, **content).on_conflict_do_nothing()
    new_id = await session.scalar(made.returning(REPORTS.c.id))
    if new_id is None:
        raise await _there(session, owner, place)
    about = f"{REPORTS.name}:{new_id}"
    await audit.record(session, audit.by(owner), steps[0].operation, about, {"version": 1, **detail}, now)
    return int(new_id), True


async def _there(session: AsyncSession, owner: Member, place: Mapping[str, Any]) -> MovedOn:
    at = REPORTS.c
    its = (
        REPORTS.c.assignment_id == owner.assignment_id,
        at.unit_id.is_not_distinct_from(place["unit_id"]),
        at.month == place["month"],
    )
    row = (await session.execute(select(at.status, at.changed_at, at.version).where(*its))).one()
    return MovedOn(row.status, owner.name, row.changed_at, row.version)


async def _write_findings(session: AsyncSession, owner: Member, report_id: int, intent: SubmitReport) -> None:
    """The findings of a report, and which issues it closes. One that stays word for word stays the same issue."""
    before = {
        row.text: row.id
        for row in await session.execute(
            select(FINDINGS.c.id, FINDINGS.c.text).where(FINDINGS.c.report_id == report_id).order_by(FINDINGS.c.id)
        )
    }
    kept: set[int] = set()
    for position, finding in enumerate(intent.content.findings):
        values = {"position": position, "carried": finding.carried}
        known = before.get(finding.text)
        if known is not None and known not in kept:
            kept.add(known)
            await session.execute(update(FINDINGS).where(FINDINGS.c.id == known).values(**values))
        else:
            row = {"report_id": report_id, "text": finding.text, "closed_by": None, **values}
            added = await session.scalar(plain_insert(FINDINGS).values(**row).returning(FINDINGS.c.id))
            assert added is not None
            kept.add(added)
    mine = FINDINGS.c.report_id == report_id
    await session.execute(delete(FINDINGS).where(mine, FINDINGS.c.id.not_in(kept)))
    await session.execute(update(FINDINGS).where(FINDINGS.c.closed_by == report_id).values(closed_by=None))
    still = {issue.id for issue in await open_issues(session, owner, intent.unit_id, intent.month)}
    settled = still & set(intent.closed)
    await session.execute(update(FINDINGS).where(FINDINGS.c.id.in_(settled)).values(closed_by=report_id))


@operation("pendampingan.withdraw")
async def withdraw(session: AsyncSession, actor: Member, intent: OnReport, now: datetime) -> ReportFacts:
    """Take one's own report back while it waits; repeating it has no effect. Raises NotFound, NotAllowed, MovedOn."""
    may = owned_by(OWNER, actor, AssignmentStatus.active)
    await move(session, REPORTS, WITHDRAW, actor, intent.report_id, intent.version, may, now)
    return await facts_of(session, intent.report_id)


# --- whoever decides --------------------------------------------------------------


@operation("pendampingan.confirm")
async def confirm(
    session: AsyncSession, actor: Member, intent: OnReport, now: datetime, *, told_at: datetime | None = None
) -> ReportFacts:
    """Confirm a report that waits. For whoever decides now; the same tap again has no second effect.

    The owner is told at once, or at `told_at`; what is decided at the same instant is told on one card. Raises
    NotFound, NotAllowed, MovedOn.
    """
    return await _decide(session, actor, CONFIRM, intent, None, now, told_at)


@operation("pendampingan.give_back")
async def give_back(session: AsyncSession, actor: Member, intent: ReturnReport, now: datetime) -> ReportFacts:
    """Return a report that waits, with a reason. As `confirm`; Invalid without a reason."""
    if not 0 < len(intent.reason.strip()) <= LONGEST_REASON:
        raise Invalid("reason")
    return await _decide(session, actor, GIVE_BACK, intent, intent.reason.strip(), now, None)


async def _decide(
    session: AsyncSession,
    actor: Member,
    taken: Step,
    intent: OnReport | ReturnReport,
    reason: str | None,
    now: datetime,
    told_at: datetime | None,
) -> ReportFacts:
    news = {"decided_at": now, "decided_by": actor.assignment_id, "reason": reason}
    detail = {"reason": audit.digest_of(reason)} if reason else {}
    may, at, version = appraised_by(OWNER, actor, now), intent.report_id, intent.version
    moved = await move(session, REPORTS, taken, actor, at, version, may, now, also=news, detail=detail)
    facts = await facts_of(session, at)
    if moved:
        owner = facts.owner
        params = {"owner": owner.assignment_id, "by": actor.assignment_id, "at": now.isoformat()}
        key = f"{DECIDED}:{owner.assignment_id}:{actor.assignment_id}:{now.isoformat()}"
        if await outbox.is_out(session, key):  # a clock that stands still
            key = f"{key}:{facts.id}"
        await _tell(session, key, DECIDED, owner, params, now, told_at)
    return facts


@operation("pendampingan.undo")
async def undo(session: AsyncSession, actor: Member, intent: OnReport, now: datetime) -> ReportFacts:
    """Take one's own decision back within `UNDO_WITHIN`: the report waits again as it did before, and the owner is told
    so. Raises NotFound, NotAllowed (another's decision, or too late), MovedOn."""
    fresh = and_(REPORTS.c.decided_by == actor.assignment_id, REPORTS.c.decided_at > now - UNDO_WITHIN)
    may = and_(appraised_by(OWNER, actor, now), or_(fresh, REPORTS.c.status == S.diajukan))
    moved = await move(session, REPORTS, UNDO, actor, intent.report_id, intent.version, may, now, also=_UNDECIDED)
    facts = await facts_of(session, intent.report_id)
    if moved:
        key = f"{UNDONE}:{facts.id}:{facts.version}"
        await _tell(session, key, UNDONE, facts.owner, {"report": facts.id, "version": facts.version}, now, None)
    return facts


async def _tell(
    session: AsyncSession,
    key: str,
    card: str,
    owner: Member,
    params: Mapping[str, Any],
    now: datetime,
    not_before: datetime | None,
) -> None:
    about = f"reports:{owner.assignment_id}"
    await outbox.tell(session, key, owner.person_id, card, params, now, subject=about, not_before=not_before)


async def decided_at(session: AsyncSession, owner_id: int, decider_id: int, at: datetime) -> tuple[int, ...]:
    """Ids of what one decider has decided about one owner at one instant and has not taken back."""
    which = (REPORTS.c.assignment_id == owner_id, REPORTS.c.decided_by == decider_id, REPORTS.c.decided_at == at)
    return tuple(await session.scalars(select(REPORTS.c.id).where(*which).order_by(REPORTS.c.id)))


@operation("pendampingan.waiting")
async def waiting(session: AsyncSession, actor: Member, now: datetime) -> tuple[Waiting, ...]:
    """What waits for this actor, oldest first, for the inbox. Nothing for one who may not decide."""
    school = UNITS.alias("school")
    rows = await session.execute(
        select(REPORTS.c.id, REPORTS.c.version, PEOPLE.c.name, UNITS.c.name, REPORTS.c.submitted_at)
        .add_columns(func.coalesce(school.c.name, REPORTS.c.title))
        .join_from(REPORTS, MEMBERS, ASSIGNMENTS.c.id == OWNER)
        .outerjoin(school, school.c.id == REPORTS.c.unit_id)
        .where(REPORTS.c.status == S.diajukan, appraised_by(OWNER, actor, now))
        .order_by(REPORTS.c.submitted_at, REPORTS.c.id)
    )
    return tuple(
        Waiting(Thing.pendampingan, id_, version, name, unit, since, note=note)
        for id_, version, name, unit, since, note in rows
    )


# --- reading ----------------------------------------------------------------------


@operation("pendampingan.facts")
async def facts(session: AsyncSession, report_id: int, viewer: Member, now: datetime) -> ReportFacts:
    """A report as its owner may see it, and unless it is withdrawn whoever sees the owner's things; else NotFound."""
    may = or_(owned_by(OWNER, viewer), and_(REPORTS.c.status != S.ditarik, sees(OWNER, viewer, now)))
    if await session.scalar(select(REPORTS.c.id).where(REPORTS.c.id == report_id, may)) is None:
        raise NotFound(REPORTS.name)
    return await facts_of(session, report_id)


@operation("pendampingan.board")
async def board(session: AsyncSession, viewer: Member, assignment_id: int, month: int, now: datetime) -> Board:
    """One month of a pengawas: the schools entrusted now that already were in that month, and whatever was reported.

    NotFound for anybody but the pengawas and who sees their things.
    """
    this = ASSIGNMENTS.c.id
    seen = select(this).where(this == assignment_id, ASSIGNMENTS.c.role == Role.pengawas, sees(this, viewer, now))
    owner = await people.member(session, assignment_id) if await session.scalar(seen) else None
    if owner is None:
        raise NotFound("person")
    lines = await _lines(session, owner, month)
    if month == DECEMBER:
        lines = (*lines, await _work_line(session, owner))
    return Board(owner, month, lines)


async def _lines(session: AsyncSession, owner: Member, month: int) -> tuple[BoardLine, ...]:
    mine = (BINAAN.c.assignment_id == owner.assignment_id, BINAAN.c.ends.is_(None))
    now_mine = select(BINAAN.c.unit_id).where(*mine, BINAAN.c.starts < _over(owner.year, month, owner.zone))
    its = and_(
        REPORTS.c.unit_id == UNITS.c.id, REPORTS.c.assignment_id == owner.assignment_id, REPORTS.c.month == month
    )
    present = UNITS.c.id.in_(now_mine)
    rows = await session.execute(
        select(*SCHOOL, REPORTS.c.id, REPORTS.c.version, REPORTS.c.status, case((present, True), else_=False))
        .select_from(UNITS.outerjoin(REPORTS, its))
        .where(or_(present, REPORTS.c.status != S.ditarik))
        .order_by(UNITS.c.name, UNITS.c.id)
    )
    return tuple(BoardLine(BinaanSchool(*row[:3]), row[3], row[4] or 0, row[5], bool(row[6])) for row in rows)


def _over(year: int, month: int, zone: str) -> datetime:
    """The instant at which a month is over there."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return datetime(following.year, following.month, 1, tzinfo=ZoneInfo(zone))


async def _work_line(session: AsyncSession, owner: Member) -> BoardLine:
    its = (REPORTS.c.assignment_id == owner.assignment_id, REPORTS.c.unit_id.is_(None))
    columns = (REPORTS.c.id, REPORTS.c.version, REPORTS.c.status)
    row = (await session.execute(select(*columns).where(*its))).first()
    return BoardLine(None) if row is None else BoardLine(None, *row)


@operation("pendampingan.school_facts")
async def school_facts(session: AsyncSession, actor: Member, unit_id: int, month: int, period: str) -> SchoolFacts:
    """What the record knows of a school that is entrusted to the actor now: figures of a period of its regulation, and
    what the actor has found there before a month. NotAllowed for any other school."""
    owner = await people.acting(session, actor, "pendampingan.school_facts", Role.pengawas)
    mine = (BINAAN.c.assignment_id == owner.assignment_id, BINAAN.c.ends.is_(None))
    its = select(*SCHOOL).join(BINAAN, BINAAN.c.unit_id == UNITS.c.id)
    row = (await session.execute(its.where(UNITS.c.id == unit_id, *mine))).first()
    if row is None:
        raise NotAllowed("pendampingan.school_facts")
    planners, sent, agreed, entered = await _plans(session, unit_id, owner.year, period)
    return SchoolFacts(
        school=BinaanSchool(*row),
        planners=planners,
        sent=sent,
        agreed=agreed,
        entered=entered,
        observed=await _observed(session, unit_id, owner.year, period),
        issues=await open_issues(session, owner, unit_id, month),
    )


def _there_in(unit_id: int, year: int) -> tuple[ColumnElement[bool], ...]:
    """Those whose plans are made at a school."""
    planners = ASSIGNMENTS.c.role.in_((Role.guru, Role.kepala_sekolah))
    here = (ASSIGNMENTS.c.unit_id == unit_id, ASSIGNMENTS.c.year == year)
    return (*here, planners, ASSIGNMENTS.c.status != AssignmentStatus.ended)


async def _plans(session: AsyncSession, unit_id: int, year: int, period: str) -> Sequence[int]:
    """People there; plans that wait or are agreed; agreed; in Ruang GTK."""
    agreed = SKPS.c.status == SkpStatus.disepakati
    counted = select(
        func.count(ASSIGNMENTS.c.id),
        func.count(case((or_(agreed, SKPS.c.status == SkpStatus.diajukan), 1))),
        func.count(case((agreed, 1))),
        func.count(case((and_(agreed, SKPS.c.entered_on.is_not(None)), 1))),
    ).select_from(ASSIGNMENTS.outerjoin(SKPS, and_(SKPS.c.assignment_id == ASSIGNMENTS.c.id, SKPS.c.period == period)))
    return tuple((await session.execute(counted.where(*_there_in(unit_id, year)))).one())


async def _observed(session: AsyncSession, unit_id: int, year: int, period: str) -> int:
    """Observations that have taken place."""
    counted = (
        select(func.count())
        .select_from(OBSERVATIONS.join(ASSIGNMENTS, ASSIGNMENTS.c.id == OBSERVATIONS.c.assignment_id))
        .where(*_there_in(unit_id, year), OBSERVATIONS.c.period == period, OBSERVATIONS.c.status.not_in(_NOT_YET))
    )
    return await session.scalar(counted) or 0


async def open_work(session: AsyncSession, assignment_ids: Collection[int], year: int, month: int) -> dict[int, int]:
    """By assignment: how much of a month a pengawas of that year has not handed in: a report for each school entrusted
    now that already was in that month, and in December the karya refleksi. Two statements, however many are asked."""
    pengawas = select(ASSIGNMENTS.c.id, UNITS.c.zone, BINAAN.c.unit_id, BINAAN.c.starts)
    rows = await session.execute(
        pengawas.select_from(
            ASSIGNMENTS.join(UNITS, UNITS.c.id == ASSIGNMENTS.c.unit_id).outerjoin(
                BINAAN, and_(BINAAN.c.assignment_id == ASSIGNMENTS.c.id, BINAAN.c.ends.is_(None))
            )
        ).where(ASSIGNMENTS.c.id.in_(assignment_ids), ASSIGNMENTS.c.role == Role.pengawas, ASSIGNMENTS.c.year == year)
    )
    wanted: dict[int, set[int | None]] = {}
    for owner, zone, unit, starts in rows:
        due = wanted.setdefault(owner, {None} if month == DECEMBER else set())
        if unit is not None and starts < _over(year, month, zone):
            due.add(unit)
    its = (OWNER.in_(wanted), REPORTS.c.month == month, REPORTS.c.status.in_(HANDED_IN))
    for owner, unit in await session.execute(select(OWNER, REPORTS.c.unit_id).where(*its)):
        wanted[owner].discard(unit)
    return {owner: len(due) for owner, due in wanted.items()}
