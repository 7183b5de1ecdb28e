"""The world: people, their chats with the bot, every message on every phone, and what the bot has not seen yet."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from simulator.changes import Changes
from simulator.clock import SimulatedClock
from simulator.files import FileStore
from simulator.keyboards import Markup, buttons_of
from simulator.limits import Brake
from simulator.taps import Taps
from simulator.updates import Update, UpdateQueue

Json = dict[str, Any]


@dataclass(frozen=True)
class Profile:
    """Somebody with a phone. `label` stands above it on the page, e.g. the role in the demo school.

    `start_code` is what the invite link they hold says after `?start=`; the page's Start button sends it.
    """

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "id"
    label: str = ""
    start_code: str = ""

    def as_user(self) -> Json:
        """The Bot API's User."""
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        kept = {name: value for name, value in optional.items() if value}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name} | kept

    def as_private_chat(self) -> Json:
        """The Bot API's Chat between this person and the bot."""
        optional = {"last_name": self.last_name, "username": self.username}
        kept = {name: value for name, value in optional.items() if value}
        return {"id": self.id, "type": "private", "first_name": self.first_name} | kept


@dataclass
class Person:
    """A profile and how it stands to the bot."""

    profile: Profile
    started: bool = False
    blocked: bool = False
    deactivated: bool = False


@dataclass
class Message:
    """One message as it stands now; `past_buttons` remembers every callback button it ever had (data to label)."""

    json: Json
    from_bot: bool
    edits: int = 0
    past_buttons: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """Its number in its chat."""
        return int(self.json["message_id"])

    def remember_buttons(self) -> None:
        """Keep what can be tapped now for stale taps later."""
        for button in buttons_of(self.json.get("reply_markup")):
            if data := button.get("callback_data"):
                self.past_buttons[data] = button["text"]


@dataclass
class Chat:
    """A conversation the bot can be in. `json` is the Bot API's Chat; `bot_status` that of the bot as a member."""

    id: int
    json: Json
    bot_status: str = "member"
    messages: OrderedDict[int, Message] = field(default_factory=OrderedDict)
    last_id: int = 0
    changed: int = 0
    keyboard: Markup | None = None
    action: tuple[str, float] | None = None  # "typing" and until when, in simulated seconds
    unread: int = 0


@dataclass(frozen=True)
class BotIdentity:
    """Who the bot is. The number before the colon of the token is its id, as with Telegram."""

    token: str
    first_name: str = "Kawal Kinerja"
    username: str = "kawal_kinerja_bot"

    @property
    def id(self) -> int:
        """The bot's user id."""
        return int(self.token.partition(":")[0])

    def as_user(self) -> Json:
        """The Bot API's User."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}


@dataclass(frozen=True)
class Moment:
    """A moment worth looking at, with a button on the page: time goes to `begins`, and on to `ends` in `seconds`."""

    label: str
    begins: datetime
    ends: datetime
    seconds: float = 30.0

    def as_json(self) -> Json:
        """What the page posts to the clock, and its label."""
        wish = {"set": self.begins.isoformat(), "until": self.ends.isoformat(), "within": self.seconds}
        return {"label": self.label, "wish": wish}


@dataclass
class World:
    """Everything there is. It lives in one event loop and is changed only from there."""

    bot: BotIdentity
    clock: SimulatedClock = field(default_factory=SimulatedClock)
    keep_messages: int = 1000
    changes: Changes = field(default_factory=Changes)
    files: FileStore = field(default_factory=FileStore)
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    taps: Taps = field(default_factory=Taps)
    brake: Brake = field(default_factory=Brake)
    bot_settings: dict[tuple[str, ...], Any] = field(default_factory=dict)
    moments: tuple[Moment, ...] = ()

    def reset(self) -> None:
        """A new world with the same phones: nobody has pressed Start, nothing was said, the time is real."""
        self.updates.forget_pending()
        self.updates.log.clear()
        self.updates.allow([])
        self.clock.be_real()
        self.taps, self.brake, self.files = Taps(), Brake(), FileStore()
        profiles = [person.profile for person in self.people.values()]
        for store in (self.people, self.chats, self.bot_settings):
            store.clear()
        for profile in profiles:
            self.add_person(profile)

    def add_person(self, profile: Profile) -> Person:
        """A new phone, or new names for a person who is there already."""
        person = self.people.setdefault(profile.id, Person(profile))
        person.profile = profile
        chat = self.chats.setdefault(profile.id, Chat(profile.id, profile.as_private_chat()))
        chat.json = profile.as_private_chat()
        self.touch(chat)
        return person

    def add_chat(self, chat: Chat) -> Chat:
        """A group or channel."""
        self.chats[chat.id] = chat
        self.touch(chat)
        return chat

    def touch(self, chat: Chat | None = None) -> None:
        """Something changed (on this phone): wake the page and the tests."""
        version = self.changes.bump()
        if chat is not None:
            chat.changed = version

    def post(self, chat: Chat, content: Json, *, sender: Json | None, from_bot: bool) -> Message:
        """Put a message into the chat under the next number; the oldest goes when there are more than we keep."""
        chat.last_id += 1
        head: Json = {"message_id": chat.last_id, "chat": chat.json, "date": self.clock.timestamp()}
        if sender is not None:
            head["from"] = sender
        if chat.json["type"] == "channel":
            head["sender_chat"] = chat.json
        message = Message(head | content, from_bot)
        message.remember_buttons()
        chat.messages[message.id] = message
        if len(chat.messages) > self.keep_messages:
            chat.messages.popitem(last=False)
        chat.unread = chat.unread + 1 if from_bot else 0
        self.touch(chat)
        return message

    def notify(self, kind: str, payload: Json, chat: Chat) -> Update | None:
        """Queue an update for the bot; None when it has not asked for this kind."""
        update = self.updates.put(kind, payload, chat.id)
        self.touch(chat)
        return update
