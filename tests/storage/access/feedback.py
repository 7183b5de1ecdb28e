"""Feedback: given by who decides about somebody, read by both; counselling by nobody else."""

from __future__ import annotations

from storage import feedback
from storage.values.feedback import AnswerFeedback, FeedbackKind, GiveFeedback
from tests.storage.access.case import Case, Rows
from tests.storage.school import NOW


def _note(case: Case, kind: FeedbackKind = FeedbackKind.apresiasi) -> GiveFeedback:
    return GiveFeedback(case.world.guru.assignment_id, kind, "Bagus.", None)


async def _give(case: Case) -> object:
    return await feedback.give(case.session, case.actor, _note(case), NOW)


async def _given(case: Case) -> int:
    return (await feedback.give(case.session, case.world.kepala, _note(case), NOW)).id


async def _answer(case: Case) -> object:
    return await feedback.answer(case.session, case.actor, AnswerFeedback(await _given(case), 1, "Siap."), NOW)


async def _facts(case: Case) -> object:
    return await feedback.facts(case.session, case.actor, await _given(case), NOW)


async def _about(case: Case) -> object:
    return await feedback.about(case.session, case.actor, case.world.guru.assignment_id, 0, 9, NOW)


ROWS: Rows = {
    "feedback.give": (_give, {"kepala"}),
    "feedback.answer": (_answer, {"guru"}),
    "feedback.facts": (_facts, {"guru", "kepala"}),
    "feedback.about": (_about, {"guru", "kepala"}),
}
