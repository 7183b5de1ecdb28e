"""*Simulasi, bukan keputusan*: try ratings and see the predikat, and for a PNS an estimate of angka kredit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from dialogs.basis import BASIS_NAMES, MARKS, source_blocks
from dialogs.calls import Kind, On
from dialogs.evaluation.words import SHORT, cell_mark, predikat_name, told
from dialogs.frame import pages_of
from dialogs.plan_summary import period_called
from dialogs.screen import LINES, Button, Row, Screen
from dialogs.views.evaluation import on
from dialogs.views.parts import around, button, home_row, page_row, text
from locales import AnyText, Catalogue, _
from regulations.angka_kredit import MONTHS, AngkaKredit
from regulations.models import Pack, Rating
from regulations.ratings import ORDER
from storage.values import Employment
from storage.values.evaluation import EvaluationFacts


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried: two ratings, a jenjang (by its place), and months 1..12. As text: four numbers with dots."""

    hasil: Rating = Rating.sesuai
    perilaku: Rating = Rating.sesuai
    jenjang: int = 0
    months: int = MONTHS

    def __str__(self) -> str:
        return f"{ORDER.index(self.hasil)}.{ORDER.index(self.perilaku)}.{self.jenjang}.{self.months}"

    @staticmethod
    def read(text: str, levels: int) -> Trial | None:
        """What a button says, or None for what no button of ours says; nothing at all is the first screen."""
        if not text:
            return Trial()
        parts = text.split(".")
        if len(parts) != 4 or not all(part.isascii() and part.isdecimal() and len(part) <= 2 for part in parts):
            return None
        hasil, perilaku, jenjang, months = map(int, parts)
        if max(hasil, perilaku) >= len(ORDER) or jenjang >= levels or not 1 <= months <= MONTHS:
            return None
        return Trial(ORDER[hasil], ORDER[perilaku], jenjang, months)


def trial(pack: Pack, credit: AngkaKredit, employment: Employment, tried: Trial, t: Catalogue) -> Screen:
    """The simulation: it writes nothing, and everybody may."""
    cell = pack.predikat_cell(tried.hasil, tried.perilaku)
    lines: list[AnyText] = [
        _("<b>Simulasi, bukan keputusan</b>"),
        _("Pilih rating hasil kerja (baris 1) dan perilaku kerja (baris 2)."),
        "",
        _(
            "Hasil kerja <b>{hasil}</b>, perilaku kerja <b>{perilaku}</b>",
            hasil=SHORT[tried.hasil],
            perilaku=SHORT[tried.perilaku],
        ),
        _("Predikat: <b>{name}</b> {mark}", name=predikat_name(pack, cell.predikat), mark=cell_mark(cell)),
        *credit_lines(credit, employment, cell.predikat, tried),
    ]
    rows: list[Row] = [
        tuple(_choice(tried, replace(tried, hasil=rating), SHORT[rating], t) for rating in ORDER),
        tuple(_choice(tried, replace(tried, perilaku=rating), SHORT[rating], t) for rating in ORDER),
    ]
    if employment is Employment.pns:
        rows += _credit_rows(credit, tried, _try, t)
    rows.append((button(t, _("Dasar"), On(Kind.evaluation, 0, 0, "trywhy", 0, str(tried))), *home_row(t)))
    return Screen(text(t, lines), tuple(rows))


def _try(tried: Trial) -> On:
    return On(Kind.evaluation, 0, 0, "try", 0, str(tried))


def _choice(now: Trial, then: Trial, label: AnyText, t: Catalogue) -> Button:
    return button(t, _("• {label}", label=label) if now == then else label, _try(then))


def credit_lines(credit: AngkaKredit, employment: Employment, predikat: str, tried: Trial) -> list[AnyText]:
    """The estimate of a PNS with how it comes about; to others what holds for them."""
    if employment is Employment.pppk:
        return [told(credit.pppk)]
    if employment is not Employment.pns:
        return [_("Angka kredit hanya untuk PNS.")]
    level, percent = credit.jenjang[tried.jenjang], credit.percent(predikat)
    return [
        _(
            "Perkiraan angka kredit: <b>{number}</b>",
            number=credit.estimate(level.code, predikat, tried.months),
        ),
        _(
            "= {percent}% × {coefficient} ({jenjang}) × {months}/12 bulan {mark}",
            percent=percent.percent,
            coefficient=level.coefficient,
            jenjang=level.name,
            months=tried.months,
            mark=MARKS.get(level.basis, ""),
        ),
        _("Perkiraan Kawal. Yang resmi dikonversi BKN."),
    ]


To = Callable[[Trial], On]
"""The button that shows another trial."""


def _credit_rows(credit: AngkaKredit, tried: Trial, to: To, t: Catalogue) -> list[Row]:
    levels = [
        button(
            t,
            _("• {label}", label=each.short) if number == tried.jenjang else each.short,
            to(replace(tried, jenjang=number)),
        )
        for number, each in enumerate(credit.jenjang)
    ]
    less, more = (tried.months - 2) % MONTHS + 1, tried.months % MONTHS + 1
    months: Row = (
        button(t, "‹", to(replace(tried, months=less))),
        button(t, _("{months} bulan", months=tried.months), to(tried)),
        button(t, "›", to(replace(tried, months=more))),
    )
    return [tuple(levels[:2]), tuple(levels[2:]), months]


def trial_why(pack: Pack, credit: AngkaKredit, tried: Trial, page: int, t: Catalogue) -> Screen:
    """*Dasar* of the simulation: the cell of the quadrant, and every number of the estimate."""
    cell = pack.predikat_cell(tried.hasil, tried.perilaku)
    blocks = credit_blocks(credit, cell.predikat, tried)
    pages = pages_of((t(block) for block in [*source_blocks([*pack.predikat_list[:1], cell]), *blocks]), LINES - 2)
    shown = min(page, len(pages) - 1)
    calls = [On(Kind.evaluation, 0, 0, "trywhy", number, str(tried)) for number in around(shown, len(pages))]
    back: Row = (button(t, _("← Ke simulasi"), _try(tried)),)
    return Screen(text(t, [_("<b>Dasar</b>"), "", *pages[shown]]), (*page_row(shown, len(pages), calls), back))


def credit_blocks(credit: AngkaKredit, predikat: str, tried: Trial) -> list[AnyText]:
    """What the estimate rests on, number by number, and what it is good for."""
    level, percent = credit.jenjang[tried.jenjang], credit.percent(predikat)
    formula = credit.formula if tried.months == MONTHS else credit.periodic
    needed = level.needed
    numbers: list[AnyText] = [
        formula.text,
        _("Persentase {percent}%: <i>{basis}</i>", percent=percent.percent, basis=BASIS_NAMES[percent.basis]),
        _(
            "Koefisien {jenjang} {number}: <i>{basis}</i>",
            jenjang=level.name,
            number=level.coefficient,
            basis=BASIS_NAMES[level.basis],
        ),
        _("Kumulatif untuk naik pangkat: {number} <i>{basis}</i>", number=needed.pangkat, basis=MARKS[needed.basis]),
    ]
    if needed.jenjang is not None:
        line = _(
            "Kumulatif untuk naik jenjang: {number} <i>{basis}</i>", number=needed.jenjang, basis=MARKS[needed.basis]
        )
        numbers.append(line)
    remarks = (credit.competence_test, credit.rounding, credit.only_pns)
    return [
        *numbers,
        *(told(each) for each in remarks),
        *source_blocks([*credit.sources(level.code, predikat), needed]),
    ]


# --- the same for an evaluation that is set ------------------------------------------------


def credit_of(facts: EvaluationFacts, pack: Pack, credit: AngkaKredit, tried: Trial, t: Catalogue) -> Screen:
    """The estimate of angka kredit from the predikat of an evaluation."""
    assert facts.evaluation is not None
    predikat, employment = facts.evaluation.verdict.predikat, facts.owner.employment
    lines: list[AnyText] = [
        _("<b>Perkiraan angka kredit</b> · {period}", period=period_called(facts.period)),
        _("Predikat: <b>{name}</b>", name=predikat_name(pack, predikat)),
        *credit_lines(credit, employment, predikat, tried),
    ]
    rows: list[Row] = []
    if employment is Employment.pns:
        level = credit.jenjang[tried.jenjang].needed
        lines += ["", _("Kumulatif naik pangkat: {number} {mark}", number=level.pangkat, mark=MARKS[level.basis])]
        rows = _credit_rows(credit, tried, lambda other: _credit_call(facts, other), t)
        trial = replace(tried, hasil=facts.evaluation.verdict.hasil, perilaku=facts.evaluation.verdict.perilaku)
        rows.append((button(t, _("Dasar"), On(Kind.evaluation, 0, 0, "trywhy", 0, str(trial))),))
    back: Row = (button(t, _("← Ke penilaian"), on(facts, "show")), *home_row(t))
    return Screen(text(t, lines), (*rows, back))


def _credit_call(facts: EvaluationFacts, tried: Trial) -> On:
    """Period, jenjang and months; the ratings are those of the evaluation."""
    arg = f"{facts.period}.{tried.jenjang}.{tried.months}"
    return On(Kind.evaluation, facts.owner.assignment_id, facts.version, "ak", 0, arg)
