"""Every Bot API method the simulator knows, by name. An unknown one is Telegram's 404."""

from collections.abc import Callable
from typing import Any

from simulator import editing, receiving, sending, settings
from simulator.args import Args
from simulator.state import World

Handler = Callable[[World, Args], Any]


def _agree(world: World, args: Args) -> bool:  # noqa: ARG001  # every method has this shape
    """For methods whose effect nobody here can see."""
    return True


_METHODS: dict[str, Handler] = {
    "getMe": settings.get_me,
    "logOut": _agree,
    "close": _agree,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendMediaGroup": sending.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": receiving.answer_callback_query,
    "getFile": receiving.get_file,
    "getChat": receiving.get_chat,
    "leaveChat": receiving.leave_chat,
    "setMyCommands": settings.set_my_commands,
    "getMyCommands": settings.get_my_commands,
    "deleteMyCommands": settings.delete_my_commands,
    "setMyName": settings.set_text("name"),
    "getMyName": settings.get_text("name"),
    "setMyDescription": settings.set_text("description"),
    "getMyDescription": settings.get_text("description"),
    "setMyShortDescription": settings.set_text("short_description"),
    "getMyShortDescription": settings.get_text("short_description"),
    "setChatMenuButton": settings.set_chat_menu_button,
    "getChatMenuButton": settings.get_chat_menu_button,
    "setMyDefaultAdministratorRights": _agree,
    "setMessageReaction": _agree,
    "pinChatMessage": _agree,
    "unpinChatMessage": _agree,
    "unpinAllChatMessages": _agree,
}

BY_NAME = {name.lower(): handler for name, handler in _METHODS.items()}
