"""/kalender: one's dates month by month, and what stands behind each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from markupsafe import Markup

from dialogs.basis import BASIS_NAMES, source_blocks
from dialogs.calls import At, Call, Go, Kind, On
from dialogs.frame import mark, pages_of
from dialogs.plan_summary import shortened
from dialogs.screen import LINES, Button, Row, Screen
from dialogs.views.parts import ROLES, around, button, home_row, page_row, text
from dialogs.views.reminders import LABELS, PLAN_LABELS
from locales import AnyText, Catalogue, Msg, _, n_
from regulations import workdays
from regulations.agenda import Duty
from regulations.models import Basis, Cited, Role
from storage.values import Member
from storage.values.deadlines import Deadline
from storage.values.observation import ObservationStatus, Slot

MONTHS = 13
"""From January of the member's year to the January after it, when that year is evaluated."""
IN_A_ROW = 5
"""Numbers in one row of buttons."""
MONTHLY: dict[str, Msg] = {
    "pendampingan": _("Laporan pendampingan sekolah binaan"),
    "coaching": _("Catatan coaching dan forum PMO"),
}
"""What is reported month by month."""


class State(StrEnum):
    """How far something is that one has to do oneself."""

    done = "done"
    nothing = "nothing"
    """There is nothing to do about it now: nobody waits, or it is not one's turn."""
    open = "open"


SIGNS = {State.done: "✓", State.nothing: "–", State.open: "●"}
STATES: dict[State, Msg] = {
    State.done: _("selesai"),
    State.nothing: _("tidak ada yang perlu dikerjakan sekarang"),
    State.open: _("belum selesai"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One window as it concerns somebody: what they do themselves, or what others do about their performance."""

    duty: Duty
    mine: bool
    state: State | None = None
    """None where there is nothing to tell: not open yet, or what others do."""
    moved: Deadline | None = None

    @property
    def sign(self) -> str:
        """What a button carries to name it."""
        roles = ",".join(sorted(self.duty.roles))
        return mark(f"{self.duty.code}:{self.duty.period}:{roles}:{self.mine}")

    def is_in(self, first: date) -> bool:
        """Whether it opens or ends in the month that begins on that day."""
        return any(day.replace(day=1) == first for day in (self.duty.opens, self.duty.closes))


@dataclass(frozen=True, slots=True)
class Month:
    """A month of somebody: `first` is its first day; `entries` and `slots` are those in it."""

    member: Member
    first: date
    today: date
    entries: tuple[Entry, ...] = ()
    slots: tuple[Slot, ...] = ()
    phase: str | None = None
    """What the month is for, as printed."""


def month_of(number: int, year: int) -> date | None:
    """The first day of a month of somebody's year by its number, or None."""
    return next((first for first in months(year) if first.year * 100 + first.month == number), None)


def months(year: int) -> tuple[date, ...]:
    """First days of the months of somebody's year."""
    return tuple(date(year + number // 12, number % 12 + 1, 1) for number in range(MONTHS))


def title(duty: Duty) -> AnyText:
    """What a duty is called."""
    return Msg(duty.window.title) if duty.window else MONTHLY[duty.code]


# --- a month -------------------------------------------------------------------------


def month(facts: Month, page: int, t: Catalogue) -> Screen:
    """The dates of a month in order; a number opens one."""
    head = [
        _("<b>Kalender {month} {year}</b>", month=t.month(facts.first.month), year=str(facts.first.year)),
        _("{role}, {unit}", role=ROLES[facts.member.role], unit=shortened(facts.member.unit_name, 24)),
    ]
    blocks = _blocks(facts, t)
    pages = pages_of((said for said, _entry in blocks), LINES - len(head))
    shown = min(page, len(pages) - 1)
    before = sum(map(len, pages[:shown]))
    here = blocks[before : before + len(pages[shown])]
    rows = [*_numbers(facts, [one for _said, one in here if one]), _turner(facts, shown, len(pages), t)]
    return Screen(text(t, [*head, *pages[shown]]), (*rows, *_below(facts, t)))


Numbered = tuple[int, Entry]


def _blocks(facts: Month, t: Catalogue) -> list[tuple[Markup, Numbered | None]]:
    """What is said of the month, each line with the entry that it can open."""
    blocks: list[tuple[Markup, Numbered | None]] = []
    if facts.phase:
        blocks.append((t(_("<i>Bulan ini: {phase}</i>", phase=shortened(facts.phase, 110))), None))
    number = 0
    for _day, one, line in _lines(facts, t):
        number += one is not None
        said = t(_("<b>{number}</b> {line}", number=number, line=line)) if one else t(line)
        blocks.append((said, (number, one) if one else None))
    if not facts.entries and not facts.slots:
        blocks.append((t(_("Tidak ada batas atau jadwal yang tercatat di bulan ini.")), None))
    return [*blocks, *((said, None) for said in _holidays(facts, t))]


def _lines(facts: Month, t: Catalogue) -> list[tuple[date, Entry | None, AnyText]]:
    """What happens in the month, by day."""
    zone = ZoneInfo(facts.member.zone)
    found: list[tuple[date, Entry | None, AnyText]] = []
    for entry in facts.entries:
        if entry.duty.closes.replace(day=1) == facts.first:
            found.append((entry.duty.closes, entry, _closing(entry, facts.today, t)))
        else:
            found.append((entry.duty.opens, entry, _opening(entry, t)))
    for slot in facts.slots:
        found.append((slot.starts.astimezone(zone).date(), None, slot_line(slot, facts.member, t)))
    return sorted(found, key=lambda one: (one[0], one[1] is None))


def _closing(entry: Entry, today: date, t: Catalogue) -> AnyText:
    sign = SIGNS[entry.state] if entry.state else "○"
    day = t.day(entry.duty.closes, "brief")
    name, left = _named(entry), _left(entry, today)
    line = _("{sign} <b>{day}</b> {name}{left}", sign=sign, day=day, name=name, left=left)
    if entry.moved is None:
        return line
    return _("{line}\n<i>{moved}</i>", line=line, moved=_moved(entry, 40, t))


def _named(entry: Entry) -> AnyText:
    """What it is, with for whom I do it, or who does it for me."""
    window, name = entry.duty.window, title(entry.duty)
    if window is None or (entry.mine and window.by == ()):
        return name
    if entry.mine:
        return _("{name} (untuk {role})", name=name, role=ROLES[window.roles[0]])
    return _("{name} ({role})", name=name, role=ROLES[window.actors[0]])


def _left(entry: Entry, today: date) -> AnyText:
    """How many days are left, or that it is late; nothing of what is done or is for others."""
    if entry.state is not State.open:
        return ""
    left = (entry.duty.closes - today).days
    if left < 0:
        return _(": ⚠ lewat")
    return n_(": {count} hari lagi", ": {count} hari lagi", left) if left else _(": hari ini")


def _opening(entry: Entry, t: Catalogue) -> AnyText:
    return _(
        "▷ {day} mulai {title} (s.d. {last})",
        day=t.day(entry.duty.opens, "brief"),
        title=title(entry.duty),
        last=t.day(entry.duty.closes, "brief"),
    )


def _moved(entry: Entry, longest: int, t: Catalogue) -> AnyText:
    assert entry.moved is not None
    day, why = t.day(entry.duty.printed_closes, "short"), shortened(entry.moved.reason, longest)
    if entry.duty.closes > entry.duty.printed_closes:
        return _("diperpanjang: semula {day}, alasan {why}, oleh operator", day=day, why=why)
    return _("digeser: semula {day}, alasan {why}, oleh operator", day=day, why=why)


def slot_line(slot: Slot, member: Member, t: Catalogue) -> AnyText:
    """A slot of an observation in one line."""
    local = slot.starts.astimezone(ZoneInfo(member.zone))
    day, at = t.day(local.date(), "brief"), t.clock(local.time())
    who: AnyText = _("saya diobservasi") if slot.mine else shortened(slot.owner, 20)
    if slot.status is ObservationStatus.persiapan:
        return _("◷ {day} {at} observasi: {who} (usulan)", day=day, at=at, who=who)
    return _("◷ <b>{day} {at}</b> observasi: {who}", day=day, at=at, who=who)


def _holidays(facts: Month, t: Catalogue) -> list[Markup]:
    days = workdays.of_month(facts.first.year, facts.first.month)
    if not days:
        return []
    named = "; ".join(f"{day.day} {shortened(name, 30)}" for day, name in days)
    return [t(_("<i>Libur: {days}</i>", days=shortened(named, 120)))]


def _numbers(facts: Month, some: Sequence[Numbered]) -> list[Row]:
    """Buttons for the entries on this page."""
    buttons = [Button(str(number), str(_on(facts.first, "show", one.sign))) for number, one in some]
    return [tuple(buttons[at : at + IN_A_ROW]) for at in range(0, len(buttons), IN_A_ROW)]


def _on(first: date, do: str, arg: str = "", page: int = 0) -> On:
    return On(Kind.agenda, first.year * 100 + first.month, 0, do, page, arg)


def _turner(facts: Month, page: int, pages: int, t: Catalogue) -> Row:
    """To the page before and after, over the ends of the month into the next one."""
    known, first = months(facts.member.year), facts.first
    at = known.index(first)
    back = _on(first, "month", page=page - 1) if page else _on(known[at - 1], "month")
    on = _on(first, "month", page=page + 1) if page + 1 < pages else _on(known[(at + 1) % len(known)], "month")
    name = f"{t.month(first.month)} {page + 1}/{pages}" if pages > 1 else t.month(first.month)
    return (Button("‹", str(back)), Button(name, str(_on(first, "month", page=page))), Button("›", str(on)))


def _below(facts: Month, t: Catalogue) -> list[Row]:
    rows: list[Row] = []
    if facts.slots:
        rows.append((button(t, _("Buka observasi"), Go(At.observations)),))
    if facts.member.role is Role.operator:
        rows.append((button(t, _("Geser tenggat"), Go(At.deadlines)),))
    return [*rows, (button(t, _("⬇ Unduh .ics"), _on(facts.first, "ics")), *home_row(t))]


# --- one entry -------------------------------------------------------------------------


def entry(one: Entry, facts: Month, way: At | None, page: int, t: Catalogue) -> Screen:
    """A date with what stands behind it; `way` is where it is done."""
    head = _("<b>{title}</b> · {period}", title=title(one.duty), period=_period(one.duty, t))
    pages = pages_of((t(block) for block in _about(one, facts, t)), LINES - 2)
    shown = min(page, len(pages) - 1)
    rows: list[Row] = list(_pages(one, facts, "show", shown, len(pages)))
    if way is not None and one.mine:
        rows.append((button(t, LABELS.get(one.duty.done_when, PLAN_LABELS[None]), Go(way)),))
    rows.append((button(t, _("Dasar"), _on(facts.first, "why", one.sign)), _back(facts, t)))
    return Screen(text(t, [head, *pages[shown]]), (*rows, home_row(t)))


def _period(duty: Duty, t: Catalogue) -> AnyText:
    return duty.period if duty.window else t.month(duty.opens.month)


def _pages(one: Entry, facts: Month, do: str, page: int, pages: int) -> tuple[Row, ...]:
    calls: list[Call] = [_on(facts.first, do, one.sign, number) for number in around(page, pages)]
    return page_row(page, pages, calls)


def _back(facts: Month, t: Catalogue) -> Button:
    return button(t, _("← Kalender"), _on(facts.first, "month"))


def _about(one: Entry, facts: Month, t: Catalogue) -> list[AnyText]:
    duty = one.duty
    blocks: list[AnyText] = [_by_when(duty, facts.today, t)]
    if one.moved is not None:
        blocks.append(_("⚠ {moved}", moved=_moved(one, 200, t)))
    blocks += [_since(duty, t), *_who(one), *_state(one)]
    if duty.window is None and facts.phase:
        blocks.append(_("Isi bulan ini: {phase}", phase=shortened(facts.phase, 250)))
    return [*blocks, _missed(duty), _("<i>Tanggalnya {basis}.</i>", basis=BASIS_NAMES[_basis(duty)])]


def _by_when(duty: Duty, today: date, t: Catalogue) -> AnyText:
    day, left = t.day(duty.closes, "full"), (duty.closes - today).days
    if left > 0:
        return n_("Batas: <b>{day}</b> ({count} hari lagi)", "Batas: <b>{day}</b> ({count} hari lagi)", left, day=day)
    return _("Batas: <b>hari ini</b>, {day}", day=day) if left == 0 else _("Batas: <b>{day}</b> (sudah lewat)", day=day)


def _since(duty: Duty, t: Catalogue) -> AnyText:
    day = t.day(duty.opens, "full")
    if duty.window is not None and not duty.window.opens_is_printed:
        return _("Mulai: {day} (anjuran Kawal)", day=day)
    return _("Mulai: {day}", day=day)


def _who(one: Entry) -> list[AnyText]:
    if one.mine or one.duty.window is None:
        return []
    roles = [ROLES[role] for role in one.duty.window.actors]
    if len(roles) == 1:
        return [_("Dilakukan oleh {role}.", role=roles[0])]
    return [_("Dilakukan oleh {role} atau {other}.", role=roles[0], other=roles[1])]


def _state(one: Entry) -> list[AnyText]:
    return [] if one.state is None else [_("{sign} {state}", sign=SIGNS[one.state], state=STATES[one.state])]


def _missed(duty: Duty) -> AnyText:
    """What happens if it is missed, as far as it is known."""
    window = duty.window
    if window is None or window.missed is None:
        return _("<b>Bila terlewat</b>: belum kami ketahui; aturan yang kami baca tidak menyebutnya.")
    said = Msg(window.missed) if window.missed_basis is Basis.recommended else window.missed
    return _("<b>Bila terlewat</b>: {said} <i>({basis})</i>", said=said, basis=BASIS_NAMES[window.missed_basis])


def _basis(duty: Duty) -> Basis:
    """How sure the last day is: that of monthly work is Kawal's."""
    return duty.cited.basis if duty.window else Basis.recommended


def why(one: Entry, facts: Month, page: int, t: Catalogue) -> Screen:
    """*Dasar* of a date: where it stands, where it stands what follows, and what is Kawal's own."""
    blocks = source_blocks(sources(one.duty))
    if one.moved is not None:
        blocks.append(_("Batas sekarang ditetapkan operator di Kawal, alasan: {why}", why=one.moved.reason))
    blocks.append(_("Kawal mengingatkan menurut anjurannya sendiri; jadwal resmi ada di Ruang GTK dan dinas."))
    pages = pages_of((t(block) for block in blocks), LINES - 2)
    shown = min(page, len(pages) - 1)
    back: Row = (button(t, _("← Kembali"), _on(facts.first, "show", one.sign)), *home_row(t))
    head = _("<b>Dasar</b> · {title}", title=title(one.duty))
    return Screen(text(t, [head, *pages[shown]]), (*_pages(one, facts, "why", shown, len(pages)), back))


def sources(duty: Duty) -> list[Cited]:
    """What a date and what follows from missing it rest on."""
    window = duty.window
    if window is None or window.missed is None:
        return [duty.cited]
    return [window, Cited(source=window.missed_source, basis=window.missed_basis)]


def behind(one: Entry, t: Catalogue) -> list[AnyText]:
    """The same in plain words, for a calendar that is not ours."""
    moved: list[AnyText] = [_moved(one, 200, t)] if one.moved else []
    window = one.duty.window
    missed: list[AnyText] = [_("Bila terlewat: belum kami ketahui.")]
    if window is not None and window.missed is not None:
        said = Msg(window.missed) if window.missed_basis is Basis.recommended else window.missed
        missed = [_("Bila terlewat: {said} ({basis})", said=said, basis=BASIS_NAMES[window.missed_basis])]
    where = _("Dasar: {source} ({basis})", source=one.duty.cited.source, basis=BASIS_NAMES[one.duty.cited.basis])
    return [*moved, *_who(one), *missed, where]
