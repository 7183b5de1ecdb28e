"""A draft pins what it began with: nothing that changes later moves the ground under a talk."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dialogs import talks
from dialogs.engine import Finished, Pending, replay
from dialogs.questions import Day, Words
from dialogs.talks import ENTERED, GIVE_BACK, PLAN, TALKS
from regulations.models import Role
from storage.values import MarkEntered, ReturnSkp, SkpStatus
from tests.dialogs.grounds import ALL, PLANS, Ground
from tests.dialogs.people import DRAFT, PACKS, a_member, a_skp, periods_of
from tests.dialogs.tongues import CATALOGUES
from tests.dialogs.views.plans import easy_plan

PACK = PACKS[-1]
PERIOD = periods_of(PACK)[0]


@pytest.mark.parametrize("ground", ALL, ids=[ground.label for ground in ALL])
def test_what_is_pinned_is_json(ground: Ground) -> None:
    assert json.loads(json.dumps(ground.pinned)) == ground.pinned


def test_a_plan_keeps_the_role_and_the_task_it_began_with() -> None:
    """The roster may change while a plan is being made."""
    began = a_member(year=PERIOD.year, additional_task="Wali kelas")
    now = replace(began, role=Role.pengawas, additional_task=None)
    pinned = talks.pin_plan(began, PACK, "v1", PERIOD)
    then, later = (TALKS[PLAN].begin(member, pinned, PACK) for member in (began, now))
    answers = {"rhk": [rhk.code for rhk in PACK.rhk(Role.guru)]}
    first, second = replay(then, answers), replay(later, answers)
    assert isinstance(first, Pending)
    assert isinstance(second, Pending)
    assert isinstance(second.question, Words)
    assert (first.question.key, first.trail) == (second.question.key, second.trail)
    assert second.question.suggested == "Wali kelas"


def test_a_plan_is_for_the_period_it_began_in() -> None:
    old = PACKS[0]
    assert len(periods_of(old)) == 2
    for period in periods_of(old):
        ground = next(ground for ground in PLANS if ground.period == period)
        phone = ground.phone(CATALOGUES[0])
        phone.go(20)
        assert phone.intent.period == period.code


def test_the_reason_is_about_the_version_that_was_read() -> None:
    pinned = talks.pin_skp(a_skp(PACK, easy_plan(PACK), version=7))
    done = replay(TALKS[GIVE_BACK].begin(a_member(), pinned, None), {"reason": "Terlalu rendah"})
    assert isinstance(done, Finished)
    assert done.intent == ReturnSkp(DRAFT, 7, "Terlalu rendah")


def _entered(decided: datetime, zone: str) -> Day:
    skp = a_skp(PACK, easy_plan(PACK), SkpStatus.disepakati, owner=a_member(zone=zone), decided_at=decided)
    now = replay(TALKS[ENTERED].begin(skp.owner, talks.pin_skp(skp), None), {})
    assert isinstance(now, Pending)
    assert isinstance(now.question, Day)
    return now.question


@pytest.mark.parametrize(
    ("hour", "zone", "first"),
    [
        (14, "Asia/Jayapura", date(2027, 1, 11)),
        (15, "Asia/Jayapura", date(2027, 1, 12)),
        (15, "Asia/Makassar", date(2027, 1, 11)),
        (16, "Asia/Makassar", date(2027, 1, 12)),
        (16, "Asia/Jakarta", date(2027, 1, 11)),
        (17, "Asia/Jakarta", date(2027, 1, 12)),
    ],
)
def test_a_plan_is_entered_on_the_local_day_of_the_agreement_at_the_earliest(hour: int, zone: str, first: date) -> None:
    question = _entered(datetime(2027, 1, 11, hour, 0, tzinfo=UTC), zone)
    assert question.first == first
    assert question.fits(first.isoformat())
    assert not question.fits("2027-01-10")


def test_the_day_of_entering_is_recorded() -> None:
    skp = a_skp(PACK, easy_plan(PACK), SkpStatus.disepakati)
    done = replay(TALKS[ENTERED].begin(skp.owner, talks.pin_skp(skp), None), {"day": "2027-01-20"})
    assert isinstance(done, Finished)
    assert done.intent == MarkEntered(DRAFT, 3, date(2027, 1, 20))
