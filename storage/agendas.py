"""What members have to do: the regulation's windows, with the deadlines that were moved at their unit."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from regulations import agenda
from regulations.agenda import Duty
from regulations.errors import UnknownPack
from regulations.library import Library
from regulations.models import Role
from regulations.pack import Moved
from storage import deadlines
from storage.values import Employment, Member


class Agendas:
    """Duties made once for all who share them: the same question gives the same object."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._made = lru_cache(maxsize=4096)(self._make)

    def of(self, member: Member, moved: Moved) -> tuple[Duty, ...]:
        """The duties of a member; `moved` are the deadlines that were moved at their unit."""
        non_asn = member.employment is Employment.non_asn
        return self.alike(member.role, member.year, member.pinned_pack, moved, non_asn=non_asn)

    def alike(self, role: Role, year: int, pinned: str | None, moved: Moved, *, non_asn: bool) -> tuple[Duty, ...]:
        """The duties of all members of whom this is true."""
        return self._made(role, year, pinned, non_asn, frozenset(moved.items()))

    def _make(
        self, role: Role, year: int, pinned: str | None, non_asn: bool, moved: frozenset[tuple[tuple[str, str], date]]
    ) -> tuple[Duty, ...]:
        try:
            found = agenda.duties(self._library, role, year, pinned, dict(moved))
            pack = self._library.pack_for(year, pinned)
        except UnknownPack:
            return ()
        if non_asn and pack.uncovered_group("non_asn") is not None:  # their own performance is not managed by it
            return tuple(duty for duty in found if role not in duty.roles)
        return found


async def of_member(session: AsyncSession, library: Library, member: Member) -> tuple[Duty, ...]:
    """The duties of one member now, by last day."""
    moved = await deadlines.moved(session, [member.unit_id])
    return Agendas(library).of(member, moved.get(member.unit_id, {}))
