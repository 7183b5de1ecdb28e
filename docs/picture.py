"""Takes the pictures of README and guide from the demo: a year in a minute. Start `.venv/bin/kawal demo`, and while
nobody has played it yet `.venv/bin/python docs/picture.py http://127.0.0.1:8080`. Needs chromium, and what `make test`
installs. Afterwards `pngquant --force --ext .png docs/*.png` makes the files a third of the size.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize, expect, sync_playwright

HERE = Path(__file__).parent
GURU, KEPALA, OPERATOR, PENGAWAS = 1001, 1003, 1005, 1004
TOAST = 3_500
"""Milliseconds after which the answer to a tap has left the screen."""


def phone(page: Page, person: int) -> Locator:
    """One phone of the page with its owner above it."""
    return page.locator(f'[data-person="{person}"]')


def tap(page: Page, person: int, label: str, shows: str, seen_by: int | None = None) -> None:
    """Press the newest button that contains the label, and wait until a text stands at the end of a phone."""
    phone(page, person).get_by_role("button", name=label).last.click()
    expect(phone(page, seen_by or person).locator(".item").last).to_contain_text(shows)


def say(page: Page, person: int, words: str, shows: str) -> None:
    """Type something, and wait until a text stands at the end of the phone."""
    field = phone(page, person).get_by_label("Pesan")
    field.fill(words)
    field.press("Enter")
    expect(phone(page, person).locator(".item").last).to_contain_text(shows)


def on(page: Page, moment: str) -> None:
    """It is this moment for everybody, as in 2027-03-04T08:00; the bot hears of it within a second."""
    page.locator("#clock-input").fill(moment)
    page.get_by_role("button", name="Atur").click()
    page.wait_for_timeout(TOAST)


def keep(page: Page, name: str, person: int | None = None) -> None:
    """Save what the page, or one phone on it, looks like when nothing moves any more."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(TOAST)
    (phone(page, person).locator(".phone") if person else page).screenshot(path=HERE / name)


def join(page: Page) -> None:
    """Four of them join."""
    for person in (OPERATOR, KEPALA, GURU, PENGAWAS):
        tap(page, person, "Mulai", "Apakah ini Bapak/Ibu?")
        tap(page, person, "Ya, ini saya", "Setuju dan bergabung")
        tap(page, person, "Setuju dan bergabung", "Selamat bergabung")
    tap(page, OPERATOR, "Benar, aktifkan", "sudah aktif", KEPALA)
    tap(page, OPERATOR, "Beranda", "Daftar orang")
    tap(page, OPERATOR, "Daftar orang", "belum bergabung")
    tap(page, PENGAWAS, "Beranda", "Dasar")


def plan(page: Page) -> None:
    """January: a plan is made, sent, approved, and stands in Ruang GTK."""
    tap(page, GURU, "Beranda", "Mulai rencana SKP")
    tap(page, GURU, "Mulai rencana SKP", "1 dari 7")
    tap(page, GURU, "Lanjut (", "Tugas tambahan")
    for part in range(2, 5):
        tap(page, GURU, "Pakai saran", f"{part} dari 7")
    keep(page, "fokus.png", GURU)
    tap(page, GURU, "Penerapan disiplin positif", "5 dari 7")
    for part in range(6, 8):
        tap(page, GURU, "Pakai saran", f"{part} dari 7")
    tap(page, GURU, "Kirim", "Rencana SKP untuk disetujui", KEPALA)
    keep(page, "kartu.png", KEPALA)
    keep(page, "demo.png")
    tap(page, KEPALA, "Setujui", "disepakati di Kawal", GURU)
    tap(page, GURU, "Salin ke Ruang GTK", "Tekan tombol untuk menyalin")
    keep(page, "salin.png", GURU)
    tap(page, GURU, "Sudah saya isi", "Kapan diisi")
    tap(page, GURU, "Hari ini", "Diisi di Ruang GTK")


def observe(page: Page) -> None:
    """March: a time for the observation is proposed and agreed."""
    on(page, "2027-03-04T08:00")
    say(page, GURU, "/menu", "Siapkan observasi")
    keep(page, "beranda.png", GURU)
    tap(page, GURU, "Siapkan observasi", "belum disiapkan")
    tap(page, GURU, "Siapkan:", "Perilaku sasaran")
    tap(page, GURU, "Lanjut (", "Upaya mempelajari")
    say(page, GURU, "Modul disiplin positif, dibahas di komunitas belajar.", "Dokumen yang disiapkan")
    tap(page, GURU, "Lewati", "Kapan observasinya?")
    tap(page, GURU, "Hari ini", "Jam berapa?")
    tap(page, GURU, "10.00", "Periksa, lalu kirim")
    tap(page, GURU, "Kirim", "menunggu jadwal disepakati")
    say(page, KEPALA, "/persetujuan", "satu per satu")
    tap(page, KEPALA, "Contoh Satu", "Usulan")
    tap(page, KEPALA, "Setujui jadwal", "sudah dijadwalkan")
    keep(page, "observasi.png", KEPALA)


def evaluate(page: Page) -> None:
    """December: both ratings as suggested; the guru reads them."""
    on(page, "2027-12-14T08:00")
    say(page, KEPALA, "/penilaian", "0 dari 1 dinilai")
    tap(page, KEPALA, "Contoh Satu", "belum")
    tap(page, KEPALA, "Nilai sekarang", "1 dari 6")
    for part, label in enumerate(("Semua sesuai", "★ sesuai", "Semua sesuai", "★ sesuai", "Lanjut ("), 2):
        tap(page, KEPALA, label, f"{part} dari 6")
    tap(page, KEPALA, "Tetapkan", "Predikat")
    say(page, GURU, "/menu", "Baca penilaian")
    tap(page, GURU, "Baca penilaian", "Predikat")
    keep(page, "penilaian.png", GURU)


def main(url: str) -> None:
    """Open the page as a browser in Indonesia would."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        size: ViewportSize = {"width": 1400, "height": 900}
        page = browser.new_page(viewport=size, device_scale_factor=1.5, locale="id-ID", reduced_motion="reduce")
        page.goto(url)
        for part in (join, plan, observe, evaluate):
            part(page)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
