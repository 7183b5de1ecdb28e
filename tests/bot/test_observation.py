"""The observation cycle at the desk: both sides, moving, clashing, out of order, and the same update again."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.calls import At, Go, Kind, On
from tests.bot.neighbours import EVERYBODY, STEPS, plan
from tests.bot.people import School

ZONE = ZoneInfo("Asia/Jakarta")
SLOT = datetime(2027, 2, 10, 9, 0, tzinfo=ZONE)
WITHOUT_TASK = tuple(label for label in STEPS if label != "Pakai saran")
"""The quickest plan of one without tugas tambahan."""


async def _agreed(school: School, *also: str) -> None:
    """The plans of the guru (it lies there already) and of others are agreed to."""
    for who in also:
        await plan(school, who, WITHOUT_TASK)
    kepala = school.person("kepala")
    for who in ("guru", *also):
        await kepala.say("/persetujuan")
        await kepala.tap(EVERYBODY[who])
        await kepala.tap("✅ Setujui")
        assert "disepakati" in kepala.screen.text
    await school.deliver()


async def _prepared(school: School, who: str = "guru", day: str = "10-02-2027", at: str = "09.00") -> None:
    person = school.person(who)
    await person.tap_data(str(Go(At.observations)))
    await person.tap("Siapkan")
    await person.tap("Lanjut (")
    await person.say("Membaca tentang penguatan positif")
    await person.tap("Lewati")
    await person.say(day)
    await person.say(at)
    assert "pukul 09.00" in person.screen.text or at != "09.00"
    await person.tap("Kirim")
    await school.deliver()


def _number(school: School, who: str) -> tuple[int, int]:
    """Id and version of the observation whose card this person has before them."""
    data = school.person(who).data("Dasar").split(":")
    return int(data[2]), int(data[3])


async def _waiting(school: School, who: str = "kepala") -> None:
    """Open the only observation that waits for somebody."""
    person = school.person(who)
    await person.tap_data(str(On(Kind.observation, 0, 0, "wait")))
    await person.tap_data(person.screen.rows[0][0].data or "")


async def test_whose_day_has_gone_by_is_said_to_both(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    await _agreed(sent)
    await _prepared(sent)
    await _waiting(sent)
    await kepala.tap("Setujui jadwal")
    sent.clock.set(SLOT + timedelta(days=2))
    assert "⚠ Observasi 10 Februari 2027 <b>belum diisi</b>" in (await kepala.say("/menu")).text
    await kepala.tap("Isi observasi")
    assert "Harinya sudah lewat dan belum diisi." in kepala.screen.text
    await guru.tap_data(kepala.data("Isi observasi").replace(":see:", ":show:"))
    assert "belum diisi pengamat" in guru.screen.text


async def test_a_whole_cycle_on_both_sides(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    await _agreed(sent)
    assert "belum disiapkan" in (await guru.say("/menu")).text
    await _prepared(sent)
    assert "dari yang diamati" in guru.screen.text

    await _waiting(sent)
    await kepala.tap("Setujui jadwal")
    assert "sudah dijadwalkan" in kepala.screen.text
    await sent.deliver()
    assert "Jadwal observasi disepakati" in guru.screen.text

    sent.clock.set(SLOT + timedelta(hours=1))
    home = (await kepala.say("/menu")).text
    assert "Observasi hari ini" in home
    assert "Tidak ada yang menunggu keputusan" in home
    assert "langkah observasi" not in home
    assert "Observasi saya: <b>hari ini 09.00</b>" in (await guru.say("/menu")).text
    await kepala.tap("Isi observasi")
    await kepala.tap("Isi observasi")
    for level in ("Dilakukan dan efektif", "Dilakukan tapi belum efektif", "Belum dilakukan"):
        await kepala.tap(level)
        if level.startswith("Belum"):
            await kepala.tap("Lewati")
        else:
            await kepala.say("Memuji <usaha> murid")
    await kepala.say("Libatkan murid yang pasif")
    assert "bukan nilai" in kepala.screen.text
    await kepala.tap("Kirim")
    await sent.deliver()

    assert "Libatkan murid yang pasif" in guru.screen.text
    await guru.tap("Jawab diskusi")
    for words in ("Waktu terbatas", "Mencoba lagi", "Rekan sejawat"):
        await guru.say(words)
    await guru.tap("Kirim")

    await _waiting(sent)
    await kepala.tap("Catat hasil diskusi")
    assert "Waktu terbatas" in kepala.screen.text
    await kepala.say("Sepakat mencoba dua pekan")
    await sent.deliver()

    await guru.tap("Catat upaya")
    await guru.tap("Hari ini")
    await guru.say("Mencoba giliran menjawab")
    await guru.tap("Catat upaya lagi")
    await guru.tap("Hari ini")
    await guru.say("Mencoba kartu nama")
    await guru.tap("Tulis refleksi")
    assert "Pertanyaan keempat" in guru.screen.text
    for words in ("Giliran", "Lebih tenang", "Waktu"):
        await guru.say(words)
    await guru.tap("Kirim")

    await _waiting(sent)
    await kepala.tap("Tanggapi refleksi")
    await kepala.say("Teruskan")
    assert "sudah selesai" in kepala.screen.text
    await sent.deliver()
    assert "Refleksi sudah ditanggapi" in guru.screen.text
    await guru.tap("Isian")
    assert "Membaca tentang penguatan positif" in guru.screen.text
    assert "Observasi" not in "".join(row[0].label for row in (await guru.say("/menu")).rows if len(row) == 1)


async def test_either_side_moves_the_slot_and_the_other_is_told(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    await _agreed(sent)
    await _prepared(sent)
    await _waiting(sent)
    await kepala.tap("Usulkan waktu lain")
    await kepala.say("11-02-2027")
    await kepala.tap("10.30")
    await sent.deliver()
    assert "11 Februari 2027 pukul 10.30" in guru.screen.text
    await guru.tap("Setujui jadwal")
    await sent.deliver()
    assert "Jadwal observasi disepakati" in kepala.screen.text
    await guru.tap("Usulkan waktu lain")
    await guru.say("12-02-2027")
    await guru.tap("08.00")
    await sent.deliver()
    assert "12 Februari 2027 pukul 08.00" in kepala.screen.text
    assert any("sudah berubah sejak kartu ini" in screen.text for screen in kepala.messages.values())


async def test_who_is_too_late_sees_where_the_slot_is_now(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    await _agreed(sent)
    await _prepared(sent)
    await _waiting(sent)
    await guru.tap("Usulkan waktu lain")
    await kepala.tap("Usulkan waktu lain")
    for person, day in ((kepala, "11-02-2027"), (guru, "12-02-2027")):
        await person.say(day)
        await person.tap("10.30")
    assert "11 Februari 2027 pukul 10.30" in guru.screen.text
    assert "Contoh Kepala" in (guru.toast or "")


async def test_an_hour_that_is_taken_is_neither_offered_nor_accepted(sent: School) -> None:
    kepala, rekan = sent.person("kepala"), sent.person("rekan")
    await _agreed(sent, "rekan")
    await _prepared(sent)
    await _prepared(sent, "rekan", at="09.30")  # nobody has agreed to anything yet
    month = await kepala.tap_data(str(On(Kind.observation, 0, 0, "month", 1)))
    assert month.text.count("⚠") == 3
    await kepala.tap("09.00")
    await kepala.tap("Setujui jadwal")
    await kepala.tap_data(str(On(Kind.observation, 0, 0, "month", 1)))
    await kepala.tap("09.30")
    await kepala.tap("Setujui jadwal")
    assert "observasi lain pada 10 Februari 2027 09.00 WIB" in (kepala.toast or "")
    assert "menunggu jadwal" in kepala.screen.text

    await rekan.tap("Usulkan waktu lain")
    await rekan.say("10-02-2027")
    assert "09.30" not in rekan.labels
    assert "Contoh Satu" not in (await rekan.say("09.30")).text
    assert "09.00" in rekan.screen.text
    await rekan.say("10.00")
    assert "pukul 10.00" in rekan.screen.text


async def test_what_was_written_stays_when_the_hour_is_lost_meanwhile(sent: School) -> None:
    kepala, rekan = sent.person("kepala"), sent.person("rekan")
    await _agreed(sent, "rekan")
    await _prepared(sent)
    await rekan.tap_data(str(Go(At.observations)))
    await rekan.tap("Siapkan")
    await rekan.tap("Lanjut (")
    await rekan.say("Belajar dari rekan")
    await rekan.tap("Lewati")
    await rekan.say("10-02-2027")
    await rekan.say("09.30")
    await _waiting(sent)
    await kepala.tap("Setujui jadwal")
    await rekan.tap("Kirim")
    assert "Jadwal: belum diusulkan" in rekan.screen.text
    assert "observasi lain" in (rekan.toast or "")
    await rekan.tap("Isian")
    assert "Belajar dari rekan" in rekan.screen.text


async def test_steps_out_of_order_and_forged_buttons_show_the_card(sent: School) -> None:
    guru, kepala, other = sent.person("guru"), sent.person("kepala"), sent.person("kepala_sebelah")
    await _agreed(sent)
    await _prepared(sent)
    number, version = _number(sent, "guru")
    for person, do in ((guru, "agree"), (guru, "undo"), (guru, "mirror"), (kepala, "see"), (kepala, "reply")):
        screen = await person.tap_data(str(On(Kind.observation, number, version, do)))
        assert "menunggu jadwal" in screen.text, do
        assert person.toast, do
    await guru.tap_data(str(On(Kind.observation, number, version, "nonsense")))
    assert "menunggu jadwal" in guru.screen.text
    for do in ("show", "agree", "all", "why", "see", "of"):
        screen = await other.tap_data(str(On(Kind.observation, number, version, do)))
        assert "Contoh Satu" not in screen.text
        assert other.toast
    for arg in ("", "2027", "2027.99", "2026.1", "....", "2027.2"):
        assert await guru.tap_data(str(On(Kind.observation, 0, 0, "begin", 0, arg)))


async def test_the_same_update_again_changes_nothing(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    await _agreed(sent)
    await _prepared(sent)
    await guru.again()
    await _waiting(sent)
    await kepala.tap("Setujui jadwal")
    agreed = kepala.screen.text
    for as_new in (False, True):
        await kepala.again(as_new=as_new)
        assert kepala.screen.text == agreed
    assert [card for _, card in await sent.deliver()].count("observation_slot") == 1
    assert _number(sent, "guru")[1] == 2


async def test_an_agreement_is_taken_back_within_ten_minutes(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    await _agreed(sent)
    await _prepared(sent)
    await _waiting(sent)
    await kepala.tap("Setujui jadwal")
    await sent.deliver()
    await kepala.tap("Urungkan")
    assert "menunggu jadwal" in kepala.screen.text
    await sent.deliver()
    assert "ditarik kembali" in guru.screen.text


async def test_what_is_given_up_says_why_and_may_begin_anew(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    await _agreed(sent)
    await _prepared(sent)
    await _waiting(sent)
    await kepala.tap("Batalkan")
    await kepala.say("Ada rapat dinas")
    await sent.deliver()
    assert "Ada rapat dinas" in guru.screen.text
    await guru.tap_data(str(Go(At.observations)))
    await guru.tap("Siapkan")
    assert "Periksa, lalu kirim" in guru.screen.text  # all that was written is still there


async def test_without_an_agreed_plan_there_is_nothing_to_observe(sent: School) -> None:
    guru = sent.person("guru")
    await guru.tap_data(str(Go(At.observations)))
    assert "sesudah rencana SKP" in guru.screen.text
