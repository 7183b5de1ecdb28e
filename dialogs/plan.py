"""The January plan: what a person of any appraised role is asked, part by part, as they live it.

Every block can be taken as suggested with one tap ("Pakai saran"); who wants it different changes only what they
want to change.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dialogs.frame import Name
from dialogs.ground import PlanGround
from dialogs.material import CHANGE, MODES, SUGGEST, Material, material, remark
from dialogs.plan_summary import competence_lines, measure_lines, sections, served_lines, warning
from dialogs.questions import Choose, ChooseMany, Confirm, Number, Option, Options, Words
from locales import Msg, _
from regulations.models import Basis, Cited, FocusRule
from storage.values import BehaviourItem, CompetenceItem, Plan, ResultItem, SubmitSkp

NAME = Name(_("Rencana SKP"), 7)
HIGHEST_TARGET = 100_000
MOST_UNITS = 60
MOST_POINTS = 128

PRESET = Cited(source="Saran Kawal: yang sudah tercentang pada awalnya", basis=Basis.recommended)
EXAMPLES = Cited(source="Saran Kawal: kalimat dan angka contoh", basis=Basis.example)


async def january_plan(ground: PlanGround) -> SubmitSkp:
    """Plan the period: RHK, what they serve, their measures, observation focus, behaviour, competence; then read and
    send."""
    stuff = material(ground.pack, ground.me.role)
    rhk = await _rhk(ground, stuff)
    task = await _additional_task(ground, stuff, rhk)
    served = await _served(ground, stuff, rhk)
    results = await _measures(stuff, rhk, served)
    focuses = await _focuses(stuff)
    behaviours = await _behaviours(stuff)
    competences = await _competences(stuff)
    note = await _note(stuff, competences)
    plan = Plan(results, focuses, behaviours, competences, note, task)
    await Confirm(
        key="send",
        part=7,
        title=_("Periksa, lalu kirim"),
        sections=lambda: sections(stuff, plan),
        warn=lambda today: warning(ground, today),
        sources=lambda: _planning_sources(ground),
    )
    return SubmitSkp(ground.period.code, ground.pack.id, ground.pack_version, plan)


async def _rhk(ground: PlanGround, stuff: Material) -> tuple[str, ...]:
    items = ground.pack.rhk(stuff.role)
    return await ChooseMany(
        key="rhk",
        part=1,
        title=_("Rencana hasil kerja (RHK)"),
        body=lambda: (
            _("Apa saja yang direncanakan {salutation} tahun ini?", salutation=ground.me.salutation),
            *remark(items),
        ),
        full=lambda: [_("<b>{code}</b>. {text}", code=item.code, text=item.text) for item in items],
        options=stuff.rhk,
        at_least=len(stuff.required),
        preset=ground.pack.preset_rhk(stuff.role, ground.me.additional_task is not None),
        locked=stuff.required,
        sources=lambda: (*items, PRESET),
    )


async def _additional_task(ground: PlanGround, stuff: Material, rhk: Sequence[str]) -> str | None:
    code = stuff.additional_task()
    if code is None or code not in rhk:
        return None
    return await Words(
        key="task",
        part=1,
        title=_("Tugas tambahan"),
        body=lambda: (_("Tugas tambahan apa yang disepakati dengan atasan?"),),
        suggested=ground.me.additional_task,
        longest=120,
        sources=lambda: (stuff.rhk_named(code),),
    )


async def _served(ground: PlanGround, stuff: Material, rhk: tuple[str, ...]) -> dict[str, str | None]:
    """RHK of the superior that each own RHK serves (RHK yang diintervensi); empty where the superior has none here."""
    if not ground.superior:
        return dict.fromkeys(rhk)
    suggested = {code: stuff.examples.intervened.get(code) for code in rhk}
    mode = await Choose(
        key="served",
        part=2,
        title=_("RHK atasan yang diintervensi"),
        body=lambda: (_("RHK atasan mana yang didukung tiap RHK?"), *served_lines(stuff, suggested)),
        full=lambda: [_("<b>{code}</b>. {text}", code=item.code, text=item.text) for item in ground.superior],
        options=MODES,
        sources=lambda: (*ground.pack.skp_fields(stuff.role)[:1], EXAMPLES),
    )
    served = dict(suggested)
    if mode == CHANGE:
        for code in await _which("served.change", 2, stuff, rhk):
            served[code] = await Choose(
                key=f"served.{code}",
                part=2,
                title=_("RHK {code}: mendukung RHK atasan yang mana?", code=code),
                full=lambda: [_("<b>{code}</b>. {text}", code=item.code, text=item.text) for item in ground.superior],
                options=_superior_options(ground),
                suggested=suggested[code],
            )
    return served


def _superior_options(ground: PlanGround) -> Options:
    return Options(Option(item.code, Msg(item.short)) for item in ground.superior)


async def _which(key: str, part: int, stuff: Material, rhk: tuple[str, ...]) -> tuple[str, ...]:
    return await ChooseMany(
        key=key,
        part=part,
        title=_("Mana yang ingin diubah?"),
        body=lambda: (_("Yang tidak dicentang memakai saran."),),
        options=stuff.some_rhk(rhk),
    )


async def _measures(stuff: Material, rhk: tuple[str, ...], served: dict[str, str | None]) -> tuple[ResultItem, ...]:
    """Aspek, indikator and quantitative target of each RHK."""
    mode = await Choose(
        key="measures",
        part=3,
        title=_("Indikator dan target"),
        body=lambda: (_("Saran target, boleh diubah:"), *measure_lines(stuff, rhk)),
        full=lambda: [
            _("<b>{code}</b>. {text}: {target} {unit}", code=code, text=m.indikator, target=m.target, unit=m.satuan)
            for code in rhk
            for m in (stuff.measure(code),)
        ],
        options=MODES,
        sources=lambda: (*stuff.pack.skp_fields(stuff.role), EXAMPLES),
    )
    own = await _which("measures.change", 3, stuff, rhk) if mode == CHANGE else ()
    return tuple(
        [
            await _measure(stuff, code, served[code]) if code in own else stuff.suggested_result(code, served[code])
            for code in rhk
        ]
    )


async def _measure(stuff: Material, code: str, served: str | None) -> ResultItem:
    suggested = stuff.measure(code)
    aspek = await Choose(
        key=f"aspek.{code}",
        part=3,
        title=_("RHK {code}: aspek", code=code),
        options=stuff.aspek,
        suggested=suggested.aspek,
        sources=lambda: (EXAMPLES,),
    )
    indikator = await Words(
        key=f"indikator.{code}",
        part=3,
        title=_("RHK {code}: indikator kinerja individu", code=code),
        suggested=suggested.indikator,
        sources=lambda: (EXAMPLES,),
    )
    target = await Number(
        key=f"target.{code}",
        part=3,
        title=_("RHK {code}: target", code=code),
        low=Decimal("0.01"),
        high=HIGHEST_TARGET,
        places=2,
        suggested=suggested.target,
        unit=Msg(suggested.satuan),
        sources=lambda: (EXAMPLES,),
    )
    satuan = await Words(
        key=f"satuan.{code}",
        part=3,
        title=_("RHK {code}: satuan target", code=code),
        suggested=suggested.satuan,
        longest=40,
        sources=lambda: (EXAMPLES,),
    )
    same = (aspek, indikator, target, satuan) == (
        suggested.aspek,
        suggested.indikator,
        suggested.target,
        suggested.satuan,
    )
    return ResultItem(code, served, aspek, indikator, target, satuan, suggested=same)


async def _focuses(stuff: Material) -> tuple[str, ...]:
    rule: FocusRule = stuff.pack.focus_rule(stuff.role)
    items = stuff.pack.focuses(stuff.role)
    title = _("Fokus observasi")
    if rule.at_most == 1:
        one = await Choose(
            key="focus",
            part=4,
            title=title,
            body=lambda: (_("Pilih satu praktik yang ingin dikuatkan."), *remark(items)),
            full=lambda: [_("<b>{code}</b>. {text}", code=item.code, text=item.text) for item in items],
            options=stuff.focuses,
            sources=lambda: (rule, *items),
        )
        return (one,)
    return await ChooseMany(
        key="focuses",
        part=4,
        title=title,
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


async def _behaviours(stuff: Material) -> tuple[BehaviourItem, ...]:
    """Per aspect an indikator and an ekspektasi khusus."""
    suggested = stuff.examples.behaviour
    aspects = stuff.pack.behaviours(stuff.role)
    mode = await Choose(
        key="behaviour",
        part=5,
        title=_("Perilaku kerja"),
        body=lambda: (
            _("Satu indikator dan satu ekspektasi khusus untuk tiap aspek. Saran:"),
            *(
                _("{code} {text}", code=suggested[a.code][1], text=_short(_expectation(stuff, *suggested[a.code]), 38))
                for a in aspects
            ),
            *remark(aspects),
        ),
        full=lambda: [
            _("<b>{name}</b>: {text}", name=Msg(a.name), text=_expectation(stuff, *suggested[a.code])) for a in aspects
        ],
        options=MODES,
        sources=lambda: (*aspects, EXAMPLES),
    )
    own: tuple[str, ...] = ()
    if mode == CHANGE:
        own = await ChooseMany(
            key="behaviour.change", part=5, title=_("Aspek mana yang ingin diubah?"), options=stuff.aspects
        )
    return tuple(
        [await _behaviour(stuff, a.code) if a.code in own else stuff.suggested_behaviours[a.code] for a in aspects]
    )


def _expectation(stuff: Material, indicator: str, code: str) -> str:
    return next(item.text for item in stuff.indicator(indicator).expectations if item.code == code)


async def _behaviour(stuff: Material, aspect: str) -> BehaviourItem:
    suggested = stuff.examples.behaviour[aspect]
    item = stuff.aspect(aspect)
    indicator = await Choose(
        key=f"indicator.{aspect}",
        part=5,
        title=_("{name}: indikator perilaku", name=Msg(item.name)),
        body=lambda: [_("<b>{code}</b> {text}", code=i.code, text=_short(i.text)) for i in item.indicators],
        full=lambda: [_("<b>{code}</b> {text}", code=i.code, text=i.text) for i in item.indicators],
        options=stuff.indicators(aspect),
        suggested=suggested[0],
        sources=lambda: (item,),
    )
    expectations = stuff.indicator(indicator).expectations
    expectation = await Choose(
        key=f"expectation.{indicator}",
        part=5,
        title=_("{name}: ekspektasi khusus", name=Msg(item.name)),
        body=lambda: [_("<b>{code}</b> {text}", code=e.code, text=_short(e.text)) for e in expectations],
        full=lambda: [_("<b>{code}</b> {text}", code=e.code, text=e.text) for e in expectations],
        options=stuff.expectations(indicator),
        sources=lambda: (item,),
    )
    return BehaviourItem(aspect, indicator, expectation, suggested=(indicator, expectation) == tuple(suggested))


def _short(text: str, longest: int = 70) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


async def _competences(stuff: Material) -> tuple[CompetenceItem, ...]:
    items = stuff.pack.activities(stuff.role)
    suggested = stuff.examples.competence
    counted = stuff.pack.point_range() is not None
    mode = await Choose(
        key="competence",
        part=6,
        title=_("Pengembangan kompetensi"),
        body=lambda: (_("Saran kegiatan:"), *competence_lines(stuff, stuff.suggested_competences), *remark(items)),
        full=lambda: [_("<b>{code}</b>. {text}", code=i.code, text=i.text) for i in items],
        options=MODES,
        sources=lambda: (*((stuff.pack.point_range(),) if counted else ()), *items, EXAMPLES),
    )
    if mode == SUGGEST:
        return stuff.suggested_competences
    codes = await ChooseMany(
        key="activities",
        part=6,
        title=_("Kegiatan pengembangan kompetensi"),
        body=lambda: (_("Pilih yang direncanakan."), *remark(items)),
        full=lambda: [_("<b>{code}</b>. {text}", code=i.code, text=i.text) for i in items],
        options=stuff.activities,
        preset=tuple(suggested),
        sources=lambda: items,
    )
    if not counted:
        return tuple(CompetenceItem(code, 1) for code in codes)
    chosen: list[CompetenceItem] = []
    for code in codes:
        chosen.append(await _counted(stuff, code, tuple(chosen)))
    return tuple(chosen)


async def _counted(stuff: Material, code: str, before: tuple[CompetenceItem, ...]) -> CompetenceItem:
    """Units of one activity under a pack with points; a value that nobody has confirmed is asked and marked so."""
    activity = stuff.activity(code)
    units = await Number(
        key=f"units.{code}",
        part=6,
        title=_("{activity}: berapa kali?", activity=Msg(activity.short)),
        body=lambda: competence_lines(stuff, before),
        low=1,
        high=MOST_UNITS,
        suggested=stuff.examples.competence.get(code, 1),
        sources=lambda: (activity,),
    )
    each = stuff.points_each(code)
    if each is None:
        asked = await Number(
            key=f"points.{code}",
            part=6,
            title=_("{activity}: poin setiap kali", activity=Msg(activity.short)),
            body=lambda: (_("Nilai poinnya <b>belum terverifikasi</b>. Isi sesuai yang tampil di sistem resmi."),),
            low=0,
            high=MOST_POINTS,
            sources=lambda: (activity,),
        )
        each = int(asked)
    return stuff.planned(code, int(units), each)


async def _note(stuff: Material, competences: Sequence[CompetenceItem]) -> str | None:
    """Outside the range of points a plan needs the appraiser's agreement, so it carries a note."""
    bounds = stuff.pack.point_range()
    if bounds is None:
        return None
    total = sum(item.points or 0 for item in competences)
    if bounds.minimum <= total <= bounds.maximum:
        return None
    return await Words(
        key="note",
        part=6,
        title=_("Catatan untuk pejabat penilai"),
        body=lambda: (
            _(
                "Jumlahnya <b>{total} poin</b>, di luar rentang {low} sampai {high}.",
                total=total,
                low=bounds.minimum,
                high=bounds.maximum,
            ),
            _("Ini boleh bila disepakati pejabat penilai. Tuliskan alasannya."),
        ),
        longest=300,
        sources=lambda: (bounds,),
    )


def _planning_sources(ground: PlanGround) -> tuple[Cited, ...]:
    windows = ground.pack.windows(ground.me.role, ground.period)
    return tuple(dated.window for dated in windows if dated.window.code in ("perencanaan", "penetapan"))
