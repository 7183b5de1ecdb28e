"""Angka kredit: every cell of the yearly table, the worked examples, and where each number is from.

Percentages and formula: slides of BKN on Peraturan BKN 3/2023, which quote PermenPANRB 1/2023 Pasal 37(1). The table is
our arithmetic on them.
"""

import pytest
from pydantic import ValidationError

from regulations.angka_kredit import AngkaKredit
from regulations.kinds import Basis
from regulations.library import packaged

PREDIKAT = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")
TABLE = {
    "pertama": ("18.75", "12.5", "9.375", "6.25", "3.125"),
    "muda": ("37.5", "25", "18.75", "12.5", "6.25"),
    "madya": ("56.25", "37.5", "28.125", "18.75", "9.375"),
    "utama": ("75", "50", "37.5", "25", "12.5"),
}


@pytest.fixture(scope="module")
def credit() -> AngkaKredit:
    return packaged().reference.angka_kredit


@pytest.mark.parametrize(
    ("jenjang", "predikat", "expected"),
    [(level, code, cell) for level, row in TABLE.items() for code, cell in zip(PREDIKAT, row, strict=True)],
)
def test_a_year_of_every_jenjang_and_predikat(credit: AngkaKredit, jenjang: str, predikat: str, expected: str) -> None:
    assert str(credit.estimate(jenjang, predikat)) == expected


@pytest.mark.parametrize(
    ("jenjang", "predikat", "months", "expected"),
    [
        ("pertama", "sangat_baik", 12, "18.75"),  # BKN's slide: 150 % x 12.5
        ("pertama", "baik", 2, "2.08"),  # BKN's slide: 2/12 x 100 % x 12.5
        ("pertama", "baik", 6, "6.25"),
        ("muda", "butuh_perbaikan", 1, "1.56"),
        ("madya", "butuh_perbaikan", 11, "25.78"),
        ("utama", "sangat_kurang", 5, "5.21"),
    ],
)
def test_worked_examples(credit: AngkaKredit, jenjang: str, predikat: str, months: int, expected: str) -> None:
    assert str(credit.estimate(jenjang, predikat, months)) == expected


def test_the_longer_the_more_and_never_more_than_a_year(credit: AngkaKredit) -> None:
    for level in credit.jenjang:
        for percent in credit.percents:
            months = [credit.estimate(level.code, percent.code, number) for number in range(1, 13)]
            assert months == sorted(months)
            assert months[0] > 0


def test_every_predikat_of_every_pack_has_a_percentage(credit: AngkaKredit) -> None:
    assert {each.code for each in credit.percents} == set(PREDIKAT)
    for pack in packaged().packs.values():
        assert {each.code for each in pack.predikat_list} == set(PREDIKAT)


def test_every_number_says_how_sure_it_is(credit: AngkaKredit) -> None:
    assert {each.basis for each in credit.percents} == {Basis.secondary}
    assert all("PermenPANRB 1/2023 Pasal 37" in each.source for each in credit.percents)
    assert [each.basis for each in credit.jenjang] == [Basis.secondary, *[Basis.unverified] * 3]
    assert {each.needed.basis for each in credit.jenjang} == {Basis.secondary}
    assert [(each.needed.pangkat, each.needed.jenjang) for each in credit.jenjang] == [
        (50, 100),
        (100, 200),
        (150, 450),
        (200, None),
    ]
    assert "5539" in credit.only_pns.source
    assert credit.formula in credit.sources("muda", "baik")


@pytest.mark.parametrize("months", [0, 13, -1])
def test_months_outside_a_year_are_a_mistake(credit: AngkaKredit, months: int) -> None:
    with pytest.raises(ValueError, match="months"):
        credit.estimate("pertama", "baik", months)


def test_an_unknown_code_is_a_mistake(credit: AngkaKredit) -> None:
    with pytest.raises(KeyError):
        credit.estimate("pertama", "istimewa")
    with pytest.raises(KeyError):
        credit.estimate("terampil", "baik")


def test_a_code_used_twice_is_refused(credit: AngkaKredit) -> None:
    raw = credit.model_dump()
    raw["percents"] = [*raw["percents"], raw["percents"][0]]
    with pytest.raises(ValidationError, match="used twice"):
        AngkaKredit.model_validate(raw)


def test_the_spread_of_predikat_is_information_only() -> None:
    spread = packaged().reference.sebaran_predikat
    assert [row.title for row in spread.rows] == ["Istimewa", "Baik", "Butuh Perbaikan", "Kurang", "Sangat Kurang"]
    assert {row.basis for row in spread.rows} == {Basis.secondary}
    assert "bukan aturan untuk satu sekolah" in spread.notice.text
