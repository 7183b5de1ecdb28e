"""Another pejabat penilai: for whom, who, and how they hold the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.frame import Name
from dialogs.moves.ground import ACTING, Someone, acting_notices, appraiser_sources, named, options
from dialogs.plan_summary import shortened
from dialogs.questions import Choose, Confirm, Option, Options, Section
from dialogs.views.parts import ROLES
from locales import AnyText, _, n_
from regulations.models import Cited, Pack, Role
from storage.values.moves import Acting, Appoint

NAME = Name(_("Ganti pejabat penilai"), 4)
ONE, ALL = "one", "all"


@dataclass(frozen=True, slots=True)
class Ground:
    """Whose appraiser changes, and who could be it."""

    pack: Pack
    assignment_id: int
    name: str
    role: Role
    unit: str
    alike: int
    """How many others of the same role could have the same appraiser."""
    candidates: tuple[Someone, ...]


async def appoint(ground: Ground) -> Appoint:
    """Ask for whom, who and how; what waits goes to the new one once it is confirmed."""
    scope = ONE
    if ground.alike:
        scope = await Choose(
            key="scope",
            title=_("Untuk siapa?"),
            part=1,
            options=Options(_scopes(ground)),
            suggested=ALL,
            sources=lambda: _sources(ground),
        )
    who = await Choose(
        key="who",
        title=_("Siapa pejabat penilainya?"),
        body=lambda: (_("Sekarang dan seterusnya, sampai diganti lagi."),),
        part=2,
        options=options(ground.candidates),
        suggested=str(ground.candidates[0].assignment_id),
        sources=lambda: _sources(ground),
    )
    chosen = named(ground.candidates, who)
    acting = await Choose(
        key="acting",
        title=_("Sebagai apa?"),
        body=lambda: _about_acting(ground),
        part=3,
        options=Options(Option(kind.value, ACTING[kind]) for kind in _kinds(chosen)),
        suggested=_kinds(chosen)[0].value,
        sources=lambda: _sources(ground),
    )
    await Confirm(
        key="confirm",
        title=_("Periksa, lalu simpan"),
        part=4,
        sections=lambda: _sections(ground, scope, chosen, Acting(acting)),
        yes=_("✅ Simpan"),
        warn=lambda _today: _("Yang menunggu pindah ke pejabat penilai baru; semua yang terkait diberi tahu."),
    )
    return Appoint(ground.assignment_id, scope == ALL, chosen.assignment_id, Acting(acting))


def _scopes(ground: Ground) -> list[Option]:
    everybody = n_(
        "Semua {role} di sini ({count})", "Semua {role} di sini ({count})", ground.alike + 1, role=ROLES[ground.role]
    )
    return [Option(ALL, everybody), Option(ONE, _("Hanya {name}", name=shortened(ground.name, 24)))]


def _kinds(chosen: Someone) -> tuple[Acting, ...]:
    """Only the head whom the regulation names is definitive."""
    return tuple(Acting) if chosen.definitive else (Acting.plt, Acting.plh)


def _about_acting(ground: Ground) -> Sequence[AnyText]:
    """What is known, with how sure that is; the whole of it is behind *Dasar*."""
    return [_("{text} <i>(sumber sekunder)</i>", text=item.text) for item in acting_notices(ground.pack, ground.role)]


def _sources(ground: Ground) -> tuple[Cited, ...]:
    return appraiser_sources(ground.pack, ground.role)


def _sections(ground: Ground, scope: str, chosen: Someone, acting: Acting) -> list[Section]:
    whom: AnyText = shortened(ground.name, 60)
    if scope == ALL:
        whom = _("semua {role}, {unit}", role=ROLES[ground.role], unit=shortened(ground.unit, 40))
    who = _("{name}, {role}", name=shortened(chosen.name, 60), role=ROLES[chosen.role])
    return [
        Section(_("Untuk"), whom, ("scope",) if ground.alike else ()),
        Section(_("Pejabat penilai"), who, ("who",)),
        Section(_("Sebagai"), ACTING[acting], ("acting",)),
    ]
