"""Plotting: a pejabat penilai chooses their tim kinerja, who watches, coaches and recommends; the appraiser decides.

A change closes the rows that no longer hold and opens others, so that history stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage import audit, outbox, people
from storage.appraising import watched_by
from storage.errors import Invalid, MovedOn, NotAllowed
from storage.operations import operation
from storage.people import APPOINTMENTS, ASSIGNMENTS, PEOPLE
from storage.teams import TEAM
from storage.values import AssignmentStatus, Member
from storage.values.teams import Candidates, EndMember, FormTeam, Past, Team, Watch, Watching

MEMBER_CARD = "team_member"
WATCHED_CARD = "team_watched"
MEMBERS: dict[Role, tuple[Role, ...]] = {
    Role.guru: (Role.guru,),
    Role.kepala_sekolah: (Role.pengawas, Role.tim_kinerja),
    Role.pengawas: (Role.tim_kinerja, Role.pengawas),
}
"""In which roles somebody may be in the team that watches a role (Kepdirjen GTK 5539/B.B1/HK.03.01/2024, Lampiran Bab
I huruf E)."""
LEADS = (Role.kepala_sekolah, Role.kepala_dinas)
LONGEST_NUMBER = 80
MOST = 300
PAST = 12
"""Rows of history."""
_Row = Row[*tuple[Any, ...]]
_NOT_ENDED = ASSIGNMENTS.c.status != AssignmentStatus.ended
_watched = ASSIGNMENTS.alias("watched")


# --- reading --------------------------------------------------------------------


@operation("plotting.team")
async def team(session: AsyncSession, actor: Member, of_role: Role) -> Team:
    """The actor's own team for one role, as it is now. For those who may have one (NotAllowed)."""
    appraiser = await people.acting(session, actor, "plotting.team", *LEADS)
    rows = await _rows(session, appraiser, of_role)
    watched = await _appraised(session, appraiser, of_role)
    seen = {row.watched_assignment_id for row in rows}
    return Team(
        appraiser=appraiser,
        of_role=of_role,
        version=await _version(session, appraiser, of_role),
        watches=await _watches(session, rows),
        unwatched=tuple(one for one in watched if one.assignment_id not in seen),
    )


@operation("plotting.candidates")
async def candidates(session: AsyncSession, actor: Member, of_role: Role) -> Candidates:
    """Who may be in the actor's team for one role, and whom it may watch. For those who may have one (NotAllowed)."""
    appraiser = await people.acting(session, actor, "plotting.candidates", *LEADS)
    members = await _eligible(session, appraiser, of_role)
    return Candidates(members[:MOST], (await _appraised(session, appraiser, of_role))[:MOST])


@operation("plotting.history")
async def history(
    session: AsyncSession, actor: Member, of_role: Role, offset: int, limit: int
) -> tuple[int, tuple[Past, ...]]:
    """What was in the actor's team and is not any more: how many entries, and some of them, the latest first."""
    appraiser = await people.acting(session, actor, "plotting.history", *LEADS)
    same = (PEOPLE.c.name, TEAM.c.member_assignment_id, TEAM.c.sk_number, TEAM.c.sk_date, TEAM.c.starts, TEAM.c.ends)
    past = (
        select(*same[:1], func.count().label("watched"), *same[2:])
        .select_from(TEAM)
        .join(_watched, _watched.c.id == TEAM.c.watched_assignment_id)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.id == TEAM.c.member_assignment_id)
        .join(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id)
        .where(
            TEAM.c.appraiser_assignment_id == appraiser.assignment_id,
            TEAM.c.ends.is_not(None),
            _watched.c.role == of_role,
        )
        .group_by(*same)
    )
    count = await session.scalar(select(func.count()).select_from(past.subquery()))
    ordered = past.order_by(TEAM.c.ends.desc(), PEOPLE.c.name, TEAM.c.member_assignment_id)
    rows = await session.execute(ordered.offset(offset).limit(limit))
    return count or 0, tuple(Past(*row) for row in rows)


async def watching(session: AsyncSession, actor: Member) -> Watching:
    """Whom the actor watches, by appraiser, and who watches the actor."""
    mine = (TEAM.c.member_assignment_id == actor.assignment_id, watched_by(TEAM.c.watched_assignment_id, actor))
    rows = (await session.execute(select(TEAM).where(TEAM.c.ends.is_(None), *mine).order_by(TEAM.c.id))).all()
    watches: list[tuple[Member, Watch]] = []
    for appraiser_id in dict.fromkeys(row.appraiser_assignment_id for row in rows):
        appraiser = await people.member(session, appraiser_id)
        own = [row for row in rows if row.appraiser_assignment_id == appraiser_id]
        assert appraiser is not None
        watches += [(appraiser, watch) for watch in await _watches(session, own)]
    return Watching(tuple(watches), await watchers(session, actor.assignment_id))


async def watchers(session: AsyncSession, assignment_id: int) -> tuple[Member, ...]:
    """Who watches somebody now for their present pejabat penilai."""
    rows = (
        select(TEAM.c.member_assignment_id)
        .join(APPOINTMENTS, APPOINTMENTS.c.assignment_id == TEAM.c.watched_assignment_id)
        .where(
            TEAM.c.watched_assignment_id == assignment_id,
            TEAM.c.ends.is_(None),
            APPOINTMENTS.c.ends.is_(None),
            APPOINTMENTS.c.appraiser_assignment_id == TEAM.c.appraiser_assignment_id,
        )
    )
    return await people.find(session, ASSIGNMENTS.c.id.in_(rows), _NOT_ENDED)


async def _rows(session: AsyncSession, appraiser: Member, of_role: Role) -> Sequence[_Row]:
    """Open rows whose two sides still are what they were chosen as."""
    present = (
        select(TEAM)
        .join(_watched, _watched.c.id == TEAM.c.watched_assignment_id)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.id == TEAM.c.member_assignment_id)
        .join(APPOINTMENTS, APPOINTMENTS.c.assignment_id == _watched.c.id)
        .where(
            *_own(appraiser, of_role),
            TEAM.c.ends.is_(None),
            _NOT_ENDED,
            _watched.c.status != AssignmentStatus.ended,
            APPOINTMENTS.c.ends.is_(None),
            APPOINTMENTS.c.appraiser_assignment_id == appraiser.assignment_id,
        )
    )
    return (await session.execute(present.order_by(TEAM.c.id))).all()


def _own(appraiser: Member, of_role: Role) -> tuple[ColumnElement[bool], ...]:
    return (TEAM.c.appraiser_assignment_id == appraiser.assignment_id, _watched.c.role == of_role)


async def _version(session: AsyncSession, appraiser: Member, of_role: Role) -> int:
    """Grows when rows are opened or closed."""
    joined = TEAM.join(_watched, _watched.c.id == TEAM.c.watched_assignment_id)
    counted = select(func.count(TEAM.c.id) + func.count(TEAM.c.ends)).select_from(joined)
    return await session.scalar(counted.where(*_own(appraiser, of_role))) or 0


async def _watches(session: AsyncSession, rows: Sequence[_Row]) -> tuple[Watch, ...]:
    """Rows by member, members by name."""
    ids = {side for row in rows for side in (row.member_assignment_id, row.watched_assignment_id)}
    found = await people.find(session, ASSIGNMENTS.c.id.in_(ids))
    members = {member.assignment_id: member for member in found}
    watches = []
    for member_id in (id_ for id_ in members if any(row.member_assignment_id == id_ for row in rows)):
        own = [row for row in rows if row.member_assignment_id == member_id]
        watched = sorted((members[row.watched_assignment_id] for row in own), key=lambda one: one.name)
        first = own[0]
        watches.append(Watch(members[member_id], tuple(watched), first.sk_number, first.sk_date, first.starts))
    return tuple(watches)


async def _appraised(session: AsyncSession, appraiser: Member, of_role: Role) -> tuple[Member, ...]:
    """Whom the appraiser appraises in that role."""
    present = select(APPOINTMENTS.c.assignment_id).where(
        APPOINTMENTS.c.appraiser_assignment_id == appraiser.assignment_id, APPOINTMENTS.c.ends.is_(None)
    )
    return await people.find(session, ASSIGNMENTS.c.id.in_(present), ASSIGNMENTS.c.role == of_role, _NOT_ENDED)


async def _eligible(session: AsyncSession, appraiser: Member, of_role: Role) -> tuple[Member, ...]:
    """Guru of the same school for guru; people of the same dinas for the others."""
    near = ASSIGNMENTS.c.unit_id == appraiser.unit_id
    if appraiser.role is Role.kepala_dinas:
        near = people.same_dinas(appraiser.unit_id)
    return await people.find(
        session,
        near,
        ASSIGNMENTS.c.role.in_(MEMBERS.get(of_role, ())),
        ASSIGNMENTS.c.status == AssignmentStatus.active,
        ASSIGNMENTS.c.year == appraiser.year,
        ASSIGNMENTS.c.person_id != appraiser.person_id,
    )


# --- changing ------------------------------------------------------------------------


@operation("plotting.form")
async def form(session: AsyncSession, actor: Member, intent: FormTeam, now: datetime) -> Team:
    """This is the team for one role from now on; who is not in it is out. For the pejabat penilai.

    Who begins to watch or to be watched, or does no longer, is told. Raises NotAllowed, and Invalid: `team_member`,
    `team_watched`, `team_self` (nobody watches themselves), `sk_number`, `sk_date`.
    """
    appraiser = await people.acting(session, actor, "plotting.form", *LEADS)
    await _lock(session, appraiser)
    wanted = await _checked(session, appraiser, intent, now)
    rows = await _open_rows(session, appraiser, intent.of_role)
    number, sk_date = intent.sk_number.strip(), intent.sk_date
    kept = {_pair(row) for row in rows if (row.sk_number, row.sk_date) == (number, sk_date)} & set(wanted)
    closing = [row for row in rows if _pair(row) not in kept]
    opening = [pair for pair in wanted if pair not in kept]
    await _close(session, [row.id for row in closing], now)
    if opening:
        base = {"appraiser_assignment_id": appraiser.assignment_id, "sk_number": number, "sk_date": sk_date}
        pairs = [{"member_assignment_id": one, "watched_assignment_id": other} for one, other in opening]
        await session.execute(insert(TEAM), [base | pair | {"starts": now, "ends": None} for pair in pairs])
    if opening or closing:
        pairs_of_both = [*map(_pair, closing), *opening]
        await _changed(session, appraiser, "plotting.form", intent.of_role, pairs_of_both, now)
    return await team(session, actor, intent.of_role)


@operation("plotting.end_member")
async def end_member(session: AsyncSession, actor: Member, intent: EndMember, now: datetime) -> Team:
    """Somebody is out of the actor's team; the same again has no second effect. Raises NotAllowed, and MovedOn when the
    team is another one than at `version` and they are still in it."""
    appraiser = await people.acting(session, actor, "plotting.end_member", *LEADS)
    await _lock(session, appraiser)
    rows = [
        row
        for row in await _open_rows(session, appraiser, intent.of_role)
        if row.member_assignment_id == intent.member_id
    ]
    version = await _version(session, appraiser, intent.of_role)
    if rows and version != intent.version:
        raise MovedOn(AssignmentStatus.active, None, None, version)
    if rows:
        await _close(session, [row.id for row in rows], now)
        await _changed(session, appraiser, "plotting.end_member", intent.of_role, [*map(_pair, rows)], now)
    return await team(session, actor, intent.of_role)


def _pair(row: _Row) -> tuple[int, int]:
    """Who watches, and who is watched."""
    return row.member_assignment_id, row.watched_assignment_id


async def _lock(session: AsyncSession, appraiser: Member) -> None:
    """One change of a team after the other."""
    mine = select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.id == appraiser.assignment_id)
    await session.execute(mine.with_for_update())


async def _checked(session: AsyncSession, appraiser: Member, intent: FormTeam, now: datetime) -> list[tuple[int, int]]:
    """The pairs of member and watched that are wanted."""
    if intent.of_role not in MEMBERS or (appraiser.role is Role.kepala_sekolah) != (intent.of_role is Role.guru):
        raise NotAllowed("plotting.form")
    members = {one.assignment_id: one for one in await _eligible(session, appraiser, intent.of_role)}
    watched = {one.assignment_id: one for one in await _appraised(session, appraiser, intent.of_role)}
    pairs = list(dict.fromkeys((member, other) for member, others in intent.plot for other in others))
    if not pairs or any(member not in members for member, _ in pairs):
        raise Invalid("team_member")
    if any(other not in watched for _, other in pairs):
        raise Invalid("team_watched")
    if any(members[member].person_id == watched[other].person_id for member, other in pairs):
        raise Invalid("team_self")
    if not 0 < len(intent.sk_number.strip()) <= LONGEST_NUMBER:
        raise Invalid("sk_number")
    if intent.sk_date > now.astimezone(ZoneInfo(appraiser.zone)).date():
        raise Invalid("sk_date")
    return pairs


async def _open_rows(session: AsyncSession, appraiser: Member, of_role: Role) -> Sequence[_Row]:
    """Every open row, also of people who have left meanwhile."""
    mine = select(TEAM).join(_watched, _watched.c.id == TEAM.c.watched_assignment_id)
    rows = await session.execute(mine.where(*_own(appraiser, of_role), TEAM.c.ends.is_(None)).order_by(TEAM.c.id))
    return rows.all()


async def _close(session: AsyncSession, ids: list[int], now: datetime) -> None:
    for id_ in ids:
        await session.execute(update(TEAM).where(TEAM.c.id == id_, TEAM.c.ends.is_(None)).values(ends=now))


async def _changed(
    session: AsyncSession,
    appraiser: Member,
    what: str,
    of_role: Role,
    pairs: Sequence[tuple[int, int]],
    now: datetime,
) -> None:
    """Write it down and tell everybody on both sides, each once."""
    version = await _version(session, appraiser, of_role)
    about = f"assignment:{appraiser.assignment_id}"
    detail = {"of": of_role.value, "pairs": [list(pair) for pair in pairs], "version": version}
    await audit.record(session, audit.by(appraiser), what, about, detail, now)
    sides = {MEMBER_CARD: {one for one, _ in pairs}, WATCHED_CARD: {other for _, other in pairs}}
    for card, ids in sides.items():
        for member in await people.find(session, ASSIGNMENTS.c.id.in_(ids), _NOT_ENDED):
            key = f"{card}:{appraiser.assignment_id}:{of_role}:{version}:{member.assignment_id}"
            params = {"assignment": member.assignment_id, "appraiser": appraiser.assignment_id, "of": of_role.value}
            await outbox.tell(session, key, member.person_id, card, params, now)
