"""Files that go out beside a screen: by Telegram's own copy where there is one, else from the vault."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from itertools import groupby

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BufferedInputFile, InputMediaPhoto, Message

from bot.showing import Gone, patient
from dialogs.screen import Attachment, CannotMake
from storage.vault import Vault

log = logging.getLogger(__name__)

ALBUM = 10
"""Photos of one album (Bot API, sendMediaGroup)."""
PATIENCE = 60
"""Seconds for one upload."""
Sent = list[tuple[int, str]]
"""Ids of files in the record, with the file_id that Telegram has given to our copy."""


async def hand_out(bot: Bot, vault: Vault, chat_id: int, files: Sequence[Attachment]) -> Sent:
    """Send files in order. What cannot be sent is said or logged; Gone when the person cannot be reached."""
    sent: Sent = []
    for batch in _batches(files):
        try:
            sent += await (_photos if batch[0].photo else _document)(bot, vault, chat_id, batch)
        except CannotMake as error:
            await patient(lambda why=error.why: bot.send_message(chat_id, why))  # type: ignore[misc]
        except TelegramForbiddenError as error:
            raise Gone from error
        except AiogramError as error:
            log.error("a file could not be sent: %s", type(error).__name__)
    return sent


def _batches(files: Sequence[Attachment]) -> Iterator[list[Attachment]]:
    """Photos that stand together are an album; a document goes alone."""
    for photos, some in groupby(files, lambda file: file.photo):
        together = list(some)
        size = ALBUM if photos else 1
        yield from (together[at : at + size] for at in range(0, len(together), size))


async def _photos(bot: Bot, vault: Vault, chat_id: int, batch: Sequence[Attachment]) -> Sent:
    """By file_id; from the vault when one is no longer known; as documents when Telegram takes no such photo."""
    try:
        return _new(batch, await _album(bot, vault, chat_id, batch, known=True))
    except TelegramBadRequest:
        log.info("a file_id is no longer known")
    try:
        return _new(batch, await _album(bot, vault, chat_id, batch, known=False), uploaded=True)
    except TelegramBadRequest:
        for file in batch:
            await _upload(bot, vault, chat_id, file)
        return []


async def _album(
    bot: Bot, vault: Vault, chat_id: int, batch: Sequence[Attachment], *, known: bool
) -> Sequence[Message]:
    media = [
        file.telegram if known and file.telegram else BufferedInputFile(await _made(file, vault), file.name)
        for file in batch
    ]
    if len(media) == 1:
        return [await patient(lambda: bot.send_photo(chat_id, media[0], request_timeout=PATIENCE))]
    photos = [InputMediaPhoto(media=one) for one in media]
    return await patient(lambda: bot.send_media_group(chat_id, list(photos), request_timeout=PATIENCE))


def _new(batch: Sequence[Attachment], messages: Sequence[Message], *, uploaded: bool = False) -> Sent:
    return [
        (file.stored, message.photo[-1].file_id)
        for file, message in zip(batch, messages, strict=False)
        if file.stored is not None and message.photo and (uploaded or file.telegram is None)
    ]


async def _document(bot: Bot, vault: Vault, chat_id: int, batch: Sequence[Attachment]) -> Sent:
    [file] = batch
    if file.telegram is not None:
        known = file.telegram
        try:
            await patient(lambda: bot.send_document(chat_id, known))
        except TelegramBadRequest:
            log.info("a file_id is no longer known")
        else:
            return []
    message = await _upload(bot, vault, chat_id, file)
    return [(file.stored, message.document.file_id)] if file.stored is not None and message.document else []


async def _upload(bot: Bot, vault: Vault, chat_id: int, file: Attachment) -> Message:
    content = BufferedInputFile(await _made(file, vault), file.name)
    return await patient(lambda: bot.send_document(chat_id, content, request_timeout=PATIENCE))


async def _made(file: Attachment, vault: Vault) -> bytes:
    return await asyncio.to_thread(file.make, vault.read)
