"""Telegram's answers as aiogram reads them, made once.

aiogram asks pydantic for `Response[X]` at every call, and pydantic keeps such a type only as long as somebody holds it:
without this it is built anew for most calls, which costs more (some 50 ms) than everything else that a tap does.
"""

from __future__ import annotations

from typing import Any

from aiogram import methods
from aiogram.methods.base import Response, TelegramMethod

CALLED: tuple[type[TelegramMethod[Any]], ...] = (
    methods.AnswerCallbackQuery,
    methods.DeleteWebhook,
    methods.EditMessageReplyMarkup,
    methods.EditMessageText,
    methods.GetFile,
    methods.GetMe,
    methods.GetUpdates,
    methods.SendDocument,
    methods.SendMediaGroup,
    methods.SendMessage,
    methods.SendPhoto,
    methods.SetMyCommands,
    methods.SetWebhook,
)
"""What the bot calls."""
KEPT: tuple[Any, ...] = tuple(Response[method.__returning__] for method in CALLED)  # type: ignore[name-defined]
"""Held for as long as the process lives."""
