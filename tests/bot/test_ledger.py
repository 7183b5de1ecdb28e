"""/laporan on the phones of those who look after others, and the same numbers on the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot import administration
from bot.demo import school as demo_school
from bot.settings import Settings, WrongSetting
from dialogs.screen import COPY_LIMIT
from scheduler import reminders
from storage.agendas import Agendas
from storage.database import Database
from tests.bot.people import School

NAMES = ("Satu", "Dua", "Tiga", "Kepala")


async def _morning_after(school: School) -> None:
    """The planner has looked on the first day after everybody joined, and what it told has been handed out."""
    school.clock.advance(timedelta(days=6))
    while await reminders.remind(school.database, Agendas(school.desk.library), school.clock.now()):
        pass
    await school.deliver()


async def test_an_operator_sees_who_was_reached_and_takes_a_text_for_the_group(joined: School) -> None:
    operator, guru = joined.person("operator"), joined.person("guru")
    await operator.say("/laporan")
    assert "Menyusun rencana SKP 2027" in operator.screen.text
    assert "Minggu, 31 Januari 2027" in operator.screen.text
    assert "belum waktunya" in operator.screen.text
    assert "<b>Jumlah: 6</b>" in operator.screen.text

    await _morning_after(joined)
    await guru.tap("Besok")
    await operator.say("/laporan")
    assert "<b>1</b> ditunda" in operator.screen.text
    assert "sudah menerima" in operator.screen.text
    assert "<b>Jumlah: 6</b>" in operator.screen.text

    await operator.tap("Teks untuk grup")
    copied = operator.find("Salin teks")[1].copy
    assert copied is not None
    assert len(copied) <= COPY_LIMIT
    assert "0 dari 5 sudah" in copied
    assert "Minggu, 31 Januari 2027" in copied
    assert "/rencana" in copied
    assert not any(name in copied for name in NAMES)


async def test_names_are_listed_by_class(joined: School) -> None:
    operator = joined.person("operator")
    await operator.say("/laporan")
    await operator.tap("Daftar nama")
    await operator.tap("tidak berlaku (1)")
    assert "<b>tidak berlaku</b>: 1 orang" in operator.screen.text
    await operator.tap("Daftar nama")
    await operator.tap("belum waktunya")
    assert "Contoh Satu" in operator.screen.text
    await operator.tap("Daftar nama")
    await operator.tap("Ke laporan")
    await operator.tap("Arti angka")
    assert "Setiap orang dihitung satu kali" in operator.screen.text


async def test_a_dinas_chooses_a_window_and_a_school(joined: School) -> None:
    await joined.joined("operator_dinas")
    dinas = joined.person("operator_dinas")
    await dinas.say("/laporan")
    assert "Plotting tim kinerja" in dinas.screen.text
    await dinas.tap("Pilih tahap")
    await dinas.tap("2")
    assert "Menyusun rencana SKP 2027" in dinas.screen.text
    whole = dinas.screen.text
    await dinas.tap("Pilih sekolah")
    await dinas.tap("SDN Contoh 01")
    assert "· SDN Contoh 01" in dinas.screen.text
    assert "<b>Jumlah: 6</b>" in dinas.screen.text
    await dinas.tap("Pilih sekolah")
    await dinas.tap("Semua unit")
    assert dinas.screen.text == whole


async def test_nobody_else_sees_it_and_a_forged_button_shows_where_things_are(joined: School) -> None:
    guru, operator = joined.person("guru"), joined.person("operator")
    await guru.say("/laporan")
    assert "Jumlah" not in guru.screen.text
    await operator.say("/laporan")
    shown, data = operator.screen.text, operator.data("Daftar nama")
    await guru.tap_data(data)
    assert guru.toast is not None
    assert "Daftar nama" not in guru.screen.text
    for forged in ("o:lap:0:0:show:0:zzz", "o:lap:0:0:show:0:"):
        await operator.tap_data(forged)
        assert operator.screen.text == shown
    for forged in ("o:lap:999:0:show:0:", "o:lap:0:0:names:0:zzz.77", "o:lap:0:0:x:0:"):
        await operator.tap_data(forged)
        assert operator.toast is not None


async def test_the_command_line_says_the_same_numbers_and_never_who(sqlite_url: str) -> None:
    database, settings = Database(sqlite_url), Settings(database_url=sqlite_url)
    year = datetime.now(UTC).year
    await demo_school(database, datetime.now(UTC))
    await database.dispose()
    said: list[str] = []
    await administration.ledger(settings, "99999901", "perencanaan", str(year), said.append)
    title, until, *counts = said
    assert title == f"Menyusun rencana SKP {year}"
    assert until.endswith(f"31 Januari {year}")
    *classes, (total, word) = [line.split(maxsplit=1) for line in counts]
    assert word == "jumlah"
    assert sum(int(count) for count, _where in classes) == int(total) > 0
    for npsn, window in (("1", None), (None, "x")):
        with pytest.raises(WrongSetting):
            await administration.ledger(settings, npsn, window, None, said.append)
