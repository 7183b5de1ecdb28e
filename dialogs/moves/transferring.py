"""Going on somewhere else in the middle of the year: where, as what."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.frame import Name
from dialogs.plan_summary import shortened
from dialogs.questions import Choose, Confirm, Option, Options, Section, Words
from dialogs.views.parts import ROLES
from locales import AnyText, _
from regulations.models import Role
from storage.values.moves import Place, Transfer

NAME = Name(_("Pindah tugas"), 4)
AT_SCHOOL = (Role.guru, Role.kepala_sekolah)
AT_DINAS = (Role.pengawas, Role.tim_kinerja, Role.kepala_dinas)
LONGEST_POSITION = 120
EXAMPLES = {Role.guru: "guru kelas IV"}


@dataclass(frozen=True, slots=True)
class Ground:
    """Who goes, from where, and where to."""

    assignment_id: int
    version: int
    name: str
    role: Role
    unit_id: int
    unit: str
    position: str
    places: tuple[Place, ...]

    def roles(self, place: Place) -> tuple[Role, ...]:
        """As what somebody may go on there: not as what they are there already."""
        roles = AT_SCHOOL if place.school else AT_DINAS
        return tuple(role for role in roles if (place.unit_id, role) != (self.unit_id, self.role))


async def transfer(ground: Ground) -> Transfer:
    """Ask where to, and as what; nothing changes before it is confirmed."""
    place = ground.places[0]
    if len(ground.places) > 1:
        unit = await Choose(key="unit", title=_("Pindah ke mana?"), part=1, options=_units(ground))
        place = next(one for one in ground.places if str(one.unit_id) == unit)
    roles = ground.roles(place)
    role = Role(
        await Choose(
            key="role",
            title=_("Sebagai apa?"),
            body=lambda: (_("Di {unit}, mulai hari ini.", unit=shortened(place.name, 60)),),
            part=2,
            options=Options(Option(one.value, ROLES[one]) for one in roles),
            suggested=ground.role.value if ground.role in roles else None,
        )
    )
    position = await Words(
        key="position",
        title=_("Jabatannya nanti"),
        body=lambda: (_("Misalnya <b>{position}</b>.", position=EXAMPLES.get(role, ROLES[role])),),
        part=3,
        longest=LONGEST_POSITION,
        suggested=ground.position if role is ground.role else None,
    )
    await Confirm(
        key="confirm",
        title=_("Periksa, lalu simpan"),
        part=4,
        sections=lambda: _sections(ground, place, role, position),
        yes=_("✅ Pindahkan"),
        warn=lambda _today: _(
            "Berlaku hari ini. Yang menunggu di tempat lama ditutup; SKP-nya tetap dapat dibaca di kedua bagian tahun."
        ),
    )
    return Transfer(ground.assignment_id, ground.version, place.unit_id, role, position)


def _units(ground: Ground) -> Options:
    return Options(Option(str(one.unit_id), one.name) for one in ground.places)


def _sections(ground: Ground, place: Place, role: Role, position: str) -> list[Section]:
    former: AnyText = _("{role}, {unit}", role=ROLES[ground.role], unit=shortened(ground.unit, 40))
    return [
        Section(_("Yang pindah"), shortened(ground.name, 60), ()),
        Section(_("Dari"), former, ()),
        Section(_("Ke"), shortened(place.name, 60), ("unit",) if len(ground.places) > 1 else ()),
        Section(_("Sebagai"), ROLES[role], ("role",)),
        Section(_("Jabatan"), shortened(position, 60), ("position",)),
    ]
