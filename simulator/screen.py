"""What stands on the phones, as JSON for the page and for tests."""

from typing import Any

from simulator.settings import commands_for
from simulator.state import Chat, Message, Person, World

Json = dict[str, Any]

_SHOWN_MESSAGES = 80
_SHOWN_PHONES = 24


def person_json(world: World, person: Person) -> Json:
    """A person and how they stand to the bot."""
    profile = person.profile
    return {
        **vars(profile),
        "started": person.started,
        "blocked": person.blocked,
        "deactivated": person.deactivated,
        "unread": world.chats[profile.id].unread,
    }


def message_json(message: Message) -> Json:
    """A message as it stands now, with what the Bot API does not tell: who wrote it and how often it was edited."""
    return {**message.json, "from_bot": message.from_bot, "edits": message.edits}


def state_json(world: World, since: int) -> Json:
    """Everything the page draws: the first phones, as far as they changed after `since`, the clock, the bot."""
    shown = list(world.people)[:_SHOWN_PHONES]
    changed = [world.people[number] for number in shown if world.chats[number].changed > since]
    return {
        "version": world.changes.version,
        "clock": world.clock.as_json(),
        "bot": world.bot.as_user(),
        "moments": [moment.as_json() for moment in world.moments],
        "order": shown,
        "phones": [_phone_json(world, person) for person in changed],
        "commands": {str(number): commands_for(world, world.people[number].profile) for number in shown},
    }


def _phone_json(world: World, person: Person) -> Json:
    chat = world.chats[person.profile.id]
    now = world.clock.timestamp()
    taps = world.taps.of(person.profile.id)
    return {
        "person": person_json(world, person),
        "messages": [message_json(message) for message in list(chat.messages.values())[-_SHOWN_MESSAGES:]],
        "action": _action(chat, now),
        "keyboard": chat.keyboard,
        "taps": [tap.as_json() | {"open": tap.is_open(now)} for tap in taps],
    }


def _action(chat: Chat, now: float) -> str | None:
    return chat.action[0] if chat.action and now < chat.action[1] else None
