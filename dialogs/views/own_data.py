"""One's own data: what is kept, the archive to take along, the receipt of what was erased."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from dialogs.calls import At, Go, Kind, On
from dialogs.screen import Attachment, Read, Screen
from dialogs.views.parts import button, home_row, text
from locales import AnyText, Catalogue, Msg, _, n_
from storage.values.own_data import Export, ExportFile, OwnData, Receipt

LARGEST = 40 * 1024 * 1024
"""Bytes of evidence in one archive; bots send at most 50 MB."""
KINDS: Mapping[str, Callable[[int], Msg]] = {
    "assignment": lambda count: n_("{count} peran", "{count} peran", count),
    "skp": lambda count: n_("{count} rencana SKP", "{count} rencana SKP", count),
    "checkin": lambda count: n_("{count} cek kemajuan", "{count} cek kemajuan", count),
    "competence_log": lambda count: n_("{count} kegiatan kompetensi", "{count} kegiatan kompetensi", count),
    "stored_file": lambda count: n_("{count} berkas bukti", "{count} berkas bukti", count),
    "observation": lambda count: n_("{count} observasi", "{count} observasi", count),
    "confirmation": lambda count: n_("{count} konfirmasi RHK", "{count} konfirmasi RHK", count),
    "feedback": lambda count: n_("{count} umpan balik", "{count} umpan balik", count),
    "evaluation": lambda count: n_("{count} evaluasi", "{count} evaluasi", count),
    "draft": lambda count: n_("{count} isian", "{count} isian", count),
    "outbox": lambda count: n_("{count} pesan", "{count} pesan", count),
}
"""What people would recognise, by table; the rest is in the archive."""


def on(do: str) -> On:
    """A call about one's own data."""
    return On(Kind.own_data, 0, 0, do)


def overview(own: OwnData, t: Catalogue) -> Screen:
    """`/datasaya`."""
    lines: list[AnyText] = [
        _("<b>Data saya</b>"),
        _("Tersimpan di Kawal: nama, NIP bila ada, sekolah, dan:"),
        _counted(own.counts),
        "",
        _("<b>Unduh</b>: semuanya dalam arsip ZIP (JSON dan bukti)."),
        _("<b>Hapus</b>: semuanya, setelah dua kali ditanya. Ruang GTK tidak berubah."),
    ]
    rows = (
        (button(t, _("⬇ Unduh data saya"), on("export")),),
        (button(t, _("☰ Riwayat"), Go(At.history)), button(t, _("Privasi"), Go(At.privacy))),
        (button(t, _("🗑 Hapus data saya"), on("erase")),),
        home_row(t),
    )
    return Screen(text(t, lines), rows)


def _counted(counts: Mapping[str, int]) -> AnyText:
    """5 peran, 2 rencana SKP, ..."""
    parts = [counted(counts[name]) for name, counted in KINDS.items() if counts.get(name)]
    return _joined(parts) if parts else _("belum ada isian")


def _joined(parts: list[Msg]) -> Msg:
    if len(parts) == 1:
        return parts[0]
    return _("{first}, {more}", first=parts[0], more=_joined(parts[1:]))


# --- the archive ------------------------------------------------------------------


def archive(export: Export, t: Catalogue) -> Screen:
    """The archive goes out beside this screen; large evidence in further parts."""
    parts = list(_parts(export.files))
    files = tuple(
        Attachment(
            "data-saya.zip" if number == 1 else f"data-saya-{number}.zip",
            partial(_zipped, export.texts if number == 1 else {}, part),
        )
        for number, part in enumerate(parts, 1)
    )
    lines: list[AnyText] = [
        _("<b>Arsip data saya</b>"),
        n_("{count} berkas ZIP menyusul di bawah.", "{count} berkas ZIP menyusul di bawah.", len(files)),
        _("Isinya teks JSON yang dapat dibaca program lain, dan bukti dalam folder <b>bukti</b>."),
        _("Simpan baik-baik: di dalamnya ada data pribadi."),
    ]
    rows = ((button(t, _("← Data saya"), Go(At.own_data)),), home_row(t))
    return Screen(text(t, lines), rows, files=files)


def _parts(files: tuple[ExportFile, ...]) -> Iterator[list[ExportFile]]:
    """At least one part, each with evidence up to `LARGEST`."""
    part: list[ExportFile] = []
    size = 0
    for file in files:
        if part and size + file.size > LARGEST:
            yield part
            part, size = [], 0
        part.append(file)
        size += file.size
    yield part


def _zipped(texts: Mapping[str, str], files: list[ExportFile], read: Read) -> bytes:
    """The archive's bytes; a file that is not in the vault any more is named in `tidak-ada.json`."""
    made = BytesIO()
    missing = []
    with ZipFile(made, "w", ZIP_DEFLATED) as archive_:
        for name, words in texts.items():
            archive_.writestr(name, words)
        for file in files:
            content = read(file.sha256)
            if content is None:
                missing.append(file.name)
            else:
                archive_.writestr(file.name + _ending(content), content)
        if missing:
            archive_.writestr("tidak-ada.json", json.dumps(missing, ensure_ascii=False))
    return made.getvalue()


def _ending(content: bytes) -> str:
    signs = {b"%PDF": ".pdf", b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg"}
    return next((ending for sign, ending in signs.items() if content.startswith(sign)), "")


# --- erased -----------------------------------------------------------------------


def kept(t: Catalogue) -> Screen:
    """They have thought better of it."""
    rows = ((button(t, _("← Data saya"), Go(At.own_data)),), home_row(t))
    return Screen(text(t, [_("Baik, tidak ada yang dihapus.")]), rows)


def receipt(made: Receipt, zone: str, t: Catalogue) -> Screen:
    """The last screen: what was erased, and when. Kawal does not know any more whose it was."""
    lines: list[AnyText] = [
        _("✓ <b>Data Bapak/Ibu sudah dihapus.</b>"),
        _("Tanda terima: <code>{number}</code>", number=made.number),
        t.instant(made.at, zone),
        _("Dihapus: {what}", what=_counted(made.counts)),
        "",
        _("Akun ini tidak terhubung lagi. Pesan di obrolan ini ada di Telegram; hapus sendiri bila perlu."),
    ]
    return Screen(text(t, lines))
