"""A made-up dinas with two schools, for tests: everybody has joined, and every role is there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage.accounts import ACCOUNTS
from storage.database import Database
from storage.people import APPOINTMENTS, ASSIGNMENTS, PEOPLE, UNITS
from storage.units import UnitKind
from storage.values import AssignmentStatus, Employment, Member

NOW = datetime(2027, 1, 12, 1, 5, tzinfo=UTC)
"""12 January 2027, 09.05 WITA."""
LATER = NOW + timedelta(hours=1)
ZONE = "Asia/Makassar"
DINAS, SCHOOL, OTHER_SCHOOL = 1, 2, 3
UNIT_NAMES = {DINAS: "Dinas Contoh", SCHOOL: "SDN Contoh 01", OTHER_SCHOOL: "SDN Contoh 02"}
AT_DINAS = {
    "kepala_dinas": Role.kepala_dinas,
    "pengawas": Role.pengawas,
    "dinas_operator": Role.operator,
    "pelatih_ahli": Role.pelatih_ahli,
}
AT_SCHOOL = {
    "guru": Role.guru,
    "colleague": Role.guru,
    "kepala": Role.kepala_sekolah,
    "operator": Role.operator,
    "tim_kinerja": Role.tim_kinerja,
}
APPRAISERS = {
    "guru": "kepala",
    "colleague": "kepala",
    "kepala": "kepala_dinas",
    "other_guru": "other_kepala",
    "other_colleague": "other_kepala",
    "other_kepala": "kepala_dinas",
    "pengawas": "kepala_dinas",
}


@dataclass
class World:
    """Members by name: `guru`, `kepala`, ... of the school, `other_guru`, ... of the other one, and the dinas."""

    dinas = DINAS
    school = SCHOOL
    other_school = OTHER_SCHOOL
    members: dict[str, Member] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Member:
        try:
            return self.members[name]
        except KeyError:
            raise AttributeError(name) from None

    def add(self, name: str, role: Role, unit: int, person_id: int | None = None) -> Member:
        """One more active member; another role of the same person with `person_id`."""
        number = len(self.members) + 1
        member = Member(
            assignment_id=100 + number,
            person_id=person_id or number,
            name=name.replace("_", " ").title(),
            salutation="Ibu",
            role=role,
            status=AssignmentStatus.active,
            year=2027,
            unit_id=unit,
            unit_name=UNIT_NAMES[unit],
            zone=ZONE,
            position=f"jabatan {role.value}",
            employment=Employment.pns,
            additional_task=None,
            pinned_pack=None,
        )
        self.members[name] = member
        return member


def phone(member: Member) -> int:
    """The Telegram id of somebody in the world; too large for 32 bits, as real ones are."""
    return 2**40 + member.person_id


async def settle(database: Database) -> World:
    """Make the world."""
    world = World()
    for name, role in AT_DINAS.items():
        world.add(name, role, DINAS)
    for prefix, unit in (("", SCHOOL), ("other_", OTHER_SCHOOL)):
        for name, role in AT_SCHOOL.items():
            world.add(prefix + name, role, unit)
    async with database.transaction() as session:
        await _units(session)
        members = list(world.members.values())
        await session.execute(insert(PEOPLE), [_person(member) for member in members])
        await session.execute(insert(ASSIGNMENTS), [_assignment(member) for member in members])
        await session.execute(insert(ACCOUNTS), [_account(member) for member in members])
        pairs = [(world.members[one], world.members[other]) for one, other in APPRAISERS.items()]
        await session.execute(insert(APPOINTMENTS), [_appointment(one, other) for one, other in pairs])
    return world


async def add_role(session: AsyncSession, world: World, member: Member, role: Role, status: AssignmentStatus) -> Member:
    """Give somebody another role at the same unit."""
    name = f"{role.value} {member.person_id}"
    added = replace(world.add(name, role, member.unit_id, member.person_id), name=member.name, status=status)
    await session.execute(insert(ASSIGNMENTS).values(_assignment(added)))
    return added


async def newcomer(session: AsyncSession, world: World, role: Role, unit: int) -> Member:
    """Somebody who is in the roster and has not joined."""
    added = replace(world.add(f"new {len(world.members)}", role, unit), status=AssignmentStatus.invited)
    await session.execute(insert(PEOPLE).values(_person(added)))
    await session.execute(insert(ASSIGNMENTS).values(_assignment(added)))
    return added


async def appoint(session: AsyncSession, member: Member, appraiser: Member | None) -> None:
    """From now on `appraiser` appraises `member`, and nobody else does."""
    mine = APPOINTMENTS.c.assignment_id == member.assignment_id
    await session.execute(update(APPOINTMENTS).where(mine, APPOINTMENTS.c.ends.is_(None)).values(ends=NOW))
    if appraiser is not None:
        await session.execute(insert(APPOINTMENTS).values(_appointment(member, appraiser)))


async def set_status(session: AsyncSession, member: Member, status: AssignmentStatus) -> None:
    """Change a role behind the back of the operations."""
    mine = ASSIGNMENTS.c.id == member.assignment_id
    await session.execute(update(ASSIGNMENTS).where(mine).values(status=status))


async def _units(session: AsyncSession) -> None:
    place = {"province": "Sulawesi Selatan", "zone": ZONE}
    rows = [
        {
            "id": number,
            "kind": UnitKind.dinas if number == DINAS else UnitKind.school,
            "name": name,
            "parent_id": None if number == DINAS else DINAS,
            **place,
        }
        for number, name in UNIT_NAMES.items()
    ]
    await session.execute(insert(UNITS), rows)


def _person(member: Member) -> dict[str, object]:
    return {"id": member.person_id, "name": member.name, "salutation": member.salutation, "created": NOW}


def _assignment(member: Member) -> dict[str, object]:
    same = ("person_id", "unit_id", "role", "year", "status", "position", "employment", "additional_task")
    return {"id": member.assignment_id, **{name: getattr(member, name) for name in same}}


def _account(member: Member) -> dict[str, object]:
    return {
        "telegram_id": phone(member),
        "person_id": member.person_id,
        "assignment_id": member.assignment_id,
        "language": "id",
    }


def _appointment(member: Member, appraiser: Member) -> dict[str, object]:
    return {
        "assignment_id": member.assignment_id,
        "appraiser_assignment_id": appraiser.assignment_id,
        "starts": NOW,
    }
