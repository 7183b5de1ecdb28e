"""Forming a tim kinerja: the members, whom each of them watches, number and date of the SK."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.frame import Name
from dialogs.plan_summary import shortened
from dialogs.questions import ChooseMany, Confirm, Day, Option, Options, Section, Words
from dialogs.questions.base import Lines
from locales import AnyText, _, n_
from regulations.models import AppraiserRule, Cited, Pack, Role, TeamStep
from storage.values.teams import FormTeam

NAME = Name(_("Tim kinerja"), 5)
LONGEST_NUMBER = 80
NAMED = 3
"""People who are named in one line."""


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody to choose."""

    assignment_id: int
    person_id: int
    name: str
    unit: str

    @property
    def code(self) -> str:
        """What is kept of a choice."""
        return str(self.assignment_id)


@dataclass(frozen=True, slots=True)
class Ground:
    """What forming a team begins with."""

    of_role: Role
    rule: AppraiserRule | None
    """What the regulation says of the team; None: what we have read says nothing."""
    steps: tuple[TeamStep, ...]
    members: tuple[Someone, ...]
    watched: tuple[Someone, ...]
    now: Mapping[str, Sequence[str]]
    """Whom each present member watches, by code."""
    number: str | None
    """Of the present SK."""
    first: date
    """The earliest date of an SK that is taken."""

    def others(self, member: Someone) -> tuple[Someone, ...]:
        """Whom a member may watch: nobody watches themselves."""
        return tuple(one for one in self.watched if one.person_id != member.person_id)


def rule_of(pack: Pack, role: Role) -> AppraiserRule | None:
    """What the regulation says of the team that watches a role."""
    return next((rule for rule in pack.appraisers if rule.role is role and rule.team), None)


async def plot(ground: Ground) -> FormTeam:
    """Ask who is in the team, whom each watches, and for the SK."""
    able = [one for one in ground.members if ground.others(one)]
    members = await ChooseMany(
        key="members",
        title=_("Siapa anggota tim?"),
        body=lambda: _about(ground),
        part=1,
        options=_options(able),
        preset=tuple(one.code for one in able if one.code in ground.now),
        full=_full(ground),
        sources=lambda: _sources(ground),
    )
    chosen = [one for one in able if one.code in members]
    plotted = [(one, await _watched(ground, one)) for one in chosen]
    number = await Words(
        key="number", title=_("Nomor SK pembentukan tim"), part=3, longest=LONGEST_NUMBER, suggested=ground.number
    )
    day = await Day(key="date", title=_("Tanggal SK"), part=4, first=ground.first)
    await Confirm(
        key="confirm",
        title=_("Periksa, lalu simpan"),
        part=5,
        sections=lambda: _sections(chosen, plotted, number, day),
        yes=_("✅ Simpan"),
        warn=lambda _today: _size(ground, plotted),
    )
    plan = tuple((one.assignment_id, tuple(int(code) for code in others)) for one, others in plotted)
    return FormTeam(ground.of_role, plan, number, day)


async def _watched(ground: Ground, member: Someone) -> tuple[str, ...]:
    others = ground.others(member)
    usual = tuple(one.code for one in others) if ground.of_role is Role.pengawas else ()
    return await ChooseMany(
        key=f"watched.{member.code}",
        title=_("Siapa yang diamati {name}?", name=shortened(member.name, 60)),
        part=2,
        options=_options(others),
        preset=tuple(ground.now.get(member.code, usual)),
        sources=lambda: _sources(ground),
    )


def _options(people: Sequence[Someone]) -> Options:
    several = len({one.unit for one in people}) > 1
    return Options(Option(one.code, _label(one) if several else one.name) for one in people)


def _label(one: Someone) -> AnyText:
    return _("{name}, {unit}", name=shortened(one.name, 18), unit=one.unit)


def _about(ground: Ground) -> Sequence[AnyText]:
    lines: list[AnyText] = [_("Anggota boleh mengamati, membina, dan memberi saran; yang memutuskan tetap Bapak/Ibu.")]
    if ground.rule is not None and ground.rule.team_size is not None:
        size = ground.rule.team_size
        lines.append(n_("Menurut aturannya tim ini {count} orang.", "Menurut aturannya tim ini {count} orang.", size))
    return lines


def _full(ground: Ground) -> Lines | None:
    texts = [ground.rule.team] if ground.rule is not None and ground.rule.team else []
    texts += [step.text for step in ground.steps]
    return (lambda: texts) if texts else None


def _sources(ground: Ground) -> tuple[Cited, ...]:
    return (*([ground.rule] if ground.rule is not None else []), *ground.steps)


def _sections(
    chosen: Sequence[Someone], plotted: Sequence[tuple[Someone, Sequence[str]]], number: str, day: date
) -> list[Section]:
    pairs = sum(len(others) for _one, others in plotted)
    watched = {code for _one, others in plotted for code in others}
    return [
        Section(_("Anggota"), _named([one.name for one in chosen]), ("members",)),
        Section(
            _("Diamati"),
            n_("{count} orang ({pairs} pengamatan)", "{count} orang ({pairs} pengamatan)", len(watched), pairs=pairs),
            ("watched",),
        ),
        Section(_("Nomor SK"), number, ("number",)),
        Section(_("Tanggal SK"), _("{day}", day=day), ("date",)),
    ]


def _named(names: Sequence[str]) -> AnyText:
    shown = ", ".join(shortened(name, 30) for name in names[:NAMED])
    more = len(names) - NAMED
    return n_("{names}, dan {count} lagi", "{names}, dan {count} lagi", more, names=shown) if more > 0 else shown


def _size(ground: Ground, plotted: Sequence[tuple[Someone, Sequence[str]]]) -> AnyText | None:
    """Where the regulation says how many people watch somebody, and it is another number. It is never refused."""
    size = ground.rule.team_size if ground.rule is not None else None
    counts = [sum(one.code in others for _member, others in plotted) for one in ground.watched]
    odd = sum(count not in (0, size) for count in counts)
    if size is None or not odd:
        return None
    return n_(
        "{count} orang tidak diamati tepat {size} orang, seperti menurut aturannya.",
        "{count} orang tidak diamati tepat {size} orang, seperti menurut aturannya.",
        odd,
        size=size,
    )
