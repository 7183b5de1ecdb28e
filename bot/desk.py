"""The desk: one update, one transaction, one reply.

`take` is where every event goes. It arrives (deduplicated, the account's row locked), does what was asked, and says
what to show; the transaction commits before anything is shown.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot import commands, conversing, joining, places, taps
from bot.events import Attached, Body, Command, Edited, Event, Offer, Reachable, Said, Tapped
from bot.replies import Menu, Place, Reply
from bot.visit import Visit
from dialogs.cleaning import clean, looks_like_nik
from dialogs.questions import Filed, Input, Sent, Typed, Unusable
from dialogs.screen import Screen
from dialogs.views import general
from dialogs.views.refusals import refusal
from locales import AnyText, catalogue
from regulations.library import Library
from storage import accounts, arrivals, evidence, reach, reminding
from storage.clock import Clock
from storage.database import Database
from storage.errors import Refused
from storage.values import Draft, Visitor
from storage.values.evidence import FileProblem, Kept

Handle = Callable[[Visit, Body, bool], Awaitable[Reply | None]]
"""Handles what a visitor did; the flag says whether it is fresh, or its effect is in the record already."""
DEFAULT_ZONE = "Asia/Jakarta"
"""For who belongs to no unit."""


class Desk:
    """Takes events one by one per chat; several desks may work on one database."""

    def __init__(
        self, database: Database, library: Library, clock: Clock, *, posted: Callable[[], None] | None = None
    ) -> None:
        """`posted` is called after each commit: a sender in the same process looks into the outbox at once."""
        self.database = database
        self.library = library
        self.clock = clock
        self._posted = posted or _nobody
        self.username: str | None = None
        """The bot's own name, once Telegram has said it."""

    async def take(self, event: Event) -> Reply | None:
        """Handle an event in one transaction. None: nothing is to be shown. Raises storage.database.Busy when
        locked."""
        try:
            reply = await self._taken(event, _handled)
        except Refused as error:  # the record has moved on where no screen expects it: that transaction is undone
            reply = await self._taken(event, partial(_told, error))
        self._posted()
        return reply

    async def _taken(self, event: Event, handle: Handle) -> Reply | None:
        now = self.clock.now()
        async with self.database.transaction() as session:
            visitor, fresh = await arrivals.arrive(session, event.telegram_id, event.update_id, event.language[:2], now)
            visitor, turned = await _this_year(session, visitor, now)
            visit = Visit(session, self.library, visitor, now, catalogue(visitor.language), self.username, menu=turned)
            reply = await handle(visit, event.body, fresh)
            if reply is None or not visit.menu:
                return reply
            return replace(reply, menu=await _menu(visit))

    async def shown(self, telegram_id: int, message_id: int) -> None:
        """Remember which message shows the conversation."""
        async with self.database.transaction() as session:
            await accounts.set_live_message(session, telegram_id, message_id)

    async def wants_file(self, telegram_id: int) -> bool:
        """Whether this person's open question asks for a file, so that fetching one is worth the while."""
        async with self.database.reading() as session:
            visitor = await arrivals.visitor(session, telegram_id)
            if visitor is None or visitor.member is None or visitor.draft is None:
                return False
            visit = Visit(session, self.library, visitor, self.clock.now(), catalogue(visitor.language))
            return await conversing.takes_files(visit, visitor.draft)

    async def remember_file(self, file_id: int, telegram: str) -> None:
        """Telegram has a copy of a file of ours."""
        async with self.database.transaction() as session:
            await evidence.remember(session, file_id, telegram)

    async def gone(self, telegram_id: int) -> None:
        """Telegram says that the person has blocked the bot."""
        async with self.database.transaction() as session:
            await reach.lost(session, telegram_id, self.clock.now())


async def _this_year(session: AsyncSession, visitor: Visitor, now: datetime) -> tuple[Visitor, bool]:
    """In a new year its role comes to the front, once, and never in the middle of a talk. Also whether it just did."""
    member = visitor.member
    if member is None or visitor.draft is not None:
        return visitor, False
    year = now.astimezone(ZoneInfo(member.zone)).year
    if max(member.year, visitor.turned_to or 0) >= year:
        return visitor, False
    turned = await accounts.turn(session, visitor.telegram_id, member, year)
    if turned is None:
        return visitor, False
    return replace(visitor, member=turned, turned_to=year, more_roles=True), True


def _nobody() -> None:
    """No sender in this process."""


async def _menu(visit: Visit) -> Menu:
    """Role and language after what this update changed."""
    visitor = await arrivals.visitor(visit.session, visit.visitor.telegram_id)
    if visitor is None:  # their data was erased: they are a stranger again
        return Menu(None, visit.visitor.language)
    return Menu(visitor.member.role if visitor.member else None, visitor.language)


async def _handled(visit: Visit, body: Body, fresh: bool) -> Reply | None:
    if (words := _words(body)) and looks_like_nik(words):
        return aside(visit, general.NIK)
    return await (_react if fresh else _again)(visit, body)


async def _told(error: Refused, visit: Visit, body: Body, fresh: bool) -> Reply:  # noqa: ARG001 - whatever it was
    member = visit.visitor.member
    why = refusal(error, member.zone if member else DEFAULT_ZONE, visit.t)
    return below(visit, general.say(why, visit.t).with_toast(visit.t.plain(why)))


def _words(body: Body) -> str:
    """All that a person has written in one update."""
    match body:
        case Said(text):
            return text
        case Command(name, rest):
            return f"{name} {rest}"
        case Attached(_, caption):
            return caption
    return ""


async def _react(visit: Visit, body: Body) -> Reply | None:
    match body:
        case Tapped():
            return await taps.tapped(visit, body)
        case Command(name, rest):
            return await _commanded(visit, name, rest)
        case Said(text):
            return await _said(visit, text)
        case Attached():
            return await _attached(visit, body)
        case Edited():
            return aside(visit, general.EDITED) if visit.visitor.draft else None
        case Reachable(reachable):
            change = reach.back if reachable else reach.lost
            await change(visit.session, visit.visitor.telegram_id, visit.now)
            await reminding.wake(visit.session, visit.now, reminding.of_account(visit.visitor.telegram_id))
            return None


async def _again(visit: Visit, body: Body) -> Reply | None:
    """An update that came before: its effect is in, so only the present state is shown again."""
    match body:
        case Tapped():
            return await taps.tapped_again(visit, body)
        case Command(name, rest) if name != "batal":  # the others only lead somewhere
            return await _commanded(visit, name, rest)
        case Command() | Said() | Attached():
            return below(visit, await places.present(visit))
    return None


async def _commanded(visit: Visit, name: str, rest: str) -> Reply:
    if visit.visitor.member is not None and not commands.known(name):
        return aside(visit, general.UNKNOWN_COMMAND)  # the question that is open keeps its buttons
    return below(visit, await commands.run(visit, name, rest))


async def _said(visit: Visit, text: str) -> Reply:
    if visit.visitor.member is None:
        return below(visit, await joining.start(visit, ""))
    words = clean(text)
    draft = visit.visitor.draft
    if draft is None:
        return below(visit, general.say(general.NOT_UNDERSTOOD, visit.t))
    return below(visit, await conversing.heard(visit, draft, Typed(words)))


async def _attached(visit: Visit, sent: Attached) -> Reply:
    draft = visit.visitor.draft
    if draft is None or visit.visitor.member is None:
        return aside(visit, general.CANNOT_USE)
    screen = await conversing.heard(visit, draft, await _given(visit, draft, sent))
    if sent.offer and sent.offer.album and _has_begun(draft, sent.offer.album):
        return Reply(screen, Place.live, visit.visitor.live_message_id)
    return below(visit, screen)


async def _given(visit: Visit, draft: Draft, sent: Attached) -> Input:
    """A file as the open question takes it."""
    match sent:
        case Attached(taken=FileProblem() as problem):
            return Unusable(problem)
        case Attached(taken=Kept() as kept, offer=Offer(message_id=message, album=album)):
            again = await evidence.used_in(visit.session, visit.member.person_id, kept.sha256) is not None
            file = await evidence.keep(visit.session, visit.member, draft.id, kept, visit.now)
            return Filed(file, kept.kind, message, album, again)
    return Sent(sent.kind)


def _has_begun(draft: Draft, album: str) -> bool:
    """Whether an earlier page of this album has been answered already: then the answer is only brought up to date."""
    return any(isinstance(answer, dict) and answer.get("album") == album for answer in draft.answers.values())


def below(visit: Visit, screen: Screen) -> Reply:
    """Show a screen as the conversation's new message; the former one loses its buttons."""
    return Reply(screen, Place.below, visit.visitor.live_message_id)


def aside(visit: Visit, line: AnyText) -> Reply:
    """Say one line beside the conversation, which stays as it is."""
    return Reply(replace(general.say(line, visit.t), rows=()), Place.aside)
