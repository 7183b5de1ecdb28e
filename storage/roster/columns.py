"""The columns of a roster: headings, their other names, what belongs in them, and an example for the template."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from locales import Msg, _
from storage.roster.text import slug


class Column(StrEnum):
    """The value is the heading that the template writes."""

    npsn = "npsn"
    nama_sekolah = "nama_sekolah"
    jenjang = "jenjang"
    status_sekolah = "status_sekolah"
    provinsi = "provinsi"
    kabupaten_kota = "kabupaten_kota"
    dinas = "dinas"
    nama = "nama"
    sapaan = "sapaan"
    nip = "nip"
    id_lokal = "id_lokal"
    peran = "peran"
    jabatan = "jabatan"
    status_kepegawaian = "status_kepegawaian"
    tugas_tambahan = "tugas_tambahan"
    penilai = "penilai"
    sekolah_binaan = "sekolah_binaan"


@dataclass(frozen=True, slots=True)
class About:
    """What the template's second sheet says about a column."""

    explanation: Msg
    example: str
    other_names: tuple[str, ...] = ()
    optional: bool = False
    """The heading may be missing from the file."""


ABOUT = {
    Column.npsn: About(
        _(
            "Nomor sekolah, 8 angka, sebagai teks. Kosongkan untuk orang yang bertugas di dinas "
            "(kepala dinas, pengawas, operator atau tim kinerja dinas)."
        ),
        "99999901",
        ("npsn_sekolah", "kode_npsn"),
    ),
    Column.nama_sekolah: About(
        _("Nama sekolah. Cukup sekali untuk setiap NPSN; bila diulang harus sama."),
        "SDN Contoh 01",
        ("sekolah", "satuan_pendidikan", "nama_satuan_pendidikan", "nama_satpen"),
    ),
    Column.jenjang: About(
        _("Jenjang sekolah, misalnya SD, SMP, SMA, SMK, SLB."),
        "SD",
        ("bentuk_pendidikan", "jenjang_sekolah"),
    ),
    Column.status_sekolah: About(_("negeri atau swasta."), "negeri"),
    Column.provinsi: About(
        _("Provinsi. Dari sini Kawal tahu zona waktunya (WIB, WITA, WIT)."), "Kalimantan Selatan", ("propinsi", "prov")
    ),
    Column.kabupaten_kota: About(
        _("Kabupaten atau kota."),
        "Kabupaten Contoh",
        ("kabupaten", "kota", "kab_kota", "kabupaten_atau_kota", "kab"),
    ),
    Column.dinas: About(
        _("Nama lengkap dinas yang membawahi, ditulis sama di setiap baris."),
        "Dinas Pendidikan Kabupaten Contoh",
        ("nama_dinas", "dinas_pendidikan"),
    ),
    Column.nama: About(
        _("Nama lengkap, dengan gelar bila ada."),
        "Contoh Satu, S.Pd. (hapus baris ini)",
        ("nama_lengkap", "nama_guru", "nama_ptk", "nama_pegawai"),
    ),
    Column.sapaan: About(_("Bapak atau Ibu. Boleh kosong."), "Ibu", ("panggilan",), optional=True),
    Column.nip: About(
        _("NIP (PNS) atau NI PPPK, 18 angka, sebagai teks. Kosongkan bila tidak punya. Jangan pernah mengisi NIK."),
        "198501012010012001",
        ("nip_ni_pppk", "nip_nipppk", "ni_pppk", "nippppk", "nipppk", "nomor_induk_pegawai"),
        optional=True,
    ),
    Column.id_lokal: About(
        _("Wajib untuk orang tanpa NIP: kode buatan sendiri, berbeda untuk setiap orang di dinas yang sama."),
        "",
        ("idlokal", "id", "kode_lokal", "local_id"),
        optional=True,
    ),
    Column.peran: About(
        _(
            "guru, kepala sekolah, plt kepala sekolah, pengawas, kepala dinas, operator, tim kinerja, "
            "atau pelatih ahli. Orang dengan dua peran ditulis dalam dua baris."
        ),
        "guru",
        ("role",),
    ),
    Column.jabatan: About(
        _("Jabatan seperti ditulis sekolah, misalnya guru kelas IV. Boleh kosong."), "guru kelas IV", optional=True
    ),
    Column.status_kepegawaian: About(
        _("PNS, PPPK, atau Non-ASN."), "PNS", ("status_pegawai", "kepegawaian", "status_asn")
    ),
    Column.tugas_tambahan: About(
        _("Tugas tambahan bila ada, misalnya wali kelas. Boleh kosong."), "wali kelas", optional=True
    ),
    Column.penilai: About(
        _(
            "Biasanya kosong: guru dinilai kepala sekolahnya; kepala sekolah dan pengawas dinilai kepala dinas. "
            "Bila penilainya lain, isi NIP atau id_lokal penilai itu."
        ),
        "",
        ("pejabat_penilai", "pejabat_penilai_kinerja", "nip_penilai"),
        optional=True,
    ),
    Column.sekolah_binaan: About(
        _("Hanya untuk pengawas: NPSN sekolah binaannya, dipisah koma, sebagai teks. Boleh kosong."),
        "",
        ("binaan", "npsn_binaan", "npsn_sekolah_binaan"),
        optional=True,
    ),
}

EXAMPLE_MARK = "(hapus baris ini)"
"""A row whose name ends so is the template's example and is passed over."""

NEVER = frozenset({"nik", "no_nik", "nomor_nik", "no_ktp", "nomor_ktp", "nomor_induk_kependudukan"})
"""Headings of what Kawal must not be given."""

_BY_NAME = {slug(column): column for column in Column} | {
    name: column for column, about in ABOUT.items() for name in about.other_names
}


def column_named(heading: str) -> Column | None:
    """The column that a heading means, in any case, spacing or punctuation, or None."""
    return _BY_NAME.get(slug(heading))


def is_forbidden(heading: str) -> bool:
    """True for a heading that announces citizen numbers (NIK)."""
    return slug(heading) in NEVER
