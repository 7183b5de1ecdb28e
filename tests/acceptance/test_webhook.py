"""The same by webhook: Telegram posts the updates, and only who knows the secret may."""

from __future__ import annotations

import socket
from pathlib import Path

import aiohttp

from tests.acceptance.nursery import Nursery
from tests.acceptance.story import STORY
from tests.acceptance.town import town


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_updates_come_by_webhook_and_only_with_the_secret(
    nursery: Nursery, postgres_url: str, tmp_path: Path
) -> None:
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {
        "KAWAL_WEBHOOK_URL": address,
        "KAWAL_WEBHOOK_PORT": str(port),
        "KAWAL_WEBHOOK_SECRET": "a-secret-made-up-for-this-test",
    }
    async with town(nursery, postgres_url, tmp_path, settings) as here:
        for step in STORY[:3]:
            await step.act(here.phone(step.who), here)
            await step.done(here)
        async with aiohttp.ClientSession() as http:
            forged = {"X-Telegram-Bot-Api-Secret-Token": "another"}
            async with http.post(f"{address}/telegram", json={"update_id": 1}, headers=forged) as answer:
                assert answer.status == 401
