"""Which chat and which message a call means, and whether the bot may touch it."""

import time

from simulator.args import Args
from simulator.errors import bad_request, forbidden, too_many_requests
from simulator.state import Chat, Message, World


def chat_to_read(world: World, args: Args) -> Chat:
    """The chat of `chat_id`. Raises ApiError 400 `chat not found` for whoever never pressed Start."""
    wanted = args.text("chat_id")
    if not wanted:
        raise bad_request("chat_id is empty")
    try:
        chat = world.chats.get(int(wanted))
    except ValueError:
        chat = _by_username(world, wanted)
    person = world.people.get(chat.id) if chat else None
    if chat is None or (person is not None and not person.started):
        raise bad_request("chat not found")
    return chat


def _by_username(world: World, wanted: str) -> Chat | None:
    public = (chat for chat in world.chats.values() if chat.id < 0)  # people cannot be addressed by @username
    return next((chat for chat in public if f"@{chat.json.get('username', '')}" == wanted), None)


def chat_to_change(world: World, args: Args) -> Chat:
    """The chat of `chat_id`, provided that the bot may still write there. Raises ApiError 400 and 403."""
    chat = chat_to_read(world, args)
    person = world.people.get(chat.id)
    if person is not None and person.deactivated:
        raise forbidden("user is deactivated")
    if person is not None and person.blocked:
        raise forbidden("bot was blocked by the user")
    kind = {"group": "group chat", "supergroup": "supergroup chat"}.get(chat.json["type"], "channel chat")
    if chat.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {kind}")
    if chat.bot_status == "left":
        raise forbidden(f"bot is not a member of the {kind}")
    return chat


def chat_to_send(world: World, args: Args) -> Chat:
    """Like `chat_to_change`, and the brake lets one more message pass. Raises ApiError 400, 403 and 429."""
    chat = chat_to_change(world, args)
    if wait := world.brake.seconds_to_wait(chat.id, time.monotonic()):
        raise too_many_requests(wait)
    return chat


def message_to_edit(world: World, args: Args) -> tuple[Chat, Message]:
    """The bot's own message that is to be edited. Raises ApiError 400, 403 and 429."""
    if not args.text("chat_id") and not args.text("message_id"):
        raise bad_request("Message identifier is not specified")
    chat = chat_to_send(world, args)
    message = chat.messages.get(args.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return chat, message
