"""People move, on the phones of those whom it concerns."""

from __future__ import annotations

from datetime import timedelta

from dialogs.calls import Kind, On
from storage import absences
from tests.bot import record
from tests.bot.people import Person, School


async def _open(operator: Person, name: str) -> None:
    """The operator's page about somebody, wherever they stand in the list."""
    await operator.say("/menu")
    await operator.tap("Perubahan orang")
    for _ in range(5):
        if any(name in label for label in operator.labels):
            break
        await operator.tap("›")
    await operator.tap(name)


def _plans(person: Person) -> list[str]:
    """Texts of the cards about plans on somebody's phone."""
    return [str(screen.text) for screen in person.messages.values() if "Rencana SKP" in screen.text]


async def test_an_acting_appraiser_takes_over(sent: School) -> None:
    operator, kepala, guru = (sent.person(who) for who in ("operator", "kepala", "guru"))
    pengawas = sent.person("pengawas")
    await _open(operator, "Contoh Satu")
    await operator.tap("Ganti pejabat penilai")
    await operator.tap("Hanya Contoh Satu")
    await operator.tap("Contoh Pengawas")
    assert "Plt" in operator.screen.text or "Sebagai apa?" in operator.screen.text
    await operator.tap("Plt. (pelaksana tugas)")
    await operator.tap("Simpan")
    assert "Plt. (pelaksana tugas)" in operator.screen.text
    await sent.deliver()
    await sent.deliver()
    assert any("Yang memutuskan sekarang" in text for text in _plans(kepala))
    assert any("Pejabat penilai berganti" in screen.text for screen in guru.messages.values())
    await pengawas.tap("Setujui")
    await sent.deliver()
    assert "disepakati" in guru.screen.text


async def test_whoever_is_away_names_a_delegate(sent: School) -> None:
    kepala, guru, next_door = (sent.person(who) for who in ("kepala", "guru", "kepala_sebelah"))
    await kepala.say("/menu")
    await kepala.tap("Berhalangan")
    await kepala.tap("Tunjuk pengganti")
    await kepala.tap("Tetangga Kepala")
    await kepala.say("13-01-2027")
    await kepala.say("14-01-2027")
    await kepala.tap("Simpan")
    assert "13 Januari 2027" in kepala.screen.text
    await sent.deliver()
    assert "memutuskan untuk" in next_door.screen.text
    assert not _plans(next_door)

    sent.clock.advance(timedelta(days=1))
    await _tick(sent)
    assert any("untuk disetujui" in text for text in _plans(next_door))
    sent.clock.advance(timedelta(days=2))
    await _tick(sent)
    assert any("Yang memutuskan sekarang" in text for text in _plans(next_door))
    assert "Penggantian selesai" in "".join(str(screen.text) for screen in next_door.messages.values())
    await kepala.tap("Setujui")
    await sent.deliver()
    assert "disepakati" in guru.screen.text


async def _tick(school: School) -> None:
    async with school.database.transaction() as session:
        await absences.turn(session, school.clock.now())
    await school.deliver()
    await school.deliver()


async def test_a_delegation_is_ended_early_and_only_by_whom_it_concerns(sent: School) -> None:
    kepala, next_door, rekan = (sent.person(who) for who in ("kepala", "kepala_sebelah", "rekan"))
    await kepala.say("/menu")
    for label in ("Berhalangan", "Tunjuk pengganti", "Tetangga Kepala", "Hari ini"):
        await kepala.tap(label)
    await kepala.say("15-01-2027")
    await kepala.tap("Simpan")
    await sent.deliver()
    assert any("untuk disetujui" in text for text in _plans(next_door))
    end = kepala.data("Akhiri sekarang").replace(":end:", ":ended:")
    for stranger in (rekan, next_door):
        await stranger.tap_data(end, min(stranger.messages))
    sent.clock.advance(timedelta(hours=1))
    await kepala.tap("Akhiri sekarang")
    await kepala.tap("Ya, akhiri")
    await kepala.again(as_new=True)
    assert "Penggantian selesai" in kepala.screen.text
    await sent.deliver()
    await sent.deliver()
    assert any("Yang memutuskan sekarang" in text for text in _plans(next_door))


async def test_a_role_ends_and_the_operator_is_led_on(sent: School) -> None:
    operator, kepala = sent.person("operator"), sent.person("kepala")
    approve = kepala.data("Setujui")
    await _open(operator, "Contoh Kepala")
    await operator.tap("Akhiri peran")
    assert "belum punya pejabat penilai" in operator.screen.text
    await operator.tap("Tidak jadi")
    await operator.tap("Akhiri peran")
    await operator.tap("Ya, akhiri")
    await sent.deliver()
    assert "pejabat penilainya belum ada" in operator.screen.text
    assert "berakhir" in kepala.screen.text
    await kepala.tap_data(approve)
    assert "kode undangan" in kepala.screen.text
    await operator.say("/menu")
    assert "menunggu tanpa pejabat penilai" in operator.screen.text
    await operator.tap("Tetapkan pejabat penilai")
    await _open(operator, "Contoh Satu")
    for label in ("Ganti pejabat penilai", "Hanya", "Tetangga Kepala", "Plt.", "Simpan"):
        await operator.tap(label)
    await sent.deliver()
    await sent.deliver()
    assert any("sekarang ada" in screen.text for screen in operator.messages.values())
    await sent.person("kepala_sebelah").tap("Setujui")


async def test_another_role_at_the_same_school(sent: School) -> None:
    operator, guru = sent.person("operator"), sent.person("guru")
    await _open(operator, "Contoh Kepala")
    await operator.tap("Akhiri peran")
    await operator.tap("Ya, akhiri")
    await _open(operator, "Contoh Satu")
    await operator.tap("Pindah tugas")
    await operator.tap("kepala sekolah")
    await operator.say("kepala sekolah")
    await operator.tap("Pindahkan")
    await sent.deliver()
    await operator.tap("Benar, aktifkan")
    await sent.deliver()
    assert any("ditutup" in screen.text for screen in guru.messages.values())
    await guru.say("/menu")
    assert "kepala sekolah" in guru.screen.text
    parts = await guru.tap("Bagian tahun ini")
    assert "sampai 12 Januari" in parts.text
    former = await guru.tap("SKP SDN")
    assert "perannya berakhir" in former.text
    assert "Perbaiki" not in str(former.rows)


async def test_forged_buttons_change_nothing(sent: School) -> None:
    for who in ("guru", "operator_sebelah"):
        person = sent.person(who)
        for kind in (Kind.appointment, Kind.delegation):
            for do in ("show", "appr", "away", "move", "end", "ended", "new", "nonsense"):
                await person.tap_data(str(On(kind, 1, 1, do)))
    assert await sent.deliver() == []
    assert await record.actions(sent.database, "moves.") == []
    assert await record.open_drafts(sent.database) == 0
