"""A note whose words are gone says why, and nobody is asked to answer one who is gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.views import feedback
from storage.values.feedback import FeedbackKind, FeedbackStatus
from storage.values.own_data import GONE
from tests.dialogs.grounds.feedback import a_note
from tests.dialogs.people import NAMES
from tests.dialogs.views.reading import ID, labels, text

NOTE = a_note(FeedbackKind.konseling, NAMES[0])
REPLY = "✎ Tanggapi"


@pytest.mark.parametrize("status", FeedbackStatus)
def test_words_that_are_gone_say_why(status: FeedbackStatus) -> None:
    note = replace(NOTE, status=status, text=None)
    over = status is FeedbackStatus.dihapus
    for screen in (feedback.note(note, note.giver, 0, ID), feedback.told(note, ID), feedback.answered(note, ID)):
        assert ("masa simpannya berakhir" in text(screen)) is over
        assert ("atas permintaan pemiliknya" in text(screen)) is not over


def test_one_who_is_gone_is_not_answered() -> None:
    gone = replace(NOTE, giver=replace(NOTE.giver, name=GONE))
    assert REPLY in labels(feedback.note(NOTE, NOTE.owner, 0, ID))
    assert REPLY not in labels(feedback.note(gone, gone.owner, 0, ID))
