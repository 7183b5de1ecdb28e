"""Talks of a pengawas: the report of a school, the karya refleksi, giving one back, and which schools are theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dialogs.engine import Dialog
from dialogs.pendampingan import deciding, entrusting, reporting, working
from dialogs.questions.evidence import DONE, answer_of
from dialogs.talk import Pinned, Talk
from regulations.models import Basis, Cited, Pack
from regulations.reference import PengawasMonth
from storage.values import Intent, Member
from storage.values.pendampingan import (
    BinaanSchool,
    Issue,
    Mentoring,
    ReportFacts,
    SchoolFacts,
    Supervised,
    Work,
    pieces_of,
)

REPORT, WORK, GIVE_BACK, ENTRUST = "pendampingan", "karya", "pendampingan-kembali", "binaan"
_FIGURES = ("planners", "sent", "agreed", "entered", "observed")


# --- the report -------------------------------------------------------------------


def pin_report(
    me: Member, due: PengawasMonth, known: SchoolFacts, today: date, again: ReportFacts | None = None
) -> dict[str, Any]:
    """The ground of a report: what is due in the month, and what the record knew of the school on the day `today`."""
    school = known.school
    return {
        "year": me.year,
        "month": due.month,
        **_due(due, 0),
        "school": [school.unit_id, school.name, school.npsn],
        "figures": [getattr(known, name) for name in _FIGURES],
        "issues": [[issue.id, issue.text, issue.year, issue.month] for issue in known.issues],
        "today": today.isoformat(),
        **_which(again),
    }


def _due(due: PengawasMonth, number: int) -> dict[str, Any]:
    return {"title": due.texts[number], "source": due.source, "basis": due.basis.value}


def _which(again: ReportFacts | None) -> dict[str, Any]:
    return {"report": again.id if again else None, "report_version": again.version if again else 0}


def _cited(pinned: Pinned) -> Cited:
    return Cited(source=pinned["source"], basis=Basis(pinned["basis"]))


def _report(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    figures = dict(zip(_FIGURES, pinned["figures"], strict=True))
    issues = tuple(Issue(*issue) for issue in pinned["issues"])
    ground = reporting.Ground(
        pinned["year"],
        pinned["month"],
        pinned["title"],
        _cited(pinned),
        SchoolFacts(BinaanSchool(*pinned["school"]), **figures, issues=issues),
        date.fromisoformat(pinned["today"]),
        pinned["report"],
        pinned["report_version"],
    )
    return lambda: reporting.report(ground)


def begun_with(report: ReportFacts, known: Sequence[Issue]) -> dict[str, Any]:
    """A report, or a work, as the answers that led to it, for one that is sent anew."""
    pieces = pieces_of(report.evidence)
    answers: dict[str, Any] = {f"evidence.{number}": answer_of(piece) for number, piece in enumerate(pieces)}
    answers[f"evidence.{len(pieces)}"] = DONE
    match report.content:
        case Work(kind=kind, title=title):
            return answers | {"kind": kind.value, "title": title}
        case Mentoring() as said:
            return answers | _said(said) | _about_issues(report, known)


def _said(said: Mentoring) -> dict[str, Any]:
    findings = {f"finding.{number}": finding.text for number, finding in enumerate(said.findings)}
    words = {"agenda": said.agenda, "recommendation": said.recommendation, "feedback": said.feedback}
    carried = [str(number) for number, finding in enumerate(said.findings) if finding.carried]
    end = {f"finding.{len(findings)}": ""}
    return {"day": said.day.isoformat(), **words, **findings, **end, "carried": carried}


def _about_issues(report: ReportFacts, known: Sequence[Issue]) -> dict[str, str]:
    closed = {issue.id for issue in report.closed}
    return {f"issue.{one.id}": reporting.DONE if one.id in closed else reporting.RUNNING for one in known}


# --- the others -------------------------------------------------------------------


def pin_work(due: PengawasMonth, again: ReportFacts | None = None) -> dict[str, Any]:
    """The ground of a karya refleksi: the second thing that is due in December."""
    return {**_due(due, 1), **_which(again)}


def _work(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    ground = working.Ground(pinned["title"], _cited(pinned), pinned["report"], pinned["report_version"])
    return lambda: working.work(ground)


def pin_back(report: ReportFacts) -> dict[str, Any]:
    """The ground of giving a report back: the report as it was at one version."""
    about = report.school.name if report.school else ""
    if isinstance(report.content, Work):
        about = report.content.title
    return {"report": report.id, "version": report.version, "owner": report.owner.name, "about": about}


def _give_back(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    return lambda: deciding.give_back(pinned["report"], pinned["version"], pinned["owner"], pinned["about"])


def pin_entrust(owner: Supervised, schools: Sequence[BinaanSchool]) -> dict[str, Any]:
    """The ground of entrusting: the schools there are, those of now first."""
    now = [school.unit_id for school in owner.schools]
    ordered = sorted(schools, key=lambda school: school.unit_id not in now)
    return {
        "id": owner.member.assignment_id,
        "owner": owner.member.name,
        "schools": [[school.unit_id, school.name] for school in ordered],
        "now": now,
    }


def _entrust(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    schools = tuple((unit, name) for unit, name in pinned["schools"])
    ground = entrusting.Ground(pinned["id"], pinned["owner"], schools, frozenset(pinned["now"]))
    return lambda: entrusting.entrust(ground)


TALKS: Mapping[str, Talk] = {
    REPORT: Talk(reporting.NAME, _report, fresh=True),
    WORK: Talk(working.NAME, _work, fresh=True),
    GIVE_BACK: Talk(deciding.NAME, _give_back, fresh=True),
    ENTRUST: Talk(entrusting.NAME, _entrust, fresh=True),
}
