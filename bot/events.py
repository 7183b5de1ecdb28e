"""What came in from Telegram, as our own values: who, and what they did."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aiogram import types
from aiogram.enums import ChatMemberStatus, ChatType, ContentType

from storage.values.evidence import FileProblem, Kept

THINGS = frozenset(
    (
        *(ContentType.PHOTO, ContentType.LIVE_PHOTO, ContentType.VIDEO, ContentType.VIDEO_NOTE, ContentType.ANIMATION),
        *(ContentType.VOICE, ContentType.AUDIO, ContentType.DOCUMENT, ContentType.STICKER, ContentType.PAID_MEDIA),
        *(ContentType.CONTACT, ContentType.LOCATION, ContentType.VENUE, ContentType.POLL, ContentType.CHECKLIST),
        *(ContentType.DICE, ContentType.GAME, ContentType.STORY, ContentType.RICH_MESSAGE, ContentType.UNKNOWN),
    )
)
"""What people send on purpose, besides words."""


@dataclass(frozen=True, slots=True)
class Command:
    """`/name rest`."""

    name: str
    rest: str


@dataclass(frozen=True, slots=True)
class Said:
    """A text message, as it was sent."""

    text: str


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button; `message_id` is where it stands (known even when the message is too old to be read)."""

    query_id: str
    message_id: int | None
    data: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A photo or document that may be fetched. `size` is what Telegram says, in bytes."""

    file_id: str
    size: int | None
    photo: bool
    message_id: int
    album: str | None = None
    """Shared by the messages of one album (media_group_id)."""


@dataclass(frozen=True, slots=True)
class Attached:
    """Something that is no text: photo, document, sticker, voice, contact, location ..."""

    kind: str
    caption: str = ""
    offer: Offer | None = None
    taken: Kept | FileProblem | None = None
    """What became of the offer where the open question asks for a file."""


@dataclass(frozen=True, slots=True)
class Edited:
    """An older message was changed."""


@dataclass(frozen=True, slots=True)
class Reachable:
    """The person blocked the bot, or pressed Start again."""

    reachable: bool


Body = Command | Said | Tapped | Attached | Edited | Reachable


@dataclass(frozen=True, slots=True)
class Event:
    """One update of a private chat. `telegram_id` is the person's and the chat's (they are the same there)."""

    update_id: int
    telegram_id: int
    language: str
    body: Body


def of_message(update_id: int, message: types.Message) -> Event | None:
    """An event of a private message, or None for groups, channels, messages of nobody, and what nobody said: a message
    was pinned, a timer set."""
    if message.chat.type != ChatType.PRIVATE or message.from_user is None or message.from_user.is_bot:
        return None
    if message.text is None and message.content_type not in THINGS:
        return None
    return Event(update_id, message.chat.id, message.from_user.language_code or "", _body(message))


def _body(message: types.Message) -> Body:
    if message.text is None:
        return Attached(str(message.content_type), message.caption or "", _offer(message))
    if message.text.startswith("/"):
        head, *rest = re.split(r"\s", message.text[1:], maxsplit=1)
        return Command(head.partition("@")[0].lower(), "".join(rest).strip())
    return Said(message.text)


def _offer(message: types.Message) -> Offer | None:
    """A photo in its largest size, or a document."""
    file: types.PhotoSize | types.Document | None = message.photo[-1] if message.photo else message.document
    if file is None:
        return None
    return Offer(file.file_id, file.file_size, bool(message.photo), message.message_id, message.media_group_id)


def of_edit(update_id: int, message: types.Message) -> Event | None:
    """An event of a private message whose words were changed; a live location changes all the time."""
    event = of_message(update_id, message)
    return (
        None
        if event is None or (message.text or message.caption) is None
        else Event(event.update_id, event.telegram_id, event.language, Edited())
    )


def of_tap(update_id: int, query: types.CallbackQuery) -> Event | None:
    """An event of a tap, or None when it comes from a group."""
    message = query.message
    if message is not None and message.chat.type != ChatType.PRIVATE:
        return None
    body = Tapped(query.id, message.message_id if message else None, query.data or "")
    return Event(update_id, query.from_user.id, query.from_user.language_code or "", body)


def of_membership(update_id: int, change: types.ChatMemberUpdated) -> Event | None:
    """An event of blocking or unblocking in a private chat."""
    if change.chat.type != ChatType.PRIVATE:
        return None
    reachable = change.new_chat_member.status not in (ChatMemberStatus.KICKED, ChatMemberStatus.LEFT)
    return Event(update_id, change.chat.id, change.from_user.language_code or "", Reachable(reachable))


def asks_in_group(message: types.Message, username: str | None) -> bool:
    """Whether somebody calls this bot in a group with /start; everything else there is none of its business."""
    command, _, bot = (message.text or "").partition(" ")[0].partition("@")
    mine = not bot or username is None or bot.lower() == username.lower()
    return message.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP) and command == "/start" and mine
