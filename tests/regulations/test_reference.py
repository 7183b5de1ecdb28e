"""The reference packs: what they hold, and that a broken one is refused by name."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from regulations.base import Cited
from regulations.errors import PackError
from regulations.kinds import Basis, Role
from regulations.reference import HERE, Reference, load_reference


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


def _items(value: object) -> Iterator[Cited]:
    if isinstance(value, Cited):
        yield value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _items(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _items(each)


def test_every_item_says_where_it_is_from(reference: Reference) -> None:
    items = list(_items(reference))
    assert len(items) > 150
    assert all(len(each.source) >= 8 for each in items)
    assert not any(word in each.source.lower() for each in items for word in ("seed", ".txt", ".yaml", ".md"))
    assert not [each for each in items if each.basis is Basis.regulated], "none of these was read in a decree"


def test_texts_carry_no_damage_of_a_conversion(reference: Reference) -> None:
    texts = [getattr(each, "text", None) or "" for each in _items(reference)]
    assert not [text for text in texts if text != " ".join(text.split()) or " ," in text or "- L" in text[:3]]


def test_the_pengawas_has_a_report_for_every_month(reference: Reference) -> None:
    aki = reference.aki_pengawas
    assert [each.month for each in aki.months] == list(range(1, 13))
    assert aki.month(1).texts == ("Laporan hasil identifikasi Komitmen Perubahan Kepala Sekolah yang telah disusun",)
    assert len(aki.month(12).texts) == 2
    assert aki.month(2).source.endswith("kolom Pengawas Sekolah, Pebruari")


def test_the_calendar_of_the_pelatih_ahli(reference: Reference) -> None:
    mentor = reference.pelatih_ahli
    total = {each.code: mentor.total_jp(each) for each in mentor.activities}
    assert total == {"lokakarya": 72, "pbd": 16, "forum-daerah": 16, "komite": 32, "coaching": 22, "pmo": 22}
    assert [each.code for each in mentor.activities_in(1)] == ["pbd", "coaching", "pmo"]
    assert [each.code for each in mentor.activities_in(4)] == [
        "lokakarya",
        "forum-daerah",
        "komite",
        "coaching",
        "pmo",
    ]
    assert mentor.activities_in(9) == (), "the calendar has no September"
    assert mentor.level(mentor.activities[0]).limit == 40


def test_coaching_topics_are_chosen_for_three_months(reference: Reference) -> None:
    coaching = reference.pelatih_ahli.coaching
    assert [(each.code, each.compulsory, each.minutes) for each in coaching.topics] == [
        ("wajib", True, (20, 30)),
        ("pilihan-1", False, None),
        ("pilihan-2", False, None),
    ]
    december, january = coaching.topic_set(12), coaching.topic_set(1)
    assert december is not None
    assert january is not None
    assert december.months == (10, 11, 12)
    assert january.months == (1, 2, 3)
    assert january.basis is Basis.recommended, "where a set begins is our reading"
    assert coaching.topic_set(9) is None
    assert len(reference.pelatih_ahli.committee.meetings) == 4


@pytest.mark.parametrize(
    ("role", "competences", "professional", "duties"),
    [(Role.guru, 4, 0, 5), (Role.kepala_sekolah, 3, 3, 3), (Role.pengawas, 3, 3, 4)],
)
def test_competence_models_per_role(
    reference: Reference, role: Role, competences: int, professional: int, duties: int
) -> None:
    kompetensi = reference.model_kompetensi
    model = kompetensi.model(role)
    assert model is not None
    assert len(model.competences) == competences
    assert len(kompetensi.professional_of(role)) == professional
    assert len(kompetensi.duties_of(role)) == duties


def test_roles_without_a_column_have_nothing(reference: Reference) -> None:
    assert reference.model_kompetensi.model(Role.operator) is None
    assert reference.model_kompetensi.duties_of(Role.operator) == ()


def test_workload_of_a_guru(reference: Reference) -> None:
    limits = reference.workload.limits
    assert (limits.minutes_per_week, limits.face_to_face_minimum, limits.face_to_face_maximum) == (37 * 60 + 30, 24, 40)
    assert [hours.hours for task in reference.workload.main_tasks for hours in task.hours] == [12, 12, 12, 12, 12, 6]
    others = reference.workload.other_tasks
    assert others.limit.hours == 6
    assert len(others.items) < others.listed, "the annex was not read to its end"
    assert others.missing.basis is Basis.unverified


def test_hours_of_a_task_may_be_weaker_than_its_name(reference: Reference) -> None:
    tasks = {each.code: each for each in reference.workload.tasks}
    assert {each.basis for each in tasks["wali-kelas"].hours} == {Basis.secondary}
    union = tasks["organisasi-profesi"]
    assert union.basis is Basis.secondary
    assert [(each.who, each.hours, each.basis) for each in union.hours] == [
        ("nasional", 3, Basis.unverified),
        ("provinsi", 2, Basis.unverified),
        ("kabupaten/kota", 1, Basis.unverified),
    ]
    assert tasks["guru-wali"].basis is Basis.unverified


def test_simpeg_says_for_whom_it_is_not(reference: Reference) -> None:
    simpeg = reference.simpeg
    assert [len(each) for each in (simpeg.announcements, simpeg.goals, simpeg.steps, simpeg.data)] == [8, 5, 4, 6]
    assert simpeg.steps[1].title == "Verifikasi Data"
    assert "Kementerian Agama" in simpeg.notice.text


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("aki_pengawas", "month: 12", "month: 11", "months must be 1 to 12"),
        ("aki_pengawas", "basis: secondary", "", "basis"),
        ("aki_pengawas", "at: Juni", "at: Juni\n    colour: red", "colour"),
        ("model_kompetensi", "role: guru", "role: murid", "role"),
        ("pelatih_ahli", "code: coaching\n", "code: pbd\n", "kode ganda"),
        ("pelatih_ahli", "jp: {1: 16}", "jp: {9: 16}", "outside the programme"),
        ("pelatih_ahli", "jp: {1: 16}", "jp: {}", "either jp per month or monthly_jp"),
        ("pelatih_ahli", "- {months: [7, 8]}", "- {months: [7]}", "topic_sets"),
        ("pelatih_ahli", "short: Coaching kepala sekolah", f"short: {'x' * 33}", "short"),
        ("pelatih_ahli", "code: individu", "code: kabupaten_kota", "kode ganda"),
        ("simpeg", 'source: "Sinkronisasi', 'judul: "Sinkronisasi', "source"),
        ("simpeg", "steps:", "steps: [", "tidak terbaca"),
        ("workload", "face_to_face_minimum: 24", "face_to_face_minimum: 41", "above"),
        ("workload", "hours: [{hours: 6}]", "hours: [{hours: 0}]", "hours"),
    ],
)
def test_a_broken_pack_is_refused_by_name(tmp_path: Path, file: str, old: str, new: str, told: str) -> None:
    folder = shutil.copytree(HERE, tmp_path / "reference")
    path = folder / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError, match=rf"{file}\.yaml.*{told}"):
        load_reference(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = shutil.copytree(HERE, tmp_path / "reference")
    (folder / "simpeg.yaml").unlink()
    with pytest.raises(PackError, match=r"simpeg\.yaml"):
        load_reference(folder)


def test_the_same_folder_gives_the_same_reference(reference: Reference) -> None:
    assert load_reference() == reference
    assert Reference.model_validate_json(reference.model_dump_json()) == reference
