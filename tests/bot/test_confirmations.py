"""Confirming RHK by RHK and for a whole school, as people live it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.bot.neighbours import STEPS, plan
from tests.bot.people import School

WITHOUT_TASK = tuple(label for label in STEPS if label != "Pakai saran")


@pytest.fixture
async def agreed(sent: School) -> School:
    """The plans of two teachers are agreed."""
    await plan(sent, "rekan", WITHOUT_TASK)
    for _ in range(2):
        await sent.person("kepala").tap("Setujui")
    await sent.deliver()
    return sent


async def test_a_teacher_asks_and_the_kepala_sekolah_looks(agreed: School) -> None:
    guru, kepala = agreed.person("guru"), agreed.person("kepala")
    await guru.say("/menu")
    await guru.tap("Konfirmasi RHK")
    assert "0 dari 3 dikonfirmasi penilai" in guru.screen.text.striptags()
    await guru.tap("⚙ d ")
    assert "bukan oleh penilai" in guru.screen.text
    await guru.tap("Semua RHK")
    await guru.tap("○ a ")
    assert "tidak perlu diunggah" in guru.screen.text
    await guru.tap("Sudah siap")
    assert guru.toast is not None
    assert "siap dilihat" in guru.screen.text

    await kepala.tap_data(f"o:con:{await _assignment(agreed)}:0:of:0:")
    await kepala.tap("⏳ a ")
    await kepala.tap("Ada, konfirmasi")
    assert "Dikonfirmasi" in kepala.screen.text
    await kepala.tap("Urungkan")
    assert "siap dilihat" in kepala.screen.text
    await kepala.tap("Belum ada")
    await kepala.say("RPP bulan Februari.")
    assert "Belum ada" in kepala.screen.text
    agreed.clock.advance(timedelta(minutes=11))
    assert [card for _phone, card in await agreed.deliver()] == ["confirmations_decided"]
    assert "RPP bulan Februari." in guru.screen.text
    await guru.say("/menu")
    assert "Bukti RHK a belum ada" in guru.screen.text


async def test_a_whole_school_at_once_and_back_again(agreed: School) -> None:
    kepala = agreed.person("kepala")
    await kepala.say("/menu")
    await kepala.tap("Konfirmasi RHK")
    assert "RHK a: 0 dari 2" in kepala.screen.text
    await kepala.tap("a Perencanaan")
    await kepala.tap("Contoh Dua")
    await kepala.tap("Lanjut (1")
    assert "Contoh Satu" in kepala.screen.text
    await kepala.tap("Konfirmasi semuanya")
    assert "untuk 1 orang" in kepala.screen.text.striptags()
    undo = kepala.data("Urungkan semuanya")
    await kepala.tap("Urungkan semuanya")
    assert "diurungkan" in kepala.screen.text
    await kepala.tap_data(undo)
    assert "diurungkan" in kepala.screen.text
    agreed.clock.advance(timedelta(minutes=11))
    assert await agreed.deliver() == []


async def test_whoever_forges_a_button_confirms_nothing(agreed: School) -> None:
    owner = await _assignment(agreed)
    for who in ("guru", "rekan", "kepala_sebelah", "operator"):
        person = agreed.person(who)
        for do in ("ok", "no", "undo", "ask", "of", "rhk", "why", "xx"):
            if who != "guru" or do in ("ok", "no", "undo", "xx"):
                await person.tap_data(f"o:con:{owner}:0:{do}:0:2027.a")
                assert "Dikonfirmasi" not in person.screen.text
        for arg in ("guru.a", "guru.d", "x.a", "kepala_dinas.a", ""):
            await person.tap_data(f"o:con:0:0:many:0:{arg}")
        await person.tap_data("o:con:1:0:unall:0:")
        await person.tap_data("o:con:1:0:show:0:")
    agreed.clock.advance(timedelta(minutes=11))
    assert await agreed.deliver() == []


async def _assignment(school: School) -> int:
    """The guru's assignment, from the button on their own home."""
    guru = school.person("guru")
    await guru.say("/menu")
    await guru.tap("Konfirmasi RHK")
    return int(guru.data(" a ").split(":")[2])
