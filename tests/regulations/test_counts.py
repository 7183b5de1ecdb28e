"""How much each pack holds: counted in the decrees by hand, so that nothing is lost or doubled on the way."""

import pytest

from regulations.kinds import Basis, Role, SkpPart
from regulations.library import Library, packaged

GURU, KS, PENGAWAS = Role.guru, Role.kepala_sekolah, Role.pengawas
P7607, P5539, P271 = "perdirjen-7607-2023", "kepdirjen-5539-2024", "kepmendikdasmen-271-2025"

# pack, role: RHK, focuses, at least, at most, SKP fields of hasil kerja, documentation rows, activities
PLANS = [
    (P7607, GURU, 5, 8, 1, None, 5, 0, 18),
    (P7607, KS, 9, 8, 1, None, 4, 0, 18),
    (P5539, GURU, 5, 8, 1, 1, 5, 5, 31),
    (P5539, KS, 9, 8, 1, None, 4, 9, 31),
    (P5539, PENGAWAS, 3, 4, 1, None, 5, 3, 33),
    (P271, GURU, 5, 8, 1, 1, 5, 5, 31),
    (P271, KS, 9, 8, 1, None, 4, 9, 31),
    (P271, PENGAWAS, 3, 4, 1, None, 5, 3, 33),
]


@pytest.fixture(scope="module")
def library() -> Library:
    return packaged()


@pytest.mark.parametrize(("pack_id", "role", "rhk", "focuses", "least", "most", "fields", "rows", "activities"), PLANS)
def test_what_a_plan_is_made_of(
    library: Library,
    pack_id: str,
    role: Role,
    rhk: int,
    focuses: int,
    least: int,
    most: int | None,
    fields: int,
    rows: int,
    activities: int,
) -> None:
    pack = library.pack(pack_id)
    rule = pack.focus_rule(role)
    assert [each.code for each in pack.rhk(role)] == list("abcdefghi")[:rhk]
    assert (len(pack.focuses(role)), rule.at_least, rule.at_most) == (focuses, least, most)
    assert [each.part for each in pack.skp_fields(role)].count(SkpPart.hasil_kerja) == fields
    assert [each.part for each in pack.skp_fields(role)].count(SkpPart.perilaku_kerja) == 3
    assert len(pack.documentation(role)) == rows
    assert len(pack.activities(role)) == activities


@pytest.mark.parametrize(("pack_id", "role"), [(plan[0], plan[1]) for plan in PLANS])
def test_seven_aspects_21_indicators_62_expectations(library: Library, pack_id: str, role: Role) -> None:
    aspects = library.pack(pack_id).behaviours(role)
    indicators = [indicator for aspect in aspects for indicator in aspect.indicators]
    expectations = [each.code for indicator in indicators for each in indicator.expectations]
    assert [aspect.code for aspect in aspects] == list("1234567")
    assert [each.code for each in indicators] == [f"{a}.{i}" for a in range(1, 8) for i in range(1, 4)]
    assert (len(expectations), len(set(expectations))) == (62, 62)


def test_tabel_4_2_has_8_categories_and_33_activities(library: Library) -> None:
    pack = library.pack(P5539)
    printed = pack.activities(PENGAWAS)
    per_category = [sum(each.category == category.code for each in printed) for category in pack.categories()]
    assert per_category == [5, 5, 2, 2, 4, 4, 9, 2]
    assert {each.basis for each in printed} == {Basis.regulated}
    assert all(each.source.endswith(f"Tabel 4.2 angka {each.code}") for each in printed)


def test_guru_and_kepala_sekolah_borrow_the_list_as_help_only(library: Library) -> None:
    for role in (GURU, KS):
        borrowed = library.pack(P5539).activities(role)
        assert {each.basis for each in borrowed} == {Basis.unverified}
        assert all(each.note and "Pengawas Sekolah" in each.note for each in borrowed)
        assert not [each.code for each in borrowed if "Pengawas Sekolah" in each.text and each.category == "2"]


def test_points_are_given_only_where_somebody_confirms_them(library: Library) -> None:
    pack = library.pack(P7607)
    points = {each.code: (each.points, each.points_basis) for each in pack.activities(GURU)}
    secondary = {code: points for code, (points, basis) in points.items() if basis is Basis.secondary}
    blog = {code: points for code, (points, basis) in points.items() if basis is Basis.unverified and points}
    assert list(points) == list("abcdefghijklmnopqr")
    assert secondary == {"a": 36, "c": 8, "j": 8, "o": 8, "p": 4}
    assert blog == {"f": 6, "h": 6, "l": 4, "m": 4}
    assert [code for code, (value, _) in points.items() if value is None] == list("bdegiknqr")
    limits = pack.point_range()
    assert limits is not None
    assert (limits.minimum, limits.maximum) == (32, 128)
    assert library.pack(P5539).point_range() is None


@pytest.mark.parametrize(
    ("pack_id", "definitions", "follow_up", "appraisers", "bkn_only", "data_rules", "team_steps", "coaching"),
    [(P5539, 16, 12, 3, 5, 9, 18, 15), (P271, 16, 12, 5, 3, 9, 18, 15)],
)
def test_the_rest_of_the_juknis(
    library: Library,
    pack_id: str,
    definitions: int,
    follow_up: int,
    appraisers: int,
    bkn_only: int,
    data_rules: int,
    team_steps: int,
    coaching: int,
) -> None:
    pack = library.pack(pack_id)
    assert len(pack.definitions) == definitions
    assert len(pack.follow_up) == follow_up
    assert len(pack.appraisers) == appraisers
    assert len(pack.bkn_only) == bkn_only
    assert len(pack.data_rules) == data_rules
    assert len(pack.team_steps) == team_steps
    assert len(pack.coaching_list) == coaching


@pytest.mark.parametrize("pack_id", [P7607, P5539, P271])
def test_the_pengawas_months_serve_every_pack_and_the_others_only_7607(library: Library, pack_id: str) -> None:
    months = library.pack(pack_id).months
    assert [each.month for each in months if each.role is PENGAWAS] == list(range(1, 13))
    for role in (GURU, KS):
        expected = list(range(1, 13)) if pack_id == P7607 else []
        assert [each.month for each in months if each.role is role] == expected


@pytest.mark.parametrize("pack_id", [P7607, P5539, P271])
def test_five_verdicts_and_nine_cells(library: Library, pack_id: str) -> None:
    pack = library.pack(pack_id)
    names = ["sangat baik", "baik", "cukup/butuh perbaikan", "kurang", "sangat kurang"]
    assert [each.name for each in pack.predikat_list] == names
    assert len(pack.predikat_cells) == 9
    assert {cell.basis for cell in pack.predikat_cells} == {Basis.secondary}
