"""One entry of the competence log: its card, its details, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.calls import At, Go, Kind, On
from dialogs.competence.noting import worth
from dialogs.competence.words import PROBLEMS, SIGNS, STATES
from dialogs.frame import pages_of
from dialogs.plan_summary import shortened
from dialogs.screen import LINES, Button, Row, Screen
from dialogs.views.parts import around, button, called, home_row, page_row, text
from locales import AnyText, Catalogue, Msg, _, n_
from regulations.models import Cited, Pack, RhkKind, Role
from storage.values import Member
from storage.values.competence import OPEN, LogFacts, LogStatus
from storage.values.evidence import FileKind

GONE = _("Catatan itu sudah berubah atau dihapus. Ini keadaannya sekarang.")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at an entry, and what they may do with it."""

    member: Member
    decides: bool = False
    undo_left: int | None = None
    """Minutes in which they may take their decision back."""

    def owns(self, log: LogFacts) -> bool:
        """Whether it is their own."""
        return self.member.assignment_id == log.owner.assignment_id


def card(log: LogFacts, pack: Pack, viewer: Viewer, t: Catalogue) -> Screen:
    """An entry as this viewer may use it now."""
    lines = [*_head(log, pack, viewer), *_state(log, viewer, t)]
    return Screen(text(t, lines), tuple(_rows(log, viewer, t)))


def _head(log: LogFacts, pack: Pack, viewer: Viewer) -> list[AnyText]:
    entry, owner = log.entry, log.owner
    sign, state = SIGNS[log.status], STATES[log.status]
    lines: list[AnyText] = [_("{sign} <b>Catatan kegiatan</b>: {state}", sign=sign, state=state)]
    if not viewer.owns(log):
        where = shortened(owner.position or owner.unit_name, 14)
        lines.append(_("{name} · {position}", name=called(owner, 22), position=where))
    what = next((Msg(item.short) for item in pack.activities(owner.role) if item.code == entry.activity), None)
    lines.append(_("<b>{title}</b>", title=shortened(entry.title, 60)))
    lines.append(_("{activity} · {day}", activity=what or entry.activity, day=entry.day))
    if entry.points is not None:
        lines.append(worth(entry))
    if entry.reflection:
        lines.append(n_("Refleksi: {count} jawaban", "Refleksi: {count} jawaban", len(entry.reflection)))
    lines.append(_("Bukti: {what}", what=evidence_words(log)))
    return lines


def evidence_words(log: LogFacts) -> AnyText:
    """`5 foto, 1 PDF, 1 tautan`, or that there is none and whether one is needed."""
    names = {
        FileKind.image: n_("{count} foto", "{count} foto", log.count(FileKind.image)),
        FileKind.pdf: n_("{count} PDF", "{count} PDF", log.count(FileKind.pdf)),
        FileKind.link: n_("{count} tautan", "{count} tautan", log.count(FileKind.link)),
    }
    found = [name for kind, name in names.items() if log.count(kind)]
    if not found:
        return _("<b>belum ada</b>, padahal diminta") if log.needs_evidence else _("tidak ada, dan tidak wajib")
    words: AnyText = found[0]
    for other in found[1:]:
        words = _("{first}, {other}", first=words, other=other)
    return words


def _state(log: LogFacts, viewer: Viewer, t: Catalogue) -> list[AnyText]:
    zone = viewer.member.zone
    match log.status:
        case LogStatus.diajukan if not viewer.owns(log) and log.problems:
            return [_first_two(log)]
        case LogStatus.diajukan if log.submitted_at is not None:
            return [_("Dikirim {when}", when=t.instant(log.submitted_at, zone))]
        case LogStatus.dikembalikan:
            reason = shortened(log.reason or "–", 80)
            return [_("↩ {name}: <i>{reason}</i>", name=shortened(log.decided_by or "–", 20), reason=reason)]
        case LogStatus.dikonfirmasi if log.decided_at is not None:
            name, when = shortened(log.decided_by or "–", 24), t.instant(log.decided_at, zone)
            return [_("Oleh {name}, {when}", name=name, when=when)]
        case LogStatus.tersimpan | LogStatus.ditarik:
            return [_("Hanya Bapak/Ibu yang melihatnya sampai dikirim.")]
    return []


def _first_two(log: LogFacts) -> AnyText:
    """What needs a look, as far as two lines hold it; the details name the rest."""
    words = _joined([PROBLEMS[problem] for problem in log.problems[:2]])
    more = len(log.problems) - 2
    if more > 0:
        return _("⚠ {problems} (+{more} lagi)", problems=words, more=more)
    return _("⚠ {problems}", problems=words)


def why_back(log: LogFacts) -> AnyText | None:
    """What the owner reads above the reopened entry: the reason."""
    if log.status is not LogStatus.dikembalikan or not log.reason:
        return None
    return _("Dikembalikan: <i>{reason}</i>", reason=shortened(log.reason, 120))


def _joined(parts: Sequence[AnyText]) -> AnyText:
    words = parts[0]
    for other in parts[1:]:
        words = _("{first}, {other}", first=words, other=other)
    return words


def _rows(log: LogFacts, viewer: Viewer, t: Catalogue) -> list[Row]:
    def on(label: AnyText, do: str) -> Button:
        return button(t, label, On(Kind.competence, log.id, log.version, do))

    details, why, files = on(_("Lihat rinci"), "read"), on(_("Dasar"), "why"), on(_("Lihat bukti"), "ev")
    look: Row = (files, details) if log.evidence else (details,)
    back = (why, button(t, _("← Daftar"), list_call(log)))
    if viewer.owns(log) and log.status in OPEN:
        change, add = on(_("✎ Ubah"), "edit"), on(_("+ Bukti"), "addev")
        return [(on(_("✅ Kirim ke atasan"), "send"),), (change, add), look, (on(_("🗑 Hapus"), "del"), why), (back[1],)]
    if viewer.owns(log) and log.status is LogStatus.diajukan:
        return [(on(_("Tarik kembali"), "wd"),), look, back]
    if viewer.decides and log.status is LogStatus.diajukan:
        return [(on(_("✅ Konfirmasi"), "ok"),), (on(_("↩ Kembalikan"), "back"),), look, back, inbox_row(t)]
    if viewer.decides and viewer.undo_left is not None:
        label = n_("Urungkan ({count} menit)", "Urungkan ({count} menit)", viewer.undo_left)
        return [(on(label, "undo"),), look, back, inbox_row(t)]
    return [look, back]


def list_call(log: LogFacts) -> On:
    """The list that an entry stands in."""
    return On(Kind.competence, log.owner.assignment_id, 0, "of", 0, log.period)


def inbox_row(t: Catalogue) -> Row:
    """The way to everything else that waits."""
    return (button(t, _("☰ Semua menunggu"), Go(At.inbox)),)


# --- details, sources, questions -------------------------------------------------


def details(log: LogFacts, pack: Pack, page: int, t: Catalogue) -> Screen:
    """Everything about an entry, page by page, with the official wording of the activity and of the questions."""
    blocks = [t(block) for block in _blocks(log, pack)]
    head = _("<b>Catatan kegiatan</b> · {name}", name=called(log.owner, 20))
    return _paged(log, head, blocks, "read", page, t)


def _blocks(log: LogFacts, pack: Pack) -> list[AnyText]:
    entry, role = log.entry, log.owner.role
    blocks: list[AnyText] = []
    if log.status is LogStatus.dikembalikan and log.reason:
        blocks.append(_("Alasan: <i>{reason}</i>", reason=log.reason))
    if log.status is LogStatus.diajukan:
        blocks += [_("⚠ {problems}", problems=PROBLEMS[problem]) for problem in log.problems]
    blocks.append(_("<b>{title}</b>", title=entry.title))
    activity = next((item for item in pack.activities(role) if item.code == entry.activity), None)
    if activity is not None:
        blocks.append(_("{code}. {text}", code=activity.code, text=activity.text))
    if entry.points is not None:
        blocks.append(worth(entry))
    asked = {each.code: each for each in pack.reflections(role)}
    for code, answer in entry.reflection.items():
        question: AnyText = Msg(asked[code].short) if code in asked else code
        blocks.append(_("<b>{question}</b>\n{answer}", question=question, answer=answer))
    return blocks


def why(log: LogFacts, blocks: Sequence[AnyText], page: int, t: Catalogue) -> Screen:
    """*Dasar* of an entry."""
    return _paged(log, _("<b>Dasar</b>"), [t(block) for block in blocks], "why", page, t)


def _paged(log: LogFacts, head: AnyText, blocks: Sequence[AnyText], do: str, page: int, t: Catalogue) -> Screen:
    pages = pages_of((t(block) for block in blocks), LINES - 2)
    shown = min(page, len(pages) - 1)
    calls = [On(Kind.competence, log.id, log.version, do, number) for number in around(shown, len(pages))]
    back: Row = (button(t, _("← Ke kartu"), On(Kind.competence, log.id, log.version, "show")),)
    return Screen(text(t, [head, "", *pages[shown]]), (*page_row(shown, len(pages), calls), back))


def sources(pack: Pack, role: Role, activity: str | None = None) -> list[Cited]:
    """What the rules of the log rest on: the range, the value of one activity, how it is confirmed, the questions."""
    found: list[Cited] = [*pack.point_ranges]
    item = next((each for each in pack.activities(role) if each.code == activity), None)
    if item is not None:
        found.append(item)
        if item.points is not None:
            found.append(Cited(source=item.points_source, basis=item.points_basis))
    own = {rhk.code for rhk in pack.rhk(role) if rhk.kind is RhkKind.kompetensi}
    found += [row for row in pack.documentation(role) if row.rhk in own]
    found += [notice for notice in pack.notices if notice.code in NOTICES and role in (notice.roles or (role,))]
    return [*found, *pack.reflections(role)]


NOTICES = ("poin", "pertimbangan", "unggah", "unggah_guru", "tanpa_poin", "kegiatan_guru_ks", "penyederhanaan")
"""Remarks of a pack that concern the log."""


def ask_delete(log: LogFacts, t: Catalogue) -> Screen:
    """Before an entry is thrown away."""
    lines: list[AnyText] = [
        _("Hapus catatan <b>{title}</b>?", title=shortened(log.entry.title, 60)),
        _("Isi dan buktinya ikut terhapus dari Kawal."),
    ]
    sure = button(t, _("Ya, hapus"), On(Kind.competence, log.id, log.version, "delsure"))
    return Screen(text(t, lines), ((sure,), (button(t, _("← Tidak jadi"), _show(log)),)))


def _show(log: LogFacts) -> On:
    return On(Kind.competence, log.id, log.version, "show")


# --- cards ---------------------------------------------------------------------------

TOLD = 6
"""Entries named on the card that tells of several decisions."""


def told(logs: Sequence[LogFacts], t: Catalogue) -> Screen:
    """For the owner: several entries were decided at once."""
    done = [log for log in logs if log.status is LogStatus.dikonfirmasi]
    name = shortened(logs[0].decided_by or "–", 40)
    lines: list[AnyText] = [
        n_("✅ <b>{count} kegiatan dikonfirmasi</b>", "✅ <b>{count} kegiatan dikonfirmasi</b>", len(done)),
        _("Oleh {name}", name=name),
        *(_("• {title}", title=shortened(log.entry.title, 40)) for log in done[:TOLD]),
    ]
    if len(done) > TOLD:
        lines.append(n_("dan {count} lagi", "dan {count} lagi", len(done) - TOLD))
    points = sum(log.entry.points or 0 for log in done)
    if points:
        lines.append(_("Jumlahnya <b>{points} poin</b>.", points=points))
    return Screen(text(t, lines), ((button(t, _("Lihat daftar"), list_call(logs[0])),),))


def undone(log: LogFacts, viewer: Member, t: Catalogue) -> Screen:
    """The owner was told of a decision that was taken back."""
    when = t.instant(log.changed_at, viewer.zone)
    title = shortened(log.entry.title, 60)
    lines: list[AnyText] = [
        _("<b>Ralat</b>: keputusan atas <i>{title}</i> dibatalkan, {when}.", title=title, when=when),
        _("Catatan kembali menunggu konfirmasi, seperti sebelumnya. Tidak ada yang perlu diisi ulang."),
    ]
    return Screen(text(t, lines), ((button(t, _("Lihat catatan"), _show(log)),), home_row(t)))
