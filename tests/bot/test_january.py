"""The January job at the desk: what people do, what they see, what the record holds."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.bot.people import School, living


@pytest.fixture
async def village(database: Database) -> AsyncIterator[School]:
    async with living(database) as school:
        yield school


async def _sent(village: School) -> None:
    await village.joined("operator", "kepala", "guru")
    guru = village.person("guru")
    await guru.say("/rencana")
    for label in (
        "Lanjut (",
        "Pakai saran",
        "Pakai saran semua",
        "Pakai saran semua",
        "Penerapan disiplin",
        "Pakai saran semua",
        "Pakai saran semua",
        "Kirim",
    ):
        await guru.tap(label)
    await village.deliver()


async def test_a_plan_is_made_given_back_mended_and_approved(village: School) -> None:
    await _sent(village)
    guru, kepala = village.person("guru"), village.person("kepala")
    assert "menunggu persetujuan" in guru.screen.text
    assert "Rencana SKP untuk disetujui" in kepala.screen.text

    await kepala.tap("Kembalikan")
    await kepala.say("Target RHK a mohon dinaikkan.")
    await village.deliver()
    assert "Target RHK a mohon dinaikkan." in guru.screen.text

    await guru.tap("Perbaiki rencana")
    assert "Periksa, lalu kirim" in guru.screen.text
    await guru.tap("Kirim")
    await village.deliver()
    await kepala.tap("Setujui")
    await village.deliver()
    assert "disepakati di Kawal" in guru.screen.text
    await guru.tap("Salin ke Ruang GTK")
    await guru.tap("Sudah saya isi")
    await guru.tap("Hari ini")
    assert "Diisi di Ruang GTK: 12 Januari 2027" in guru.screen.text
