"""From February to December: observing, logging, confirming, telling, checking."""

from __future__ import annotations

from tests.acceptance.year.life import Life, Somebody
from tests.documents.making import photo

MOST_STEPS = 14


async def observe(owner: Somebody, observer: Somebody) -> None:
    """One cycle, both sides in turn, until it is finished."""
    for _step in range(MOST_STEPS):
        await owner.say("/menu")
        await owner.tap("Observasi", "Observasi")
        await owner.tap(owner.labels[0])
        if "selesai" in owner.text:
            return
        await _take_step(owner)
        await observer.say("/menu")
        await observer.tap("Orang yang dinilai", "dampingi")
        await observer.tap(NAMES[owner.name])
        await observer.tap("Observasi")
        await observer.tap(observer.labels[0])
        await _take_step(observer)
    raise AssertionError(f"not finished: {owner.text}")


async def _take_step(person: Somebody) -> None:
    """What the card asks of this person now, if anything."""
    if not person.offers("Simpan dulu"):
        step = next((label for label in person.labels if label.startswith(("▶", "✅", "✎"))), None)
        if step is None:
            return
        await person.tap(step)
    await person.through("10.00", "efektif")


NAMES = {
    "guru": "Contoh Satu",
    "rekan": "Contoh Dua",
    "tiga": "Contoh Tiga",
    "kepala": "Contoh Kepala",
    "pengawas": "Contoh Pengawas",
}


async def log(owner: Somebody, appraiser: Somebody) -> None:
    """A competence activity with a photo, sent and confirmed."""
    await owner.say("/kegiatan")
    await owner.tap("Catat kegiatan")
    while "Bukti kegiatan" not in owner.text:
        await owner._answer(("Hari ini",), "Asesmen formatif")
    await owner.photos(photo())
    await owner.through()
    await owner.tap("Kirim ke atasan", "menunggu")
    await appraiser.say("/persetujuan", "menunggu keputusan")
    await appraiser.tap(NAMES[owner.name][:10])
    await appraiser.tap("Konfirmasi", "ikonfirmasi")
    await owner.reads("ikonfirmasi")


async def confirm_for_all(appraiser: Somebody) -> None:
    """The documentation table for the whole school: everybody's first row that the appraiser confirms."""
    await appraiser.say("/menu")
    await appraiser.tap("Konfirmasi RHK")
    await appraiser.tap(next(label for label in appraiser.labels if label[:2] in ("a ", "b ", "c ")))
    await appraiser.through("Konfirmasi semuanya")


async def praise(life: Life, giver: Somebody, owner: Somebody) -> None:
    """Apresiasi, read and answered."""
    await giver.say("/menu")
    await giver.walk("Orang yang dinilai", NAMES[owner.name], "Umpan balik", "Sampaikan umpan balik", "Apresiasi")
    await giver.say("Terima kasih sudah memimpin komunitas belajar.")
    await giver.walk("Tidak perlu", "✅ Sampaikan")
    await owner.reads("Apresiasi")
    await owner.walk("Baca", "Tanggapi")
    await owner.say("Terima kasih kembali.")
    assert life.school.clock.now()


async def check_in(owner: Somebody, appraiser: Somebody) -> None:
    """Mid-year: how far, what stands in the way; the appraiser answers."""
    await owner.say("/menu")
    await owner.tap("Cek kemajuan")
    if owner.offers("Isi cek kemajuan"):
        await owner.tap("Isi cek kemajuan")
    await owner.through("Tidak ada")
    assert "menunggu jawaban" in owner.text, owner.text
    await appraiser.say("/persetujuan")
    await appraiser.tap(NAMES[owner.name][:10])
    await appraiser.tap("Jawab")
    await appraiser.say("Lanjutkan, kita bahas lagi bulan depan.")
    await owner.reads("Lanjutkan, kita bahas lagi bulan depan.")


async def evaluate(owner: Somebody, appraiser: Somebody) -> None:
    """Both ratings as suggested; the person reads it and says so."""
    await appraiser.say("/penilaian")
    await appraiser.tap(f"○ {NAMES[owner.name]}")
    await appraiser.tap("Nilai sekarang")
    await appraiser.through()
    assert "Predikat" in appraiser.text, appraiser.text
    await owner.reads("Predikat")
    await owner.say("/menu")
    await owner.tap("Baca penilaian")
    await owner.tap("Sudah saya baca", "dibaca")
