"""Reports of a pengawas for the tests of dialogs and views, and what a talk about one may come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from regulations.library import packaged
from regulations.models import Role
from storage.values.evidence import EvidenceFacts, FileKind, Page
from storage.values.pendampingan import (
    BinaanSchool,
    Entrust,
    Finding,
    Issue,
    Mentoring,
    ReportFacts,
    ReportStatus,
    ReturnReport,
    SchoolFacts,
    SubmitReport,
    SubmitWork,
    Work,
    WorkKind,
)
from tests.dialogs.logs import LONG_LINK
from tests.dialogs.people import DRAFT, NAMES, NOW, a_member

AKI = packaged().reference.aki_pengawas
INTENTS = (SubmitReport, SubmitWork, ReturnReport, Entrust)
LONG = ('Jadwal <b>supervisi</b> & "rapor" 😀 ' * 20)[:400]
FINDINGS = tuple(Finding(f"{number} {LONG}"[:200], number % 2 == 0) for number in range(5))
LONG_NAME = f"SDN {NAMES[4]}"


def a_school(number: int = 0, name: str = "SDN Contoh 01") -> BinaanSchool:
    """A school with an id as long as any."""
    return BinaanSchool(DRAFT - number, name, "99999901")


def issues(count: int) -> tuple[Issue, ...]:
    """Open since the month before, each as long as a finding may be."""
    return tuple(Issue(DRAFT - number, f"{number} {LONG}"[:200], 2027, 2) for number in range(count))


def known(count: int = 0, name: str = LONG_NAME) -> SchoolFacts:
    """Large figures, and some open issues."""
    return SchoolFacts(a_school(0, name), 120, 118, 117, 115, 1240, issues(count))


def a_report(status: ReportStatus = ReportStatus.diajukan, **changes: Any) -> ReportFacts:
    """A report in the record, decided unless it waits."""
    decided = status in (ReportStatus.dikonfirmasi, ReportStatus.dikembalikan)
    report = ReportFacts(
        id=DRAFT,
        version=3,
        status=status,
        owner=a_member(Role.pengawas, unit_name="Dinas Pendidikan Kabupaten Contoh"),
        school=a_school(),
        year=2027,
        month=3,
        content=Mentoring(date(2027, 3, 9), LONG, FINDINGS, LONG, LONG),
        closed=issues(2),
        evidence=some_evidence(),
        submitted_at=NOW,
        decided_at=NOW if decided else None,
        decided_by="Ibu Contoh Kepala Dinas" if decided else None,
        decided_by_id=12 if decided else None,
        reason="Tanggalnya belum cocok." if status is ReportStatus.dikembalikan else None,
    )
    return replace(report, **changes)


def a_work(status: ReportStatus = ReportStatus.diajukan, **changes: Any) -> ReportFacts:
    """A karya refleksi in the record."""
    work = {"school": None, "month": 12, "content": Work(WorkKind.video, LONG[:120]), "closed": ()}
    return a_report(status, **{**work, **changes})


def some_evidence() -> tuple[EvidenceFacts, ...]:
    """Photos, a PDF, links: more than one page of them."""
    photos = [EvidenceFacts(n, FileKind.image, (Page(n, "a" * 64, 1, 1),), None, NOW) for n in range(1, 5)]
    pdf = EvidenceFacts(9, FileKind.pdf, (Page(9, "b" * 64, 1, 12),), None, NOW)
    return (*photos, pdf, EvidenceFacts(10, FileKind.link, (), LONG_LINK, NOW))


def check(intent: Any, pinned: Mapping[str, Any], today: date) -> None:
    """Assert that an intent keeps the rules."""
    match intent:
        case SubmitReport(unit_id=unit, month=month, content=said, closed=closed):
            assert (unit, month) == (pinned["school"][0], pinned["month"])
            assert (said.day.year, said.day.month) == (pinned["year"], month)
            assert said.day <= today
            assert all(0 < len(text.strip()) <= 400 for text in (said.agenda, said.recommendation, said.feedback))
            assert 0 < len(said.findings) <= 5
            assert all(0 < len(finding.text.strip()) <= 200 for finding in said.findings)
            assert set(closed) <= {issue[0] for issue in pinned["issues"]}
            assert (intent.report_id, intent.version) == (pinned["report"], pinned["report_version"])
        case SubmitWork(work=work, pieces=pieces):
            assert 0 < len(work.title.strip()) <= 120
            assert 0 < len(pieces) <= 20
            assert (intent.report_id, intent.version) == (pinned["report"], pinned["report_version"])
        case ReturnReport(report_id=report_id, version=3, reason=reason):
            assert report_id == DRAFT
            assert 0 < len(reason.strip()) <= 300
        case Entrust(assignment_id=owner, unit_ids=units):
            assert owner == pinned["id"]
            assert set(units) <= {unit for unit, _name in pinned["schools"]}
