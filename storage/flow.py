"""How things of the record move from state to state: each step is one conditional UPDATE, and is audited.

A step says from which states it leads where, and whose it is. `move` asks for permission, state and version at once;
when that changes nothing, the row is read to say why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Table, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from storage import audit
from storage.database import changed
from storage.errors import MovedOn, NotAllowed, NotFound
from storage.people import ASSIGNMENTS, PEOPLE
from storage.types import Instant, Record
from storage.values import Member
from storage.values.inbox import UNDO_WITHIN

__all__ = ["STEPS", "UNDO_WITHIN", "Moving", "Step", "Who", "move", "step"]


class Who(StrEnum):
    """Whose step it is."""

    owner = "owner"
    appraiser = "appraiser"
    """Whoever decides about the owner now: the pejabat penilai or their delegate."""
    either = "either"
    """The owner or the appraiser."""
    system = "system"
    """A consequence of something else: a batch, a tick."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way on. `operation` is the name of the operation that takes it, `file.verb`; no `frm` begins a thing."""

    operation: str
    frm: frozenset[StrEnum]
    to: StrEnum
    by: Who

    @property
    def thing(self) -> str:
        """The kind of thing that moves: the operation's file."""
        return self.operation.partition(".")[0]


STEPS: list[Step] = []
"""Every step there is: the tests walk them."""


def step(operation: str, frm: StrEnum | tuple[StrEnum, ...], to: StrEnum, by: Who) -> Step:
    """Declare a step. An operation may have several, e.g. from different states to different ones."""
    start = frm if isinstance(frm, tuple) else (frm,)
    made = Step(operation, frozenset(start), to, by)
    STEPS.append(made)
    return made


class Moving(Record):
    """Columns of a thing that moves; a table adds its `id` and `status`."""

    version: int = 1
    """Grows with every change; a button that carries an older one is stale."""
    changed_at: datetime = Field(sa_type=Instant)
    changed_by: int = Field(foreign_key="assignment.id")


async def move(
    session: AsyncSession,
    things: Table,
    taken: Step,
    actor: Member,
    thing_id: int,
    version: int,
    may: ColumnElement[bool],
    now: datetime,
    *,
    also: Mapping[str, Any] | None = None,
    detail: Mapping[str, Any] | None = None,
) -> bool:
    """Take a step on the row `thing_id` as it was at `version`; `also` are columns that change with it.

    False when this actor has taken the very same step before: the same tap again. `may` is the permission as a
    condition on the row. `detail` joins the audit entry: codes and digests, never names or free text. Raises NotFound,
    NotAllowed, MovedOn.
    """
    at = things.c
    expected = update(things).where(at.id == thing_id, at.version == version, at.status.in_(taken.frm), may)
    news = {"version": version + 1, "changed_at": now, "changed_by": actor.assignment_id, **(also or {})}
    if await changed(session, expected.values(status=taken.to, **news)):
        entry = {"version": version + 1, **(detail or {})}
        await audit.record(session, audit.by(actor), taken.operation, f"{things.name}:{thing_id}", entry, now)
        return True
    row = (
        await session.execute(
            select(at.status, at.version, at.changed_at, at.changed_by, PEOPLE.c.name, may.label("may"))
            .join_from(things, ASSIGNMENTS, ASSIGNMENTS.c.id == at.changed_by, isouter=True)
            .join(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id, isouter=True)
            .where(at.id == thing_id)
        )
    ).first()
    if row is None:
        raise NotFound(things.name)
    if not row.may:
        raise NotAllowed(taken.operation)
    if (row.version, row.status, row.changed_by) == (version + 1, taken.to, actor.assignment_id):
        return False
    raise MovedOn(row.status, row.name, row.changed_at, row.version)
