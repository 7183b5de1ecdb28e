"""People who move: for the operator, for one who is away, for one who stands in, and the parts of somebody's year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.basis import source_blocks
from dialogs.calls import At, Call, Do, Go, Kind, On, OnSkp
from dialogs.frame import pages_of
from dialogs.moves.ground import ACTING
from dialogs.plan_summary import shortened
from dialogs.screen import LINES, Row, Screen
from dialogs.views.parts import ROLES, around, button, called, home_row, page_row, text
from locales import AnyText, Catalogue, Msg, _, n_
from regulations.models import Cited, Role
from storage.values import AssignmentStatus, Member, SkpStatus
from storage.values.moves import Acting, Delegation, Part, PartSkp, Post

PAGE = 6
"""Roles on one page."""
APPRAISED = (Role.guru, Role.kepala_sekolah, Role.pengawas)
"""Roles that have a pejabat penilai."""
STAND_IN = (Role.kepala_sekolah, Role.kepala_dinas, Role.pengawas, Role.tim_kinerja)
"""Roles that somebody may stand in for."""
STANDS: dict[SkpStatus, Msg] = {
    SkpStatus.diajukan: _("menunggu keputusan"),
    SkpStatus.dikembalikan: _("dikembalikan"),
    SkpStatus.ditarik: _("ditarik"),
    SkpStatus.disepakati: _("disepakati"),
}
SHOWN_PARTS = 3
"""Parts of a year that fit on one screen."""


def people(count: int, page: int, members: Sequence[Member], t: Catalogue) -> Screen:
    """For an operator: who is there; a button leads to what can change about somebody."""
    pages = max(1, -(-count // PAGE))
    lines: list[AnyText] = [
        _("<b>Perubahan orang</b>"),
        n_("{count} peran. Tekan nama untuk:", "{count} peran. Tekan nama untuk:", count),
        _("• mengganti pejabat penilai (juga Plt./Plh.)"),
        _("• mencatat yang berhalangan, pindah, atau selesai"),
    ]
    rows: list[Row] = [(button(t, _label(member), _show(member)),) for member in members]
    calls = [Go(At.moves, number) for number in around(page, pages)]
    return Screen(text(t, lines), (*rows, *page_row(page, pages, calls), home_row(t)))


def _label(member: Member) -> AnyText:
    return _("{name}, {role}", name=shortened(member.name, 20), role=ROLES[member.role])


def _show(member: Member) -> On:
    return On(Kind.appointment, member.assignment_id, 0, "show")


def person(post: Post, delegations: Sequence[Delegation], t: Catalogue) -> Screen:
    """For an operator: one role, and what can change about it."""
    member = post.member
    lines: list[AnyText] = [*_who(member), *_appraised(post)]
    lines += [_replaced(one, t) for one in delegations[:2]]
    if post.own:
        lines.append(_("Ini peran Bapak/Ibu sendiri; perubahannya dicatat operator lain."))

    def on(label: AnyText, do: str) -> Row:
        return (button(t, label, On(Kind.appointment, member.assignment_id, post.version, do)),)

    rows: list[Row] = [on(_("Ganti pejabat penilai"), "appr")] if member.role in APPRAISED else []
    if member.role in STAND_IN and member.status is AssignmentStatus.active:
        rows.append(on(_("Berhalangan (pengganti)"), "away"))
    rows += [(button(t, _("Akhiri penggantian"), On(Kind.delegation, one.id, 0, "show")),) for one in delegations[:2]]
    if member.role is Role.pengawas:
        rows.append((button(t, _("Sekolah binaan"), On(Kind.binaan, member.assignment_id, 0, "of")),))
    if not post.own:
        rows += [on(_("Pindah tugas"), "move"), on(_("Akhiri peran"), "end")]
    rows.append((button(t, _("Bagian tahun ini"), On(Kind.appointment, member.assignment_id, 0, "parts")),))
    rows.append((button(t, _("← Ke daftar"), Go(At.moves)),))
    return Screen(text(t, lines), tuple(rows))


def _who(member: Member) -> list[AnyText]:
    return [
        _("<b>{name}</b> · {role}", name=called(member), role=ROLES[member.role]),
        shortened(member.unit_name, 80),
    ]


def _appraised(post: Post) -> list[AnyText]:
    lines: list[AnyText] = []
    if post.member.role in APPRAISED:
        lines.append(_("Pejabat penilai: {who}", who=_appraiser(post.appraiser, post.acting)))
    if post.appraised:
        lines.append(n_("Menilai {count} orang.", "Menilai {count} orang.", post.appraised))
    return lines


def _appraiser(appraiser: Member | None, acting: Acting | None) -> AnyText:
    if appraiser is None:
        return _("<b>belum ada</b>")
    if acting is None:
        return called(appraiser)
    return _("{name}, {acting}", name=called(appraiser), acting=ACTING[acting])


def _replaced(one: Delegation, t: Catalogue) -> AnyText:
    first, last = _days(one)
    name = shortened(one.delegate.name, 24)
    return _("Digantikan {name}: {first} – {last}", name=name, first=t.day(first, "short"), last=t.day(last, "short"))


def end_ask(post: Post, t: Catalogue) -> Screen:
    """Before a role ends: what that does."""
    member = post.member
    lines = [
        *_who(member),
        _("Akhiri peran ini <b>hari ini</b>?"),
        "",
        _("Yang sedang menunggu dari peran ini ditutup; isinya tetap tersimpan."),
    ]
    if post.appraised:
        lines.append(
            n_(
                "{count} orang yang dinilai belum punya pejabat penilai sampai ada yang ditetapkan.",
                "{count} orang yang dinilai belum punya pejabat penilai sampai ada yang ditetapkan.",
                post.appraised,
            )
        )
    sure = button(t, _("Ya, akhiri"), On(Kind.appointment, member.assignment_id, post.version, "ended"))
    return Screen(text(t, lines), ((sure,), (button(t, _("← Tidak jadi"), _show(member)),)))


# --- absences -----------------------------------------------------------------------


def absences(own: Sequence[Delegation], standing: Sequence[Delegation], may: bool, t: Catalogue) -> Screen:
    """For everybody else: who decides for me while I am away, and for whom I decide. `may`: I may be away."""
    lines: list[AnyText] = [_("<b>Berhalangan dan penggantian</b>")]
    if may and not own:
        lines.append(_("Bila Bapak/Ibu cuti atau dinas luar, seseorang dapat memutuskan sementara."))
    if not may and not standing:
        lines.append(_("Sekarang tidak ada penggantian yang menyangkut Bapak/Ibu."))
    lines += [_stands_in(one, t) for one in (*own[:3], *standing[:3])]
    rows: list[Row] = []
    if may:
        rows.append((button(t, _("Tunjuk pengganti"), On(Kind.delegation, 0, 0, "new")),))
    shown = [*own[:3], *standing[:3]]
    rows += [(button(t, _until(one), On(Kind.delegation, one.id, 0, "show")),) for one in shown]
    if may:
        rows.append((button(t, _("Dasar"), On(Kind.delegation, 0, 0, "why")),))
    return Screen(text(t, lines), (*rows, home_row(t)))


def _stands_in(one: Delegation, t: Catalogue) -> AnyText:
    first, last = _days(one)
    return _(
        "{delegate} menggantikan {appraiser}: {first} – {last}",
        delegate=shortened(one.delegate.name, 24),
        appraiser=shortened(one.appraiser.name, 24),
        first=t.day(first, "short"),
        last=t.day(last),
    )


def _days(one: Delegation) -> tuple[date, date]:
    """Its first and its last day, local."""
    zone = ZoneInfo(one.appraiser.zone)
    return one.starts.astimezone(zone).date(), (one.ends - timedelta(microseconds=1)).astimezone(zone).date()


def _until(one: Delegation) -> AnyText:
    return _("{name} sampai {last}", name=shortened(one.delegate.name, 14), last=_days(one)[1])


def delegation(one: Delegation, viewer: Member, may_end: bool, now: datetime, t: Catalogue) -> Screen:
    """A delegation as it stands; also the card that the two sides get."""
    return Screen(text(t, _standing(one, viewer, now)), (*_ways_on(one, viewer, may_end, now, t), home_row(t)))


def _standing(one: Delegation, viewer: Member, now: datetime) -> list[AnyText]:
    first, last = _days(one)
    mine = viewer.person_id == one.delegate.person_id
    if one.ends <= one.starts:
        return [_("<b>Penggantian dibatalkan</b>"), _stood(one)]
    head: AnyText = _("<b>Penggantian selesai</b>") if one.over(now) else _("<b>Penggantian sementara</b>")
    lines = [
        head,
        _stood(one),
        _("Mulai {first}, sampai akhir {last}.", first=first, last=last),
    ]
    if one.over(now):
        return [*lines, _("Yang memutuskan sekarang: {name}.", name=called(one.appraiser))]
    if mine and one.begun(now):
        return [*lines, _("Yang menunggu keputusan sekarang juga datang kepada Bapak/Ibu.")]
    if mine:
        return [*lines, _("Begitu mulai, yang menunggu keputusan juga datang kepada Bapak/Ibu.")]
    return [*lines, _("Selama itu keduanya dapat memutuskan.")]


def _stood(one: Delegation) -> AnyText:
    return _("{delegate} memutuskan untuk {appraiser}.", delegate=called(one.delegate), appraiser=called(one.appraiser))


def _ways_on(one: Delegation, viewer: Member, may_end: bool, now: datetime, t: Catalogue) -> list[Row]:
    if one.over(now):
        return []
    rows: list[Row] = []
    if viewer.person_id == one.delegate.person_id and one.begun(now):
        rows.append((button(t, _("▶ Buka persetujuan"), Go(At.inbox)),))
    if may_end:
        label: AnyText = _("Akhiri sekarang") if one.begun(now) else _("Batalkan")
        rows.append((button(t, label, On(Kind.delegation, one.id, 0, "end")),))
    return rows


def delegation_end_ask(one: Delegation, t: Catalogue) -> Screen:
    """Before a delegation ends early."""
    lines = [_("Akhiri penggantian ini sekarang?"), _stood(one), _("Keduanya diberi tahu.")]
    sure = button(t, _("Ya, akhiri"), On(Kind.delegation, one.id, 0, "ended"))
    back = button(t, _("← Tidak jadi"), On(Kind.delegation, one.id, 0, "show"))
    return Screen(text(t, lines), ((sure,), (back,)))


def why(sources: Sequence[Cited], page: int, t: Catalogue) -> Screen:
    """*Dasar*: who appraises, and what is known of those who act for them."""
    pages = pages_of((t(block) for block in source_blocks(sources)), LINES - 2)
    shown = min(page, len(pages) - 1)
    calls: list[Call] = [On(Kind.delegation, 0, 0, "why", number) for number in around(shown, len(pages))]
    back: Row = (button(t, _("← Kembali"), Go(At.moves)),)
    return Screen(text(t, [_("<b>Dasar</b>"), "", *pages[shown]]), (*page_row(shown, len(pages), calls), back))


# --- the parts of a year ----------------------------------------------------------------


def parts(found: Sequence[Part], t: Catalogue) -> Screen:
    """The roles of somebody's year in order, each with its dates and its SKP."""
    shown = found[-SHOWN_PARTS:]
    lines: list[AnyText] = [_("<b>Bagian tahun ini</b> · {name}", name=called(found[-1].member))]
    rows: list[Row] = []
    for part in shown:
        lines += _part(part, t)
        rows += [(button(t, _open(part, one), OnSkp(one.skp_id, one.version, Do.show)),) for one in part.skps]
    if len(found) > 1:
        lines.append(_("Bagian yang sudah selesai hanya dapat dibaca."))
    return Screen(text(t, lines), (*rows, home_row(t)))


def _part(part: Part, t: Catalogue) -> list[AnyText]:
    member = part.member
    lines: list[AnyText] = [
        _(
            "• {role}, {unit} ({span})",
            role=ROLES[member.role],
            unit=shortened(member.unit_name, 30),
            span=_span(part, t),
        )
    ]
    if part.until is None and member.role in APPRAISED:
        lines.append(_("Pejabat penilai: {who}", who=_appraiser(part.appraiser, part.acting)))
    return lines


def _span(part: Part, t: Catalogue) -> AnyText:
    zone = ZoneInfo(part.member.zone)
    since = part.since and t.day(part.since.astimezone(zone).date(), "short")
    until = part.until and t.day(part.until.astimezone(zone).date(), "short")
    match since, until:
        case str(), str():
            return _("{since} – {until}", since=since, until=until)
        case None, str():
            return _("sampai {until}", until=until)
        case str(), None:
            return _("sejak {since}", since=since)
    return _("sekarang") if part.member.status is not AssignmentStatus.ended else _("selesai")


def _open(part: Part, one: PartSkp) -> AnyText:
    return _("SKP {unit}: {stands}", unit=shortened(part.member.unit_name, 14), stands=STANDS[one.status])


# --- what people are told -----------------------------------------------------------------


def new_appraiser(member: Member, appraiser: Member | None, acting: Acting | None, t: Catalogue) -> Screen:
    """For the one who is appraised: who decides from now on."""
    lines: list[AnyText] = [
        _("<b>Pejabat penilai berganti</b>"),
        _("Sekarang: {who}", who=_appraiser(appraiser, acting)),
        shortened(member.unit_name, 80),
        _("Yang sudah dikirim ikut pindah; tidak ada yang perlu dikirim ulang."),
    ]
    return Screen(text(t, lines), (home_row(t),))


def appointed(member: Member, appraised: int, t: Catalogue) -> Screen:
    """For the new and for the former pejabat penilai: about how many people they decide now."""
    now = n_(
        "Bapak/Ibu sekarang menilai <b>{count} orang</b> di Kawal.",
        "Bapak/Ibu sekarang menilai <b>{count} orang</b> di Kawal.",
        appraised,
    )
    lines: list[AnyText] = [
        _("<b>Perubahan pejabat penilai</b> · {unit}", unit=shortened(member.unit_name, 40)),
        now if appraised else _("Sekarang tidak ada yang Bapak/Ibu nilai di Kawal."),
    ]
    rows: list[Row] = [(button(t, _("▶ Buka persetujuan"), Go(At.inbox)),)] if appraised else []
    return Screen(text(t, lines), (*rows, home_row(t)))


def role_ended(member: Member, t: Catalogue) -> Screen:
    """For the one whose role is over."""
    lines: list[AnyText] = [
        _("Peran <b>{role}</b> di {unit} berakhir.", role=ROLES[member.role], unit=shortened(member.unit_name, 60)),
        _("Isinya tetap tersimpan. Bila ini keliru, mohon hubungi operator."),
    ]
    return Screen(text(t, lines), (home_row(t),))


def plan_closed(owner: Member, mine: bool, t: Catalogue) -> Screen:
    """A plan that waited is closed, because its owner's role is over."""
    lines: list[AnyText] = [
        _("<b>Rencana SKP ditutup</b> · {name}", name=called(owner)),
        _("Perannya di {unit} berakhir, jadi rencana ini tidak menunggu lagi.", unit=shortened(owner.unit_name, 60)),
    ]
    rows: list[Row] = []
    if mine:
        lines.append(_("Isinya tetap dapat dibaca; tidak ada yang hilang."))
        rows.append((button(t, _("Bagian tahun ini"), On(Kind.appointment, owner.assignment_id, 0, "parts")),))
    return Screen(text(t, lines), (*rows, home_row(t)))


def appraiser_found(owner: Member, appraiser: Member, t: Catalogue) -> Screen:
    """For the operators who were told that nobody decides: now somebody does."""
    line = _("✅ Pejabat penilai <b>{name}</b> sekarang ada: {who}.", name=called(owner), who=called(appraiser))
    return Screen(text(t, [line, owner.unit_name]), (home_row(t),))
