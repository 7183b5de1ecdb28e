"""A whole pack as text to read in a terminal, every item with where it stands."""

from collections.abc import Iterable, Iterator

from regulations import wording
from regulations.dates import Window
from regulations.diff import PLANNING
from regulations.items import CompetenceActivity, ObservationQuestion, ObservationTarget
from regulations.kinds import Role
from regulations.pack import Pack


def text(pack: Pack) -> str:
    """The pack in Indonesian, section by section; sections without content are left out."""
    parts = (
        _head(pack),
        *(
            _section(title, lines)
            for title, lines in (
                ("Catatan", _notices(pack)),
                ("Tidak tercakup", _uncovered(pack)),
                ("Pengertian", (f"{each.text}\n    {wording.citation(each)}" for each in pack.definitions)),
                ("Pejabat penilai dan tim kinerja", _appraisers(pack)),
                ("Pemutakhiran data", _data(pack)),
                ("Jendela waktu", _windows(pack)),
                *((f"Rencana {wording.ROLES[role]}", _plan(pack, role)) for role in Role if pack.rhk(role)),
                ("Observasi kinerja", _observation(pack)),
                ("Kategori pengembangan kompetensi", (f"{each.code}. {each.name}" for each in pack.categories())),
                ("Bulan demi bulan", _months(pack)),
                ("Predikat", _predikat(pack)),
                ("Pembinaan", _coaching(pack)),
                ("Tindak lanjut", _follow_up(pack)),
            )
        ),
    )
    return "\n\n".join(part for part in parts if part)


def _section(title: str, lines: Iterable[str]) -> str:
    body = list(lines)
    return "\n".join([title.upper(), *(f"  {line}" for line in body)]) if body else ""


def _head(pack: Pack) -> str:
    points = pack.point_range()
    return "\n".join(
        (
            f"{pack.number} tentang {pack.title}",
            f"  Paket {pack.id}, versi {pack.version}. Dasar: {wording.citation(pack)}",
            f"  Berlaku {wording.years(pack)}; disusun {wording.CYCLES[pack.cycle]}:"
            f" {'; '.join(map(wording.period, pack.period_templates))}.",
            f"  Mencakup {', '.join(wording.ROLES[role] for role in Role if role in pack.covers)}.",
            f"  Poin pengembangan kompetensi: {f'{points.minimum} sampai {points.maximum}' if points else 'tidak ada'}."
            f" Unggah bukti dukung: {wording.yes(pack.upload_evidence)}.",
        )
    )


def _notices(pack: Pack) -> Iterator[str]:
    for notice in pack.notices:
        whom = f"({', '.join(wording.ROLES[role] for role in notice.roles)}) " if notice.roles else ""
        yield f"- {whom}{notice.text}\n    {wording.citation(notice)}"


def _uncovered(pack: Pack) -> Iterator[str]:
    for group in pack.uncovered_list:
        yield f"- {group.text} {group.what_remains}\n    {wording.citation(group)}"
    for rule in pack.bkn_only:
        yield f"- Lewat layanan BKN saja: {rule.text}\n    {wording.citation(rule)}"


def _appraisers(pack: Pack) -> Iterator[str]:
    for rule in pack.appraisers:
        yield f"- {rule.text} {rule.team or ''}".rstrip() + f"\n    {wording.citation(rule)}"
    for step in pack.team_steps:
        yield f"- Tim kinerja {wording.ROLES[step.role]}, {step.code}: {step.text}\n    {wording.citation(step)}"


def _data(pack: Pack) -> Iterator[str]:
    for rule in pack.data_rules:
        yield f"- {wording.ROLES[rule.role].capitalize()}, {rule.code}: {rule.text}\n    {wording.citation(rule)}"


def _windows(pack: Pack) -> Iterator[str]:
    for window in pack.window_list:
        yield f"- {_window(pack, window)}\n    {wording.citation(window)}"
        if window.missed:
            basis = wording.BASES[window.missed_basis]
            yield f"    Bila terlewat: {window.missed} ({window.missed_source}) [{basis}]"


def _window(pack: Pack, window: Window) -> str:
    periods = {each.code: each.label.replace("{year}", "").strip() for each in pack.period_templates}
    during = f", {periods[window.period]}" if window.period else ""
    whom = ", ".join(wording.ROLES[role] for role in window.roles)
    by = f", oleh {', '.join(wording.ROLES[role] for role in window.by)}" if window.by else ""
    return f"{window.title} ({whom}{during}{by}): {wording.span(window)}"


def _plan(pack: Pack, role: Role) -> Iterator[str]:
    yield "Rencana hasil kerja:"
    for rhk in pack.rhk(role):
        yield f"  {rhk.code}. {rhk.text}\n      {wording.citation(rhk)}"
    yield from _focuses(pack, role)
    yield from _titled("Isi SKP:", (f"{each.code}. {each.text}" for each in pack.skp_fields(role)))
    yield from _titled("Pendokumentasian:", (f"{each.text}: {each.how}" for each in pack.documentation(role)))
    yield from _titled("Kegiatan pengembangan kompetensi:", map(_activity, pack.activities(role)))
    asked = (f"{each.text}\n      {wording.citation(each)}" for each in pack.reflections(role))
    yield from _titled("Refleksi pengembangan kompetensi:", asked)
    yield from _behaviours(pack, role)


def _titled(title: str, lines: Iterable[str]) -> Iterator[str]:
    body = [f"  {line}" for line in lines]
    yield from [title, *body] if body else []


def _focuses(pack: Pack, role: Role) -> Iterator[str]:
    if pack.focuses(role):
        rule = pack.focus_rule(role)
        yield f"Fokus, {wording.how_many(rule.at_least, rule.at_most)}: {rule.text} ({wording.citation(rule)})"
        yield from (f"  {focus.code}. {focus.text}" for focus in pack.focuses(role))


def _activity(activity: CompetenceActivity) -> str:
    if activity.points is None:
        return f"{activity.code} {activity.text} [{wording.BASES[activity.basis]}]"
    points = f"{activity.points} poin, {wording.BASES[activity.points_basis]}: {activity.points_source}"
    return f"{activity.code} {activity.text} [{wording.BASES[activity.basis]}] ({points})"


def _behaviours(pack: Pack, role: Role) -> Iterator[str]:
    for aspect in pack.behaviours(role):
        yield f"Perilaku {aspect.code}. {aspect.name} ({wording.citation(aspect)})"
        for indicator in aspect.indicators:
            yield f"  {indicator.code} {indicator.text}"
            yield from (f"    {each.code} {each.text}" for each in indicator.expectations)


def _observation(pack: Pack) -> Iterator[str]:
    for role in PLANNING:
        for step in pack.observation_steps(role):
            yield f"- {wording.ROLES[role].capitalize()}, {step.code}. {step.name}: {step.text}"
            yield f"    {wording.citation(step)}"
            yield from (f"    {_asked(each)}" for each in pack.observation_questions(role, step.code))
    for level in pack.observation_levels:
        yield f"- {level.name}: {level.text}\n    {wording.citation(level)}"
    for focus in pack.focus_list:
        targets = pack.observation_targets(focus.role, focus.code)
        found = "" if targets else ": rubrik tidak ditemukan"
        yield f"- Rubrik {wording.ROLES[focus.role]}, {focus.code}. {focus.short}{found}"
        yield from (line for target in targets for line in _target(target))


def _asked(question: ObservationQuestion) -> str:
    return f"{question.code}. {question.text or 'bunyinya tidak ditemukan'} [{wording.BASES[question.basis]}]"


def _target(target: ObservationTarget) -> Iterator[str]:
    yield f"    {target.text} [{wording.BASES[target.basis]}]"
    yield from _titled("      dianjurkan:", (f"      {each}" for each in target.do))
    yield from _titled("      dihindari:", (f"      {each}" for each in target.avoid))


def _months(pack: Pack) -> Iterator[str]:
    for phase in pack.months:
        month = wording.month(phase.month)
        yield f"- {month}, {wording.ROLES[phase.role]}: {phase.text}\n    {wording.citation(phase)}"


def _predikat(pack: Pack) -> Iterator[str]:
    for cell in pack.predikat_cells:
        hasil, perilaku = wording.RATINGS[cell.hasil], wording.RATINGS[cell.perilaku]
        verdict = pack.predikat(cell.hasil, cell.perilaku)
        yield f"- Hasil {hasil}, perilaku {perilaku}: {verdict.name} [{wording.BASES[cell.basis]}]"


def _coaching(pack: Pack) -> Iterator[str]:
    for each in pack.coaching_list:
        yield f"- {wording.ROLES[each.role].capitalize()}: {each.text}\n    {wording.citation(each)}"


def _follow_up(pack: Pack) -> Iterator[str]:
    for step in pack.follow_up:
        told = f". {step.explanation}" if step.explanation else ""
        yield f"- {wording.ROLES[step.role].capitalize()}: {step.text}{told}\n    {wording.citation(step)}"
