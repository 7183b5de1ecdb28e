"""The queue of updates: what happened on the phones and the bot has not confirmed, as `getUpdates` defines it."""

import secrets
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from simulator.changes import Changes

Json = dict[str, Any]

# Telegram sends these kinds only to bots that name them.
_ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_LOG_LENGTH = 10_000


@dataclass
class Update:
    """One update and its fate. `again` marks one that is delivered once more although it was confirmed."""

    id: int
    kind: str
    payload: Json
    chat_id: int
    deliveries: int = 0
    confirmed: bool = False
    again: bool = False

    def as_json(self) -> Json:
        """The Bot API's Update."""
        return {"update_id": self.id, self.kind: self.payload}

    def as_record(self) -> Json:
        """What the control API tells about it."""
        return {
            "update_id": self.id,
            "kind": self.kind,
            "chat_id": self.chat_id,
            "deliveries": self.deliveries,
            "confirmed": self.confirmed,
            "update": self.as_json(),
        }


@dataclass
class UpdateQueue:
    """Updates in order. Ids rise from an arbitrary number, like Telegram's."""

    allowed: frozenset[str] = frozenset()
    pending: OrderedDict[int, Update] = field(default_factory=OrderedDict)
    log: deque[Update] = field(default_factory=lambda: deque(maxlen=_LOG_LENGTH))
    arrivals: Changes = field(default_factory=Changes)
    last_id: int = field(default_factory=lambda: 100_000_000 + secrets.randbelow(100_000_000))

    def allow(self, kinds: Iterable[str]) -> None:
        """Remember `allowed_updates`; an empty list means Telegram's default set."""
        self.allowed = frozenset(kinds)

    def put(self, kind: str, payload: Json, chat_id: int) -> Update | None:
        """Append an update; None when the bot does not want this kind."""
        wanted = kind in self.allowed if self.allowed else kind not in _ONLY_ON_REQUEST
        if not wanted:
            return None
        self.last_id += 1
        update = Update(self.last_id, kind, payload, chat_id)
        self.pending[update.id] = update
        self.log.append(update)
        self.arrivals.bump()
        return update

    def put_again(self, update: Update) -> None:
        """Deliver `update` once more under its old id, whether it was confirmed or not."""
        update.again, update.confirmed = True, False
        self.pending[update.id] = update
        self.pending.move_to_end(update.id, last=False)
        self.arrivals.bump()

    def take(self, offset: int, limit: int) -> list[Update]:
        """What `getUpdates` returns: confirm everything below `offset`, then the first `limit` that are left.

        A negative offset keeps only that many of the newest and forgets the others.
        """
        if offset < 0:
            self._confirm(list(self.pending.values())[:offset])
        else:
            self._confirm([update for update in self.pending.values() if self._is_done(update, offset)])
        taken = list(self.pending.values())[:limit]
        for update in taken:
            update.deliveries += 1
        return taken

    @staticmethod
    def _is_done(update: Update, offset: int) -> bool:
        if update.again:  # below the offset already: it leaves the queue only after it was seen again
            update.again = False
            return False
        return update.id < offset

    def _confirm(self, updates: list[Update]) -> None:
        for update in updates:
            self.confirm(update)

    def confirm(self, update: Update) -> None:
        """The bot has it."""
        update.confirmed = True
        self.pending.pop(update.id, None)

    def forget_pending(self) -> None:
        """`drop_pending_updates`."""
        self._confirm(list(self.pending.values()))

    def find(self, update_id: int) -> Update | None:
        """An update of the recent past by its id."""
        return next((update for update in reversed(self.log) if update.id == update_id), None)
