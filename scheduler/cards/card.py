"""What rendering a card needs; a card is a function from that to a screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from dialogs.screen import Screen
from locales import Catalogue
from regulations.library import Library
from storage import accounts
from storage.values import Member, Parcel


@dataclass(frozen=True, slots=True)
class Letter:
    """One parcel on the table: whatever its card is made from. `t` speaks the reader's language; `now` is UTC."""

    session: AsyncSession
    library: Library
    parcel: Parcel
    t: Catalogue
    now: datetime

    async def readers(self) -> tuple[Member, ...]:
        """The recipient in each role that they have joined in, the latest year first."""
        return await accounts.roles_of(self.session, self.parcel.person_id)


Card = Callable[[Letter], Awaitable[Screen | None]]
"""Renders what the record says now. None: it has become pointless for this person."""
