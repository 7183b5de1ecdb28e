"""What types alone cannot see: codes that lead nowhere, gaps, doubled windows, citations that cite nothing.

Each rule yields (list, item, what is wrong).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache

from regulations.base import Cited
from regulations.items import Examples
from regulations.kinds import Basis, Rating, RhkKind, Role
from regulations.pack import Pack
from regulations.reading import NESTED

Finding = tuple[str, str, str]

WORDED = ("text", "how", "name", "team", "explanation", "what_remains")
NAMING = ("role", "code", "term", "month", "rhk", "hasil", "perilaku", "group")

# Leap year: a window or period that fits here fits every year.
SAMPLE_YEAR = 2024
# What a conversion to text leaves behind; the texts are shown and copied as they stand.
DAMAGE = re.compile(r"\s{2,}|[\n\t\u00ad]|^\s|\s$|\s[,;.]|undang undang|terus menerus|\s/|/\s|- [a-z]")
# A citation names the decree; readers do not have our files.
FILE_NAME = re.compile(r"\bseed\b|\.(txt|ya?ml|md|json|pdf)\b", re.IGNORECASE)


def problems_of(pack: Pack) -> Iterator[Finding]:
    """Everything wrong with a pack whose items are right one by one."""
    for rule in RULES:
        yield from rule(pack)


def _roles(pack: Pack) -> Iterator[Finding]:
    for role in sorted(pack.covers):
        kinds = Counter(rhk.kind for rhk in pack.rhk(role))
        for kind in (RhkKind.observasi, RhkKind.kompetensi):
            if kinds[kind] != 1:
                yield "rhk", role, f"perlu tepat satu RHK jenis {kind}, ada {kinds[kind]}"
        for name, some in (
            ("focuses", pack.focuses(role)),
            ("skp_fields", pack.skp_fields(role)),
            ("behaviours", pack.behaviours(role)),
            ("activities", pack.activities(role)),
            ("focus_rules", [rule for rule in pack.focus_rules if rule.role is role]),
            ("appraisers", [rule for rule in pack.appraisers if rule.role is role]),
            ("examples", [examples for examples in pack.example_list if examples.role is role]),
        ):
            if not some:
                yield name, role, "peran ini tercakup tetapi tidak punya isi di sini"
    for rhk in pack.rhk_list:
        if rhk.role not in pack.covers and rhk.basis is not Basis.example:
            yield "rhk", f"{rhk.role} {rhk.code}", "peran tidak tercakup; hanya contoh Kawal yang boleh di sini"
    for group in pack.uncovered_list:
        if group.role in pack.covers:
            yield "uncovered", group.group, "peran ini justru tercakup"


def _focus_rules(pack: Pack) -> Iterator[Finding]:
    for rule in pack.focus_rules:
        offered = len(pack.focuses(rule.role))
        if rule.at_least > (offered if rule.at_most is None else min(offered, rule.at_most)):
            yield "focus_rules", rule.role, f"paling sedikit {rule.at_least} tidak mungkin dari {offered} fokus"


def _dangling(pack: Pack) -> Iterator[Finding]:
    categories = {category.code for category in pack.category_list}
    for activity in pack.activity_list:
        if activity.category is not None and activity.category not in categories:
            yield "activities", f"{activity.role} {activity.code}", f"kategori {activity.category!r} tidak ada"
    for row in pack.documentation_list:
        if row.rhk not in {rhk.code for rhk in pack.rhk(row.role)}:
            yield "documentation", f"{row.role} {row.rhk}", f"RHK {row.rhk!r} tidak ada"
    templates = {template.code for template in pack.period_templates}
    for window in pack.window_list:
        if window.period is not None and window.period not in templates:
            yield "windows", window.code, f"periode {window.period!r} tidak ada"
    for month in pack.months:
        if month.period is not None and month.period not in templates:
            yield "months", f"{month.role} {month.month}", f"periode {month.period!r} tidak ada"
    verdicts = {predikat.code for predikat in pack.predikat_list}
    for cell in pack.predikat_cells:
        if cell.predikat not in verdicts:
            yield "predikat_cells", f"{cell.hasil} {cell.perilaku}", f"predikat {cell.predikat!r} tidak ada"


def _doubled(pack: Pack) -> Iterator[Finding]:
    """Codes inside an aspect, and windows of the same name for the same people."""
    for aspect in pack.behaviour_list:
        codes = [indicator.code for indicator in aspect.indicators]
        codes += [each.code for indicator in aspect.indicators for each in indicator.expectations]
        for code, times in Counter(codes).items():
            if times > 1 or not code.startswith(f"{aspect.code}."):
                yield "behaviours", f"{aspect.role} {aspect.code}", f"kode {code} ganda atau bukan milik aspek ini"
    windows = Counter((each.code, role, each.period) for each in pack.window_list for role in each.roles)
    for (code, role, _), times in windows.items():
        if times > 1:
            yield "windows", code, f"ada {times} jendela untuk {role}"


def _observation(pack: Pack) -> Iterator[Finding]:
    """Rubrics that lead nowhere, roles without steps, questions of no step."""
    rubrics = {target.rubric for target in pack.observation_target_list}
    used = {focus.rubric for focus in pack.focus_list}
    for focus in pack.focus_list:
        if focus.rubric is not None and focus.rubric not in rubrics:
            yield "focuses", f"{focus.role} {focus.code}", f"rubrik {focus.rubric!r} tidak ada"
    for rubric in sorted(rubrics - used):
        yield "observation_targets", rubric, "tidak ada fokus yang memakai rubrik ini"
    for role in sorted(pack.covers):
        if not pack.observation_steps(role):
            yield "observation_steps", role, "peran ini tercakup tetapi tidak punya isi di sini"
    steps = {(step.role, step.code) for step in pack.observation_step_list}
    for asked in pack.observation_question_list:
        if (asked.role, asked.step) not in steps:
            yield "observation_questions", f"{asked.role} {asked.step} {asked.code}", "langkahnya tidak ada"
    if not pack.observation_levels:
        yield "observation_levels", "", "kategori penilaian belum ada"


def _quadrant(pack: Pack) -> Iterator[Finding]:
    cells = {(cell.hasil, cell.perilaku) for cell in pack.predikat_cells}
    missing = [f"{hasil}/{perilaku}" for hasil in Rating for perilaku in Rating if (hasil, perilaku) not in cells]
    if missing:
        yield "predikat_cells", "", f"kuadran belum lengkap: {', '.join(missing)}"


def _periods(pack: Pack) -> Iterator[Finding]:
    """Periods follow each other from 1 January to 31 December."""
    day = None
    for period in pack.periods(SAMPLE_YEAR):
        if day is not None and period.starts != day + timedelta(days=1):
            yield "periods", period.template, "ada celah atau tumpang-tindih dengan periode sebelumnya"
        day = period.ends
    ends = [(each.starts, each.ends) for each in pack.periods(SAMPLE_YEAR)]
    if not ends or (ends[0][0].month, ends[0][0].day, ends[-1][1].month, ends[-1][1].day) != (1, 1, 12, 31):
        yield "periods", "", "periode harus mengisi tahun dari 1 Januari sampai 31 Desember"


def _points(pack: Pack) -> Iterator[Finding]:
    if pack.uses_points != bool(pack.point_ranges):
        yield "point_ranges", "", "harus ada bila dan hanya bila uses_points"
    if len(pack.point_ranges) > 1:
        yield "point_ranges", "", "hanya satu rentang poin"


def _examples(pack: Pack) -> Iterator[Finding]:
    for examples in pack.example_list:
        for wrong in _dangling_examples(pack, examples):
            yield "examples", examples.role, wrong


def _dangling_examples(pack: Pack, examples: Examples) -> Iterator[str]:
    own = {rhk.code for rhk in pack.rhk(examples.role)}
    superior = {rhk.code for rhk in pack.rhk(_superior(pack, examples.role))}
    pairs = {
        (aspect.code, indicator.code, each.code)
        for aspect in pack.behaviours(examples.role)
        for indicator in aspect.indicators
        for each in indicator.expectations
    }
    if examples.basis is not Basis.example:
        yield "contoh harus ber-basis example"
    yield from (f"intervened: RHK {code!r} tidak ada" for code in sorted(examples.intervened.keys() - own))
    yield from (
        f"intervened: RHK atasan {code!r} tidak ada" for code in sorted(set(examples.intervened.values()) - superior)
    )
    yield from (f"measures: RHK {code!r} tidak ada" for code in sorted(examples.measures.keys() - own))
    yield from (f"measures: RHK {code!r} belum punya contoh" for code in sorted(own - examples.measures.keys()))
    for aspect, pair in examples.behaviour.items():
        if (aspect, *pair) not in pairs:
            yield f"behaviour: {aspect} -> {', '.join(pair)} tidak ada"
    for aspect_code in sorted({aspect for aspect, _, _ in pairs} - examples.behaviour.keys()):
        yield f"behaviour: aspek {aspect_code} belum punya contoh"
    activities = {activity.code for activity in pack.activities(examples.role)}
    yield from (f"competence: kegiatan {code!r} tidak ada" for code in sorted(examples.competence.keys() - activities))
    for code, measure in examples.measures.items():
        if measure.aspek not in examples.aspek:
            yield f"measures {code}: aspek {measure.aspek!r} tidak ada dalam daftar aspek"
        if measure.perspektif is not None and measure.perspektif not in examples.perspektif:
            yield f"measures {code}: perspektif {measure.perspektif!r} tidak ada dalam daftar perspektif"


def _superior(pack: Pack, role: Role) -> Role:
    return next((rule.appraiser for rule in pack.appraisers if rule.role is role), role)


def _citations(pack: Pack) -> Iterator[Finding]:
    """A regulated item cites this regulation; nothing inherited under `rebase` is called regulated; no file names."""
    for name, item in _items(pack):
        if _file_name(item.source):
            yield name, _label(item), f"sumber menyebut nama berkas: {item.source!r}"
        if item.basis is Basis.regulated and pack.number not in item.source:
            yield name, _label(item), f"basis regulated, tetapi sumbernya bukan {pack.number}: {item.source!r}"
        if item.basis is Basis.regulated and pack.rebase is not None:
            yield name, _label(item), "naskah aturan ini tidak dibaca, jadi tidak boleh ber-basis regulated"


def _texts(pack: Pack) -> Iterator[Finding]:
    for name, item in _items(pack):
        for key in WORDED:
            if damage := _damage(item.__dict__.get(key) or ""):
                yield name, _label(item), f"{key} tampak rusak di {damage!r}"


@cache
def _file_name(source: str) -> bool:
    return FILE_NAME.search(source) is not None


@cache
def _damage(text: str) -> str | None:
    """What looks damaged in a text. Remembered, because packs inherit most of their texts."""
    found = DAMAGE.search(text)
    return found.group() if found else None


def _items(pack: Pack) -> Iterator[tuple[str, Cited]]:
    """Every cited item with the list it stands in, nested ones included."""
    for field, info in type(pack).model_fields.items():
        some = getattr(pack, field)
        if isinstance(some, tuple):
            for item in some:
                yield from _with_nested(info.alias or field, item)


def _with_nested(name: str, item: Cited) -> Iterator[tuple[str, Cited]]:
    # Straight from __dict__: asking a model for what it has not is slow, and there are thousands of items.
    yield name, item
    for key in NESTED:
        for below in item.__dict__.get(key, ()):
            yield from _with_nested(name, below)


def _label(item: Cited) -> str:
    return " ".join(str(item.__dict__[key]) for key in NAMING if item.__dict__.get(key))


RULES: tuple[Callable[[Pack], Iterator[Finding]], ...] = (
    _roles,
    _focus_rules,
    _dangling,
    _doubled,
    _observation,
    _quadrant,
    _periods,
    _points,
    _examples,
    _citations,
    _texts,
)
