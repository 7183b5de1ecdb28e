"""A roster is understood, or every problem is named by row and column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from regulations.models import Role
from storage.roster.columns import Column
from storage.roster.known import Existing, KnownAssignment, KnownPerson, KnownUnit
from storage.roster.roster import Checked
from storage.values import AssignmentStatus, Employment
from tests.storage.roster.files import (
    HEADINGS,
    OFFICE,
    PLAIN,
    Row,
    as_csv,
    as_xlsx,
    checked,
    errors,
    guru,
    kadis,
    kepala,
    pengawas,
    said,
    warnings,
)

DINAS = "dinas:dinas_pendidikan_kabupaten_contoh"


@pytest.fixture
def look(tmp_path: Path) -> Any:
    """Check rows as they come from a file."""

    def looked(*rows: Row, existing: Existing | None = None, headings: tuple[str, ...] = HEADINGS) -> Checked:
        return checked(as_csv(tmp_path / "roster.csv", rows, headings=headings), existing)

    return looked


def the_error(found: Checked) -> tuple[int | None, str | None, str]:
    """The only error of a file that was kept out."""
    assert found.roster is None
    (error,) = said(errors(found))
    return error


def test_a_complete_roster(look: Any) -> None:
    found = look(kadis(), kepala(), guru(), pengawas())
    assert found.problems == ()
    roster = found.roster
    assert [(school.npsn, school.zone, school.dinas) for school in roster.schools] == [
        ("99999901", "Asia/Makassar", DINAS)
    ]
    assert [(office.name, office.district) for office in roster.dinas] == [
        ("Dinas Pendidikan Kabupaten Contoh", "Kabupaten Contoh")
    ]
    assert [(a.role, a.unit, a.position, a.employment) for a in roster.assignments] == [
        (Role.kepala_dinas, DINAS, None, Employment.pns),
        (Role.kepala_sekolah, "99999901", None, Employment.pns),
        (Role.guru, "99999901", "guru kelas IV", Employment.pns),
        (Role.pengawas, DINAS, None, Employment.pns),
    ]


def test_headings_in_any_order_and_spelling(tmp_path: Path) -> None:
    row = guru()
    names = {"nama": "Nama Lengkap *", "npsn": " N P S N".replace(" ", ""), "kabupaten_kota": "Kabupaten / Kota"}
    headings = [names.get(heading, heading.replace("_", " ").upper()) for heading in reversed(HEADINGS)]
    values = {names.get(key, key.replace("_", " ").upper()): value for key, value in row.items()}
    assert errors(checked(as_csv(tmp_path / "r.csv", [values], headings=headings))) == []


def test_the_same_from_xlsx_with_numbers(tmp_path: Path) -> None:
    row = guru(npsn=99999901, nip="198501012010012001")
    found = checked(as_xlsx(tmp_path / "r.xlsx", [row]))
    assert errors(found) == []


def test_a_nip_that_excel_kept_as_number_is_recognised(tmp_path: Path) -> None:
    found = checked(as_xlsx(tmp_path / "r.xlsx", [guru(nip=198501012010012001.0)]))
    row, column, text = the_error(found)
    assert (row, column) == (2, "nip")
    assert "bilangan ilmiah" in text


def test_missing_headings_are_all_named(look: Any) -> None:
    found = look(guru(), headings=("nama", "peran", "dinas"))
    assert found.roster is None
    missing = {text.split()[1] for row, _, text in said(errors(found)) if row == 1}
    assert missing >= {"npsn", "provinsi", "status_kepegawaian", "nip"}
    assert "sapaan" not in missing


def test_a_file_without_headings_says_which_are_missing(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("Siti;guru;SD\n", "utf-8")
    assert len(errors(checked(path))) > 5


def test_unknown_columns_are_not_read_but_told(look: Any) -> None:
    found = look(guru(hobi="catur"), kepala(), kadis(), headings=(*HEADINGS, "hobi", ""))
    assert found.roster is not None
    assert said(found.problems) == [(1, "hobi", "Kolom ini tidak dikenal dan tidak dibaca.")]


@pytest.mark.parametrize("heading", ["NIK", "No. KTP", "Nomor Induk Kependudukan"])
def test_a_column_of_citizen_numbers_is_refused(look: Any, heading: str) -> None:
    found = look(guru(**{heading: "6371010101850001"}), headings=(*HEADINGS, heading))
    row, column, text = the_error(found)
    assert (row, column) == (1, heading)
    assert "NIK" in text


def test_a_column_twice_is_refused(look: Any) -> None:
    assert the_error(look(guru(), headings=(*HEADINGS, "Nama Lengkap")))[1] == "Nama Lengkap"


def test_headings_without_people(look: Any) -> None:
    assert "Belum ada orang" in the_error(look())[2]


@pytest.mark.parametrize("column", ["nip", "id_lokal", "nama", "jabatan", "nama_sekolah", "penilai", "dinas", "npsn"])
def test_a_nik_anywhere_is_refused_and_never_repeated(look: Any, column: str) -> None:
    found = look(guru(**{column: "6371010101850001"}))
    assert found.roster is None
    assert any("NIK" in text for _, _, text in said(errors(found)))
    assert not any("6371010101850001" in f"{problem.value}{PLAIN(problem.message)}" for problem in found.problems)


@pytest.mark.parametrize(
    ("changes", "column", "told"),
    [
        ({"nama": ""}, "nama", "wajib diisi"),
        ({"nama": "12345"}, "nama", "bukan nama"),
        ({"nama": "A" * 101}, "nama", "Terlalu panjang: 101"),
        ({"nama": "=HYPERLINK(1)"}, "nama", "diawali ="),
        ({"jabatan": "@guru"}, "jabatan", "diawali ="),
        ({"jabatan": "x" * 81}, "jabatan", "paling banyak 80"),
        ({"peran": ""}, "peran", "wajib diisi"),
        ({"peran": "satpam"}, "peran", "guru, kepala sekolah, plt kepala sekolah, pengawas, kepala dinas, operator,"),
        ({"peran": "kepala sekola"}, "peran", "Mungkin maksudnya: kepala sekolah"),
        ({"status_kepegawaian": ""}, "status_kepegawaian", "wajib diisi"),
        ({"status_kepegawaian": "ASN"}, "status_kepegawaian", "PNS, PPPK, Non-ASN"),
        ({"sapaan": "Kakak"}, "sapaan", "Bapak, Ibu"),
        ({"status_sekolah": "yayasan"}, "status_sekolah", "negeri, swasta"),
        ({"nip": "12345"}, "nip", "18 angka"),
        ({"npsn": ""}, "npsn", "wajib diisi untuk guru"),
        ({"npsn": "1234567"}, "npsn", "angka 0 di depan"),
        ({"provinsi": "Atlantis"}, "provinsi", "zona waktunya"),
        ({"provinsi": ""}, "provinsi", "sekali untuk"),
        ({"jenjang": ""}, "jenjang", "sekali untuk NPSN 99999901"),
        ({"nama_sekolah": ""}, "nama_sekolah", "sekali untuk NPSN 99999901"),
        ({"dinas": "Dinas Pendidikan Kab."}, "dinas", "nama lengkap dinas"),
        ({"nip": "", "id_lokal": ""}, "id_lokal", "NIP kosong"),
        ({"penilai": "197502022000011002"}, "penilai", "tidak ada di berkas"),
    ],
)
def test_each_wrong_cell_is_named(look: Any, changes: Row, column: str, told: str) -> None:
    found = look(kadis(), guru(**changes))
    assert found.roster is None
    named = [(row, told in text) for row, where, text in said(errors(found)) if where == column]
    assert (3, True) in named


def test_everything_wrong_is_said_at_once(look: Any) -> None:
    found = look(guru(nama="", peran="satpam"), guru(nip="1", status_kepegawaian="?"), guru(provinsi="Atlantis"))
    places = {(row, column) for row, column, _ in said(errors(found))}
    assert {(2, "nama"), (2, "peran"), (3, "nip"), (3, "status_kepegawaian"), (4, "provinsi")} <= places


def test_the_office_must_be_named_for_those_who_serve_there(look: Any) -> None:
    row, column, _ = the_error(look(pengawas(dinas="")))
    assert (row, column) == (2, "dinas")


def test_a_school_described_once_is_enough(look: Any) -> None:
    bare = dict.fromkeys(OFFICE, "") | {"npsn": "99999901"}
    found = look(kadis(), kepala(), guru() | bare)
    assert found.problems == ()


def test_a_school_described_differently_is_refused(look: Any) -> None:
    row, column, text = the_error(look(kadis(), kepala(), guru(nama_sekolah="SDN Lain")))
    assert (row, column) == (4, "nama_sekolah")
    assert "baris 3" in text
    assert "SDN Contoh 01" in text


def test_ways_of_writing_a_dinas_are_one(look: Any) -> None:
    found = look(kadis(), kepala(dinas="DINAS PENDIDIKAN KAB. CONTOH"), guru(dinas="Disdik Kabupaten Contoh"))
    assert found.problems == ()
    assert len(found.roster.dinas) == 1


def test_people_without_nip_have_a_local_id(look: Any) -> None:
    found = look(kadis(), kepala(), guru(nip="-", id_lokal="g-01", status_kepegawaian="honorer"))
    assert found.problems == ()
    person = found.roster.people[2]
    assert (person.nip, person.local_id, person.dinas) == (None, "G-01", DINAS)


def test_two_people_with_one_local_id_in_a_dinas(look: Any) -> None:
    a = guru(nip="", id_lokal="G-01", status_kepegawaian="Non-ASN")
    found = look(kadis(), kepala(), a, a | {"nama": "Guru Dua"})
    assert (5, "id_lokal") in {(row, column) for row, column, _ in said(errors(found))}


def test_the_same_local_id_in_another_dinas_is_somebody_else(look: Any) -> None:
    here = guru(nip="", id_lokal="G-01", status_kepegawaian="Non-ASN")
    there = here | {"npsn": "99999902", "dinas": "Dinas Pendidikan Kota Lain", "kabupaten_kota": "Kota Lain"}
    found = look(here, there)
    assert len(found.roster.people) == 2


def test_the_same_person_twice(look: Any) -> None:
    row, column, text = the_error(look(kadis(), kepala(), guru(), guru()))
    assert (row, column) == (5, "nama")
    assert "baris 4" in text


def test_one_nip_two_names(look: Any) -> None:
    found = look(kadis(), kepala(), guru(), guru(nama="Orang Lain"))
    assert (5, "nip") in {(row, column) for row, column, _ in said(errors(found))}


def test_one_person_in_two_roles(look: Any) -> None:
    found = look(kadis(), kepala(), guru(), guru(peran="operator"), guru(peran="tim kinerja", npsn=""))
    assert found.problems == ()
    assert len(found.roster.people) == 3
    assert {a.unit for a in found.roster.assignments if a.role is Role.tim_kinerja} == {DINAS}


def test_a_row_with_only_the_local_id_is_the_person_with_the_nip(look: Any) -> None:
    found = look(kadis(), kepala(), guru(nip="", id_lokal="G-01", peran="operator"), guru(id_lokal="G-01"))
    assert found.problems == ()
    assert len(found.roster.people) == 3


def test_namesakes_at_one_school_are_a_warning(look: Any) -> None:
    found = look(kadis(), kepala(), guru(), guru(nip="199001012022211001", status_kepegawaian="PPPK"))
    assert found.roster is not None
    assert [(row, column) for row, column, _ in said(warnings(found))] == [(5, "nama")]


def test_a_school_without_kepala_sekolah_is_a_warning(look: Any) -> None:
    found = look(kadis(), guru())
    assert found.roster is not None
    assert ["belum punya kepala sekolah" in text for _, _, text in said(found.problems)] == [True]


def test_an_acting_kepala_sekolah_is_taken_with_a_warning(look: Any) -> None:
    found = look(kadis(), kepala(peran="Plt. Kepala Sekolah"), guru())
    assert [a.acting for a in found.roster.assignments] == [False, True, False]
    assert ["dipimpin Plt" in text for _, _, text in said(found.problems)] == [True]


@pytest.mark.parametrize("peran", ["kepala sekolah", "plt kepala sekolah"])
def test_two_kepala_sekolah_in_one_school(look: Any, peran: str) -> None:
    found = look(kadis(), kepala(), kepala(nama="Kepala Dua", nip="197502022000011003", peran=peran))
    row, column, text = the_error(found)
    assert (row, column) == (4, "peran")
    assert "baris 3" in text


def test_two_kepala_dinas(look: Any) -> None:
    found = look(kadis(), kadis(nama="Kadis Dua", nip="197003031995031004"))
    assert the_error(found)[:2] == (3, "peran")


def test_a_dinas_without_head_is_a_warning_once(look: Any) -> None:
    found = look(kepala(), guru(), pengawas())
    assert found.roster is not None
    assert ["belum punya kepala dinas" in text for _, _, text in said(found.problems)] == [True]


def test_pengawas_with_a_npsn_serves_at_the_dinas(look: Any) -> None:
    found = look(kadis(), pengawas(npsn="99999901"))
    assert [(row, column) for row, column, _ in said(warnings(found))] == [(3, "npsn")]
    assert found.roster.assignments[1].unit == DINAS


def test_a_lettered_npsn_is_a_warning(look: Any) -> None:
    found = look(kadis(), kepala(npsn="P9999901"))
    assert found.roster is not None
    assert [(row, column) for row, column, _ in said(found.problems)] == [(3, "npsn")]


def test_a_nip_of_somebody_without_asn_status_is_a_warning(look: Any) -> None:
    found = look(kadis(), kepala(), guru(status_kepegawaian="Non-ASN"))
    assert [(row, column) for row, column, _ in said(warnings(found))] == [(4, "nip")]


def test_the_named_appraiser(look: Any) -> None:
    found = look(kadis(), kepala(), guru(penilai="19700303 199503 1 003"))
    assert found.roster.assignments[2].appraiser == "nip:197003031995031003"
    found = look(kadis(), kepala(nip="", id_lokal="K-1", status_kepegawaian="Non-ASN"), guru(penilai="k-1"))
    assert found.roster.assignments[2].appraiser == f"id:{DINAS}:K-1"


@pytest.mark.parametrize(
    ("penilai", "told"),
    [
        ("197502022000011009", "tidak ada di berkas"),
        ("K-9", "tidak ada di berkas"),
        ("198501012010012001", "dirinya sendiri"),
        ("197204042005012004", "harus kepala sekolah"),
        ("1.97502E+17", "bilangan ilmiah"),
    ],
)
def test_a_wrong_appraiser(look: Any, penilai: str, told: str) -> None:
    row, column, text = the_error(look(kadis(), kepala(), guru(penilai=penilai), pengawas()))
    assert (row, column) == (4, "penilai")
    assert told in text


def test_the_example_row_of_the_template_is_passed_over(look: Any) -> None:
    found = look(guru(nama="Contoh Satu (hapus baris ini)", nip="x", provinsi="?"), kadis(), kepala())
    assert [a.row for a in found.roster.assignments] == [3, 4]
    assert [(row, "contoh" in text) for row, _, text in said(found.problems)] == [(2, True)]


# --- held against the record ---------------------------------------------------

UNITS = {
    DINAS: KnownUnit(
        1,
        DINAS,
        "Dinas Pendidikan Kabupaten Contoh",
        None,
        None,
        "Kalimantan Selatan",
        "Kabupaten Contoh",
        "Asia/Makassar",
        None,
    ),
    "99999901": KnownUnit(
        2,
        "99999901",
        "SDN Contoh 01",
        "SD",
        "negeri",
        "Kalimantan Selatan",
        "Kabupaten Contoh",
        "Asia/Makassar",
        DINAS,
    ),
}
KADIS = KnownPerson(1, "Kadis Satu", "Bapak", "197003031995031003", None, DINAS, joined=True)
KEPALA = KnownPerson(2, "Kepala Satu, M.Pd.", "Ibu", "197502022000011002", "K-1", DINAS, joined=True)
GURU = KnownPerson(3, "Guru Satu, S.Pd.", "Ibu", None, "G-01", DINAS, joined=False)


def leads(id_: int, person: KnownPerson, unit: str, role: Role) -> KnownAssignment:
    """An active head in the record."""
    active = AssignmentStatus.active
    return KnownAssignment(id_, person.id, unit, role, active, 1, "", Employment.pns, None)


RECORD = Existing(
    UNITS,
    {person.id: person for person in (KADIS, KEPALA, GURU)},
    (leads(1, KADIS, DINAS, Role.kepala_dinas), leads(2, KEPALA, "99999901", Role.kepala_sekolah)),
)


def test_what_the_record_knows_need_not_be_said_again(look: Any) -> None:
    found = look(dict.fromkeys(OFFICE, "") | {"npsn": "99999901"} | person_of(guru()), existing=RECORD)
    assert found.problems == ()
    assert found.roster.schools[0].name == "SDN Contoh 01"
    assert found.roster.schools[0].dinas == DINAS


def test_known_people_are_found_by_nip_and_by_local_id(look: Any) -> None:
    found = look(kepala(), guru(nip="", id_lokal="g-01", status_kepegawaian="Non-ASN"), existing=RECORD)
    assert [person.known for person in found.roster.people] == [2, 3]


def test_somebody_who_got_a_nip_is_still_the_same(look: Any) -> None:
    found = look(guru(id_lokal="G-01"), existing=RECORD)
    assert [(p.known, p.nip) for p in found.roster.people] == [(3, "198501012010012001")]


def test_a_local_id_stands_for_the_recorded_nip(look: Any) -> None:
    again = kepala(nip="", id_lokal="K-1", peran="operator")
    found = look(kepala(), again, guru(penilai="197502022000011002"), existing=RECORD)
    assert [person.known for person in found.roster.people] == [2, None]
    assert found.roster.people[0].nip == "197502022000011002"
    own = look(again | {"penilai": "197502022000011002"}, existing=RECORD)
    assert "dirinya sendiri" in the_error(own)[2]


def test_a_local_id_of_somebody_else_is_refused(look: Any) -> None:
    assert the_error(look(guru(id_lokal="K-1"), existing=RECORD))[:2] == (2, "id_lokal")


def test_another_name_for_a_known_nip_is_a_warning(look: Any) -> None:
    found = look(kepala(nama="Orang Lain"), existing=RECORD)
    assert found.roster is not None
    assert ["atas nama Kepala Satu" in text for _, _, text in said(found.problems)] == [True]


def test_a_new_kepala_sekolah_is_announced(look: Any) -> None:
    found = look(kepala(nama="Kepala Dua", nip="197502022000011003"), existing=RECORD)
    assert found.roster is not None
    assert ["Menggantikan Kepala Satu" in text for _, _, text in said(found.problems)] == [True]


def test_an_appraiser_from_the_record(look: Any) -> None:
    found = look(guru(penilai="197003031995031003"), existing=RECORD)
    assert found.roster.assignments[0].appraiser == KADIS.key
    found = look(guru(penilai="K-1"), existing=RECORD)
    assert found.roster.assignments[0].appraiser == KEPALA.key


def test_an_appraiser_who_is_being_replaced_is_refused(look: Any) -> None:
    new = kepala(nama="Kepala Dua", nip="197502022000011003")
    assert the_error(look(new, guru(penilai="K-1"), existing=RECORD))[:2] == (3, "penilai")


def person_of(row: Row) -> Row:
    """The cells of a row that are about the person."""
    about = {Column.nama, Column.nip, Column.id_lokal, Column.peran, Column.jabatan, Column.status_kepegawaian}
    return {column.value: row.get(column.value, "") for column in about}
