"""aiogram in a second instead of six: the schema of a type is built when it is used first, not when it is imported.

aiogram builds all of its 600 models at once; the bot uses a dozen. Each process of the tests pays for it, and there are
many. Import this before aiogram. The start of a real `kawal bot` is tested without it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel


def _prepare() -> None:
    names: dict[str, Any] = {}

    def later(_cls: type[BaseModel], /, *, _types_namespace: dict[str, Any], **_: Any) -> None:
        names.update(_types_namespace)

    build = BaseModel.__dict__["model_rebuild"]
    BaseModel.model_rebuild = classmethod(later)  # type: ignore[assignment]
    try:
        import aiogram  # noqa: F401
    finally:
        BaseModel.model_rebuild = build  # type: ignore[method-assign]
    for model in _models(BaseModel):
        if model.__module__.startswith("aiogram."):
            model.__pydantic_parent_namespace__ = {**names, **(model.__pydantic_parent_namespace__ or {})}


def _models(of: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for model in of.__subclasses__():
        yield model
        yield from _models(model)


def build_what_a_bot_uses() -> None:
    """For a process that forks bots, so that not each of them builds the same again."""
    from aiogram import methods, types
    from aiogram.methods.base import Response

    for model in (types.Message, types.User, types.Update):
        model.model_rebuild()
    for method in (
        *(methods.GetMe, methods.GetUpdates, methods.SetMyCommands, methods.DeleteWebhook, methods.SetWebhook),
        *(methods.SendMessage, methods.EditMessageText, methods.EditMessageReplyMarkup, methods.AnswerCallbackQuery),
    ):
        method.model_rebuild()
        Response[method.__returning__].model_rebuild()  # type: ignore[name-defined]


if "aiogram" not in sys.modules:
    _prepare()
