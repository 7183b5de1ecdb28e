"""Confirmations: the documentation table of one person, one of its rows, and a whole school at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from dialogs.basis import MARKS, source_blocks
from dialogs.calls import At, Call, Go, Kind, On
from dialogs.frame import pages_of
from dialogs.material import remark
from dialogs.plan_summary import shortened
from dialogs.screen import LINES, Row, Screen
from dialogs.views.parts import ROLES, around, button, called, home_row, page_row, person_row, text
from locales import AnyText, Catalogue, Msg, _, n_
from regulations.models import ConfirmedBy, Documentation, Pack, Role
from storage.values import Member
from storage.values.confirmations import (
    ConfirmationBatch,
    ConfirmationFacts,
    ConfirmationStatus,
    RhkConfirmation,
    RhkCount,
    row_of,
    ticked_by_appraiser,
)
from storage.values.inbox import UNDO_WITHIN

PAGE = 4
"""Rows of a table on one page."""
HOW = 100
"""Characters of the official way of confirming on the screen of a row; the whole of it is one tap away."""
SHOWN = 5
"""Names that are listed before the rest is only counted."""
NEWS = 4
"""Decisions that are told one by one on a card."""

SIGNS: Mapping[ConfirmationStatus, str] = {
    ConfirmationStatus.kosong: "○",
    ConfirmationStatus.diminta: "⏳",
    ConfirmationStatus.dikonfirmasi: "✓",
    ConfirmationStatus.belum: "✗",
}
BY_THEMSELVES = "⚙"
"""What nobody ticks here."""
MEANING = _("✓ dikonfirmasi · ⏳ minta dilihat · ✗ belum ada · ○ belum dilihat · ⚙ bukan oleh penilai")
BY: Mapping[ConfirmedBy, Msg] = {
    ConfirmedBy.sistem: _("Dikonfirmasi oleh sistem informasi, bukan oleh penilai di Kawal."),
    ConfirmedBy.refleksi: _("Dikonfirmasi lewat refleksi yang diisi sendiri di sistem informasi."),
    ConfirmedBy.kepala_sekolah: _("Kepala Sekolah sendiri yang mengonfirmasi, dari bukti yang ditunjukkan guru."),
    ConfirmedBy.pejabat_penilai: _("Dikonfirmasi oleh pejabat penilai."),
}
NO_TABLE = _(
    "{pack} tidak memuat tabel konfirmasi per RHK untuk peran ini, jadi tidak ada yang perlu dikonfirmasi di sini."
)
NO_PLAN = _("Belum ada rencana yang disepakati untuk periode ini. Konfirmasi dimulai setelah rencana disepakati.")


def on(facts: ConfirmationFacts, do: str, rhk: str = "", version: int = 0, page: int = 0) -> On:
    """A call about one person's table, or about one row of it."""
    arg = f"{facts.period}.{rhk}" if rhk else ""
    return On(Kind.confirmation, facts.owner.assignment_id, version, do, page, arg)


def of_member(facts: ConfirmationFacts, pack: Pack, viewer: Member, t: Catalogue) -> Screen:
    """Every RHK of the agreed plan, and whether it is confirmed; a button opens one."""
    mine = facts.owner.assignment_id == viewer.assignment_id
    head: list[AnyText] = [_("<b>Konfirmasi RHK</b> · {name}", name=called(facts.owner))]
    way = home_row(t) if mine else person_row(t, facts.owner.assignment_id)
    if not pack.documentation(facts.owner.role):
        return Screen(text(t, [*head, Msg(NO_TABLE.text, args={"pack": pack.short})]), (way,))
    if not facts.rhk:
        return Screen(text(t, [*head, NO_PLAN]), (way,))
    rows = {row.rhk: row for row in pack.documentation(facts.owner.role)}
    ticked = [one for one in facts.rhk if one.rhk in rows and ticked_by_appraiser(rows[one.rhk])]
    done = sum(one.status is ConfirmationStatus.dikonfirmasi for one in ticked)
    lines: list[AnyText] = [
        *head,
        _("<b>{done} dari {count}</b> dikonfirmasi penilai", done=done, count=len(ticked)),
        *([_("Tekan RHK untuk mengabari penilai bahwa buktinya siap dilihat.")] if mine else []),
        "",
        MEANING,
        *remark(list(rows.values())[:1]),
    ]
    buttons = [
        (button(t, _label(one, rows.get(one.rhk), pack, facts.owner.role), on(facts, "rhk", one.rhk)),)
        for one in facts.rhk
    ]
    return Screen(text(t, lines), (*buttons, way))


def _label(one: RhkConfirmation, row: Documentation | None, pack: Pack, role: Role) -> AnyText:
    sign = SIGNS[one.status] if row is not None and ticked_by_appraiser(row) else BY_THEMSELVES
    return _("{sign} {code} {label}", sign=sign, code=one.rhk, label=Msg(pack.rhk_by_code(role, one.rhk).short))


def rhk(
    facts: ConfirmationFacts, one: RhkConfirmation, pack: Pack, viewer: Member, now: datetime, t: Catalogue
) -> Screen:
    """One RHK: how it is confirmed, where it stands, and what this viewer may do."""
    row = row_of(pack, facts.owner.role, one.rhk)
    assert row is not None, "every RHK of a pack with the table has a row"
    short = Msg(pack.rhk_by_code(facts.owner.role, one.rhk).short)
    lines: list[AnyText] = [
        _("<b>RHK {code}</b> · {label}", code=one.rhk, label=short),
        called(facts.owner),
        "",
        _("<i>{how}</i>", how=shortened(row.how, HOW)),
        upload_line(row),
        "",
        *_stands(one, row, viewer, t),
    ]
    tail: list[Row] = [
        (button(t, _("Teks lengkap · Dasar"), on(facts, "why", one.rhk)),),
        (button(t, _("← Semua RHK"), On(Kind.confirmation, facts.owner.assignment_id, 0, "of")),),
    ]
    return Screen(text(t, lines), (*_acts(facts, one, row, viewer, now, t), *tail))


def upload_line(row: Documentation) -> AnyText:
    """Whether something has to be uploaded, and how sure that is."""
    line = _("Bukti perlu diunggah.") if row.upload else _("Bukti cukup ditunjukkan, tidak perlu diunggah.")
    mark = MARKS.get(row.upload_basis)
    return line if mark is None else _("{line} <i>{mark}</i>", line=line, mark=mark)


def _stands(one: RhkConfirmation, row: Documentation, viewer: Member, t: Catalogue) -> list[AnyText]:
    if not ticked_by_appraiser(row):
        return [_("⚙ {by}", by=BY[row.confirmed_by])]
    when = t.instant(one.decided_at, viewer.zone) if one.decided_at else ""
    match one.status:
        case ConfirmationStatus.kosong:
            return [_("○ Belum dilihat penilai.")]
        case ConfirmationStatus.diminta:
            since = t.instant(one.changed_at, viewer.zone) if one.changed_at else ""
            return [_("⏳ Pemiliknya mengabari: siap dilihat, {when}.", when=since)]
        case ConfirmationStatus.dikonfirmasi:
            return [_("✓ <b>Dikonfirmasi</b> oleh {name}, {when}", name=_short(one.decided_by), when=when)]
        case ConfirmationStatus.belum:
            return [
                _("✗ <b>Belum ada</b>, kata {name}, {when}", name=_short(one.decided_by), when=when),
                _("<i>{note}</i>", note=shortened(one.note or "–", 84)),
            ]


def _short(name: str | None) -> str:
    return shortened(name or "–", 40)


def _acts(
    facts: ConfirmationFacts, one: RhkConfirmation, row: Documentation, viewer: Member, now: datetime, t: Catalogue
) -> list[Row]:
    if not ticked_by_appraiser(row):
        return []
    status, mine = one.status, facts.owner.assignment_id == viewer.assignment_id

    def act(label: AnyText, do: str) -> Row:
        return (button(t, label, on(facts, do, one.rhk, one.version)),)

    if mine:
        ready = status in (ConfirmationStatus.kosong, ConfirmationStatus.belum)
        return [act(_("Sudah siap dikonfirmasi"), "ask")] if ready else []
    if may_undo(one, viewer, now):
        return [act(_("↶ Urungkan"), "undo")]
    yes = act(_("✅ Ada, konfirmasi"), "ok")
    no = act(_("✗ Belum ada…"), "no")
    return [no] if status is ConfirmationStatus.dikonfirmasi else [yes, no]


def may_undo(one: RhkConfirmation, viewer: Member, now: datetime) -> bool:
    """Whether the viewer has just decided this."""
    fresh = one.fresh and one.decided_at is not None and one.decided_at > now - UNDO_WITHIN
    return fresh and one.decided_by_id == viewer.assignment_id


def why(facts: ConfirmationFacts, code: str, pack: Pack, page: int, t: Catalogue) -> Screen:
    """A row of the table as printed, and where it is printed."""
    row = row_of(pack, facts.owner.role, code)
    assert row is not None
    blocks: list[AnyText] = [
        _("<b>{code}</b>. {text}", code=code, text=row.text),
        row.how,
        *([row.note] if row.note else []),
        upload_line(row),
        *source_blocks([row]),
    ]
    pages = pages_of((t(block) for block in blocks), LINES - 2)
    shown = min(page, len(pages) - 1)
    calls: list[Call] = [on(facts, "why", code, page=number) for number in around(shown, len(pages))]
    back: Row = (button(t, _("← Ke RHK {code}", code=code), on(facts, "rhk", code)),)
    return Screen(text(t, [_("<b>Tabel konfirmasi</b>"), *pages[shown]]), (*page_row(shown, len(pages), calls), back))


# --- many at once ---------------------------------------------------------------


def school(counts: Sequence[RhkCount], pack: Pack, viewer: Member, page: int, t: Catalogue, *, own: bool) -> Screen:
    """The rows that the appraiser confirms, with how many people are done; a button begins a list of the others.

    `own` offers the viewer's own table too.
    """
    rows: list[Row] = []
    if own:
        rows.append((button(t, _("Konfirmasi RHK saya"), On(Kind.confirmation, viewer.assignment_id, 0, "of")),))
    title = _("<b>Konfirmasi RHK</b> · {unit}", unit=shortened(viewer.unit_name, 40))
    if not pack.documentation_list:
        return Screen(text(t, [title, Msg(NO_TABLE.text, args={"pack": pack.short})]), (home_row(t),))
    if not counts:
        lines = [title, _("Belum ada orang dengan rencana yang disepakati.")]
        return Screen(text(t, lines), (*rows, home_row(t)))
    pages = -(-len(counts) // PAGE)
    shown = min(page, pages - 1)
    here = counts[shown * PAGE : (shown + 1) * PAGE]
    several = len({count.role for count in counts}) > 1
    table: list[AnyText] = [
        title,
        _("Pilih RHK untuk mengonfirmasi banyak orang sekaligus. Daftarnya ditunjukkan dulu."),
        "",
        *(_count_line(count, several) for count in here),
    ]
    many = [
        (button(t, _count_label(count, pack), On(Kind.confirmation, 0, 0, "many", 0, f"{count.role}.{count.rhk}")),)
        for count in here
        if count.confirmed < count.people
    ]
    calls = [Go(At.confirmations, number) for number in around(shown, pages)]
    return Screen(text(t, table), (*many, *page_row(shown, pages, calls), *rows, home_row(t)))


def _count_line(count: RhkCount, several: bool) -> AnyText:
    asked = n_(", {count} minta dilihat", ", {count} minta dilihat", count.asked) if count.asked else ""
    args = {"code": count.rhk, "done": count.confirmed, "people": count.people, "asked": asked}
    if several:
        return _("RHK {code} {role}: {done} dari {people}{asked}", role=ROLES[count.role], **args)
    return _("RHK {code}: {done} dari {people} orang{asked}", **args)


def _count_label(count: RhkCount, pack: Pack) -> AnyText:
    label = Msg(pack.rhk_by_code(count.role, count.rhk).short)
    left = count.people - count.confirmed
    return _("{code} {label} ({left})", code=count.rhk, label=shortened(label.text, 20), left=left)


def batch(made: ConfirmationBatch, viewer: Member, now: datetime, t: Catalogue) -> Screen:
    """What became of confirming for many."""
    if made.undone:
        lines: list[AnyText] = [
            _("↶ Konfirmasi RHK {code} diurungkan. Semuanya kembali seperti sebelumnya.", code=made.rhk)
        ]
        return Screen(text(t, lines), (_to_school(t), home_row(t)))
    told = made.at + UNDO_WITHIN
    lines = [
        n_(
            "✓ RHK {code} dikonfirmasi untuk <b>{count} orang</b>",
            "✓ RHK {code} dikonfirmasi untuk <b>{count} orang</b>",
            len(made.names),
            code=made.rhk,
        ),
        *some_names(made.names),
    ]
    if now >= told or not made.names:
        return Screen(text(t, lines), (_to_school(t), home_row(t)))
    lines.append(
        _("Mereka diberi tahu {when}. Sampai saat itu masih dapat diurungkan.", when=t.instant(told, viewer.zone))
    )
    undo = button(t, _("↶ Urungkan semuanya"), On(Kind.confirmation, made.id, 0, "unall"))
    return Screen(text(t, lines), ((undo,), _to_school(t), home_row(t)))


def some_names(names: Sequence[str]) -> list[AnyText]:
    """The first names, one a line, and how many more there are."""
    lines: list[AnyText] = [_("• {name}", name=shortened(name, 40)) for name in names[:SHOWN]]
    more = len(names) - SHOWN
    return [*lines, n_("… dan {count} orang lagi", "… dan {count} orang lagi", more)] if more > 0 else lines


def _to_school(t: Catalogue) -> Row:
    return (button(t, _("☰ Semua RHK"), Go(At.confirmations)),)


# --- the owner is told ------------------------------------------------------------


def decided(facts: ConfirmationFacts, news: Sequence[RhkConfirmation], pack: Pack, t: Catalogue) -> Screen:
    """The owner's card: what was decided about their RHK; without `news` it was all taken back."""
    see = (button(t, _("Lihat semua RHK"), On(Kind.confirmation, facts.owner.assignment_id, 0, "of")),)
    if not news:
        return Screen(text(t, [_("<b>Ralat</b>: konfirmasi RHK tadi diurungkan oleh penilai.")]), (see,))
    lines: list[AnyText] = [
        _("<b>Konfirmasi RHK</b>"),
        *(_news(one, pack, facts.owner.role) for one in news[:NEWS]),
    ]
    if len(news) > NEWS:
        lines.append(n_("… dan {count} RHK lagi", "… dan {count} RHK lagi", len(news) - NEWS))
    by = dict.fromkeys(one.decided_by for one in news if one.decided_by)
    lines.append(_("Oleh {name}", name=shortened(", ".join(by), 60)) if by else "")
    return Screen(text(t, lines), (see,))


def _news(one: RhkConfirmation, pack: Pack, role: Role) -> AnyText:
    label = Msg(pack.rhk_by_code(role, one.rhk).short)
    if one.status is ConfirmationStatus.dikonfirmasi:
        return _("✓ {code} {label}", code=one.rhk, label=label)
    return _("✗ {code} belum ada: <i>{note}</i>", code=one.rhk, note=shortened(one.note or "–", 60))
