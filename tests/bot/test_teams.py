"""Tim kinerja, on the phones of those whom it concerns."""

from __future__ import annotations

from dialogs.calls import Kind, On
from tests.bot.people import Person, School

TEAM = ("Tim kinerja", "Bentuk tim", "☐ Contoh Dua", "Lanjut (1", "☐ Contoh Satu", "Lanjut (1")


async def _form(kepala: Person) -> None:
    await kepala.say("/menu")
    for label in TEAM:
        await kepala.tap(label)
    await kepala.say("421.2/007/2027")
    await kepala.tap("Hari ini")
    assert "421.2/007/2027" in kepala.screen.text
    await kepala.tap("Simpan")


async def test_a_colleague_watches_and_the_kepala_sekolah_decides(sent: School) -> None:
    kepala, guru, rekan = (sent.person(who) for who in ("kepala", "guru", "rekan"))
    await _form(kepala)
    assert "Contoh Dua: Contoh Satu" in kepala.screen.text
    await sent.deliver()
    assert "anggota tim kinerja" in rekan.screen.text
    assert "Contoh Dua" in guru.screen.text
    plan = kepala.data("Setujui")
    await rekan.tap_data(plan)
    assert "hanya dapat dilakukan" in (rekan.toast or "")
    await rekan.say("/menu")
    await rekan.tap("Tim kinerja")
    assert "1 orang" in rekan.screen.text
    await kepala.tap("Setujui")
    await sent.deliver()
    assert "disepakati" in guru.screen.text


async def test_a_member_is_let_go_and_history_stays(sent: School) -> None:
    kepala, rekan = sent.person("kepala"), sent.person("rekan")
    await _form(kepala)
    await sent.deliver()
    await kepala.tap("✎ ")
    await kepala.tap("Ya, keluarkan")
    await kepala.again(as_new=True)
    assert "belum ada" in kepala.screen.text
    await sent.deliver()
    assert "selesai" in rekan.screen.text
    await kepala.tap("Riwayat")
    assert "Contoh Dua" in kepala.screen.text
    await kepala.tap("Ke tim")
    await kepala.tap("Dasar")
    assert "tim kinerja" in kepala.screen.text


async def test_others_find_no_team_of_their_own(sent: School) -> None:
    for who in ("guru", "pengawas"):
        person = sent.person(who)
        for do in ("show", "out", "form", "why", "nonsense"):
            for role in ("guru", "operator"):
                await person.tap_data(str(On(Kind.team, 1, 1, do, 0, role)))
        assert "Bentuk tim" not in " ".join(person.labels)
