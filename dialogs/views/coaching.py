"""The year of a pelatih ahli: the board of a month, a school in it, one entry, what the whole group has, the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from dialogs.basis import source_blocks
from dialogs.calls import At, Go, Kind, On
from dialogs.coaching.noting import hours
from dialogs.coaching.words import IN_SIMKPB, MODES, NAMES, NO_COLUMN, NOBODY_APPROVES, topic_of
from dialogs.frame import pages_of
from dialogs.material import remark
from dialogs.plan_summary import shortened
from dialogs.screen import LINES, WIDTH, Button, Row, Screen
from dialogs.views.parts import around, button, home_row, page_row, text
from locales import AnyText, Catalogue, Month, Msg, _
from regulations.base import Statement
from regulations.reference import CoachingActivity, PelatihAhli
from storage.values.coaching import (
    PER_SCHOOL,
    CoachedSchool,
    Count,
    EntryFacts,
    EntryLine,
    Session,
    Work,
    count,
    count_all,
    month_after,
    planned_jp,
    programme,
    total,
)

PAGE = 4
"""Schools, or entries, on one page."""
BLOCK = 4 * WIDTH
"""Characters of a long text that are kept together when it is laid on pages."""


@dataclass(frozen=True, slots=True)
class Board:
    """One month of somebody's work; `today` is the local date where they serve."""

    calendar: PelatihAhli
    work: Work
    month: date
    today: date

    @property
    def has_column(self) -> bool:
        """Whether the calendar has this month."""
        return self.month.month in self.calendar.months

    @property
    def open(self) -> bool:
        """Whether anything can be noted in it: the calendar has it, and it has begun."""
        return self.has_column and self.month <= self.today

    @property
    def months(self) -> tuple[date, date]:
        """The first and the last month that are shown: from the year of the programme before to the end of this one."""
        year = programme(self.calendar, self.today)
        return month_after(year[0], -12), max(year[-1], month_after(self.today.replace(day=1)))

    def school(self, school_id: int) -> CoachedSchool | None:
        """One of this month's schools."""
        return next((one for one in self.work.in_month(self.month) if one.id == school_id), None)

    def count(self, code: str) -> Count:
        """What is done of one activity this month."""
        return count(self.calendar, self.activity(code), self.work, self.month)

    def activity(self, code: str) -> CoachingActivity:
        """A line of the calendar."""
        return next(each for each in self.calendar.activities if each.code == code)

    @property
    def group(self) -> tuple[CoachingActivity, ...]:
        """What is held for the whole group."""
        return tuple(each for each in self.calendar.activities if each.code not in PER_SCHOOL)


def written(month: date) -> str:
    """A month as buttons carry it."""
    return f"{month:%Y-%m}"


def on(month: date, do: str, number: int = 0, page: int = 0) -> On:
    """A call about a month, or about the school `number` in it."""
    return On(Kind.coaching, number, 0, do, page, written(month))


# --- the board of a month -------------------------------------------------------------


def board(facts: Board, page: int, t: Catalogue) -> Screen:
    """`/coaching`: how much of a month is noted, against the calendar; a button for each school."""
    schools = facts.work.in_month(facts.month) if facts.open else ()
    pages = max(1, -(-len(schools) // PAGE))
    page = min(page, pages - 1)
    head = _("<b>Pendampingan</b> · {month}", month=Month(facts.month))
    lines = [head, *_counted(facts), _year(facts), "", *_hints(facts, schools)]
    here = schools[page * PAGE : (page + 1) * PAGE]
    rows: list[Row] = [(button(t, _marked(facts, one), on(facts.month, "school", one.id)),) for one in here]
    rows += page_row(page, pages, [on(facts.month, "show", 0, number) for number in around(page, pages)])
    if facts.has_column:
        rows.append((button(t, _("Kegiatan kelompok"), on(facts.month, "group")),))
    rows.append(_months(facts, t))
    rows.append(
        (
            button(t, _("Sekolah dampingan"), On(Kind.coached, 0, 0, "list")),
            button(t, _("Dasar"), on(facts.month, "why")),
        )
    )
    return Screen(text(t, lines), (*rows, home_row(t)))


def _counted(facts: Board) -> list[AnyText]:
    if not facts.has_column:
        return [NO_COLUMN]
    lines: list[AnyText] = []
    for code in PER_SCHOOL:
        found = facts.count(code)
        line = _(
            "{name}: <b>{done} dari {of}</b> sekolah, {jp} dari {planned} JP",
            name=NAMES[code],
            done=found.done,
            of=found.of,
            jp=found.jp,
            planned=found.planned,
        )
        lines.append(line)
    group = total(facts.count(each.code) for each in facts.group)
    return [*lines, _("Kelompok: {jp} dari {planned} JP", jp=group.jp, planned=group.planned)]


def _year(facts: Board) -> AnyText:
    """The hours of the programme's year that the month is in."""
    months = programme(facts.calendar, facts.month)
    found = total(count_all(facts.calendar, facts.work, month) for month in months)
    return _(
        "{first} – {last}: {jp} dari {planned} JP",
        first=Month(months[0]),
        last=Month(months[-1]),
        jp=found.jp,
        planned=found.planned,
    )


def _hints(facts: Board, schools: Sequence[CoachedSchool]) -> list[AnyText]:
    mark = remark((facts.calendar.may_change,))
    if not facts.has_column:
        return list(mark)
    if not facts.open:
        return [_("Bulan ini belum tiba; dapat dicatat mulai {day}.", day=facts.month), *mark]
    if not schools:
        return [_("Belum ada sekolah dampingan di bulan ini."), *mark]
    return [_("✓ tercatat, ○ belum: coaching, lalu forum PMO."), *mark]


def _marked(facts: Board, school: CoachedSchool) -> AnyText:
    signs = ("✓" if facts.work.of(facts.month, code, school.id) else "○" for code in PER_SCHOOL)
    return _("{signs} {name}", signs="".join(signs), name=shortened(school.name, 28))


def _months(facts: Board, t: Catalogue) -> Row:
    """The month before and the month after, as far as they are shown."""
    first, last = facts.months
    row: list[Button] = []
    if facts.month > first:
        before = month_after(facts.month, -1)
        row.append(button(t, _("‹ {month}", month=t.month(before.month)), on(before, "show")))
    if facts.month < last:
        after = month_after(facts.month)
        row.append(button(t, _("{month} ›", month=t.month(after.month)), on(after, "show")))
    return tuple(row)


# --- a school in a month ----------------------------------------------------------------


def school(facts: Board, one: CoachedSchool, page: int, t: Catalogue) -> Screen:
    """What is noted in a school in a month, and what may be."""
    entries = [entry for code in PER_SCHOOL for entry in facts.work.of(facts.month, code, one.id)]
    pages = max(1, -(-len(entries) // PAGE))
    page = min(page, pages - 1)
    head = _("<b>{name}</b> · {month}", name=shortened(one.name, 50), month=Month(facts.month))
    lines = [head, *(_in_school(facts, one, code) for code in PER_SCHOOL)]
    here = entries[page * PAGE : (page + 1) * PAGE]
    rows: list[Row] = [(button(t, _entry_label(entry), _on_entry(entry, "entry")),) for entry in here]
    rows += page_row(page, pages, [on(facts.month, "school", one.id, number) for number in around(page, pages)])
    if facts.open and one.in_month(facts.month):
        rows.append((button(t, _("+ Catat coaching"), on(facts.month, "newc", one.id)),))
        rows.append((button(t, _("+ Catat forum PMO"), on(facts.month, "newp", one.id)),))
    elif facts.open:
        lines.append(_("Sekolah ini tidak didampingi lagi di bulan ini."))
    return Screen(text(t, lines), (*rows, _to_board(facts.month, t), home_row(t)))


def _in_school(facts: Board, one: CoachedSchool, code: str) -> AnyText:
    entries = facts.work.of(facts.month, code, one.id)
    planned = planned_jp(facts.calendar, facts.activity(code), facts.month)
    if not entries:
        return _("○ {name}: belum, kalender {planned} JP", name=NAMES[code], planned=planned)
    jp = hours(sum(entry.jp for entry in entries), planned)
    return _("✓ {name}: {hours}", name=NAMES[code], hours=jp)


def _entry_label(entry: EntryLine) -> AnyText:
    return _("{name} {day}: {jp} JP", name=NAMES[entry.activity], day=f"{entry.day:%d-%m-%Y}", jp=entry.jp)


def _on_entry(entry: EntryLine, do: str, page: int = 0) -> On:
    return On(Kind.coaching, entry.id, entry.version, do, page)


def _to_board(month: date, t: Catalogue) -> Row:
    return (button(t, _("← {month}", month=Month(month)), on(month, "show")),)


# --- one entry --------------------------------------------------------------------------


def entry(facts: EntryFacts, calendar: PelatihAhli, page: int, t: Catalogue) -> Screen:
    """A session or a forum with everything that was written."""
    line = facts.line
    head = _("<b>{name}</b> · {school}", name=NAMES[line.activity], school=shortened(facts.school, 50))
    activity = next(each for each in calendar.activities if each.code == line.activity)
    when = _(
        "{day}, {mode}: {hours}",
        day=line.day,
        mode=MODES[facts.content.mode],
        hours=hours(line.jp, planned_jp(calendar, activity, line.month)),
    )
    pages = pages_of((t(block) for block in _said(facts, calendar)), LINES - 5)
    shown = min(page, len(pages) - 1)
    calls = [_on_entry(line, "entry", number) for number in around(shown, len(pages))]
    change: Row = (
        button(t, _("✎ Ubah"), _on_entry(line, "edit")),
        button(t, _("✕ Hapus"), _on_entry(line, "ask")),
    )
    assert line.school_id is not None, "ticks have no page"
    back = button(t, _("← Sekolah ini"), on(line.month, "school", line.school_id))
    rows = (*page_row(shown, len(pages), calls), change, (back, *home_row(t)))
    return Screen(text(t, [head, when, *pages[shown]]), rows)


def _said(facts: EntryFacts, calendar: PelatihAhli) -> list[AnyText]:
    said = facts.content
    if not isinstance(said, Session):
        parts = ((_("Capaian"), said.capaian), (_("Target"), said.target), (_("Hambatan"), said.hambatan))
        return [block for name, words in parts for block in _long(name, words)]
    topic = topic_of(said, {each.code: each for each in calendar.coaching.topics})
    spoken: AnyText = _("dibahas") if said.compulsory else _("tidak dibahas")
    blocks: list[AnyText] = [_("<b>{name}</b>: {text}", name=_COMPULSORY, text=spoken)]
    blocks += _long(_OPTIONAL, topic) if isinstance(topic, str) else [_named(_OPTIONAL, topic)]
    return [*blocks, *_long(_("Tujuan"), "; ".join(said.goals)), *_long(_("Hasil"), said.result)]


_COMPULSORY, _OPTIONAL = _("Topik wajib"), _("Topik pilihan")


def _named(name: AnyText, words: AnyText) -> AnyText:
    return _("<b>{name}</b>: {text}", name=name, text=words)


def _long(name: AnyText, words: str) -> list[AnyText]:
    first, *rest = wrap(words, BLOCK)
    return [_named(name, first), *rest]


def ask_delete(facts: EntryFacts, t: Catalogue) -> Screen:
    """Before an entry is thrown away."""
    line = facts.line
    lines: list[AnyText] = [
        _("Hapus catatan <b>{name}</b> ini?", name=NAMES[line.activity]),
        _("{school}, {day}", school=shortened(facts.school, 60), day=line.day),
        _("Isinya tidak dapat dikembalikan; riwayatnya tetap tercatat tanpa isi."),
    ]
    sure: Row = (button(t, _("✕ Hapus"), _on_entry(line, "del")),)
    return Screen(text(t, lines), (sure, (button(t, _("← Kembali"), _on_entry(line, "entry")),)))


# --- what the whole group has -------------------------------------------------------------


def group(facts: Board, t: Catalogue) -> Screen:
    """Workshops, training, forum and komite of a month: a tap ticks what was held, another one takes the tick away."""
    head = _("<b>Kegiatan kelompok</b> · {month}", month=Month(facts.month))
    held = [_held(facts, each) for each in facts.group] if facts.has_column else []
    lines = [head, *held, _group_hint(facts), *remark((facts.calendar.may_change,))]
    rows = [_tick_row(facts, each, t) for each in facts.group] if facts.open else []
    why = button(t, _("Dasar"), on(facts.month, "why"))
    return Screen(text(t, lines), (*rows, (*_to_board(facts.month, t), why), home_row(t)))


def _group_hint(facts: Board) -> AnyText:
    if not facts.has_column:
        return NO_COLUMN
    if not facts.open:
        return _("Bulan ini belum tiba; dapat dicatat mulai {day}.", day=facts.month)
    return _("Ketuk bila sudah terlaksana. JP yang berbeda ditandai.")


def _held(facts: Board, each: CoachingActivity) -> AnyText:
    planned = planned_jp(facts.calendar, each, facts.month)
    entries = facts.work.of(facts.month, each.code)
    name = Msg(each.short)
    if entries:
        return _("✓ {name}: {hours}", name=name, hours=hours(sum(one.jp for one in entries), planned))
    if planned:
        return _("○ {name}: {planned} JP di kalender", name=name, planned=planned)
    return _("· {name}: –", name=name)


def _tick_row(facts: Board, each: CoachingActivity, t: Catalogue) -> Row:
    """Ticked: take it away, or correct its hours. Else tick it, or say how many hours where the calendar has none."""
    correct = On(Kind.coaching, _number(facts.month), 0, "jp", 0, each.code)
    entries = facts.work.of(facts.month, each.code)
    if entries:
        off = On(Kind.coaching, entries[0].id, entries[0].version, "off", 0, written(facts.month))
        return button(t, _("☑ {name}", name=Msg(each.short)), off), button(t, _("✎ JP"), correct)
    if planned_jp(facts.calendar, each, facts.month):
        tick = On(Kind.coaching, _number(facts.month), 0, "on", 0, each.code)
        return (button(t, _("☐ {name}", name=Msg(each.short)), tick),)
    return (button(t, _("+ {name}", name=Msg(each.short)), correct),)


def _number(month: date) -> int:
    """A month where a call's `arg` is taken by the activity: 202703."""
    return month.year * 100 + month.month


# --- the list -----------------------------------------------------------------------------


def schools(listed: Sequence[CoachedSchool], page: int, t: Catalogue) -> Screen:
    """The schools that are coached now."""
    pages = max(1, -(-len(listed) // PAGE))
    page = min(page, pages - 1)
    here = listed[page * PAGE : (page + 1) * PAGE]
    lines: list[AnyText] = [_("<b>Sekolah dampingan</b> ({count})", count=len(listed))]
    lines += [_("• {name}, sejak {month}", name=shortened(one.name, 40), month=Month(one.starts)) for one in here]
    lines += [] if listed else [_("Belum ada. Tambahkan sekolah yang Bapak/Ibu dampingi.")]
    lines.append(_("<i>Daftar ini Bapak/Ibu isi sendiri.</i>"))
    rows: list[Row] = [(button(t, one.name, _on_school(one, "show")),) for one in here]
    rows += page_row(page, pages, [On(Kind.coached, 0, 0, "list", number) for number in around(page, pages)])
    rows.append((button(t, _("+ Tambah sekolah"), On(Kind.coached, 0, 0, "new")),))
    return Screen(text(t, lines), (*rows, (button(t, _("← Pendampingan"), Go(At.coaching)), *home_row(t))))


def _on_school(one: CoachedSchool, do: str) -> On:
    return On(Kind.coached, one.id, one.version, do)


def coached(one: CoachedSchool, t: Catalogue) -> Screen:
    """One school of the list; or that it was taken off, and the way back."""
    lines: list[AnyText] = [_("<b>{name}</b>", name=shortened(one.name, 120))]
    lines.append(_("NPSN {npsn}", npsn=one.npsn) if one.npsn else _("Belum ada di Kawal; namanya diketik."))
    lines.append(_("Didampingi sejak {month}.", month=Month(one.starts)))
    if one.ends is None:
        act = button(t, _("✕ Lepas dari daftar"), _on_school(one, "ask"))
    else:
        lines.append(_("Dilepas mulai {month}. Catatan sebelumnya tetap tersimpan.", month=Month(one.ends)))
        act = button(t, _("↩ Urungkan (10 menit)"), _on_school(one, "undo"))
    return Screen(text(t, lines), ((act,), _to_list(t)))


def ask_remove(one: CoachedSchool, t: Catalogue) -> Screen:
    """Before a school leaves the list."""
    lines: list[AnyText] = [
        _("Lepas <b>{name}</b> dari daftar?", name=shortened(one.name, 80)),
        _("Mulai bulan ini tidak dihitung lagi. Catatan yang sudah ada tetap tersimpan."),
    ]
    sure: Row = (button(t, _("✕ Ya, lepas"), _on_school(one, "rm")),)
    return Screen(text(t, lines), (sure, _to_list(t)))


def _to_list(t: Catalogue) -> Row:
    return (button(t, _("← Daftar"), On(Kind.coached, 0, 0, "list")), *home_row(t))


# --- Dasar --------------------------------------------------------------------------------


def why(calendar: PelatihAhli, month: date, page: int, t: Catalogue) -> Screen:
    """What the calendar says, what it does not say, and where all of it is from."""
    statements = (
        calendar.may_change,
        calendar.coaching.about,
        calendar.coaching.choosing,
        calendar.pmo.about,
        calendar.committee.held,
    )
    meetings = [_("Pertemuan ke-{number}: {text}", number=at, text=one.text) for at, one in _numbered(calendar)]
    blocks: list[AnyText] = [
        NOBODY_APPROVES,
        NO_COLUMN if month.month not in calendar.months else IN_SIMKPB,
        *(block for one in statements for block in wrap(one.text, BLOCK)),
        *meetings,
        *source_blocks((*calendar.activities, *statements, *calendar.coaching.topics, *calendar.coaching.topic_sets)),
    ]
    pages = pages_of((t(block) for block in blocks), LINES - 2)
    shown = min(page, len(pages) - 1)
    calls = [on(month, "why", 0, number) for number in around(shown, len(pages))]
    return Screen(
        text(t, [_("<b>Dasar</b>"), *pages[shown]]), (*page_row(shown, len(pages), calls), _to_board(month, t))
    )


def _numbered(calendar: PelatihAhli) -> list[tuple[int, Statement]]:
    return list(enumerate(calendar.committee.meetings, 1))
