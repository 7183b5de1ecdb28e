"""One visit: who came, when, in which language, and the transaction that everything they do is written in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from dialogs.questions import Scene
from locales import Catalogue
from regulations.library import Library
from regulations.models import Pack, Period
from storage import deadlines
from storage.values import Member, Visitor


@dataclass(slots=True)
class Visit:
    """Everything that handling one update needs. `visitor` is replaced when the update changes who stands there."""

    session: AsyncSession
    library: Library
    visitor: Visitor
    now: datetime
    t: Catalogue
    username: str | None = None
    """The bot's own name, for invite links."""
    menu: bool = False
    """Set when role or language changed, so that Telegram's list of commands follows."""
    began: bool = False
    """Set when a talk was opened: it is shown as the conversation, not inside the card that led to it."""

    @property
    def member(self) -> Member:
        """The member in front; only asked for after joining."""
        assert self.visitor.member is not None
        return self.visitor.member

    @property
    def today(self) -> date:
        """The local date at the member's unit."""
        return self.now.astimezone(ZoneInfo(self.member.zone)).date()

    @property
    def scene(self) -> Scene:
        """Where questions are shown."""
        return Scene(self.t, self.today, self.member.salutation)

    @property
    def pack(self) -> Pack:
        """The regulation of the member's year, or the one an operator pinned for the school."""
        return self.library.pack_for(self.member.year, self.member.pinned_pack)

    async def at_unit(self, pack: Pack, unit_id: int | None = None) -> Pack:
        """A regulation as it holds at a unit, the member's own unless said: with the deadlines moved there."""
        unit = self.member.unit_id if unit_id is None else unit_id
        moved = await deadlines.moved(self.session, [unit])
        return pack.moved(moved.get(unit, {}))

    @property
    def period(self) -> Period:
        """The period that runs today; outside the member's year the nearest one of it."""
        periods = self.pack.periods(self.member.year)
        running = [period for period in periods if period.starts <= self.today <= period.ends]
        if running:
            return running[0]
        return periods[0] if self.today < periods[0].starts else periods[-1]
