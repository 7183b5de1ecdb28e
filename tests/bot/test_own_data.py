"""One's own data: looked at, taken along, and erased after being asked twice."""

from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

from sqlalchemy import select

from storage.own_data import RECEIPTS
from storage.people import PEOPLE
from tests.bot.people import Person, School


async def _to_the_word(person: Person) -> None:
    await person.say("/datasaya")
    await person.tap("Hapus data saya")
    await person.tap("Ya, hapus semuanya")


async def test_a_teacher_takes_everything_along(sent: School) -> None:
    guru = sent.person("guru")
    await guru.say("/datasaya")
    assert "1 rencana SKP" in guru.screen.text
    await guru.tap("Unduh data saya")
    (file,) = guru.screen.files
    archive = ZipFile(BytesIO(file.make(lambda _digest: None)))
    assert json.loads(archive.read("person.json"))[0]["name"] == "Contoh Satu"
    assert json.loads(archive.read("skp.json"))[0]["status"] == "diajukan"
    assert "skp.submit" in {line["action"] for line in json.loads(archive.read("riwayat.json"))}


async def test_history_says_who_did_what(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    await kepala.tap("Setujui")
    await guru.say("/riwayat")
    assert "saya mengirim rencana SKP" in guru.screen.text
    assert "Contoh Kepala menyetujui rencana SKP" in guru.screen.text


async def test_nothing_is_erased_before_the_word_is_typed(sent: School) -> None:
    guru = sent.person("guru")
    await _to_the_word(guru)
    await guru.say("ya")
    assert "HAPUS" in guru.screen.text
    await guru.tap("Kembali")
    await guru.tap("Tidak jadi")
    assert "tidak ada yang dihapus" in guru.screen.text
    await guru.say("/menu")
    assert "Contoh Satu" in guru.screen.text


async def test_erased_and_a_stranger_again(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    await _to_the_word(guru)
    await guru.say("hapus")
    assert "Tanda terima" in guru.screen.text
    assert guru.last is not None
    assert guru.last.menu is not None
    assert guru.last.menu.role is None
    await guru.again()
    await guru.say("/menu")
    assert "Contoh Satu" not in guru.screen.text
    async with sent.database.reading() as session:
        assert "Contoh Satu" not in set(await session.scalars(select(PEOPLE.c.name)))
        (receipt,) = (await session.execute(select(RECEIPTS))).all()
    assert receipt.counts["skp"] == 1
    await kepala.tap("Setujui")
    assert "Contoh Satu" not in kepala.screen.text
    await sent.deliver()


async def test_one_who_decides_hears_first_what_happens_to_the_others(sent: School) -> None:
    kepala = sent.person("kepala")
    await kepala.say("/datasaya")
    await kepala.tap("Hapus data saya")
    assert "menjadi tanpa penilai" in kepala.screen.text
    assert "1 hal yang menunggu" in kepala.screen.text
    await kepala.tap("Ya, hapus semuanya")
    await kepala.say("HAPUS")
    await sent.deliver()
    guru = sent.person("guru")
    await guru.say("/rencana")
    assert "menunggu persetujuan" in guru.screen.text
    assert "Contoh Kepala" not in guru.screen.text
