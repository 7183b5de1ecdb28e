"""The door: aiogram hands updates in, the desk handles them, replies go out.

A tap whose handling takes longer than a second gets an empty answer first, so that nothing spins. An error in one
update is logged (without personal data), told kindly, and never takes the bot down.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from aiogram import Bot, Dispatcher, Router, types

from bot import answers, commands, events, showing
from bot.desk import Desk
from bot.events import Attached, Event, Tapped
from bot.files import Files
from bot.handing_out import hand_out
from bot.replies import Place, Reply
from bot.trouble import told
from dialogs.screen import Attachment, Screen
from dialogs.views import general
from locales import AnyText, catalogue
from storage.database import Busy
from storage.values.evidence import FileProblem
from storage.vault import Vault

log = logging.getLogger(__name__)

SPIN = 1.0
"""Seconds after which a tap is answered empty, before the work is done."""
BUSY_TRIES = 3


class Door:
    """Connects aiogram's dispatcher with a desk."""

    answers = answers.KEPT
    """Found ready made by aiogram, call by call."""

    def __init__(self, bot: Bot, desk: Desk, vault: Vault | None = None) -> None:
        """Without a `vault` files are neither taken in nor handed out."""
        self.bot = bot
        self.desk = desk
        self.files = Files(bot, vault) if vault else None

    def dispatcher(self) -> Dispatcher:
        """A dispatcher with one handler per kind of update."""
        router = Router(name="kawal")
        router.message.register(self._message)
        router.edited_message.register(self._edited)
        router.callback_query.register(self._tap)
        router.my_chat_member.register(self._membership)
        router.errors.register(self._failed)
        dispatcher = Dispatcher(disable_fsm=True)
        dispatcher.include_router(router)
        return dispatcher

    async def _message(self, message: types.Message, event_update: types.Update) -> None:
        event = events.of_message(event_update.update_id, message)
        if event is not None:
            await self.handle(event)
        elif events.asks_in_group(message, self.desk.username):
            await showing.show(self.bot, message.chat.id, None, _line(general.PRIVATE_ONLY, message.from_user))

    async def _edited(self, message: types.Message, event_update: types.Update) -> None:
        if event := events.of_edit(event_update.update_id, message):
            await self.handle(event)

    async def _tap(self, query: types.CallbackQuery, event_update: types.Update) -> None:
        if event := events.of_tap(event_update.update_id, query):
            await self.handle(event)
        else:
            await showing.answer(self.bot, query.id, None)

    async def _membership(self, change: types.ChatMemberUpdated, event_update: types.Update) -> None:
        if event := events.of_membership(event_update.update_id, change):
            await self.handle(event)

    async def _failed(self, failure: types.ErrorEvent) -> None:
        """What goes wrong outside of `handle` is the trouble of that update alone, e.g. a group that shut the bot
        out."""
        log.error("update %s failed: %s", failure.update.update_id, told(failure.exception))

    async def handle(self, event: Event) -> None:
        """Handle an event and show what came of it. Never raises for what one update did."""
        query = event.body.query_id if isinstance(event.body, Tapped) else None
        tapped = event.body.message_id if isinstance(event.body, Tapped) else None
        early = _EarlyAnswer(self.bot, query)
        reply = await self._decided(await self._with_file(event))
        early.cancel()
        if query is not None and not early.given:
            await showing.answer(self.bot, query, reply.screen if reply else None)
        if reply is not None:
            await self._show(event.telegram_id, tapped, reply)

    async def _with_file(self, event: Event) -> Event:
        """The event with its file fetched, where the open question asks for one. No transaction is open meanwhile."""
        body = event.body
        if self.files is None or not isinstance(body, Attached) or body.offer is None:
            return event
        try:
            if not await self.desk.wants_file(event.telegram_id):
                return event
            taken = await self.files.take(body.offer)
        except Exception as error:
            log.error("a file could not be taken (update %s): %s", event.update_id, told(error))
            taken = FileProblem.trouble
        return replace(event, body=replace(body, taken=taken))

    async def _decided(self, event: Event) -> Reply | None:
        """What the desk decides; trouble becomes a kind word."""
        for attempt in range(1, BUSY_TRIES + 1):
            try:
                return await self.desk.take(event)
            except Busy:
                log.warning("the record is locked (update %s, try %s)", event.update_id, attempt)
            except Exception as error:
                log.error("update %s could not be handled: %s", event.update_id, told(error))
                return _trouble(general.TROUBLE, event.language)
        return _trouble(general.BUSY, event.language)

    async def _show(self, telegram_id: int, tapped: int | None, reply: Reply) -> None:
        try:
            await self._shown(telegram_id, tapped, reply)
        except Exception as error:
            log.error("a reply could not be finished: %s", told(error))

    async def _shown(self, telegram_id: int, tapped: int | None, reply: Reply) -> None:
        try:
            new = await showing.show(self.bot, telegram_id, tapped, reply)
        except showing.Gone:
            await self.desk.gone(telegram_id)
            return
        if new is not None:
            await self.desk.shown(telegram_id, new)
        if reply.menu is not None:
            await commands.offer(self.bot, telegram_id, reply.menu)
        if reply.screen.files and self.files is not None:
            await self._hand_out(telegram_id, reply.screen.files, self.files.vault)

    async def _hand_out(self, telegram_id: int, files: tuple[Attachment, ...], vault: Vault) -> None:
        try:
            sent = await hand_out(self.bot, vault, telegram_id, files)
        except showing.Gone:
            await self.desk.gone(telegram_id)
            return
        for stored, file_id in sent:
            await self.desk.remember_file(stored, file_id)


class _EarlyAnswer:
    """Answers a tap empty when its handling takes long."""

    def __init__(self, bot: Bot, query_id: str | None) -> None:
        self.given = False
        self._task: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(SPIN, self._give, bot, query_id) if query_id else None

    def _give(self, bot: Bot, query_id: str) -> None:
        self.given = True
        self._task = asyncio.ensure_future(showing.answer(bot, query_id, None))

    def cancel(self) -> None:
        """The work is done in time."""
        if self._timer is not None:
            self._timer.cancel()


def _trouble(line: AnyText, language: str) -> Reply:
    t = catalogue(language[:2])
    screen = general.say(line, t)
    return replace(_aside(screen), screen=screen.with_toast(t.plain(line)))


def _aside(screen: Screen) -> Reply:
    return Reply(screen, Place.aside)


def _line(line: AnyText, user: types.User | None) -> Reply:
    t = catalogue((user.language_code or "")[:2] if user else "")
    return _aside(replace(general.say(line, t), rows=()))
