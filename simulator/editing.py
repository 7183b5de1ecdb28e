"""The Bot API methods that change or remove what is on a phone already."""

from typing import Any

from simulator.access import chat_to_read, message_to_edit
from simulator.args import Args
from simulator.errors import NOT_MODIFIED, bad_request
from simulator.limits import SECONDS_TO_DELETE
from simulator.sending import caption_content, inline_markup, input_media, text_content
from simulator.state import Chat, Message, World

Json = dict[str, Any]

_TEXT = ("text", "entities")
_CAPTION = ("caption", "caption_entities")
_MEDIA = ("photo", "document", *_CAPTION)
_IDS_AT_ONCE = 100


def edit_message_text(world: World, args: Args) -> Json:
    """editMessageText; without `reply_markup` the keyboard goes."""
    content = text_content(args, "MESSAGE_TOO_LONG")
    chat, message = message_to_edit(world, args)
    if "text" not in message.json:
        raise bad_request("there is no text in the message to edit")
    return _change(world, args, chat, message, _TEXT, content)


def edit_message_caption(world: World, args: Args) -> Json:
    """editMessageCaption."""
    content = caption_content(args.values, "MEDIA_CAPTION_TOO_LONG")
    chat, message = message_to_edit(world, args)
    if "text" in message.json:
        raise bad_request("there is no caption in the message to edit")
    return _change(world, args, chat, message, _CAPTION, content)


def edit_message_media(world: World, args: Args) -> Json:
    """editMessageMedia: another photo or document, or the first one below a text."""
    media = args.parsed("media", "input media")
    if media is None:
        raise bad_request('Parameter "media" is required')
    content = input_media(world, args, media)
    chat, message = message_to_edit(world, args)
    return _change(world, args, chat, message, (*_TEXT, *_MEDIA), content)


def edit_message_reply_markup(world: World, args: Args) -> Json:
    """editMessageReplyMarkup; without `reply_markup` the keyboard goes."""
    chat, message = message_to_edit(world, args)
    return _change(world, args, chat, message, (), {})


def delete_message(world: World, args: Args) -> bool:
    """deleteMessage: own and incoming messages up to 48 hours old."""
    if not args.text("chat_id"):
        raise bad_request("Chat identifier is not specified")
    if not args.integer("message_id"):
        raise bad_request("Message identifier is not specified")
    chat = chat_to_read(world, args)
    message = chat.messages.get(args.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if world.clock.timestamp() - message.json["date"] > SECONDS_TO_DELETE:
        raise bad_request("message can't be deleted for everyone")
    _remove(world, chat, message)
    return True


def delete_messages(world: World, args: Args) -> bool:
    """deleteMessages: up to 100; what is not there or too old is skipped."""
    wanted = args.parsed("message_ids", "message_ids")
    if not wanted:
        raise bad_request("Message identifiers are not specified")
    if not isinstance(wanted, list) or len(wanted) > _IDS_AT_ONCE:
        raise bad_request("Too many message identifiers specified")
    chat = chat_to_read(world, args)
    for message in [chat.messages[int(number)] for number in wanted if int(number) in chat.messages]:
        if world.clock.timestamp() - message.json["date"] <= SECONDS_TO_DELETE:
            _remove(world, chat, message)
    return True


def _remove(world: World, chat: Chat, message: Message) -> None:
    del chat.messages[message.id]
    world.touch(chat)


def _change(world: World, args: Args, chat: Chat, message: Message, replaced: tuple[str, ...], content: Json) -> Json:
    """Replace the named fields and the keyboard; the same as before is Telegram's `message is not modified`."""
    markup = inline_markup(args)
    new = {key: value for key, value in message.json.items() if key not in {*replaced, "reply_markup", "edit_date"}}
    new |= content | ({"reply_markup": markup} if markup else {})
    if new == {key: value for key, value in message.json.items() if key != "edit_date"}:
        raise bad_request(NOT_MODIFIED)
    message.json = new | {"edit_date": world.clock.timestamp()}
    message.remember_buttons()
    message.edits += 1
    world.touch(chat)
    return message.json
