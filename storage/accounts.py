"""Telegram accounts: whose they are, which role is in front, how they are to be spoken to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from storage import people
from storage.errors import NotAllowed
from storage.operations import operation
from storage.people import ASSIGNMENTS, HELD
from storage.types import Instant, Record, table
from storage.values import AssignmentStatus, Member


class Account(Record, table=True):
    """One Telegram account. It may belong to a person, and a person has at most one."""

    __tablename__ = "account"

    telegram_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    person_id: int | None = Field(default=None, foreign_key="person.id", unique=True)
    language: str = Field(max_length=8)
    consent_at: datetime | None = Field(default=None, sa_type=Instant)
    live_message_id: int | None = Field(default=None, sa_type=BigInteger)
    """The message that shows the conversation and is edited in place."""
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id", index=True)
    """The role in front."""
    draft_id: int | None = Field(default=None, foreign_key="draft.id", index=True)
    """The talk in front."""
    turned_to: int | None = None
    """The year whose role has come to the front by itself; it does so once."""
    reachable: bool = True
    """False once Telegram has said that the bot is blocked."""
    wrong_codes: int = 0
    """Wrong invite codes in a row."""
    locked_until: datetime | None = Field(default=None, sa_type=Instant)
    joined_at: datetime | None = Field(default=None, sa_type=Instant)


ACCOUNTS = table(Account)


@operation("accounts.set_language")
async def set_language(session: AsyncSession, telegram_id: int, language: str) -> None:
    """The language in which this account reads from now on."""
    await _set(session, telegram_id, language=language)


@operation("accounts.set_live_message")
async def set_live_message(session: AsyncSession, telegram_id: int, message_id: int | None) -> None:
    """The message that shows the conversation from now on; None when there is none."""
    await _set(session, telegram_id, live_message_id=message_id)


async def roles_of(session: AsyncSession, person_id: int) -> tuple[Member, ...]:
    """The roles that this person has joined in, the latest year and the active ones first."""
    return await people.held(session, person_id)


@operation("accounts.switch_role")
async def switch_role(session: AsyncSession, telegram_id: int, assignment_id: int) -> Member:
    """Put another role of the same person in front; the talk of the former role waits. NotAllowed for another's."""
    mine = select(ACCOUNTS.c.person_id).where(ACCOUNTS.c.telegram_id == telegram_id).scalar_subquery()
    chosen = select(ASSIGNMENTS.c.id).where(
        ASSIGNMENTS.c.id == assignment_id, ASSIGNMENTS.c.person_id == mine, ASSIGNMENTS.c.status.in_(HELD)
    )
    found = await people.member(session, assignment_id) if (await session.scalar(chosen)) else None
    if found is None:
        raise NotAllowed("accounts.switch_role")
    await _set(session, telegram_id, assignment_id=assignment_id, draft_id=None)
    return found


async def turn(session: AsyncSession, telegram_id: int, former: Member, year: int) -> Member | None:
    """A new year has begun: an active role of it comes to the front, the same work at the same unit first.

    Gives that role, or None while the person has none of that year. It happens once, so that the former year's role can
    be put in front again.
    """
    held = await people.held(session, former.person_id)
    of_year = [member for member in held if member.year == year and member.status is AssignmentStatus.active]
    if not of_year:
        return None
    chosen = min(of_year, key=lambda one: (one.role is not former.role, one.unit_id != former.unit_id))
    await _set(session, telegram_id, assignment_id=chosen.assignment_id, draft_id=None, turned_to=year)
    return chosen


async def _set(session: AsyncSession, telegram_id: int, **values: Any) -> None:
    await session.execute(update(ACCOUNTS).where(ACCOUNTS.c.telegram_id == telegram_id).values(**values))
