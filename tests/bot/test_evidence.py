"""Evidence on the way: albums, bad files, a PDF and back again, updates that come twice. Real HTTP, a real vault."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from PIL import Image

from bot import files
from bot.events import Offer
from dialogs.questions.evidence import PROBLEMS
from documents.looking import Looked, look
from locales import catalogue
from simulator.driver import Screen
from storage.values.evidence import FileProblem, Kept
from storage.vault import Vault
from tests.bot import record
from tests.bot.people import Person, School
from tests.bot.street import Street, street
from tests.dialogs import limits
from tests.documents.making import BAD, pdf, photo

PHOTOS = [photo(width=40 + number) for number in range(5)]


@dataclass
class Scene:
    """The guru is asked for evidence, on a real phone."""

    street: Street
    vault: Vault

    async def said(self) -> str:
        """What the guru's phone shows at rest."""
        return (await self.street.rest("guru")).text

    async def documents(self, who: str) -> list[bytes]:
        """The documents that the bot has put on a phone."""
        return [self.content(each.json["document"]) for each in await self.sent(who) if "document" in each.json]

    async def sent(self, who: str) -> list[Screen]:
        """Everything that the bot has put on a phone."""
        await self.street.rest(who)
        return await self.street.phone(who).screens()

    def content(self, file: dict[str, Any]) -> bytes:
        """What a file on a phone holds."""
        found = self.street.simulator.world.files.find(file["file_id"])
        assert found is not None
        return found.content

    async def pages(self) -> list[tuple[Any, ...]]:
        """Evidence id and digest of every page in the record."""
        query = "SELECT p.evidence_id, f.sha256 FROM evidence_page p JOIN stored_file f ON f.id = p.file_id"
        return await record.rows(self.street.school.database, query + " ORDER BY p.evidence_id, p.position")

    async def save(self) -> Screen:
        """That was all."""
        await self.said()
        await self.street.tap("guru", "Itu saja")
        return await self.street.tap("guru", "Simpan")


async def to_evidence(person: Person) -> None:
    """Answer until evidence is asked for."""
    await person.say("/kegiatan")
    await person.tap("Catat kegiatan")
    await person.tap("Semua kategori")
    await person.tap(person.labels[0])
    await person.tap("Hari ini")
    while "Bukti kegiatan" not in person.screen.text:
        await person.say("Asesmen formatif")


@pytest.fixture
async def scene(joined: School, tmp_path: Path) -> AsyncIterator[Scene]:
    await to_evidence(joined.person("guru"))
    vault = Vault(tmp_path / "vault")
    async with street(joined, vault) as here:
        here.open()
        await here.say("guru", "/lanjut")
        yield Scene(here, vault)
        await here.close()


async def test_an_album_of_five_photos_is_one_piece_and_one_message(scene: Scene) -> None:
    assert "tidak ada yang perlu diunggah" in await scene.said()
    before = await scene.street.count("sendMessage")
    await scene.street.phone("guru").photo(*PHOTOS)
    assert "5 foto" in await scene.said()
    assert await scene.street.count("sendMessage") == before + 1, (
        "the first is answered, the others bring it up to date"
    )
    card = await scene.save()
    assert "Bukti: 5 foto" in card.text
    pages = await scene.pages()
    assert len({evidence for evidence, _digest in pages}) == 1
    assert [digest for _evidence, digest in pages] == [scene.vault.put(look(each).content) for each in PHOTOS]
    await scene.street.tap("guru", "Lihat bukti")
    shown = [each.json for each in await scene.sent("guru") if "photo" in each.json]
    assert len({each["media_group_id"] for each in shown}) == 1
    assert len(shown) == 5
    await scene.street.tap("guru", "Satukan foto")
    [merged] = await scene.documents("guru")
    assert look(merged).pages == 5


async def test_every_bad_file_is_refused_in_its_own_words_and_nothing_is_lost(scene: Scene) -> None:
    phone = scene.street.phone("guru")
    await phone.photo(PHOTOS[0])
    assert "1 foto" in await scene.said()
    answers = await _answers(scene)
    heard = set()
    for problem, (name, content) in BAD.items():
        large: dict[str, Any] = {"size": 20 * 1024 * 1024 + 1} if problem == "too_large" else {}
        await phone.document((name, content[:1000] if large else content), **large)
        said = await scene.said()
        words = limits.plain(str(catalogue("id")(PROBLEMS[FileProblem(problem)])))
        assert words in said, problem
        heard.add(words)
        assert await _answers(scene) == answers
    assert len(heard) == len(BAD)
    assert "1 foto" in await scene.said()
    await phone.document(("sertifikat.exe", pdf()))
    assert "1 foto, 1 PDF" in await scene.said(), "the content counts, not the name"
    await scene.street.say("guru", "https://guru:rahasia@contoh.id")
    assert "Itu bukan tautan" in await scene.said()
    await scene.street.say("guru", "https://contoh.id/sertifikat")
    assert "1 foto, 1 PDF, 1 tautan" in await scene.said()


async def _answers(scene: Scene) -> list[tuple[Any, ...]]:
    return await record.rows(scene.street.school.database, "SELECT answers FROM draft WHERE status = 'open'")


async def test_more_bytes_than_told_are_not_read_to_the_end(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 1000)
    await scene.street.phone("guru").document(("a.pdf", pdf() + b"\0" * 5000), size=900)
    assert "lebih dari 20 MB" in await scene.said()


async def test_a_telegram_that_hands_nothing_over_is_said_and_the_next_try_works(scene: Scene) -> None:
    await scene.street.fault("error", "getFile", code=400)
    await scene.street.phone("guru").photo(PHOTOS[0])
    assert "Mohon kirim sekali lagi" in await scene.said()
    await scene.street.phone("guru").photo(PHOTOS[0])
    assert "1 foto" in await scene.said()


async def test_a_pdf_comes_back_byte_for_byte_also_when_telegram_has_forgotten_it(scene: Scene) -> None:
    await scene.street.phone("guru").document(("sertifikat.pdf", pdf(3)))
    await scene.save()
    await scene.street.tap("guru", "Lihat bukti")
    assert await scene.documents("guru") == [pdf(3)]
    database = scene.street.school.database
    [(known,)] = await record.rows(database, "SELECT telegram FROM stored_file")
    await record.change(database, "UPDATE stored_file SET telegram = 'LUPA'")
    await scene.street.tap("guru", "Ke kartu")
    await scene.street.tap("guru", "Lihat bukti")
    assert await scene.documents("guru") == [pdf(3)] * 2
    [(now,)] = await record.rows(database, "SELECT telegram FROM stored_file")
    assert now not in ("LUPA", known), "Telegram's new copy is remembered"


async def test_where_a_photo_was_taken_is_nobodys_business(scene: Scene) -> None:
    """Neither in the vault nor on the appraiser's phone, although Telegram has the original."""
    original = photo(place=True)
    await scene.street.phone("guru").document(("IMG_0001.jpg", original))
    await scene.save()
    [(_evidence, digest)] = await scene.pages()
    kept = scene.vault.read(digest)
    assert kept is not None
    assert kept != original
    await scene.street.tap("guru", "Kirim ke atasan")
    kepala = scene.street.school.person("kepala")
    [(log, version)] = await record.rows(scene.street.school.database, "SELECT id, version FROM competence_log")
    await scene.street.say("kepala", "/menu")
    phone = scene.street.phone("kepala")
    await phone.tap_data(f"o:log:{log}:{version}:ev:0:", force=True)
    shown = [each.json["photo"][-1] for each in await scene.sent("kepala") if "photo" in each.json]
    assert [scene.content(each) for each in shown] == [kept]
    assert not Image.open(BytesIO(kept)).getexif()
    assert kepala.telegram_id == phone.id


async def test_an_update_that_comes_again_keeps_one_page(scene: Scene) -> None:
    """Also after a kill between the vault and the record: what it leaves there is used."""
    scene.vault.put(look(PHOTOS[0]).content)
    await scene.street.phone("guru").photo(PHOTOS[0])
    await scene.street.rest("guru")
    updates = (await scene.street.control.get("updates"))["updates"]
    last = updates[-1]["update_id"]
    for as_new in (False, True):
        await scene.street.control.post("resend", update_id=last, as_new=as_new)
        assert "1 foto" in await scene.said()
    await scene.save()
    assert len(await scene.pages()) == 1
    assert len(list(scene.vault.folder.glob("??/*"))) == 1


async def test_a_photo_where_none_is_asked_for_is_not_fetched(scene: Scene) -> None:
    await scene.street.tap("guru", "Lanjut tanpa bukti")
    await scene.street.phone("guru").photo(PHOTOS[0])
    assert "tekan tombol" in await scene.said()
    assert await scene.street.count("getFile") == 0


async def test_the_same_file_in_another_entry_is_pointed_out(scene: Scene) -> None:
    await scene.street.phone("guru").document(("sertifikat.pdf", pdf()))
    await scene.save()
    await scene.street.tap("guru", "+ Bukti")
    await scene.street.phone("guru").document(("lain.pdf", pdf()))
    assert "sudah dipakai di catatan lain" in await scene.said()


async def test_one_picture_is_looked_at_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taking, most, fetched = 0, 0, asyncio.Barrier(files.AT_ONCE)

    def slow(content: bytes) -> Looked:
        nonlocal taking, most
        taking += 1
        most = max(most, taking)
        time.sleep(0.01)
        taking -= 1
        return look(content)

    async def together(_self: files.Files, _file_id: str) -> bytes:
        await fetched.wait()
        return PHOTOS[0]

    monkeypatch.setattr(files, "look", slow)
    monkeypatch.setattr(files.Files, "_fetched", together)
    desk = files.Files(Bot("1:contoh"), Vault(tmp_path))
    offers = [Offer(str(number), None, photo=True, message_id=number) for number in range(files.AT_ONCE)]
    kept = await asyncio.gather(*(desk.take(offer) for offer in offers))
    assert [each.telegram for each in kept if isinstance(each, Kept)] == ["0", "1", "2", "3"]
    assert most == 1
