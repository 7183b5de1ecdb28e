"""A session of aiogram that prepares every call for the wire and sends it nowhere."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, Message


class Wire(AiohttpSession):
    """Builds the form of each call, as aiohttp would send it, and answers at once."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0
        self._message = Message.model_construct(
            message_id=1, date=datetime.fromtimestamp(0, UTC), chat=Chat.model_construct(id=1, type="private")
        )

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - the signature is aiogram's
    ) -> TelegramType:
        self.build_form_data(bot, method)
        self.calls += 1
        answer: Any = True if isinstance(method, AnswerCallbackQuery) else self._message
        return answer  # type: ignore[no-any-return]

    async def close(self) -> None:
        """There is nothing to close."""

    async def stream_content(self, *_args: Any, **_more: Any) -> AsyncGenerator[bytes, None]:
        """No files here."""
        yield b""
