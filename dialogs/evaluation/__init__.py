"""Talks about the evaluation of a period."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.engine import Dialog
from dialogs.evaluation import around, evaluate
from dialogs.evaluation.ground import ground
from dialogs.talk import Pinned, Talk
from regulations.models import Pack
from storage.values import Intent, Member

EVALUATE, RESPOND, RECOMMEND = "penilaian", "tanggapan", "usulan"


def _evaluate(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    assert pack is not None
    place = ground(pinned, pack)
    return lambda: evaluate.evaluate(place)


def _respond(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    return lambda: around.respond(pinned["owner"], pinned["period"], pinned["evaluation"])


def _recommend(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    return lambda: around.recommend(pinned["owner"], pinned["period"], pinned["name"])


TALKS: Mapping[str, Talk] = {
    EVALUATE: Talk(evaluate.NAME, _evaluate, needs_pack=True, fresh=True),
    RESPOND: Talk(around.RESPOND_NAME, _respond, fresh=True),
    RECOMMEND: Talk(around.RECOMMEND_NAME, _recommend, fresh=True),
}
