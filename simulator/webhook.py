"""Delivery of updates by webhook: POST to the bot's address, again and again until it answers 2xx."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from simulator.args import Args, read_multipart
from simulator.errors import ApiError, bad_request
from simulator.state import World
from simulator.updates import Update

Json = dict[str, Any]
Caller = Callable[[str, Args], Awaitable[Any]]

_MOST_CONNECTIONS = 100
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LONGEST_PAUSE = 60.0


class Webhook:
    """The webhook of the bot, if it has set one.

    Updates of one chat are posted one after the other, those of different chats side by side. `first_pause` is the
    number of seconds before the first repetition, doubled each time. `call` runs a method that the bot put into its
    answer.
    """

    def __init__(self, world: World, call: Caller, first_pause: float = 1.0, answer_timeout: float = 60.0) -> None:
        self._world = world
        self._call = call
        self.first_pause = first_pause
        self.answer_timeout = answer_timeout
        self.url = ""
        self._secret = ""
        self._max_connections = 40
        self._last_error: tuple[int, str] | None = None
        self._runner: asyncio.Task[None] | None = None

    async def install(self, args: Args) -> bool:
        """setWebhook; an empty url removes it. Only addresses on this machine are accepted, http as well as https."""
        url, secret = args.text("url"), args.text("secret_token")
        if url:
            _check_address(url)
        if secret and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        if args.flag("drop_pending_updates"):
            self._world.updates.forget_pending()
        kinds = args.parsed("allowed_updates", "allowed updates")
        if isinstance(kinds, list):
            self._world.updates.allow(str(kind) for kind in kinds)
        await self.stop()
        self.url, self._secret, self._last_error = url, secret, None
        self._max_connections = min(max(args.integer("max_connections", 40), 1), _MOST_CONNECTIONS)
        if url:
            self._runner = asyncio.create_task(self._run())
        self._world.updates.arrivals.bump()
        return True

    async def remove(self, args: Args) -> bool:
        """deleteWebhook."""
        drop = {"drop_pending_updates": args.flag("drop_pending_updates")}
        return await self.install(Args(drop))

    async def stop(self) -> None:
        """Post nothing more; what is on its way is given up and stays unconfirmed."""
        runner, self._runner, self.url = self._runner, None, ""
        if runner is not None:
            runner.cancel()
            with suppress(asyncio.CancelledError):
                await runner

    def info(self) -> Json:
        """getWebhookInfo."""
        result: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.updates.pending),
        }
        if self.url:
            result |= {"max_connections": self._max_connections, "ip_address": "127.0.0.1"}
        if self._world.updates.allowed:
            result["allowed_updates"] = sorted(self._world.updates.allowed)
        if self._last_error is not None:
            result |= {"last_error_date": self._last_error[0], "last_error_message": self._last_error[1]}
        return result

    async def _run(self) -> None:
        """One worker per chat that has something pending, as many at a time as the bot allows."""
        queue, places = self._world.updates, asyncio.Semaphore(self._max_connections)
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as workers:
            busy: set[int] = set()
            while True:
                seen = queue.arrivals.version
                for chat_id in {update.chat_id for update in queue.pending.values()} - busy:
                    busy.add(chat_id)
                    workers.create_task(self._serve_chat(session, chat_id, busy, places))
                await queue.arrivals.wait(seen, 3600)

    async def _serve_chat(
        self, session: aiohttp.ClientSession, chat_id: int, busy: set[int], places: asyncio.Semaphore
    ) -> None:
        queue = self._world.updates
        while update := next((item for item in queue.pending.values() if item.chat_id == chat_id), None):
            pause = self.first_pause
            while True:
                async with places:
                    if await self._post(session, update):
                        break
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            update.again = False
            queue.confirm(update)
            self._world.touch()
        busy.discard(chat_id)

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        timeout = aiohttp.ClientTimeout(total=self.answer_timeout)
        update.deliveries += 1
        try:
            async with session.post(self.url, json=update.as_json(), headers=headers, timeout=timeout) as answer:
                if not 200 <= answer.status <= 299:
                    self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                    return False
                await self._obey(await _method_in(answer))
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            self._failed(f"Connection failed: {type(error).__name__}")
            return False
        return True

    def _failed(self, reason: str) -> None:
        self._last_error = (self._world.clock.timestamp(), reason)

    async def _obey(self, args: Args | None) -> None:
        """Run the method in the answer; Telegram does not tell the bot how it went."""
        if args is not None and (method := args.text("method")) and not method.lower().startswith("get"):
            with suppress(ApiError):
                await self._call(method, args)


async def _method_in(answer: aiohttp.ClientResponse) -> Args | None:
    match answer.content_type:
        case "application/json":
            value = await answer.json()
            return Args(value) if isinstance(value, dict) else None
        case "multipart/form-data":
            args = Args()
            reader = aiohttp.MultipartReader.from_response(answer).stream
            await read_multipart(reader, args)
            return args
        case _:
            return None


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.hostname not in {"localhost", "::1"} and not parts.hostname.startswith("127."):
        raise bad_request("bad webhook: Failed to resolve host: only this machine is in reach of the simulator")
