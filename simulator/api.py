"""The Bot API over HTTP: one door for every method, where calls are counted, delayed, broken and answered."""

import asyncio
import inspect
import json
import logging
import time
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from simulator.args import Args, TooLarge, read_args
from simulator.calls import CallLog
from simulator.errors import ENTITY_TOO_LARGE, METHOD_NOT_FOUND, UNAUTHORIZED, ApiError, too_many_requests
from simulator.faults import Fault, FaultKind, Faults
from simulator.methods import BY_NAME
from simulator.receiving import Polling
from simulator.state import World
from simulator.webhook import Webhook

Json = dict[str, Any]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Outcome:
    """How a call ended. Status 0: the connection closes without an answer."""

    status: int
    body: Json
    fault: str = ""
    html: bool = False

    @property
    def description(self) -> str:
        return str(self.body.get("description", ""))


class BotApi:
    """Serves `/bot<token>/<method>` and `/file/bot<token>/<path>` for one bot."""

    def __init__(self, world: World, keep_calls: int = 10_000) -> None:
        self.world = world
        self.calls = CallLog(keep_calls)
        self.faults = Faults()
        self.webhook = Webhook(world, self.call)
        self.polling = Polling(world, self.webhook)

    def routes(self) -> list[web.RouteDef]:
        """The two doors of the Bot API."""
        return [
            web.route("*", r"/bot{token:[^/]+}/{method}", self._handle),
            web.get(r"/file/bot{token:[^/]+}/{path:.+}", self._download),
        ]

    async def call(self, method: str, args: Args) -> Any:
        """Carry out a method. Raises ApiError as Telegram would."""
        match method.lower():
            case "getupdates":
                return await self.polling.get_updates(args)
            case "setwebhook":
                return await self.webhook.install(args)
            case "deletewebhook":
                return await self.webhook.remove(args)
            case "getwebhookinfo":
                return self.webhook.info()
        handler = BY_NAME.get(method.lower())
        if handler is None:
            raise ApiError(404, METHOD_NOT_FOUND)
        result = handler(self.world, args)
        return await result if inspect.isawaitable(result) else result

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method, began, args = request.match_info["method"], time.perf_counter(), Args()
        try:
            if request.match_info["token"] != self.world.bot.token:
                raise ApiError(401, UNAUTHORIZED)
            args = await read_args(request)
            outcome = await self._struck_or_done(method, args)
        except TooLarge:
            async for _ in request.content.iter_any():
                pass  # the client would not read an answer while it is still sending
            outcome = _refused(ApiError(413, ENTITY_TOO_LARGE))
        except ApiError as error:
            outcome = _refused(error)
        ms = round((time.perf_counter() - began) * 1000, 3)
        at = self.world.clock.now().isoformat()
        params = args.for_log() if self.calls.keep else {}
        self.calls.add(method, params, outcome.status, outcome.description, outcome.fault, at, ms)
        return _answer(request, outcome)

    async def _struck_or_done(self, method: str, args: Args) -> _Outcome:
        fault = self.faults.strike(method, args.text("chat_id"))
        match fault:
            case None:
                return await self._done(method, args)
            case Fault(kind=FaultKind.REFUSE):
                return _Outcome(0, {}, fault.kind)
            case Fault(kind=FaultKind.DROP):
                await self._done(method, args)
                return _Outcome(0, {}, fault.kind)
            case Fault(kind=FaultKind.FLOOD):
                refused = _refused(too_many_requests(max(1, round(fault.seconds))))
                return _Outcome(refused.status, refused.body, fault.kind)
            case Fault(kind=FaultKind.DELAY):
                await asyncio.sleep(fault.seconds)
                done = await self._done(method, args)
                return _Outcome(done.status, done.body, fault.kind)
            case _:
                if fault.done:
                    await self._done(method, args)
                reason = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
                refused = _refused(ApiError(fault.code, reason.get(fault.code, "Internal Server Error")))
                return _Outcome(refused.status, refused.body, fault.kind, fault.html)

    async def _done(self, method: str, args: Args) -> _Outcome:
        try:
            return _Outcome(200, {"ok": True, "result": await self.call(method, args)})
        except ApiError as error:
            return _refused(error)
        except Exception:
            log.exception("%s failed in the simulator", method)
            return _refused(ApiError(500, "Internal Server Error"))

    async def _download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.world.bot.token:
            return web.json_response(_refused(ApiError(401, UNAUTHORIZED)).body, status=401)
        file = self.world.files.at(request.match_info["path"])
        if file is None:
            return web.json_response(_refused(ApiError(404, "Not Found")).body, status=404)
        return web.Response(body=file.content, content_type="application/octet-stream")


def _refused(error: ApiError) -> _Outcome:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.retry_after is not None:
        body["parameters"] = {"retry_after": error.retry_after}
    return _Outcome(error.code, body)


def _answer(request: web.Request, outcome: _Outcome) -> web.Response:
    if outcome.status == 0:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)  # nobody hears it: the connection is gone
    if outcome.html:
        page = f"<html><head><title>{outcome.status} {outcome.description}</title></head></html>"
        return web.Response(text=page, status=outcome.status, content_type="text/html")
    text = json.dumps(outcome.body, ensure_ascii=False, separators=(",", ":"))
    return web.Response(text=text, status=outcome.status, content_type="application/json")
