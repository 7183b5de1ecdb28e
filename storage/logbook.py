"""The competence log as it is written down, and how it is read. What is done with it stands in `competence`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, Text, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from regulations.models import Basis
from storage import evidence
from storage.appraising import appraised_by, owned_by, sees
from storage.errors import NotFound
from storage.evidence import EVIDENCE
from storage.flow import Moving
from storage.operations import operation
from storage.people import ASSIGNMENTS, MEMBER, MEMBERS, PEOPLE
from storage.types import Instant, code_of, table
from storage.values import Member
from storage.values.competence import LONGEST_TITLE, Entry, LogFacts, LogLine, LogProblem, LogStatus
from storage.values.evidence import EvidenceFacts, FileKind


class CompetenceLog(Moving, table=True):
    """One activity that somebody has done."""

    __tablename__ = "competence_log"
    __table_args__ = (Index("ix_competence_log_assignment_id_period", "assignment_id", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    period: str = Field(max_length=20)
    starts: date
    """First day of the period."""
    ends: date
    """Last day of the period."""
    pack_id: str = Field(max_length=80)
    pack_version: str = Field(max_length=80)
    needs_evidence: bool
    """The pack asks for an upload."""
    status: LogStatus = Field(sa_type=code_of(LogStatus))
    activity: str = Field(max_length=40)
    """Code of the pack."""
    day: date
    title: str = Field(max_length=LONGEST_TITLE)
    units: int
    each: int | None = None
    """Points of one unit, where the pack counts points."""
    basis: Basis | None = Field(default=None, sa_type=code_of(Basis))
    asked: bool = False
    """The owner typed that value: nobody has confirmed one."""
    reflection: dict[str, str] = Field(sa_type=JSON)
    """Answers by code of the question."""
    submitted_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_by: int | None = Field(default=None, foreign_key="assignment.id")
    reason: str | None = Field(default=None, sa_type=Text)
    """Why it was given back."""


LOGS = table(CompetenceLog)
OWNER = LOGS.c.assignment_id
_decider = ASSIGNMENTS.alias("decider")
_decider_person = PEOPLE.alias("decider_person")
_SHOWN = (LogStatus.diajukan, LogStatus.dikonfirmasi, LogStatus.dikembalikan)
"""What others may see: before it is sent, an entry is its owner's alone."""
COMPLETE = or_(~LOGS.c.needs_evidence, exists().where(EVIDENCE.c.log_id == LOGS.c.id))
"""Nothing is missing that the pack asks for."""
_LINE = (
    LOGS.c.id,
    LOGS.c.version,
    LOGS.c.status,
    LOGS.c.activity,
    LOGS.c.title,
    LOGS.c.day,
    LOGS.c.units * LOGS.c.each,
    LOGS.c.asked,
    LOGS.c.basis,
    COMPLETE,
)
"""The columns of a `LogLine`, in the order of its fields."""


@operation("logbook.facts")
async def facts(session: AsyncSession, log_id: int, viewer: Member, now: datetime) -> LogFacts:
    """An entry as its owner may see it, and once it was sent whoever decides about or watches them; else NotFound."""
    may = or_(owned_by(OWNER, viewer), and_(LOGS.c.status.in_(_SHOWN), sees(OWNER, viewer, now)))
    there = select(LOGS.c.id).where(LOGS.c.id == log_id, LOGS.c.status != LogStatus.dihapus, may)
    if await session.scalar(there) is None:
        raise NotFound(LOGS.name)
    return await facts_of(session, log_id)


@operation("logbook.lines")
async def lines(
    session: AsyncSession, viewer: Member, assignment_id: int, period: str, now: datetime
) -> tuple[LogLine, ...]:
    """The log of somebody in a period, the latest day first. NotFound for who may see nothing of theirs."""
    if viewer.assignment_id != assignment_id:
        about = select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.id == assignment_id, sees(ASSIGNMENTS.c.id, viewer, now))
        if await session.scalar(about) is None:
            raise NotFound("person")
    return await of_member(session, assignment_id, period, None if viewer.assignment_id == assignment_id else _SHOWN)


async def of_member(
    session: AsyncSession, assignment_id: int, period: str, statuses: Collection[LogStatus] | None = None
) -> tuple[LogLine, ...]:
    """The log of a member in a period, for whoever has checked that it may be seen; `dihapus` never."""
    which = LOGS.c.status != LogStatus.dihapus if statuses is None else LOGS.c.status.in_(statuses)
    mine = (LOGS.c.assignment_id == assignment_id, LOGS.c.period == period, which)
    rows = await session.execute(select(*_LINE).where(*mine).order_by(LOGS.c.day.desc(), LOGS.c.id.desc()))
    return tuple(LogLine(*row) for row in rows)


async def decides(session: AsyncSession, viewer: Member, assignment_id: int, now: datetime) -> bool:
    """Whether this viewer decides about this member's log now."""
    about = select(ASSIGNMENTS.c.id).where(
        ASSIGNMENTS.c.id == assignment_id, appraised_by(ASSIGNMENTS.c.id, viewer, now)
    )
    return await session.scalar(about) is not None


async def decided_at(session: AsyncSession, owner_id: int, decider_id: int, at: datetime) -> tuple[int, ...]:
    """Ids of what one decider has decided about one owner at one instant and has not taken back."""
    which = (LOGS.c.assignment_id == owner_id, LOGS.c.decided_by == decider_id, LOGS.c.decided_at == at)
    return tuple(await session.scalars(select(LOGS.c.id).where(*which).order_by(LOGS.c.id)))


async def facts_of(session: AsyncSession, log_id: int) -> LogFacts:
    """An entry that is known to be there, for whoever has checked that it may be seen."""
    row = (
        await session.execute(
            select(*MEMBER, _decider_person.c.name.label("decider_name"), LOGS.c.status.label("stands"), LOGS)
            .join_from(LOGS, MEMBERS, ASSIGNMENTS.c.id == OWNER)
            .outerjoin(_decider, _decider.c.id == LOGS.c.decided_by)
            .outerjoin(_decider_person, _decider_person.c.id == _decider.c.person_id)
            .where(LOGS.c.id == log_id)
        )
    ).one()
    pieces = (await evidence.of_entries(session, [log_id])).get(log_id, ())
    entry = {name: getattr(row, name) for name in ("activity", "day", "title", "units", "each", "basis", "asked")}
    same = ("version", "period", "pack_id", "pack_version", "needs_evidence", "changed_at", "submitted_at")
    return LogFacts(
        id=log_id,
        status=row.stands,
        owner=Member(*row[: len(MEMBER)]),
        entry=Entry(**entry, reflection=row.reflection),
        **{name: getattr(row, name) for name in same},
        decided_at=row.decided_at,
        decided_by=row.decider_name,
        decided_by_id=row.decided_by,
        reason=row.reason,
        problems=problems_of(row, pieces),
        evidence=pieces,
    )


def problems_of(row: Any, pieces: Sequence[EvidenceFacts]) -> tuple[LogProblem, ...]:
    """What is to be looked at before this entry is confirmed."""
    found = {
        LogProblem.unverified_points: row.basis is Basis.unverified,
        LogProblem.outside_period: not row.starts <= row.day <= row.ends,
        LogProblem.no_evidence: row.needs_evidence and not pieces,
        LogProblem.duplicate_file: any(piece.also_in is not None for piece in pieces),
        LogProblem.link_only: bool(pieces) and all(piece.kind is FileKind.link for piece in pieces),
    }
    return tuple(problem for problem, there in found.items() if there)
