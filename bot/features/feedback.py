"""Feedback and coaching at any time."""

from __future__ import annotations

from collections.abc import Sequence

from bot import conversing, places
from bot.feature import Feature
from bot.visit import Visit
from dialogs.calls import At, Go, Kind, On
from dialogs.feedback import pin_answer, pin_give
from dialogs.feedback.words import KINDS
from dialogs.screen import Screen
from dialogs.views import feedback as views
from dialogs.views import general
from dialogs.views.home import Item, Todo
from dialogs.views.refusals import refusal
from locales import AnyText, _
from regulations.models import Role
from storage import feedback, people, staff
from storage.errors import NotFound, Refused
from storage.skp import PLANNERS
from storage.values import Member
from storage.values.feedback import ANSWER, GIVE, AnswerFeedback, GiveFeedback
from storage.values.staff import StaffLine

GIVERS = (Role.kepala_sekolah, Role.kepala_dinas, Role.tim_kinerja, Role.pengawas)
"""Roles that may look after others: as their appraiser or in a tim kinerja."""


async def place(visit: Visit, page: int) -> Screen:
    """What one was told; for roles whose work nobody plans here, what they told others."""
    if visit.member.role not in PLANNERS:
        return await _given(visit, page)
    size = views.PAGE
    count, lines = await feedback.received(visit.session, visit.member, page * size, size)
    if page and not lines:
        return await place(visit, 0)
    return views.received(count, page, lines, visit.member, visit.t, gives=visit.member.role in GIVERS)


async def _given(visit: Visit, page: int) -> Screen:
    size = views.PAGE
    count, lines = await feedback.given(visit.session, visit.member, page * size, size)
    if page and not lines:
        return await _given(visit, 0)
    return views.given(count, page, lines, visit.member, visit.t)


async def _about(visit: Visit, assignment_id: int, page: int) -> Screen:
    size = views.PAGE
    owner = await _owner(visit, assignment_id)
    count, lines = await feedback.about(visit.session, visit.member, assignment_id, page * size, size, visit.now)
    if page and not lines:
        return await _about(visit, assignment_id, 0)
    may = owner.role in PLANNERS and await _looks_after(visit, assignment_id) is not None
    return views.about(owner, count, page, lines, visit.member, visit.t, may_give=may)


async def _owner(visit: Visit, assignment_id: int) -> Member:
    owner = await people.member(visit.session, assignment_id)
    if owner is None:
        raise NotFound("feedback")
    return owner


async def _looks_after(visit: Visit, assignment_id: int) -> StaffLine | None:
    """That person as one whom the member in front decides about or watches; None for everybody else."""
    try:
        return await staff.one(visit.session, visit.member, assignment_id, visit.now)
    except NotFound:
        return None


async def thing(visit: Visit, call: On) -> Screen:
    """Do what a button says, as the record allows it now."""
    try:
        match call.do:
            case "of":
                return await _about(visit, call.id, call.page)
            case "given":
                return await _given(visit, call.page)
            case "new":
                return await _begin(visit, call.id)
            case "show":
                return await _note(visit, call.id, call.page)
            case "why":
                note = await feedback.facts(visit.session, visit.member, call.id, visit.now)
                pack = visit.library.pack_for(note.owner.year, note.owner.pinned_pack)
                return views.why(note, pack, call.page, visit.t)
            case "reply":
                return await _reply(visit, call)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    return await places.present(visit, general.STALE)


async def _note(visit: Visit, note_id: int, page: int = 0, notice: AnyText | None = None) -> Screen:
    note = await feedback.facts(visit.session, visit.member, note_id, visit.now)
    screen = views.note(note, visit.member, page, visit.t)
    return screen.with_toast(visit.t.plain(notice)) if notice else screen


async def _begin(visit: Visit, assignment_id: int) -> Screen:
    line = await _looks_after(visit, assignment_id)
    if line is None or line.member.role not in PLANNERS:
        raise NotFound("feedback")
    pack = visit.library.pack_for(line.member.year, line.member.pinned_pack)
    pinned = pin_give(line.member, pack, visit.today, decides=line.decides)
    return await conversing.begin(visit, GIVE, f"umpan:{assignment_id}", pinned)


async def _reply(visit: Visit, call: On) -> Screen:
    note = await feedback.facts(visit.session, visit.member, call.id, visit.now)
    mine = note.owner.assignment_id == visit.member.assignment_id
    if not mine or not note.may_be_answered:
        return await _note(visit, call.id, 0, general.STALE)
    return await conversing.begin(visit, ANSWER, f"tanggapan:{note.id}", pin_answer(note))


async def _gave(visit: Visit, intent: GiveFeedback) -> Screen:
    note = await feedback.give(visit.session, visit.member, intent, visit.now)
    screen = views.note(note, visit.member, 0, visit.t)
    return screen.with_toast(visit.t.plain(_("Disampaikan. ✓")))


async def _answered(visit: Visit, intent: AnswerFeedback) -> Screen:
    note = await feedback.answer(visit.session, visit.member, intent, visit.now)
    screen = views.note(note, visit.member, 0, visit.t)
    return screen.with_toast(visit.t.plain(_("Tanggapan terkirim. ✓")))


async def todo(visit: Visit) -> Sequence[Todo]:
    """A follow-up that is near."""
    found = await feedback.to_follow_up(visit.session, visit.member, visit.today)
    if found is None:
        return ()
    note_id, kind, day = found
    line = _("💬 Tindak lanjut {kind}: {when}", kind=KINDS[kind], when=views.in_days(day - visit.today))
    return (Todo(line, _("Buka tindak lanjut"), On(Kind.feedback, note_id, 0, "show")),)


def menu(visit: Visit) -> Sequence[Item]:
    """For whoever is told something, or tells others."""
    shown = visit.member.role in (*PLANNERS, *GIVERS)
    return (Item(_("Umpan balik"), Go(At.feedback)),) if shown else ()


def about(visit: Visit, member: Member) -> Sequence[Item]:  # noqa: ARG001 - as all features
    """The notes about somebody whom the member in front decides about or watches."""
    if member.role not in PLANNERS:
        return ()
    return (Item(_("Umpan balik"), On(Kind.feedback, member.assignment_id, 0, "of")),)


FEATURE = Feature(
    "feedback",
    places={At.feedback: place},
    things={Kind.feedback: thing},
    intents={GiveFeedback: _gave, AnswerFeedback: _answered},
    todo=todo,
    menu=menu,
    about=about,
)
