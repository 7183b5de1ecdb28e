"""The door: who this update comes from, and whether its effect is already in the record. Runs at every tap."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Row, and_, bindparam, delete, exists, or_, select
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from sqlmodel import Field

from storage.accounts import ACCOUNTS
from storage.database import changed
from storage.drafts import DRAFT, DRAFTS
from storage.operations import operation
from storage.people import ASSIGNMENTS, HELD, MEMBER, PEOPLE, UNITS
from storage.types import Instant, Record, table
from storage.values import Draft, DraftStatus, Member, Visitor


class SeenUpdate(Record, table=True):
    """An update of Telegram whose effect is in the record."""

    __tablename__ = "seen_update"

    update_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Instant, index=True)


SEEN = table(SeenUpdate)

_ME = ACCOUNTS.c.telegram_id == bindparam("me")

# Locks the account, and only then notes the update: in a PostgreSQL transaction the statement after this one sees what
# a former holder of the lock has committed. Notes nothing for an account that is not there yet.
_REMEMBER = (
    insert(SEEN)
    .from_select(
        ["update_id", "at"],
        select(bindparam("update", type_=BigInteger), bindparam("now", type_=Instant)).where(_ME).with_for_update(),
    )
    .on_conflict_do_nothing()
)

_other = ASSIGNMENTS.alias("other")
_OTHER_ROLES = exists().where(
    _other.c.person_id == ACCOUNTS.c.person_id,
    or_(*(_other.c.status == status for status in HELD)),  # IN would be expanded anew at every tap
    _other.c.id.is_distinct_from(ACCOUNTS.c.assignment_id),
)
# A role that is no longer this person's, and a talk of another role, are not in front whatever the account says.
_ROLE_IN_FRONT = and_(ASSIGNMENTS.c.id == ACCOUNTS.c.assignment_id, ASSIGNMENTS.c.person_id == ACCOUNTS.c.person_id)
_TALK_IN_FRONT = and_(
    DRAFTS.c.id == ACCOUNTS.c.draft_id,
    DRAFTS.c.assignment_id == ASSIGNMENTS.c.id,
    DRAFTS.c.status == DraftStatus.open,
)
_VISITOR = (
    select(
        ACCOUNTS.c.telegram_id,
        ACCOUNTS.c.language,
        ACCOUNTS.c.person_id,
        ACCOUNTS.c.live_message_id,
        ACCOUNTS.c.locked_until,
        ACCOUNTS.c.turned_to,
        _OTHER_ROLES,
        *MEMBER,
        *DRAFT,
    )
    .select_from(
        ACCOUNTS.outerjoin(ASSIGNMENTS, _ROLE_IN_FRONT)
        .outerjoin(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id)
        .outerjoin(UNITS, UNITS.c.id == ASSIGNMENTS.c.unit_id)
        .outerjoin(DRAFTS, _TALK_IN_FRONT)
    )
    .where(_ME)
)
_MEMBER_AT = 7
_DRAFT_AT = _MEMBER_AT + len(MEMBER)


@operation("arrivals.arrive")
async def arrive(
    session: AsyncSession, telegram_id: int, update_id: int, language_hint: str, now: datetime
) -> tuple[Visitor, bool]:
    """Who this update comes from, and whether it is fresh: False when its effect is already in the record.

    Serialises the updates of one person until the transaction ends. `language_hint` is kept for a newcomer only.
    """
    # One switch of context for both statements: this runs at every tap.
    return await session.run_sync(_arrive, telegram_id, update_id, language_hint, now)


def _arrive(session: Session, telegram_id: int, update_id: int, language: str, now: datetime) -> tuple[Visitor, bool]:
    connection = session.connection()
    noted = connection.execute(_REMEMBER, {"me": telegram_id, "update": update_id, "now": now})
    row = connection.execute(_VISITOR, {"me": telegram_id}).first()
    if row is None:
        newcomer = insert(ACCOUNTS).values(telegram_id=telegram_id, language=language).on_conflict_do_nothing()
        connection.execute(newcomer)
        return _arrive(session, telegram_id, update_id, language, now)
    return _visitor(row), noted.rowcount == 1


def _visitor(row: Row[Any]) -> Visitor:
    telegram_id, language, person_id, live_message_id, locked_until, turned_to, more_roles = row[:_MEMBER_AT]
    return Visitor(
        telegram_id=telegram_id,
        language=language,
        person_id=person_id,
        member=None if row[_MEMBER_AT] is None else Member(*row[_MEMBER_AT:_DRAFT_AT]),
        live_message_id=live_message_id,
        draft=None if row[_DRAFT_AT] is None else Draft(*row[_DRAFT_AT:]),
        locked_until=locked_until,
        more_roles=more_roles,
        turned_to=turned_to,
    )


async def visitor(session: AsyncSession, telegram_id: int) -> Visitor | None:
    """The visitor as the record has them now, e.g. after an operation in the same transaction."""
    row = (await session.execute(_VISITOR, {"me": telegram_id})).first()
    return None if row is None else _visitor(row)


async def prune(session: AsyncSession, before: datetime) -> int:
    """Forget updates seen before an instant; Telegram keeps its own for a day. Returns how many."""
    return await changed(session, delete(SEEN).where(SEEN.c.at < before))
