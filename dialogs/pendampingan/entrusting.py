"""Which schools are entrusted to a pengawas: chosen from those of their dinas."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.frame import Name
from dialogs.plan_summary import shortened
from dialogs.questions import ChooseMany, Confirm, Option, Options, Section
from locales import AnyText, _, n_
from storage.values.pendampingan import Entrust

NAME = Name(_("Sekolah binaan"), 2)


@dataclass(frozen=True, slots=True)
class Ground:
    """Whose schools, what there is to choose from (unit and name, those of now first), and which are theirs now."""

    assignment_id: int
    owner: str
    schools: tuple[tuple[int, str], ...]
    now: frozenset[int]


async def entrust(ground: Ground) -> Entrust:
    """Ask which schools; before it holds it is read once more."""
    chosen = await ChooseMany(
        key="schools",
        part=1,
        title=_("Sekolah binaan {name}", name=shortened(ground.owner, 40)),
        body=lambda: (_("Centang semua sekolah yang didampingi. Yang sekarang sudah tercentang, dan ada di depan."),),
        options=Options(Option(str(unit), name) for unit, name in ground.schools),
        at_least=0,
        preset=tuple(str(unit) for unit, _name in ground.schools if unit in ground.now),
    )
    units = frozenset(int(code) for code in chosen)
    await Confirm(
        key="confirm",
        part=2,
        title=_("Periksa, lalu simpan"),
        body=lambda: (_("Pengawasnya diberi tahu. Riwayatnya tetap tersimpan."),),
        sections=lambda: [
            Section(_("Sekolah binaan"), _schools(len(units)), ("schools",)),
            Section(_("Bertambah"), _named(ground, units - ground.now), ()),
            Section(_("Berkurang"), _named(ground, ground.now - units), ()),
        ],
        yes=_("✅ Simpan"),
    )
    return Entrust(ground.assignment_id, tuple(sorted(units)))


def _schools(count: int) -> AnyText:
    return n_("{count} sekolah", "{count} sekolah", count)


def _named(ground: Ground, units: frozenset[int]) -> AnyText:
    names = ", ".join(name for unit, name in ground.schools if unit in units)
    return shortened(names, 80) if names else _("tidak ada")
