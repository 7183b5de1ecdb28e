"""Is this sheet a roster that can be imported? Everything that is wrong is said at once."""

from __future__ import annotations

from storage.roster.entries import Entries, entries
from storage.roster.entrusting import Entrusting
from storage.roster.heads import Heads
from storage.roster.known import Existing
from storage.roster.people import People, people
from storage.roster.problems import Problem, Severity
from storage.roster.roster import Assignment, Checked, Roster
from storage.roster.sheet import Sheet
from storage.roster.units import Units, units


def check(sheet: Sheet, year: int, existing: Existing) -> Checked:
    """Hold a sheet against the rules of the columns, against itself, and against the record.

    `year` is the year of the plans. Pure: nothing is written.
    """
    found = entries(sheet, year)
    placed = units(found, existing)
    met = people(found, placed, existing)
    heads = Heads(found, placed, met, existing)
    heads.check()
    entrusting = Entrusting(found, placed, existing)
    entrusting.check()
    problems = _in_order((*found.problems, *placed.problems, *met.problems, *heads.problems, *entrusting.problems))
    if any(problem.severity is Severity.error for problem in problems):
        return Checked(None, problems)
    return Checked(_roster(year, found, placed, met, heads.appraisers), problems)


def _in_order(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """From top to bottom as in the file; what concerns the whole file comes first."""
    return tuple(sorted(problems, key=lambda problem: problem.row or 0))


def _roster(year: int, found: Entries, placed: Units, met: People, appraisers: dict[int, str]) -> Roster:
    return Roster(
        year=year,
        dinas=tuple(placed.dinas.values()),
        schools=tuple(placed.schools.values()),
        people=tuple(met.persons.values()),
        assignments=tuple(_assignments(found, placed, met, appraisers)),
        columns=frozenset(found.columns),
    )


def _assignments(found: Entries, placed: Units, met: People, appraisers: dict[int, str]) -> list[Assignment]:
    rows = []
    for entry in found.rows:
        unit = placed.unit_of(entry)
        assert unit is not None, "a row without unit was refused"
        assert entry.post is not None, "a row without role was refused"
        assert entry.employment is not None, "a row without status was refused"
        rows.append(
            Assignment(
                row=entry.row,
                person=met.by_row[entry.row],
                unit=unit,
                role=entry.post.role,
                acting=entry.post.acting,
                position=entry.position,
                employment=entry.employment,
                additional_task=entry.additional_task,
                appraiser=appraisers.get(entry.row),
                binaan=entry.binaan,
            )
        )
    return rows
