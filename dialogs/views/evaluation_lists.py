"""Evaluations in lists: the overview of who decides, guidance on the spread of predikat, and one's own periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.basis import source_blocks
from dialogs.calls import At, Go, Kind, On
from dialogs.evaluation.words import predikat_name, told
from dialogs.frame import pages_of
from dialogs.plan_summary import period_called, period_name, shortened
from dialogs.screen import LINES, Row, Screen
from dialogs.views.evaluation import last_day
from dialogs.views.parts import around, button, home_row, page_row, text
from locales import AnyText, Catalogue, Msg, _, n_
from regulations.models import DatedWindow, Pack, Period
from regulations.reference import PredikatSpread
from storage.values import Member
from storage.values.evaluation import EvaluationStatus, Overview, OwnPeriod, Standing

PAGE = 5
"""People on one page."""
BAR = 10
"""Signs of the longest bar."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A period in which one of somebody's roles decides about others."""

    role: Member
    pack: Pack
    period: Period
    window: DatedWindow | None
    """When they are evaluated."""


def overview(found: Overview, scope: Scope, others: Sequence[Scope], page: int, today: date, t: Catalogue) -> Screen:
    """How many are evaluated, how the predikat are spread, and a page of people; each button opens one."""
    head: list[AnyText] = [
        _(
            "<b>Penilaian {period}</b> · {unit}",
            period=period_name(scope.period),
            unit=shortened(scope.role.unit_name, 24),
        ),
        _(
            "<b>{done} dari {all}</b> dinilai, {read} dibaca pemiliknya",
            done=found.evaluated,
            all=found.agreed,
            read=found.read,
        ),
    ]
    if found.agreed == 0:
        head[1:] = [_("Belum ada rencana yang disepakati untuk periode ini, jadi belum ada yang dapat dinilai.")]
    lines = [*head, *_bars(found, scope.pack), *_deadline(scope, found, today)]
    rows: list[Row] = [
        (button(t, _label(each, scope.pack), _on(each.assignment_id, "show", scope)),) for each in found.standings
    ]
    pages = max(1, -(-found.agreed // PAGE))
    calls = [_on(scope.role.assignment_id, "all", scope, number) for number in around(page, pages)]
    rows += page_row(page, pages, calls)
    rows += [
        (button(t, _("Ke {period}", period=period_name(each.period)), _on(each.role.assignment_id, "all", each)),)
        for each in others
    ]
    spread = button(t, _("Sebaran predikat"), _on(scope.role.assignment_id, "spread", scope))
    rows.append((spread, button(t, _("Simulasi"), On(Kind.evaluation, 0, 0, "try"))))
    mine = button(t, _("Penilaian saya"), On(Kind.evaluation, 0, 0, "mine"))
    return Screen(text(t, lines), (*rows, (mine, *home_row(t))))


def _on(assignment_id: int, do: str, scope: Scope, page: int = 0) -> On:
    return On(Kind.evaluation, assignment_id, 0, do, page, scope.period.code)


def _bars(found: Overview, pack: Pack) -> list[AnyText]:
    most = max(found.predikat.values(), default=0)
    return [
        _(
            "{bar} {name}: {count}",
            bar="▓" * max(1, round(BAR * count / most)),
            name=predikat_name(pack, each.code),
            count=count,
        )
        for each in pack.predikat_list
        if (count := found.predikat.get(each.code, 0))
    ]


def _deadline(scope: Scope, found: Overview, today: date) -> list[AnyText]:
    if scope.window is None or found.evaluated == found.agreed:
        return []
    return last_day(scope.window, today)


def _label(each: Standing, pack: Pack) -> AnyText:
    if each.predikat is None:
        return _("○ {name}", name=shortened(each.name, 29))
    sign = "✓✓" if each.status is EvaluationStatus.diketahui else "✓"
    name = shortened(each.name, 14)
    return _("{sign} {name}: {predikat}", sign=sign, name=name, predikat=predikat_name(pack, each.predikat))


def spread(found: PredikatSpread, scope: Scope, page: int, t: Catalogue) -> Screen:
    """How predikat are spread in an organisation: information, no rule for a school."""
    blocks: list[AnyText] = [
        _("<i>{text}</i>", text=told(found.notice)),
        *(_("<b>Organisasi {title}</b>: {text}", title=row.title, text=row.text) for row in found.rows),
        *source_blocks([found]),
    ]
    pages = pages_of((t(block) for block in blocks), LINES - 2)
    shown = min(page, len(pages) - 1)
    calls = [_on(scope.role.assignment_id, "spread", scope, number) for number in around(shown, len(pages))]
    back: Row = (button(t, _("← Ke daftar"), _on(scope.role.assignment_id, "all", scope)),)
    head = _("<b>Sebaran predikat</b>")
    return Screen(text(t, [head, "", *pages[shown]]), (*page_row(shown, len(pages), calls), back))


MOST_PERIODS = 6
STANDS: dict[EvaluationStatus | None, Msg] = {
    None: _("○ {period}: belum dinilai"),
    EvaluationStatus.ditetapkan: _("● {period}: perlu dibaca"),
    EvaluationStatus.diketahui: _("✓ {period}: sudah dibaca"),
}


def periods(found: Sequence[OwnPeriod], t: Catalogue) -> Screen:
    """The periods of one person of which there is a plan; each button opens one."""
    lines: list[AnyText] = [_("<b>Penilaian kinerja</b>"), _("Pilih periodenya.")]
    if not found:
        lines[1:] = [
            _("Belum ada rencana SKP, jadi belum ada yang dinilai."),
            _("Penilaian mengikuti rencana yang disepakati di Kawal."),
        ]
    rows: list[Row] = [
        (
            button(
                t,
                Msg(STANDS[each.status].text, args={"period": period_called(each.period)}),
                On(Kind.evaluation, each.assignment_id, 0, "show", 0, each.period),
            ),
        )
        for each in found[:MOST_PERIODS]
    ]
    trial: Row = (button(t, _("Simulasi"), On(Kind.evaluation, 0, 0, "try")),)
    return Screen(text(t, lines), (*rows, trial, home_row(t)))


def waiting_line(count: int, period: Period) -> AnyText:
    """For home: how many still have to be evaluated."""
    return n_(
        "● Penilaian {period}: <b>{count} orang</b> belum dinilai",
        "● Penilaian {period}: <b>{count} orang</b> belum dinilai",
        count,
        period=period_name(period),
    )


TO_ALL = Go(At.evaluation)
