"""What somebody has to do, by when, and on which days they are reminded of it: as it is written, and where."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from regulations import agenda, workdays
from regulations.agenda import Duty, Occasion, duties, occasions
from regulations.kinds import Basis, DoneWhen, Role
from regulations.library import packaged

LIBRARY = packaged()
PERDIRJEN = "Perdirjen GTK 7607/B.B1/HK.03/2023"
AKI = "Strategi AKI (Adaptif, Kolaboratif, Inovatif), tabel periode/bulan"
KEPDIRJEN = "Kepdirjen GTK 5539/B.B1/HK.03.01/2024, Lampiran Bab"
KEPMEN = "Kepmendikdasmen 271/O/2025, menurut PGRI Kota Cilegon"
PAPARAN = "Paparan Pendampingan oleh Pelatih Ahli pada Program Sekolah Penggerak"

Line = tuple[str, str, str, str, Basis, str]
"""Code, period, first and last day, how sure it is, and where it stands."""

# What a guru does, under each regulation. The December line is for the plan of the following year.
GURU: dict[int, list[Line]] = {
    2024: [
        ("perencanaan", "2024-1", "2024-01-01", "2024-01-31", Basis.regulated, f"{PERDIRJEN}, Perencanaan Kinerja"),
        ("pelaksanaan", "2024-1", "2024-02-01", "2024-05-31", Basis.secondary, f"{AKI}, Pebruari sampai Mei"),
        ("penyesuaian", "2024-2", "2024-07-01", "2024-07-31", Basis.regulated, f"{PERDIRJEN}, Perencanaan Kinerja"),
        ("perencanaan", "2024-2", "2024-07-01", "2024-07-31", Basis.secondary, f"{AKI}, Juli"),
        ("pelaksanaan", "2024-2", "2024-08-01", "2024-11-30", Basis.secondary, f"{AKI}, Agustus sampai November"),
        ("pemutakhiran_data", "2025", "2024-12-01", "2024-12-31", Basis.regulated, f"{KEPDIRJEN} II huruf A"),
    ],
    2025: [
        ("perencanaan", "2025", "2025-01-01", "2025-01-31", Basis.regulated, f"{KEPDIRJEN} II huruf B"),
        ("cek_kemajuan", "2025", "2025-07-01", "2025-07-31", Basis.recommended, f"{KEPDIRJEN} II huruf C (anjuran"),
        ("pelaksanaan", "2025", "2025-01-01", "2025-12-31", Basis.regulated, f"{KEPDIRJEN} II huruf C"),
        ("pemutakhiran_data", "2026", "2025-12-01", "2025-12-31", Basis.secondary, KEPMEN),
    ],
    2027: [
        ("perencanaan", "2027", "2027-01-01", "2027-01-31", Basis.secondary, KEPMEN),
        ("cek_kemajuan", "2027", "2027-07-01", "2027-07-31", Basis.recommended, f"{KEPDIRJEN} II huruf C (anjuran"),
        ("pelaksanaan", "2027", "2027-01-01", "2027-12-31", Basis.carried_over, f"{KEPDIRJEN} II huruf C"),
        ("pemutakhiran_data", "2028", "2027-12-01", "2027-12-31", Basis.secondary, KEPMEN),
    ],
}
# What is done for the performance of others.
FOR_OTHERS: dict[tuple[int, Role], list[Line]] = {
    (2024, Role.kepala_sekolah): [
        ("penetapan", "2024-1", "2024-01-01", "2024-01-31", Basis.secondary, f"{AKI}, Januari (persetujuan atasan)"),
        ("evaluasi", "2024-1", "2024-06-01", "2024-06-30", Basis.secondary, f"{AKI}, Juni"),
        ("penetapan", "2024-2", "2024-07-01", "2024-07-31", Basis.secondary, f"{AKI}, Juli (persetujuan atasan)"),
        ("evaluasi", "2024-2", "2024-12-01", "2024-12-31", Basis.secondary, f"{AKI}, Desember"),
    ],
    (2025, Role.kepala_sekolah): [
        ("penetapan", "2025", "2025-01-01", "2025-01-31", Basis.regulated, f"{KEPDIRJEN} II huruf B"),
        ("evaluasi", "2025", "2025-12-01", "2026-01-15", Basis.regulated, f"{KEPDIRJEN} II huruf D"),
    ],
    (2027, Role.kepala_sekolah): [
        ("penetapan", "2027", "2027-01-01", "2027-01-31", Basis.carried_over, f"{KEPDIRJEN} II huruf B"),
        ("evaluasi", "2027", "2027-12-01", "2028-01-15", Basis.carried_over, f"{KEPDIRJEN} II huruf D"),
    ],
    (2025, Role.kepala_dinas): [
        ("plotting", "2025", "2025-01-01", "2025-01-15", Basis.recommended, f"{KEPDIRJEN} III huruf B (tanpa tanggal"),
        ("penetapan", "2025", "2025-01-01", "2025-01-31", Basis.regulated, f"{KEPDIRJEN} III huruf C"),
        ("evaluasi", "2025", "2025-12-01", "2026-01-15", Basis.regulated, f"{KEPDIRJEN} III huruf E"),
    ],
    (2025, Role.operator): [
        ("plotting", "2025", "2025-01-01", "2025-01-15", Basis.recommended, f"{KEPDIRJEN} III huruf B (tanpa tanggal"),
    ],
    (2025, Role.tim_kinerja): [
        ("evaluasi", "2025", "2025-12-01", "2026-01-15", Basis.regulated, f"{KEPDIRJEN} III huruf E"),
    ],
}


def _lines(found: tuple[Duty, ...], expected: list[Line]) -> list[Line]:
    """What was found, the citation cut to the length of the expected one."""
    lengths = {line[:2]: len(line[5]) for line in expected}
    return [
        (*one.key, f"{one.opens}", f"{one.closes}", one.cited.basis, one.cited.source[: lengths.get(one.key)])
        for one in found
    ]


@pytest.mark.parametrize("year", GURU)
def test_what_a_guru_has_to_do(year: int) -> None:
    assert _lines(duties(LIBRARY, Role.guru, year), GURU[year]) == GURU[year]


@pytest.mark.parametrize(("year", "role"), FOR_OTHERS)
def test_what_is_done_for_others(year: int, role: Role) -> None:
    found = tuple(one for one in duties(LIBRARY, role, year) if role not in one.roles)
    expected = FOR_OTHERS[year, role]
    assert _lines(found, expected) == expected


def test_a_pinned_pack_gives_its_own_windows() -> None:
    old = duties(LIBRARY, Role.guru, 2027, "kepdirjen-5539-2024")
    assert {one.key for one in old} == {one.key for one in duties(LIBRARY, Role.guru, 2027)}
    assert {one.cited.basis for one in old} == {Basis.regulated, Basis.recommended}
    two = {one.key for one in duties(LIBRARY, Role.guru, 2027, "perdirjen-7607-2023")}
    assert two >= {("perencanaan", "2027-1"), ("perencanaan", "2027-2")}


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_a_pengawas_reports_each_month_whatever_the_pack_covers(year: int) -> None:
    monthly = [one for one in duties(LIBRARY, Role.pengawas, year) if one.code == "pendampingan"]
    assert [one.period for one in monthly] == [f"{year}-{month:02}" for month in range(1, 13)]
    assert all(one.cited.source.startswith(f"{AKI}, kolom Pengawas Sekolah") for one in monthly)
    assert {one.done_when for one in monthly} == {DoneWhen.reported}
    assert [(one.opens.day, (one.closes + timedelta(days=1)).day) for one in monthly] == [(1, 1)] * 12


def test_a_pelatih_ahli_reports_the_months_of_the_programme() -> None:
    monthly = duties(LIBRARY, Role.pelatih_ahli, 2027)
    assert [one.opens.month for one in monthly] == sorted(LIBRARY.reference.pelatih_ahli.months)
    assert all(one.cited.source.startswith(PAPARAN) for one in monthly)


def test_the_year_is_the_whole_of_what_ends_in_it_and_after_it() -> None:
    """The data for a plan are brought up to date in the December before: that belongs to the role of that December."""
    for role in Role:
        for year in (2025, 2026, 2027):
            assert all(date(year, 1, 1) <= one.closes <= date(year + 1, 1, 31) for one in duties(LIBRARY, role, year))


# --- the days of a duty ------------------------------------------------------------


def _of(year: int, code: str, role: Role = Role.guru, **more: object) -> Duty:
    return next(one for one in duties(LIBRARY, role, year, **more) if one.code == code)  # type: ignore[arg-type]


def _days(found: tuple[Occasion, ...]) -> list[str]:
    return [f"{one.day:%m-%d}" + (f" instead of {one.nominal:%d}" if one.why_moved else "") for one in found]


@pytest.mark.parametrize(
    ("year", "code", "days"),
    [
        # 1 January is a holiday; 28 January 2024 is a Sunday.
        (2024, "perencanaan", ["01-02 instead of 01", "01-17", "01-24", "01-27 instead of 28", "01-30", "01-31"]),
        (2025, "perencanaan", ["01-02 instead of 01", "01-17", "01-24", "01-28", "01-30", "01-31"]),
        # 17, 24 and 31 January 2027 are Sundays: the last day stays where it is.
        (2027, "perencanaan", ["01-02 instead of 01", "01-16 instead of 17", "01-23 instead of 24", "01-28", "01-30",
                               "01-31"]),
        (2027, "cek_kemajuan", ["07-01", "07-24", "07-31"]),
        (2025, "pemutakhiran_data", ["12-01", "12-17", "12-24", "12-27 instead of 28", "12-30", "12-31"]),
        (2027, "pelaksanaan", []),
    ],
)  # fmt: skip
def test_the_days_on_which_a_guru_is_reminded(year: int, code: str, days: list[str]) -> None:
    assert _days(_of(year, code).occasions) == days


def test_days_that_meet_are_one_and_the_later_call_stays() -> None:
    """28 March 2025 is three days before the end; 30 March is Sunday, 29 March Nyepi: one day before moves there."""
    found = _of(2025, "pendampingan", Role.pengawas, moved=None)
    march = next(one for one in duties(LIBRARY, Role.pengawas, 2025) if one.period == "2025-03")
    assert _days(march.occasions) == ["03-01", "03-24", "03-28 instead of 30", "03-31"]
    assert [one.before for one in march.occasions] == [None, 7, 1, 0]
    assert workdays.free(date(2025, 3, 31)), "the last day is told though it is Idul Fitri"
    assert found.period == "2025-01"


def test_why_a_day_was_moved_is_kept() -> None:
    first, second, *_rest = _of(2027, "perencanaan").occasions
    assert (first.why_moved, second.why_moved) == ("Tahun Baru Masehi", "Minggu")


def test_a_moved_deadline_moves_its_days_and_nothing_else() -> None:
    moved = {("perencanaan", "2027"): date(2027, 2, 14)}
    found = _of(2027, "perencanaan", moved=moved)
    assert (found.opens, found.closes, found.printed_closes) == (date(2027, 1, 1), date(2027, 2, 14), date(2027, 1, 31))
    assert _days(found.occasions) == [
        "01-02 instead of 01", "01-30 instead of 31", "02-05 instead of 07", "02-11", "02-13", "02-14",
    ]  # fmt: skip
    untouched = {one.key: one.closes for one in duties(LIBRARY, Role.guru, 2027) if one.code != "perencanaan"}
    assert untouched.items() <= {one.key: one.closes for one in duties(LIBRARY, Role.guru, 2027, moved=moved)}.items()


def test_a_deadline_moved_before_the_opening_leaves_one_day() -> None:
    found = _of(2027, "cek_kemajuan", moved={("cek_kemajuan", "2027"): date(2027, 6, 12)})
    assert (found.opens, found.closes, _days(found.occasions)) == (date(2027, 6, 12), date(2027, 6, 12), ["06-12"])


# --- for any window ----------------------------------------------------------------

STARTS = some.dates(date(2024, 1, 1), date(2030, 12, 31))
LENGTHS = some.integers(0, 120)
OFFSETS = some.sets(some.integers(0, 60), max_size=7)


@given(opens=STARTS, length=LENGTHS, remind=OFFSETS, opening=some.booleans())
def test_occasions_of_any_window(opens: date, length: int, remind: set[int], opening: bool) -> None:
    closes = opens + timedelta(days=length)
    found = occasions(opens, closes, remind, opening=opening)
    days = [one.day for one in found]
    assert days == sorted(set(days)), "in order, never two on a day"
    assert len({one.nominal for one in found if one.before is not None}) == len(
        [one for one in found if one.before is not None]
    )
    assert all(opens <= one.day <= closes for one in found)
    assert all(one.is_last or workdays.free(one.day) is None for one in found)
    assert all((one.why_moved is None) == (one.day == one.nominal) for one in found)
    assert [one.day for one in found if one.is_last] == ([closes] if 0 in remind else [])
    assert {one.before for one in found} <= {None, *remind}


@given(opens=STARTS, length=LENGTHS, remind=OFFSETS, today=STARTS, since=STARTS)
def test_only_the_latest_occasion_is_due_and_none_when_it_is_over(
    opens: date, length: int, remind: set[int], today: date, since: date
) -> None:
    closes = opens + timedelta(days=length)
    found = occasions(opens, closes, remind, opening=True)
    cited = _of(2027, "perencanaan").cited
    duty = Duty("x", "2027", 2027, DoneWhen.reported, opens, closes, closes, frozenset(), cited, found)
    due = duty.due(since, today)
    between = [one for one in found if since < one.day <= today]
    assert due == (between[-1] if between and today <= closes else None)
    following = duty.next_day(today)
    assert following == min((one.day for one in found if one.day > today), default=None)


def test_nobody_has_the_same_duty_twice() -> None:
    for role in Role:
        for year in (2024, 2025, 2026, 2027):
            keys = [one.key for one in agenda.duties(LIBRARY, role, year)]
            assert len(keys) == len(set(keys)), (role, year)
