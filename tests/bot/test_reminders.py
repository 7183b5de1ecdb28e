"""Reminders on the phone: what arrives, what its buttons do, how somebody stops them; and the preview of a day."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from locales import catalogue
from scheduler import reminders
from scheduler.preview import foreseen, moved_away, preview
from storage.agendas import Agendas
from storage.outbox import OUTBOX
from storage.reminding import REMINDER, REMINDERS
from tests.bot.people import Person, School

ZONE = ZoneInfo("Asia/Jakarta")
H14 = datetime(2027, 1, 16, 7, 30, tzinfo=ZONE)
"""Fourteen days before the last is a Sunday, so it is told on the Saturday."""
LAST = datetime(2027, 1, 31, 7, 30, tzinfo=ZONE)


async def morning(school: School, now: datetime) -> list[tuple[int, str]]:
    """The scheduler looks at that instant, and what it writes is delivered."""
    school.clock.set(now)
    while await reminders.remind(school.database, Agendas(school.desk.library), now):
        pass
    return [one for one in await school.deliver() if one[1] == REMINDER]


async def reminded(school: School, who: str = "guru", now: datetime = H14) -> Person:
    await morning(school, now)
    person = school.person(who)
    assert "Selamat" in person.screen.text
    return person


async def test_a_morning_says_what_is_open_and_leads_there(joined: School) -> None:
    guru = await reminded(joined)
    assert "Rencana SKP 2027 <b>belum dikirim</b>" in guru.screen.text
    assert "Minggu, 31 Januari 2027" in guru.screen.text
    await guru.tap("Buka rencana")
    assert "1 dari 7" in guru.screen.text


async def test_it_is_told_once_a_day_and_not_again_before_the_next_occasion(joined: School) -> None:
    phones = [phone for phone, _card in await morning(joined, H14)]
    assert joined.person("guru").telegram_id in phones
    assert len(phones) == len(set(phones))
    assert await morning(joined, H14.replace(hour=15)) == []
    assert [
        one for one in await morning(joined, H14.replace(day=18)) if one[0] == joined.person("guru").telegram_id
    ] == []


async def test_who_has_entered_the_plan_is_left_in_peace(sent: School) -> None:
    await sent.person("kepala").tap("Setujui")
    await sent.deliver()
    guru = sent.person("guru")
    await morning(sent, H14)
    assert "Tinggal <b>diisi di Ruang GTK</b>" in guru.screen.text
    await guru.tap("Salin")
    await guru.say("/rencana")
    await guru.tap("Sudah saya isi")
    await guru.tap("Hari ini")
    before = dict(guru.messages)
    for day in (23, 28, 30, 31):
        await morning(sent, H14.replace(day=day))
    assert guru.messages == before


@pytest.mark.parametrize(
    ("label", "when"), [("Nanti sore", (16, 16)), ("Besok", (18, 7)), ("3 hari lagi", (19, 7))], ids=str
)
async def test_it_can_be_put_off(joined: School, label: str, when: tuple[int, int]) -> None:
    guru = await reminded(joined)
    await guru.tap(label)
    day, hour = when
    assert f"{day} Januari 2027 {hour:02}." in guru.screen.text
    count = len(guru.messages)
    at = H14.replace(day=day, hour=hour, minute=0 if hour == 16 else 30)
    await morning(joined, at.replace(hour=hour - 1))
    assert len(guru.messages) == count
    await morning(joined, at)
    assert len(guru.messages) == count + 1
    assert "belum dikirim" in guru.screen.text


async def test_a_last_day_offers_only_the_afternoon(joined: School) -> None:
    guru = await reminded(joined, now=LAST)
    assert "hari ini" in guru.screen.text
    assert "Nanti sore" in guru.labels
    assert not {"Besok", "3 hari lagi"} & set(guru.labels)


async def test_why_names_the_source_and_says_what_is_ours(joined: School) -> None:
    guru = await reminded(joined)
    await guru.tap("Dasar")
    assert "anjuran Kawal" in guru.screen.text
    assert "271/O/2025" in guru.screen.text


async def test_a_muted_kind_is_left_out_until_its_last_day(joined: School) -> None:
    guru = joined.person("guru")
    await guru.say("/pengingat")
    await guru.tap("Rencana dan data")
    assert any("☐ Rencana dan data" in label for label in guru.labels)
    count = len(guru.messages)
    await morning(joined, H14)
    assert len(guru.messages) == count
    await morning(joined, LAST)
    assert "hari ini" in guru.screen.text


async def test_stopping_silences_even_the_last_day_until_taken_back(joined: School) -> None:
    guru = joined.person("guru")
    await guru.say("/berhenti")
    assert "Hentikan semua pengingat?" in guru.screen.text
    await guru.tap("Ya, hentikan")
    count = len(guru.messages)
    await morning(joined, H14)
    await morning(joined, LAST.replace(day=30))
    assert len(guru.messages) == count
    await guru.tap("Nyalakan lagi")
    await morning(joined, LAST)
    assert "hari ini" in guru.screen.text


async def test_quiet_hours_that_end_later_let_the_morning_wait(joined: School) -> None:
    guru = joined.person("guru")
    await guru.say("/pengingat")
    await guru.tap("19.00–07.00")
    assert "19.00 sampai 07.00" in guru.screen.text


async def test_buttons_of_another_day_or_person_do_nothing(joined: School) -> None:
    guru = await reminded(joined)
    data = guru.data("Besok")
    stranger = joined.person("operator")
    await stranger.tap_data(data)
    assert stranger.toast
    await guru.tap_data(data.replace(str(H14.date().toordinal()), "1"))
    assert guru.toast
    await guru.tap_data(data.replace(str(H14.date().toordinal()), "999999999"))
    assert guru.toast
    async with joined.database.reading() as session:
        assert not (
            await session.scalars(select(REMINDERS.c.snoozed_at).where(REMINDERS.c.snoozed_at.is_not(None)))
        ).all()


@pytest.mark.parametrize("now", [H14, H14.replace(day=12), LAST, LAST.replace(month=2, day=1)], ids=str)
async def test_the_preview_of_a_day_is_what_is_then_sent_line_for_line(joined: School, now: datetime) -> None:
    before = joined.clock.now()
    library, t = joined.desk.library, catalogue("id")
    async with joined.database.reading() as session:
        told = {one.person_id: one.lines() async for one in preview(session, library, now.date(), before)}
    former = {name: dict(joined.person(name).messages) for name in joined.people}
    await morning(joined, now)
    sent = {}
    async with joined.database.reading() as session:
        rows = await session.execute(select(OUTBOX).where(OUTBOX.c.card == REMINDER, OUTBOX.c.created_at == now))
        for row in rows:
            again = await foreseen(session, library, row.person_id, row.params["items"], now, t)
            assert again is not None
            sent[row.person_id] = again.lines()
    assert sent == told
    arrived = [
        screen.text.striptags()
        for name in joined.people
        for number, screen in joined.person(name).messages.items()
        if number not in former[name]
    ]
    assert sorted(arrived) == sorted(
        " ".join(line.strip() for line in lines[1:] if line[4] != "(") for lines in told.values()
    )


async def test_the_preview_of_a_sunday_says_where_its_reminders_go(joined: School) -> None:
    async with joined.database.reading() as session:
        day = datetime(2027, 1, 24, tzinfo=ZONE).date()
        said = await moved_away(session, joined.desk.library, day, catalogue("id"))
        none = [one async for one in preview(session, joined.desk.library, day, joined.clock.now())]
    assert none == []
    assert "perencanaan 2027, guru: pindah ke 23 Januari 2027 (Minggu)" in said


@pytest.mark.parametrize(("label", "shown"), [("Kalender", "Januari 2027"), ("Atur", "Jam tenang")])
async def test_the_message_leads_to_the_calendar_and_the_settings(joined: School, label: str, shown: str) -> None:
    guru = await reminded(joined)
    await guru.tap(label)
    assert shown in guru.screen.text


async def test_a_pengawas_is_prompted_with_the_months_title_and_the_schools_that_are_missing(joined: School) -> None:
    pengawas = await reminded(joined, "pengawas", datetime(2027, 3, 1, 7, 30, tzinfo=ZONE))
    assert "Maret" in pengawas.screen.text
    assert "Dokumen perencanaan pendampingan" in pengawas.screen.text
    assert "Belum: SDN Contoh 01" in pengawas.screen.text
    await pengawas.tap("Buka laporan bulan ini")
    assert "SDN Contoh 01" in "".join(pengawas.labels)


async def test_on_the_evening_of_a_last_day_nothing_is_promised_for_tomorrow(joined: School) -> None:
    guru = await reminded(joined, now=LAST)
    joined.clock.set(LAST.replace(hour=19, minute=20))
    await guru.tap("Nanti sore")
    assert "hari terakhir" in (guru.toast or "")
