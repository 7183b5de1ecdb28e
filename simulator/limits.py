"""Telegram's limits in one place, and the optional brake that answers 429."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

TEXT = 4096  # characters after entities were parsed; counted in UTF-16 units, the stricter of the two readings
RAW_TEXT_BYTES = 1 << 15
CAPTION = 1024
CALLBACK_DATA_BYTES = 64
COPY_TEXT = 256
CALLBACK_ANSWER = 200
BUTTONS = 100
ALBUM = 10
COMMANDS = 100
COMMAND_DESCRIPTION = 256
UPLOAD_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
SECONDS_TO_DELETE = 48 * 3600
SECONDS_TO_SEE_MESSAGE = 48 * 3600  # an older message is inaccessible in a callback query
SECONDS_TO_ANSWER_CALLBACK = 60  # simulated; Telegram names no number, it is short


def utf16_length(text: str) -> int:
    """Length of `text` in UTF-16 code units, the unit of all Bot API offsets."""
    return len(text) + sum(1 for letter in text if letter > "\uffff")


_EVERYBODY = 0  # no chat has this id


@dataclass
class Brake:
    """At most so many messages per second, for all chats and for each; None means no limit.

    Whoever goes over is told to keep quiet for `retry_after` seconds, and a call before that is refused as well: in
    that chat when the chat was too fast, everywhere when all were. All times are monotonic seconds.
    """

    overall: float | None = None
    per_chat: float | None = None
    retry_after: int = 1
    _sent: defaultdict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _closed_until: dict[int, float] = field(default_factory=dict)

    def seconds_to_wait(self, chat_id: int, now: float) -> int | None:
        """None when the message may pass (and is counted), else the `retry_after` of the refusal."""
        rates = [(key, rate) for key, rate in ((_EVERYBODY, self.overall), (chat_id, self.per_chat)) if rate]
        for key, _ in rates:
            if (left := self._closed_until.get(key, now) - now) > 0:
                return math.ceil(left)
        for key, rate in rates:
            if self._is_full(self._sent[key], rate, now):
                self._closed_until[key] = now + self.retry_after
                return self.retry_after
        for key, _ in rates:
            self._sent[key].append(now)
        return None

    @staticmethod
    def _is_full(sent: deque[float], rate: float, now: float) -> bool:
        window = 1.0 if rate >= 1 else 1.0 / rate
        while sent and sent[0] <= now - window:
            sent.popleft()
        return len(sent) >= max(1, int(rate))

    def as_json(self) -> dict[str, object]:
        """The settings as the control API shows them."""
        return {"overall": self.overall, "per_chat": self.per_chat, "retry_after": self.retry_after}
