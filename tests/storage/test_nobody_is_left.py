"""Whatever people do, in whatever order: a plan that waits has somebody who may decide it, or the operators know."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage import absences, appointments, appraising, audit, moves, people, plotting, posts, skp
from storage.database import Database
from storage.delegations import DELEGATIONS
from storage.errors import NotAllowed, Refused
from storage.outbox import OUTBOX
from storage.people import ASSIGNMENTS
from storage.skp import SKPS
from storage.values import ApproveSkp, AssignmentStatus, Member, OutboxAction, OutboxState, SkpStatus
from storage.values.moves import Acting, Appoint, Delegate, EndDelegation, EndRole, Transfer
from storage.values.teams import FormTeam
from tests.storage.plans import SUBMIT
from tests.storage.school import NOW, ZONE, World
from tests.storage.test_moves import deliver

pytestmark = pytest.mark.sqlite_first

STEPS = 25
PLANNERS = (Role.guru, Role.kepala_sekolah, Role.pengawas)


@dataclass
class Life:
    """One random life of a dinas."""

    database: Database
    world: World
    chance: Random
    now: datetime = NOW
    done: set[str] = field(default_factory=set)
    """What has taken effect at least once."""

    async def step(self) -> None:
        """Something happens; most of it is refused, which must leave no trace."""
        acts: list[Callable[[AsyncSession, list[Member]], Awaitable[object]]] = [
            *(self.submit,) * 3, self.approve, *(self.appoint,) * 2, *(self.delegate,) * 2,
            self.end_delegation, self.end_role, self.transfer, self.plot,
        ]  # fmt: skip
        act = self.chance.choice(acts)
        with contextlib.suppress(Refused):
            async with self.database.transaction() as session:
                found = await people.find(session, ASSIGNMENTS.c.status != AssignmentStatus.ended)
                if await act(session, list(found)):
                    self.done.add(act.__name__)
        self.now += timedelta(hours=self.chance.choice((0, 1, 30)))
        async with self.database.transaction() as session:
            await absences.turn(session, self.now)

    def any_of(self, members: list[Member], *roles: Role) -> Member:
        """Somebody in one of these roles; anybody when there is none."""
        return self.chance.choice([one for one in members if one.role in roles] or members)

    @property
    def operator(self) -> Member:
        return self.chance.choice((self.world.operator, self.world.dinas_operator))

    async def submit(self, session: AsyncSession, members: list[Member]) -> object:
        return await skp.submit(session, self.any_of(members, *PLANNERS), SUBMIT, self.now)

    async def approve(self, session: AsyncSession, members: list[Member]) -> object:
        plan = (await session.execute(select(SKPS.c.id, SKPS.c.version).order_by(SKPS.c.id.desc()))).first()
        if plan is None:
            return None
        lead = self.any_of(members, Role.kepala_sekolah, Role.kepala_dinas)
        return await skp.approve(session, lead, ApproveSkp(plan.id, plan.version), self.now)

    async def appoint(self, session: AsyncSession, members: list[Member]) -> object:
        who, lead = self.any_of(members, *PLANNERS), self.any_of(members, *absences.STANDS_IN)
        acting = self.chance.choice(list(Acting))
        intent = Appoint(who.assignment_id, self.chance.random() < 0.5, lead.assignment_id, acting)
        return await appointments.appoint(session, self.operator, intent, self.now)

    async def delegate(self, session: AsyncSession, members: list[Member]) -> object:
        lead, other = (self.any_of(members, *absences.STANDS_IN) for _ in range(2))
        first = self.now.astimezone(ZoneInfo(ZONE)).date() + timedelta(days=self.chance.choice((0, 0, 1)))
        intent = Delegate(lead.assignment_id, other.assignment_id, first, first + timedelta(days=1))
        return await absences.delegate(session, lead, intent, self.now)

    async def end_delegation(self, session: AsyncSession, members: list[Member]) -> object:
        ids = (await session.scalars(select(DELEGATIONS.c.id))).all()
        if not ids:
            return None
        return await absences.end(session, self.operator, EndDelegation(self.chance.choice(ids)), self.now)

    async def end_role(self, session: AsyncSession, members: list[Member]) -> object:
        who = self.any_of(members, Role.kepala_sekolah, Role.guru)
        version = await posts.version(session, who.assignment_id)
        return await moves.end_role(session, self.operator, EndRole(who.assignment_id, version), self.now)

    async def transfer(self, session: AsyncSession, members: list[Member]) -> object:
        who, version = self.any_of(members, *PLANNERS), 0
        version = await posts.version(session, who.assignment_id)
        unit = self.chance.choice((self.world.school, self.world.other_school))
        role = self.chance.choice((Role.guru, Role.guru, Role.kepala_sekolah))
        intent = Transfer(who.assignment_id, version, unit, role, "")
        return await moves.transfer(session, self.world.dinas_operator, intent, self.now)

    async def plot(self, session: AsyncSession, members: list[Member]) -> object:
        lead, member, other = (self.any_of(members, role) for role in (Role.kepala_sekolah, Role.guru, Role.guru))
        plan = ((member.assignment_id, (other.assignment_id,)),)
        return await plotting.form(session, lead, FormTeam(Role.guru, plan, "1", NOW.date()), self.now)

    async def check(self) -> None:
        """What must hold after every step."""
        async with self.database.reading() as session:
            waiting = (await session.execute(select(SKPS).where(SKPS.c.status == SkpStatus.diajukan))).all()
            for plan in waiting:
                await self._check(session, plan.id, plan.version, plan.assignment_id)

    async def _check(self, session: AsyncSession, skp_id: int, version: int, owner_id: int) -> None:
        owner = await people.member(session, owner_id)
        assert owner is not None
        assert owner.status is not AssignmentStatus.ended
        deciders = await appraising.deciders(session, owner_id, self.now)
        assert owner.person_id not in {one.person_id for one in deciders}
        appraiser = await people.appraiser(session, owner_id)
        if not deciders:
            coming = appraiser is not None and appraiser.status is not AssignmentStatus.ended
            assert coming or await self._operators_know(session, skp_id), f"nobody knows of plan {skp_id}"
        for lead in await people.find(session, ASSIGNMENTS.c.role.in_(absences.STANDS_IN)):
            may = appraising.appraised_by(SKPS.c.assignment_id, lead, self.now)
            allowed = await session.scalar(select(SKPS.c.id).where(SKPS.c.id == skp_id, may)) is not None
            assert allowed is (lead.assignment_id in {one.assignment_id for one in deciders})

    async def _operators_know(self, session: AsyncSession, skp_id: int) -> bool:
        told = select(OUTBOX.c.id).where(
            OUTBOX.c.card == skp.NO_APPRAISER,
            OUTBOX.c.subject == f"skp:{skp_id}",
            OUTBOX.c.action == OutboxAction.send,
            OUTBOX.c.state != OutboxState.dropped,
        )
        return await session.scalar(told) is not None


@pytest.mark.parametrize("seed", range(1))
async def test_random_lives(database: Database, world: World, seed: int) -> None:
    await _live(Life(database, world, Random(seed)), STEPS)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 106))
async def test_long_random_lives(database: Database, world: World, seed: int) -> None:
    life = Life(database, world, Random(seed))
    await _live(life, 100)
    assert len(life.done) >= 5


async def _live(life: Life, steps: int) -> None:
    for _ in range(steps):
        await life.step()
        await life.check()
    async with life.database.reading() as session:
        assert await audit.verify(session) is None


@pytest.mark.both
async def test_the_cards_of_former_deciders_are_edited(database: Database, world: World) -> None:
    """Appoint one after the other, at the very same instant: each former card is edited, and none is left out."""
    async with database.transaction() as session:
        plan = await skp.submit(session, world.guru, SUBMIT, NOW)
    for lead in (world.other_kepala, world.pengawas, world.other_kepala, world.pengawas):
        await deliver(database, NOW)
        intent = Appoint(world.guru.assignment_id, False, lead.assignment_id, Acting.plt)
        async with database.transaction() as session:
            await appointments.appoint(session, world.operator, intent, NOW)
            edits = select(OUTBOX.c.person_id).where(
                OUTBOX.c.action == OutboxAction.edit,
                OUTBOX.c.state == OutboxState.waiting,
                OUTBOX.c.subject == f"skp:{plan.id}",
            )
            assert world.kepala.person_id in (await session.scalars(edits)).all()
    async with database.transaction() as session:
        for former in (world.kepala, world.other_kepala):
            with pytest.raises(NotAllowed):
                await skp.approve(session, former, ApproveSkp(plan.id, 1), NOW)
