"""Lists of observations: the cycles of one person, the slots of a month, and what waits for an observer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dialogs.calls import Kind, On
from dialogs.observation.subject import Subject
from dialogs.observation_words import DONE
from dialogs.plan_summary import period_name, shortened
from dialogs.screen import Row, Screen
from dialogs.views.parts import around, button, called, home_row, page_row, person_row, text
from locales import AnyText, Catalogue, Msg, _, n_
from regulations.models import Pack, Period, Side
from storage.values import Member
from storage.values.inbox import Waiting
from storage.values.observation import Cycle, Cycles, ObservationStatus, Slot

FOCUSES = 4
"""Focuses on one page: each takes up to two lines."""
SLOTS = 4
"""Slots on one page: each takes up to two lines, with its day."""
LINES_WAITING = 6


def cycles(
    found: Cycles, pack: Pack | None, viewer: Member, periods: Sequence[Period], period: Period, page: int, t: Catalogue
) -> Screen:
    """The focuses of a person's plan in a period, and where each cycle stands."""
    mine = viewer.person_id == found.owner.person_id
    pages = max(1, -(-len(found.lines) // FOCUSES))
    page = min(page, pages - 1)
    here = found.lines[page * FOCUSES : (page + 1) * FOCUSES]

    def to(number: int, of: Period) -> On:
        return On(Kind.observation, found.owner.assignment_id, 0, "of", number, of.code)

    lines: list[AnyText] = [
        _("<b>Observasi</b> · {name}", name=called(found.owner, 30)),
        period_name(period),
        "",
        *(_focus(line, Subject(pack, found.owner.role, line.focus), found.owner.zone) for line in here if pack),
        *_nothing(found, mine),
    ]
    rows: list[Row] = [(button(t, *one),) for line in here if pack and (one := _opens(line, pack, found, mine, period))]
    rows += page_row(page, pages, [to(number, period) for number in around(page, pages)])
    others = [each for each in periods if each.code != period.code]
    rows += [(button(t, period_name(each), to(0, each)),) for each in others]
    if mine and found.lines:
        rows.append((button(t, _("📅 Jadwal bulan ini"), On(Kind.observation, 0, 0, "month")),))
    way = home_row(t) if mine else person_row(t, found.owner.assignment_id)
    return Screen(text(t, lines), (*rows, way))


def waits_for_owner(line: Cycle) -> bool:
    """The person observed has to propose a time, or to agree to one."""
    return line.status is ObservationStatus.persiapan and line.slot_by is not Side.diobservasi


def _nothing(found: Cycles, mine: bool) -> list[AnyText]:
    if found.lines:
        return []
    if mine:
        return [_("Fokus observasi muncul di sini sesudah rencana SKP Bapak/Ibu disepakati.")]
    return [_("Rencana SKP-nya belum disepakati, jadi belum ada fokus yang diamati.")]


def _focus(line: Cycle, subject: Subject, zone: str) -> AnyText:
    short = Msg(subject.focus.short)
    if line.status is None:
        return _("○ {focus}: belum disiapkan", focus=short)
    sign = "✓" if line.status is ObservationStatus.selesai else "●"
    if line.status is ObservationStatus.dijadwalkan and line.starts is not None:
        at = line.starts.astimezone(ZoneInfo(zone))
        return _("{sign} {focus}: {day} pukul {time}", sign=sign, focus=short, day=at.date(), time=f"{at:%H.%M}")
    return _("{sign} {focus}: {done}", sign=sign, focus=short, done=DONE[line.status])


def _opens(line: Cycle, pack: Pack, found: Cycles, mine: bool, period: Period) -> tuple[AnyText, On] | None:
    short = Msg(Subject(pack, found.owner.role, line.focus).focus.short)
    if line.status is not None:
        return short, On(Kind.observation, line.id, line.version, "show")
    if not mine:
        return None
    return _("▶ Siapkan: {focus}", focus=short), On(Kind.observation, 0, 0, "begin", 0, f"{period.code}.{line.focus}")


def month(slots: Sequence[Slot], index: int, page: int, viewer: Member, observing: bool, t: Catalogue) -> Screen:
    """The slots of a month (`index` 0 is January of the member's year), a few at a time, clashes marked."""
    pages = max(1, -(-len(slots) // SLOTS))
    page = min(page, pages - 1)
    here = slots[page * SLOTS : (page + 1) * SLOTS]
    clashes = sum(slot.clash for slot in slots)
    lines: list[AnyText] = [
        _("<b>Jadwal observasi</b> · {month} {year}", month=t.month(index + 1), year=str(viewer.year)),
        *([n_("⚠ {count} jadwal berbenturan", "⚠ {count} jadwal berbenturan", clashes)] if clashes else []),
        *_by_day(here, ZoneInfo(viewer.zone), t),
        *([] if slots else [_("Belum ada jadwal di bulan ini.")]),
    ]
    rows: list[Row] = [
        (button(t, _label(slot, ZoneInfo(viewer.zone)), On(Kind.observation, slot.id, slot.version, "show")),)
        for slot in here
    ]
    turns = [On(Kind.observation, 0, 0, "month", index, str(number)) for number in around(page, pages)]
    rows += page_row(page, pages, turns)
    rows.append(_months(index, t))
    own = (button(t, _("Observasi saya"), On(Kind.observation, 0, 0, "mine")),)
    waiting = (button(t, _("Menunggu saya"), On(Kind.observation, 0, 0, "wait")),) if observing else ()
    return Screen(text(t, lines), (*rows, (*own, *waiting), home_row(t)))


def _by_day(slots: Sequence[Slot], zone: ZoneInfo, t: Catalogue) -> list[AnyText]:
    lines: list[AnyText] = []
    last: date | None = None
    for slot in slots:
        at = slot.starts.astimezone(zone)
        if at.date() != last:
            last = at.date()
            lines.append(_("<b>{day}</b>", day=t.day(last, "full")))
        lines.append(_slot(slot, at))
    return lines


def _slot(slot: Slot, at: datetime) -> AnyText:
    sign = "⚠" if slot.clash else "·"
    name: AnyText = _("saya") if slot.mine else shortened(slot.owner, 16)
    return _("{sign} {time} {name}: {state}", sign=sign, time=f"{at:%H.%M}", name=name, state=_state(slot))


def _state(slot: Slot) -> AnyText:
    if slot.status is ObservationStatus.persiapan:
        return _("usulan")
    if slot.status is ObservationStatus.dijadwalkan:
        return _("disepakati")
    return _("sudah")


def _label(slot: Slot, zone: ZoneInfo) -> AnyText:
    at = slot.starts.astimezone(zone)
    return _("{day}/{month} {time} {name}", day=at.day, month=at.month, time=f"{at:%H.%M}", name=slot.owner)


def _months(index: int, t: Catalogue) -> Row:
    """The month before and the month after, within the year."""
    around_here = [number for number in (index - 1, index + 1) if 0 <= number < 12]
    return tuple(
        button(
            t,
            _("‹ {month}", month=t.month(number + 1)) if number < index else _("{month} ›", month=t.month(number + 1)),
            On(Kind.observation, 0, 0, "month", number),
        )
        for number in around_here
    )


def waiting(lines: Sequence[Waiting], t: Catalogue) -> Screen:
    """The steps that wait for this observer, the oldest first."""
    head = n_(
        "<b>{count} langkah observasi</b> menunggu Bapak/Ibu",
        "<b>{count} langkah observasi</b> menunggu Bapak/Ibu",
        len(lines),
    )
    said: list[AnyText] = [head] if lines else [_("Tidak ada langkah observasi yang menunggu. 👍")]
    if len(lines) > LINES_WAITING:
        said.append(_("Yang paling lama menunggu ada di atas."))
    rows: list[Row] = [
        (button(t, line.owner, On(Kind.observation, line.id, line.version, "show")),) for line in lines[:LINES_WAITING]
    ]
    return Screen(text(t, said), (*rows, home_row(t)))
