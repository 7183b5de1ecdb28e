"""The questions of the plan dialog: what each asks, offers and rests on.

A question is a value that depends on the pack and a few codes only, so each is made once and shared by all replays;
making fifty of them anew at every tap would cost more than everything else that a tap does.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from dialogs.basis import EXAMPLES, PRESET
from dialogs.ground import SuperiorRhk
from dialogs.material import MODES, Material, remark, unread
from dialogs.plan_summary import measure_lines, served_lines, shortened
from dialogs.questions import Choose, ChooseMany, Number, Option, Options, Words
from locales import AnyText, Msg, _
from regulations.models import Basis

HIGHEST_TARGET = 100_000

made_once = lru_cache(maxsize=4096)
"""Questions of one kind that are kept; beyond that the oldest is made anew when it is needed."""

Superior = tuple[SuperiorRhk, ...]


@made_once
def rhk(stuff: Material, salutation: str, has_task: bool) -> ChooseMany:
    """Part 1: which RHK."""
    items = stuff.pack.rhk(stuff.role)
    return ChooseMany(
        key="rhk",
        part=1,
        title=_("Rencana hasil kerja (RHK)"),
        body=lambda: (
            _("Apa saja rencana {salutation} untuk periode ini?", salutation=salutation),
            *(unread(stuff.pack) or remark(items)),
        ),
        full=lambda: [_("<b>{code}</b>. {text}", code=item.code, text=item.text) for item in items],
        options=stuff.rhk,
        at_least=len(stuff.required),
        preset=stuff.pack.preset_rhk(stuff.role, has_task),
        locked=stuff.required,
        sources=lambda: (*items, PRESET),
    )


@made_once
def additional_task(stuff: Material, code: str, suggested: str | None) -> Words:
    """Part 1: which *tugas tambahan*, for those who have one."""
    return Words(
        key="task",
        part=1,
        title=_("Tugas tambahan"),
        body=lambda: (_("Tugas tambahan apa yang disepakati dengan atasan?"),),
        suggested=suggested,
        longest=120,
        sources=lambda: (stuff.rhk_named(code),),
    )


@made_once
def which(stuff: Material, key: str, part: int, codes: tuple[str, ...]) -> ChooseMany:
    """Which of the RHK are to differ from the suggestions."""
    return ChooseMany(
        key=key,
        part=part,
        title=_("Mana yang ingin diubah?"),
        body=lambda: (_("Yang tidak dicentang memakai saran."),),
        options=Options(option for option in stuff.rhk if option.code in codes),
    )


OWN_PLAN = _("<i>Dari rencana atasan yang sudah disepakati di Kawal.</i>")
STAND_IN = _("<i>RHK atasan di sini contoh Kawal; di Ruang GTK pilih yang sebenarnya.</i>")


def _whence(superior: Superior, agreed: bool) -> tuple[AnyText, ...]:
    """Where the superior's RHK are from, unless the regulation prints them."""
    if superior[0].basis is Basis.example:
        return (STAND_IN,)
    return (OWN_PLAN,) if agreed else ()


@made_once
def served(stuff: Material, superior: Superior, codes: tuple[str, ...], agreed: bool) -> Choose:
    """Part 2: which RHK of the superior each own RHK serves, as a whole."""
    suggested = stuff.suggested_served(superior, codes)
    return Choose(
        key="served",
        part=2,
        title=_("RHK atasan yang diintervensi"),
        body=lambda: (
            _("RHK atasan mana yang didukung tiap RHK?"),
            *served_lines(stuff, suggested),
            *_whence(superior, agreed),
        ),
        full=lambda: [_("<b>{code}</b>. {text}", code=item.code, text=item.text) for item in superior],
        options=MODES,
        sources=lambda: (*stuff.pack.skp_fields(stuff.role)[:1], EXAMPLES),
    )


@made_once
def served_by(stuff: Material, superior: Superior, code: str) -> Choose:
    """Part 2: the same for one RHK."""
    return Choose(
        key=f"served.{code}",
        part=2,
        title=_("RHK {code}: mendukung RHK atasan yang mana?", code=code),
        full=lambda: [_("<b>{code}</b>. {text}", code=item.code, text=item.text) for item in superior],
        options=Options(Option(item.code, Msg(item.short)) for item in superior),
        suggested=stuff.suggested_served(superior, (code,))[code],
    )


@made_once
def measures(stuff: Material, codes: tuple[str, ...]) -> Choose:
    """Part 3: aspek, indikator and target, as a whole."""
    return Choose(
        key="measures",
        part=3,
        title=_("Indikator dan target"),
        body=lambda: (_("Saran target, boleh diubah:"), *measure_lines(stuff, codes)),
        full=lambda: [
            _(
                "<b>{code}</b>. {text}: {target} {unit} ({kind})",
                code=code,
                text=m.indikator,
                target=m.target,
                unit=Msg(m.satuan),
                kind=Msg((stuff.perspektif and m.perspektif) or m.aspek),
            )
            for code in codes
            for m in (stuff.measure(code),)
        ],
        options=MODES,
        sources=lambda: (*stuff.pack.skp_fields(stuff.role), EXAMPLES),
    )


@made_once
def aspek(stuff: Material, code: str) -> Choose:
    """Part 3: aspek of one RHK."""
    return Choose(
        key=f"aspek.{code}",
        part=3,
        title=_("RHK {code}: aspek", code=code),
        options=stuff.aspek,
        suggested=stuff.measure(code).aspek,
        sources=lambda: (EXAMPLES,),
    )


@made_once
def perspektif(stuff: Material, code: str) -> Choose:
    """Part 3: perspektif of one RHK, where the SKP asks for it."""
    return Choose(
        key=f"perspektif.{code}",
        part=3,
        title=_("RHK {code}: perspektif", code=code),
        options=stuff.perspektif,
        suggested=stuff.measure(code).perspektif,
        sources=lambda: (*stuff.pack.skp_fields(stuff.role), EXAMPLES),
    )


@made_once
def indikator(stuff: Material, code: str) -> Words:
    """Part 3: indikator kinerja individu of one RHK."""
    return Words(
        key=f"indikator.{code}",
        part=3,
        title=_("RHK {code}: indikator kinerja individu", code=code),
        suggested=stuff.measure(code).indikator,
        sources=lambda: (EXAMPLES,),
    )


@made_once
def target(stuff: Material, code: str) -> Number:
    """Part 3: quantitative target of one RHK."""
    measure = stuff.measure(code)
    return Number(
        key=f"target.{code}",
        part=3,
        title=_("RHK {code}: target", code=code),
        body=lambda: (_("{label} · satuan: {unit}", label=Msg(stuff.rhk_named(code).short), unit=Msg(measure.satuan)),),
        low=Decimal("0.01"),
        high=HIGHEST_TARGET,
        places=2,
        suggested=measure.target,
        unit=Msg(measure.satuan),
        sources=lambda: (EXAMPLES,),
    )


@made_once
def satuan(stuff: Material, code: str) -> Words:
    """Part 3: unit of that target."""
    return Words(
        key=f"satuan.{code}",
        part=3,
        title=_("RHK {code}: satuan target", code=code),
        suggested=stuff.measure(code).satuan,
        longest=40,
        sources=lambda: (EXAMPLES,),
    )


@made_once
def focus(stuff: Material) -> Choose:
    """Part 4: the observation focus, where the regulation lets one choose exactly one."""
    rule, items = stuff.pack.focus_rule(stuff.role), stuff.pack.focuses(stuff.role)
    return Choose(
        key="focus",
        part=4,
        title=_("Fokus observasi"),
        body=lambda: (_("Pilih satu praktik yang ingin dikuatkan."), *remark(items)),
        full=lambda: [_("<b>{code}</b>. {text}", code=item.code, text=item.text) for item in items],
        options=stuff.focuses,
        sources=lambda: (rule, *items),
    )


@made_once
def focuses(stuff: Material) -> ChooseMany:
    """Part 4: the observation focuses, where there may be several."""
    rule, items = stuff.pack.focus_rule(stuff.role), stuff.pack.focuses(stuff.role)
    return ChooseMany(
        key="focuses",
        part=4,
        title=_("Fokus observasi"),
        body=lambda: (
            _("Pilih paling sedikit {count} praktik yang ingin dikuatkan.", count=rule.at_least),
            *remark(items),
        ),
        full=lambda: [_("<b>{code}</b>. {text}", code=item.code, text=item.text) for item in items],
        options=stuff.focuses,
        at_least=rule.at_least,
        at_most=rule.at_most,
        sources=lambda: (rule, *items),
    )


@made_once
def behaviour(stuff: Material) -> Choose:
    """Part 5: perilaku kerja, as a whole."""
    picks = stuff.examples.behaviour
    aspects = stuff.pack.behaviours(stuff.role)
    texts = {a.code: stuff.expectation(*picks[a.code]).text for a in aspects}
    return Choose(
        key="behaviour",
        part=5,
        title=_("Perilaku kerja"),
        body=lambda: (
            _("Satu indikator dan satu ekspektasi khusus untuk tiap aspek. Saran:"),
            *(_("{code} {text}", code=picks[a.code][1], text=shortened(texts[a.code], 38)) for a in aspects),
            *remark(aspects),
        ),
        full=lambda: [_("<b>{name}</b>: {text}", name=Msg(a.name), text=texts[a.code]) for a in aspects],
        options=MODES,
        sources=lambda: (*aspects, EXAMPLES),
    )


@made_once
def which_aspects(stuff: Material) -> ChooseMany:
    """Part 5: which aspects are to differ from the suggestions."""
    return ChooseMany(key="behaviour.change", part=5, title=_("Aspek mana yang ingin diubah?"), options=stuff.aspects)


@made_once
def indicator(stuff: Material, aspect: str) -> Choose:
    """Part 5: indikator perilaku of one aspect."""
    item = stuff.aspect(aspect)
    return Choose(
        key=f"indicator.{aspect}",
        part=5,
        title=_("{name}: indikator perilaku", name=Msg(item.name)),
        body=lambda: [_("<b>{code}</b> {text}", code=i.code, text=shortened(i.text, 70)) for i in item.indicators],
        full=lambda: [_("<b>{code}</b> {text}", code=i.code, text=i.text) for i in item.indicators],
        options=Options(Option(i.code, i.code) for i in item.indicators),
        suggested=stuff.examples.behaviour[aspect][0],
        sources=lambda: (item,),
    )


@made_once
def expectation(stuff: Material, aspect: str, code: str) -> Choose:
    """Part 5: ekspektasi khusus under the indikator `code`."""
    item, expectations = stuff.aspect(aspect), stuff.indicator(code).expectations
    return Choose(
        key=f"expectation.{code}",
        part=5,
        title=_("{name}: ekspektasi khusus", name=Msg(item.name)),
        body=lambda: [_("<b>{code}</b> {text}", code=e.code, text=shortened(e.text, 70)) for e in expectations],
        full=lambda: [_("<b>{code}</b> {text}", code=e.code, text=e.text) for e in expectations],
        options=Options(Option(e.code, e.code) for e in expectations),
        sources=lambda: (item,),
    )
