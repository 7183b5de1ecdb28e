"""Which pack governs when: years, periods, windows in days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from regulations.errors import UnknownPack
from regulations.kinds import Basis, Role
from regulations.library import packaged
from regulations.pack import Pack

LIBRARY = packaged()
P7607 = LIBRARY.pack("perdirjen-7607-2023")
P5539 = LIBRARY.pack("kepdirjen-5539-2024")
P271 = LIBRARY.pack("kepmendikdasmen-271-2025")


@pytest.mark.parametrize(
    ("year", "pack_id"),
    [
        (2024, "perdirjen-7607-2023"),
        (2025, "kepdirjen-5539-2024"),
        (2026, "kepmendikdasmen-271-2025"),
        (2027, "kepmendikdasmen-271-2025"),
        (2040, "kepmendikdasmen-271-2025"),
    ],
)
def test_the_year_decides(year: int, pack_id: str) -> None:
    assert LIBRARY.pack_for(year).id == pack_id


def test_an_operator_may_pin_another() -> None:
    assert LIBRARY.pack_for(2026, pinned="kepdirjen-5539-2024") is P5539
    assert LIBRARY.pack_for(2026, pinned=None) is P271


@pytest.mark.parametrize("year", [2023, 1999])
def test_before_2024_there_is_none_and_the_error_says_since_when(year: int) -> None:
    with pytest.raises(UnknownPack, match=rf"tahun {year}.*Perdirjen GTK 7607/2023 sejak 2024"):
        LIBRARY.pack_for(year)


def test_an_unknown_pack_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownPack, match=r"'perdirjen-1'.*kepdirjen-5539-2024"):
        LIBRARY.pack_for(2026, pinned="perdirjen-1")


def test_two_periods_under_7607_and_one_after_it() -> None:
    first, second = P7607.periods(2024)
    assert (first.code, first.label, first.starts, first.ends) == (
        "2024-1",
        "Periode I 2024",
        date(2024, 1, 1),
        date(2024, 6, 30),
    )
    assert (second.code, second.starts, second.ends) == ("2024-2", date(2024, 7, 1), date(2024, 12, 31))
    assert first.basis is Basis.secondary, "the decree prints one year; two periods are how it was run"
    assert [each.code for each in P5539.periods(2025)] == ["2025"]
    assert P5539.periods(2025)[0].basis is Basis.regulated
    assert P271.periods(2026)[0].basis is Basis.secondary


@pytest.mark.parametrize("pack", [P7607, P5539, P271], ids=lambda pack: pack.id)
def test_every_day_lies_in_exactly_one_period(pack: Pack) -> None:
    day = date(2024, 1, 1)
    while day.year == 2024:
        period = pack.period_on(day)
        assert period.starts <= day <= period.ends
        day += timedelta(days=1)
    for before, after in pairwise(pack.periods(2024)):
        assert after.starts == before.ends + timedelta(days=1)


def _days(pack: Pack, role: Role, year: int, code: str) -> list[tuple[date, date]]:
    dated = [each for period in pack.periods(year) for each in pack.windows(role, period)]
    return [(each.opens, each.closes) for each in dated if each.window.code == code]


@pytest.mark.parametrize("role", [Role.guru, Role.kepala_sekolah, Role.pengawas])
@pytest.mark.parametrize(("pack", "year"), [(P5539, 2025), (P271, 2026)], ids=["5539", "271"])
def test_the_year_of_a_plan(pack: Pack, year: int, role: Role) -> None:
    assert _days(pack, role, year, "perencanaan") == [(date(year, 1, 1), date(year, 1, 31))]
    assert _days(pack, role, year, "penetapan") == [(date(year, 1, 1), date(year, 1, 31))]
    assert _days(pack, role, year, "pelaksanaan") == [(date(year, 1, 1), date(year, 12, 31))]
    assert _days(pack, role, year, "pemutakhiran_data") == [(date(year - 1, 12, 1), date(year - 1, 12, 31))]
    assert _days(pack, role, year, "evaluasi") == [(date(year, 12, 1), date(year + 1, 1, 15))]


def test_an_opening_that_no_decree_prints_is_ours_and_says_so() -> None:
    windows = {each.window.code: each.window for each in P5539.windows(Role.guru, P5539.periods(2025)[0])}
    assert windows["perencanaan"].opens_is_printed
    assert not windows["evaluasi"].opens_is_printed
    assert {each.remind_basis for each in windows.values()} == {Basis.recommended}


def test_reminders_before_the_close_of_a_plan() -> None:
    (planning,) = [
        each.window for each in P5539.windows(Role.guru, P5539.periods(2025)[0]) if each.window.code == "perencanaan"
    ]
    assert planning.remind == (14, 7, 3, 1, 0)
    assert planning.remind_opening


def test_the_dates_of_271_are_secondary_where_told_and_carried_over_where_not() -> None:
    bases = {each.window.code: each.window.basis for each in P271.windows(Role.guru, P271.periods(2026)[0])}
    assert bases == {
        "pemutakhiran_data": Basis.secondary,
        "perencanaan": Basis.secondary,
        "penetapan": Basis.carried_over,
        "pelaksanaan": Basis.carried_over,
        "cek_kemajuan": Basis.recommended,
        "evaluasi": Basis.carried_over,
    }


def test_7607_plans_in_january_and_adjusts_in_july() -> None:
    planning = _days(P7607, Role.guru, 2024, "perencanaan")
    assert planning == [(date(2024, 1, 1), date(2024, 1, 31)), (date(2024, 7, 1), date(2024, 7, 31))]
    assert _days(P7607, Role.guru, 2024, "penyesuaian") == [(date(2024, 7, 1), date(2024, 7, 31))]
    assert P7607.windows(Role.pengawas, P7607.periods(2024)[0]) == ()


def test_an_appraiser_has_duties_in_the_windows_of_others() -> None:
    period = P5539.periods(2025)[0]
    own = {each.window.code for each in P5539.windows(Role.kepala_sekolah, period)}
    duties = [(each.window.code, each.window.roles) for each in P5539.duties(Role.kepala_sekolah, period)]
    assert "perencanaan" in own
    assert duties == [("penetapan", (Role.guru,)), ("evaluasi", (Role.guru,))]
    assert [each.window.code for each in P5539.duties(Role.operator, period)] == ["plotting", "plotting"]


def test_windows_come_by_their_closing_day_and_know_their_days() -> None:
    windows = P5539.windows(Role.guru, P5539.periods(2025)[0])
    assert [each.closes for each in windows] == sorted(each.closes for each in windows)
    assert windows is P5539.windows(Role.guru, P5539.periods(2025)[0])
    planning = next(each for each in windows if each.window.code == "perencanaan")
    assert planning.contains(date(2025, 1, 31))
    assert not planning.contains(date(2025, 2, 1))


def test_nobody_is_told_of_an_invented_consequence() -> None:
    for pack in (P5539, P271):
        for window in pack.window_list:
            if window.missed and window.code == "perencanaan":
                assert window.missed_basis in (Basis.recommended, Basis.unverified)
                assert window.missed_source
