"""One actor before the things of `guru`, or of the school."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import skp
from storage.errors import NotFound
from storage.people import ASSIGNMENTS
from storage.values import ApproveSkp, AssignmentStatus, Member, SkpFacts
from tests.storage.school import NOW, World, phone

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


Rows = dict[str, tuple[Do, set[str]]]
"""By operation: how it is tried, and who of EVERYBODY may."""


def found(things: object) -> object:
    """A list that is empty because of who asks is a refusal."""
    if not things:
        raise NotFound("things")
    return things
