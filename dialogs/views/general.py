"""Help, about, languages, drafts, and the kind short answers to what Kawal cannot use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.calls import At, Go, OnDraft, Pick
from dialogs.screen import Row, Screen
from dialogs.views.parts import button, home_row, text
from locales import AnyText, Catalogue, Msg, _
from regulations.models import Pack, Role

LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


MONTHLY: dict[Role, Msg] = {
    Role.pengawas: _("/pendampingan laporan setiap bulan"),
    Role.pelatih_ahli: _("/coaching catatan setiap bulan"),
    Role.operator: _("/laporan siapa yang sudah; /tenggat"),
}


def help_(role: Role | None, t: Catalogue) -> Screen:
    """`/bantuan`: what can be done, in the order of a year."""
    lines: list[AnyText] = [_("<b>Bantuan</b>")]
    match role:
        case Role.guru | Role.pengawas:
            lines += [_("/rencana menyusun rencana SKP"), _("/lanjut melanjutkan isian yang disimpan")]
        case Role.kepala_sekolah:
            lines += [_("/persetujuan melihat rencana yang menunggu"), _("/rencana menyusun rencana SKP")]
        case Role.kepala_dinas:
            lines.append(_("/persetujuan melihat rencana yang menunggu"))
    if role in (Role.guru, Role.kepala_sekolah, Role.pengawas):
        lines.append(_("/kegiatan mencatat kegiatan kompetensi"))
    if role in (Role.guru, Role.kepala_sekolah, Role.pengawas, Role.kepala_dinas):
        lines.append(_("/penilaian melihat penilaian kinerja"))
    if role in MONTHLY:
        lines.append(MONTHLY[role])
    joined = role is not None
    lines += [
        _("/menu beranda; /kalender tanggal saya") if joined else _("/menu beranda dan langkah berikutnya"),
        _("/batal berhenti dulu; isian tetap tersimpan"),
        _("/pengingat; /bahasa; /tentang Kawal") if joined else _("/bahasa mengganti bahasa; /tentang Kawal"),
        _("/datasaya data saya; /riwayat, /privasi"),
        "",
        _("Setiap aturan punya tombol <b>Dasar</b>: dari mana asalnya dan seberapa pasti."),
    ]
    return Screen(text(t, lines), (home_row(t),))


def about(pack: Pack | None, t: Catalogue) -> Screen:
    """`/tentang`: a companion, never the official record."""
    lines: list[AnyText] = [
        _("<b>Tentang Kawal Kinerja</b>"),
        _(
            "Kawal menemani pengelolaan kinerja: membantu menyusun rencana, meneruskannya untuk disetujui, "
            "dan mengingatkan langkah berikutnya."
        ),
        "",
        _(
            "Kawal <b>bukan sistem resmi</b>. Yang resmi: Ruang GTK dan e-Kinerja BKN. "
            "Bila berbeda, yang resmi yang berlaku."
        ),
    ]
    if pack is not None:
        lines += ["", _("Aturan yang dipakai di sini: <b>{pack}</b>", pack=pack.short)]
    return Screen(text(t, lines), (home_row(t),))


def languages(t: Catalogue) -> Screen:
    """`/bahasa`. Official wording stays as printed, in Indonesian."""
    rows = tuple((button(t, name, Pick("lang", code)),) for code, name in LANGUAGE_NAMES.items())
    lines = [_("<b>Bahasa</b>"), _("Teks resmi tetap seperti tercetak, dalam bahasa Indonesia.")]
    return Screen(text(t, lines), (*rows, home_row(t)))


@dataclass(frozen=True, slots=True)
class OpenTalk:
    """A draft that may be continued."""

    draft_id: int
    title: AnyText
    part: int
    parts: int


def drafts(talks: Sequence[OpenTalk], t: Catalogue) -> Screen:
    """`/lanjut`: what was put aside."""
    if not talks:
        return Screen(text(t, [_("Tidak ada isian yang tersimpan.")]), (home_row(t),))
    lines: list[AnyText] = [_("<b>Isian yang tersimpan</b>")]
    lines += [
        _("{title}: bagian {part} dari {parts}", title=talk.title, part=talk.part, parts=talk.parts)
        if talk.parts > 1
        else talk.title
        for talk in talks[:4]
    ]
    rows: list[Row] = []
    for talk in talks[:4]:
        rows.append(
            (
                button(t, _("▶ {title}", title=talk.title), OnDraft(talk.draft_id)),
                button(t, _("🗑 Buang"), OnDraft(talk.draft_id, discard=True)),
            )
        )
    return Screen(text(t, lines), (*rows, home_row(t)))


def kept(t: Catalogue) -> Screen:
    """A talk was put aside."""
    lines = [_("Tersimpan. Tidak ada yang hilang."), _("Lanjutkan kapan saja dengan /lanjut.")]
    return Screen(text(t, lines), ((button(t, _("▶ Lanjutkan"), Go(At.drafts)),), home_row(t)))


def discard(draft_id: int, t: Catalogue) -> Screen:
    """Ask before throwing a draft away."""
    lines = [_("Buang isian ini? Jawaban di dalamnya akan hilang.")]
    yes = button(t, _("Ya, buang"), OnDraft(draft_id, discard=True, sure=True))
    return Screen(text(t, lines), ((yes,), (button(t, _("Tidak, simpan"), Go(At.drafts)),)))


def say(line: AnyText, t: Catalogue) -> Screen:
    """One kind line and the way home."""
    return Screen(text(t, [line]), (home_row(t),))


UNKNOWN_COMMAND = _("Perintah itu belum dikenal. Coba /bantuan.")
NOT_UNDERSTOOD = _(
    "Pesannya sudah diterima, tetapi sekarang tidak ada pertanyaan yang terbuka. Langkah berikutnya ada di beranda."
)
CANNOT_USE = _("Kawal belum dapat memakai kiriman seperti itu di sini. Silakan ketik atau tekan tombol.")
NIK = _(
    "⚠ Itu tampak seperti <b>NIK</b>. Kawal tidak menyimpannya. Mohon <b>hapus pesan itu</b>; "
    "NIK tidak pernah diperlukan di sini."
)
PRIVATE_ONLY = _("Kawal bekerja dalam obrolan pribadi. Silakan buka obrolan dengan Kawal lalu tekan Mulai.")
TROUBLE = _("Maaf, ada gangguan di pihak kami. Isian Bapak/Ibu tetap tersimpan. Silakan coba sekali lagi.")
BUSY = _("Sedang ramai. Mohon tunggu sebentar, lalu ulangi; tidak ada yang hilang.")
STALE = _("Tombol itu sudah tidak berlaku. Ini keadaannya sekarang.")
NOT_YOURS = _("Tombol itu bukan untuk akun ini, atau sudah tidak berlaku.")
EDITED = _("Perubahan pada pesan lama tidak terbaca. Untuk mengganti jawaban, pakai tombol Kembali atau Ubah.")
