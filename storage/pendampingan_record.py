"""Reports of a pengawas as they are written down, and how they are read. What is done with them stands in
`pendampingan`.

What is open at a school is not stored: a carried finding is open until a later report calls it closed, and a report
that was withdrawn counts for nothing.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, Row, Select, Text, UniqueConstraint, and_, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from storage import evidence
from storage.flow import Moving
from storage.people import ASSIGNMENTS, MEMBER, MEMBERS, PEOPLE, UNITS
from storage.types import Instant, Record, code_of, table
from storage.values import Member
from storage.values.pendampingan import (
    LONGEST_TITLE,
    BinaanSchool,
    Finding,
    Issue,
    Mentoring,
    ReportFacts,
    ReportStatus,
    Work,
    WorkKind,
)


class Report(Moving, table=True):
    """One report of one pengawas: of a school in a month, or (without a school) the karya refleksi of the year."""

    __tablename__ = "pendampingan"
    __table_args__ = (
        UniqueConstraint("assignment_id", "unit_id", "month"),
        Index(
            "uq_pendampingan_work",
            "assignment_id",
            unique=True,
            sqlite_where=text("unit_id IS NULL"),
            postgresql_where=text("unit_id IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    year: int
    """That of the role."""
    month: int
    status: ReportStatus = Field(sa_type=code_of(ReportStatus))
    day: date | None = None
    agenda: str | None = Field(default=None, sa_type=Text)
    recommendation: str | None = Field(default=None, sa_type=Text)
    feedback: str | None = Field(default=None, sa_type=Text)
    work: WorkKind | None = Field(default=None, sa_type=code_of(WorkKind))
    title: str | None = Field(default=None, max_length=LONGEST_TITLE)
    submitted_at: datetime = Field(sa_type=Instant)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_by: int | None = Field(default=None, foreign_key="assignment.id")
    reason: str | None = Field(default=None, sa_type=Text)
    """Why it was given back."""


class FindingRow(Record, table=True):
    """One finding of a report."""

    __tablename__ = "pendampingan_finding"

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="pendampingan.id", index=True)
    position: int
    text: str = Field(sa_type=Text)
    carried: bool
    """Asked about each month until it is closed."""
    closed_by: int | None = Field(default=None, foreign_key="pendampingan.id", index=True)
    """The later report that calls it closed."""


REPORTS, FINDINGS = table(Report), table(FindingRow)
OWNER = REPORTS.c.assignment_id
_closing = REPORTS.alias("closing")
_decider = ASSIGNMENTS.alias("decider")
_decider_person = PEOPLE.alias("decider_person")
_reporter = ASSIGNMENTS.alias("reporter")
ISSUE = (FINDINGS.c.id, FINDINGS.c.text, REPORTS.c.year, REPORTS.c.month)
"""The columns of an `Issue`, in the order of its fields."""


async def facts_of(session: AsyncSession, report_id: int) -> ReportFacts:
    """A report that is known to be there, for whoever has checked that it may be seen."""
    row = (await session.execute(_all().where(REPORTS.c.id == report_id))).one()
    return ReportFacts(
        id=report_id,
        version=row.r_version,
        status=row.r_status,
        owner=Member(*row[: len(MEMBER)]),
        school=None if row.r_unit_id is None else BinaanSchool(row.r_unit_id, row.school_name, row.school_npsn),
        year=row.r_year,
        month=row.r_month,
        content=await _content(session, row),
        closed=await _closed_by(session, report_id),
        evidence=await evidence.beside(session, report_id),
        submitted_at=row.r_submitted_at,
        decided_at=row.r_decided_at,
        decided_by=row.decider_name,
        decided_by_id=row.r_decided_by,
        reason=row.r_reason,
    )


def _all() -> Select[Any]:
    school = UNITS.alias("school")
    joined = (
        REPORTS.join(MEMBERS, ASSIGNMENTS.c.id == OWNER)
        .outerjoin(school, school.c.id == REPORTS.c.unit_id)
        .outerjoin(_decider, _decider.c.id == REPORTS.c.decided_by)
        .outerjoin(_decider_person, _decider_person.c.id == _decider.c.person_id)
    )
    names = (
        school.c.name.label("school_name"),
        school.c.npsn.label("school_npsn"),
        _decider_person.c.name.label("decider_name"),
    )
    return select(*MEMBER, *names, *(column.label(f"r_{column.name}") for column in REPORTS.c)).select_from(joined)


async def _content(session: AsyncSession, row: Row[Any]) -> Mentoring | Work:
    if row.r_work is not None:
        return Work(row.r_work, row.r_title or "")
    its = select(FINDINGS.c.text, FINDINGS.c.carried).where(FINDINGS.c.report_id == row.r_id)
    findings = await session.execute(its.order_by(FINDINGS.c.position))
    words = (row.r_recommendation or "", row.r_feedback or "")
    return Mentoring(row.r_day, row.r_agenda or "", tuple(Finding(*each) for each in findings), *words)


async def _closed_by(session: AsyncSession, report_id: int) -> tuple[Issue, ...]:
    rows = await session.execute(_issues().where(FINDINGS.c.closed_by == report_id))
    return tuple(Issue(*row) for row in rows)


def _issues() -> Select[Any]:
    """The oldest first."""
    order = (REPORTS.c.year, REPORTS.c.month, FINDINGS.c.position, FINDINGS.c.id)
    return select(*ISSUE).join(REPORTS, REPORTS.c.id == FINDINGS.c.report_id).order_by(*order)


async def open_issues(session: AsyncSession, owner: Member, unit_id: int, month: int) -> tuple[Issue, ...]:
    """What a person has found at a school before a month of the owner's year and not called closed before that month,
    in whatever role and year."""
    theirs = select(_reporter.c.id).where(_reporter.c.person_id == owner.person_id)
    found = and_(OWNER.in_(theirs), REPORTS.c.unit_id == unit_id, _before(REPORTS.c, owner.year, month))
    counts = (REPORTS.c.status != ReportStatus.ditarik, FINDINGS.c.carried)
    closed = and_(_closing.c.status != ReportStatus.ditarik, _before(_closing.c, owner.year, month))
    still = or_(FINDINGS.c.closed_by.is_(None), FINDINGS.c.closed_by.not_in(select(_closing.c.id).where(closed)))
    rows = await session.execute(_issues().where(found, *counts, still))
    return tuple(Issue(*row) for row in rows)


def _before(at: Any, year: int, month: int) -> ColumnElement[bool]:
    return or_(at.year < year, and_(at.year == year, at.month < month))
