"""People who move: an operator changes who appraises whom, who is where; an appraiser who is away names a delegate."""

from __future__ import annotations

from collections.abc import Sequence

from bot import conversing, places
from bot.feature import Feature
from bot.visit import Visit
from dialogs import moves as talks
from dialogs.calls import At, Go, Kind, On
from dialogs.moves.ground import appraiser_sources
from dialogs.screen import Screen
from dialogs.views import general
from dialogs.views import moves as views
from dialogs.views.home import Item, Todo
from dialogs.views.refusals import refusal
from locales import AnyText, _, n_
from regulations.models import Role
from storage import absences, appointments, handing, moves, people, posts
from storage.errors import Refused
from storage.values import AssignmentStatus, Member
from storage.values.moves import Appoint, Delegate, Delegation, EndDelegation, EndRole, Post, Transfer

AWAY = (Role.kepala_sekolah, Role.kepala_dinas)
"""Roles that home offers a delegate to; whoever else appraises finds it at `At.moves` or asks the operator."""
NOBODY = _("Belum ada orang yang dapat dipilih. Tambahkan lewat daftar (impor), lalu coba lagi.")


# --- places -----------------------------------------------------------------------


async def _place(visit: Visit, page: int) -> Screen:
    if visit.member.role is Role.operator:
        return await _people(visit, page)
    standing = await absences.standing_in(visit.session, visit.member, visit.now)
    may = visit.member.role in absences.STANDS_IN and visit.member.status is AssignmentStatus.active
    own: Sequence[Delegation] = ()
    if may:
        own = await absences.of(visit.session, visit.member, visit.member.assignment_id, visit.now)
    return views.absences(own, standing, may, visit.t)


async def _people(visit: Visit, page: int) -> Screen:
    size = views.PAGE
    try:
        count, members = await people.cared_for(visit.session, visit.member, page * size, size)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    last = max(0, -(-count // size) - 1)
    return await _people(visit, last) if page > last else views.people(count, page, members, visit.t)


# --- somebody's role ------------------------------------------------------------------


async def _on_role(visit: Visit, call: On) -> Screen:
    try:
        async with visit.session.begin_nested():
            if call.do == "parts":
                return views.parts(await posts.parts(visit.session, visit.member, call.id, visit.now), visit.t)
            return await _changing(visit, call)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))


async def _changing(visit: Visit, call: On) -> Screen:
    post = await posts.post(visit.session, visit.member, call.id)
    match call.do:
        case "show":
            return await _person(visit, post)
        case "appr" if post.member.role in views.APPRAISED:
            return await _begin_appointing(visit, post)
        case "away" if post.member.role in views.STAND_IN and post.member.status is AssignmentStatus.active:
            return await _begin_absence(visit, post.member)
        case "move" if not post.own:
            pinned = talks.pin_transfer(post, await posts.places(visit.session, visit.member))
            return await conversing.begin(visit, talks.TRANSFER, f"move:{call.id}:{post.version}", pinned)
        case "end" if not post.own and post.version == call.version:
            return views.end_ask(post, visit.t)
        case "ended":
            return await _end_role(visit, EndRole(call.id, call.version))
    return await _person(visit, post, _("Ini keadaannya sekarang."))


async def _person(visit: Visit, post: Post, notice: AnyText | None = None) -> Screen:
    found: Sequence[Delegation] = ()
    if post.member.role in views.STAND_IN and post.member.status is AssignmentStatus.active:
        found = await absences.of(visit.session, visit.member, post.member.assignment_id, visit.now)
    screen = views.person(post, found, visit.t)
    return screen.with_toast(visit.t.plain(notice)) if notice else screen


async def _begin_appointing(visit: Visit, post: Post) -> Screen:
    found = await posts.candidates(visit.session, visit.member, post.member.assignment_id)
    if not found:
        return await _person(visit, post, NOBODY)
    candidates = [(one, posts.definitive(one, post.member)) for one in found]
    pinned = talks.pin_appraiser(visit.pack, post, candidates)
    return await conversing.begin(visit, talks.APPRAISER, f"appraiser:{post.member.assignment_id}", pinned)


async def _end_role(visit: Visit, intent: EndRole) -> Screen:
    try:
        async with visit.session.begin_nested():
            await moves.end_role(visit.session, visit.member, intent, visit.now)
    except Refused as error:
        post = await posts.post(visit.session, visit.member, intent.assignment_id)
        return await _person(visit, post, refusal(error, visit.member.zone, visit.t))
    screen = await _people(visit, 0)
    return screen.with_toast(visit.t.plain(_("Peran diakhiri. Yang terkait diberi tahu.")))


async def _appointed(visit: Visit, intent: Appoint) -> Screen:
    count = await appointments.appoint(visit.session, visit.member, intent, visit.now)
    post = await posts.post(visit.session, visit.member, intent.assignment_id)
    done = n_("Tercatat untuk {count} orang. ✓", "Tercatat untuk {count} orang. ✓", count)
    return await _person(visit, post, done if count else _("Tidak ada yang berubah."))


async def _transferred(visit: Visit, intent: Transfer) -> Screen:
    new = await moves.transfer(visit.session, visit.member, intent, visit.now)
    post = await posts.post(visit.session, visit.member, new.assignment_id)
    return await _person(visit, post, _("Pindah tercatat. Yang terkait diberi tahu."))


# --- absences -------------------------------------------------------------------------


async def _on_absence(visit: Visit, call: On) -> Screen:
    try:
        async with visit.session.begin_nested():
            return await _absence(visit, call)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))


async def _absence(visit: Visit, call: On) -> Screen:
    match call.do:
        case "new" if visit.member.role in absences.STANDS_IN:
            return await _begin_absence(visit, visit.member)
        case "why":
            return views.why(appraiser_sources(visit.pack, Role.guru), call.page, visit.t)
        case "show":
            return await _delegation(visit, await absences.one(visit.session, visit.member, call.id))
        case "end":
            facts = await absences.one(visit.session, visit.member, call.id)
            if facts.over(visit.now) or not await absences.may_end(visit.session, visit.member, facts):
                return await _delegation(visit, facts)
            return views.delegation_end_ask(facts, visit.t)
        case "ended":
            facts = await absences.end(visit.session, visit.member, EndDelegation(call.id), visit.now)
            return await _delegation(visit, facts, _("Penggantian diakhiri. Keduanya diberi tahu."))
    return await places.present(visit, general.STALE)


async def _delegation(visit: Visit, facts: Delegation, notice: AnyText | None = None) -> Screen:
    may_end = await absences.may_end(visit.session, visit.member, facts)
    screen = views.delegation(facts, visit.member, may_end, visit.now, visit.t)
    return screen.with_toast(visit.t.plain(notice)) if notice else screen


async def _begin_absence(visit: Visit, appraiser: Member) -> Screen:
    found = await absences.candidates(visit.session, visit.member, appraiser.assignment_id)
    if not found:
        screen = await _place(visit, 0)
        return screen.with_toast(visit.t.plain(NOBODY))
    pinned = talks.pin_absence(visit.pack, appraiser, found, visit.today)
    return await conversing.begin(visit, talks.ABSENCE, f"away:{appraiser.assignment_id}", pinned)


async def _delegated(visit: Visit, intent: Delegate) -> Screen:
    facts = await absences.delegate(visit.session, visit.member, intent, visit.now)
    return await _delegation(visit, facts, _("Tercatat. Keduanya diberi tahu."))


# --- home -----------------------------------------------------------------------------


async def _todo(visit: Visit) -> Sequence[Todo]:
    """An operator: plans that nobody may decide."""
    if visit.member.role is not Role.operator:
        return ()
    count = await handing.without_appraiser(visit.session, visit.member)
    if not count:
        return ()
    line = n_(
        "⚠ <b>{count} rencana</b> menunggu tanpa pejabat penilai.",
        "⚠ <b>{count} rencana</b> menunggu tanpa pejabat penilai.",
        count,
    )
    return (Todo(line, _("▶ Tetapkan pejabat penilai"), Go(At.moves)),)


def _menu(visit: Visit) -> Sequence[Item]:
    if visit.member.role is Role.operator:
        return (Item(_("Perubahan orang"), Go(At.moves)),)
    return (Item(_("Berhalangan"), Go(At.moves)),) if visit.member.role in AWAY else ()


def _about(visit: Visit, member: Member) -> Sequence[Item]:  # noqa: ARG001 - all features are asked alike
    return (Item(_("Bagian tahun ini"), On(Kind.appointment, member.assignment_id, 0, "parts")),)


FEATURE = Feature(
    "moves",
    places={At.moves: _place},
    things={Kind.appointment: _on_role, Kind.delegation: _on_absence},
    intents={Appoint: _appointed, Transfer: _transferred, Delegate: _delegated},
    todo=_todo,
    menu=_menu,
    about=_about,
)
