"""The calendar, on the phones of those whose dates it holds."""

from __future__ import annotations

from datetime import date, timedelta

import icalendar

from tests.bot.people import Person, School


def calendar_of(person: Person) -> icalendar.Calendar:
    """The file that came last, opened again."""
    (file,) = person.screen.files
    found = icalendar.Calendar.from_ical(file.make(lambda _digest: None))
    assert isinstance(found, icalendar.Calendar)
    return found


def last_day(person: Person, name: str) -> icalendar.Event:
    """The event of a last day in that file."""
    return next(event for event in calendar_of(person).events if event["summary"] == f"Batas: {name}")


def alarms_of(event: icalendar.Event) -> list[icalendar.Alarm]:
    """When that calendar will remind."""
    return [one for one in event.subcomponents if isinstance(one, icalendar.Alarm)]


async def test_a_guru_reads_the_month_and_what_stands_behind_a_date(joined: School) -> None:
    guru = joined.person("guru")
    await guru.say("/kalender")
    assert "Kalender Januari 2027" in guru.screen.text
    assert "<b>Min, 31 Jan</b> Menyusun rencana SKP: 19 hari lagi" in guru.screen.text
    assert "Tahun Baru Masehi" in guru.screen.text
    await guru.tap("2")
    assert "Bila terlewat" in guru.screen.text
    assert "belum terverifikasi" in guru.screen.text
    await guru.tap("Dasar")
    assert "271/O/2025" in guru.screen.text
    await guru.tap("← Kembali")
    await guru.tap("Buka")
    assert "Rencana SKP" in guru.screen.text


async def test_what_nobody_knows_is_said_to_be_unknown(joined: School) -> None:
    guru = joined.person("guru")
    await guru.say("/kalender")
    await guru.tap("3")
    assert "Dilakukan oleh kepala sekolah." in guru.screen.text
    assert "belum kami ketahui" in guru.screen.text
    assert "▶ Buka" not in "".join(guru.labels)


async def test_months_go_on_over_the_year(joined: School) -> None:
    guru = joined.person("guru")
    await guru.say("/kalender")
    for _ in range(12):
        await guru.tap("›")
    assert "Kalender Januari 2028" in guru.screen.text
    assert "Evaluasi kinerja" in guru.screen.text
    await guru.tap("›")
    assert "Kalender Januari 2027" in guru.screen.text
    await guru.tap("‹")
    assert "Kalender Januari 2028" in guru.screen.text


async def test_a_sent_plan_is_not_done_until_it_is_entered(sent: School) -> None:
    kepala = sent.person("kepala")
    await kepala.say("/kalender")
    assert "● <b>Min, 31 Jan</b> Penetapan SKP oleh Pejabat Penilai Kinerja (untuk guru)" in kepala.screen.text
    await kepala.say("/menu")
    await kepala.tap("Setujui")
    await kepala.say("/kalender")
    assert "– <b>Min, 31 Jan</b> Penetapan SKP oleh Pejabat Penilai Kinerja (untuk guru)" in kepala.screen.text


async def test_the_file_opens_in_any_calendar(joined: School) -> None:
    guru = joined.person("guru")
    await guru.say("/kalender")
    await guru.tap("Unduh .ics")
    assert guru.toast == "Berkas kalender dikirim."
    event = last_day(guru, "Menyusun rencana SKP")
    assert event.start == date(2027, 1, 31)
    alarms = {(event.start + timedelta(days=alarm.TRIGGER.days)).day for alarm in alarms_of(event)}
    assert alarms == {16, 23, 28, 30, 31}  # 17 and 24 are Sundays
    uids = [one["uid"] for one in calendar_of(guru).events]
    assert len(set(uids)) == len(uids)
    await guru.say("/kalender")
    await guru.tap("Unduh .ics")
    assert [one["uid"] for one in calendar_of(guru).events] == uids


async def test_an_operator_moves_a_deadline_for_their_school(joined: School) -> None:
    operator, guru, next_door = (joined.person(who) for who in ("operator", "guru", "kepala_sebelah"))
    await guru.say("/kalender")
    await guru.tap("Unduh .ics")
    before = last_day(guru, "Menyusun rencana SKP")
    await operator.say("/tenggat")
    assert "Belum ada" in operator.screen.text
    await operator.tap("▶ Geser tenggat")
    await operator.tap("31-01-2027 Menyusun")
    await operator.say("11-01-2027")
    assert "Tanggalnya harus antara" in operator.screen.text
    await operator.say("14-02-2027")
    await operator.say("Surat edaran <b>dinas</b>")
    assert "Terkait: " in operator.screen.text
    await operator.tap("✅ Geser tenggat")
    await guru.say("/menu")
    assert "Batas: <b>14 Februari 2027</b>" in guru.screen.text
    await guru.say("/kalender")
    await guru.tap("Unduh .ics")
    moved = last_day(guru, "Menyusun rencana SKP")
    assert (moved.start, moved["uid"]) == (date(2027, 2, 14), before["uid"])
    assert "Surat edaran <b>dinas</b>" in str(moved["description"])
    await guru.tap("›")
    assert "diperpanjang: semula 31 Januari, alasan Surat edaran" in guru.screen.text
    await next_door.say("/menu")
    assert "31 Januari 2027" in next_door.screen.text
    await operator.tap("Min, 14 Feb")
    await operator.tap("Kembalikan")
    await operator.again(as_new=True)
    assert "Belum ada" in operator.screen.text
    await guru.say("/menu")
    assert "31 Januari 2027" in guru.screen.text


async def test_a_guru_cannot_move_anything(joined: School) -> None:
    guru = joined.person("guru")
    await guru.say("/tenggat")
    for data in ("o:tgt:0:0:new:0:", "o:tgt:3:0:back:0:abc"):
        await guru.tap_data(data)
        assert guru.toast == "Tenggat hanya digeser oleh operator sekolah itu atau operator dinasnya."
