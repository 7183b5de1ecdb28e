"""Every conversation that Kawal can hold, by name: what it is pinned to, and how it begins again from that.

A draft keeps `pinned` as JSON. `begin` rebuilds from it what the dialog function takes, so that a newer pack, a new
role or another day never changes the ground under a talk that has begun.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from dialogs import (
    coaching,
    competence,
    confirmations,
    deadlines,
    entering,
    evaluation,
    feedback,
    giving_back,
    midyear,
    moves,
    observation,
    own_data,
    pendampingan,
    plan,
    plan_before,
    teams,
)
from dialogs.engine import Dialog
from dialogs.ground import PlanGround, superior_of
from dialogs.material import material
from dialogs.talk import Pinned, Talk
from regulations.models import Pack, Period, Role
from storage.values import Intent, Member, Plan, SkpFacts

PLAN, GIVE_BACK, ENTERED = "rencana", "kembalikan", "diisi"


def pin_plan(
    me: Member,
    pack: Pack,
    version: str,
    period: Period,
    *,
    superior: Sequence[str] | None = None,
    before: Plan | None = None,
) -> dict[str, Any]:
    """The ground of a plan: pack and version, period, role and the additional task of that moment.

    `superior`: codes of the RHK in the superior's own agreed plan; `before`: what was agreed for the period before.
    """
    return {
        "pack": pack.id,
        "version": version,
        "year": period.year,
        "period": period.code,
        "role": me.role.value,
        "task": me.additional_task,
        "superior": list(superior) if superior else None,
        "before": plan_before.to_json(before) if before else None,
    }


def begun_with(me: Member, pack: Pack, superior: Sequence[str] | None, before: Plan) -> dict[str, Any]:
    """The answers that a plan begins with: those of the period before."""
    return plan_before.answers_of(material(pack, me.role), superior_of(pack, me.role, superior), before)


def _plan(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:
    assert pack is not None
    role = Role(pinned["role"])
    if me.role is not role or me.additional_task != pinned["task"]:
        me = replace(me, role=role, additional_task=pinned["task"])
    period = next(period for period in pack.periods(pinned["year"]) if period.code == pinned["period"])
    agreed, before = pinned.get("superior"), pinned.get("before")
    ground = PlanGround(
        me,
        pack,
        pinned["version"],
        period,
        superior_of(pack, role, agreed),
        superior_agreed=bool(agreed),
        before=plan_before.from_json(before) if before else None,
    )
    return lambda: plan.january_plan(ground)


def pin_skp(skp: SkpFacts) -> dict[str, Any]:
    """The ground of a talk about one SKP as it was at one version."""
    local = skp.decided_at.astimezone(ZoneInfo(skp.owner.zone)) if skp.decided_at else None
    first = local.date().isoformat() if local else None
    return {"skp": skp.id, "version": skp.version, "owner": skp.owner.name, "first": first}


def _give_back(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    return lambda: giving_back.give_back(pinned["skp"], pinned["version"], pinned["owner"])


def _entered(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    return lambda: entering.entered(pinned["skp"], pinned["version"], date.fromisoformat(pinned["first"]))


MODULES = (
    moves,
    teams,
    midyear,
    competence,
    confirmations,
    observation,
    feedback,
    evaluation,
    coaching,
    own_data,
    pendampingan,
    deadlines,
)
"""Parts of the year with talks of their own."""
TALKS: Mapping[str, Talk] = {
    PLAN: Talk(plan.NAME, _plan, needs_pack=True),
    GIVE_BACK: Talk(giving_back.NAME, _give_back, fresh=True),
    ENTERED: Talk(entering.NAME, _entered, fresh=True),
    **{name: talk for module in MODULES for name, talk in module.TALKS.items()},
}
"""The registry: the robot in the tests walks every entry."""
