"""What people do on their phones: write, attach, tap, edit, block. Each act becomes updates as Telegram makes them."""

import secrets
from collections.abc import Callable
from typing import Any

from simulator.entities import find_entities
from simulator.files import StoredFile, document_json, photo_json
from simulator.limits import CAPTION, SECONDS_TO_SEE_MESSAGE, TEXT
from simulator.state import Chat, Message, Person, World
from simulator.taps import Tap
from simulator.updates import Update

Json = dict[str, Any]


class CannotDo(Exception):
    """The person cannot do this (e.g. write to a bot they blocked); the text says why."""


def write(world: World, person: Person, chat: Chat, text: str, extra: Json | None = None) -> list[Message]:
    """Send `text`; what is longer than a message is split, as Telegram's apps do. `extra` joins the message."""
    _check_can_write(person, chat)
    text = text.strip()
    if not text:
        raise CannotDo("an app does not send an empty message")
    parts = [text[at : at + TEXT] for at in range(0, len(text), TEXT)]
    return [_say(world, person, chat, _with_entities("text", part) | (extra or {})) for part in parts]


def attach(
    world: World, person: Person, chat: Chat, files: list[StoredFile], *, as_photos: bool, caption: str = ""
) -> list[Message]:
    """Send photos or documents; several at once make an album, the caption stands below the first."""
    _check_can_write(person, chat)
    shared = {"media_group_id": str(secrets.randbelow(1 << 60))} if len(files) > 1 else {}
    contents: list[Json] = [
        ({"photo": photo_json(file)} if as_photos else {"document": document_json(file)}) | shared for file in files
    ]
    if caption:
        contents[0] |= _with_entities("caption", caption[:CAPTION])
    return [_say(world, person, chat, content) for content in contents]


def send_thing(world: World, person: Person, chat: Chat, kind: str, value: Any) -> Message:
    """Send a sticker, voice, video note, location, contact or dice; `value` overrides single fields."""
    _check_can_write(person, chat)
    make = _THINGS.get(kind)
    if make is None:
        raise CannotDo(f"no {kind} here; there are {', '.join(_THINGS)}")
    return _say(world, person, chat, {kind: make(person) | (value if isinstance(value, dict) else {})})


def edit(world: World, chat: Chat, message_id: int, text: str) -> Message:
    """Change an own message: the bot gets `edited_message`."""
    message = chat.messages.get(message_id)
    if message is None or message.from_bot or "text" not in message.json:
        raise CannotDo("only an own text that is there can be edited")
    kept = {key: value for key, value in message.json.items() if key not in {"text", "entities"}}
    message.json = kept | _with_entities("text", text) | {"edit_date": world.clock.timestamp()}
    message.edits += 1
    world.notify("edited_message", message.json, chat)
    return message


def tap(world: World, person: Person, chat: Chat, message_id: int, data: str) -> tuple[Tap, Update | None]:
    """Tap a callback button of a message: a callback query with a fresh id."""
    if person.blocked or person.deactivated:
        raise CannotDo("a blocked bot gets no taps")
    made = world.taps.add(person.profile.id, chat.id, message_id, data, world.clock.timestamp())
    return made, world.notify("callback_query", _callback_query(world, person, chat, made), chat)


def resend(world: World, update: Update, *, as_new: bool) -> Update | None:
    """The same update once more: under its old id, or as the app does after a reconnect under new ids."""
    chat = world.chats[update.chat_id]
    if not as_new:
        world.updates.put_again(update)
        world.touch(chat)
        return update
    if update.kind != "callback_query":
        return world.notify(update.kind, update.payload, chat)
    person = world.people[update.payload["from"]["id"]]
    old = world.taps.find(update.payload["id"])
    message_id = old.message_id if old else int(update.payload["message"]["message_id"])
    return tap(world, person, chat, message_id, update.payload["data"])[1]


def block(world: World, person: Person) -> None:
    """Block the bot: `my_chat_member` says kicked, sending to them is refused with 403."""
    if not person.blocked:
        person.blocked = True
        _member_changed(world, person, world.chats[person.profile.id], "member", "kicked")


def unblock(world: World, person: Person) -> None:
    """Restart the bot: `my_chat_member` says member again."""
    if person.blocked:
        person.blocked = False
        _member_changed(world, person, world.chats[person.profile.id], "kicked", "member")


def deactivate(world: World, person: Person) -> None:
    """Delete the account: no update tells the bot, sending to it is refused with 403."""
    person.deactivated = True
    world.touch(world.chats[person.profile.id])


def change_membership(world: World, person: Person, chat: Chat, status: str) -> None:
    """`person` lets the bot into a group or channel (member, administrator) or out of it (left, kicked)."""
    old, chat.bot_status = chat.bot_status, status
    if status in {"member", "administrator"} and old in {"left", "kicked"} and chat.json["type"] != "channel":
        _say(world, person, chat, {"new_chat_members": [world.bot.as_user()]})
    _member_changed(world, person, chat, old, status)


def _check_can_write(person: Person, chat: Chat) -> None:
    if person.deactivated:
        raise CannotDo("the account is deleted")
    if person.blocked and chat.id == person.profile.id:
        raise CannotDo("the bot is blocked; unblock it first")


def _say(world: World, person: Person, chat: Chat, content: Json) -> Message:
    if chat.id == person.profile.id:
        person.started = True
        chat.action = None
    is_post = chat.json["type"] == "channel"
    message = world.post(chat, content, sender=None if is_post else person.profile.as_user(), from_bot=False)
    if _reaches_bot(world, chat, message.json):
        world.notify("channel_post" if is_post else "message", message.json, chat)
    return message


def _reaches_bot(world: World, chat: Chat, message: Json) -> bool:
    """In groups bots run in privacy mode: they get commands, mentions, replies to them and service messages."""
    if chat.bot_status in {"left", "kicked"}:
        return False
    if chat.json["type"] not in {"group", "supergroup"}:
        return True
    text = str(message.get("text") or message.get("caption") or "")
    is_reply = message.get("reply_to_message", {}).get("from", {}).get("id") == world.bot.id
    is_service = "new_chat_members" in message
    return is_service or is_reply or text.startswith("/") or f"@{world.bot.username}" in text


def _member_changed(world: World, person: Person, chat: Chat, old: str, new: str) -> None:
    bot = world.bot.as_user()
    change = {
        "chat": chat.json,
        "from": person.profile.as_user(),
        "date": world.clock.timestamp(),
        "old_chat_member": {"user": bot, "status": old} | _MEMBER_FIELDS.get(old, {}),
        "new_chat_member": {"user": bot, "status": new} | _MEMBER_FIELDS.get(new, {}),
    }
    world.notify("my_chat_member", change, chat)


_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories"),
)
_MEMBER_FIELDS: dict[str, Json] = {
    "kicked": {"until_date": 0},
    "administrator": dict.fromkeys(_RIGHTS, False),
}


def _callback_query(world: World, person: Person, chat: Chat, made: Tap) -> Json:
    message = chat.messages.get(made.message_id)
    now = world.clock.timestamp()
    seen: Json = {"chat": chat.json, "message_id": made.message_id, "date": 0}  # an InaccessibleMessage
    if message is not None and now - message.json["date"] <= SECONDS_TO_SEE_MESSAGE:
        seen = message.json
    return {
        "id": made.query_id,
        "from": person.profile.as_user(),
        "message": seen,
        "chat_instance": str(chat.id * 7919),
        "data": made.data,
    }


def _with_entities(field: str, text: str) -> Json:
    entities = find_entities(text)
    name = "entities" if field == "text" else "caption_entities"
    return {field: text} | ({name: entities} if entities else {})


def _file(kind: str) -> Json:
    return {"file_id": f"SIM-{kind}", "file_unique_id": kind, "file_size": 4096}


_STICKER: Json = {
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "👍",
}

_THINGS: dict[str, Callable[[Person], Json]] = {
    "sticker": lambda _: _file("sticker") | _STICKER,
    "voice": lambda _: _file("voice") | {"duration": 3, "mime_type": "audio/ogg"},
    "audio": lambda _: _file("audio") | {"duration": 30, "title": "Rekaman", "mime_type": "audio/mpeg"},
    "video": lambda _: _file("video") | {"width": 640, "height": 360, "duration": 5, "mime_type": "video/mp4"},
    "video_note": lambda _: _file("video_note") | {"length": 240, "duration": 5},
    "location": lambda _: {"latitude": -5.1477, "longitude": 119.4327},
    "contact": lambda person: {
        "phone_number": "+620000000000",
        "first_name": person.profile.first_name,
        "user_id": person.profile.id,
    },
    "dice": lambda _: {"emoji": "🎲", "value": 4},
}
