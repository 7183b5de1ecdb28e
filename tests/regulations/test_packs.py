"""What the packs say: wording, who is covered, what is preset, what may be trusted how far."""

import pytest

from regulations.items import Rhk
from regulations.kinds import Basis, ConfirmedBy, Rating, Role
from regulations.library import packaged
from regulations.pack import Pack
from regulations.rules import _items

LIBRARY = packaged()
PACKS = list(LIBRARY.packs.values())
P7607 = LIBRARY.pack("perdirjen-7607-2023")
P5539 = LIBRARY.pack("kepdirjen-5539-2024")
P271 = LIBRARY.pack("kepmendikdasmen-271-2025")


def _ids(pack: Pack) -> str:
    return pack.id


@pytest.mark.parametrize("pack", PACKS, ids=_ids)
def test_every_item_cites_a_decree_or_says_that_it_is_ours(pack: Pack) -> None:
    items = list(_items(pack))
    assert len(items) > 300
    for name, item in items:
        assert item.source.strip(), name
        assert not any(word in item.source.lower() for word in ("seed", ".txt", ".yaml")), item.source
        assert item.basis in Basis


def test_nothing_of_271_is_called_regulated() -> None:
    bases = {item.basis for _, item in _items(P271)}
    assert Basis.regulated not in bases
    assert {Basis.carried_over, Basis.secondary} <= bases
    assert {row.upload_basis for row in P271.documentation_list} == {Basis.carried_over, Basis.secondary}
    assert Basis.regulated not in {window.missed_basis for window in P271.window_list}


def test_what_271_takes_over_keeps_the_citation_of_5539() -> None:
    for old, new in zip(P5539.rhk(Role.guru), P271.rhk(Role.guru), strict=True):
        assert (new.text, new.source) == (old.text, old.source)
        assert (old.basis, new.basis) == (Basis.regulated, Basis.carried_over)
    expectation = P271.behaviours(Role.pengawas)[6].indicators[2].expectations[2]
    assert expectation.basis is Basis.carried_over
    assert expectation.source.endswith("Tabel 4.1 angka 7.3.3")


def test_271_says_that_its_text_was_not_read_before_anything_else() -> None:
    assert P271.notices[0].code == "naskah"
    assert "belum kami baca" in P271.notices[0].text


def test_private_schools_and_special_teachers_are_in_under_271_and_out_under_5539() -> None:
    assert [each.code for each in P5539.bkn_only] == ["masyarakat", "kementerian_lain", "uld", "siln", "tugas_belajar"]
    assert [each.code for each in P271.bkn_only] == ["kementerian_lain", "siln", "tugas_belajar"]
    private = [rule for rule in P271.appraisers if rule.code == "swasta"]
    assert {(rule.role, rule.appraiser, rule.basis) for rule in private} == {
        (Role.guru, Role.kepala_dinas, Basis.secondary),
        (Role.kepala_sekolah, Role.kepala_dinas, Basis.secondary),
    }


def test_7607_offers_the_behaviours_of_5539_as_unverified_help() -> None:
    for role in (Role.guru, Role.kepala_sekolah):
        for ours, printed in zip(P7607.behaviours(role), P5539.behaviours(role), strict=True):
            assert (ours.basis, printed.basis) == (Basis.unverified, Basis.regulated)
            assert ours.indicators[0].expectations[0].basis is Basis.unverified
            assert ours.indicators[0].text == printed.indicators[0].text
    assert P7607.behaviours(Role.pengawas) == ()


def test_who_is_covered() -> None:
    assert not P7607.covers_role(Role.pengawas)
    told = P7607.uncovered(Role.pengawas)
    assert told is not None
    assert told.what_remains
    assert P5539.covers_role(Role.pengawas)
    assert P5539.uncovered(Role.pengawas) is None
    assert P5539.uncovered(Role.guru) is None
    for pack in PACKS:
        assert pack.uncovered_group("non_asn") is not None
    assert P5539.uncovered_group("tidak_ada") is None
    assert {role for role in Role if P5539.rhk(role)} == {*P5539.covers, Role.kepala_dinas}
    assert {rhk.basis for rhk in P5539.rhk(Role.kepala_dinas)} == {Basis.example}


def test_wording_is_as_printed() -> None:
    assert P5539.rhk_by_code(Role.guru, "c").text == (
        "terlaksananya tugas tambahan dalam mendukung pembelajaran yang bermutu untuk semua"
    )
    assert P5539.rhk_by_code(Role.kepala_sekolah, "d").text == (
        "terkelolanya peningkatan kualitas praktik pembelajaran Guru"
    )
    assert P5539.focuses(Role.guru)[2].text.endswith("ekspektasi pada peserta didik")
    assert P7607.focuses(Role.guru)[2].text.endswith("berfokus pada ekspektasi peserta didik")
    rejoined = P5539.behaviours(Role.guru)[2].indicators[0]
    assert rejoined.text == "Menunjukkan penguasaan kompetensi yang memadai dalam melakukan kinerja"
    assert rejoined.expectations[0].text == (
        "Menunjukkan kompetensi dalam bekerja sehingga menjadi teladan bagi rekan sejawat"
    )
    assert P5539.activities(Role.pengawas)[-1].text == (
        "Peraih penghargaan dari pemerintah atau mitra pembangunan pada lingkup daerah, nasional dan global terhadap"
        " kontribusinya terhadap pembelajaran/pendidikan/kepemimpinan"
    )


def test_rhk_i_of_a_kepala_sekolah_is_kept_with_its_oddity() -> None:
    row = P5539.documentation(Role.kepala_sekolah)[8]
    assert P5539.rhk_by_code(Role.kepala_sekolah, "i").text.startswith("terlaksananya perencanaan satuan pendidikan")
    assert "laporan pengelolaan satuan pendidikan" in row.how
    assert row.confirmed_by is ConfirmedBy.pejabat_penilai
    assert not row.upload


@pytest.mark.parametrize(
    ("pack", "role", "task", "codes"),
    [
        (P5539, Role.guru, False, "abde"),
        (P5539, Role.guru, True, "abcde"),
        (P5539, Role.kepala_sekolah, False, "abcdefghi"),
        (P5539, Role.pengawas, False, "abc"),
        (P7607, Role.guru, False, "abcd"),
        (P7607, Role.guru, True, "abcde"),
        (P7607, Role.pengawas, False, ""),
        (P5539, Role.kepala_dinas, True, ""),
    ],
)
def test_the_preset_leaves_out_the_task_nobody_has(pack: Pack, role: Role, task: bool, codes: str) -> None:
    assert pack.preset_rhk(role, task) == tuple(codes)


@pytest.mark.parametrize(
    ("pack", "role", "codes"),
    [
        (P5539, Role.guru, "de"),
        (P5539, Role.kepala_sekolah, "fg"),
        (P5539, Role.pengawas, "ac"),
        (P7607, Role.guru, "ab"),
        (P7607, Role.kepala_sekolah, "bd"),
    ],
)
def test_observation_and_competence_are_in_every_plan(pack: Pack, role: Role, codes: str) -> None:
    assert "".join(rhk.code for rhk in pack.required_rhk(role)) == codes


def test_the_quadrant() -> None:
    bawah, sesuai, atas = Rating.di_bawah, Rating.sesuai, Rating.di_atas
    expected = {
        (atas, atas): "sangat_baik",
        (atas, sesuai): "baik",
        (atas, bawah): "kurang",
        (sesuai, atas): "baik",
        (sesuai, sesuai): "baik",
        (sesuai, bawah): "kurang",
        (bawah, atas): "butuh_perbaikan",
        (bawah, sesuai): "butuh_perbaikan",
        (bawah, bawah): "sangat_kurang",
    }
    assert {pair: P5539.predikat(*pair).code for pair in expected} == expected


@pytest.mark.parametrize("pack", PACKS, ids=_ids)
def test_suggestions_are_complete_and_ours(pack: Pack) -> None:
    for role in pack.covers:
        examples = pack.examples(role)
        assert examples.basis is Basis.example
        assert examples.measures.keys() == {rhk.code for rhk in pack.rhk(role)}
        assert list(examples.behaviour) == list("1234567")
        assert examples.competence
        perspectives = {measure.perspektif for measure in examples.measures.values()}
        assert (None not in perspectives) == (role is Role.kepala_sekolah)


@pytest.mark.parametrize("pack", PACKS, ids=_ids)
def test_a_guru_serves_an_rhk_of_the_kepala_sekolah(pack: Pack) -> None:
    superior = {rhk.code for rhk in pack.rhk(Role.kepala_sekolah)}
    served = pack.examples(Role.guru).intervened
    assert served.keys() == {rhk.code for rhk in pack.rhk(Role.guru)}
    assert set(served.values()) <= superior


def test_labels_fit_a_button() -> None:
    for pack in PACKS:
        for role in pack.covers:
            rhk = [each.short for each in pack.rhk(role)]
            focuses = [each.short for each in pack.focuses(role)]
            activities = [each.short for each in pack.activities(role)]
            for labels in (rhk, focuses, activities):
                assert max(map(len, labels)) <= 32
                assert len(labels) == len(set(labels)), "two choices under one label cannot be told apart"


def test_the_same_question_gives_the_same_object() -> None:
    assert P5539.rhk(Role.guru) is P5539.rhk(Role.guru)
    assert P5539.behaviours(Role.guru) is P5539.behaviours(Role.guru)
    assert P5539.activities(Role.guru) is P5539.activities(Role.guru)
    assert P5539.preset_rhk(Role.guru, True) is P5539.preset_rhk(Role.guru, True)
    assert isinstance(P5539.rhk_by_code(Role.guru, "a"), Rhk)


def test_a_code_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        P5539.rhk_by_code(Role.guru, "z")
    with pytest.raises(KeyError):
        P7607.focus_rule(Role.pengawas)
