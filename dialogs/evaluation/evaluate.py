"""Evaluating somebody's period: what differs from "as expected", both ratings, words, then read and set.

Every block can be taken as expected with one tap. The suggestion is Kawal's; the appraiser decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dialogs.evaluation import questions as ask
from dialogs.evaluation.ground import EvaluationGround
from dialogs.evaluation.questions import HASIL, NOTE, PERILAKU, RECOMMENDATION, SOME
from dialogs.evaluation.words import RATINGS, cell_mark, counts, predikat_name
from dialogs.frame import Name
from dialogs.plan_summary import shortened
from dialogs.questions import Confirm, Section
from locales import AnyText, _
from regulations.models import Rating
from regulations.ratings import needs_reason
from storage.values.evaluation import Rated, ReviseEvaluation, SetEvaluation, Verdict

NAME = Name(_("Penilaian kinerja"), 6)


async def evaluate(ground: EvaluationGround) -> SetEvaluation | ReviseEvaluation:
    """Rate the parts, decide both halves, add words; for a revision say why; then read and set."""
    results = await _results(ground)
    hasil, hasil_reason = await _whole(ground, HASIL, results)
    behaviours = await _behaviours(ground)
    perilaku, perilaku_reason = await _whole(ground, PERILAKU, behaviours)
    chosen = await ask.which_words(ground)
    said = {code: await ask.words(code) for code in chosen}
    why = await ask.why(ground.name) if ground.version else None
    verdict = Verdict(
        results,
        behaviours,
        hasil,
        perilaku,
        ground.pack.predikat(hasil, perilaku).code,
        hasil_reason,
        perilaku_reason,
        said.get(NOTE),
        said.get(RECOMMENDATION),
    )
    await _confirm(ground, verdict, why)
    if why is None:
        return SetEvaluation(ground.owner, ground.period.code, verdict)
    return ReviseEvaluation(ground.owner, ground.period.code, ground.version, verdict, why)


async def _results(ground: EvaluationGround) -> tuple[Rated, ...]:
    codes = [item.rhk for item in ground.results]
    rated = dict.fromkeys(codes, Rating.sesuai)
    if await ask.results(ground) == SOME:
        for code in await ask.which_results(ground):
            rated[code] = Rating(await ask.result(ground, code))
    return tuple(Rated(code, rating) for code, rating in rated.items())


async def _behaviours(ground: EvaluationGround) -> tuple[Rated, ...]:
    rated = dict.fromkeys(ground.aspects, Rating.sesuai)
    if await ask.behaviours(ground) == SOME:
        for code in await ask.which_behaviours(ground):
            rated[code] = Rating(await ask.behaviour(ground, code))
    return tuple(Rated(code, rating) for code, rating in rated.items())


async def _whole(ground: EvaluationGround, half: str, parts: Sequence[Rated]) -> tuple[Rating, str | None]:
    """The rating of one half, with the reason where one is asked."""
    rating = Rating(await ask.whole(ground, half, parts))
    if needs_reason(rating, [part.rating for part in parts]):
        return rating, await ask.reason(half, rating)
    return rating, None


async def _confirm(ground: EvaluationGround, verdict: Verdict, why: str | None) -> None:
    await Confirm(
        key="send",
        part=6,
        title=_("Periksa, lalu tetapkan"),
        body=lambda: _head(ground, verdict),
        sections=lambda: sections(verdict, why),
        yes=_("✅ Tetapkan"),
        warn=lambda today: warning(ground, today),
        sources=lambda: (ground.pack.predikat_cell(verdict.hasil, verdict.perilaku), *ask.rule(ground)),
    )


def _head(ground: EvaluationGround, verdict: Verdict) -> tuple[AnyText, ...]:
    """Whose predikat this makes, and how sure the quadrant is."""
    cell = ground.pack.predikat_cell(verdict.hasil, verdict.perilaku)
    predikat = predikat_name(ground.pack, verdict.predikat)
    line = _("{name}: <b>{predikat}</b>", name=shortened(ground.name, 18), predikat=predikat)
    return (line, *((_("<i>Kuadran kinerja {mark}</i>", mark=cell_mark(cell)),) if cell_mark(cell) else ()))


def sections(verdict: Verdict, why: str | None) -> list[Section]:
    """The parts of the summary, each with the answers that are asked again when it is edited."""
    words = [word for word in (verdict.note, verdict.recommendation) if word]
    rows = [
        Section(_("Tiap RHK"), counts(verdict.results), (HASIL,)),
        Section(_("Hasil kerja"), RATINGS[verdict.hasil], (f"whole.{HASIL}", f"reason.{HASIL}")),
        Section(_("Tiap aspek"), counts(verdict.behaviours), (PERILAKU,)),
        Section(_("Perilaku kerja"), RATINGS[verdict.perilaku], (f"whole.{PERILAKU}", f"reason.{PERILAKU}")),
        Section(_("Catatan"), shortened(words[0], 28) if words else _("tidak ada"), ("words",)),
    ]
    if why is not None:
        rows.append(Section(_("Alasan revisi"), shortened(why, 26), ("why",)))
    return rows


def warning(ground: EvaluationGround, today: date) -> AnyText | None:
    """What to know before setting it: too early, or late. Neither is blocked."""
    found = [each for each in ground.pack.windows(ground.role, ground.period) if each.window.code == "evaluasi"]
    if not found:
        return None
    if today > found[0].closes:
        return _("Batas {day} sudah lewat. Tetap bisa ditetapkan; sampaikan ke dinas.", day=found[0].closes)
    if today < found[0].opens:
        return _("Masa penilaian baru mulai {day}. Tetap bisa ditetapkan.", day=found[0].opens)
    return None


def answers_of(verdict: Verdict) -> dict[str, Any]:
    """The answers that lead to a verdict, for a talk that revises it."""
    answers: dict[str, Any] = {}
    for half, parts, rating, reason in (
        (HASIL, verdict.results, verdict.hasil, verdict.hasil_reason),
        (PERILAKU, verdict.behaviours, verdict.perilaku, verdict.perilaku_reason),
    ):
        others = [part for part in parts if part.rating is not Rating.sesuai]
        answers[half] = SOME if others else ask.ALL
        if others:
            answers[f"{half}.change"] = [part.code for part in others]
        answers |= {f"{half}.rating.{part.code}": part.rating.value for part in others}
        answers[f"whole.{half}"] = rating.value
        if reason:
            answers[f"reason.{half}"] = reason
    words = {NOTE: verdict.note, RECOMMENDATION: verdict.recommendation}
    answers["words"] = [code for code, said in words.items() if said]
    return answers | {f"words.{code}": said for code, said in words.items() if said}
