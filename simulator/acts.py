"""The part of the control API that moves people: reads a wish from HTTP, finds who and where, lets them do it."""

import base64
from typing import Any

from aiohttp import web

from simulator import people
from simulator.args import Args, Upload, read_multipart
from simulator.files import StoredFile
from simulator.keyboards import Button
from simulator.screen import message_json, person_json
from simulator.state import Chat, Message, Person, Profile, World

Json = dict[str, Any]


class Refused(Exception):
    """The wish cannot be granted: HTTP status and reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


async def body(request: web.Request) -> Json:
    """The JSON object of the request, {} when there is none. Refused 400 for anything else."""
    text = await request.text()
    value = (await request.json()) if text else {}
    if not isinstance(value, dict):
        raise Refused(400, "a JSON object is expected")
    return value


class Acts:
    """Handlers that take a request and return JSON."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def add_person(self, request: web.Request) -> Json:
        """POST /control/people: {id, first_name, last_name?, username?, language_code?, label?, start_code?}."""
        return person_json(self.world, self.world.add_person(Profile(**await body(request))))

    async def list_people(self, request: web.Request) -> Json:  # noqa: ARG002
        """GET /control/people."""
        return {"people": [person_json(self.world, person) for person in self.world.people.values()]}

    async def send(self, request: web.Request) -> Json:
        """POST .../send: {text, chat_id?, reply?, date?, forwarded?} or {sticker|voice|...: true or fields}."""
        wish = await body(request)
        person, chat = self._who(request), self._where(request, wish)
        if "text" not in wish:
            kind = next((name for name in wish if name != "chat_id"), "nothing")
            return _sent([people.send_thing(self.world, person, chat, kind, wish.get(kind))])
        return _sent(people.write(self.world, person, chat, str(wish["text"]), self._extra(chat, wish)))

    async def photo(self, request: web.Request) -> Json:
        """POST .../photo: multipart files, or {files: [{name, content (base64)}], caption?, chat_id?}."""
        return await self._attach(request, as_photos=True)

    async def document(self, request: web.Request) -> Json:
        """POST .../document: the same; `size` in a file pretends that it is that large."""
        return await self._attach(request, as_photos=False)

    async def tap(self, request: web.Request) -> Json:
        """POST .../tap: {message_id?, data | label | row, col, chat_id?, stale?, force?}.

        The button must be on a message now, or have been there (`data` of a former keyboard; `stale` finds labels
        there as well); `force` sends any data. Copy and link buttons only tell what they hold.
        """
        wish = await body(request)
        person, chat = self._who(request), self._where(request, wish)
        if wish.get("force"):
            message_id, data = int(wish.get("message_id") or chat.last_id), str(wish["data"])
        else:
            message, button = _find_button(chat, wish)
            if "callback_data" not in button:
                return {"button": button, "copied": button.get("copy_text", {}).get("text"), "url": button.get("url")}
            message_id, data = message.id, button["callback_data"]
        made, update = people.tap(self.world, person, chat, message_id, data)
        return {"update_id": update.id if update else None, "tap": made.as_json()}

    async def edit(self, request: web.Request) -> Json:
        """POST .../edit: {message_id, text, chat_id?}."""
        wish = await body(request)
        chat = self._where(request, wish)
        return _sent([people.edit(self.world, chat, int(wish["message_id"]), str(wish["text"]))])

    async def read(self, request: web.Request) -> Json:
        """POST .../read: everything on this phone has been seen."""
        chat = self._where(request, {})
        if chat.unread:
            chat.unread = 0
            self.world.touch(chat)
        return {"unread": 0}

    async def block(self, request: web.Request) -> Json:
        """POST .../block."""
        people.block(self.world, self._who(request))
        return person_json(self.world, self._who(request))

    async def unblock(self, request: web.Request) -> Json:
        """POST .../unblock."""
        people.unblock(self.world, self._who(request))
        return person_json(self.world, self._who(request))

    async def deactivate(self, request: web.Request) -> Json:
        """POST .../deactivate."""
        people.deactivate(self.world, self._who(request))
        return person_json(self.world, self._who(request))

    async def messages(self, request: web.Request) -> Json:
        """GET .../messages: all that is in the chat, oldest first, and the taps of this person."""
        chat = self._where(request, {})
        taps = [tap.as_json() for tap in self.world.taps.of(chat.id)]
        messages = [message_json(message) for message in chat.messages.values()]
        return {"version": self.world.changes.version, "messages": messages, "taps": taps}

    async def add_group(self, request: web.Request) -> Json:
        """POST /control/groups: {id (negative), title, type: group|supergroup|channel, username?}; bot outside."""
        wish = await body(request)
        kind = str(wish.get("type", "group"))
        if int(wish["id"]) >= 0 or kind not in {"group", "supergroup", "channel"}:
            raise Refused(400, "a group has a negative id and is a group, supergroup or channel")
        json: Json = {"id": int(wish["id"]), "type": kind, "title": str(wish.get("title", "Grup"))}
        if username := wish.get("username"):
            json["username"] = str(username)
        self.world.add_chat(Chat(json["id"], json, bot_status="left"))
        return json

    async def membership(self, request: web.Request) -> Json:
        """POST .../membership: {by: person id, status: member|administrator|left|kicked} of the bot."""
        wish = await body(request)
        chat = self._where(request, {})
        people.change_membership(self.world, self._person(int(wish["by"])), chat, str(wish["status"]))
        return {"status": chat.bot_status}

    async def resend(self, request: web.Request) -> Json:
        """POST /control/resend: {update_id, as_new}."""
        wish = await body(request)
        update = self.world.updates.find(int(wish["update_id"]))
        if update is None:
            raise Refused(404, "no such update")
        again = people.resend(self.world, update, as_new=bool(wish.get("as_new")))
        return {"update_id": again.id if again else None}

    async def _attach(self, request: web.Request, *, as_photos: bool) -> Json:
        person = self._who(request)
        if request.content_type == "multipart/form-data":
            args = Args()
            await read_multipart(await request.multipart(), args)
            wish, uploads = args.values, [(upload, None) for upload in args.uploads.values()]
        else:
            wish = await body(request)
            uploads = [(_decoded(file), file.get("size")) for file in wish.get("files", [])]
        if not uploads:
            raise Refused(400, "no files")
        chat = self._where(request, wish)
        files = [self._keep(upload, size) for upload, size in uploads]
        caption = str(wish.get("caption") or "")
        return _sent(people.attach(self.world, person, chat, files, as_photos=as_photos, caption=caption))

    def _keep(self, upload: Upload, size: int | None) -> StoredFile:
        return self.world.files.add(upload.content, upload.name, upload.mime, size)

    def _who(self, request: web.Request) -> Person:
        return self._person(int(request.match_info["id"]))

    def _person(self, identifier: int) -> Person:
        person = self.world.people.get(identifier)
        if person is None:
            raise Refused(404, "nobody has this id")
        return person

    def _where(self, request: web.Request, wish: Json) -> Chat:
        chat = self.world.chats.get(int(wish.get("chat_id") or request.match_info["id"]))
        if chat is None:
            raise Refused(404, "no such chat")
        return chat

    def _extra(self, chat: Chat, wish: Json) -> Json:
        extra: Json = {}
        if (number := wish.get("reply")) is not None:
            if int(number) not in chat.messages:
                raise Refused(404, "no such message to reply to")
            extra["reply_to_message"] = chat.messages[int(number)].json
        if (date := wish.get("date")) is not None:
            extra["date"] = int(date)
        if name := wish.get("forwarded"):
            origin = {"type": "hidden_user", "sender_user_name": str(name), "date": self.world.clock.timestamp()}
            extra["forward_origin"] = origin
        return extra


def _sent(messages: list[Message]) -> Json:
    return {"message_ids": [message.id for message in messages], "message_id": messages[0].id}


def _decoded(file: Json) -> Upload:
    content = base64.b64decode(file.get("content") or "")
    return Upload(str(file.get("name") or "berkas.bin"), str(file.get("mime") or ""), content)


def _find_button(chat: Chat, wish: Json) -> tuple[Message, Button]:
    """The button the wish means, on the named message or the newest that has it. Refused 404 when there is none."""
    number = wish.get("message_id")
    newest_first = [message for message in reversed(chat.messages.values()) if number in (None, message.id)]
    for stale in (False, True):
        for message in newest_first:
            if button := _button_on(message, wish, stale=stale):
                return message, button
    shown = [button["text"] for message in newest_first[:3] for button in _present(message)]
    raise Refused(404, f"no such button; there are {shown}")


def _button_on(message: Message, wish: Json, *, stale: bool) -> Button | None:
    if stale:
        past = [{"text": label, "callback_data": data} for data, label in message.past_buttons.items()]
        if wish.get("data") is not None:
            return next((button for button in past if button["callback_data"] == wish["data"]), None)
        return _labelled(past, wish.get("label")) if wish.get("stale") else None
    if wish.get("data") is not None:
        return next((button for button in _present(message) if button.get("callback_data") == wish["data"]), None)
    if wish.get("label") is not None:
        return _labelled(_present(message), wish["label"])
    rows: list[list[Button]] = message.json.get("reply_markup", {}).get("inline_keyboard", [])
    row, column = int(wish["row"]), int(wish.get("col", 0))
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def _present(message: Message) -> list[Button]:
    rows = message.json.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def _labelled(buttons: list[Button], label: str | None) -> Button | None:
    """The button with exactly this label, else the first that contains it."""
    if label is None:
        return None
    exact = (button for button in buttons if button["text"] == label)
    return next(exact, None) or next((button for button in buttons if label in button["text"]), None)
