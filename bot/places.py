"""Places that a button or command leads to: read what is needed, hand it to a view."""

from __future__ import annotations

from dataclasses import replace

from bot import conversing, inviting
from bot.feature import FEATURES, PLACES
from bot.visit import Visit
from dialogs import engine, talks
from dialogs.calls import At
from dialogs.engine import Pending
from dialogs.screen import Screen
from dialogs.views import general, joining
from dialogs.views import home as home_view
from dialogs.views import skp as skp_views
from dialogs.views.general import OpenTalk
from dialogs.views.home import HomeFacts
from locales import AnyText, _
from regulations.models import MonthPhase, Pack, Period, Role
from storage import accounts, drafts, inbox, joins, packs, people, skp
from storage.errors import Refused
from storage.values import Draft, Member, Plan, SkpFacts, SkpStatus
from storage.values.inbox import Thing


async def go(visit: Visit, at: At, page: int = 0) -> Screen:
    """The screen of a place."""
    t = visit.t
    match at:
        case At.help:
            return general.help_(visit.visitor.member.role if visit.visitor.member else None, t)
        case At.privacy:
            return joining.privacy(t)
        case At.languages:
            return general.languages(t)
        case At.about:
            return general.about(visit.pack if visit.visitor.member else None, t)
    if visit.visitor.member is None:
        return joining.stranger(t)
    return await _members_place(visit, at, page)


async def _members_place(visit: Visit, at: At, page: int) -> Screen:
    if at in PLACES:
        return await PLACES[at](visit, page)
    match at:
        case At.plan:
            return await plan(visit)
        case At.drafts:
            return await open_talks(visit)
        case At.roles:
            return joining.roles(await accounts.roles_of(visit.session, visit.member.person_id), visit.t)
        case At.people:
            return await inviting.roster(visit, page)
        case At.joins:
            return joining.join_list(await joins.pending_joins(visit.session, visit.member), visit.t)
        case At.why:
            return home_view.why(home_view.home_sources(await home_facts(visit)), page, visit.t)
    return home_view.more(await home_facts(visit), visit.t) if page else await home(visit)


async def present(visit: Visit, notice: AnyText | None = None) -> Screen:
    """Where things are now: the open question if a talk is in front, else home."""
    draft = visit.visitor.draft
    if draft is not None and visit.visitor.member is not None:
        fresh = await conversing.open_draft(visit, draft.id)
        if fresh is not None:
            screen = await conversing.show(visit, fresh)
            return screen.with_toast(visit.t.plain(notice)) if notice else screen
    screen = await go(visit, At.home)
    return screen.with_toast(visit.t.plain(notice)) if notice else screen


async def switch(visit: Visit, assignment_id: int) -> Screen:
    """Put another of this person's roles in front."""
    try:
        member = await accounts.switch_role(visit.session, visit.visitor.telegram_id, assignment_id)
    except Refused:
        return await present(visit, general.NOT_YOURS)
    visit.visitor = replace(visit.visitor, member=member, draft=None)
    visit.menu = True
    return await home(visit)


async def home(visit: Visit) -> Screen:
    """Home of the member in front."""
    return home_view.home(await home_facts(visit), visit.t)


async def _to_decide(visit: Visit) -> int:
    """How much waits for a decision; the steps of an observation have a line of their own on home."""
    waiting = await inbox.waiting(visit.session, visit.member, visit.now)
    return sum(line.thing is not Thing.observation for line in waiting)


async def home_facts(visit: Visit) -> HomeFacts:
    """What home is made of, read from the record."""
    member, session = visit.member, visit.session
    planner = member.role in home_view.PLANNERS and visit.pack.covers_role(member.role)
    own = await skp.of_member(session, member, visit.period.code) if planner else None
    appraiser = member.role in (Role.kepala_sekolah, Role.kepala_dinas)
    return HomeFacts(
        member=member,
        pack=await visit.at_unit(visit.pack),
        period=visit.period,
        today=visit.today,
        skp=own,
        adjusts=planner and own is None and await _agreed_before(visit, visit.pack, visit.period) is not None,
        parts_done=await _parts_done(visit) if planner else None,
        waiting=await _to_decide(visit) if appraiser else 0,
        joins=len(await joins.pending_joins(session, member)) if member.role is Role.operator else 0,
        phase=phase_of(visit, member),
        more_roles=visit.visitor.more_roles,
        todos=tuple([todo for feature in FEATURES if feature.todo for todo in await feature.todo(visit)]),
        items=tuple(item for feature in FEATURES if feature.menu for item in feature.menu(visit)),
    )


def phase_of(visit: Visit, member: Member) -> MonthPhase | None:
    """The month's title from the AKI table, where the pack has one for this role."""
    return next((m for m in visit.pack.months if m.month == visit.today.month and m.role is member.role), None)


async def _parts_done(visit: Visit) -> tuple[int, int] | None:
    mine = await drafts.list_open(visit.session, visit.member)
    plan = [draft for draft in mine if (draft.dialog, draft.subject) == (talks.PLAN, visit.period.code)]
    return await _progress(visit, plan[0]) if plan else None


async def _progress(visit: Visit, draft: Draft) -> tuple[int, int]:
    stand = engine.replay(await conversing.dialog_of(visit, draft), draft.answers)
    parts = talks.TALKS[draft.dialog].name.parts
    return (max(0, stand.question.part - 1), parts) if isinstance(stand, Pending) else (parts, parts)


async def plan(visit: Visit) -> Screen:
    """`/rencana`: the plan as it stands, or the talk that makes it."""
    member = visit.member
    if member.role not in home_view.PLANNERS or home_view.cannot_plan(member, visit.pack):
        return await home(visit)
    own = await skp.of_member(visit.session, member, visit.period.code)
    if own is None:
        return await _begin_plan(visit)
    if own.status in (SkpStatus.diajukan, SkpStatus.disepakati):
        return await skp_card(visit, own)
    return await revise(visit, own)


async def _begin_plan(visit: Visit) -> Screen:
    """The talk about the plan of the period that runs; it begins with what was agreed for the one before."""
    pack, period = visit.pack, visit.period
    before = await _agreed_before(visit, pack, period)
    superior = await _superior_rhk(visit, pack, period)
    pinned = talks.pin_plan(visit.member, pack, pack.digest, period, superior=superior, before=before)
    answers = talks.begun_with(visit.member, pack, superior, before) if before else None
    return await conversing.begin(visit, talks.PLAN, period.code, pinned, _too_late(visit), answers=answers)


def _too_late(visit: Visit) -> AnyText | None:
    """What to know when the year of the role in front is over and nobody has brought a newer one."""
    if visit.today.year <= visit.member.year:
        return None
    year, now = str(visit.member.year), str(visit.today.year)
    return _("Ini rencana tahun {year}. Daftar orang tahun {now} belum diimpor operator.", year=year, now=now)


async def _agreed_before(visit: Visit, pack: Pack, period: Period) -> Plan | None:
    """What this member has agreed on for the period before, in the same year and by the same regulation."""
    former = [one for one in pack.periods(period.year) if one.ends < period.starts]
    if not former:
        return None
    facts = await skp.of_member(visit.session, visit.member, former[-1].code)
    return facts.plan if facts and facts.status is SkpStatus.disepakati and facts.pack_id == pack.id else None


async def _superior_rhk(visit: Visit, pack: Pack, period: Period) -> tuple[str, ...] | None:
    """Codes of the RHK in the agreed plan of a guru's kepala sekolah; None where there is none."""
    if visit.member.role is not Role.guru:
        return None
    superior = await people.appraiser(visit.session, visit.member.assignment_id)
    if superior is None or superior.role is not Role.kepala_sekolah:
        return None
    facts = await skp.of_member(visit.session, superior, period.code)
    agreed = facts is not None and facts.status is SkpStatus.disepakati and facts.pack_id == pack.id
    return tuple(item.rhk for item in facts.plan.results) if facts and agreed else None


async def revise(visit: Visit, facts: SkpFacts) -> Screen:
    """A plan that came back, or was withdrawn, opens with all earlier answers in place: for its own period, which may
    be over, and by the regulation in force, unless that has no such period."""
    for pack in (visit.pack, await pack_of(visit, facts)):
        period = next((one for one in pack.periods(visit.member.year) if one.code == facts.period), None)
        if period is not None:
            break
    assert period is not None, "a SKP is of a period of its pack"
    superior = await _superior_rhk(visit, pack, period)
    before = facts.before if facts.pack_id == pack.id else None
    pinned = talks.pin_plan(visit.member, pack, pack.digest, period, superior=superior, before=before)
    return await conversing.begin(visit, talks.PLAN, period.code, pinned, skp_views.why_back(facts))


async def open_talks(visit: Visit) -> Screen:
    """`/lanjut`: the only open talk at once, or a list of them."""
    found = await drafts.list_open(visit.session, visit.member)
    if len(found) == 1:
        await drafts.set_front(visit.session, visit.visitor.telegram_id, found[0].id)
        return await conversing.show(visit, found[0])
    talks_open = []
    for draft in found:
        done, parts = await _progress(visit, draft)
        talks_open.append(OpenTalk(draft.id, talks.TALKS[draft.dialog].name.title, min(done + 1, parts), parts))
    return general.drafts(talks_open, visit.t)


async def skp_card(visit: Visit, facts: SkpFacts) -> Screen:
    """The card of a SKP for the member in front, with the way to whatever waits besides."""
    more, decides = 0, False
    if facts.owner.assignment_id != visit.member.assignment_id:
        lines = await inbox.waiting(visit.session, visit.member, visit.now)
        decides = any((line.thing, line.id) == (Thing.plan, facts.id) for line in lines)
        more = len(lines) - decides
    pack = await pack_of(visit, facts)
    return skp_views.card(facts, pack, visit.member, visit.t, now=visit.now, more=more, decides=decides)


async def pack_of(visit: Visit, facts: SkpFacts) -> Pack:
    """The pack, in the version that the SKP was made with."""
    return await packs.recall(visit.session, visit.library, facts.pack_id, facts.pack_version)
