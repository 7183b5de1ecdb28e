"""What a bot tells Telegram about itself: commands per scope and language, name, descriptions, menu button."""

import re
from typing import Any

from simulator.access import chat_to_read
from simulator.args import Args
from simulator.errors import bad_request
from simulator.limits import COMMAND_DESCRIPTION, COMMANDS, utf16_length
from simulator.state import Profile, World

Json = dict[str, Any]

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})


def set_my_commands(world: World, args: Args) -> bool:
    """setMyCommands for a scope and a language ("" means every language)."""
    commands = args.parsed("commands", "commands")
    if not isinstance(commands, list):
        raise bad_request("Expected an Array of BotCommand")
    if len(commands) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.bot_settings[_place(world, args)] = [_checked_command(command) for command in commands]
    world.touch()
    return True


def get_my_commands(world: World, args: Args) -> list[Json]:
    """getMyCommands: exactly what was set for this scope and language."""
    commands: list[Json] = world.bot_settings.get(_place(world, args), [])
    return commands


def delete_my_commands(world: World, args: Args) -> bool:
    """deleteMyCommands: wider scopes show through again."""
    world.bot_settings.pop(_place(world, args), None)
    world.touch()
    return True


def commands_for(world: World, person: Profile) -> list[Json]:
    """The menu this person sees in the private chat: the narrowest scope wins, then the language."""
    for scope in (f"chat:{person.id}", "all_private_chats", "default"):
        for language in (person.language_code, ""):
            if commands := world.bot_settings.get(("commands", scope, language)):
                return list(commands)
    return []


def set_text(name: str) -> Any:
    """The handler of setMyName, setMyDescription or setMyShortDescription (`name` is the parameter)."""

    def handler(world: World, args: Args) -> bool:
        world.bot_settings[(name, args.text("language_code"))] = args.text(name)
        return True

    return handler


def get_text(name: str) -> Any:
    """The handler of getMyName, getMyDescription or getMyShortDescription."""

    def handler(world: World, args: Args) -> Json:
        default = world.bot.first_name if name == "name" else ""
        wanted = world.bot_settings.get((name, args.text("language_code")))
        return {name: wanted or world.bot_settings.get((name, "")) or default}

    return handler


def set_chat_menu_button(world: World, args: Args) -> bool:
    """setChatMenuButton."""
    button = args.parsed("menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("MenuButton has unsupported type")
    world.bot_settings[("menu_button", args.text("chat_id"))] = button
    return True


def get_chat_menu_button(world: World, args: Args) -> Json:
    """getChatMenuButton."""
    places = (("menu_button", args.text("chat_id")), ("menu_button", ""))
    button: Json = next((world.bot_settings[place] for place in places if place in world.bot_settings), {})
    return button or {"type": "commands"}


def get_me(world: World, args: Args) -> Json:  # noqa: ARG001  # every method has this shape
    """getMe."""
    return world.bot.as_user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _place(world: World, args: Args) -> tuple[str, ...]:
    scope = args.parsed("scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES | _CHAT_SCOPES:
        raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
    language = args.text("language_code")
    if not re.fullmatch(r"(?:[a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    kind = str(scope["type"])
    if kind not in _CHAT_SCOPES:
        return "commands", kind, language
    chat = chat_to_read(world, Args(scope))
    return "commands", f"{kind}:{chat.id}", language


def _checked_command(command: Any) -> Json:
    if not isinstance(command, dict):
        raise bad_request("Can't parse BotCommand: expected an Object")
    name, description = str(command.get("command") or ""), str(command.get("description") or "")
    if not _COMMAND.fullmatch(name.removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= utf16_length(description) <= COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name.removeprefix("/"), "description": description}
