"""What somebody has waited for is read first: the answer to their check-in."""

from __future__ import annotations

import pytest

from dialogs.views import midyear
from locales import Catalogue
from storage.values.midyear import CheckinStatus
from tests.dialogs.people import PACKS
from tests.dialogs.tongues import CATALOGUES
from tests.dialogs.views.checkins import a_checkin
from tests.dialogs.views.reading import text

ANSWER = "Kita pindahkan komunitas belajar ke hari Kamis; rapat dinas bulan ini tidak perlu diikuti."
languages = pytest.mark.parametrize("t", CATALOGUES, ids=[t.language for t in CATALOGUES])


@languages
def test_an_answer_is_whole_on_the_card_and_first_in_the_details(t: Catalogue) -> None:
    answered = a_checkin(PACKS[-1], status=CheckinStatus.dijawab, answer=ANSWER, answered_by="Contoh Kepala")
    assert ANSWER in text(midyear.card(answered, answered.owner, t))
    assert ANSWER in text(midyear.details(answered, PACKS[-1], 0, t))
