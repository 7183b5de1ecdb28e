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


# rubric of a focus: how many target behaviours, and what the 2024 pack and the one after it rest on
RUBRICS = {
    "keteraturan": (3, Basis.secondary, Basis.carried_over),
    "disiplin_positif": (3, Basis.secondary, Basis.carried_over),
    "perhatian": (3, Basis.secondary, Basis.carried_over),
    "umpan_balik": (3, Basis.unverified, Basis.unverified),
    "instruksi": (1, Basis.unverified, Basis.unverified),
    "interaktif": (3, Basis.secondary, Basis.carried_over),
}


@pytest.mark.parametrize("pack_id", [P7607, P5539, P271])
def test_rubrics_are_there_for_six_focuses_of_a_guru_and_for_nobody_else(library: Library, pack_id: str) -> None:
    pack = library.pack(pack_id)
    found = {
        focus.rubric: targets
        for focus in pack.focuses(GURU)
        if (targets := pack.observation_targets(GURU, focus.code)) or focus.rubric
    }
    assert {rubric: len(targets) for rubric, targets in found.items()} == {
        rubric: many for rubric, (many, _, _) in RUBRICS.items()
    }
    for rubric, (_, then, now) in RUBRICS.items():
        assert {each.basis for each in found[rubric]} == {then if pack_id == P7607 else now}
    unknown = [focus.text for focus in pack.focuses(GURU) if focus.rubric is None]
    assert [text.rpartition(" pada ")[2].split()[0] for text in unknown] in (
        ["ekspektasi", "instruksi"],
        ["peserta", "instruksi"],
    )
    for role in (KS, PENGAWAS):
        assert not [focus for focus in pack.focuses(role) if pack.observation_targets(role, focus.code)]


def test_every_target_behaviour_has_examples_where_its_source_was_read_to_the_end(library: Library) -> None:
    targets = library.pack(P7607).observation_target_list
    assert [each.code for each in targets if not each.avoid] == ["instruksi.1"]
    assert sum(len(each.do) for each in targets) == 15 * 3 + 1
    assert sum(len(each.avoid) for each in targets) == 15 * 3 - 1  # one source shows two only


@pytest.mark.parametrize("pack_id", [P7607, P5539, P271])
def test_five_steps_three_levels_and_a_fourth_question_that_nobody_found(library: Library, pack_id: str) -> None:
    pack = library.pack(pack_id)
    for role in sorted(pack.covers):
        assert [each.code for each in pack.observation_steps(role)] == list("ABCDE")
        assert len(pack.observation_questions(role, "C")) == 3
    assert [each.name for each in pack.observation_levels] == [
        "Belum dilakukan",
        "Dilakukan tapi belum efektif",
        "Dilakukan dan efektif",
    ]
    assert {each.basis for each in pack.observation_steps(GURU)} == {
        Basis.secondary if pack_id == P7607 else Basis.carried_over
    }
    assert [each.text is None for each in pack.observation_questions(GURU, "E")] == [False, False, False, True]
    assert {each.basis for each in pack.observation_questions(KS, "E")} == {Basis.recommended}


def test_the_reflection_asks_what_is_known_and_says_what_is_ours(library: Library) -> None:
    """One question of 2025, two of 2024, and Kawal's own in place of the fourth that nobody shows."""
    for role in (GURU, KS):
        assert library.pack(P7607).reflections(role) == ()
    for pack_id in (P5539, P271):
        for role in (GURU, KS, PENGAWAS):
            asked = library.pack(pack_id).reflections(role)
            assert [each.basis for each in asked] == [Basis.secondary] * 3 + [Basis.recommended]
            assert asked[0].text == "Apa inspirasi menarik yang Anda peroleh dari kegiatan refleksi?"
