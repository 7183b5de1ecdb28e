"""Observations as they are kept: where each cycle stands, the forms of both sides, and reading them back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Index, and_, insert, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from regulations.models import Side
from storage.appraising import appraised_by, owned_by, watched_by
from storage.flow import Moving
from storage.people import APPOINTMENTS, ASSIGNMENTS, MEMBER, MEMBERS, PEOPLE
from storage.types import Instant, Record, code_of, table
from storage.values import Member
from storage.values.observation import Form, FormKind, ObservationFacts, ObservationStatus


class Observation(Moving, table=True):
    """One cycle of one person, period and focus. At most one that was not cancelled."""

    __tablename__ = "observation"
    __table_args__ = (
        Index(
            "uq_observation_one",
            "assignment_id",
            "period",
            "focus",
            unique=True,
            sqlite_where=text("status <> 'dibatalkan'"),
            postgresql_where=text("status <> 'dibatalkan'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    """Who is observed."""
    observer_id: int | None = Field(default=None, foreign_key="assignment.id", index=True)
    """Who observes, once one of that side has proposed or agreed to a slot, or has observed."""
    period: str = Field(max_length=20)
    opens: date
    closes: date
    """The local days between which a slot may lie."""
    focus: str = Field(max_length=40)
    """Code of the pack, which is that of the agreed plan."""
    pack_id: str = Field(max_length=80)
    pack_version: str = Field(max_length=80)
    status: ObservationStatus = Field(sa_type=code_of(ObservationStatus))
    starts: datetime | None = Field(default=None, sa_type=Instant, index=True)
    """The slot."""
    slot_by: Side | None = Field(default=None, sa_type=code_of(Side))
    """Which side has proposed it."""


class ObservationForm(Record, table=True):
    """What one side has written in one step. Personal: all free text of a cycle is in `content`."""

    __tablename__ = "observation_form"

    id: int | None = Field(default=None, primary_key=True)
    observation_id: int = Field(foreign_key="observation.id", index=True)
    kind: FormKind = Field(sa_type=code_of(FormKind))
    written_by: int = Field(foreign_key="assignment.id")
    written_at: datetime = Field(sa_type=Instant)
    content: dict[str, Any] = Field(sa_type=JSON)


OBSERVATIONS, FORMS = table(Observation), table(ObservationForm)
OWNER = OBSERVATIONS.c.assignment_id
_observer, _observer_person = ASSIGNMENTS.alias("observer"), PEOPLE.alias("observer_person")
_changer, _changer_person = ASSIGNMENTS.alias("changer"), PEOPLE.alias("changer_person")
_appraiser, _appraiser_person = ASSIGNMENTS.alias("appraiser"), PEOPLE.alias("appraiser_person")
_other_roles = ASSIGNMENTS.alias("own_roles")


def observes(owner: ColumnElement[int], actor: Member, now: datetime) -> ColumnElement[bool]:
    """The actor may observe the owner: they decide about the owner now, or watch them. Never oneself."""
    own = select(_other_roles.c.id).where(_other_roles.c.person_id == actor.person_id)
    return and_(or_(appraised_by(owner, actor, now), watched_by(owner, actor)), owner.not_in(own))


def takes_part(owner: ColumnElement[int], actor: Member, now: datetime) -> ColumnElement[bool]:
    """The actor is the person observed or may observe them."""
    return or_(owned_by(owner, actor), observes(owner, actor, now))


async def write(
    session: AsyncSession, observation_id: int, kind: FormKind, by: Member, content: Mapping[str, Any], now: datetime
) -> None:
    """Keep a form."""
    values = {"observation_id": observation_id, "kind": kind, "written_by": by.assignment_id, "written_at": now}
    await session.execute(insert(FORMS).values(**values, content=content))


async def read(session: AsyncSession, observation_id: int) -> ObservationFacts | None:
    """A cycle with everything that was written in it, whoever asks."""
    row = (await session.execute(_FACTS.where(OBSERVATIONS.c.id == observation_id))).first()
    if row is None:
        return None
    at = row._mapping
    same = ("id", "version", "observer_id", "period", "opens", "closes", "focus", "pack_id", "pack_version")
    return ObservationFacts(
        **{name: at[OBSERVATIONS.c[name]] for name in (*same, "starts", "slot_by", "changed_at", "changed_by")},
        status=row.stands,
        owner=Member(*row[: len(MEMBER)]),
        observer=row.observer_name,
        appraiser=row.appraiser_name,
        changed_name=row.changer_name,
        forms=await _forms(session, observation_id),
    )


_FACTS = (
    select(
        *MEMBER,
        _observer_person.c.name.label("observer_name"),
        _changer_person.c.name.label("changer_name"),
        _appraiser_person.c.name.label("appraiser_name"),
        OBSERVATIONS.c.status.label("stands"),
        *(column for column in OBSERVATIONS.c if column.name not in ("status", "assignment_id")),
    )
    .select_from(MEMBERS)
    .join(OBSERVATIONS, OBSERVATIONS.c.assignment_id == ASSIGNMENTS.c.id)
    .join(_changer, _changer.c.id == OBSERVATIONS.c.changed_by)
    .join(_changer_person, _changer_person.c.id == _changer.c.person_id)
    .outerjoin(_observer, _observer.c.id == OBSERVATIONS.c.observer_id)
    .outerjoin(_observer_person, _observer_person.c.id == _observer.c.person_id)
    .outerjoin(APPOINTMENTS, (APPOINTMENTS.c.assignment_id == OWNER) & APPOINTMENTS.c.ends.is_(None))
    .outerjoin(_appraiser, _appraiser.c.id == APPOINTMENTS.c.appraiser_assignment_id)
    .outerjoin(_appraiser_person, _appraiser_person.c.id == _appraiser.c.person_id)
)


async def _forms(session: AsyncSession, observation_id: int) -> tuple[Form, ...]:
    rows = await session.execute(
        select(FORMS.c.kind, PEOPLE.c.name, FORMS.c.written_at, FORMS.c.content)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.id == FORMS.c.written_by)
        .join(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id)
        .where(FORMS.c.observation_id == observation_id)
        .order_by(FORMS.c.id)
    )
    return tuple(Form(*row) for row in rows)
