"""One observation as a card: where it stands, whose step is next; its forms, its rubric, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from textwrap import wrap
from zoneinfo import ZoneInfo

from dialogs.basis import source_blocks
from dialogs.calls import Kind, On
from dialogs.frame import pages_of
from dialogs.observation.slot import when_line
from dialogs.observation.subject import DISCUSSING, REFLECTING, Subject, about_rubric, rubric_lines, wording
from dialogs.observation_words import DONE, NEXT
from dialogs.plan_summary import shortened
from dialogs.screen import LINES, Button, Row, Screen
from dialogs.views.parts import around, button, called, home_row, page_row, text
from locales import AnyText, Catalogue, Msg, _
from regulations.models import Cited, Pack, Side
from storage.values import Member
from storage.values.inbox import UNDO_WITHIN
from storage.values.observation import Form, FormKind, News, ObservationFacts, ObservationStatus

S = ObservationStatus
STEPS_DONE = {
    S.persiapan: 0,
    S.dijadwalkan: 1,
    S.diamati: 2,
    S.dijawab: 2,
    S.didiskusikan: 3,
    S.ditindaklanjuti: 4,
    S.direfleksikan: 4,
    S.selesai: 5,
}
"""How many of the five steps are over."""
HEADS: dict[News, Msg] = {
    News.asked: _("<b>Langkah observasi menunggu Bapak/Ibu</b>"),
    News.moved: _("📅 <b>Waktu observasi diusulkan</b>"),
    News.agreed: _("✅ <b>Jadwal observasi disepakati</b>"),
    News.reopened: _("<b>Ralat</b>: persetujuan jadwal tadi ditarik kembali"),
    News.cancelled: _("<b>Observasi dibatalkan</b>"),
    News.observed: _("<b>Catatan observasi sudah ada</b>"),
    News.discussed: _("<b>Hasil diskusi sudah dicatat</b>"),
    News.responded: _("✅ <b>Refleksi sudah ditanggapi</b>"),
}
SHOWN = 70
"""Characters of a text on the card; the forms hold the whole of it."""
PIECE = 260
"""Characters of a text that stay together: six lines."""
# Reported by a local paper of one district (kabardaily.com, 2024), not by the ministry.
ALSO_THERE = _("<i>Bila pindah waktu, minta pengamat mengubahnya juga di Ruang GTK; kabarnya guru tidak bisa.</i>")
OPEN_THERE = _("<i>Buka juga di Ruang GTK pada hari itu; kabarnya sesudah itu halamannya terkunci.</i>")
OVERDUE = _("⚠ Harinya sudah lewat dan belum diisi. Isi sekarang, atau usulkan waktu lain.")
OWN_OVERDUE = _("⚠ Harinya sudah lewat dan belum diisi pengamat. Waktu lain dapat diusulkan.")
CHANGED = _("Observasi ini sudah berubah. Ini keadaannya sekarang.")


def subject_of(facts: ObservationFacts, pack: Pack) -> Subject:
    """The focus that is observed."""
    return Subject(pack, facts.owner.role, facts.focus)


def is_mine(facts: ObservationFacts, viewer: Member) -> bool:
    """It is the viewer who is observed."""
    return viewer.person_id == facts.owner.person_id


def day_of(facts: ObservationFacts) -> date | None:
    """The local day of the slot."""
    return facts.starts.astimezone(ZoneInfo(facts.owner.zone)).date() if facts.starts else None


# --- the card --------------------------------------------------------------------


def card(facts: ObservationFacts, pack: Pack, viewer: Member, now: datetime, t: Catalogue) -> Screen:
    """The card as this viewer may use it now."""
    return _card(_("<b>Observasi</b>: {done}", done=DONE[facts.status]), facts, pack, viewer, now, t)


def news(facts: ObservationFacts, what: News, pack: Pack, viewer: Member, now: datetime, t: Catalogue) -> Screen:
    """The card with what the other side has done as its head."""
    return _card(HEADS[what], facts, pack, viewer, now, t)


def outdated(facts: ObservationFacts, t: Catalogue) -> Screen:
    """A card about a time that has changed since."""
    lines: list[AnyText] = [
        _("<b>Observasi</b> · {name}", name=called(facts.owner)),
        _("Observasi ini sudah berubah sejak kartu ini dikirim."),
    ]
    return Screen(text(t, lines), ((button(t, _("Lihat yang terbaru"), _on(facts, "show")),),))


def _card(head: AnyText, facts: ObservationFacts, pack: Pack, viewer: Member, now: datetime, t: Catalogue) -> Screen:
    subject = subject_of(facts, pack)
    lines: list[AnyText] = [
        head,
        _("{name} · {focus}", name=called(facts.owner, 24), focus=Msg(subject.focus.short)),
        _steps(facts, subject, t),
        *_slot(facts, viewer, now),
        *_latest(facts),
        *_coming(facts),
    ]
    return Screen(text(t, lines), tuple(_rows(facts, subject, viewer, now, t)))


def _steps(facts: ObservationFacts, subject: Subject, t: Catalogue) -> AnyText:
    if facts.status is S.dibatalkan:
        return ""
    done = STEPS_DONE[facts.status]
    signs = ["✓"] * done + ["●"] + ["○"] * 5
    steps = subject.pack.observation_steps(subject.role)
    return " ".join(f"{sign} {t.plain(Msg(step.short))}" for sign, step in zip(signs, steps, strict=False))


def _slot(facts: ObservationFacts, viewer: Member, now: datetime) -> list[AnyText]:
    if facts.starts is None:
        return [_("Jadwal: belum diusulkan")] if facts.status is S.persiapan else []
    when = when_line(facts.starts.astimezone(ZoneInfo(facts.owner.zone)))
    who = facts.observer or facts.appraiser
    observer = [_("Pengamat: {name}", name=shortened(who, 34))] if who and is_mine(facts, viewer) else []
    if facts.status is S.dijadwalkan:
        return [_("Jadwal: {when}", when=when), *observer, _hint(facts, is_mine(facts, viewer), now)]
    if facts.status is not S.persiapan:
        return [_("Jadwal: {when}", when=when)]
    by = _("yang diamati") if facts.slot_by is Side.diobservasi else _("pengamat")
    return [_("Usulan: {when} (dari {by})", when=when, by=by), *observer]


def _hint(facts: ObservationFacts, mine: bool, now: datetime) -> AnyText:
    """What to know of an agreed time, by the side that reads it and by whether its day is over."""
    day = day_of(facts)
    if day is not None and day < now.astimezone(ZoneInfo(facts.owner.zone)).date():
        return OWN_OVERDUE if mine else OVERDUE
    return ALSO_THERE if mine else OPEN_THERE


def _latest(facts: ObservationFacts) -> list[AnyText]:
    """The other side's words that matter for the next step."""
    shown: dict[ObservationStatus, tuple[FormKind, str, AnyText]] = {
        S.diamati: (FormKind.pengamatan, "recommendation", _("Rekomendasi")),
        S.didiskusikan: (FormKind.catatan, "text", _("Hasil diskusi")),
        S.ditindaklanjuti: (FormKind.upaya, "text", _("Upaya terakhir")),
        S.selesai: (FormKind.tanggapan, "text", _("Tanggapan")),
        S.dibatalkan: (FormKind.pembatalan, "text", _("Alasan")),
    }
    if facts.status not in shown:
        return []
    kind, key, name = shown[facts.status]
    form = facts.form(kind)
    if form is None:
        return []
    return [_("{name}: <i>{text}</i>", name=name, text=shortened(str(form.content[key]), SHOWN))]


def _coming(facts: ObservationFacts) -> list[AnyText]:
    return [_("Berikutnya: {next}", next=NEXT[facts.status])] if facts.status in NEXT else []


def _on(facts: ObservationFacts, do: str, page: int = 0) -> On:
    return On(Kind.observation, facts.id, facts.version, do, page)


def _rows(facts: ObservationFacts, subject: Subject, viewer: Member, now: datetime, t: Catalogue) -> list[Row]:
    def on(label: AnyText, do: str) -> Button:
        return button(t, label, _on(facts, do))

    mine = is_mine(facts, viewer)
    beside = [on(_("Isian"), "all")] if facts.forms else []
    if subject.targets:
        beside.append(on(_("Rubrik"), "rubric"))
    listed = On(Kind.observation, 0, 0, "mine") if mine else On(Kind.observation, facts.owner.assignment_id, 0, "of")
    rows: list[Row] = [(on(*step),) for step in _next(facts, mine, now)]
    if facts.status in (S.persiapan, S.dijadwalkan):
        change = _("📅 Usulkan waktu lain") if facts.starts else _("📅 Usulkan waktu")
        rows.append((on(change, "move"), on(_("Batalkan"), "cancel")))
    fresh = facts.changed_by == viewer.assignment_id and now < facts.changed_at + UNDO_WITHIN
    if facts.status is S.dijadwalkan and fresh:
        rows.append((on(_("Urungkan persetujuan"), "undo"),))
    rows += [(*beside, on(_("Dasar"), "why")), (button(t, _("☰ Semua fokus"), listed), *home_row(t))]
    return rows


def offered(facts: ObservationFacts, viewer: Member, now: datetime) -> frozenset[str]:
    """The talks that the card offers to this viewer now, by the words of their buttons."""
    changes = ("move", "cancel") if facts.status in (S.persiapan, S.dijadwalkan) else ()
    return frozenset((*(do for _label, do in _next(facts, is_mine(facts, viewer), now)), *changes))


def _next(facts: ObservationFacts, mine: bool, now: datetime) -> list[tuple[AnyText, str]]:
    """What this side may do now: label and action."""
    day = day_of(facts)
    today = now.astimezone(ZoneInfo(facts.owner.zone)).date()
    match facts.status:
        case S.persiapan if facts.slot_by is (Side.pengamat if mine else Side.diobservasi):
            return [(_("✅ Setujui jadwal"), "agree")]
        case S.dijadwalkan if not mine and day is not None and day <= today:
            return [(_("▶ Isi observasi"), "see")]
        case S.diamati if mine:
            return [(_("▶ Jawab diskusi"), "talk")]
        case S.dijawab if not mine:
            return [(_("▶ Catat hasil diskusi"), "note")]
        case S.didiskusikan if mine:
            return [(_("▶ Catat upaya"), "did")]
        case S.ditindaklanjuti if mine:
            return [(_("▶ Tulis refleksi"), "mirror"), (_("+ Catat upaya lagi"), "did")]
        case S.direfleksikan if not mine:
            return [(_("▶ Tanggapi refleksi"), "reply")]
    return []


# --- the forms, the rubric, the sources ---------------------------------------------


def details(facts: ObservationFacts, pack: Pack, page: int, t: Catalogue) -> Screen:
    """Everything that was written, form by form."""
    subject = subject_of(facts, pack)
    blocks = [block for form in facts.forms for block in _form(form, subject, facts, t)]
    head = _("<b>Isian observasi</b> · {name}", name=called(facts.owner, 22))
    return _paged(head, blocks, facts, "all", page, t)


def _form(form: Form, subject: Subject, facts: ObservationFacts, t: Catalogue) -> list[AnyText]:
    when = t.instant(form.at, facts.owner.zone)
    head = _("<b>{name}</b> ({by}, {when})", name=FORM_NAMES[form.kind], by=shortened(form.by, 40), when=when)
    return [head, *_content(form, subject)]


def _content(form: Form, subject: Subject) -> list[AnyText]:
    said = form.content
    match form.kind:
        case FormKind.persiapan:
            return [
                *(_("• {target}", target=each.text) for each in subject.targets if each.code in said["targets"]),
                *_told(_("Mempelajari"), said["learning"]),
                *(_told(_("Dokumen"), said["documents"]) if said["documents"] else []),
            ]
        case FormKind.pengamatan:
            return [*_ratings(form, subject), *_told(_("Rekomendasi"), said["recommendation"])]
        case FormKind.diskusi | FormKind.refleksi:
            return _answers(form, subject)
        case FormKind.upaya:
            return _told(_("{day}", day=date.fromisoformat(said["on"])), said["text"])
    return list(_pieces(said["text"]))


def _ratings(form: Form, subject: Subject) -> list[AnyText]:
    names = {level.code: level.name for level in subject.levels}
    said = form.content
    lines: list[AnyText] = [*_pieces(said["observed"] or "")]
    for target in subject.targets:
        if target.code in said["levels"]:
            level = names.get(said["levels"][target.code], "–")
            lines.append(_("{target}: <b>{level}</b>", target=target.text, level=level))
        if target.code in said["notes"]:
            lines += _told("→", said["notes"][target.code], between=" ")
    return lines


def _answers(form: Form, subject: Subject) -> list[AnyText]:
    step = DISCUSSING if form.kind is FormKind.diskusi else REFLECTING
    asked = {each.code: wording(each) for each in subject.asked(step)}
    return [
        line
        for code, words in form.content.items()
        for line in (_("<i>{asked}</i>", asked=asked.get(code, code)), *_told("→", words, between=" "))
    ]


def _told(name: AnyText, words: str, between: str = ": ") -> list[AnyText]:
    """Somebody's words with what they are, in pieces that fit a page."""
    first, *rest = _pieces(words) or [""]
    return [_("{name}{between}{text}", name=name, between=between, text=first), *rest]


def _pieces(words: str) -> list[str]:
    return wrap(words, PIECE)


FORM_NAMES: dict[FormKind, Msg] = {
    FormKind.persiapan: _("Persiapan"),
    FormKind.pengamatan: _("Observasi"),
    FormKind.diskusi: _("Jawaban diskusi"),
    FormKind.catatan: _("Hasil diskusi"),
    FormKind.upaya: _("Upaya tindak lanjut"),
    FormKind.refleksi: _("Refleksi"),
    FormKind.tanggapan: _("Tanggapan"),
    FormKind.pembatalan: _("Pembatalan"),
}


def rubric(facts: ObservationFacts, pack: Pack, page: int, t: Catalogue) -> Screen:
    """Target behaviours with examples, as far as they are known."""
    subject = subject_of(facts, pack)
    blocks = [*about_rubric(subject.targets), *rubric_lines(subject.targets)]
    return _paged(_("<b>Rubrik</b> · {focus}", focus=Msg(subject.focus.short)), blocks, facts, "rubric", page, t)


def sources(facts: ObservationFacts, pack: Pack) -> list[Cited]:
    """What the cycle rests on: the focus, how it is documented, its steps and its rubric."""
    subject = subject_of(facts, pack)
    role = facts.owner.role
    watched = [item.code for item in pack.rhk(role) if item.kind.value == "observasi"]
    documented = [row for row in pack.documentation(role) if row.rhk in watched]
    return [*documented, *subject.sources(*(step.code for step in pack.observation_steps(role)))]


def why(facts: ObservationFacts, pack: Pack, page: int, t: Catalogue) -> Screen:
    """*Dasar* of an observation."""
    ours = _("Jarak satu jam antara dua observasi dan jam 06.00 sampai 17.00 adalah anjuran Kawal.")
    blocks = [*source_blocks(sources(facts, pack)), ours]
    return _paged(_("<b>Dasar</b>"), blocks, facts, "why", page, t)


def _paged(
    head: AnyText, blocks: Sequence[AnyText], facts: ObservationFacts, do: str, page: int, t: Catalogue
) -> Screen:
    pages = pages_of((t(block) for block in blocks), LINES - 2)
    shown = min(page, len(pages) - 1)
    calls = [_on(facts, do, number) for number in around(shown, len(pages))]
    back: Row = (button(t, _("← Ke kartu"), _on(facts, "show")),)
    return Screen(text(t, [head, "", *pages[shown]]), (*page_row(shown, len(pages), calls), back))
