"""A person in a test: sends, taps and reads over the control API, and waits for the bot without sleeping."""

import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Self, TypeVar

import aiohttp

Json = dict[str, Any]
Found = TypeVar("Found")

_PATIENCE = 15.0


class NothingSuch(AssertionError):
    """What was looked for is not on the phone; the text shows what is."""


@dataclass(frozen=True)
class Screen:
    """One message of the bot as it stands on the phone now. `rows` are the labels of its buttons."""

    message_id: int
    text: str
    rows: tuple[tuple[str, ...], ...]
    json: Json

    @property
    def labels(self) -> tuple[str, ...]:
        """All button labels in reading order."""
        return tuple(label for row in self.rows for label in row)

    @property
    def buttons(self) -> tuple[Json, ...]:
        """All buttons as the Bot API has them, in reading order."""
        return tuple(button for row in _rows(self.json) for button in row)

    @property
    def edits(self) -> int:
        """How often the bot has edited it."""
        return int(self.json["edits"])

    def __str__(self) -> str:
        return "\n".join([self.text, *(" ".join(f"[{label}]" for label in row) for row in self.rows)])


class Control:
    """The control API of one simulator; use as an async context manager, or call `close`."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/").removesuffix("/control")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of the connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(self, path: str, **query: str | float) -> Json:
        """GET /control/<path>. NothingSuch with the reason when it is refused."""
        return await self._ask("GET", path, params=query)

    async def post(self, path: str, **wish: Any) -> Json:
        """POST /control/<path> with a JSON body. NothingSuch with the reason when it is refused."""
        return await self._ask("POST", path, json=wish)

    async def delete(self, path: str) -> Json:
        """DELETE /control/<path>."""
        return await self._ask("DELETE", path)

    async def _ask(self, method: str, path: str, **how: Any) -> Json:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        async with self._session.request(method, f"{self.url}/control/{path}", **how) as answer:
            value: Json = await answer.json()
            if answer.status != 200:
                raise NothingSuch(f"{method} {path}: {value.get('error')}")
            return value

    async def person(self, identifier: int, first_name: str, **more: str) -> "Phone":
        """A new person with a phone; `more` are last_name, username, language_code, label."""
        await self.post("people", id=identifier, first_name=first_name, **more)
        return Phone(self, identifier)

    async def calls(self, method: str = "", since: int = 0) -> list[Json]:
        """The log of Bot API calls."""
        return list((await self.get("calls", method=method, since=since))["calls"])

    async def settle(self, quiet: float = 0.1, patience: float = _PATIENCE) -> None:
        """Return when the bot has confirmed all updates and nothing has changed for `quiet` seconds.

        NothingSuch when that does not happen within `patience` seconds.
        """
        rest = await self.get("settled", quiet=quiet, timeout=patience)
        if not rest["settled"]:
            raise NothingSuch(f"the bot does not come to rest: {rest}")

    async def until(self, there: Callable[[], Awaitable[Found | None]], patience: float = _PATIENCE) -> Found:
        """Ask `there` now and after every change until it gives something true, which is returned.

        NothingSuch when nothing changes for `patience` seconds.
        """
        while True:
            version = (await self.get("idle"))["version"]
            if found := await there():
                return found
            moved = await self.get("events", since=version, timeout=patience)
            if moved["version"] <= version:
                raise NothingSuch(f"nothing has happened for {patience} seconds")


class Phone:
    """The phone of one person. `control` is a Control, or the address of the simulator."""

    def __init__(self, control: Control | str, identifier: int) -> None:
        self.control = control if isinstance(control, Control) else Control(control)
        self.id = identifier

    async def close(self) -> None:
        """Let go of the connection."""
        await self.control.close()

    async def send(self, text: str, **more: Any) -> int:
        """Send a text; `more` as in the control API (reply, forwarded, chat_id). The number of the message."""
        return int((await self._act("send", text=text, **more))["message_id"])

    async def send_thing(self, kind: str) -> int:
        """Send a sticker, voice, audio, video, video_note, location, contact or dice."""
        return int((await self._act("send", **{kind: True}))["message_id"])

    async def photo(self, *contents: bytes, caption: str = "") -> list[int]:
        """Send one photo, or several as an album. The numbers of the messages."""
        files = [_file(f"foto{index}.png", content) for index, content in enumerate(contents, 1)]
        return list((await self._act("photo", files=files, caption=caption))["message_ids"])

    async def document(self, *files: tuple[str, bytes], caption: str = "", size: int | None = None) -> list[int]:
        """Send documents as (name, content); `size` pretends that each is that large (bytes)."""
        pretended = {} if size is None else {"size": size}
        wish = [_file(name, content) | pretended for name, content in files]
        return list((await self._act("document", files=wish, caption=caption))["message_ids"])

    async def tap(self, label: str, *, message_id: int | None = None, stale: bool = False) -> Json:
        """Tap the button with this label (or the first that contains it), on the newest message that has it.

        `stale` also finds buttons that were there once. NothingSuch names the buttons that are there. Returns the
        `update_id` and the `tap`; for a copy button what it `copied`, for a link its `url`.
        """
        return await self._act("tap", label=label, stale=stale, **_named(message_id))

    async def tap_data(self, data: str, *, message_id: int | None = None, force: bool = False) -> Json:
        """Tap by callback data; `force` sends data that no button ever had."""
        return await self._act("tap", data=data, force=force, **_named(message_id))

    async def edit(self, message_id: int, text: str) -> None:
        """Edit an own message."""
        await self._act("edit", message_id=message_id, text=text)

    async def block(self) -> None:
        """Block the bot."""
        await self._act("block")

    async def unblock(self) -> None:
        """Unblock the bot."""
        await self._act("unblock")

    async def screens(self) -> list[Screen]:
        """All messages of the bot that stand on the phone, oldest first."""
        return [_screen(message) for message in await self._messages() if message["from_bot"]]

    async def screen(self) -> Screen:
        """The newest message of the bot. NothingSuch when there is none."""
        screens = await self.screens()
        if not screens:
            raise NothingSuch("the bot has sent nothing")
        return screens[-1]

    async def shows(self, text: str, or_else: str | None = None, *, patience: float = _PATIENCE) -> Screen:
        """Wait until a message of the bot contains `text` or `or_else` (also in a label); the newest that does."""
        wanted = (text,) if or_else is None else (text, or_else)

        async def there() -> Screen | None:
            screens = reversed(await self.screens())
            return next((screen for screen in screens if any(one in str(screen) for one in wanted)), None)

        try:
            return await self.control.until(there, patience)
        except NothingSuch as error:
            shown = "\n---\n".join(str(screen) for screen in (await self.screens())[-3:])
            raise NothingSuch(f"{text!r} does not appear: {error}. There is:\n{shown}") from None

    async def settle(self, quiet: float = 0.1) -> Screen | None:
        """Wait until the bot is at rest (see Control.settle); its newest message then, None when there is none."""
        await self.control.settle(quiet)
        return next(reversed(await self.screens()), None)

    async def answer(self) -> Json | None:
        """The bot's answer to the last tap ({text, show_alert, url}); None while it has given none."""
        taps = (await self.control.get(f"people/{self.id}/messages"))["taps"]
        return taps[-1]["answer"] if taps else None

    async def _messages(self) -> list[Json]:
        return list((await self.control.get(f"people/{self.id}/messages"))["messages"])

    async def _act(self, what: str, **wish: Any) -> Json:
        return await self.control.post(f"people/{self.id}/{what}", **wish)


def _screen(message: Json) -> Screen:
    rows = tuple(tuple(button["text"] for button in row) for row in _rows(message))
    text = message.get("text", message.get("caption", ""))
    return Screen(int(message["message_id"]), str(text), rows, message)


def _rows(message: Json) -> list[list[Json]]:
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def _named(message_id: int | None) -> Json:
    return {} if message_id is None else {"message_id": message_id}


def _file(name: str, content: bytes) -> Json:
    return {"name": name, "content": base64.b64encode(content).decode()}
