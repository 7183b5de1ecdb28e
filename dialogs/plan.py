"""The January plan: what a person of any appraised role is asked, part by part, as they live it.

Every block can be taken as suggested with one tap ("Pakai saran"); who wants it different changes only what they want
to change. The questions themselves stand in `plan_questions`.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs import plan_competence as asking
from dialogs import plan_questions as ask
from dialogs.frame import Name
from dialogs.ground import PlanGround
from dialogs.material import CHANGE, SUGGEST, Material, material
from dialogs.plan_changes import NOTHING_CHANGED, change_line, changes
from dialogs.plan_review import problems
from dialogs.plan_summary import sections, warning
from dialogs.questions import Confirm
from locales import AnyText, _
from regulations.models import Cited
from storage.values import BehaviourItem, CompetenceItem, Plan, ResultItem, SubmitSkp

NAME = Name(_("Rencana SKP"), 7)
READ_AND_SEND = _("Periksa, lalu kirim")
PLANNING = ("perencanaan", "penyesuaian", "penetapan")
"""Windows of the pack that making a plan rests on."""


async def january_plan(ground: PlanGround) -> SubmitSkp:
    """Plan the period: RHK, what they serve, their measures, focus, behaviour, competence; then read and send."""
    stuff = material(ground.pack, ground.me.role)
    rhk = await ask.rhk(stuff, ground.me.salutation, ground.me.additional_task is not None)
    task = await _additional_task(ground, stuff, rhk)
    served = await _served(ground, stuff, rhk)
    results = await _measures(stuff, rhk, served)
    focuses = await _focuses(stuff)
    behaviours = await _behaviours(stuff)
    competences = await _competences(stuff)
    note = await _note(stuff, competences)
    plan = Plan(results, focuses, behaviours, competences, note, task)
    await Confirm(
        key="send",
        part=7,
        title=READ_AND_SEND,
        sections=lambda: sections(stuff, plan, ground.superior),
        body=None if ground.before is None else lambda: (change_line(_changes(ground, stuff, plan)),),
        full=None if ground.before is None else lambda: _changes(ground, stuff, plan) or (NOTHING_CHANGED,),
        warn=lambda today: warning(ground, today),
        sources=lambda: _planning_sources(ground),
    )
    look = problems(stuff, ground.me, plan)
    return SubmitSkp(ground.period.code, ground.pack.id, ground.pack_version, plan, look)


async def _additional_task(ground: PlanGround, stuff: Material, rhk: tuple[str, ...]) -> str | None:
    code = stuff.additional_task
    if code is None or code not in rhk:
        return None
    return await ask.additional_task(stuff, code, ground.me.additional_task)


async def _served(ground: PlanGround, stuff: Material, rhk: tuple[str, ...]) -> dict[str, str | None]:
    """RHK of the superior that each own RHK serves; empty where the SKP names none."""
    if not ground.superior:
        return dict.fromkeys(rhk)
    served = stuff.suggested_served(ground.superior, rhk)
    own: tuple[str, ...] = ()
    if await ask.served(stuff, ground.superior, rhk, ground.superior_agreed) == CHANGE:
        own = await ask.which(stuff, "served.change", 2, rhk)
    for code in rhk:
        if code in own or served[code] is None:  # the superior has not planned what Kawal would suggest
            served[code] = await ask.served_by(stuff, ground.superior, code)
    return served


async def _measures(stuff: Material, rhk: tuple[str, ...], served: dict[str, str | None]) -> tuple[ResultItem, ...]:
    """Aspek, indikator and quantitative target of each RHK."""
    own: tuple[str, ...] = ()
    if await ask.measures(stuff, rhk) == CHANGE:
        own = await ask.which(stuff, "measures.change", 3, rhk)
    results = []
    for code in rhk:
        if code in own:
            results.append(await _measure(stuff, code, served[code]))
        else:
            results.append(stuff.suggested_result(code, served[code]))
    return tuple(results)


async def _measure(stuff: Material, code: str, served: str | None) -> ResultItem:
    aspek = None if stuff.perspektif else await ask.aspek(stuff, code)
    perspektif = await ask.perspektif(stuff, code) if stuff.perspektif else None
    indikator = await ask.indikator(stuff, code)
    target = await ask.target(stuff, code)
    satuan = await ask.satuan(stuff, code)
    own = ResultItem(code, served, aspek, indikator, target, satuan, suggested=True, perspektif=perspektif)
    return replace(own, suggested=own == stuff.suggested_result(code, served))


async def _focuses(stuff: Material) -> tuple[str, ...]:
    if stuff.one_focus:
        return (await ask.focus(stuff),)
    return await ask.focuses(stuff)


async def _behaviours(stuff: Material) -> tuple[BehaviourItem, ...]:
    """Per aspect an indikator and an ekspektasi khusus."""
    own: tuple[str, ...] = ()
    if await ask.behaviour(stuff) == CHANGE:
        own = await ask.which_aspects(stuff)
    items = []
    for aspect, suggestion in stuff.suggested_behaviours.items():
        items.append(await _behaviour(stuff, aspect) if aspect in own else suggestion)
    return tuple(items)


async def _behaviour(stuff: Material, aspect: str) -> BehaviourItem:
    indicator = await ask.indicator(stuff, aspect)
    expectation = await ask.expectation(stuff, aspect, indicator)
    untouched = (indicator, expectation) == stuff.examples.behaviour[aspect]
    return BehaviourItem(aspect, indicator, expectation, suggested=untouched)


async def _competences(stuff: Material) -> tuple[CompetenceItem, ...]:
    if await asking.competence(stuff) == SUGGEST:
        return stuff.suggested_competences
    codes = await _activities(stuff)
    if not stuff.counts_points:
        return tuple(CompetenceItem(code, 1) for code in codes)
    chosen: tuple[CompetenceItem, ...] = ()
    for code in codes:
        chosen = (*chosen, await _counted(stuff, code, chosen))
    return chosen


async def _activities(stuff: Material) -> tuple[str, ...]:
    """Which activities; where the pack sorts them, by category."""
    if not stuff.categories:
        return await asking.activities(stuff)
    codes: tuple[str, ...] = ()
    for category in await asking.categories(stuff):
        codes += await asking.activities_of(stuff, category)
    return codes


async def _counted(stuff: Material, code: str, before: tuple[CompetenceItem, ...]) -> CompetenceItem:
    """Units of one activity under a pack with points, and its points where nobody has confirmed them."""
    units = await asking.units(stuff, code, before)
    each = stuff.points_each(code)
    if each is None:
        each = int(await asking.points(stuff, code))
    return stuff.planned(code, int(units), each)


async def _note(stuff: Material, competences: tuple[CompetenceItem, ...]) -> str | None:
    """Outside the range of points a plan needs the appraiser's agreement, so it carries a note."""
    bounds = stuff.pack.point_range()
    if bounds is None:
        return None
    total = sum(item.points or 0 for item in competences)
    if bounds.minimum <= total <= bounds.maximum:
        return None
    return await asking.note(stuff, total)


def _planning_sources(ground: PlanGround) -> tuple[Cited, ...]:
    windows = ground.pack.windows(ground.me.role, ground.period)
    return tuple(dated.window for dated in windows if dated.window.code in PLANNING)


def _changes(ground: PlanGround, stuff: Material, plan: Plan) -> tuple[AnyText, ...]:
    assert ground.before is not None
    return changes(stuff, ground.before, plan)
