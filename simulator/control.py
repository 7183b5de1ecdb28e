"""The control API under `/control/`: JSON over HTTP that moves people, the clock and the faults. Loopback only."""

import ipaddress
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiohttp import web

from simulator import acts
from simulator.acts import Refused
from simulator.api import BotApi
from simulator.errors import ApiError
from simulator.people import CannotDo
from simulator.screen import state_json
from simulator.state import World

Json = dict[str, Any]
_Handler = Callable[[web.Request], Awaitable[Any]]

_LONGEST_WAIT = 60.0
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif"})


class ControlApi:
    """All routes of the control API for one world and its Bot API."""

    def __init__(self, world: World, api: BotApi) -> None:
        self.world = world
        self.api = api
        self._acts = acts.Acts(world)

    def routes(self) -> list[web.RouteDef]:
        """Every route, each behind the same guard."""
        person, group = r"/control/people/{id:-?\d+}", r"/control/groups/{id:-\d+}"
        table: list[tuple[str, str, _Handler]] = [
            ("POST", "/control/people", self._acts.add_person),
            ("GET", "/control/people", self._acts.list_people),
            ("POST", f"{person}/send", self._acts.send),
            ("POST", f"{person}/photo", self._acts.photo),
            ("POST", f"{person}/document", self._acts.document),
            ("POST", f"{person}/tap", self._acts.tap),
            ("POST", f"{person}/edit", self._acts.edit),
            ("POST", f"{person}/read", self._acts.read),
            ("POST", f"{person}/block", self._acts.block),
            ("POST", f"{person}/unblock", self._acts.unblock),
            ("POST", f"{person}/deactivate", self._acts.deactivate),
            ("GET", f"{person}/messages", self._acts.messages),
            ("POST", "/control/groups", self._acts.add_group),
            ("POST", f"{group}/membership", self._acts.membership),
            ("GET", f"{group}/messages", self._acts.messages),
            ("POST", "/control/resend", self._acts.resend),
            ("GET", "/control/bot", self._bot),
            ("GET", "/control/calls", self._calls),
            ("GET", "/control/updates", self._updates),
            ("GET", "/control/clock", self._clock),
            ("POST", "/control/clock", self._set_clock),
            ("GET", "/control/faults", self._list_faults),
            ("POST", "/control/faults", self._add_fault),
            ("DELETE", "/control/faults", self._clear_faults),
            ("GET", "/control/limits", self._limits),
            ("POST", "/control/limits", self._set_limits),
            ("POST", "/control/reset", self._reset),
            ("GET", "/control/state", self._state),
            ("GET", "/control/events", self._events),
            ("GET", "/control/idle", self._idle),
            ("GET", "/control/settled", self._settled),
            ("GET", "/control/files/{id}", self._file),
        ]
        return [web.route(method, path, _guarded(handler)) for method, path, handler in table]

    async def _bot(self, request: web.Request) -> Json:  # noqa: ARG002
        return self.world.bot.as_user() | {"token": self.world.bot.token}

    async def _calls(self, request: web.Request) -> Json:
        since, method = _number(request, "since"), request.query.get("method", "")
        calls = [call.as_json() for call in self.api.calls.since(int(since), method)]
        return {"calls": calls, "counters": self.api.calls.counters()}

    async def _updates(self, request: web.Request) -> Json:
        since = int(_number(request, "since"))
        records = []
        for update in self.world.updates.log:
            if update.id > since:
                tap = self.world.taps.find(str(update.payload.get("id"))) if update.kind == "callback_query" else None
                records.append(update.as_record() | ({"tap": tap.as_json()} if tap else {}))
        return {"pending": len(self.world.updates.pending), "updates": records}

    async def _clock(self, request: web.Request) -> Json:  # noqa: ARG002
        return self.world.clock.as_json()

    async def _set_clock(self, request: web.Request) -> Json:
        wish, clock = await acts.body(request), self.world.clock
        if wish.get("real"):
            clock.be_real()
        if (rate := wish.get("rate")) is not None:
            clock.run_at(float(rate))
        if (instant := wish.get("set")) is not None:
            clock.set(datetime.fromisoformat(instant))
        if (seconds := wish.get("advance")) is not None:
            clock.advance(float(seconds))
        if (until := wish.get("until")) is not None:
            clock.hurry(datetime.fromisoformat(until), float(wish.get("within", 10)))
        self.world.touch()
        return clock.as_json()

    async def _list_faults(self, request: web.Request) -> Json:  # noqa: ARG002
        return {"faults": [fault.as_json() for fault in self.api.faults.rules]}

    async def _add_fault(self, request: web.Request) -> Json:
        return self.api.faults.add(await acts.body(request)).as_json()

    async def _clear_faults(self, request: web.Request) -> Json:  # noqa: ARG002
        self.api.faults.rules.clear()
        return {"faults": []}

    async def _limits(self, request: web.Request) -> Json:  # noqa: ARG002
        return self.world.brake.as_json()

    async def _set_limits(self, request: web.Request) -> Json:
        wish, brake = await acts.body(request), self.world.brake
        brake.overall = wish.get("overall", brake.overall)
        brake.per_chat = wish.get("per_chat", brake.per_chat)
        brake.retry_after = int(wish.get("retry_after", brake.retry_after))
        return brake.as_json()

    async def _reset(self, request: web.Request) -> Json:  # noqa: ARG002
        await self.api.webhook.stop()
        self.api.calls.clear()
        self.api.faults.rules.clear()
        self.world.reset()
        return {"ok": True}

    async def _state(self, request: web.Request) -> Json:
        return state_json(self.world, int(_number(request, "since")))

    async def _events(self, request: web.Request) -> Json:
        timeout = min(_number(request, "timeout", 25.0), _LONGEST_WAIT)
        await self.world.changes.wait(int(_number(request, "since")), timeout)
        return {"version": self.world.changes.version}

    async def _idle(self, request: web.Request) -> Json:  # noqa: ARG002
        return self._rest()

    async def _settled(self, request: web.Request) -> Json:
        """Wait until the bot is idle and nothing has changed for `quiet` seconds; `settled` is false on `timeout`."""
        return await _wait_for_rest(
            self.world, self._rest, _number(request, "quiet", 0.1), _number(request, "timeout", 10.0)
        )

    def _rest(self) -> Json:
        pending = len(self.world.updates.pending)
        unanswered = self.world.taps.open(self.world.clock.timestamp())
        version = self.world.changes.version
        return {"idle": pending == 0, "pending": pending, "unanswered": unanswered, "version": version}

    async def _file(self, request: web.Request) -> web.Response:
        file = self.world.files.find(request.match_info["id"])
        if file is None:
            raise Refused(404, "no such file")
        shown = file.mime if file.mime in _PICTURES else "application/octet-stream"
        place = "inline" if file.mime in _PICTURES else "attachment"  # a page among the files must not run as ours
        headers = {"Content-Disposition": place, "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.content, content_type=shown, headers=headers)


async def _wait_for_rest(world: World, rest: Callable[[], Json], quiet: float, seconds: float) -> Json:
    loop_ends = world.clock.monotonic() + min(seconds, _LONGEST_WAIT)
    while (left := loop_ends - world.clock.monotonic()) > 0:
        seen = world.changes.version
        if not rest()["idle"]:
            await world.changes.wait(seen, left)
        elif not await world.changes.wait(seen, min(quiet, left)) and quiet <= left:
            return rest() | {"settled": True}
    return rest() | {"settled": False}


def _guarded(handler: _Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Only this machine, no foreign page in a browser; errors become JSON with a reason."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        try:
            _check_origin(request)
            result = await handler(request)
        except Refused as error:
            return _json({"error": error.reason}, error.status)
        except CannotDo as error:
            return _json({"error": str(error)}, 409)
        except ApiError as error:
            return _json({"error": error.description}, 400)
        except (ValueError, TypeError, KeyError) as error:
            return _json({"error": f"{type(error).__name__}: {error}"}, 400)
        return result if isinstance(result, web.StreamResponse) else _json(result)

    return guarded


def _check_origin(request: web.Request) -> None:
    if not (_is_loopback(request.remote) and _is_loopback(request.url.host)):  # the name as well: names can be rebound
        raise Refused(403, "the control API answers only this machine")
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        raise Refused(403, "the control API answers only its own page")


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _json(value: Any, status: int = 200) -> web.Response:
    return web.Response(text=json.dumps(value, ensure_ascii=False), status=status, content_type="application/json")


def _number(request: web.Request, name: str, default: float = 0.0) -> float:
    return float(request.query.get(name, default))
