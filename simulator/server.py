"""The simulator as a server: start it, hand its address to bots, stop it."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

from simulator.api import BotApi
from simulator.control import ControlApi
from simulator.limits import UPLOAD_BYTES
from simulator.state import BotIdentity, Moment, Profile, World

DEFAULT_TOKEN = "7000000001:simulator-token-for-loopback-only"  # noqa: S105  # no secret: it opens nothing but this server
_PAGE = Path(__file__).parent / "page"
_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


class Simulator:
    """Telegram, its people and their phones, in the memory of this process.

    `token` is the only one the Bot API accepts. `keep_messages` (per chat) and `keep_calls` bound the memory.
    """

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        *,
        phones: Sequence[Profile] = (),
        moments: Sequence[Moment] = (),
        keep_messages: int = 1000,
        keep_calls: int = 10_000,
    ) -> None:
        self.token = token
        self.world = World(BotIdentity(token), keep_messages=keep_messages, moments=tuple(moments))
        self.api = BotApi(self.world, keep_calls)
        self.url = ""
        self._runner: web.AppRunner | None = None
        for profile in phones:
            self.world.add_person(profile)

    def app(self) -> web.Application:
        """The web application: Bot API, control API and the page."""
        app = web.Application(client_max_size=UPLOAD_BYTES + (1 << 20))
        app.add_routes(self.api.routes())
        app.add_routes(ControlApi(self.world, self.api).routes())
        app.add_routes([web.get("/", _page), web.static("/page", _PAGE)])
        return app

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. Afterwards `url` is the address. OSError when the port is taken."""
        self._runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """End all long polls and close."""
        await self.api.webhook.stop()
        self.world.changes.close()
        self.world.updates.arrivals.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None


async def serve(host: str, port: int, *, token: str | None = None, phones: Sequence[Profile] = ()) -> None:
    """Run a simulator until cancelled; prints nothing. OSError when the port is taken."""
    simulator = Simulator(token or DEFAULT_TOKEN, phones=phones)
    await simulator.start(host, port)
    try:
        await asyncio.Event().wait()
    finally:
        await simulator.stop()


async def _page(request: web.Request) -> web.FileResponse:  # noqa: ARG001
    return web.FileResponse(_PAGE / "index.html", headers={"Content-Security-Policy": _POLICY})
