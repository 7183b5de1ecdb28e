"""The report of a school for a month: the visit, what became of open issues, findings, recommendation, feedback."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.competence import noting
from dialogs.frame import Name
from dialogs.plan_summary import shortened
from dialogs.questions import Choose, ChooseMany, Confirm, Day, Note, Option, Options, Section, Words
from dialogs.questions.evidence import counted
from locales import AnyText, _, n_
from regulations.models import Cited
from storage.values.evidence import Piece
from storage.values.pendampingan import (
    LONGEST,
    LONGEST_FINDING,
    MOST_FINDINGS,
    Finding,
    Issue,
    Mentoring,
    SchoolFacts,
    SubmitReport,
)

NAME = Name(_("Laporan pendampingan"), 7)
DONE, RUNNING = "selesai", "berjalan"
WHETHER = Options((Option(DONE, _("✅ Selesai")), Option(RUNNING, _("Masih berjalan"))))
LONGEST_SUGGESTED = 120
"""Characters of an agenda that is suggested."""
SUMMED_UP = 60


@dataclass(frozen=True, slots=True)
class Ground:
    """What a report begins with. `known` are the figures of the school on the day `today`, when the talk began."""

    year: int
    month: int
    title: str
    """What is due in the month, as printed."""
    cited: Cited
    known: SchoolFacts
    today: date
    report_id: int | None = None
    version: int = 0

    @property
    def first(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The last day of the month."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])


async def report(ground: Ground) -> SubmitReport:
    """Ask for everything, what is known beside it; read and send."""
    day = await _day(ground)
    agenda = await _agenda(ground)
    closed = [issue for issue in ground.known.issues if await _settled(issue) == DONE]
    findings = await _findings(ground)
    recommendation = await _recommendation(ground)
    feedback = await _feedback()
    pieces = await noting.collect((_("Boleh tanpa bukti."),), (ground.cited,), part=6)
    content = Mentoring(day, agenda, findings, recommendation, feedback)
    await Confirm(
        key="send",
        part=7,
        title=_("Periksa, lalu kirim"),
        sections=lambda: _sections(ground, content, closed, pieces),
    )
    unit, ids = ground.known.school.unit_id, tuple(issue.id for issue in closed)
    return SubmitReport(unit, ground.month, content, ids, pieces, ground.report_id, ground.version)


def _day(ground: Ground) -> Day:
    return Day(
        key="day",
        part=1,
        title=_("{school}: kapan pendampingannya?", school=shortened(ground.known.school.name, 40)),
        body=lambda: (_("<i>{title}</i>", title=shortened(ground.title, 90)),),
        full=lambda: (ground.title,),
        first=ground.first,
        last=ground.last,
        past=True,
        sources=lambda: (ground.cited,),
    )


def _agenda(ground: Ground) -> Words:
    open_issues = "; ".join(issue.text for issue in ground.known.issues)
    return Words(
        key="agenda",
        part=2,
        title=_("Agenda"),
        body=lambda: _figures(ground),
        longest=LONGEST,
        suggested=shortened(open_issues, LONGEST_SUGGESTED) if open_issues else None,
    )


def _figures(ground: Ground) -> list[AnyText]:
    """What is known of the school, and as of which day."""
    known = ground.known
    plans = _(
        "SKP {count} orang: {sent} dikirim, {agreed} disepakati, {entered} di Ruang GTK",
        count=known.planners,
        sent=known.sent,
        agreed=known.agreed,
        entered=known.entered,
    )
    return [plans, _("Observasi terlaksana: {count} (per {day})", count=known.observed, day=ground.today)]


def _settled(issue: Issue) -> Choose:
    return Choose(
        key=f"issue.{issue.id}",
        part=3,
        title=_("Isu yang masih terbuka"),
        body=lambda: (
            _("<i>{text}</i>", text=issue.text),
            _("Dicatat di laporan {month}.", month=f"{issue.month:02}/{issue.year}"),
        ),
        options=WHETHER,
        suggested=RUNNING,
    )


async def _findings(ground: Ground) -> tuple[Finding, ...]:
    texts = [await _first_finding(ground)]
    while len(texts) < MOST_FINDINGS and (another := await _another(len(texts))) is not None:
        texts.append(another)
    carried = await ChooseMany(
        key="carried",
        part=4,
        title=_("Temuan mana yang dipantau sampai selesai?"),
        body=lambda: (_("Yang dicentang ditanyakan lagi bulan depan."),),
        full=lambda: texts,
        options=Options(Option(str(number), text) for number, text in enumerate(texts)),
        at_least=0,
        preset=tuple(str(number) for number in range(len(texts))),
    )
    return tuple(Finding(text, str(number) in carried) for number, text in enumerate(texts))


def _first_finding(ground: Ground) -> Words:
    return Words(
        key="finding.0",
        part=4,
        title=_("Hasil temuan"),
        body=lambda: (*_figures(ground), _("Satu temuan sekali tulis.")),
        longest=LONGEST_FINDING,
    )


def _another(number: int) -> Note:
    return Note(
        key=f"finding.{number}",
        part=4,
        title=_("Temuan ke-{number}, bila ada", number=number + 1),
        longest=LONGEST_FINDING,
    )


def _recommendation(ground: Ground) -> Words:
    count = len(ground.known.issues)
    still = n_("{count} isu bulan lalu sudah ditanyakan.", "{count} isu bulan lalu sudah ditanyakan.", count)
    return Words(
        key="recommendation",
        part=5,
        title=_("Rekomendasi tindak lanjut"),
        body=lambda: (still,) if count else (),
        longest=LONGEST,
    )


def _feedback() -> Words:
    return Words(
        key="feedback",
        part=5,
        title=_("Strategi umpan balik"),
        body=lambda: (_("Bagaimana umpan balik disampaikan kepada sekolah?"),),
        longest=LONGEST,
    )


def _sections(ground: Ground, content: Mentoring, closed: Sequence[Issue], pieces: Sequence[Piece]) -> list[Section]:
    carried = sum(finding.carried for finding in content.findings)
    found = n_("{count} temuan", "{count} temuan", len(content.findings))
    have: AnyText = counted(pieces) if pieces else _("tidak ada")
    rows = [
        Section(_("Tanggal"), _("{day}", day=content.day), ("day",)),
        Section(_("Agenda"), shortened(content.agenda, SUMMED_UP), ("agenda",)),
        Section(_("Temuan"), _("{found}, {carried} dipantau", found=found, carried=carried), ("finding", "carried")),
        Section(_("Rekomendasi"), shortened(content.recommendation, SUMMED_UP), ("recommendation",)),
        Section(_("Umpan balik"), shortened(content.feedback, SUMMED_UP), ("feedback",)),
        Section(_("Bukti"), have, ("evidence",)),
    ]
    if ground.known.issues:
        done = _("{done} dari {count} selesai", done=len(closed), count=len(ground.known.issues))
        rows.insert(2, Section(_("Isu lama"), done, ("issue",)))
    return rows
