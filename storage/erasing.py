"""Erasing a person: what is personal goes, what others have decided stays without the name.

The trail is not touched: it holds references and digests only. Files of the vault are noted here and removed after the
transaction (`due`, `settled`), so that a kill in between leaves none behind.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage import audit, forgetting, inbox, leaving, people
from storage.database import changed
from storage.errors import Invalid, NotAllowed
from storage.evidence import FILES, referenced
from storage.operations import operation
from storage.own_data import ERASURES, RECEIPTS, TABLES, Held, of_person
from storage.people import APPOINTMENTS, ASSIGNMENTS, PEOPLE
from storage.tables import METADATA
from storage.values import AssignmentStatus, Member
from storage.values.own_data import WORD, EraseMe, OwnData, Receipt

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Signs of a receipt's number that are not taken for one another."""


@operation("erasing.kept")
async def kept(session: AsyncSession, actor: Member, now: datetime) -> OwnData:
    """What is kept about the actor, and who would be left without a decision if it went."""
    await _themselves(session, actor)
    counts: dict[str, int] = {}
    for rows, _held in _owned():
        mine = select(func.count()).select_from(rows).where(of_person(rows, actor.person_id))
        counts[rows.name] = await session.scalar(mine) or 0
    roles = [role for role in await people.held(session, actor.person_id) if role.status is AssignmentStatus.active]
    present = (
        APPOINTMENTS.c.appraiser_assignment_id.in_([role.assignment_id for role in roles]),
        APPOINTMENTS.c.ends.is_(None),
    )
    appraises = await session.scalar(select(func.count()).select_from(APPOINTMENTS).where(*present))
    waiting = [line for role in roles for line in await inbox.waiting(session, role, now)]
    return OwnData(counts, appraises or 0, len(waiting), await _operates_alone(session, roles))


async def _operates_alone(session: AsyncSession, roles: Sequence[Member]) -> int:
    """Units of which the person is an operator, and nobody else is in the same year or later."""
    mine = {role.unit_id: role for role in reversed(roles) if role.role is Role.operator}
    at = ASSIGNMENTS.c
    others = 0
    for role in mine.values():
        same = (at.unit_id == role.unit_id, at.role == Role.operator, at.status == AssignmentStatus.active)
        another = select(at.id).where(*same, at.year >= role.year, at.person_id != role.person_id).limit(1)
        others += await session.scalar(another) is not None
    return len(mine) - others


@operation("erasing.erase")
async def erase(session: AsyncSession, actor: Member, intent: EraseMe, now: datetime) -> Receipt:
    """Erase everything personal about the actor, in all their roles and years; the account is unlinked.

    Their roles end as if an operator had ended them, so that whoever depended on them is looked after. Invalid unless
    the word was typed. Nothing is left to repeat: their next tap comes from a stranger.
    """
    if intent.word.strip().upper() != WORD:
        raise Invalid("erase_word")
    name = await _themselves(session, actor)
    for role in await people.not_ended(session, actor.person_id):
        await _leave(session, role, now)
    await forgetting.from_talks(session, actor.person_id, name, now)
    await _note_files(session, actor.person_id, now)
    counts = await _erase_rows(session, actor.person_id)
    return await _receipt(session, actor, counts, now)


async def _themselves(session: AsyncSession, actor: Member) -> str:
    """The actor's name, from their row, which is locked. NotAllowed for a role that is not theirs."""
    locked = (
        select(PEOPLE.c.name)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.person_id == PEOPLE.c.id)
        .where(PEOPLE.c.id == actor.person_id, ASSIGNMENTS.c.id == actor.assignment_id)
    )
    name = await session.scalar(locked.with_for_update(of=PEOPLE))
    if name is None:
        raise NotAllowed("erasing.erase")
    return str(name)


async def _leave(session: AsyncSession, role: Member, now: datetime) -> None:
    version = await session.scalar(select(ASSIGNMENTS.c.version).where(ASSIGNMENTS.c.id == role.assignment_id))
    if version is not None and await leaving.end(session, role.assignment_id, version):
        await leaving.leave(session, role, role, now)


def _owned() -> list[tuple[Table, Held]]:
    """Tables with an owner; what refers to others comes first."""
    return [(rows, TABLES[rows.name]) for rows in reversed(METADATA.sorted_tables) if TABLES[rows.name].owner]


async def _erase_rows(session: AsyncSession, person_id: int) -> dict[str, int]:
    """Blank first: the rows that go as a whole are the way to some of the others. Rows by table."""
    counts: dict[str, int] = {}
    for rows, held in _owned():
        if held.personal and not held.delete:
            which = (of_person(rows, person_id), *(rows.c[name] == value for name, value in held.only.items()))
            counts[rows.name] = await changed(session, update(rows).where(*which).values(**held.personal))
    for rows, held in _owned():
        if held.delete:
            counts[rows.name] = await changed(session, delete(rows).where(of_person(rows, person_id)))
    return {name: count for name, count in counts.items() if count}


# --- files ------------------------------------------------------------------------


async def _note_files(session: AsyncSession, person_id: int, now: datetime) -> None:
    mine = select(FILES.c.sha256).distinct().where(of_person(FILES, person_id))
    for digest in (await session.scalars(mine)).all():
        await session.execute(insert(ERASURES).values(sha256=digest, at=now).on_conflict_do_nothing())


async def due(session: AsyncSession) -> tuple[str, ...]:
    """Files of erased people that nobody else has: to be removed from the vault."""
    digests = (await session.scalars(select(ERASURES.c.sha256).order_by(ERASURES.c.at))).all()
    others = await referenced(session, digests)
    return tuple(digest for digest in digests if digest not in others)


async def settled(session: AsyncSession, gone: Collection[str]) -> None:
    """These files are not in the vault any more, or are somebody else's too."""
    others = await referenced(session, (await session.scalars(select(ERASURES.c.sha256))).all())
    await session.execute(delete(ERASURES).where(ERASURES.c.sha256.in_({*gone, *others})))


# --- the receipt --------------------------------------------------------------------


async def _receipt(session: AsyncSession, actor: Member, counts: dict[str, int], now: datetime) -> Receipt:
    number = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    await session.execute(insert(RECEIPTS).values(number=number, at=now, counts=counts))
    detail = {"receipt": number}
    await audit.record(session, audit.by(actor), "erasing.erase", f"person:{actor.person_id}", detail, now)
    return Receipt(number, now, counts)
