"""Takes the pictures of README and guide from the demo: `.venv/bin/kawal demo`, and while nobody has played it yet
`.venv/bin/python docs/picture.py http://127.0.0.1:8080`. Needs chromium, and what `make test` installs. Afterwards
`pngquant --force --ext .png docs/*.png` makes the files a third of the size.
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


def keep(page: Page, name: str, person: int | None = None) -> None:
    """Save what the page, or one phone on it, looks like when nothing moves any more."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(TOAST)
    (phone(page, person).locator(".phone") if person else page).screenshot(path=HERE / name)


def play(page: Page) -> None:
    """Everybody joins; a plan is made, sent and approved."""
    for person in (OPERATOR, KEPALA, GURU, PENGAWAS):
        tap(page, person, "Mulai", "Apakah ini Bapak/Ibu?")
        tap(page, person, "Ya, ini saya", "Setuju dan bergabung")
        tap(page, person, "Setuju dan bergabung", "Selamat bergabung")
    tap(page, OPERATOR, "Benar, aktifkan", "sudah aktif", KEPALA)
    tap(page, OPERATOR, "Beranda", "Daftar orang")
    tap(page, OPERATOR, "Daftar orang", "belum bergabung")
    tap(page, PENGAWAS, "Beranda", "Dasar")
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


def main(url: str) -> None:
    """Open the page as a browser in Indonesia would."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        size: ViewportSize = {"width": 1400, "height": 900}
        page = browser.new_page(viewport=size, device_scale_factor=1.5, locale="id-ID", reduced_motion="reduce")
        page.goto(url)
        play(page)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
