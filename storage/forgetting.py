"""What others have begun about somebody who is erased: their talks are over, or go on without the name.

A talk is found by what its ground refers to, and by the name: the roster may have corrected the name meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, String, Table, cast, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.accounts import ACCOUNTS
from storage.drafts import DRAFTS
from storage.feedback import FEEDBACK
from storage.logbook import LOGS
from storage.midyear import CHECKINS
from storage.observation_record import OBSERVATIONS
from storage.people import ASSIGNMENTS
from storage.skp import SKPS
from storage.values import DraftStatus
from storage.values.feedback import ANSWER
from storage.values.own_data import GONE

THINGS: Mapping[str, Table] = {"skp": SKPS, "log": LOGS, "observation": OBSERVATIONS, "checkin": CHECKINS}
"""What the ground of a talk may name by id: its owner is whom the talk is about."""
WHOM = ("id", "owner")
"""Where else a ground names somebody, by assignment id. In an answer to a note `id` is the note's."""
LISTS: Mapping[str, int] = {"people": 2, "members": 2, "watched": 2, "candidates": 1}
"""Lists of people in a ground: each row begins with an assignment id, and has the name at this place."""
PARTS = ("pinned", "answers", "cursor")
NOTES = "note"

Theirs = Mapping[str, frozenset[int]]
"""Ids of what is about the one who goes, by where a ground names them."""


async def from_talks(session: AsyncSession, person_id: int, name: str, now: datetime) -> None:
    """Take the person out of other people's talks; a talk about this person alone is over."""
    theirs = await _theirs(session, person_id)
    others = select(DRAFTS).where(DRAFTS.c.assignment_id.not_in(theirs["id"]), _names_somebody(name))
    for draft in (await session.execute(others)).all():
        if _about(draft, theirs) or name in draft.pinned.values():
            await _drop(session, draft.id, draft.status, now)
        else:
            await _rename(session, draft, theirs, name)


def _names_somebody(name: str) -> ColumnElement[bool]:
    """Talks whose ground refers to people, and those in which the name stands; a plan of one's own is not read."""
    keys = (_holds(DRAFTS.c.pinned, json.dumps(key)) for key in (*THINGS, *WHOM, *LISTS))
    written = json.dumps(name, ensure_ascii=False)[1:-1]
    return or_(*keys, *(_holds(DRAFTS.c[part], written) for part in PARTS))


def _holds(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    return cast(column, String).contains(text, autoescape=True)


async def _theirs(session: AsyncSession, person_id: int) -> Theirs:
    roles = frozenset(await session.scalars(select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.person_id == person_id)))
    found = dict.fromkeys(WHOM, roles)
    for key, rows in THINGS.items():
        found[key] = frozenset(await session.scalars(select(rows.c.id).where(rows.c.assignment_id.in_(roles))))
    said = or_(FEEDBACK.c.assignment_id.in_(roles), FEEDBACK.c.given_by.in_(roles))
    return {**found, NOTES: frozenset(await session.scalars(select(FEEDBACK.c.id).where(said)))}


def _about(draft: Row[Any], theirs: Theirs) -> bool:
    """Whether its ground names the person, or something of theirs."""
    if draft.dialog == ANSWER:
        return draft.pinned.get("id") in theirs[NOTES]
    named = ((key, draft.pinned.get(key)) for key in (*THINGS, *WHOM))
    return any(isinstance(value, int) and value in theirs[key] for key, value in named)


async def _drop(session: AsyncSession, draft_id: int, status: DraftStatus, now: datetime) -> None:
    status = DraftStatus.discarded if status is DraftStatus.open else status
    empty: Mapping[str, Any] = {part: {} for part in PARTS}
    gone = update(DRAFTS).where(DRAFTS.c.id == draft_id)
    await session.execute(gone.values(status=status, updated_at=now, **empty))
    await session.execute(update(ACCOUNTS).where(ACCOUNTS.c.draft_id == draft_id).values(draft_id=None))


async def _rename(session: AsyncSession, draft: Row[Any], theirs: Theirs, name: str) -> None:
    """A talk that is about others too goes on without the name."""
    before = {part: getattr(draft, part) for part in PARTS}
    after = {part: _without(value, name) for part, value in before.items()}
    for key, at in LISTS.items():
        for row in after["pinned"].get(key) or ():
            if isinstance(row, list) and row and row[0] in theirs["id"]:
                row[at] = GONE
    if json.dumps(before) != json.dumps(after):
        await session.execute(update(DRAFTS).where(DRAFTS.c.id == draft.id).values(**after))


def _without(value: Any, name: str) -> Any:
    """A copy of JSON with another name."""
    match value:
        case str():
            return value.replace(name, GONE)
        case list():
            return [_without(one, name) for one in value]
        case dict():
            return {key: _without(one, name) for key, one in value.items()}
    return value
