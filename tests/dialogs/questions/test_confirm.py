"""The summary: the only answer is yes; every part can be mended first."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.questions import Confirm, Section, Tap, Typed
from dialogs.questions.base import Forget
from locales import AnyText
from tests.dialogs import limits
from tests.dialogs.questions.asking import SCENE, actions, answer, asks_for_its_kind, labels, moved, refusal


def _late(today: date) -> AnyText | None:
    return "Batas sudah lewat." if today > date(2027, 1, 10) else None


CONFIRM = Confirm(
    key="send",
    title="Periksa",
    sections=lambda: (
        Section("Fokus", "disiplin <positif> & rapi", ("focus",)),
        Section("Periode", "2027", ()),
        Section("Target", "sesuai saran", ("measures", "target")),
    ),
    warn=_late,
)


def _text(cursor: dict[str, object] | None = None) -> str:
    return "\n".join(limits.plain(str(SCENE.t(line))) for line in CONFIRM.face(cursor or {}, SCENE).lines)


def test_yes_is_the_only_answer() -> None:
    assert answer(CONFIRM, Tap("y")) is True
    assert CONFIRM.value(True) is True


@pytest.mark.parametrize("kept", [None, False, 1, "true", "y", [True], {}])
def test_nothing_else_was_ever_a_yes(kept: object) -> None:
    assert not CONFIRM.fits(kept)


def test_every_section_is_read_and_values_are_escaped() -> None:
    assert "Fokus: disiplin <positif> & rapi" in _text()
    assert "Target: sesuai saran" in _text()


def test_a_warning_is_told_and_blocks_nothing() -> None:
    assert "Batas sudah lewat." in _text()
    assert "y" in actions(CONFIRM)


def test_without_a_reason_there_is_no_warning() -> None:
    calm = Confirm(key="send", title="Periksa", sections=CONFIRM.sections)
    assert "⚠" not in "".join(str(SCENE.t(line)) for line in calm.face({}, SCENE).lines)


def test_edit_lists_what_can_be_edited_and_leads_back() -> None:
    cursor = moved(CONFIRM, "e")
    assert labels(CONFIRM, cursor)[:2] == ["Fokus", "Target"]
    assert actions(CONFIRM, cursor) == ["e0", "e2", "v"]
    assert moved(CONFIRM, "v", cursor) == {}


def test_editing_a_section_forgets_its_answers_only() -> None:
    assert CONFIRM.accept(Tap("e0"), {"edit": True}, SCENE) == Forget(("focus",))
    assert CONFIRM.accept(Tap("e2"), {"edit": True}, SCENE) == Forget(("measures", "target"))


@pytest.mark.parametrize(
    "action", ["e1", "e3", "e99", "e-1", "e²", "ex", "e0x", "e" + "0" * 20, "", "n", "=y", "yy", "Y"]
)
def test_a_forged_tap_is_no_answer(action: str) -> None:
    assert refusal(CONFIRM, Tap(action))


@pytest.mark.parametrize("text", ["y", "ya", "kirim", "", "✅ Kirim"])
def test_typing_sends_nothing(text: str) -> None:
    assert refusal(CONFIRM, Typed(text))


def test_other_kinds_are_refused() -> None:
    asks_for_its_kind(CONFIRM)
