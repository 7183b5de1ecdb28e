"""NIP, NI PPPK, NPSN, local ids: accepted, refused with a reason, damage recognised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import Msg
from storage.roster.identifiers import appraiser, local_id, nip, npsn
from storage.roster.provinces import WIB, WIT, WITA, ZONES, nearest_province, province_named, zone_of
from storage.roster.sheet import Cell, CellKind
from storage.values import Employment
from tests.storage.roster.files import PLAIN, YEAR

PNS, PPPK = Employment.pns, Employment.pppk


def told(found: str | Msg) -> str:
    assert isinstance(found, Msg), f"accepted as {found}"
    return PLAIN(found)


@pytest.mark.parametrize("text", ["198501012010012001", "19850101 201001 2 001", "NIP. 198501012010012001"])
def test_a_nip_is_taken_with_or_without_spaces(text: str) -> None:
    assert nip(Cell(text), PNS, YEAR) == "198501012010012001"


@pytest.mark.parametrize("text", ["199001012022211001", "199001012022321001", "199001012022051001"])
def test_the_forms_of_ni_pppk_are_taken(text: str) -> None:
    assert nip(Cell(text), PPPK, YEAR) == text
    assert nip(Cell(text), None, YEAR) == text


@pytest.mark.parametrize(
    ("text", "employment", "reason"),
    [
        ("19850101201001200", PNS, "di sini ada 17"),
        ("1985010120100120011", PNS, "di sini ada 19"),
        ("19850101201001200A", PNS, "hanya berisi angka"),
        ("198513012010012001", PNS, "tanggal lahir"),
        ("198502302010012001", PNS, "tanggal lahir"),
        ("202701012027012001", PNS, "tanggal lahir"),
        ("198501012010013001", PNS, "Angka ke-15"),
        ("198501011980012001", PNS, "tahun pengangkatan"),
        ("198501012029012001", PNS, "tahun pengangkatan"),
        ("198501012010132001", PNS, "di sini 13"),
        ("198501012010002001", PPPK, "di sini 00"),
        ("199001012022211001", PNS, "status_kepegawaian dengan PPPK"),
        ("6371010101850001", PNS, "NIK"),
        ("6371 0101 0185 0001", PPPK, "NIK"),
    ],
)
def test_a_wrong_nip_is_refused_with_its_reason(text: str, employment: Employment, reason: str) -> None:
    assert reason in told(nip(Cell(text), employment, YEAR))


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (Cell("1.97505E+17"), "bilangan ilmiah"),
        (Cell("1,97505E+17"), "bilangan ilmiah"),
        (Cell("1.97505171998031E+17", CellKind.number), "bilangan ilmiah"),
        (Cell("197505171998031000"), "membulatkan"),
        (Cell("197505171998031000", CellKind.number), "membulatkan"),
        (Cell("197505171998031008.0"), "pecahan"),
        (Cell("1975-05-17 00:00:00", CellKind.date), "tanggal"),
    ],
)
def test_what_excel_did_to_a_nip_is_told_with_the_cure(cell: Cell, reason: str) -> None:
    message = told(nip(cell, PNS, YEAR))
    assert reason in message
    assert "Teks" in message


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (Cell("99999901"), "99999901"),
        (Cell("9999 9901"), "99999901"),
        (Cell("99999901.0"), "99999901"),
        (Cell("p9999901"), "P9999901"),
    ],
)
def test_a_npsn_is_taken(cell: Cell, number: str) -> None:
    assert npsn(cell) == number


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1234567", "angka 0 di depan"),
        ("123456789", "8 angka"),
        ("SDN Contoh", "8 angka"),
        ("6371010101850001", "NIK"),
    ],
)
def test_a_wrong_npsn_is_refused(text: str, reason: str) -> None:
    assert reason in told(npsn(Cell(text)))


def test_local_ids() -> None:
    assert local_id(Cell("g-01")) == "G-01"
    assert local_id(Cell("12.0", CellKind.number)) == "12"
    assert "NIK" in told(local_id(Cell("6371010101850001")))
    assert "kolom nip" in told(local_id(Cell("198501012010012001")))
    assert "paling panjang 30" in told(local_id(Cell("G" * 31)))
    assert "tanggal" in told(local_id(Cell("2027-03-05 00:00:00", CellKind.date)))
    assert "id_lokal" in told(local_id(Cell("<b>")))


def test_an_appraiser_is_named_by_nip_or_local_id() -> None:
    assert appraiser(Cell("19750202 200001 1 002"), YEAR) == "197502022000011002"
    assert appraiser(Cell("k-1"), YEAR) == "K-1"
    assert "bilangan ilmiah" in told(appraiser(Cell("1.97E+17"), YEAR))
    assert "17" in told(appraiser(Cell("19750202200001100"), YEAR))


@given(st.text(alphabet=" 0123456789.-", min_size=1, max_size=25))
def test_whatever_is_taken_as_nip_has_18_digits_and_no_refusal_repeats_a_number(text: str) -> None:
    found = nip(Cell(text.strip()), None, YEAR)
    if isinstance(found, Msg):
        digits = "".join(sign for sign in text if sign.isdigit())
        assert len(digits) < 3 or digits not in PLAIN(found)
    else:
        assert len(found) == 18
        assert found.isdigit()


def test_every_province_has_its_zone() -> None:
    assert len(ZONES) == 38
    counts = {zone: list(ZONES.values()).count(zone) for zone in (WIB, WITA, WIT)}
    assert counts == {WIB: 18, WITA: 12, WIT: 8}
    assert {name: zone_of(name) for name in ("Kalimantan Barat", "Kalimantan Tengah")} == {
        "Kalimantan Barat": WIB,
        "Kalimantan Tengah": WIB,
    }
    for name in ("Selatan", "Timur", "Utara"):
        assert zone_of(f"Kalimantan {name}") == WITA


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Prov. Jawa Barat", "Jawa Barat"),
        ("PROVINSI  JAWA BARAT", "Jawa Barat"),
        ("D.I. Yogyakarta", "DI Yogyakarta"),
        ("NTT", "Nusa Tenggara Timur"),
        ("Sumatra Utara", "Sumatera Utara"),
        ("Papua Barat Daya", "Papua Barat Daya"),
        ("Kalimantan", None),
        ("Luar Negeri", None),
    ],
)
def test_provinces_are_understood_as_people_write_them(written: str, meant: str | None) -> None:
    assert province_named(written) == meant


def test_a_misspelt_province_is_guessed() -> None:
    assert nearest_province("Kalimantan Selatn") == "Kalimantan Selatan"
    assert nearest_province("Atlantis") is None
