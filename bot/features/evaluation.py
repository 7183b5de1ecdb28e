"""The evaluation: what the buttons of its card do, whom one still has to evaluate, and the simulation.

In January people act on the year before: whichever of a person's own roles may do it is found by the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import conversing, places
from bot.feature import Feature
from bot.visit import Visit
from dialogs.calls import At, Go, Kind, On
from dialogs.evaluation import EVALUATE, RECOMMEND, RESPOND
from dialogs.evaluation.evaluate import answers_of
from dialogs.evaluation.ground import about as pin_about
from dialogs.evaluation.ground import pin
from dialogs.plan_summary import period_called
from dialogs.screen import Screen
from dialogs.views import evaluation as views
from dialogs.views import evaluation_lists as lists
from dialogs.views import general, trying
from dialogs.views.evaluation_lists import PAGE, Scope
from dialogs.views.home import Item, Todo
from dialogs.views.refusals import refusal
from dialogs.views.trying import Trial
from locales import AnyText, _
from regulations.models import DatedWindow, Pack, Period, Role
from storage import accounts, drafts, evaluation_lists, evaluations, packs, year_facts
from storage.errors import NotFound, Refused
from storage.values import AssignmentStatus, Member
from storage.values.evaluation import (
    Acknowledge,
    EvaluationFacts,
    Recommend,
    Respond,
    ReviseEvaluation,
    SetEvaluation,
    YearFacts,
)

EVALUATED = (Role.guru, Role.kepala_sekolah, Role.pengawas)
LOOKS_BACK = 1
"""Years before this one whose evaluations are still spoken of at home."""


# --- who acts --------------------------------------------------------------------------


async def _roles(visit: Visit) -> list[Member]:
    """The person's active roles, the one in front first."""
    front = visit.member
    if not visit.visitor.more_roles:
        return [front]
    others = await accounts.roles_of(visit.session, front.person_id)
    return [front, *(one for one in others if one.assignment_id != front.assignment_id and _active(one))]


def _active(member: Member) -> bool:
    return member.status is AssignmentStatus.active


async def _found(visit: Visit, owner: int, period: str) -> tuple[EvaluationFacts, Member]:
    """An evaluation, and the own role that may see it. NotFound when none may."""
    for member in await _roles(visit):
        try:
            return await evaluations.facts(visit.session, owner, period, member, visit.now), member
        except NotFound:
            continue
    raise NotFound("evaluation")


async def _pack(visit: Visit, facts: EvaluationFacts) -> Pack:
    pack = await packs.recall(visit.session, visit.library, facts.pack_id, facts.pack_version)
    return await visit.at_unit(pack, facts.owner.unit_id)


async def _record(visit: Visit, facts: EvaluationFacts, pack: Pack) -> YearFacts:
    period = views.period_of(facts, pack)
    return await year_facts.of(visit.session, facts.owner, pack, period, visit.now)


# --- the card and what its buttons do ----------------------------------------------------


async def _shown(visit: Visit, facts: EvaluationFacts, actor: Member, notice: AnyText | None = None) -> Screen:
    pack = await _pack(visit, facts)
    record = YearFacts(visit.today) if facts.evaluation else await _record(visit, facts, pack)
    screen = views.card(facts, record, pack, actor, visit.today, visit.t)
    return screen.with_toast(visit.t.plain(notice)) if notice else screen


async def _card(visit: Visit, owner: int, period: str, notice: AnyText | None = None) -> Screen:
    """The evaluation as it stands now, for this person; home when it is not theirs to see."""
    try:
        facts, actor = await _found(visit, owner, period)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    return await _shown(visit, facts, actor, notice)


async def _on(visit: Visit, call: On) -> Screen:
    match call.do:
        case "try" | "trywhy":
            return await _try(visit, call)
        case "mine":
            return await _mine(visit)
        case "of":
            return await _of(visit, call.id)
        case "all" | "spread":
            return await _listed(visit, call)
        case "show":
            return await _card(visit, call.id, call.arg)
        case "ak":
            return await _credit(visit, call)
        case "det" | "year" | "follow" | "why" | "copy" | "ack" | "begin" | "revise" | "word" | "advise":
            return await _act(visit, call)
    return await places.present(visit, general.STALE)


async def _act(visit: Visit, call: On) -> Screen:
    try:
        facts, actor = await _found(visit, call.id, call.arg)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    if call.do == "ack":
        return await _acknowledge(visit, call, actor)
    if (screen := await _read(visit, call, facts)) is not None:
        return screen
    if call.version == facts.version and (screen := await _talk(visit, call, facts, actor)) is not None:
        return screen
    return await _shown(visit, facts, actor, views.CHANGED)


async def _read(visit: Visit, call: On, facts: EvaluationFacts) -> Screen | None:
    """What only shows something."""
    pack, t = await _pack(visit, facts), visit.t
    match call.do:
        case "det":
            return views.details(facts, pack, call.page, t)
        case "year":
            return views.period_facts(facts, await _record(visit, facts, pack), pack, call.page, t)
        case "follow":
            return views.follow_up(facts, pack, call.page, t)
        case "why":
            return views.why(facts, pack, call.page, t)
        case "copy" if facts.decides and facts.evaluation:
            return views.copy(facts, pack, call.page, t)
    return None


async def _acknowledge(visit: Visit, call: On, actor: Member) -> Screen:
    intent = Acknowledge(call.id, call.arg, call.version)
    try:
        async with visit.session.begin_nested():
            facts = await evaluations.acknowledge(visit.session, actor, intent, visit.now)
    except Refused as error:
        return await _card(visit, call.id, call.arg, refusal(error, actor.zone, visit.t))
    return await _shown(visit, facts, actor, _("Tercatat: sudah dibaca. ✓"))


# --- talks ----------------------------------------------------------------------------------


async def _talk(visit: Visit, call: On, facts: EvaluationFacts, actor: Member) -> Screen | None:
    """Begin the talk that the button asks for, if the record lets this person."""
    mine = facts.owner.person_id == actor.person_id
    match call.do:
        case "begin" if facts.decides and facts.may_begin and facts.evaluation is None:
            return await _evaluate(visit, facts)
        case "revise" if facts.decides and facts.may_begin and facts.evaluation is not None:
            return await _evaluate(visit, facts)
        case "word" if mine and facts.evaluation is not None:
            return await conversing.begin(visit, RESPOND, _subject(facts), pin_about(facts))
        case "advise" if facts.watches and facts.may_begin and facts.evaluation is None:
            return await conversing.begin(visit, RECOMMEND, _subject(facts), pin_about(facts))
    return None


def _subject(facts: EvaluationFacts) -> str:
    return f"evaluation:{facts.owner.assignment_id}:{facts.period}:{facts.version}"


async def _evaluate(visit: Visit, facts: EvaluationFacts) -> Screen:
    """Open the talk on what the record holds today; what was answered before is kept."""
    pinned = pin(facts, await _record(visit, facts, await _pack(visit, facts)))
    answers = answers_of(facts.evaluation.verdict) if facts.evaluation else None
    subject = _subject(facts)
    for draft in await drafts.list_open(visit.session, visit.member):
        if (draft.dialog, draft.subject) == (EVALUATE, subject) and draft.pinned != pinned:
            answers = draft.answers
            await drafts.discard(visit.session, visit.member, draft.id, visit.now)
    return await conversing.begin(visit, EVALUATE, subject, pinned, answers=answers)


async def _set(visit: Visit, intent: SetEvaluation) -> Screen:
    _facts, actor = await _found(visit, intent.owner, intent.period)
    facts = await evaluations.decide(visit.session, actor, intent, visit.now)
    return await _shown(visit, facts, actor, _("Ditetapkan. Pemiliknya diberi tahu."))


async def _revised(visit: Visit, intent: ReviseEvaluation) -> Screen:
    _facts, actor = await _found(visit, intent.owner, intent.period)
    facts = await evaluations.revise(visit.session, actor, intent, visit.now)
    return await _shown(visit, facts, actor, _("Direvisi. Pemiliknya diberi tahu."))


async def _responded(visit: Visit, intent: Respond) -> Screen:
    _facts, actor = await _found(visit, intent.owner, intent.period)
    facts = await evaluations.respond(visit.session, actor, intent, visit.now)
    return await _shown(visit, facts, actor, _("Tercatat. ✓"))


async def _recommended(visit: Visit, intent: Recommend) -> Screen:
    _facts, actor = await _found(visit, intent.owner, intent.period)
    facts = await evaluations.recommend(visit.session, actor, intent, visit.now)
    return await _shown(visit, facts, actor, _("Usulan tercatat. ✓"))


# --- the simulation ---------------------------------------------------------------------------


async def _try(visit: Visit, call: On) -> Screen:
    credit = visit.library.reference.angka_kredit
    tried = Trial.read(call.arg, len(credit.jenjang))
    if tried is None:
        return await places.present(visit, general.STALE)
    if call.do == "trywhy":
        return trying.trial_why(visit.pack, credit, tried, call.page, visit.t)
    return trying.trial(visit.pack, credit, visit.member.employment, tried, visit.t)


async def _credit(visit: Visit, call: On) -> Screen:
    """The estimate for one's own evaluation: the period, and perhaps jenjang and months."""
    credit = visit.library.reference.angka_kredit
    period, _dot, rest = call.arg.partition(".")
    tried = Trial.read(f"1.1.{rest}" if rest else "", len(credit.jenjang))
    try:
        facts, actor = await _found(visit, call.id, period)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    if facts.evaluation is None or tried is None:
        return await _shown(visit, facts, actor, views.CHANGED)
    return trying.credit_of(facts, await _pack(visit, facts), credit, tried, visit.t)


# --- lists ----------------------------------------------------------------------------------------


async def _place(visit: Visit, page: int) -> Screen:  # noqa: ARG001 - pages are turned by the list's own buttons
    """For who decides about others the overview, for others their own periods."""
    scopes = await _scopes(visit)
    if not scopes:
        return await _mine(visit)
    unfinished = [one for one in scopes if await _unfinished(visit, one)]
    return await _overview(visit, (unfinished or scopes[-1:])[0], scopes, 0)


async def _scopes(visit: Visit) -> list[Scope]:
    """The periods in which this person decides about others and whose evaluation has begun, the oldest first; of a year
    in which none has begun the present one."""
    found: list[Scope] = []
    for role in await _roles(visit):
        if role.year < visit.today.year - LOOKS_BACK or not _active(role):
            continue
        if not await evaluation_lists.decides(visit.session, role, visit.now):
            continue
        pack = await visit.at_unit(visit.library.pack_for(role.year, role.pinned_pack), role.unit_id)
        found += [_scope(role, pack, period) for period in _begun(visit, role, pack)]
    return sorted(found, key=lambda one: one.period.ends)


def _begun(visit: Visit, role: Member, pack: Pack) -> Sequence[Period]:
    periods = pack.periods(role.year)
    begun = [period for period in periods if _opens(role, pack, period) <= visit.today]
    return begun or [visit.period if role.assignment_id == visit.member.assignment_id else periods[0]]


def _opens(role: Member, pack: Pack, period: Period) -> date:
    """The first day on which the evaluation of a period is spoken of."""
    return min((each.opens for each in _windows(role, pack, period)), default=period.ends)


def _scope(role: Member, pack: Pack, period: Period) -> Scope:
    window = min(_windows(role, pack, period), key=lambda each: each.closes, default=None)
    return Scope(role, pack, period, window)


def _windows(role: Member, pack: Pack, period: Period) -> list[DatedWindow]:
    """Those of the people about whom the role decides; a delegate has the windows of a guru."""
    found = pack.duties(role.role, period) or pack.windows(Role.guru, period)
    return [each for each in found if each.window.code == "evaluasi"]


async def _unfinished(visit: Visit, scope: Scope) -> int:
    return await evaluation_lists.unfinished(visit.session, scope.role, scope.period.code, visit.now)


async def _listed(visit: Visit, call: On) -> Screen:
    scopes = await _scopes(visit)
    wanted = (call.id, call.arg)
    chosen = next((one for one in scopes if (one.role.assignment_id, one.period.code) == wanted), None)
    if chosen is None:
        return await places.present(visit, general.STALE)
    if call.do == "spread":
        return lists.spread(visit.library.reference.sebaran_predikat, chosen, call.page, visit.t)
    return await _overview(visit, chosen, scopes, call.page)


async def _overview(visit: Visit, scope: Scope, scopes: Sequence[Scope], page: int) -> Screen:
    read = evaluation_lists.overview
    found = await read(visit.session, scope.role, scope.period.code, page * PAGE, PAGE, visit.now)
    last = max(0, -(-found.agreed // PAGE) - 1)
    if page > last:
        return await _overview(visit, scope, scopes, last)
    others = [one for one in scopes if one is not scope]
    return lists.overview(found, scope, others[-2:], page, visit.today, visit.t)


async def _mine(visit: Visit) -> Screen:
    return lists.periods(await evaluation_lists.own(visit.session, visit.member), visit.t)


async def _of(visit: Visit, owner: int) -> Screen:
    """From a person's page: the only period at once, or a choice."""
    for role in await _roles(visit):
        found = await evaluation_lists.of(visit.session, owner, role, visit.now)
        if len(found) == 1:
            return await _card(visit, owner, found[0].period)
        if found:
            return lists.periods(found, visit.t)
    return lists.periods((), visit.t)


# --- home ---------------------------------------------------------------------------------------------


async def _todo(visit: Visit) -> Sequence[Todo]:
    return [*await _to_read(visit), *await _to_evaluate(visit)]


async def _to_read(visit: Visit) -> list[Todo]:
    """One's own evaluation, which one has not read yet."""
    if visit.member.role not in EVALUATED:
        return []
    return [
        Todo(
            _("● Penilaian {period} sudah ditetapkan: <b>perlu dibaca</b>", period=period_called(each.period)),
            _("▶ Baca penilaian"),
            On(Kind.evaluation, each.assignment_id, 0, "show", 0, each.period),
        )
        for each in (await evaluation_lists.unread(visit.session, visit.member))[:1]
    ]


async def _to_evaluate(visit: Visit) -> list[Todo]:
    """The oldest period with somebody left to evaluate, once its evaluation has begun."""
    if visit.member.role not in (Role.kepala_sekolah, Role.kepala_dinas):
        return []
    for scope in await _scopes(visit):
        if _opens(scope.role, scope.pack, scope.period) > visit.today:
            continue
        if count := await _unfinished(visit, scope):
            line = lists.waiting_line(count, scope.period)
            call = On(Kind.evaluation, scope.role.assignment_id, 0, "all", 0, scope.period.code)
            return [Todo(line, _("▶ Nilai"), call)]
    return []


def _menu(visit: Visit) -> Sequence[Item]:
    member = visit.member
    if member.role in EVALUATED and visit.pack.covers_role(member.role):
        return (Item(_("Penilaian"), Go(At.evaluation)),)
    return (Item(_("Penilaian"), Go(At.evaluation)),) if member.role is Role.kepala_dinas else ()


def _about(visit: Visit, member: Member) -> Sequence[Item]:
    if member.role not in EVALUATED or not visit.pack.covers_role(member.role):
        return ()
    return (Item(_("Penilaian"), On(Kind.evaluation, member.assignment_id, 0, "of")),)


FEATURE = Feature(
    "evaluation",
    places={At.evaluation: _place},
    things={Kind.evaluation: _on},
    intents={SetEvaluation: _set, ReviseEvaluation: _revised, Respond: _responded, Recommend: _recommended},
    todo=_todo,
    menu=_menu,
    about=_about,
    commands={
        "penilaian": (
            _("Penilaian kinerja dan predikat"),
            At.evaluation,
            frozenset({Role.guru, Role.kepala_sekolah, Role.pengawas, Role.kepala_dinas}),
        )
    },
)
