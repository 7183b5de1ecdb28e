"""What a SKP contains: every submission is kept as a revision, item by item."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Table, Text, UniqueConstraint, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from regulations.models import Basis
from storage.audit import digest_of
from storage.errors import Invalid
from storage.types import Exact, Instant, Record, code_of, table
from storage.values import BehaviourItem, CompetenceItem, Plan, ResultItem

MOST_UNITS = 10_000


class Part(StrEnum):
    """The parts of a plan; each uses its own columns of an item."""

    result = "result"
    focus = "focus"
    behaviour = "behaviour"
    competence = "competence"


class SkpRevision(Record, table=True):
    """One submission of a plan, in its own right: what was agreed can be compared with what came before."""

    __tablename__ = "skp_revision"
    __table_args__ = (UniqueConstraint("skp_id", "revision"),)

    id: int | None = Field(default=None, primary_key=True)
    skp_id: int = Field(foreign_key="skp.id")
    revision: int
    submitted_at: datetime = Field(sa_type=Instant)
    note: str | None = Field(default=None, sa_type=Text)
    """Reason for the appraiser when the points leave the pack's range."""
    additional_task: str | None = Field(default=None, max_length=120)


class SkpItem(Record, table=True):
    """One line of a plan. Codes are those of the pack that the SKP names."""

    __tablename__ = "skp_item"
    __table_args__ = (UniqueConstraint("revision_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    revision_id: int = Field(foreign_key="skp_revision.id")
    position: int
    part: Part = Field(sa_type=code_of(Part))
    code: str = Field(max_length=40)
    """RHK, focus, behaviour aspect or activity."""
    intervened: str | None = Field(default=None, max_length=40)
    """Result: the superior's RHK that it serves."""
    aspek: str | None = Field(default=None, sa_type=Text)
    """Result."""
    perspektif: str | None = Field(default=None, max_length=40)
    """Result, where the SKP asks for it."""
    indikator: str | None = Field(default=None, sa_type=Text)
    """Result: its text. Behaviour: its code."""
    expectation: str | None = Field(default=None, max_length=40)
    """Behaviour: code of the ekspektasi khusus."""
    target: Decimal | None = Field(default=None, sa_type=Exact)
    """Result."""
    satuan: str | None = Field(default=None, max_length=80)
    """Result."""
    units: int | None = None
    """Competence."""
    points: int | None = None
    """Competence, where the pack counts points."""
    points_basis: Basis | None = Field(default=None, sa_type=code_of(Basis))
    suggested: bool = False
    """Result, behaviour: Kawal's own example, untouched."""


REVISIONS, ITEMS = table(SkpRevision), table(SkpItem)


def check(plan: Plan) -> None:
    """What no plan may be, whatever the pack: Invalid names the part. The rules of the pack are the dialog's."""
    codes = {
        "results": [item.rhk for item in plan.results],
        "focuses": list(plan.focuses),
        "behaviours": [item.aspect for item in plan.behaviours],
        "competences": [item.activity for item in plan.competences],
    }
    if not plan.results:
        raise Invalid("results")
    for part, found in codes.items():
        if len(set(found)) != len(found) or not all(found):
            raise Invalid(part)
    if not all(item.target.is_finite() and item.target > 0 for item in plan.results):
        raise Invalid("target")
    if not all(0 < item.units <= MOST_UNITS and 0 <= (item.points or 0) <= MOST_UNITS for item in plan.competences):
        raise Invalid("competences")
    _check_lengths(plan)


def _check_lengths(plan: Plan) -> None:
    """PostgreSQL would refuse what is too long with an error that nobody can read."""
    for row in _rows(plan):
        for name, value in row.items():
            _check_length(ITEMS, name, value)
    _check_length(REVISIONS, "additional_task", plan.additional_task)


def _check_length(into: Table, name: str, value: object) -> None:
    most = getattr(into.c[name].type, "length", None)
    if most is not None and len(str(value)) > most:
        raise Invalid(name)


def digest(plan: Plan) -> str:
    """SHA-256 of a plan, for the audit trail."""
    return digest_of(json.dumps(asdict(plan), sort_keys=True, default=str))


async def write(session: AsyncSession, skp_id: int, revision: int, plan: Plan, now: datetime) -> None:
    """Keep a plan as a revision of a SKP."""
    head = {"skp_id": skp_id, "revision": revision, "submitted_at": now}
    made = insert(REVISIONS).values(**head, note=plan.note, additional_task=plan.additional_task)
    revision_id = await session.scalar(made.returning(REVISIONS.c.id))
    empty = dict.fromkeys((column.name for column in ITEMS.c if column.name != "id"), None)
    rows = [
        empty | {"suggested": False} | row | {"revision_id": revision_id, "position": position}
        for position, row in enumerate(_rows(plan))
    ]
    await session.execute(insert(ITEMS), rows)


async def read(session: AsyncSession, skp_id: int, revision: int) -> Plan:
    """A plan exactly as it was written."""
    rows = (
        await session.execute(
            select(REVISIONS.c.note, REVISIONS.c.additional_task, ITEMS)
            .join(ITEMS, ITEMS.c.revision_id == REVISIONS.c.id)
            .where(REVISIONS.c.skp_id == skp_id, REVISIONS.c.revision == revision)
            .order_by(ITEMS.c.position)
        )
    ).all()
    return Plan(
        results=tuple(_result(row) for row in rows if row.part is Part.result),
        focuses=tuple(row.code for row in rows if row.part is Part.focus),
        behaviours=tuple(_behaviour(row) for row in rows if row.part is Part.behaviour),
        competences=tuple(_competence(row) for row in rows if row.part is Part.competence),
        note=rows[0].note,
        additional_task=rows[0].additional_task,
    )


def _rows(plan: Plan) -> Iterator[dict[str, Any]]:
    """The items in order, each with the columns that its part uses."""
    for result in plan.results:
        row = asdict(result)
        yield {"part": Part.result, "code": row.pop("rhk"), **row}
    for focus in plan.focuses:
        yield {"part": Part.focus, "code": focus}
    for behaviour in plan.behaviours:
        row = asdict(behaviour)
        yield {"part": Part.behaviour, "code": row.pop("aspect"), "indikator": row.pop("indicator"), **row}
    for competence in plan.competences:
        row = asdict(competence)
        yield {"part": Part.competence, "code": row.pop("activity"), **row}


def _result(row: Row[*tuple[Any, ...]]) -> ResultItem:
    return ResultItem(
        rhk=row.code,
        intervened=row.intervened,
        aspek=row.aspek,
        indikator=row.indikator,
        target=row.target,
        satuan=row.satuan,
        suggested=row.suggested,
        perspektif=row.perspektif,
    )


def _behaviour(row: Row[*tuple[Any, ...]]) -> BehaviourItem:
    return BehaviourItem(aspect=row.code, indicator=row.indikator, expectation=row.expectation, suggested=row.suggested)


def _competence(row: Row[*tuple[Any, ...]]) -> CompetenceItem:
    return CompetenceItem(activity=row.code, units=row.units, points=row.points, points_basis=row.points_basis)
