"""What about a plan the appraiser should look at before agreeing: it is never agreed to in one go with others.

These are Kawal's own signs, not rules: only the points range is printed in a regulation.
"""

from __future__ import annotations

import re

from dialogs.material import Material
from locales import Msg, _
from regulations.models import Basis
from storage.values import Member, Plan

PROBLEMS: dict[str, Msg] = {
    "points": _("poin di luar rentang"),
    "unverified": _("poin diisi sendiri"),
    "target": _("target jauh dari saran"),
    "rhk": _("ada RHK anjuran yang tidak dipilih"),
    "task": _("tugas tambahan tidak direncanakan"),
    "text": _("indikator terlalu singkat"),
}
"""By code, in the order of weight."""
FAR = 2
"""A target is far from the suggestion when it is less than the FARth part or more than FAR times."""
SHORTEST = 5
"""Letters that an indikator has at least."""


def problems(stuff: Material, me: Member, plan: Plan) -> tuple[str, ...]:
    """Codes of PROBLEMS that hold for this plan of this member."""
    found = {
        "points": plan.note is not None,
        "unverified": any(item.points_basis is Basis.unverified for item in plan.competences),
        "target": any(_far(stuff, item.rhk, float(item.target)) for item in plan.results),
        "rhk": bool(_missing(stuff, me, plan) - {stuff.additional_task}),
        "task": stuff.additional_task in _missing(stuff, me, plan),
        "text": any(len(re.findall(r"\w", item.indikator)) < SHORTEST for item in plan.results),
    }
    return tuple(code for code in PROBLEMS if found[code])


def _far(stuff: Material, rhk: str, target: float) -> bool:
    suggested = float(stuff.measure(rhk).target)
    return not suggested / FAR <= target <= suggested * FAR


def _missing(stuff: Material, me: Member, plan: Plan) -> set[str | None]:
    """What Kawal ticks beforehand and the plan leaves out."""
    preset: set[str | None] = {*stuff.pack.preset_rhk(stuff.role, me.additional_task is not None)}
    return preset - {item.rhk for item in plan.results}
