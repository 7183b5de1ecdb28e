"""Tim kinerja: the pejabat penilai plots, members see whom they watch."""

from __future__ import annotations

from collections.abc import Sequence

from bot import conversing, places
from bot.feature import Feature
from bot.visit import Visit
from dialogs import teams as talks
from dialogs.calls import At, Go, Kind, On
from dialogs.screen import Screen
from dialogs.teams.plot import rule_of
from dialogs.views import general
from dialogs.views import teams as views
from dialogs.views.home import Item
from dialogs.views.refusals import refusal
from locales import AnyText, _
from regulations.models import Role
from storage import plotting
from storage.errors import Refused
from storage.values.teams import EndMember, FormTeam, Team

LED: dict[Role, tuple[Role, ...]] = {
    Role.kepala_sekolah: (Role.guru,),
    Role.kepala_dinas: (Role.kepala_sekolah, Role.pengawas),
}
"""For which roles somebody may have a team."""
MAY_WATCH = (Role.guru, Role.pengawas, Role.tim_kinerja)
CHANGED = _("Timnya sudah berubah. Ini keadaannya sekarang.")
NOBODY = _("Belum ada yang dapat menjadi anggota atau diamati. Periksa daftar orang dengan operator.")


async def _place(visit: Visit, page: int) -> Screen:
    roles = LED.get(visit.member.role, ())
    if not roles:
        return views.watching(await plotting.watching(visit.session, visit.member), page, visit.t)
    if len(roles) == 1:
        return await _team(visit, roles[0], page)
    found = [await plotting.team(visit.session, visit.member, role) for role in roles]
    return views.teams(found, visit.t)


async def _team(visit: Visit, role: Role, page: int = 0, notice: AnyText | None = None) -> Screen:
    return _shown(visit, await plotting.team(visit.session, visit.member, role), page, notice)


def _shown(visit: Visit, team: Team, page: int = 0, notice: AnyText | None = None) -> Screen:
    screen = views.team(team, rule_of(visit.pack, team.of_role), visit.pack.short, page, visit.t)
    return screen.with_toast(visit.t.plain(notice)) if notice else screen


async def _on_team(visit: Visit, call: On) -> Screen:
    role = next((one for one in LED.get(visit.member.role, ()) if one == call.arg), None)
    if role is None:
        return await places.present(visit, general.STALE)
    try:
        async with visit.session.begin_nested():
            return await _done(visit, call, role)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))


async def _done(visit: Visit, call: On, role: Role) -> Screen:
    match call.do:
        case "show":
            return await _team(visit, role, call.page)
        case "one":
            return await _member(visit, call, role)
        case "out":
            return await _out(visit, EndMember(role, call.id, call.version))
        case "past":
            return await _history(visit, role, call.page)
        case "why" if (rule := rule_of(visit.pack, role)) is not None:
            steps = [step for step in visit.pack.team_steps if step.role is role]
            return views.why(role, rule, steps, call.page, visit.t)
        case "form" if rule_of(visit.pack, role) is not None:
            return await _form(visit, role)
    return await places.present(visit, general.STALE)


async def _member(visit: Visit, call: On, role: Role) -> Screen:
    team = await plotting.team(visit.session, visit.member, role)
    watch = next((one for one in team.watches if one.member.assignment_id == call.id), None)
    return _shown(visit, team, 0, CHANGED) if watch is None else views.member(team, watch, visit.t)


async def _out(visit: Visit, intent: EndMember) -> Screen:
    try:
        async with visit.session.begin_nested():
            team = await plotting.end_member(visit.session, visit.member, intent, visit.now)
    except Refused:
        return await _team(visit, intent.of_role, 0, CHANGED)
    return _shown(visit, team, 0, _("Tercatat. Yang terkait diberi tahu."))


async def _history(visit: Visit, role: Role, page: int) -> Screen:
    size = views.PAST_PAGE
    count, entries = await plotting.history(visit.session, visit.member, role, page * size, size)
    last = max(0, -(-count // size) - 1)
    if page > last:
        return await _history(visit, role, last)
    return views.history(role, count, page, entries, visit.member.zone, visit.t)


async def _form(visit: Visit, role: Role) -> Screen:
    candidates = await plotting.candidates(visit.session, visit.member, role)
    team = await plotting.team(visit.session, visit.member, role)
    if not candidates.watched or not candidates.members or _alone(candidates.members, candidates.watched):
        return _shown(visit, team, 0, NOBODY)
    pinned = talks.pin_team(visit.pack, team, candidates, visit.member.year)
    return await conversing.begin(visit, talks.TEAM, f"team:{role}", pinned)


def _alone(members: Sequence[object], watched: Sequence[object]) -> bool:
    """The only one who could watch is the only one to be watched."""
    return len(members) == len(watched) == 1 and members[0] == watched[0]


async def _formed(visit: Visit, intent: FormTeam) -> Screen:
    team = await plotting.form(visit.session, visit.member, intent, visit.now)
    return _shown(visit, team, 0, _("Tercatat. Anggota dan yang diamati diberi tahu."))


def _menu(visit: Visit) -> Sequence[Item]:
    """Where the regulation knows a team."""
    member, rules = visit.member, [rule.role for rule in visit.pack.appraisers if rule.team]
    leads = any(role in rules for role in LED.get(member.role, ()))
    return (Item(_("Tim kinerja"), Go(At.team)),) if leads or (rules and member.role in MAY_WATCH) else ()


FEATURE = Feature(
    "teams",
    places={At.team: _place},
    things={Kind.team: _on_team},
    intents={FormTeam: _formed},
    menu=_menu,
)
