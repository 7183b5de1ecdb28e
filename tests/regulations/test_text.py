"""Packs as text: JSON that comes back the same, a readable whole, a diff that a principal understands."""

import json

import pytest

from regulations import diff, library, show
from regulations.errors import PackError
from regulations.kinds import Role
from regulations.library import packaged
from regulations.matching import pairs
from regulations.pack import Pack

LIBRARY = packaged()
PACKS = list(LIBRARY.packs.values())
P7607 = LIBRARY.pack("perdirjen-7607-2023")
P5539 = LIBRARY.pack("kepdirjen-5539-2024")
P271 = LIBRARY.pack("kepmendikdasmen-271-2025")


def _ids(pack: Pack) -> str:
    return pack.id


@pytest.mark.parametrize("pack", PACKS, ids=_ids)
def test_a_resolved_pack_comes_back_the_same(pack: Pack) -> None:
    again = library.from_json(pack.to_json())
    assert again == pack
    assert again.digest == pack.digest
    assert again.examples(Role.guru) == pack.examples(Role.guru)


def test_json_is_the_whole_pack_and_stable() -> None:
    raw = json.loads(P271.to_json())
    assert len(raw["behaviours"]) == 21
    assert raw["covers"] == ["guru", "kepala_sekolah", "pengawas"]
    assert raw["windows"][0]["for"] == ["guru"]
    assert library.load().pack(P271.id).to_json() == P271.to_json()
    assert len({pack.digest for pack in PACKS}) == len(PACKS)


@pytest.mark.parametrize("text", ["", "{}", '{"id": "x"}', "bukan json"])
def test_a_stored_pack_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(PackError, match="paket tersimpan"):
        library.from_json(text)


def _section(told: list[str], title: str) -> list[str]:
    start = told.index(title) + 1
    end = told.index("", start) if "" in told[start:] else len(told)
    return [line.strip() for line in told[start:end]]


def test_from_7607_to_5539() -> None:
    told = diff.lines(P7607, P5539)
    assert told[0] == "Dari Perdirjen GTK 7607/2023 ke Kepdirjen GTK 5539/2024"
    assert _section(told, "Berlaku") == [
        "Tahun: 2024 menjadi 2025",
        "Rencana disusun: tiap semester menjadi sekali setahun",
        "Periode: Periode I, 1 Januari sampai 30 Juni; Periode II, 1 Juli sampai 31 Desember menjadi setahun penuh",
        "Poin pengembangan kompetensi: 32 sampai 128 tiap periode menjadi tidak ada",
        "Unggah bukti dukung: ya menjadi tidak",
    ]
    assert _section(told, "Peran") == [
        "Pengawas sekolah kini tercakup: 3 RHK, 4 fokus (paling sedikit 1 dipilih)",
    ]
    rhk = _section(told, "Rencana hasil kerja guru")
    assert "Huruf d, dulu huruf a (Observasi praktik kinerja)" in rhk
    assert "Huruf e, dulu huruf b (Pengembangan kompetensi)" in rhk
    assert "Huruf c, dulu huruf e (Tugas tambahan)" in rhk
    assert [line[:30] for line in rhk if line.startswith("Tidak ada lagi")] == [
        "Tidak ada lagi, dulu huruf c: ",
        "Tidak ada lagi, dulu huruf d: ",
    ]
    assert _section(told, "Fokus observasi guru")[0] == "Dipilih: paling sedikit 1 menjadi tepat 1"
    windows = _section(told, "Jendela waktu guru")
    assert "Tidak ada lagi: Menyesuaikan rencana SKP, 1 Juli sampai 31 Juli" in windows
    assert [line for line in windows if line.endswith("15 Januari tahun berikutnya (tercetak dalam aturan)")]


def test_from_5539_to_271_it_is_trust_that_changes() -> None:
    told = diff.lines(P5539, P271)
    assert _section(told, "Berlaku") == ["Tahun: 2025 menjadi sejak 2026"]
    assert _section(told, "Rencana hasil kerja guru") == [
        "Semuanya kini terbawa dari aturan sebelumnya (semula tercetak dalam aturan)",
    ]
    assert "Tidak ada lagi: bertugas pada unit layanan disabilitas" in _section(told, "Hanya lewat layanan BKN")
    assert _section(told, "Catatan")[0].startswith("Naskah aturan ini belum kami baca.")
    assert _section(told, "Seberapa pasti")[0].endswith("menjadi 0")


def test_the_other_way_round_reads_as_well() -> None:
    told = diff.lines(P5539, P7607)
    assert "Pengawas sekolah tidak lagi tercakup" in _section(told, "Peran")
    assert _section(told, "Berlaku")[0] == "Tahun: 2025 menjadi 2024"


def test_no_difference_is_said() -> None:
    assert diff.lines(P5539, P5539)[1:] == ["Tidak ada perbedaan."]


@pytest.mark.parametrize("old", PACKS, ids=_ids)
@pytest.mark.parametrize("new", PACKS, ids=_ids)
def test_neither_diff_nor_show_speaks_in_names_of_fields(old: Pack, new: Pack) -> None:
    told = "\n".join(diff.lines(old, new)) + show.text(new)
    for raw in ("_", "None", "carried", "regulated", "secondary", "Basis.", "{year}", "hasil_kerja"):
        assert raw not in told.replace(new.id, "").replace(old.id, ""), raw


@pytest.mark.parametrize("pack", PACKS, ids=_ids)
def test_show_tells_everything_with_its_citation(pack: Pack) -> None:
    told = show.text(pack)
    assert told.startswith(f"{pack.number} tentang {pack.title}")
    texts = [each.text for role in pack.covers for each in pack.rhk(role)]
    texts += [each.text for role in pack.covers for each in pack.focuses(role)]
    texts += [each.text for role in pack.covers for each in pack.activities(role)]
    texts += [each.text for each in pack.months]
    texts += [each.text for each in pack.definitions]
    texts += [each.text for each in pack.notices]
    texts += [each.source for role in pack.covers for each in pack.rhk(role)]
    assert [text for text in texts if text not in told] == []


def test_items_are_paired_by_text_then_mark_then_likeness() -> None:
    old = ["rencana kerja sekolah tahunan", "laporan akhir", "tetap", "hilang sama sekali"]
    new = ["tetap", "laporan akhir yang lengkap", "rencana kerja tahunan sekolah", "baru"]
    assert pairs(old, new, str) == [
        ("tetap", "tetap"),
        ("laporan akhir", "laporan akhir yang lengkap"),
        ("rencana kerja sekolah tahunan", "rencana kerja tahunan sekolah"),
        (None, "baru"),
        ("hilang sama sekali", None),
    ]
    assert pairs(["a satu"], ["a dua"], str, lambda text: text[0]) == [("a satu", "a dua")]
