"""Home: who you are, where your year stands, the one next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from dialogs.basis import source_blocks
from dialogs.calls import At, Call, Do, Go, OnSkp
from dialogs.frame import height, pages_of
from dialogs.plan_summary import deadline, period_name, shortened
from dialogs.screen import LINES, Row, Screen
from dialogs.views.parts import ROLES, around, button, called, home_row, page_row, text
from locales import AnyText, Catalogue, Msg, _, n_
from regulations.models import Cited, MonthPhase, Pack, Period, Role, Uncovered
from storage.values import AssignmentStatus, Employment, Member, SkpFacts, SkpStatus

PLANNERS = frozenset({Role.guru, Role.kepala_sekolah, Role.pengawas})
"""Roles whose plan can be made here today."""
ONE_LINE, SIX_LINES = 32, 250
"""Characters of what a month is for, beside its label."""


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to do now: one line on home and one button."""

    line: AnyText
    label: AnyText
    call: Call


@dataclass(frozen=True, slots=True)
class Item:
    """Something that may be opened at any time: one small button."""

    label: AnyText
    call: Call


MOST_TODOS = 3
MOST_ROWS = 9
"""Rows of buttons on a small phone below twelve lines."""
MENU = (
    At.staff,
    At.pendampingan,
    At.observations,
    At.competence,
    At.confirmations,
    At.feedback,
    At.midyear,
    At.evaluation,
    At.team,
    At.moves,
    At.exceptions,
    At.coaching,
)
"""What is opened most often stands first; what does not fit stands behind *Lainnya*."""


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What home is made of. `today` is the unit's local date."""

    member: Member
    pack: Pack
    period: Period
    today: date
    skp: SkpFacts | None = None
    parts_done: tuple[int, int] | None = None
    """Parts of the plan that are filled, and how many there are, while a draft is open."""
    adjusts: bool = False
    """There is no plan for this period yet, and it begins with what was agreed for the one before."""
    waiting: int = 0
    """How much waits for this appraiser."""
    joins: int = 0
    """Joins that wait for this operator."""
    phase: MonthPhase | None = None
    more_roles: bool = False
    todos: tuple[Todo, ...] = ()
    """What else there is to do now, the most urgent first."""
    items: tuple[Item, ...] = ()
    """What may be opened at any time."""


def home(facts: HomeFacts, t: Catalogue) -> Screen:
    """The screen behind /menu."""
    member = facts.member
    head: list[AnyText] = [
        _("<b>{name}</b> · {unit}", name=called(member), unit=shortened(member.unit_name, 40)),
        _("{role} · pengelolaan kinerja {period}", role=ROLES[member.role], period=period_name(facts.period)),
        "",
    ]
    body, rows = _body(facts, t)
    if facts.member.status is AssignmentStatus.active:
        todos = facts.todos[:MOST_TODOS]
        body = _with_todos([*head, *body], todos, t)[len(head) :]
        rows = [*rows, *((button(t, todo.label, todo.call),) for todo in todos)]
        rows += _menu(facts, MOST_ROWS - len(rows) - 1 - facts.more_roles, t)
    calendar: Row = (button(t, _("Kalender"), Go(At.agenda)),) if member.status is AssignmentStatus.active else ()
    bottom: list[Row] = [(*calendar, button(t, _("Dasar"), Go(At.why)), button(t, _("Bantuan"), Go(At.help)))]
    if facts.more_roles:
        bottom.append((button(t, _("⇄ Ganti peran"), Go(At.roles)),))
    return Screen(text(t, [*head, *body]), (*rows, *bottom))


def _with_todos(lines: list[AnyText], todos: tuple[Todo, ...], t: Catalogue) -> list[AnyText]:
    """The lines with those of the todos, as many as a small phone has room for; their buttons stay in any case."""
    room = LINES - sum(height(t(line)) for line in lines if line)
    told: list[AnyText] = []
    for todo in todos:
        room -= height(t(todo.line))
        if room < 0:
            break
        told.append(todo.line)
    return [*lines, *([""] if told and lines[-1] else []), *told]


def _menu(facts: HomeFacts, room: int, t: Catalogue) -> list[Row]:
    """Two buttons in a row; the last one leads to the rest where there is no room for all (at least one row)."""
    items = _items(facts)
    most = 2 * max(1, room)
    if len(items) > most:
        items = [*items[: most - 1], Item(_("☰ Lainnya"), Go(At.home, 1))]
    return _two_in_a_row(items, t)


def _items(facts: HomeFacts) -> list[Item]:
    """What may be opened at any time, what is opened most often first."""
    places = [Go(at) for at in MENU]
    items = sorted(facts.items, key=lambda item: places.index(item.call) if item.call in places else len(places))
    skp = facts.skp
    if _done(skp):
        items.insert(0, Item(_("Rencana SKP"), OnSkp(skp.id, skp.version, Do.show)))
    return items


def _done(skp: SkpFacts | None) -> TypeGuard[SkpFacts]:
    """The plan is in Ruang GTK, so nothing of it is a next step any more."""
    return skp is not None and skp.status is SkpStatus.disepakati and skp.entered_on is not None


def _two_in_a_row(items: Sequence[Item], t: Catalogue) -> list[Row]:
    buttons = [button(t, item.label, item.call) for item in items]
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def more(facts: HomeFacts, t: Catalogue) -> Screen:
    """Everything that may be opened at any time."""
    return Screen(t(_("<b>Semua bagian</b>")), (*_two_in_a_row(_items(facts), t), home_row(t)))


def _body(facts: HomeFacts, t: Catalogue) -> tuple[list[AnyText], list[Row]]:
    member = facts.member
    if member.status is AssignmentStatus.pending:
        lines: list[AnyText] = [
            _("⏳ Peran ini menunggu konfirmasi operator, karena peran ini memutuskan rencana orang lain."),
            _("Kabarnya kami kirim ke sini begitu selesai."),
        ]
        return lines, []
    if member.status is AssignmentStatus.ended:
        return [_("Peran ini sudah berakhir. Riwayatnya tetap tersimpan.")], []
    own = (not_covered, []) if (not_covered := _not_covered(facts)) else _plan(facts, t)
    match member.role:
        case Role.kepala_sekolah:
            lines, rows = _inbox(facts, t)
            return [*lines, "", *own[0]], [*rows, *own[1]]
        case role if role in PLANNERS:
            return own
        case Role.kepala_dinas:
            return _inbox(facts, t)
        case Role.operator:
            return _joins(facts, t)
    return _others(facts), []


def _not_covered(facts: HomeFacts) -> list[AnyText]:
    """What a role or status reads that the regulation does not cover, and what remains for them here."""
    missing = _uncovered(facts.member, facts.pack)
    if missing is None:
        return []
    return [Msg(missing.text), "", Msg(missing.what_remains), *_phase(facts, ONE_LINE)]


def _uncovered(member: Member, pack: Pack) -> Uncovered | None:
    if member.role not in PLANNERS:
        return None
    missing = pack.uncovered(member.role)
    if missing is None and member.employment is Employment.non_asn:
        missing = pack.uncovered_group("non_asn")
    return missing


def cannot_plan(member: Member, pack: Pack) -> bool:
    """Whether the regulation leaves this member's plan to another place, or the role is not active."""
    return member.status is not AssignmentStatus.active or _uncovered(member, pack) is not None


def _plan(facts: HomeFacts, t: Catalogue) -> tuple[list[AnyText], list[Row]]:
    skp = facts.skp
    closes = _deadline(facts)
    lines = [_plan_state(facts), _agreed_state(skp), _entered_state(skp), *([""] if closes else []), *closes]
    if _done(skp):
        return lines, []
    start = button(t, _start_label(facts), Go(At.plan))
    if skp is None or (facts.parts_done and skp.status is not SkpStatus.disepakati):
        return lines, [(start,)]
    open_card = button(t, _("Lihat rencana"), OnSkp(skp.id, skp.version, Do.show))
    match skp.status:
        case SkpStatus.disepakati if skp.entered_on is None:
            copy = button(t, _("📋 Salin ke Ruang GTK"), OnSkp(skp.id, skp.version, Do.copy))
            entered = button(t, _("Sudah saya isi di Ruang GTK"), OnSkp(skp.id, skp.version, Do.entered))
            return lines, [(copy,), (entered,), (open_card,)]
        case SkpStatus.dikembalikan | SkpStatus.ditarik:
            again = button(t, _("▶ Perbaiki rencana"), OnSkp(skp.id, skp.version, Do.revise))
            return lines, [(again,), (open_card,)]
    return lines, [(open_card,)]


def _start_label(facts: HomeFacts) -> AnyText:
    if facts.parts_done:
        return _("▶ Lanjutkan rencana")
    return _("▶ Sesuaikan untuk periode II") if facts.adjusts else _("▶ Mulai rencana SKP")


def _plan_state(facts: HomeFacts) -> AnyText:
    match facts.skp:
        case SkpFacts(status=SkpStatus.diajukan):
            return _("✓ Rencana SKP: <b>menunggu persetujuan</b>")
        case SkpFacts(status=SkpStatus.disepakati):
            return _("✓ Rencana SKP: sudah dikirim")
        case SkpFacts(status=SkpStatus.dikembalikan):
            return _("● Rencana SKP: <b>dikembalikan untuk diperbaiki</b>")
        case SkpFacts(status=SkpStatus.ditarik):
            return _("● Rencana SKP: <b>ditarik</b>")
    if facts.parts_done:
        done, parts = facts.parts_done
        return _("● Rencana SKP: <b>belum dikirim</b> ({done} dari {parts} bagian terisi)", done=done, parts=parts)
    return _("● Rencana SKP: <b>belum dibuat</b>")


def _agreed_state(skp: SkpFacts | None) -> AnyText:
    if skp is not None and skp.status is SkpStatus.disepakati:
        return _("✓ Disepakati di Kawal")
    return _("○ Disepakati atasan di Kawal")


def _entered_state(skp: SkpFacts | None) -> AnyText:
    if skp is not None and skp.entered_on is not None:
        return _("✓ Diisi di Ruang GTK ({day})", day=skp.entered_on)
    return _("○ Diisi di Ruang GTK")


def _deadline(facts: HomeFacts) -> list[AnyText]:
    """The planner's own last day; nothing once the plan is in Ruang GTK."""
    closes = deadline(facts.pack, facts.member.role, facts.period)
    if closes is None or (facts.skp is not None and facts.skp.entered_on is not None):
        return []
    left = (closes - facts.today).days
    if left > 0:
        line = n_(
            "Batas: <b>{day}</b> ({count} hari lagi)", "Batas: <b>{day}</b> ({count} hari lagi)", left, day=closes
        )
        return [line]
    if left == 0:
        return [_("Batas: <b>hari ini</b>, {day}", day=closes)]
    if facts.skp is not None and facts.skp.status is SkpStatus.disepakati:
        return [_("⚠ Batas {day} sudah lewat. Segera isi di Ruang GTK.", day=closes)]
    return [_("⚠ Batas {day} sudah lewat. Rencana tetap bisa dikirim dan disetujui.", day=closes)]


def _decide_by(facts: HomeFacts) -> list[AnyText]:
    """The last day for setting the plans that a kepala dinas decides on; a kepala sekolah reads the same day as their
    own."""
    if facts.member.role is not Role.kepala_dinas:
        return []
    closes = deadline(facts.pack, Role.kepala_sekolah, facts.period)
    if closes is None:
        return []
    if closes < facts.today:
        if not facts.waiting:
            return []
        return [_("⚠ Batas penetapan {day} sudah lewat. Rencana tetap bisa disetujui.", day=closes)]
    return [_("Batas penetapan: <b>{day}</b>", day=closes)]


def _inbox(facts: HomeFacts, t: Catalogue) -> tuple[list[AnyText], list[Row]]:
    if facts.waiting == 0:
        lines: list[AnyText] = [_("Tidak ada yang menunggu keputusan.")]
    else:
        line = n_("<b>{count} menunggu</b> keputusan.", "<b>{count} menunggu</b> keputusan.", facts.waiting)
        lines = [line]
    lines += _decide_by(facts)
    return lines, [(button(t, _("▶ Buka persetujuan"), Go(At.inbox)),)] if facts.waiting else []


def _joins(facts: HomeFacts, t: Catalogue) -> tuple[list[AnyText], list[Row]]:
    roster: Row = (button(t, _("☰ Daftar orang dan undangan"), Go(At.people)),)
    if facts.joins == 0:
        return [_("Tidak ada yang menunggu konfirmasi bergabung.")], [roster]
    line = n_(
        "<b>{count} orang</b> menunggu konfirmasi bergabung.",
        "<b>{count} orang</b> menunggu konfirmasi bergabung.",
        facts.joins,
    )
    return [line], [(button(t, _("▶ Buka permintaan"), Go(At.joins)),), roster]


def _others(facts: HomeFacts) -> list[AnyText]:
    if facts.member.role is Role.pelatih_ahli:
        return [] if facts.todos else [_("Tidak ada yang perlu dicatat sekarang.")]
    if facts.phase is None:
        return [_("Belum ada tugas untuk peran ini di Kawal.")]
    return [*_phase(facts, SIX_LINES)[1:], "", _("Mencatatnya di Kawal belum tersedia.")]


def _phase(facts: HomeFacts, longest: int) -> list[AnyText]:
    if facts.phase is None:
        return []
    return ["", _("<b>Bulan ini</b>: {phase}", phase=shortened(facts.phase.text, longest))]


def why(sources: list[Cited], page: int, t: Catalogue) -> Screen:
    """*Dasar* of home: every source that its lines rest on."""
    pages = pages_of((t(block) for block in source_blocks(sources)), LINES - 2)
    shown = min(page, len(pages) - 1)
    before, here, after = around(shown, len(pages))
    rows = page_row(shown, len(pages), [Go(At.why, before), Go(At.why, here), Go(At.why, after)])
    return Screen(text(t, [_("<b>Dasar</b>"), "", *pages[shown]]), (*rows, home_row(t)))


def home_sources(facts: HomeFacts) -> list[Cited]:
    """What the lines of home rest on."""
    windows = [w.window for w in facts.pack.windows(facts.member.role, facts.period)]
    phase: list[Cited] = [facts.phase] if facts.phase else []
    missing = facts.pack.uncovered(facts.member.role)
    return [facts.period, *windows, *phase, *([missing] if missing else []), *facts.pack.notices]
