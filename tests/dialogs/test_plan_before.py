"""The plan of the period before: kept in a draft, turned back into answers, compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from dialogs import engine
from dialogs.engine import Finished
from dialogs.ground import superior_of
from dialogs.material import material
from dialogs.plan_before import answers_of, from_json, to_json
from dialogs.plan_changes import change_line, changes
from regulations.models import Pack, Role
from storage.values import CompetenceItem, Plan, SubmitSkp
from tests.dialogs.grounds.january import LONG_TASK, a_plan
from tests.dialogs.people import PACKS, periods_of
from tests.dialogs.views.plans import easy_plan, odd_plan
from tests.dialogs.views.reading import ID

GURU_2024 = material(PACKS[0], Role.guru)


def _plans() -> Iterator[tuple[Pack, Role, Plan]]:
    for pack in PACKS:
        for role in sorted(pack.covers):
            yield pack, role, easy_plan(pack, role)
            yield pack, role, odd_plan(pack, role)


@pytest.mark.parametrize("number", range(16))
def test_a_plan_turned_into_answers_leads_to_that_plan(number: int) -> None:
    pack, role, plan = list(_plans())[number]
    kept = from_json(json.loads(json.dumps(to_json(plan))))
    assert kept == plan
    stuff = material(pack, role)
    answers = answers_of(stuff, superior_of(pack, role, None), kept)
    ground = a_plan(pack, role, periods_of(pack)[-1], LONG_TASK)
    there = engine.replay(ground.begin(), answers)
    assert not isinstance(there, Finished)
    assert there.question.key == "send"
    done = engine.replay(ground.begin(), {**answers, "send": True})
    assert isinstance(done, Finished)
    assert isinstance(done.intent, SubmitSkp)
    assert done.intent.plan == plan
    assert changes(stuff, plan, done.intent.plan) == ()


def test_there_are_sixteen_plans() -> None:
    assert len(list(_plans())) == 16


def _changed(**parts: object) -> list[str]:
    """What is told when these parts of the easy plan of 2024 are different."""
    before = easy_plan(PACKS[0])
    return [ID.plain(line) for line in changes(GURU_2024, before, replace(before, **parts))]  # type: ignore[arg-type]


def test_each_difference_has_its_line() -> None:
    plan = easy_plan(PACKS[0])
    first, *others = plan.results
    assert _changed() == []
    assert _changed(results=(replace(first, target=first.target + 1), *others)) == [
        "target RHK a: 1 siklus → 2 siklus",
    ]
    assert _changed(results=(replace(first, indikator="Lain", aspek="kualitas", intervened="b"), *others)) == [
        "indikator RHK a: Lain",
        "RHK a: kualitas",
        "RHK a mendukung RHK atasan b",
    ]
    assert _changed(results=tuple(others)) == ["RHK dilepas: Observasi praktik pembelajaran"]
    assert _changed(focuses=("b",))[0] == "fokus baru: Penerapan disiplin positif"
    assert _changed(additional_task="Wali kelas") == ["tugas tambahan: Wali kelas"]
    assert _changed(note="Cuti") == ["catatan: Cuti"]
    behaviour = replace(plan.behaviours[0], expectation="1.1.2")
    assert _changed(behaviours=(behaviour, *plan.behaviours[1:]))[0].endswith("1.1.2")


def test_each_difference_of_competences_has_its_line() -> None:
    (item,) = easy_plan(PACKS[0]).competences
    assert _changed(competences=(replace(item, units=5, points=40),)) == ["kegiatan Pelatihan mandiri: 4 → 5 kali"]
    assert _changed(competences=(replace(item, points=40),)) == ["kegiatan Pelatihan mandiri: 32 → 40 poin"]
    assert [line.partition(":")[0] for line in _changed(competences=(CompetenceItem("a", 1, 36),))] == [
        "kegiatan baru",
        "kegiatan dilepas",
    ]


def test_what_the_pack_no_longer_has_is_named_by_its_code() -> None:
    plan = easy_plan(PACKS[0])
    gone = replace(plan, focuses=("zz",))
    assert "fokus dilepas: zz" in [ID.plain(line) for line in changes(GURU_2024, gone, plan)]


def test_one_line_tells_the_first_and_how_many_more() -> None:
    assert ID.plain(change_line(())) == "Sama dengan rencana periode I."
    assert ID.plain(change_line(("x",))) == "⟳ Berubah dari periode I: x"
    assert ID.plain(change_line(("x", "y", "z"))) == "⟳ Berubah dari periode I: x (+2 lagi)"
