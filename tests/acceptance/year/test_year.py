"""A whole year of one school under each regulation: 1 kepala sekolah, 3 guru, 1 pengawas, 1 kepala dinas."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from _pytest.mark import ParameterSet
from sqlalchemy import text

from storage import audit
from tests.acceptance.year import january, months
from tests.acceptance.year.life import GURU, Life, Somebody, life


@dataclass(frozen=True)
class Rules:
    """What a year is like under one regulation."""

    year: int
    pengawas: bool
    semesters: bool
    guru: tuple[str, ...] = GURU

    @property
    def planners(self) -> tuple[tuple[str, str], ...]:
        """Everybody who is evaluated, and by whom."""
        own = [*((guru, "kepala") for guru in self.guru), ("kepala", "kepala_dinas")]
        return (*own, ("pengawas", "kepala_dinas")) if self.pengawas else tuple(own)


RULES = {
    "7607": Rules(2024, pengawas=False, semesters=True),
    "5539": Rules(2025, pengawas=True, semesters=False),
    "271": Rules(2027, pengawas=True, semesters=False),
}
Act = Callable[[Somebody, Somebody], Awaitable[None]]


def _each_way() -> list[ParameterSet]:
    """Every regulation on both databases; the everyday tests live the present one, one of each role."""
    few = replace(RULES["271"], guru=GURU[:1])
    everyday = pytest.param(few, "postgres", id="one of each role-271-postgres")
    ways = [(name, database) for name in RULES for database in ("sqlite", "postgres")]
    long = [pytest.param(RULES[name], on, id=f"{name}-{on}", marks=pytest.mark.long) for name, on in ways]
    return [everyday, *long]


@pytest.mark.parametrize(("rules", "database_url"), _each_way(), indirect=["database_url"])
async def test_a_whole_year(rules: Rules, database_url: str, pytestconfig: pytest.Config) -> None:
    async with life(database_url, rules.year, every_morning=pytestconfig.getoption("long")) as school:
        await january.join(school, rules.guru)
        await january.january(school, rules.year, rules.guru, rules.pengawas)
        await _spring(school, rules)
        if rules.semesters:
            await _two_periods(school, rules)
        else:
            await _one_period(school, rules)
        await _ended(school, rules)
        await _reminded(school, rules)


async def _each(school: Life, rules: Rules, begins: date, act: Act) -> None:
    """Everybody in turn, each on a day of their own."""
    for days, (owner, appraiser) in enumerate(rules.planners):
        await school.on(begins + timedelta(days=days))
        await act(school.people[owner], school.people[appraiser])


async def _spring(school: Life, rules: Rules) -> None:
    """Observation, competence, confirmations, feedback."""
    await _each(school, rules, date(rules.year, 3, 4), months.observe)
    await _each(school, rules, date(rules.year, 4, 15), months.log)
    await school.on(date(rules.year, 5, 6))
    await months.praise(school, school.kepala, school.guru)
    if not rules.semesters:
        await months.confirm_for_all(school.kepala)
        await months.confirm_for_all(school.kepala_dinas)


async def _one_period(school: Life, rules: Rules) -> None:
    await _each(school, rules, date(rules.year, 7, 6), months.check_in)
    await _each(school, rules, date(rules.year, 12, 14), months.evaluate)


async def _two_periods(school: Life, rules: Rules) -> None:
    """June: evaluated. July: adjusted, agreed again. December: evaluated again."""
    await _each(school, rules, date(rules.year, 6, 18), months.evaluate)
    await school.on(date(rules.year, 7, 8))
    for owner, _appraiser in rules.planners:
        assert await january.plan(school.people[owner]) <= january.FEW
    await school.on(date(rules.year, 7, 10))
    await january.agree(school, rules.guru, "kepala")
    await january.agree(school, ("kepala",), "kepala_dinas")
    await _each(school, rules, date(rules.year, 9, 9), months.observe)
    await _each(school, rules, date(rules.year, 12, 16), months.evaluate)


async def _ended(school: Life, rules: Rules) -> None:
    """Evaluations for all, read by all, and a trail that is whole."""
    periods = 2 if rules.semesters else 1
    async with school.school.database.reading() as session:
        rows = await session.execute(text("SELECT status, count(*) FROM evaluation GROUP BY status"))
        assert [tuple(row) for row in rows] == [("diketahui", periods * len(rules.planners))]
        assert await audit.verify(session) is None
        lost = await session.scalar(text("SELECT count(*) FROM outbox WHERE state IN ('dead', 'unknown', 'gone')"))
        assert lost == 0


async def _reminded(school: Life, rules: Rules) -> None:
    """Everybody was reminded of what they had not done, the pengawas month by month, and all of it has arrived."""
    await school.on(date(rules.year, 12, 31))
    months = {f"{rules.year}-{month:02}" for month in range(1, 13)}
    assert await school.mornings.months_of("pendampingan") == months
    spoken = set(school.mornings.told)
    assert spoken >= {"perencanaan", "evaluasi", "inbox", "pendampingan"}
    assert rules.semesters or spoken >= {"cek_kemajuan", "pemutakhiran_data"}
    print(f"reminders of {rules.year}: {dict(school.mornings.told)}")
