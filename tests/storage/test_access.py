"""Who may do what: every operation, by every role, at the own and at the other school.

The table is the permission concept of Kawal in one place. An operation without a row fails.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from storage import accounts, arrivals, drafts, invites, joins, packs, skp
from storage.accounts import ACCOUNTS
from storage.database import Database
from storage.errors import NotAllowed, NotFound
from storage.operations import REGISTRY
from storage.people import ASSIGNMENTS
from storage.values import (
    ApproveSkp,
    AssignmentStatus,
    ConfirmJoin,
    MarkEntered,
    Member,
    ReturnSkp,
    SkpFacts,
    WithdrawSkp,
)
from tests.storage.plans import SUBMIT
from tests.storage.school import LATER, NOW, World, phone

Do = Callable[["Case"], Awaitable[object]]

EVERYBODY = {
    "guru", "colleague", "kepala", "operator", "tim_kinerja",
    "other_guru", "other_kepala", "other_operator", "other_tim_kinerja",
    "kepala_dinas", "pengawas", "dinas_operator", "pelatih_ahli",
}  # fmt: skip
"""Whoever may stand before the things of `guru`, who is at the school of `kepala` and `operator`."""
PLANNERS = {"guru", "colleague", "kepala", "other_guru", "other_kepala", "pengawas"}
OPERATORS = {"operator", "dinas_operator"}


@dataclass
class Case:
    """One actor before the things of `guru`, or of the school."""

    session: AsyncSession
    world: World
    actor: Member
    skp: SkpFacts
    draft_id: int

    @property
    def phone(self) -> int:
        return phone(self.actor)

    async def agree(self) -> None:
        """The plan was agreed before."""
        await skp.approve(self.session, self.world.kepala, ApproveSkp(self.skp.id, 1), NOW)

    async def unconfirmed(self) -> int:
        """The kepala sekolah of the school waits to be confirmed."""
        subject = self.world.kepala.assignment_id
        waits = update(ASSIGNMENTS).where(ASSIGNMENTS.c.id == subject)
        await self.session.execute(waits.values(status=AssignmentStatus.pending))
        return subject


async def _mark_entered(case: Case) -> object:
    await case.agree()
    return await skp.mark_entered(case.session, case.actor, MarkEntered(case.skp.id, 2, date(2027, 1, 12)), LATER)


async def _waiting_for(case: Case) -> object:
    count, plans = await skp.waiting_for(case.session, case.actor, 0, 9)
    assert len(plans) == count
    return _found(plans)


async def _pending_joins(case: Case) -> object:
    await case.unconfirmed()
    return _found(await joins.pending_joins(case.session, case.actor))


async def _confirm_join(case: Case) -> object:
    return await joins.confirm_join(case.session, case.actor, ConfirmJoin(await case.unconfirmed(), True), LATER)


async def _redeem(case: Case) -> object:
    """With a code for somebody who has left their phone to the actor, as it were."""
    code = await invites.create(case.session, None, case.world.guru.person_id, NOW)
    nobody = update(ACCOUNTS).where(ACCOUNTS.c.telegram_id == case.phone)
    await case.session.execute(nobody.values(person_id=None, assignment_id=None))
    return _found(await invites.redeem(case.session, case.phone, code, LATER))


async def _look(case: Case) -> object:
    code = await invites.create(case.session, None, case.actor.person_id, NOW)
    return await invites.look(case.session, case.phone, code, LATER)


def _found(things: object) -> object:
    """A list that is empty because of who asks is a refusal."""
    if not things:
        raise NotFound("things")
    return things


TABLE: dict[str, tuple[Do, set[str]]] = {
    # One's own account: whoever writes from a phone may, and the phone is known from Telegram, not from the message.
    "arrivals.arrive": (lambda c: arrivals.arrive(c.session, c.phone, 1, "id", NOW), EVERYBODY),
    "accounts.set_language": (lambda c: accounts.set_language(c.session, c.phone, "en"), EVERYBODY),
    "accounts.set_live_message": (lambda c: accounts.set_live_message(c.session, c.phone, 1), EVERYBODY),
    "accounts.mark_reachable": (lambda c: accounts.mark_reachable(c.session, c.phone, True), EVERYBODY),
    "invites.look": (_look, EVERYBODY),
    "invites.redeem": (_redeem, EVERYBODY),
    # One's own roles and talks.
    "accounts.switch_role": (
        lambda c: accounts.switch_role(c.session, c.phone, c.world.guru.assignment_id),
        {"guru"},
    ),
    "drafts.open_draft": (
        lambda c: drafts.open_draft(c.session, c.actor, "plan", "2028", {}, NOW),
        EVERYBODY,
    ),
    "drafts.set_front": (lambda c: drafts.set_front(c.session, c.phone, c.draft_id), {"guru"}),
    "drafts.discard": (lambda c: drafts.discard(c.session, c.actor, c.draft_id, NOW), {"guru"}),
    # One's own plan.
    "skp.submit": (lambda c: skp.submit(c.session, c.actor, SUBMIT, LATER), PLANNERS),
    "skp.withdraw": (lambda c: skp.withdraw(c.session, c.actor, WithdrawSkp(c.skp.id, 1), LATER), {"guru"}),
    "skp.mark_entered": (_mark_entered, {"guru"}),
    # The plan of somebody whom one appraises.
    "skp.approve": (lambda c: skp.approve(c.session, c.actor, ApproveSkp(c.skp.id, 1), LATER), {"kepala"}),
    "skp.give_back": (lambda c: skp.give_back(c.session, c.actor, ReturnSkp(c.skp.id, 1, "x"), LATER), {"kepala"}),
    "skp.waiting_for": (_waiting_for, {"kepala"}),
    "skp.facts": (lambda c: skp.facts(c.session, c.skp.id, c.actor), {"guru", "kepala"}),
    # The school.
    "invites.create": (lambda c: invites.create(c.session, c.actor, c.world.guru.person_id, NOW), OPERATORS),
    "joins.pending_joins": (_pending_joins, OPERATORS),
    "joins.confirm_join": (_confirm_join, OPERATORS),
    "packs.pin_pack": (lambda c: packs.pin_pack(c.session, c.actor, c.world.school, "x", NOW), OPERATORS),
}


class Undo(Exception):
    """Leave the transaction without a trace."""


def _all_operations() -> set[str]:
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
    return set(REGISTRY)


def test_every_operation_has_a_row() -> None:
    assert _all_operations() == set(TABLE)


async def _prepare(database: Database, world: World) -> tuple[SkpFacts, int]:
    async with database.transaction() as session:
        facts = await skp.submit(session, world.guru, SUBMIT, NOW)
        draft = await drafts.open_draft(session, world.guru, "plan", "2027", {}, NOW)
    return facts, draft.id


async def _try(database: Database, world: World, who: str, do: Do, prepared: tuple[SkpFacts, int]) -> bool:
    """Whether it is allowed; nothing remains of it."""
    allowed: list[Any] = []
    try:
        async with database.transaction() as session:
            case = Case(session, world, world.members[who], *prepared)
            try:
                await do(case)
                allowed.append(who)
            except (NotAllowed, NotFound):
                pass
            raise Undo
    except Undo:
        return bool(allowed)


@pytest.mark.parametrize("name", TABLE)
async def test_access(database: Database, world: World, name: str) -> None:
    do, expected = TABLE[name]
    prepared = await _prepare(database, world)
    assert {who for who in EVERYBODY if await _try(database, world, who, do, prepared)} == expected


@pytest.mark.parametrize("status", [AssignmentStatus.invited, AssignmentStatus.pending, AssignmentStatus.ended])
async def test_a_role_that_is_not_active_may_do_nothing_for_others(
    database: Database, world: World, status: AssignmentStatus
) -> None:
    prepared = await _prepare(database, world)
    async with database.transaction() as session:
        await session.execute(update(ASSIGNMENTS).values(status=status))
    about_others = [name for name, (_, allowed) in TABLE.items() if allowed in ({"kepala"}, OPERATORS)]
    assert len(about_others) == 7
    for name in about_others:
        do, _ = TABLE[name]
        assert not [who for who in EVERYBODY if await _try(database, world, who, do, prepared)], name
