"""A SKP as a card: for its owner and for its appraiser, with details, and the texts for Ruang GTK."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from dialogs.calls import At, Do, Go, Kind, On, OnSkp
from dialogs.frame import clipped, pages_of
from dialogs.material import Material, material
from dialogs.plan_changes import NOTHING_CHANGED, change_line, changes
from dialogs.plan_review import PROBLEMS
from dialogs.plan_summary import competence_total, how_much_changed, shortened
from dialogs.ruang_gtk import copy_parts, copy_texts
from dialogs.screen import LINES, WIDTH, Button, Row, Screen
from dialogs.views.parts import around, button, called, home_row, page_row, text
from locales import AnyText, Catalogue, Msg, _, catalogue, n_
from regulations.models import Basis, Cited, Pack
from storage.values import AssignmentStatus, Member, ResultItem, SkpFacts, SkpStatus
from storage.values.inbox import UNDO_WITHIN

LONGEST_SHOWN = 120
"""Characters of a reason on the card; the details hold the whole of it."""
TWO_LINES = 2 * WIDTH - 4


def card(
    skp: SkpFacts,
    pack: Pack,
    viewer: Member,
    t: Catalogue,
    *,
    now: datetime | None = None,
    more: int = 0,
    decides: bool = True,
) -> Screen:
    """The card as this viewer may use it at `now`. `more`: how much waits for this viewer besides; `decides` is False
    for one who only watches the owner."""
    lines = [*_head(skp, viewer, decides), "", *_summary(skp, pack), "", *_when(skp, viewer, t)]
    rows = _rows(skp, viewer, decides, t)
    if viewer.assignment_id != skp.owner.assignment_id:
        rows = (
            [*_further(skp, viewer, t, now, more), *rows]
            if _undoable(skp, viewer, now)
            else [
                *rows,
                *_further(skp, viewer, t, now, more),
            ]
        )
    return Screen(text(t, lines), tuple(rows))


def _undoable(skp: SkpFacts, viewer: Member, now: datetime | None) -> bool:
    """Whether this viewer's own decision can still be taken back."""
    mine = skp.decided_by_id == viewer.assignment_id and skp.status in (SkpStatus.disepakati, SkpStatus.dikembalikan)
    return mine and now is not None and skp.decided_at is not None and now < skp.decided_at + UNDO_WITHIN


def _further(skp: SkpFacts, viewer: Member, t: Catalogue, now: datetime | None, more: int) -> list[Row]:
    """Taking a fresh decision back, and going on to what waits next."""
    row: list[Button] = []
    if _undoable(skp, viewer, now):
        assert now is not None
        assert skp.decided_at is not None
        left = math.ceil(min(skp.decided_at + UNDO_WITHIN - now, UNDO_WITHIN) / timedelta(minutes=1))
        undo = n_("Urungkan ({count} menit)", "Urungkan ({count} menit)", left)
        row.append(button(t, undo, OnSkp(skp.id, skp.version, Do.undo)))
    if more:
        row.append(button(t, _("Berikutnya ›"), On(Kind.inbox, 0, 0, "next", 0, f"plan.{skp.id}")))
    return [tuple(row)] if row else []


def _head(skp: SkpFacts, viewer: Member, decides: bool) -> list[AnyText]:
    owner = skp.owner
    title = _("{title} · {period}", title=_title(skp, viewer, decides), period=_period(skp.period))
    return [
        title,
        _(
            "{name} · {position}",
            name=called(owner),
            position=shortened(owner.position or owner.unit_name, 40),
        ),
    ]


def _period(code: str) -> str:
    """`2027`; `2024-2` as II/2024."""
    year, _dash, half = code.partition("-")
    return f"{'I' * int(half)}/{year}" if half.isdecimal() else year


def _title(skp: SkpFacts, viewer: Member, decides: bool) -> AnyText:
    mine = viewer.assignment_id == skp.owner.assignment_id
    match skp.status:
        case SkpStatus.diajukan if mine or not decides:
            return _("<b>Rencana SKP</b>: menunggu persetujuan")
        case SkpStatus.diajukan:
            return _("<b>Rencana SKP untuk disetujui</b>")
        case SkpStatus.disepakati:
            return _("✅ <b>Rencana SKP disepakati di Kawal</b>")
        case SkpStatus.dikembalikan:
            return _("↩ <b>Rencana SKP dikembalikan</b>")
        case SkpStatus.ditarik if skp.owner.status is AssignmentStatus.ended:
            return _("<b>Rencana SKP ditutup</b>: perannya berakhir")
        case SkpStatus.ditarik:
            return _("<b>Rencana SKP ditarik pemiliknya</b>")


def _summary(skp: SkpFacts, pack: Pack) -> list[AnyText]:
    stuff, plan = material(pack, skp.owner.role), skp.plan
    focuses = [Msg(stuff.pack_focus(code).short) for code in plan.focuses]
    lines: list[AnyText] = [
        n_("Fokus: {focus}", "Fokus: {focus} (+{more})", len(focuses), focus=focuses[0], more=len(focuses) - 1),
        _(
            "{rhk}; target {how}",
            rhk=n_("{count} RHK", "{count} RHK", len(plan.results)),
            how=how_much_changed(sum(not item.suggested for item in plan.results)),
        ),
        _(
            "Perilaku kerja: {aspects} aspek, {how}",
            aspects=len(plan.behaviours),
            how=how_much_changed(sum(not item.suggested for item in plan.behaviours)),
        ),
        _("Kompetensi: {total}", total=competence_total(plan)),
    ]
    if skp.status is not SkpStatus.diajukan:
        return lines
    if skp.problems:
        lines.append(_to_look_at(skp.problems))
    if skp.before is not None:
        return [*lines, change_line(changes(stuff, skp.before, plan))]
    differences = _differences(stuff, skp)
    if len(differences) > 1:
        lines.append(_("⚠ Berbeda dari saran: {what} (+{more} lagi)", what=differences[0], more=len(differences) - 1))
    elif differences:
        lines.append(_("⚠ Berbeda dari saran: {what}", what=differences[0]))
    if plan.note is not None and "points" not in skp.problems:
        lines.append(_("⚠ Poin di luar rentang, dengan catatan (lihat rinci)"))
    return lines


def _to_look_at(problems: Sequence[str]) -> AnyText:
    what, more = PROBLEMS.get(problems[0], problems[0]), len(problems) - 1
    if more:
        return _("⚠ Perlu dilihat: {what} (+{more} lagi)", what=what, more=more)
    return _("⚠ Perlu dilihat: {what}", what=what)


def _differences(stuff: Material, skp: SkpFacts) -> list[AnyText]:
    return [
        _(
            "target RHK {code} = {target} (saran {suggested})",
            code=item.rhk,
            target=item.target,
            suggested=stuff.measure(item.rhk).target,
        )
        for item in skp.plan.results
        if item.target != stuff.measure(item.rhk).target
    ]


def _when(skp: SkpFacts, viewer: Member, t: Catalogue) -> list[AnyText]:
    zone = viewer.zone
    match skp.status:
        case SkpStatus.diajukan:
            return [_("Dikirim {when}", when=t.instant(skp.submitted_at, zone))]
        case SkpStatus.dikembalikan:
            return [
                *_decided(skp, t, zone),
                _("Alasan: <i>{reason}</i>", reason=shortened(skp.reason or "–", LONGEST_SHOWN)),
            ]
        case SkpStatus.disepakati:
            lines = _decided(skp, t, zone)
            if viewer.assignment_id != skp.owner.assignment_id:
                return lines
            if skp.entered_on is not None:
                return [*lines, _("Diisi di Ruang GTK: {day}", day=skp.entered_on)]
            return [*lines, _("Ini belum tercatat resmi. Langkah terakhir: isi di Ruang GTK.")]
        case SkpStatus.ditarik:
            return _decided(skp, t, zone)


def _decided(skp: SkpFacts, t: Catalogue, zone: str) -> list[AnyText]:
    if skp.decided_at is None:
        return []
    when = t.instant(skp.decided_at, zone)
    return [_("Oleh {name}, {when}", name=skp.decided_by, when=when) if skp.decided_by else when]


def _rows(skp: SkpFacts, viewer: Member, decides: bool, t: Catalogue) -> list[Row]:
    def on(label: AnyText, do: Do) -> Button:
        return button(t, label, OnSkp(skp.id, skp.version, do))

    details, why = on(_("Lihat rinci"), Do.details), on(_("Dasar"), Do.why)
    mine = viewer.assignment_id == skp.owner.assignment_id
    rows: list[Row]
    match skp.status:
        case SkpStatus.diajukan if mine:
            rows = [(details, on(_("Tarik kembali"), Do.withdraw)), (why,)]
        case SkpStatus.diajukan if not decides:
            rows = [(details, why)]
        case SkpStatus.diajukan:
            rows = [(on(_("✅ Setujui"), Do.approve),), (on(_("↩ Kembalikan"), Do.give_back), details)]
            return [*rows, (why, button(t, _("☰ Semua menunggu"), Go(At.inbox)))]
        case SkpStatus.disepakati if mine and skp.entered_on is None:
            copy, entered = on(_("📋 Salin ke Ruang GTK"), Do.copy), on(_("Sudah saya isi"), Do.entered)
            rows = [(copy,), (entered, details)]
        case SkpStatus.disepakati if mine:
            rows = [(on(_("📋 Salin ke Ruang GTK"), Do.copy),), (details,)]
        case SkpStatus.dikembalikan | SkpStatus.ditarik if mine:
            rows = [(on(_("▶ Perbaiki rencana"), Do.revise),), (details,)]
        case _:
            rows = [(details,)]
    if skp.other_parts:
        parts = On(Kind.appointment, skp.owner.assignment_id, 0, "parts")
        rows.append((button(t, _("Bagian lain tahun ini"), parts),))
    return [*rows, home_row(t)]


def why_back(skp: SkpFacts) -> AnyText | None:
    """What the owner reads above the reopened plan: the appraiser's reason."""
    if skp.status is not SkpStatus.dikembalikan or not skp.reason:
        return None
    return _("Dikembalikan: <i>{reason}</i>", reason=shortened(skp.reason, LONGEST_SHOWN))


def sources(skp: SkpFacts, pack: Pack) -> list[Cited]:
    """What a plan's rules rest on: its windows, its contents, the focus rule, the points, the appraiser."""
    role = skp.owner.role
    bounds = pack.point_range()
    period = next(p for p in pack.periods(skp.owner.year) if p.code == skp.period)
    windows = [w.window for w in pack.windows(role, period) if w.window.code in ("perencanaan", "penetapan")]
    appraisers = [rule for rule in pack.appraisers if rule.role is role]
    return [*windows, *appraisers[:1], pack.focus_rule(role), *pack.skp_fields(role), *([bounds] if bounds else [])]


def why(skp: SkpFacts, blocks: Sequence[AnyText], page: int, t: Catalogue) -> Screen:
    """*Dasar* of a card."""
    pages = pages_of((t(block) for block in blocks), LINES - 2)
    shown = min(page, len(pages) - 1)
    calls = [OnSkp(skp.id, skp.version, Do.why, number) for number in around(shown, len(pages))]
    back: Row = (button(t, _("← Ke kartu"), OnSkp(skp.id, skp.version, Do.show)),)
    return Screen(text(t, [_("<b>Dasar</b>"), "", *pages[shown]]), (*page_row(shown, len(pages), calls), back))


# --- details ------------------------------------------------------------------


def details(skp: SkpFacts, pack: Pack, page: int, t: Catalogue) -> Screen:
    """The whole plan, page by page, with the official wording."""
    blocks = [t(block) for block in _detail_blocks(skp, pack)]
    pages = pages_of(blocks, LINES - 2)
    shown = min(page, len(pages) - 1)
    head = _("<b>Rencana SKP</b> · {name}", name=called(skp.owner, 24))
    calls = [OnSkp(skp.id, skp.version, Do.details, number) for number in around(shown, len(pages))]
    back: Row = (button(t, _("← Ke kartu"), OnSkp(skp.id, skp.version, Do.show)),)
    return Screen(text(t, [head, "", *pages[shown]]), (*page_row(shown, len(pages), calls), back))


def _detail_blocks(skp: SkpFacts, pack: Pack) -> list[AnyText]:
    stuff, plan = material(pack, skp.owner.role), skp.plan
    blocks: list[AnyText] = []
    if skp.status is SkpStatus.dikembalikan and skp.reason:
        blocks.append(_("Alasan: <i>{reason}</i>", reason=skp.reason))
    if skp.before is not None:
        found = changes(stuff, skp.before, plan)
        blocks += [_("<b>Berubah</b>: {what}", what=what) for what in found] or [NOTHING_CHANGED]
    for item in plan.results:
        blocks += [_("<b>RHK {code}</b>. {text}", code=item.rhk, text=stuff.rhk_named(item.rhk).text), _result(item)]
    if plan.additional_task:
        blocks.append(_("Tugas tambahan: {task}", task=plan.additional_task))
    blocks += [_("<b>Fokus observasi</b>: {text}", text=stuff.pack_focus(code).text) for code in plan.focuses]
    for behaviour in plan.behaviours:
        indicator = stuff.indicator(behaviour.indicator)
        expectation = next(e for e in indicator.expectations if e.code == behaviour.expectation)
        blocks.append(
            _(
                "<b>{aspect}</b>: {indicator}\n→ {expectation}",
                aspect=Msg(stuff.aspect(behaviour.aspect).name),
                indicator=indicator.text,
                expectation=expectation.text,
            )
        )
    blocks += [
        _competence(stuff, item.activity, item.units, item.points, item.points_basis) for item in plan.competences
    ]
    if plan.note:
        blocks.append(_("<b>Catatan</b>: {note}", note=plan.note))
    return blocks


def _result(item: ResultItem) -> AnyText:
    indikator = item.indikator.rstrip(".")
    if item.perspektif is not None:
        return _(
            "Perspektif {perspektif}: {indikator}. Target <b>{target} {unit}</b>.",
            perspektif=Msg(item.perspektif),
            indikator=indikator,
            target=item.target,
            unit=item.satuan,
        )
    return _(
        "{aspek}: {indikator}. Target <b>{target} {unit}</b>. Mendukung RHK atasan {served}.",
        aspek=Msg(item.aspek or "–"),
        indikator=indikator,
        target=item.target,
        unit=item.satuan,
        served=item.intervened or "–",
    )


def _competence(stuff: Material, code: str, units: int, points: int | None, basis: Basis | None) -> AnyText:
    line = stuff.activity(code).text
    if points is None:
        return _("<b>Kompetensi</b>: {text}", text=line)
    doubt: AnyText = _(" (belum terverifikasi)") if basis is Basis.unverified else ""
    return _(
        "<b>Kompetensi</b>: {text} × {units} = {points} poin{doubt}", text=line, units=units, points=points, doubt=doubt
    )


# --- the texts for Ruang GTK ----------------------------------------------------


COPIES = 4
"""Copy buttons on one page."""


def copy(skp: SkpFacts, pack: Pack, page: int, t: Catalogue) -> Screen:
    """*Salin ke Ruang GTK*: each text with a button that copies it."""
    pieces: list[tuple[AnyText, str]] = []
    for name, body in copy_texts(skp, pack, catalogue("id")):  # Ruang GTK reads Indonesian numbers
        parts = copy_parts(body)
        for number, part in enumerate(parts, 1):
            label = (
                name if len(parts) == 1 else _("{name} ({number}/{count})", name=name, number=number, count=len(parts))
            )
            pieces.append((label, part))
    pages = -(-len(pieces) // COPIES)
    shown = min(page, pages - 1)
    here = pieces[shown * COPIES : (shown + 1) * COPIES]
    head: list[AnyText] = [
        _("<b>Salin ke Ruang GTK</b> · {page} dari {pages}", page=shown + 1, pages=pages),
        _("Tekan tombol untuk menyalin, lalu tempel di Ruang GTK."),
        "",
    ]
    lines = [
        _("<b>{name}</b>: {text}", name=name, text=shortened(part, TWO_LINES - len(t.plain(name))))
        for name, part in here
    ]
    rows: list[Row] = [(Button(clipped(t.plain(_("📋 {name}", name=name))), copy=part),) for name, part in here]
    calls = [OnSkp(skp.id, skp.version, Do.copy, number) for number in around(shown, pages)]
    rows += page_row(shown, pages, calls)
    if skp.entered_on is None:
        rows.append((button(t, _("Sudah saya isi di Ruang GTK"), OnSkp(skp.id, skp.version, Do.entered)),))
    return Screen(text(t, [*head, *lines]), (*rows, (button(t, _("← Ke kartu"), OnSkp(skp.id, skp.version, Do.show)),)))


CHANGED = _("Rencana ini sudah berubah. Ini keadaannya sekarang.")


def superseded(skp: SkpFacts, t: Catalogue) -> Screen:
    """The card of an earlier submission: its buttons are gone, one leads to what holds now."""
    lines: list[AnyText] = [
        _("<b>Rencana SKP</b> · {name}", name=called(skp.owner)),
        _("Kartu ini sudah tidak berlaku: rencananya berubah."),
    ]
    return Screen(text(t, lines), ((button(t, _("Lihat yang terbaru"), OnSkp(skp.id, skp.version, Do.show)),),))


def decided_by_others(owner: Member, deciders: Sequence[Member], t: Catalogue) -> Screen:
    """The card of one who does not decide about this person any more: it says who does now."""
    who: AnyText = called(deciders[0]) if deciders else _("belum ada")
    lines: list[AnyText] = [
        _("<b>Rencana SKP</b> · {name}", name=called(owner)),
        _("Rencana ini tidak lagi menunggu di sini. Yang memutuskan sekarang: {who}.", who=who),
    ]
    return Screen(text(t, lines), (home_row(t),))


def undone(skp: SkpFacts, viewer: Member, t: Catalogue) -> Screen:
    """The owner was told of a decision that was taken back: where the plan stands now."""
    when = t.instant(skp.changed_at, viewer.zone)
    lines: list[AnyText] = [
        _(
            "<b>Ralat</b>: rencana SKP tadi sudah diputuskan, lalu keputusan itu dibatalkan pejabat penilai, {when}.",
            when=when,
        ),
        _("Rencana kembali menunggu keputusan, seperti sebelumnya. Tidak ada yang perlu diisi ulang."),
    ]
    return Screen(text(t, lines), ((button(t, _("Lihat rencana"), OnSkp(skp.id, skp.version, Do.show)),),))
