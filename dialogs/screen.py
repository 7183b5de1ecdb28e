"""What a person sees: text, rows of buttons, perhaps a picture. No Telegram here; adapters turn it into calls."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

TEXT_LIMIT = 4096
"""Characters after entities are parsed (Bot API, sendMessage)."""
DATA_LIMIT = 64
"""Bytes of callback data (Bot API, InlineKeyboardButton)."""
COPY_LIMIT = 256
"""Characters of a copy button (Bot API, CopyTextButton)."""
TOAST_LIMIT = 200
"""Characters of an answer to a tap (Bot API, answerCallbackQuery)."""
LABEL_LIMIT = 32
"""Characters of a label: ours, for small phones."""
LINES = 12
"""Lines of a screen: ours, for small phones."""
WIDTH = 44
"""Characters that fit in one line of a bubble on a small phone, about."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button does one thing: sends `data` back, copies `copy`, or opens `url`."""

    label: str
    data: str | None = None
    copy: str | None = None
    url: str | None = None


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """`text` is HTML in Telegram's small dialect; `toast` answers the tap that led here."""

    text: Markup
    rows: tuple[Row, ...] = ()
    toast: str | None = None
    alert: bool = False

    def with_toast(self, toast: str, *, alert: bool = False) -> Screen:
        """The same screen, answering a tap with a short text."""
        return replace(self, toast=toast[:TOAST_LIMIT], alert=alert)
