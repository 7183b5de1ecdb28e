"""What a plan changes against the plan of the period before: for its owner's summary and for the appraiser's card."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dialogs.material import Material
from dialogs.plan_summary import shortened
from locales import AnyText, Msg, _, n_
from storage.values import BehaviourItem, CompetenceItem, Plan, ResultItem

NOTHING_CHANGED = _("Sama dengan rencana periode I.")
LONGEST = 40
"""Characters of a text of one's own in a line of changes."""


def changes(stuff: Material, before: Plan, now: Plan) -> tuple[AnyText, ...]:
    """One line for each difference, in the order of the plan; empty when nothing is different."""
    return (
        *_results(stuff, before.results, now.results),
        *_task(before, now),
        *_sets(_("fokus"), before.focuses, now.focuses, lambda code: stuff.pack_focus(code).short),
        *_behaviours(stuff, before.behaviours, now.behaviours),
        *_competences(stuff, before.competences, now.competences),
        *_note(before, now),
    )


def change_line(found: Sequence[AnyText]) -> AnyText:
    """All differences in one line: the first, and how many more there are."""
    if not found:
        return NOTHING_CHANGED
    if len(found) == 1:
        return _("⟳ Berubah dari periode I: {what}", what=found[0])
    return n_(
        "⟳ Berubah dari periode I: {what} (+{count} lagi)",
        "⟳ Berubah dari periode I: {what} (+{count} lagi)",
        len(found) - 1,
        what=found[0],
    )


def _results(stuff: Material, before: Sequence[ResultItem], now: Sequence[ResultItem]) -> Iterator[AnyText]:
    former = {item.rhk: item for item in before}
    yield from _sets(_("RHK"), list(former), [item.rhk for item in now], lambda code: stuff.rhk_named(code).short)
    for item in now:
        if item.rhk in former:
            yield from _result(former[item.rhk], item)


def _result(was: ResultItem, item: ResultItem) -> Iterator[AnyText]:
    code = item.rhk
    if (was.target, was.satuan) != (item.target, item.satuan):
        yield _(
            "target RHK {code}: {was} {was_unit} → {target} {unit}",
            code=code,
            was=was.target,
            was_unit=was.satuan,
            target=item.target,
            unit=item.satuan,
        )
    if was.indikator != item.indikator:
        yield _("indikator RHK {code}: {text}", code=code, text=shortened(item.indikator, LONGEST))
    if (was.aspek, was.perspektif) != (item.aspek, item.perspektif):
        kind = Msg(item.perspektif or item.aspek or "–")
        yield _("RHK {code}: {kind}", code=code, kind=kind)
    if was.intervened != item.intervened:
        yield _("RHK {code} mendukung RHK atasan {served}", code=code, served=item.intervened or "–")


def _task(before: Plan, now: Plan) -> Iterator[AnyText]:
    if before.additional_task != now.additional_task and now.additional_task:
        yield _("tugas tambahan: {task}", task=shortened(now.additional_task, LONGEST))


def _sets(what: AnyText, before: Sequence[str], now: Sequence[str], name: Callable[[str], str]) -> Iterator[AnyText]:
    """What is new and what has gone, of things that have short names."""
    for code in now:
        if code not in before:
            yield _("{what} baru: {name}", what=what, name=_named(name, code))
    for code in before:
        if code not in now:
            yield _("{what} dilepas: {name}", what=what, name=_named(name, code))


def _named(name: Callable[[str], str], code: str) -> AnyText:
    try:
        return Msg(name(code))
    except (KeyError, StopIteration):  # the pack has changed since
        return code


def _behaviours(stuff: Material, before: Sequence[BehaviourItem], now: Sequence[BehaviourItem]) -> Iterator[AnyText]:
    former = {item.aspect: (item.indicator, item.expectation) for item in before}
    for item in now:
        if former.get(item.aspect) != (item.indicator, item.expectation):
            aspect = Msg(stuff.aspect(item.aspect).name)
            yield _("perilaku {aspect}: {expectation}", aspect=aspect, expectation=item.expectation)


def _competences(stuff: Material, before: Sequence[CompetenceItem], now: Sequence[CompetenceItem]) -> Iterator[AnyText]:
    former = {item.activity: item for item in before}
    names = [item.activity for item in now]
    yield from _sets(_("kegiatan"), list(former), names, lambda code: stuff.activity(code).short)
    for item in now:
        was, label = former.get(item.activity), Msg(stuff.activity(item.activity).short)
        if was is not None and was.units != item.units:
            yield _("kegiatan {label}: {was} → {units} kali", label=label, was=was.units, units=item.units)
        elif was is not None and was.points != item.points:
            yield _("kegiatan {label}: {was} → {points} poin", label=label, was=was.points, points=item.points)


def _note(before: Plan, now: Plan) -> Iterator[AnyText]:
    if before.note != now.note and now.note:
        yield _("catatan: {note}", note=shortened(now.note, LONGEST))
