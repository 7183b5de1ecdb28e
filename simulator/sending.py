"""The Bot API methods that put something new on a phone."""

import secrets
from typing import Any

from simulator.access import chat_to_change, chat_to_send
from simulator.args import Args
from simulator.entities import formatted
from simulator.errors import ApiError, bad_request
from simulator.files import StoredFile, document_json, photo_json
from simulator.html import Entity
from simulator.keyboards import Markup, checked_markup
from simulator.limits import ALBUM, CAPTION, TEXT, utf16_length
from simulator.state import Chat, World

Json = dict[str, Any]

_SECONDS_OF_ACTION = 5
_ACTIONS = frozenset(
    {"typing", "choose_sticker", "find_location"}
    | {f"record_{what}" for what in ("video", "voice", "video_note")}
    | {f"upload_{what}" for what in ("photo", "video", "voice", "document", "video_note")}
)


def send_message(world: World, args: Args) -> Json:
    """sendMessage."""
    content = text_content(args, "message is too long")
    return _deliver(world, args, [content])[0]


def send_photo(world: World, args: Args) -> Json:
    """sendPhoto."""
    return _send_media(world, args, "photo")


def send_document(world: World, args: Args) -> Json:
    """sendDocument."""
    return _send_media(world, args, "document")


def send_media_group(world: World, args: Args) -> list[Json]:
    """sendMediaGroup: two to ten photos, or as many documents, as separate messages of one album."""
    media = args.parsed("media", "media")
    if media is None:
        raise bad_request('Parameter "media" is required')
    if not isinstance(media, list):
        raise bad_request("Expected an Array of InputMedia")
    if not media:
        raise bad_request("There are no messages to send")
    if len(media) > ALBUM:
        raise bad_request("Too much messages to send as an album")
    if len({item.get("type") for item in media if isinstance(item, dict)}) > 1:
        raise bad_request("document can't be mixed with other media types")
    album = {"media_group_id": str(secrets.randbelow(1 << 60))} if len(media) > 1 else {}
    return _deliver(world, args, [input_media(world, args, item) | album for item in media])


def send_chat_action(world: World, args: Args) -> bool:
    """sendChatAction: shown for five seconds."""
    chat = chat_to_change(world, args)
    action = args.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("Wrong parameter action in request")
    chat.action = (action, world.clock.timestamp() + _SECONDS_OF_ACTION)
    world.touch(chat)
    return True


def text_content(args: Args, too_long: str) -> Json:
    """`text` and `entities` of a message from the call. Raises ApiError 400."""
    if not args.text("text"):
        raise bad_request("Message text is empty")
    entities = args.parsed("entities", "entities")
    text, found = formatted(args.text("text"), args.text("parse_mode"), entities)
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > TEXT:
        raise bad_request(too_long)
    return {"text": text} | ({"entities": found} if found else {})


def caption_content(values: Json, too_long: str) -> Json:
    """`caption` and `caption_entities` from a call or an InputMedia. Raises ApiError 400."""
    text, found = _formatted_caption(values)
    if utf16_length(text) > CAPTION:
        raise bad_request(too_long)
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": found} if found else {})


def _formatted_caption(values: Json) -> tuple[str, list[Entity]]:
    entities = Args(values).parsed("caption_entities", "caption_entities")
    return formatted(str(values.get("caption") or ""), str(values.get("parse_mode") or ""), entities)


def input_media(world: World, args: Args, item: Any) -> Json:
    """The content that an InputMedia object stands for. Raises ApiError 400."""
    if not isinstance(item, dict):
        raise bad_request("Can't parse InputMedia: expected an Object")
    kind = item.get("type")
    if kind not in {"photo", "document"}:
        raise bad_request(f'Can\'t parse InputMedia: type "{kind}" is unsupported')
    content = _media_content(_find_file(world, args, str(item.get("media") or ""), str(kind)), str(kind))
    return content | caption_content(item, "message caption is too long")


def inline_markup(args: Args) -> Markup | None:
    """The inline keyboard of the call, None when there is none. Raises ApiError 400."""
    markup = checked_markup(args.parsed("reply_markup", "reply keyboard markup"))
    return markup if markup and "inline_keyboard" in markup else None


def _send_media(world: World, args: Args, kind: str) -> Json:
    upload = args.uploads.get(kind)
    if upload is not None:
        file = world.files.add(upload.content, upload.name, upload.mime)
    elif not args.text(kind):
        raise bad_request(f"There is no {kind} in the request")
    else:
        file = _find_file(world, args, args.text(kind), kind)
    content = _media_content(file, kind) | caption_content(args.values, "message caption is too long")
    return _deliver(world, args, [content])[0]


def _find_file(world: World, args: Args, reference: str, kind: str) -> StoredFile:
    """The file behind a file_id or `attach://name`. Addresses on the web are refused: nothing leaves this machine."""
    if reference.startswith("attach://"):
        upload = args.uploads.get(reference.removeprefix("attach://"))
        if upload is None:
            raise bad_request("Can't parse InputMedia: media not found")
        return world.files.add(upload.content, upload.name, upload.mime)
    if reference.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    file = world.files.find(reference)
    if file is None:
        raise ApiError(400, f"Bad Request: wrong remote file identifier specified: can't find the {kind}")
    return file


def _media_content(file: StoredFile, kind: str) -> Json:
    if kind == "photo":
        return {"photo": photo_json(file)}
    if not file.content:
        raise bad_request("file must be non-empty")
    return {"document": document_json(file)}


def _deliver(world: World, args: Args, contents: list[Json]) -> list[Json]:
    """Post the contents as messages of the bot, the keyboard below the first."""
    markup = checked_markup(args.parsed("reply_markup", "reply keyboard markup"))
    chat = chat_to_send(world, args)
    shared = _reply(args, chat)
    if args.flag("protect_content"):
        shared["has_protected_content"] = True
    if markup and "inline_keyboard" in markup:
        contents[0] = contents[0] | {"reply_markup": markup}
    elif markup:
        chat.keyboard = markup if "keyboard" in markup else None
    sender = world.bot.as_user()
    chat.action = None
    return [world.post(chat, shared | content, sender=sender, from_bot=True).json for content in contents]


def _reply(args: Args, chat: Chat) -> Json:
    parameters = args.parsed("reply_parameters", "reply parameters")
    old_style = {"message_id": args.integer("reply_to_message_id")} if args.text("reply_to_message_id") else None
    wanted = parameters if isinstance(parameters, dict) else old_style
    if not wanted:
        return {}
    message = chat.messages.get(Args(wanted).integer("message_id"))
    if message is not None:
        return {"reply_to_message": {key: item for key, item in message.json.items() if key != "reply_to_message"}}
    if wanted.get("allow_sending_without_reply") or args.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")
