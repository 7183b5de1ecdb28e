"""One-time codes by which a person takes their place.

A wrong code must be remembered although it is refused, and a refusal that is raised takes its transaction back. So
`look` and `redeem` *return* CodeUnknown and TooManyGuesses; commit, and show them like any refusal.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Row, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from storage import audit, joins, lending, people, reminding
from storage.accounts import ACCOUNTS
from storage.database import changed
from storage.errors import AlreadyJoined, CodeUnknown, NotFound, TooManyGuesses
from storage.operations import operation
from storage.people import PEOPLE
from storage.types import Instant, Record, table
from storage.values import AssignmentStatus, Member

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is taken for a digit."""
LENGTH = 12
"""Sixty bits: not to be guessed."""
TTL_DAYS = 30
PATIENCE = 5
"""Wrong codes in a row before an account has to wait."""
FIRST_WAIT = timedelta(minutes=15)
"""Doubled with each further wrong code."""
LONGEST_WAIT = timedelta(days=1)
_READ_AS = str.maketrans("OIL", "011", "- ")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom a code is for: "is this you?"."""

    person_id: int
    name: str
    members: tuple[Member, ...]
    """Roles that have not ended, joined or not."""


class Invite(Record, table=True):
    """A code for one person. The code itself is shown once and never kept."""

    __tablename__ = "invite"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    code_hash: str = Field(max_length=64, unique=True)
    """SHA-256 of the code, hexadecimal."""
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    used_by: int | None = Field(default=None, sa_type=BigInteger)
    """Telegram id."""
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    """Set when a newer invite of the same person took its place."""


INVITES = table(Invite)


@operation("invites.create")
async def create(
    session: AsyncSession, actor: Member | None, person_id: int, now: datetime, ttl_days: int = TTL_DAYS
) -> str:
    """A new code for a person; None acts from the command line. Earlier codes of theirs that were not used end.

    Shown once: only its digest is kept. An operator may invite whoever has all their roles in the operator's units
    (NotAllowed). NotFound when there is no such person.
    """
    known = await session.scalar(select(PEOPLE.c.id).where(PEOPLE.c.id == person_id).with_for_update())
    if known is None:
        raise NotFound("person")
    if actor is not None:
        units = {member.unit_id for member in await people.not_ended(session, person_id)}
        await people.require_operator(session, actor, units, "invites.create")
    unused = (INVITES.c.person_id == person_id, INVITES.c.used_at.is_(None), INVITES.c.ended_at.is_(None))
    await session.execute(update(INVITES).where(*unused).values(ended_at=now))
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    row = {"person_id": person_id, "code_hash": _hash(code), "created_at": now}
    await session.execute(insert(INVITES).values(**row, expires_at=now + timedelta(days=ttl_days)))
    await audit.record(session, audit.by(actor), "invites.create", f"person:{person_id}", {"days": ttl_days}, now)
    return code


@operation("invites.look")
async def look(
    session: AsyncSession, telegram_id: int, code: str, now: datetime
) -> Candidate | CodeUnknown | TooManyGuesses:
    """Whom a code is for, without using it. Raises AlreadyJoined."""
    found = await _match(session, telegram_id, code, now)
    if isinstance(found, CodeUnknown | TooManyGuesses):
        return found
    members = await people.not_ended(session, found.person_id)
    return Candidate(found.person_id, members[0].name, members) if members else CodeUnknown()


@operation("invites.redeem")
async def redeem(
    session: AsyncSession, telegram_id: int, code: str, now: datetime
) -> tuple[Member, ...] | CodeUnknown | TooManyGuesses:
    """Take one's place, having consented: the roles that the person now holds, in the order of `accounts.roles_of`.

    Works once; the same account may repeat it without effect. A former account of the person loses its access. Roles
    that decide about others become pending and their operators are asked. Raises AlreadyJoined.
    """
    found = await _match(session, telegram_id, code, now)
    if isinstance(found, CodeUnknown | TooManyGuesses):
        return found
    if found.used_at is not None:
        return await people.held(session, found.person_id)
    if not await people.not_ended(session, found.person_id) or not await _use(session, found, telegram_id, now):
        return CodeUnknown()
    new_phone = found.account_person_id is None
    await _end_former_account(session, found.person_id, telegram_id)
    await people.take_up(session, found.person_id, now, new_phone=new_phone)
    roles = await people.held(session, found.person_id)
    await _settle_in(session, found, telegram_id, roles, now)
    await lending.wake(session, found.person_id, now)
    await reminding.settle_in(session, found.person_id, now.astimezone(ZoneInfo(roles[0].zone)).date(), now)
    for role in roles:
        await joins.ask(session, role, now)
    detail = {"invite": found.id, "new_phone": new_phone}
    await audit.record(session, f"person:{found.person_id}", "invites.redeem", f"person:{found.person_id}", detail, now)
    return roles


async def _match(
    session: AsyncSession, telegram_id: int, code: str, now: datetime
) -> Row[*tuple[Any, ...]] | CodeUnknown | TooManyGuesses:
    """The invite with the person that the account belongs to; a wrong code is counted."""
    me = (await session.execute(select(ACCOUNTS).where(ACCOUNTS.c.telegram_id == telegram_id))).one()
    if me.locked_until is not None and me.locked_until > now:
        return TooManyGuesses(me.locked_until)
    open_ = and_(INVITES.c.used_at.is_(None), INVITES.c.ended_at.is_(None), INVITES.c.expires_at > now)
    # A link that is tapped again after joining is no guess.
    mine = and_(INVITES.c.used_by == telegram_id, INVITES.c.person_id == ACCOUNTS.c.person_id)
    invite = (
        await session.execute(
            select(INVITES, ACCOUNTS.c.person_id.label("account_person_id"))
            .join(ACCOUNTS, ACCOUNTS.c.telegram_id == telegram_id)
            .where(INVITES.c.code_hash == _hash(code), or_(open_, mine))
        )
    ).first()
    if invite is None:
        return await _count_guess(session, telegram_id, me.wrong_codes + 1, now)
    if invite.account_person_id not in (None, invite.person_id):
        name = await session.scalar(select(PEOPLE.c.name).where(PEOPLE.c.id == invite.account_person_id))
        raise AlreadyJoined(str(name))
    return invite


async def _count_guess(
    session: AsyncSession, telegram_id: int, wrong: int, now: datetime
) -> CodeUnknown | TooManyGuesses:
    until = _locked_until(wrong, now)
    mine = update(ACCOUNTS).where(ACCOUNTS.c.telegram_id == telegram_id)
    await session.execute(mine.values(wrong_codes=wrong, locked_until=until))
    return CodeUnknown() if until is None else TooManyGuesses(until)


def _locked_until(wrong: int, now: datetime) -> datetime | None:
    if wrong < PATIENCE:
        return None
    doublings = min(wrong - PATIENCE, 10)  # beyond the longest wait anyway
    wait = FIRST_WAIT * (1 << doublings)
    return now + min(wait, LONGEST_WAIT)


async def _use(session: AsyncSession, invite: Row[*tuple[Any, ...]], telegram_id: int, now: datetime) -> bool:
    """Whether the code was ours to use: of two at once, one is."""
    await session.execute(select(PEOPLE.c.id).where(PEOPLE.c.id == invite.person_id).with_for_update())
    unused = update(INVITES).where(INVITES.c.id == invite.id, INVITES.c.used_at.is_(None), INVITES.c.ended_at.is_(None))
    return await changed(session, unused.values(used_at=now, used_by=telegram_id)) == 1


async def _end_former_account(session: AsyncSession, person_id: int, telegram_id: int) -> None:
    former = update(ACCOUNTS).where(ACCOUNTS.c.person_id == person_id, ACCOUNTS.c.telegram_id != telegram_id)
    await session.execute(
        former.values(person_id=None, assignment_id=None, draft_id=None, live_message_id=None, consent_at=None)
    )


async def _settle_in(
    session: AsyncSession,
    invite: Row[*tuple[Any, ...]],
    telegram_id: int,
    roles: tuple[Member, ...],
    now: datetime,
) -> None:
    """The account is this person's, with an active role in front where there is one."""
    front = next((role for role in roles if role.status is AssignmentStatus.active), roles[0] if roles else None)
    await session.execute(
        update(ACCOUNTS)
        .where(ACCOUNTS.c.telegram_id == telegram_id)
        .values(
            person_id=invite.person_id,
            assignment_id=front and front.assignment_id,
            draft_id=None,
            consent_at=now,
            joined_at=now,
            reachable=True,
            wrong_codes=0,
            locked_until=None,
        )
    )


def _hash(code: str) -> str:
    """Digest of a code as typed: lower case, hyphens and look-alike letters do not matter."""
    return hashlib.sha256(code.upper().translate(_READ_AS).encode()).hexdigest()
