"""What the talks about people who move share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.basis import STANDING_IN
from dialogs.plan_summary import shortened
from dialogs.questions import Option, Options
from dialogs.views.parts import ROLES
from locales import AnyText, _
from regulations.models import Cited, Notice, Pack, Role
from storage.values import Member
from storage.values.moves import Acting

TERM = "Pejabat Penilai Kinerja"
ACTING: dict[Acting, AnyText] = {
    Acting.definitif: _("definitif"),
    Acting.plt: _("Plt. (pelaksana tugas)"),
    Acting.plh: _("Plh. (pelaksana harian)"),
}


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody to choose."""

    assignment_id: int
    name: str
    role: Role
    unit: str
    definitive: bool = False
    """The head whom the regulation names."""


def someone(member: Member, definitive: bool = False) -> list[object]:
    """As a draft keeps it."""
    return [member.assignment_id, member.name, member.role.value, member.unit_name, definitive]


def people(kept: Sequence[Sequence[object]]) -> tuple[Someone, ...]:
    """As a draft has kept them."""
    return tuple(
        Someone(int(str(id_)), str(name), Role(str(role)), str(unit), bool(definitive))
        for id_, name, role, unit, definitive in kept
    )


def options(some: Sequence[Someone]) -> Options:
    """A name and what they are."""
    return Options(
        Option(str(one.assignment_id), _("{name}, {role}", name=shortened(one.name, 20), role=ROLES[one.role]))
        for one in some
    )


def named(some: Sequence[Someone], code: str) -> Someone:
    """The one that was chosen."""
    return next(one for one in some if str(one.assignment_id) == code)


def appraiser_sources(pack: Pack, role: Role) -> tuple[Cited, ...]:
    """Who appraises, what an appraiser is, and what is known of an acting one."""
    rules = [rule for rule in pack.appraisers if rule.role is role]
    terms = [item for item in pack.definitions if item.term == TERM]
    return (*rules, *terms, *acting_notices(pack, role), STANDING_IN)


def acting_notices(pack: Pack, role: Role) -> tuple[Notice, ...]:
    """What is known of schools without a definitive head."""
    return tuple(item for item in pack.notices if item.code == "plt" and role in item.roles)
