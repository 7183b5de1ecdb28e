"""The heart of the product as steps: an operator, a principal and a teacher join; a plan is made, given back,
mended, approved."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from simulator.driver import Phone
from tests.acceptance.town import Town


@dataclass(frozen=True)
class Step:
    """Somebody does something, and then a text appears on a phone (their own, unless `seen_by` says otherwise)."""

    who: str
    act: Callable[[Phone, Town], Awaitable[object]]
    shows: str
    seen_by: str | None = None
    or_shows: str | None = None
    """What stands there instead when the answer to the action itself was lost."""

    async def done(self, town: Town) -> None:
        """Wait until it is to be seen."""
        phone = town.phone(self.seen_by or self.who)
        await phone.shows(self.shows, self.or_shows, patience=60)


def says(who: str, text: str, shows: str, seen_by: str | None = None) -> Step:
    """Send a text."""
    return Step(who, lambda phone, _town: phone.send(text), shows, seen_by)


def taps(who: str, label: str, shows: str, seen_by: str | None = None, or_shows: str | None = None) -> Step:
    """Tap a button of the newest message that has it."""
    return Step(who, lambda phone, _town: phone.tap(label), shows, seen_by, or_shows)


def joins(who: str, welcome: str = "Selamat bergabung", seen_by: str | None = None) -> list[Step]:
    """Open the invite link, say it is me, agree."""
    return [
        Step(who, lambda phone, town: phone.send(f"/start {town.codes[who]}"), "Apakah ini Bapak/Ibu?"),
        taps(who, "Ya, ini saya", "Setuju dan bergabung"),
        taps(who, "Setuju dan bergabung", welcome, seen_by, "pengelolaan kinerja 2027"),
    ]


PLAN = [
    says("guru", "/rencana", "1 dari 7"),
    taps("guru", "Lanjut (", "Tugas tambahan"),
    taps("guru", "Pakai saran", "2 dari 7"),
    taps("guru", "Pakai saran semua", "3 dari 7"),
    taps("guru", "Pakai saran semua", "4 dari 7"),
    taps("guru", "Penerapan disiplin positif", "5 dari 7"),
    taps("guru", "Pakai saran semua", "6 dari 7"),
    taps("guru", "Pakai saran semua", "7 dari 7"),
    taps("guru", "Kirim", "Rencana SKP untuk disetujui", "kepala"),
]

STORY = [
    *joins("operator"),
    *joins("kepala", "Konfirmasi bergabung", "operator"),
    taps("operator", "Benar, aktifkan", "sudah aktif", "kepala"),
    *joins("guru"),
    *PLAN,
    taps("kepala", "Kembalikan", "Alasan mengembalikan"),
    says("kepala", "Target RHK a mohon dinaikkan.", "Target RHK a mohon dinaikkan.", "guru"),
    taps("guru", "Perbaiki rencana", "Periksa, lalu kirim"),
    taps("guru", "Ubah", "Bagian mana"),
    taps("guru", "Indikator dan target", "3 dari 7"),
    taps("guru", "Ubah sebagian", "Mana yang ingin diubah"),
    taps("guru", "Perencanaan dan penilaian", "Lanjut (1"),
    taps("guru", "Lanjut (1", "aspek"),
    taps("guru", "kuantitas", "indikator kinerja individu"),
    taps("guru", "Pakai saran", "RHK a: target"),
    says("guru", "12", "satuan target"),
    taps("guru", "Pakai saran", "1 diubah dari saran"),
    taps("guru", "Kirim", "target RHK a = 12", "kepala"),
    taps("kepala", "Setujui", "disepakati di Kawal", "guru"),
    taps("guru", "Salin ke Ruang GTK", "Tekan tombol untuk menyalin"),
    taps("guru", "Sudah saya isi di Ruang GTK", "Kapan diisi"),
    taps("guru", "Hari ini", "Diisi di Ruang GTK: 12 Januari 2027", or_shows="Diisi di Ruang GTK (12 Januari 2027)"),
]


async def play(town: Town, after_each: Callable[[Town, int], Awaitable[None]] | None = None) -> None:
    """Live the story; `after_each` happens right after every action, before anybody looks at what it did."""
    for number, step in enumerate(STORY):
        await step.act(town.phone(step.who), town)
        if after_each is not None:
            await after_each(town, number)
        await step.done(town)
        await town.phone(step.who).settle()
