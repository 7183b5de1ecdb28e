"""Files that people send: downloaded, looked at, cleaned and put into the vault before the desk takes the event.

No transaction is open meanwhile. A kill in between leaves a file that nobody refers to; the sweep finds it.
"""

from __future__ import annotations

import asyncio
import logging

import aiohttp
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest

from bot.events import Offer
from bot.showing import patient
from bot.trouble import told
from documents.looking import MOST_BYTES, look
from documents.unusable import Unusable
from storage.values.evidence import FileKind, FileProblem, Kept
from storage.vault import Vault

log = logging.getLogger(__name__)

PATIENCE = 60
"""Seconds for one download; the person's other messages wait behind it."""
AT_ONCE = 4
"""Files that are in memory at the same time: at most 20 MB each, more while they are read."""
LOOKED_AT_ONCE = 1
"""Files that are looked at and cleaned at the same time: the pixels of one picture fill many times its bytes."""
CHUNK = 64 * 1024


class TooMuch(Exception):
    """More bytes came than Telegram has said."""


class Files:
    """Takes files in, a few at a time."""

    def __init__(self, bot: Bot, vault: Vault) -> None:
        self.bot = bot
        self.vault = vault
        self._room = asyncio.Semaphore(AT_ONCE)
        self._desk = asyncio.Semaphore(LOOKED_AT_ONCE)

    async def take(self, offer: Offer) -> Kept | FileProblem:
        """Fetch and keep what was offered, or say why not. Never raises for what a file is or Telegram does."""
        if offer.size is not None and not 0 < offer.size <= MOST_BYTES:
            return FileProblem.too_large if offer.size else FileProblem.empty
        try:
            async with self._room:
                content = await asyncio.wait_for(self._fetched(offer.file_id), PATIENCE)
                async with self._desk:
                    return await asyncio.to_thread(self._kept, content, offer)
        except Unusable as error:
            return error.problem
        except TooMuch:
            return FileProblem.too_large
        except TelegramBadRequest as error:
            return FileProblem.too_large if "too big" in error.message.lower() else FileProblem.trouble
        except (AiogramError, aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("a file could not be fetched: %s", told(error))
            return FileProblem.trouble

    async def _fetched(self, file_id: str) -> bytes:
        """The content; given up as soon as it is too much, whatever Telegram has said of its size."""
        file = await patient(lambda: self.bot.get_file(file_id))
        if file.file_path is None:
            raise OSError("no path")
        url = self.bot.session.api.file_url(self.bot.token, file.file_path)
        content = bytearray()
        stream = self.bot.session.stream_content(url, timeout=PATIENCE, chunk_size=CHUNK, raise_for_status=True)
        async for chunk in stream:
            content += chunk
            if len(content) > MOST_BYTES:
                raise TooMuch
        return bytes(content)

    def _kept(self, content: bytes, offer: Offer) -> Kept:
        looked = look(content)
        digest = self.vault.put(looked.content)
        as_we_send_it = offer.photo == (looked.kind is FileKind.image)
        telegram = offer.file_id if looked.untouched and as_we_send_it else None
        return Kept(digest, len(looked.content), looked.kind, looked.pages, telegram)
