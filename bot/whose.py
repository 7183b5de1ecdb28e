"""A card may be for another role of this person, such as last year's: then a tap on it is of that role."""

from __future__ import annotations

from dataclasses import replace

from bot.visit import Visit
from dialogs.calls import Call, Kind, On, OnSkp
from storage import roles

THINGS: dict[Kind, str] = {
    Kind.checkin: "checkin",
    Kind.competence: "competence_log",
    Kind.confirmation: "confirmation",
    Kind.observation: "observation",
    Kind.feedback: "feedback",
}
"""Where the things of a kind stand. An evaluation finds its role by itself."""
OF_SOMEBODY: dict[Kind, frozenset[str]] = {
    Kind.checkin: frozenset({"of", "why"}),
    Kind.competence: frozenset({"of", "basis", "new", "all", "allsure", "okall", "oksure"}),
    Kind.confirmation: frozenset({"of", "rhk", "why", "no", "ok", "ask", "undo"}),
    Kind.observation: frozenset({"of", "begin"}),
    Kind.feedback: frozenset({"of", "new"}),
}
"""What a button does with somebody's role instead of a thing: its id is the assignment's."""


async def as_meant(visit: Visit, call: Call) -> None:
    """Let this tap be of the role that its card is for; the role in front stays."""
    about = _about(call)
    if about is None or visit.visitor.member is None or not visit.visitor.more_roles:
        return
    role = await roles.meant(visit.session, visit.visitor.member, *about, visit.now)
    if role is not None:
        visit.visitor = replace(visit.visitor, member=role)


def _about(call: Call) -> tuple[str, int] | None:
    match call:
        case OnSkp(skp_id=number):
            return "skp", number
        case On(kind=kind, id=number, do=do) if number and kind in THINGS:
            return ("assignment" if do in OF_SOMEBODY[kind] else THINGS[kind]), number
    return None
