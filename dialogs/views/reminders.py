"""What the bot says of its own accord: the reminder of a day, and how somebody wants to be reminded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from dialogs.basis import source_blocks
from dialogs.calls import At, Go, Kind, On
from dialogs.frame import pages_of
from dialogs.plan_summary import period_called, shortened
from dialogs.screen import LINES, Row, Screen
from dialogs.views import pendampingan
from dialogs.views.parts import ROLES, around, button, called, home_row, page_row, text
from locales import ZONE_NAMES, AnyText, Catalogue, Msg, _, n_
from regulations.agenda import Duty
from regulations.models import Basis, DoneWhen
from regulations.reference import PengawasMonth
from storage.values import Member, SkpStatus
from storage.values.pendampingan import Board
from storage.values.reminding import ReminderKind, Wishes

MOST_LINES = 3
"""Things told in one message; the calendar has the rest."""
NOON, AFTERNOON = 11, 15
TOO_LATE = _("Hari ini hari terakhir, jadi tidak bisa ditunda sampai besok.")


@dataclass(frozen=True, slots=True)
class Reminded:
    """One thing that a message reminds of, as it stands when the message is sent. `today` is the local day."""

    member: Member
    code: str
    today: date
    duty: Duty | None = None
    plan: SkpStatus | None = None
    """Where the plan stands; None: not sent yet."""
    count: int = 0
    """How much waits or is missing."""
    days: int = 0
    """How long the oldest has waited."""
    name: str | None = None
    """The other side of an observation, or who decides about the plan."""
    starts: datetime | None = None
    board: Board | None = None
    """The schools of a pengawas in the month that is reported."""


def reminder(lines: Sequence[Reminded], day: date, now: datetime, t: Catalogue) -> Screen:
    """The message of a morning (or of whenever a snooze ends)."""
    first = lines[0].member
    several = len({line.member.assignment_id for line in lines}) > 1
    body: list[AnyText] = [_greeting(first, now)]
    for line in lines[:MOST_LINES]:
        body += ["", *_told(line, t, with_role=several)]
    if len(lines) > MOST_LINES:
        left = len(lines) - MOST_LINES
        body += ["", n_("Dan {count} lagi di kalender.", "Dan {count} lagi di kalender.", left)]
    rows = [(button(t, _label(line), _on(line, day, "go", line.code)),) for line in lines[:MOST_LINES]]
    return Screen(text(t, body), (*rows, *_below(lines, day, t)))


def _greeting(member: Member, now: datetime) -> AnyText:
    hour = now.astimezone(ZoneInfo(member.zone)).hour
    if hour < NOON:
        return _("Selamat pagi, {name}.", name=called(member))
    if hour < AFTERNOON:
        return _("Selamat siang, {name}.", name=called(member))
    return _("Selamat sore, {name}.", name=called(member))


def _on(line: Reminded, day: date, do: str, arg: str = "") -> On:
    return On(Kind.reminder, line.member.assignment_id, day.toordinal(), do, 0, arg)


def _below(lines: Sequence[Reminded], day: date, t: Catalogue) -> tuple[Row, ...]:
    line = lines[0]
    later = button(t, _("Nanti sore"), _on(line, day, "later", "sore"))
    if any(one.duty is not None and one.duty.closes == day for one in lines):
        snooze: Row = (later,)
    else:
        tomorrow = button(t, _("Besok"), _on(line, day, "later", "besok"))
        snooze = (later, tomorrow, button(t, _("3 hari lagi"), _on(line, day, "later", "tiga")))
    why = button(t, _("Dasar"), _on(line, day, "why"))
    settings = button(t, _("Atur"), _on(line, day, "wishes"))
    return snooze, (why, button(t, _("Kalender"), _on(line, day, "go", "agenda")), settings)


def _told(line: Reminded, t: Catalogue, *, with_role: bool) -> list[AnyText]:
    said = [*_board(line, t)] if line.board is not None else [_what(line, t)]
    said += _by_when(line, t)
    role = _("<i>Sebagai {role}, {unit}</i>", role=ROLES[line.member.role], unit=shortened(line.member.unit_name, 24))
    return [role, *said] if with_role else said


def _what(line: Reminded, t: Catalogue) -> AnyText:
    if line.starts is not None:
        return _slot(line, t)
    if line.duty is None:
        return _waiting(line)
    match line.duty.done_when:
        case DoneWhen.plan_entered | DoneWhen.plan_adjusted:
            return _plan(line, line.duty)
        case DoneWhen.data_updated:
            return _("Data sebelum rencana {year} belum selesai dicek.", year=str(line.duty.year))
        case DoneWhen.team_plotted:
            return _("Tim kinerja {year} belum disusun (plotting).", year=str(line.duty.year))
        case DoneWhen.plan_decided:
            return n_(
                "<b>{count} rencana</b> menunggu keputusan.", "<b>{count} rencana</b> menunggu keputusan.", line.count
            )
        case DoneWhen.evaluated:
            return n_("<b>{count} orang</b> belum dievaluasi.", "<b>{count} orang</b> belum dievaluasi.", line.count)
        case DoneWhen.checked_in:
            return _("Cek kemajuan SKP belum diisi (anjuran Kawal).")
        case DoneWhen.reported:
            return _monthly(line, line.duty, t)
        case DoneWhen.carried_out:
            return _("Pelaksanaan kinerja masih berjalan.")


def _plan(line: Reminded, duty: Duty) -> AnyText:
    period = period_called(duty.period)
    match line.plan:
        case None:
            return _("Rencana SKP {period} <b>belum dikirim</b>.", period=period)
        case SkpStatus.diajukan if line.name:
            return _("Rencana SKP {period} menunggu keputusan {name}.", period=period, name=line.name)
        case SkpStatus.diajukan:
            return _("Rencana SKP {period} menunggu keputusan atasan.", period=period)
        case SkpStatus.disepakati:
            return _("Rencana SKP {period} sudah disepakati. Tinggal <b>diisi di Ruang GTK</b>.", period=period)
        case _:
            return _("Rencana SKP {period} perlu dilengkapi, lalu dikirim lagi.", period=period)


def _monthly(line: Reminded, duty: Duty, t: Catalogue) -> AnyText:
    month = t.month(duty.opens.month)
    if duty.code == "coaching":
        return _("{month}: <b>{count} kegiatan coaching/PMO</b> belum dicatat.", month=month, count=line.count)
    return _("{month}: <b>{count} laporan pendampingan</b> belum ada.", month=month, count=line.count)


def _board(line: Reminded, t: Catalogue) -> list[AnyText]:
    """The month's title from the table, how many schools are done, and which are not."""
    assert line.board is not None
    assert line.duty is not None
    assert isinstance(line.duty.cited, PengawasMonth)
    names = pendampingan.missing_names(line.board)
    which = [_("Belum: {names}", names=names)] if names else []
    return [pendampingan.month_title(line.duty.cited, t), pendampingan.counts(line.board), *which]


def _slot(line: Reminded, t: Catalogue) -> AnyText:
    assert line.starts is not None
    local = line.starts.astimezone(ZoneInfo(line.member.zone))
    at = f"{t.clock(local.time())} {ZONE_NAMES.get(line.member.zone, '')}".strip()
    left = (local.date() - line.today).days
    name = line.name or "–"
    if left == 0:
        return _("<b>Hari ini pukul {at}</b>: observasi dengan {name}.", at=at, name=name)
    if left == 1:
        return _("<b>Besok pukul {at}</b>: observasi dengan {name}.", at=at, name=name)
    return _("<b>{day} pukul {at}</b>: observasi dengan {name}.", day=t.day(local.date(), "full"), at=at, name=name)


def _waiting(line: Reminded) -> AnyText:
    said = n_("<b>{count} hal</b> menunggu keputusan", "<b>{count} hal</b> menunggu keputusan", line.count)
    if line.days < 1:
        return _("{said}.", said=said)
    longest = n_("{count} hari", "{count} hari", line.days)
    return _("{said}, yang paling lama {longest}.", said=said, longest=longest)


def _by_when(line: Reminded, t: Catalogue) -> list[AnyText]:
    if line.duty is None:
        return []
    closes = line.duty.closes
    left = (closes - line.today).days
    day = t.day(closes, "full")
    if left == 0:
        said = _("Batas: <b>hari ini</b>, {day}", day=day)
    else:
        said = n_("Batas: <b>{day}</b> ({count} hari lagi)", "Batas: <b>{day}</b> ({count} hari lagi)", left, day=day)
    if line.duty.closes != line.duty.printed_closes:
        return [said, _("Semula {day}; digeser operator.", day=line.duty.printed_closes)]
    if line.duty.cited.basis is Basis.recommended:
        return [said, _("Tanggal ini anjuran Kawal.")]
    return [said]


PLAN_LABELS: Mapping[SkpStatus | None, Msg] = {
    None: _("▶ Buka rencana"),
    SkpStatus.diajukan: _("Lihat rencana"),
    SkpStatus.disepakati: _("📋 Salin ke Ruang GTK"),
}
LABELS: Mapping[DoneWhen, Msg] = {
    DoneWhen.data_updated: _("☑ Periksa data saya"),
    DoneWhen.team_plotted: _("▶ Susun tim kinerja"),
    DoneWhen.plan_decided: _("▶ Buka persetujuan"),
    DoneWhen.evaluated: _("▶ Buka evaluasi"),
    DoneWhen.checked_in: _("▶ Isi cek kemajuan"),
    DoneWhen.reported: _("▶ Buka laporan bulan ini"),
}


def _label(line: Reminded) -> AnyText:
    if line.starts is not None:
        return _("Buka observasi")
    if line.duty is None:
        return _("▶ Buka persetujuan")
    if line.duty.done_when in (DoneWhen.plan_entered, DoneWhen.plan_adjusted):
        return PLAN_LABELS.get(line.plan, _("▶ Perbaiki rencana"))
    return LABELS.get(line.duty.done_when, _("▶ Buka"))


def why(duties: Sequence[Duty], call: On, t: Catalogue) -> Screen:
    """Where the dates of a message come from, and what is Kawal's own."""
    blocks: list[AnyText] = [
        _("Pengingat, jam, dan jarak harinya adalah anjuran Kawal; tanggal batasnya dari sumber ini:"),
        *source_blocks([duty.cited for duty in duties]),
    ]
    if not duties:
        blocks = [_("Pengingat ini dari catatan Bapak/Ibu sendiri di Kawal; tidak ada tanggal peraturan di dalamnya.")]
    pages = pages_of((t(block) for block in blocks), LINES - 2)
    page = min(call.page, len(pages) - 1)
    calls = [On(call.kind, call.id, call.version, "why", one) for one in around(page, len(pages))]
    return Screen(text(t, [_("<b>Dasar</b>"), *pages[page]]), (*page_row(page, len(pages), calls), home_row(t)))


def snoozed(until: datetime, member: Member, t: Catalogue) -> Screen:
    """The person has put it off."""
    when = t.instant(until, member.zone)
    said = _("Baik. Saya ingatkan lagi pada {when}.", when=when)
    note = _("Yang sudah selesai saat itu tidak diingatkan lagi.")
    return Screen(text(t, [said, note]), (home_row(t),), toast=t.plain(_("Ditunda.")))


# --- wishes -----------------------------------------------------------------------

KIND_NAMES: Mapping[ReminderKind, Msg] = {
    ReminderKind.rencana: _("Rencana dan data"),
    ReminderKind.keputusan: _("Yang menunggu keputusan"),
    ReminderKind.observasi: _("Jadwal observasi"),
    ReminderKind.bulanan: _("Laporan bulanan"),
    ReminderKind.penilaian: _("Cek kemajuan, evaluasi"),
}
QUIET = (("20-06", time(20), time(6)), ("19-07", time(19), time(7)), ("21-05", time(21), time(5)))
"""Quiet hours to choose from."""


def wishes(member: Member, now: Wishes, t: Catalogue, notice: AnyText | None = None) -> Screen:
    """/pengingat: what is reminded of, and when never."""
    if now.stopped:
        return _stopped(member, t, notice)
    begins, ends = t.clock(now.quiet_from), t.clock(now.quiet_to)
    lines: list[AnyText] = [
        _("<b>Pengingat</b>: menyala"),
        _("Paling banyak satu pesan sehari, mulai pukul 07.30 waktu setempat, hanya bila ada yang belum selesai."),
        "",
        _("Jam tenang: <b>{begins} sampai {ends}</b>", begins=begins, ends=ends),
        _("Hari Minggu dan libur nasional dilewati, kecuali hari terakhir."),
        "",
        _("Tekan untuk mematikan atau menyalakan satu jenis. Hari terakhir tetap diingatkan."),
    ]
    if now.snoozed_until is not None:
        lines.append(_("Ditunda sampai {when}.", when=t.instant(now.snoozed_until, member.zone)))
    kinds: list[Row] = [(button(t, _kind(kind, now), _wish(member, "mute", kind.value)),) for kind in ReminderKind]
    quiet = tuple(button(t, f"{t.clock(a)}–{t.clock(b)}", _wish(member, "quiet", code)) for code, a, b in QUIET)
    rows = (*kinds, quiet, (button(t, _("⏹ Hentikan semua"), Go(At.stop)), *home_row(t)))
    screen = Screen(text(t, lines), rows)
    return screen.with_toast(t.plain(notice)) if notice else screen


def _kind(kind: ReminderKind, now: Wishes) -> AnyText:
    return _("{mark} {name}", mark="☐" if kind in now.muted else "☑", name=KIND_NAMES[kind])


def _wish(member: Member, do: str, arg: str = "") -> On:
    return On(Kind.reminder, member.assignment_id, 0, do, 0, arg)


def stop(member: Member, t: Catalogue) -> Screen:
    """/berhenti, before it takes effect."""
    lines: list[AnyText] = [
        _("<b>Hentikan semua pengingat?</b>"),
        "",
        _("Kawal tidak akan mengingatkan apa pun lagi, juga tidak pada hari terakhir."),
        _("Jawaban atas kiriman Bapak/Ibu, misalnya keputusan atasan, tetap disampaikan."),
        _("Ingin lebih jarang saja? Matikan per jenis di /pengingat."),
    ]
    yes = button(t, _("⏹ Ya, hentikan"), _wish(member, "stop"))
    return Screen(text(t, lines), ((yes,), (button(t, _("Tidak jadi"), Go(At.reminders)), *home_row(t))))


def _stopped(member: Member, t: Catalogue, notice: AnyText | None) -> Screen:
    lines: list[AnyText] = [
        _("<b>Pengingat</b>: berhenti"),
        _("Tidak ada pengingat sama sekali. Tenggat tetap terlihat di beranda dan /kalender."),
    ]
    again = button(t, _("▶ Nyalakan lagi"), _wish(member, "resume"))
    screen = Screen(text(t, lines), ((again,), home_row(t)))
    return screen.with_toast(t.plain(notice)) if notice else screen
