"""Before planning: whether somebody's data were brought up to date. Ticks only; no number is ever asked for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint, delete, select
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from regulations.models import Role
from storage import audit, people
from storage.database import changed
from storage.operations import operation
from storage.skp import PLANNERS
from storage.types import Instant, Record, code_of, table
from storage.values import Member


class DataTick(Record, table=True):
    """One line of the checklist that its person has ticked. It belongs to the person: the role of the coming year may
    not be there yet when the data are brought up to date."""

    __tablename__ = "data_tick"
    __table_args__ = (UniqueConstraint("person_id", "role", "year", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    role: Role = Field(sa_type=code_of(Role))
    year: int
    """The year that is planned next."""
    code: str = Field(max_length=40)
    """Code of the pack's data rule."""
    ticked_at: datetime = Field(sa_type=Instant)


TICKS = table(DataTick)


@operation("preparing.tick")
async def tick(session: AsyncSession, actor: Member, year: int, code: str, done: bool, now: datetime) -> None:
    """Tick a line of one's own checklist for a year, or take the tick away; the same again has no effect."""
    owner = await people.acting(session, actor, "preparing.tick", *PLANNERS)
    line = {"person_id": owner.person_id, "role": owner.role, "year": year, "code": code}
    if done:
        write = insert(TICKS).values(**line, ticked_at=now).on_conflict_do_nothing()
        happened = await changed(session, write)
    else:
        its = (TICKS.c[name] == value for name, value in line.items())
        happened = await changed(session, delete(TICKS).where(*its))
    if happened:
        entry = {"year": year, "code": code, "done": done}
        await audit.record(session, audit.by(owner), "preparing.tick", f"assignment:{owner.assignment_id}", entry, now)


async def ticked(session: AsyncSession, member: Member, year: int) -> frozenset[str]:
    """The lines that this member's person has ticked for a year, in this role."""
    mine = (TICKS.c.person_id == member.person_id, TICKS.c.role == member.role, TICKS.c.year == year)
    return frozenset(await session.scalars(select(TICKS.c.code).where(*mine)))
