"""The questions of an evaluation: the parts as a block, what differs, the whole with its suggestion, and words."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.basis import EVALUATION_RULE
from dialogs.evaluation import year
from dialogs.evaluation.ground import EvaluationGround
from dialogs.evaluation.words import RATINGS, advice_line, counts, window_of
from dialogs.material import remark
from dialogs.plan_summary import shortened
from dialogs.questions import Choose, ChooseMany, Option, Options, Words
from locales import AnyText, Msg, _
from regulations.models import BehaviourAspect, Cited, Rating
from regulations.ratings import ORDER, suggest
from storage.values.evaluation import Rated

HASIL, PERILAKU = "hasil", "perilaku"
LONGEST = 300
ALL, SOME = "semua", "sebagian"
BLOCK = Options((Option(ALL, _("Semua sesuai ekspektasi")), Option(SOME, _("✎ Ubah sebagian"))))
SCALE = Options(Option(rating.value, Msg(RATINGS[rating].text)) for rating in reversed(ORDER))
NOTE, RECOMMENDATION = "note", "recommendation"
WORDS = Options((Option(NOTE, _("Catatan")), Option(RECOMMENDATION, _("Rekomendasi"))))
MOST_ADVICE = 2
"""Recommendations of the tim kinerja that stand beside a question; the card has all of them."""


def results(ground: EvaluationGround) -> Choose:
    """Part 1: the RHK as a block, each with the year's facts."""
    return Choose(
        key=HASIL,
        part=1,
        title=_("Hasil kerja: tiap RHK"),
        body=lambda: [
            *year.result_lines(ground.pack, ground.role, ground.results, ground.facts),
            year.LEGEND,
        ],
        full=lambda: year.detail_blocks(ground.pack, ground.role, ground.results, ground.facts),
        options=BLOCK,
        suggested=ALL,
        sources=lambda: rule(ground),
    )


def which_results(ground: EvaluationGround) -> ChooseMany:
    """Part 1: the RHK that are not simply as expected."""
    short = {item.rhk: ground.pack.rhk_by_code(ground.role, item.rhk).short for item in ground.results}
    return _which(
        HASIL, 1, [Option(code, _("{code} {name}", code=code, name=Msg(name))) for code, name in short.items()]
    )


def result(ground: EvaluationGround, code: str) -> Choose:
    """Part 1: the rating of one RHK."""
    item = next(item for item in ground.results if item.rhk == code)
    rhk = ground.pack.rhk_by_code(ground.role, code)
    return Choose(
        key=f"{HASIL}.rating.{code}",
        part=1,
        title=_("RHK {code}: {name}", code=code, name=Msg(rhk.short)),
        body=lambda: year.result_lines(ground.pack, ground.role, [item], ground.facts),
        full=lambda: year.detail_blocks(ground.pack, ground.role, [item], ground.facts),
        options=SCALE,
        sources=lambda: (rhk, *rule(ground)),
    )


def behaviours(ground: EvaluationGround) -> Choose:
    """Part 3: the aspects of perilaku kerja as a block."""
    aspects = [aspect_of(ground, code) for code in ground.aspects]
    return Choose(
        key=PERILAKU,
        part=3,
        title=_("Perilaku kerja: tiap aspek"),
        body=lambda: [
            *(_("{code} {name}", code=aspect.code, name=shortened(aspect.name, 38)) for aspect in aspects),
            _("Umpan balik selama periode: {what}", what=year.said(ground.facts)),
        ],
        options=BLOCK,
        suggested=ALL,
        sources=lambda: (*aspects, *rule(ground)),
    )


def which_behaviours(ground: EvaluationGround) -> ChooseMany:
    """Part 3: the aspects that are not simply as expected."""
    names = [aspect_of(ground, code) for code in ground.aspects]
    return _which(PERILAKU, 3, [Option(aspect.code, Msg(aspect.name)) for aspect in names])


def behaviour(ground: EvaluationGround, code: str) -> Choose:
    """Part 3: the rating of one aspect."""
    aspect = aspect_of(ground, code)
    return Choose(
        key=f"{PERILAKU}.rating.{code}",
        part=3,
        title=Msg(aspect.name),
        full=lambda: [_("<b>{code}</b> {text}", code=each.code, text=each.text) for each in aspect.indicators],
        options=SCALE,
        sources=lambda: (aspect, *rule(ground)),
    )


def _which(half: str, part: int, options: Sequence[Option]) -> ChooseMany:
    return ChooseMany(
        key=f"{half}.change",
        part=part,
        title=_("Mana yang tidak sesuai ekspektasi?"),
        body=lambda: (_("Di bawah atau di atas. Yang tidak dicentang: sesuai ekspektasi."),),
        options=Options(options),
    )


TITLES = {HASIL: _("Rating hasil kerja"), PERILAKU: _("Rating perilaku kerja")}


def whole(ground: EvaluationGround, half: str, parts: Sequence[Rated]) -> Choose:
    """Parts 2 and 4: the rating of one half; the suggestion says how it was derived, the appraiser decides."""
    suggestion = suggest([part.rating for part in parts])
    return Choose(
        key=f"whole.{half}",
        part=2 if half == HASIL else 4,
        title=TITLES[half],
        body=lambda: [
            _("Penilaian tiap butir: {counts}.", counts=counts(parts)),
            _("★ Saran Kawal: <b>{rating}</b> (nilai tengah). Bapak/Ibu yang memutuskan.", rating=RATINGS[suggestion]),
            *_advised(ground),
        ],
        options=SCALE,
        suggested=suggestion.value,
        sources=lambda: (EVALUATION_RULE, *rule(ground)),
    )


def _advised(ground: EvaluationGround) -> list[AnyText]:
    return [advice_line(each) for each in ground.advice[-MOST_ADVICE:]]


def reason(half: str, rating: Rating) -> Words:
    """Parts 2 and 4: why, where the rating is not the suggested one or is below expectation."""
    return Words(
        key=f"reason.{half}",
        part=2 if half == HASIL else 4,
        title=_("Alasan"),
        body=lambda: (
            _("Mengapa {title} {rating}? Alasan ini dibaca pemiliknya.", title=LOWER[half], rating=RATINGS[rating]),
        ),
        longest=LONGEST,
        sources=lambda: (EVALUATION_RULE,),
    )


LOWER = {HASIL: _("hasil kerja"), PERILAKU: _("perilaku kerja")}


def which_words(ground: EvaluationGround) -> ChooseMany:
    """Part 5: whether there is a note or a recommendation."""
    return ChooseMany(
        key="words",
        part=5,
        title=_("Catatan dan rekomendasi"),
        body=lambda: (
            _("Boleh dikosongkan. Gunanya untuk memperbaiki rencana periode berikutnya."),
            *remark(rule(ground)[:1]),
        ),
        options=WORDS,
        at_least=0,
        sources=lambda: rule(ground),
    )


def words(code: str) -> Words:
    """Part 5: the note or the recommendation itself."""
    return Words(
        key=f"words.{code}",
        part=5,
        title=WORDS.by_code[code].label,
        body=lambda: (_("Dibaca pemiliknya, kata demi kata."),),
        longest=LONGEST,
    )


def why(name: str) -> Words:
    """Part 6, for a revision: what has changed and why."""
    return Words(
        key="why",
        part=6,
        title=_("Alasan revisi"),
        body=lambda: (
            _("Mengapa penilaian {name} diubah? Alasan ini ikut disampaikan.", name=shortened(name, 40)),
            _("Setelah ini jawaban yang lama tampil dan dapat diubah satu per satu."),
        ),
        longest=LONGEST,
    )


def aspect_of(ground: EvaluationGround, code: str) -> BehaviourAspect:
    """The aspect of this code."""
    return next(item for item in ground.pack.behaviours(ground.role) if item.code == code)


def rule(ground: EvaluationGround) -> tuple[Cited, ...]:
    """What evaluating rests on: its window, and the predikat."""
    window = window_of(ground.pack, ground.role, ground.period)
    return (*([window] if window else []), *ground.pack.predikat_list[:1], *ground.pack.predikat_cells[:1])
