"""The lines that sum a plan up: in the dialog's blocks, in its summary, on the appraiser's card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dialogs.ground import PlanGround, SuperiorRhk
from dialogs.material import Material
from dialogs.questions import Section
from locales import AnyText, Msg, _, n_
from regulations.models import Basis, Pack, Period, Role
from storage.values import CompetenceItem, Plan


def served_lines(stuff: Material, served: Mapping[str, str | None]) -> list[AnyText]:
    """One short line per RHK: which RHK of the superior it serves."""
    return [
        _("{code} {label} → {superior}", code=code, label=Msg(stuff.rhk_named(code).short), superior=superior or "–")
        for code, superior in served.items()
    ]


def measure_lines(stuff: Material, codes: Sequence[str]) -> list[AnyText]:
    """One short line per RHK: the suggested target with its unit."""
    return [
        _(
            "{code} {label}: <b>{target}</b> {unit}",
            code=code,
            label=Msg(stuff.rhk_named(code).short),
            target=stuff.measure(code).target,
            unit=Msg(stuff.measure(code).satuan),
        )
        for code in codes
    ]


def competence_lines(stuff: Material, items: Sequence[CompetenceItem]) -> list[AnyText]:
    """The activities, and under a pack with points the running total against its range."""
    bounds = stuff.pack.point_range()
    lines: list[AnyText] = [_competence_line(stuff, item) for item in items]
    if bounds is not None:
        total = sum(item.points or 0 for item in items)
        lines.append(
            _(
                "<b>{total} poin</b> · rentang {low}–{high}",
                total=total,
                low=bounds.minimum,
                high=bounds.maximum,
            )
        )
    return lines


def _competence_line(stuff: Material, item: CompetenceItem) -> AnyText:
    label = Msg(stuff.activity(item.activity).short)
    if item.points is None:
        return _("• {label}", label=label)
    if item.points_basis is Basis.unverified:
        return _(
            "✎ {label} × {units}: {points} <i>(belum terverifikasi)</i>",
            label=label,
            units=item.units,
            points=item.points,
        )
    return _("• {label} × {units}: {points}", label=label, units=item.units, points=item.points)


def sections(stuff: Material, plan: Plan, superior: Sequence[SuperiorRhk]) -> list[Section]:
    """The parts of the summary, each with the answers that are asked again when it is edited. `superior`: whose RHK it
    was asked to serve."""
    results = len(plan.results)
    changed = sum(not item.suggested for item in plan.results)
    behaviours = sum(not item.suggested for item in plan.behaviours)
    focuses = [stuff.pack_focus(code).short for code in plan.focuses]
    task: AnyText = _("; tugas: {task}", task=shortened(plan.additional_task, 24)) if plan.additional_task else ""
    rows = [
        Section(
            _("RHK"),
            _("{rhk}{task}", rhk=n_("{count} dipilih", "{count} dipilih", results), task=task),
            ("rhk", "task"),
        ),
        Section(
            _("Indikator dan target"),
            how_much_changed(changed),
            ("measures", "aspek", "perspektif", "indikator", "target", "satuan"),
        ),
        Section(_("Fokus"), _joined(focuses), ("focus", "focuses")),
        Section(_("Perilaku kerja"), how_much_changed(behaviours), ("behaviour", "indicator", "expectation")),
        Section(
            _("Kompetensi"),
            competence_total(plan),
            ("competence", "categories", "activities", "units", "points", "note"),
        ),
    ]
    if superior:
        suggested = stuff.suggested_served(superior, [item.rhk for item in plan.results])
        other = sum(item.intervened != suggested[item.rhk] for item in plan.results)
        rows.insert(1, Section(_("RHK atasan"), how_much_changed(other), ("served",)))
    return rows


def shortened(text: str, longest: int) -> str:
    """A text cut to what one line can hold, between two words where that leaves more than half of it."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    between = cut if text[longest - 1].isspace() else cut[: cut.rfind(" ") + 1]
    return (between if len(between) > longest // 2 else cut).rstrip(" ,;:/") + "…"


def how_much_changed(changed: int) -> AnyText:
    """Whether a block is Kawal's suggestion or the person's own."""
    if changed == 0:
        return _("sesuai saran")
    return n_("{count} diubah dari saran", "{count} diubah dari saran", changed)


def competence_total(plan: Plan) -> AnyText:
    """Number of activities, and their points where the pack counts them."""
    count = len(plan.competences)
    if any(item.points is not None for item in plan.competences):
        points = sum(item.points or 0 for item in plan.competences)
        return n_("{count} kegiatan, {points} poin", "{count} kegiatan, {points} poin", count, points=points)
    return n_("{count} kegiatan", "{count} kegiatan", count)


def _joined(labels: Sequence[str]) -> AnyText:
    shown = Msg(labels[0])
    if len(labels) == 1:
        return shown
    return n_("{first} dan {count} lagi", "{first} dan {count} lagi", len(labels) - 1, first=shown)


def warning(ground: PlanGround, today: date) -> AnyText | None:
    """What to know before sending: the window is over, or not open yet. Late is never blocked."""
    closes = deadline(ground.pack, ground.me.role, ground.period)
    if closes is not None and today > closes:
        return _("Batas {day} sudah lewat. Rencana tetap bisa dikirim; bicarakan dengan atasan dan dinas.", day=closes)
    return None


SEMESTERS = {"1": _("Periode I {year}"), "2": _("Periode II {year}")}


def period_name(period: Period) -> AnyText:
    """What a period is called: its year, or the half of it."""
    return period_called(period.code)


def period_called(code: str) -> AnyText:
    """The same by the period's code, e.g. `2027`, `2024-1`."""
    year, _dash, half = code.partition("-")
    semester = SEMESTERS.get(half)
    return year if semester is None else Msg(semester.text, args={"year": year})


def deadline(pack: Pack, role: Role, period: Period) -> date | None:
    """Last day of the planning window of this period, in the unit's local date, or None where the pack has none."""
    days = [w.closes for w in pack.windows(role, period) if w.window.code == "perencanaan"]
    return days[0] if days else None
