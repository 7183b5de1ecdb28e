"""The questions of the plan's part on competence development: which activities, and under a pack with points how
many."""

from __future__ import annotations

from dialogs.basis import EXAMPLES
from dialogs.material import MODES, Material, remark
from dialogs.plan_questions import made_once
from dialogs.plan_summary import competence_lines
from dialogs.questions import Choose, ChooseMany, Number, Words
from locales import Msg, _
from storage.values import CompetenceItem

MOST_UNITS = 60
MOST_POINTS = 128


@made_once
def competence(stuff: Material) -> Choose:
    """Part 6: competence activities, as a whole."""
    items, bounds = stuff.pack.activities(stuff.role), stuff.pack.point_range()
    return Choose(
        key="competence",
        part=6,
        title=_("Pengembangan kompetensi"),
        body=lambda: (_("Saran kegiatan:"), *competence_lines(stuff, stuff.suggested_competences), *remark(items)),
        full=lambda: [_("<b>{code}</b>. {text}", code=i.code, text=i.text) for i in items],
        options=MODES,
        sources=lambda: (*([bounds] if bounds else []), *items, EXAMPLES),
    )


@made_once
def activities(stuff: Material) -> ChooseMany:
    """Part 6: which activities."""
    items = stuff.pack.activities(stuff.role)
    return ChooseMany(
        key="activities",
        part=6,
        title=_("Kegiatan pengembangan kompetensi"),
        body=lambda: (_("Pilih yang direncanakan."), *remark(items)),
        full=lambda: [_("<b>{code}</b>. {text}", code=i.code, text=i.text) for i in items],
        options=stuff.activities,
        preset=tuple(stuff.examples.competence),
        sources=lambda: items,
    )


@made_once
def categories(stuff: Material) -> ChooseMany:
    """Part 6: which categories of activities (Tabel 4.2)."""
    items = stuff.pack.categories()
    suggested = {stuff.activity(code).category for code in stuff.examples.competence}
    return ChooseMany(
        key="categories",
        part=6,
        title=_("Kategori pengembangan kompetensi"),
        body=lambda: (_("Pilih kategorinya dulu, lalu kegiatannya."), *remark(items)),
        full=lambda: [_("<b>{code}</b>. {text}", code=item.code, text=item.text or item.name) for item in items],
        options=stuff.categories,
        preset=tuple(item.code for item in items if item.code in suggested),
        sources=lambda: items,
    )


@made_once
def activities_of(stuff: Material, category: str) -> ChooseMany:
    """Part 6: which activities of one category."""
    items = tuple(stuff.activity(option.code) for option in stuff.by_category[category])
    name = next(item.name for item in stuff.pack.categories() if item.code == category)
    return ChooseMany(
        key=f"activities.{category}",
        part=6,
        title=Msg(name),
        body=lambda: (_("Pilih yang direncanakan."), *remark(items)),
        full=lambda: [_("<b>{code}</b>. {text}", code=item.code, text=item.text) for item in items],
        options=stuff.by_category[category],
        preset=tuple(code for code in stuff.examples.competence if code in stuff.by_category[category]),
        sources=lambda: items,
    )


@made_once
def units(stuff: Material, code: str, before: tuple[CompetenceItem, ...]) -> Number:
    """Part 6, packs with points: how often; above it the running total."""
    activity = stuff.activity(code)
    return Number(
        key=f"units.{code}",
        part=6,
        title=_("{activity}: berapa kali?", activity=Msg(activity.short)),
        body=lambda: competence_lines(stuff, before)[-1:],  # the running total; the list may be long
        low=1,
        high=MOST_UNITS,
        suggested=stuff.examples.competence.get(code, 1),
        sources=lambda: (activity,),
    )


@made_once
def points(stuff: Material, code: str) -> Number:
    """Part 6, packs with points: a value that nobody has confirmed is asked and marked so."""
    activity = stuff.activity(code)
    return Number(
        key=f"points.{code}",
        part=6,
        title=_("{activity}: poin setiap kali", activity=Msg(activity.short)),
        body=lambda: (_("Nilai poinnya <b>belum terverifikasi</b>. Isi sesuai yang tampil di sistem resmi."),),
        low=0,
        high=MOST_POINTS,
        sources=lambda: (activity,),
    )


@made_once
def note(stuff: Material, total: int) -> Words:
    """Part 6, packs with points: outside the range the appraiser has to agree, so they read why."""
    bounds = stuff.pack.point_range()
    assert bounds is not None
    return Words(
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
