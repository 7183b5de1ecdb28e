"""Tim kinerja: who is in it, whom they watch, and what they may read."""

from __future__ import annotations

from datetime import date

import pytest

from regulations.models import Role
from storage import plotting, skp
from storage.database import Database
from storage.errors import Invalid, MovedOn, NotAllowed, NotFound
from storage.values import ApproveSkp, AssignmentStatus, Member
from storage.values.teams import EndMember, FormTeam, Team, Watching
from tests.storage.plans import SUBMIT
from tests.storage.school import LATER, NOW, World, add_role, appoint, newcomer, set_status
from tests.storage.test_moves import told

pytestmark = pytest.mark.sqlite_first

SK_DATE = date(2027, 1, 11)


def team_of(*pairs: tuple[Member, Member], of: Role = Role.guru, number: str = "421/7/2027") -> FormTeam:
    """A team in which each pair is somebody who watches and somebody who is watched."""
    members = dict.fromkeys(member for member, _ in pairs)
    plot = tuple(
        (one.assignment_id, tuple(watched.assignment_id for member, watched in pairs if member == one))
        for one in members
    )
    return FormTeam(of, plot, number, SK_DATE)


async def form(database: Database, by: Member, intent: FormTeam) -> Team:
    async with database.transaction() as session:
        return await plotting.form(session, by, intent, NOW)


async def watching(database: Database, member: Member) -> Watching:
    async with database.reading() as session:
        return await plotting.watching(session, member)


@pytest.mark.both
async def test_a_colleague_watches_and_never_decides(database: Database, world: World) -> None:
    team = await form(database, world.kepala, team_of((world.colleague, world.guru)))
    assert [(watch.member, watch.watched) for watch in team.watches] == [(world.colleague, (world.guru,))]
    assert team.unwatched == (world.colleague,)
    assert await told(database) == [
        (plotting.MEMBER_CARD, world.colleague.person_id),
        (plotting.WATCHED_CARD, world.guru.person_id),
    ]
    async with database.transaction() as session:
        plan = await skp.submit(session, world.guru, SUBMIT, NOW)
        assert await skp.facts(session, plan.id, world.colleague, NOW) == plan
        with pytest.raises(NotAllowed):
            await skp.approve(session, world.colleague, ApproveSkp(plan.id, 1), LATER)
    (pair,) = (await watching(database, world.colleague)).watches
    assert (pair[0], pair[1].watched) == (world.kepala, (world.guru,))
    assert (await watching(database, world.guru)).watched_by == (world.colleague,)


async def test_kepala_dinas_plots_pengawas_and_structural_officials(database: Database, world: World) -> None:
    async with database.transaction() as session:
        official = await newcomer(session, world, Role.tim_kinerja, world.dinas)
        await set_status(session, official, AssignmentStatus.active)
    pairs = ((world.pengawas, world.kepala), (world.pengawas, world.other_kepala), (official, world.kepala))
    team = await form(database, world.kepala_dinas, team_of(*pairs, of=Role.kepala_sekolah))
    assert sum(len(watch.watched) for watch in team.watches) == 3
    assert team.unwatched == ()
    other = await form(database, world.kepala_dinas, team_of((official, world.pengawas), of=Role.pengawas))
    assert len(other.watches) == 1
    async with database.reading() as session:
        kept = await plotting.team(session, world.kepala_dinas, Role.kepala_sekolah)
    assert kept == team


@pytest.mark.parametrize(
    ("member", "watched", "of", "problem"),
    [
        ("colleague", "colleague", Role.guru, "team_self"),
        ("other_guru", "guru", Role.guru, "team_member"),
        ("operator", "guru", Role.guru, "team_member"),
        ("colleague", "other_guru", Role.guru, "team_watched"),
    ],
)
async def test_who_cannot_be_in_it(
    database: Database, world: World, member: str, watched: str, of: Role, problem: str
) -> None:
    with pytest.raises(Invalid, match=problem):
        await form(database, world.kepala, team_of((world.members[member], world.members[watched]), of=of))


async def test_nobody_watches_themselves_in_another_role(database: Database, world: World) -> None:
    async with database.transaction() as session:
        double = await add_role(session, world, world.pengawas, Role.tim_kinerja, AssignmentStatus.active)
    with pytest.raises(Invalid, match="team_self"):
        await form(database, world.kepala_dinas, team_of((double, world.pengawas), of=Role.pengawas))


async def test_a_team_is_for_those_whom_one_appraises(database: Database, world: World) -> None:
    for by, intent in (
        (world.kepala, team_of((world.pengawas, world.other_kepala), of=Role.kepala_sekolah)),
        (world.kepala_dinas, team_of((world.colleague, world.guru))),
        (world.kepala_dinas, team_of((world.colleague, world.guru), of=Role.operator)),
    ):
        with pytest.raises(NotAllowed):
            await form(database, by, intent)


@pytest.mark.parametrize(
    ("intent", "problem"),
    [
        (FormTeam(Role.guru, (), "1", SK_DATE), "team_member"),
        (FormTeam(Role.guru, ((107, (106,)),), " ", SK_DATE), "sk_number"),
        (FormTeam(Role.guru, ((107, (106,)),), "1" * 81, SK_DATE), "sk_number"),
        (FormTeam(Role.guru, ((107, (106,)),), "1", date(2027, 1, 13)), "sk_date"),
    ],
)
async def test_what_is_no_team(database: Database, world: World, intent: FormTeam, problem: str) -> None:
    plot = tuple((world.colleague.assignment_id, (world.guru.assignment_id,)) for _ in intent.plot)
    made = FormTeam(intent.of_role, plot, intent.sk_number, intent.sk_date)
    with pytest.raises(Invalid, match=problem):
        await form(database, world.kepala, made)


@pytest.mark.both
async def test_a_change_keeps_history_and_tells_only_whom_it_concerns(database: Database, world: World) -> None:
    async with database.transaction() as session:
        third = await newcomer(session, world, Role.guru, world.school)
        await set_status(session, third, AssignmentStatus.active)
        await appoint(session, third, world.kepala)
    await form(database, world.kepala, team_of((world.colleague, world.guru), (world.colleague, third)))
    before = await told(database)
    await form(database, world.kepala, team_of((world.colleague, world.guru), (world.colleague, third)))
    assert await told(database) == before
    team = await form(database, world.kepala, team_of((world.colleague, world.guru), (world.guru, third)))
    assert {watch.member.name for watch in team.watches} == {world.colleague.name, world.guru.name}
    assert set((await told(database))[len(before) :]) == {
        (plotting.MEMBER_CARD, world.colleague.person_id),
        (plotting.MEMBER_CARD, world.guru.person_id),
        (plotting.WATCHED_CARD, third.person_id),
    }
    async with database.reading() as session:
        count, (past,) = await plotting.history(session, world.kepala, Role.guru, 0, 9)
    assert (count, past.name, past.watched, past.ends) == (1, world.colleague.name, 1, NOW)


async def test_one_member_ends(database: Database, world: World) -> None:
    team = await form(database, world.kepala, team_of((world.colleague, world.guru), (world.guru, world.colleague)))
    intent = EndMember(Role.guru, world.colleague.assignment_id, team.version)
    async with database.transaction() as session:
        with pytest.raises(MovedOn):
            await plotting.end_member(session, world.kepala, EndMember(Role.guru, intent.member_id, 0), LATER)
        for _ in range(2):
            after = await plotting.end_member(session, world.kepala, intent, LATER)
            assert [watch.member for watch in after.watches] == [world.guru]
    assert (await watching(database, world.colleague)).watches == ()


async def test_who_leaves_and_who_has_another_appraiser_is_not_in_it(database: Database, world: World) -> None:
    await form(database, world.kepala, team_of((world.colleague, world.guru), (world.guru, world.colleague)))
    async with database.transaction() as session:
        await appoint(session, world.colleague, world.kepala_dinas)
        await set_status(session, world.colleague, AssignmentStatus.ended)
        plan = await skp.submit(session, world.guru, SUBMIT, NOW)
        with pytest.raises(NotFound):
            await skp.facts(session, plan.id, world.colleague, NOW)
        assert (await plotting.team(session, world.kepala, Role.guru)).watches == ()
    assert (await watching(database, world.guru)).watched_by == ()
