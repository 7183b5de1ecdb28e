"""An evaluation as a card, before and after it is set: for its owner, for who decides, and for who watches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from dialogs.basis import EVALUATION_RULE, source_blocks
from dialogs.calls import Kind, On
from dialogs.evaluation import year
from dialogs.evaluation.words import RATINGS, SHORT, SIGNS, advice_line, predikat_line, predikat_name, told, window_of
from dialogs.frame import clipped, pages_of
from dialogs.material import remark
from dialogs.plan_summary import period_name, shortened
from dialogs.ruang_gtk import copy_parts
from dialogs.screen import LINES, WIDTH, Button, Row, Screen
from dialogs.views.parts import around, button, called, home_row, page_row, person_row, text
from dialogs.views.skp import COPIES
from locales import AnyText, Catalogue, Msg, _, catalogue, n_
from regulations.models import Cited, DatedWindow, Pack, Period
from storage.values import Member
from storage.values.evaluation import Evaluation, EvaluationFacts, EvaluationStatus, YearFacts

CHANGED = _("Penilaian ini sudah berubah. Ini keadaannya sekarang.")
OFFICIAL = _("Di Kawal ini belum resmi: predikat ditetapkan di e-Kinerja BKN / Ruang GTK.")
SHOWN = 28
"""Characters of somebody's words on the card; the details hold all of them."""


def period_of(facts: EvaluationFacts, pack: Pack) -> Period:
    """The period, dated."""
    return next(each for each in pack.periods(facts.owner.year) if each.code == facts.period)


def on(facts: EvaluationFacts, do: str, page: int = 0) -> On:
    """A button of this evaluation as it stands."""
    return On(Kind.evaluation, facts.owner.assignment_id, facts.version, do, page, facts.period)


def card(facts: EvaluationFacts, record: YearFacts, pack: Pack, viewer: Member, today: date, t: Catalogue) -> Screen:
    """The evaluation as this viewer may use it now; `record` is read only before it is set."""
    mine = facts.owner.person_id == viewer.person_id
    head = [_title(facts, pack), _("{name} · {unit}", name=called(facts.owner, 30), unit=_unit(facts.owner)), ""]
    if facts.evaluation is None:
        lines, rows = _before(facts, record, pack, mine, today, t)
    else:
        lines, rows = _after(facts, facts.evaluation, pack, viewer, mine, t)
    way = home_row(t) if mine else person_row(t, facts.owner.assignment_id)
    return Screen(text(t, [*head, *lines]), (*rows, way))


def _title(facts: EvaluationFacts, pack: Pack) -> AnyText:
    period = period_name(period_of(facts, pack))
    match facts.evaluation:
        case None:
            return _("<b>Penilaian kinerja {period}</b>: belum ada", period=period)
        case Evaluation(status=EvaluationStatus.ditetapkan):
            return _("✅ <b>Penilaian kinerja {period}</b>", period=period)
    return _("✅ <b>Penilaian kinerja {period}</b> · dibaca", period=period)


def _unit(owner: Member) -> str:
    return shortened(owner.unit_name, 24)


# --- before it is set -----------------------------------------------------------------


def _before(
    facts: EvaluationFacts, record: YearFacts, pack: Pack, mine: bool, today: date, t: Catalogue
) -> tuple[list[AnyText], list[Row]]:
    why: Row = (button(t, _("Catatan periode ini"), on(facts, "year")), button(t, _("Dasar"), on(facts, "why")))
    if not facts.may_begin:
        lines: list[AnyText] = [_("Rencana SKP-nya belum disepakati. Penilaian mengikuti rencana yang disepakati.")]
        return lines, [why]
    lines = list(year.summary_lines(pack, facts.owner.role, facts.plan.results, record))
    if mine:
        who = shortened(facts.appraiser_name or "–", 30)
        return [_("Dinilai oleh {who}.", who=who), *deadline_lines(facts, pack, today), *lines], [why]
    if facts.advice:
        last = facts.advice[-1]
        lines.append(_("Usulan terbaru: {hasil} / {perilaku}", hasil=SHORT[last.hasil], perilaku=SHORT[last.perilaku]))
        count = len(facts.advice)
        label = n_("{count} usulan tim kinerja", "{count} usulan tim kinerja", count)
        why = (button(t, label, on(facts, "det")), *why)
    rows: list[Row] = []
    if facts.decides:
        rows.append((button(t, _("▶ Nilai sekarang"), on(facts, "begin")),))
    elif facts.watches:
        rows.append((button(t, _("▶ Usulkan penilaian"), on(facts, "advise")),))
    return [*lines, *deadline_lines(facts, pack, today)], [*rows, why]


def deadline_lines(facts: EvaluationFacts, pack: Pack, today: date) -> list[AnyText]:
    """The last day of the evaluation; a day that has gone by is told kindly."""
    return closing(pack, facts.owner, period_of(facts, pack), today)


def closing(pack: Pack, owner: Member, period: Period, today: date) -> list[AnyText]:
    """The same for any owner and period; nothing where the pack has no window."""
    found = [each for each in pack.windows(owner.role, period) if each.window.code == "evaluasi"]
    if not found:
        return []
    return last_day(found[0], today)


def last_day(dated: DatedWindow, today: date) -> list[AnyText]:
    """The last day of a window, and how sure it is where it is not plainly printed."""
    mark = remark([dated.window])
    if dated.closes < today:
        return [_("⚠ Batas {day} sudah lewat. Tetap bisa dinilai.", day=dated.closes), *mark]
    return [_("Batas: <b>{day}</b>", day=dated.closes), *mark]


# --- after it is set --------------------------------------------------------------------


def _after(
    facts: EvaluationFacts, found: Evaluation, pack: Pack, viewer: Member, mine: bool, t: Catalogue
) -> tuple[list[AnyText], list[Row]]:
    said = found.verdict
    lines: list[AnyText] = [
        _("Hasil kerja: <b>{rating}</b>", rating=RATINGS[said.hasil]),
        _("Perilaku kerja: <b>{rating}</b>", rating=RATINGS[said.perilaku]),
        predikat_line(pack, said),
        _by(found, viewer),
    ]
    if found.why:
        lines.append(_("Revisi: <i>{why}</i>", why=shortened(found.why, SHOWN)))
    if found.response:
        lines.append(_("Tanggapan: <i>{words}</i>", words=shortened(found.response, SHOWN)))
    lines.append(OFFICIAL)
    return lines, _after_rows(facts, found, mine, t)


def _by(found: Evaluation, viewer: Member) -> AnyText:
    day = found.decided_at.astimezone(ZoneInfo(viewer.zone)).date()
    if found.decided_by is None:
        return _("Ditetapkan {day}", day=day)
    return _("Oleh {name}, {day}", name=shortened(found.decided_by, 20), day=day)


def _after_rows(facts: EvaluationFacts, found: Evaluation, mine: bool, t: Catalogue) -> list[Row]:
    def act(label: AnyText, do: str) -> Button:
        return button(t, label, on(facts, do))

    rows: list[Row] = []
    if mine and found.status is EvaluationStatus.ditetapkan:
        rows.append((act(_("✓ Sudah saya baca"), "ack"), act(_("✎ Tanggapi"), "word")))
    elif mine:
        rows.append((act(_("✎ Tanggapi"), "word"),))
    if facts.decides:
        rows.append((act(_("📋 Salin ke Ruang GTK"), "copy"), act(_("✎ Revisi"), "revise")))
    rows.append((act(_("Lihat rinci"), "det"), act(_("Tindak lanjut"), "follow")))
    credit = act(_("Angka kredit"), "ak")
    rows.append((credit, act(_("Dasar"), "why")) if mine else (act(_("Dasar"), "why"),))
    return rows


def superseded(facts: EvaluationFacts, pack: Pack, t: Catalogue) -> Screen:
    """The card of an earlier verdict: its buttons are gone, one leads to what holds now."""
    lines: list[AnyText] = [
        _("<b>Penilaian kinerja {period}</b>", period=period_name(period_of(facts, pack))),
        called(facts.owner),
        _("Kartu ini sudah tidak berlaku: penilaiannya direvisi."),
    ]
    return Screen(text(t, lines), ((button(t, _("Lihat yang terbaru"), on(facts, "show")),),))


def answered(facts: EvaluationFacts, pack: Pack, t: Catalogue) -> Screen:
    """For who decides: the owner has added a word."""
    words = facts.evaluation.response if facts.evaluation else None
    lines: list[AnyText] = [
        _("<b>Tanggapan atas penilaian {period}</b>", period=period_name(period_of(facts, pack))),
        called(facts.owner),
        "",
        _("<i>{words}</i>", words=shortened(words or "–", 200)),
    ]
    return Screen(text(t, lines), ((button(t, _("Lihat penilaian"), on(facts, "show")),),))


# --- pages behind the card -------------------------------------------------------------------


def details(facts: EvaluationFacts, pack: Pack, page: int, t: Catalogue) -> Screen:
    """Every rating with its wording, the reasons, the notes, and what was said about it."""
    return _paged(
        facts, _("<b>Penilaian</b> · {name}", name=called(facts.owner, 24)), _details(facts, pack), "det", page, t
    )


def _details(facts: EvaluationFacts, pack: Pack) -> list[AnyText]:
    advice = [advice_line(each) for each in facts.advice]
    if facts.evaluation is None:
        return advice or [_("Belum ada penilaian.")]
    found, said, role = facts.evaluation, facts.evaluation.verdict, facts.owner.role
    blocks: list[AnyText] = [
        _(
            "<b>RHK {code}</b>. {text}\n{sign} {rating}",
            code=part.code,
            text=pack.rhk_by_code(role, part.code).text,
            sign=SIGNS[part.rating],
            rating=RATINGS[part.rating],
        )
        for part in said.results
    ]
    names = {aspect.code: aspect.name for aspect in pack.behaviours(role)}
    blocks += [
        _(
            "<b>{name}</b>: {sign} {rating}",
            name=Msg(names[part.code]),
            sign=SIGNS[part.rating],
            rating=RATINGS[part.rating],
        )
        for part in said.behaviours
    ]
    words = (
        (_("Alasan hasil kerja"), said.hasil_reason),
        (_("Alasan perilaku kerja"), said.perilaku_reason),
        (_("Catatan"), said.note),
        (_("Rekomendasi"), said.recommendation),
        (_("Alasan revisi"), found.why),
        (_("Tanggapan"), found.response),
    )
    blocks += [_("<b>{name}</b>: {said}", name=name, said=one) for name, one in words if one]
    return [*blocks, *advice]


def period_facts(facts: EvaluationFacts, record: YearFacts, pack: Pack, page: int, t: Catalogue) -> Screen:
    """What the record holds of the period, beside which the appraiser rates."""
    head = _("<b>Catatan periode</b> · {name}", name=called(facts.owner, 24))
    blocks = year.detail_blocks(pack, facts.owner.role, facts.plan.results, record)
    return _paged(facts, head, blocks, "year", page, t)


def follow_up(facts: EvaluationFacts, pack: Pack, page: int, t: Catalogue) -> Screen:
    """What follows an evaluation, as the regulation names it."""
    found = pack.follow_ups(facts.owner.role)
    blocks: list[AnyText] = [*remark(found)]
    for each in found:
        named = _("<b>{code}. {text}</b>", code=each.code, text=each.text)
        blocks.append(_("{named}\n{how}", named=named, how=each.explanation) if each.explanation else named)
    if not found:
        blocks.append(_("Naskah yang kami baca tidak memuat tindak lanjut untuk peran ini."))
    blocks += source_blocks(found)
    return _paged(facts, _("<b>Tindak lanjut penilaian</b>"), blocks, "follow", page, t)


def why(facts: EvaluationFacts, pack: Pack, page: int, t: Catalogue) -> Screen:
    """*Dasar* of an evaluation."""
    notes = [told(each) for each in pack.notices if each.code in NOTICES]
    return _paged(facts, _("<b>Dasar</b>"), [*source_blocks(sources(facts, pack)), *notes], "why", page, t)


NOTICES = ("panduan_predikat", "predikat", "hasil_terdahulu")
"""Remarks of the packs on how a predikat comes about."""


def sources(facts: EvaluationFacts, pack: Pack) -> list[Cited]:
    """What an evaluation rests on: its window, who appraises, the predikat, the quadrant, and the suggestion."""
    window = window_of(pack, facts.owner.role, period_of(facts, pack))
    appraiser = [rule for rule in pack.appraisers if rule.role is facts.owner.role]
    said = facts.evaluation.verdict if facts.evaluation else None
    cell = pack.predikat_cell(said.hasil, said.perilaku) if said else pack.predikat_cells[0]
    return [*([window] if window else []), *appraiser[:1], *pack.predikat_list[:1], cell, EVALUATION_RULE]


def _paged(
    facts: EvaluationFacts, head: AnyText, blocks: Sequence[AnyText], do: str, page: int, t: Catalogue
) -> Screen:
    pages = pages_of((t(block) for block in blocks), LINES - 2)
    shown = min(page, len(pages) - 1)
    calls = [on(facts, do, number) for number in around(shown, len(pages))]
    back: Row = (button(t, _("← Ke penilaian"), on(facts, "show")),)
    return Screen(text(t, [head, "", *pages[shown]]), (*page_row(shown, len(pages), calls), back))


# --- the texts for Ruang GTK --------------------------------------------------------------------


def copy(facts: EvaluationFacts, pack: Pack, page: int, t: Catalogue) -> Screen:
    """*Salin ke Ruang GTK*: each rating and each word with a button that copies it."""
    pieces = [
        (name if number == 0 else _("{name} ({number})", name=name, number=number + 1), part)
        for name, body in copy_texts(facts, pack)
        for number, part in enumerate(copy_parts(body))
    ]
    pages = max(1, -(-len(pieces) // COPIES))
    shown = min(page, pages - 1)
    here = pieces[shown * COPIES : (shown + 1) * COPIES]
    lines: list[AnyText] = [
        _("<b>Salin ke Ruang GTK</b> · {page} dari {pages}", page=shown + 1, pages=pages),
        _("Tekan tombol untuk menyalin, lalu tempel."),
        *(_("<b>{name}</b>: {text}", name=name, text=shortened(part, WIDTH)) for name, part in here),
    ]
    rows: list[Row] = [(Button(clipped(t.plain(_("📋 {name}", name=name))), copy=part),) for name, part in here]
    calls = [on(facts, "copy", number) for number in around(shown, pages)]
    back: Row = (button(t, _("← Ke penilaian"), on(facts, "show")),)
    return Screen(text(t, lines), (*rows, *page_row(shown, pages, calls), back))


def copy_texts(facts: EvaluationFacts, pack: Pack) -> list[tuple[AnyText, str]]:
    """What the official form asks for, in its order: what it is, and the text to copy, always in Indonesian."""
    if facts.evaluation is None:
        return []
    said, official = facts.evaluation.verdict, catalogue("id")
    texts: list[tuple[AnyText, str]] = [
        (_("RHK {code}", code=part.code), official.plain(RATINGS[part.rating])) for part in said.results
    ]
    names = {aspect.code: aspect.name for aspect in pack.behaviours(facts.owner.role)}
    texts.append((_("Hasil kerja"), official.plain(RATINGS[said.hasil])))
    texts += [(Msg(names[part.code]), official.plain(RATINGS[part.rating])) for part in said.behaviours]
    texts.append((_("Perilaku kerja"), official.plain(RATINGS[said.perilaku])))
    texts.append((_("Predikat"), predikat_name(pack, said.predikat)))
    words = ((_("Catatan"), said.note), (_("Rekomendasi"), said.recommendation))
    return [*texts, *((name, one) for name, one in words if one)]
