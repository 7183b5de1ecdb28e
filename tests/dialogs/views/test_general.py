"""Help, drafts, languages, and the short answers that fit a toast."""

from __future__ import annotations

import pytest

from dialogs import observation_words
from dialogs.calls import At, Go, OnDraft, Pick
from dialogs.screen import TOAST_LIMIT
from dialogs.talks import TALKS
from dialogs.views import general, refusals
from dialogs.views.general import OpenTalk
from dialogs.views.skp import CHANGED
from locales import LANGUAGES, AnyText, Catalogue, Msg
from regulations.models import Role
from storage.errors import (
    AlreadyJoined,
    CodeUnknown,
    Invalid,
    JoinDecided,
    MovedOn,
    NotAllowed,
    NotFound,
    Refused,
    SlotTaken,
    TooManyGuesses,
)
from storage.flow import STEPS
from storage.tables import METADATA
from storage.values import AssignmentStatus, SkpStatus
from storage.values.observation import ObservationStatus
from tests.dialogs import limits
from tests.dialogs.people import NOW, PACKS
from tests.dialogs.tongues import CATALOGUES
from tests.dialogs.views.reading import EN, ID, labels, pressed, text

languages = pytest.mark.parametrize("t", CATALOGUES, ids=[t.language for t in CATALOGUES])


def test_help_names_what_the_role_can_do() -> None:
    assert "/rencana" in text(general.help_(Role.guru, ID))
    assert "/persetujuan" in text(general.help_(Role.kepala_sekolah, ID))
    assert "/rencana" in text(general.help_(Role.kepala_sekolah, ID))
    assert "/rencana" not in text(general.help_(Role.kepala_dinas, ID))
    assert {"/kegiatan", "/penilaian"} <= set(text(general.help_(Role.guru, ID)).split())
    assert "/penilaian" in text(general.help_(Role.kepala_dinas, ID))
    assert "/kegiatan" not in text(general.help_(Role.kepala_dinas, ID))
    assert "/rencana" not in text(general.help_(None, ID))
    for role in (None, *Role):
        said = set(text(general.help_(role, ID)).replace(";", " ").split())
        assert {"/menu", "/bahasa", "/privasi", "/tentang", "/batal"} <= said
        assert (role is None) == ("/kalender" not in said)
    assert "/pendampingan" in text(general.help_(Role.pengawas, ID))


def test_about_says_what_is_official_and_which_rule_is_used() -> None:
    assert "Ruang GTK" in text(general.about(None, ID))
    for pack in PACKS:
        assert pack.short in text(general.about(pack, ID))


def test_every_language_can_be_chosen_in_its_own_name() -> None:
    assert pressed(general.languages(ID))[:-1] == [Pick("lang", code) for code in LANGUAGES]
    assert labels(general.languages(ID))[:-1] == labels(general.languages(EN))[:-1]


def test_drafts_can_be_continued_or_thrown_away() -> None:
    title = TALKS["rencana"].name.title
    screen = general.drafts([OpenTalk(5, title, 3, 7), OpenTalk(6, title, 1, 1)], ID)
    assert pressed(screen) == [
        *(OnDraft(5), OnDraft(5, discard=True)),
        *(OnDraft(6), OnDraft(6, discard=True)),
        Go(At.home),
    ]
    assert "3 dari 7" in text(screen)
    assert "1 dari 1" not in text(screen)


def test_without_drafts_there_is_only_the_way_home() -> None:
    assert pressed(general.drafts([], ID)) == [Go(At.home)]


def test_nothing_is_thrown_away_without_being_asked() -> None:
    assert pressed(general.discard(5, ID)) == [OnDraft(5, discard=True, sure=True), Go(At.drafts)]


def test_what_was_put_aside_can_be_taken_up_again() -> None:
    assert Go(At.drafts) in pressed(general.kept(ID))
    assert "/lanjut" in text(general.kept(ID))


LINES = [value for value in vars(general).values() if isinstance(value, Msg)]


@languages
def test_short_answers_fit_a_toast(t: Catalogue) -> None:
    assert len(LINES) >= 8
    for line in (*LINES, CHANGED):
        assert limits.plain(str(t(line)))
        if "<" not in line.text:  # with tags it is a message, never a toast
            assert 0 < limits.units(t.plain(line)) <= TOAST_LIMIT


LONG_NAME = "Dr. Hj. Raden Ayu Siti Contoh Nurhalizah Kusumaningrat, S.Pd., M.Pd."
ERRORS: list[Refused] = [
    *(MovedOn(status, LONG_NAME, NOW, 4) for status in SkpStatus),
    *(MovedOn(status, None, None, 4) for status in SkpStatus),
    MovedOn(SkpStatus.disepakati, LONG_NAME, None, 4),
    MovedOn(SkpStatus.disepakati, None, NOW, 4),
    NotAllowed("skp.approve"),
    NotFound("draft"),
    Invalid("focus"),
    CodeUnknown(),
    AlreadyJoined(LONG_NAME),
    *(JoinDecided(status) for status in AssignmentStatus),
    TooManyGuesses(NOW),
    SlotTaken(NOW),
    Refused(),
]


@languages
@pytest.mark.parametrize("error", ERRORS, ids=str)
def test_a_refusal_says_what_happened_and_fits_a_toast(error: Refused, t: Catalogue) -> None:
    line: AnyText = refusals.refusal(error, "Asia/Makassar", t)
    assert limits.plain(str(t(line)))
    assert 0 < limits.units(t.plain(line)) <= TOAST_LIMIT
    assert "None" not in t.plain(line)


def test_every_kind_of_refusal_is_tried() -> None:
    assert {type(error) for error in ERRORS} >= set(Refused.__subclasses__())


def test_who_was_faster_is_named_with_the_local_time() -> None:
    line = ID.plain(refusals.refusal(MovedOn(SkpStatus.disepakati, "Bapak Contoh", NOW, 4), "Asia/Makassar", ID))
    assert "Bapak Contoh" in line
    assert "12 Januari 2027 08.05 WITA" in line


def test_every_state_has_its_word() -> None:
    assert METADATA.tables  # every part of the year has declared its steps
    assert {step.to for step in STEPS} >= set(SkpStatus)
    for step in STEPS:
        words = observation_words.DONE if isinstance(step.to, ObservationStatus) else refusals.DONE
        assert step.to in words, step
