"""Joining: is this you, what is kept, may this role decide about others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogs.calls import At, Go, Join, OnJoin, Pick, Step
from dialogs.screen import LINES, WIDTH
from dialogs.views import joining
from dialogs.views.parts import ROLES
from locales import Catalogue
from regulations.models import Role
from storage.values import AssignmentStatus
from tests.dialogs.people import NAMES, NOW, a_member
from tests.dialogs.views.reading import EN, ID, labels, pressed, text
from tests.dialogs.views.shapes.january import CODE

HEAD = a_member(Role.kepala_sekolah, status=AssignmentStatus.pending)


def test_every_role_has_a_name() -> None:
    assert set(ROLES) == set(Role)
    assert len({ID.plain(name) for name in ROLES.values()}) == len(Role)


def test_a_stranger_reads_how_to_get_a_code() -> None:
    assert "/start" in text(joining.stranger(ID))
    assert {Go(At.help), Go(At.privacy), Go(At.languages)} == set(pressed(joining.stranger(ID)))


def test_before_anything_is_bound_it_is_asked_who_it_is() -> None:
    screen = joining.is_this_you(CODE, "Bu <Contoh>", [a_member(), HEAD], ID)
    assert pressed(screen) == [Join(CODE, Step.me), Join(CODE, Step.not_me)]
    assert "Bu <Contoh>" in text(screen)
    assert "guru" in text(screen)
    assert "kepala sekolah" in text(screen)


def test_consent_comes_with_what_is_kept() -> None:
    screen = joining.consent(CODE, ID)
    assert pressed(screen) == [Join(CODE, Step.agree), Join(CODE, Step.not_me)]
    assert text(joining.privacy(ID)) in text(screen)
    assert "NIK" in text(screen)


@pytest.mark.parametrize("t", [ID, EN])
def test_consent_fits_a_small_phone_and_names_everybody_who_reads(t: Catalogue) -> None:
    said = text(joining.consent(CODE, t))
    assert sum(max(1, -(-len(line) // WIDTH)) for line in said.split("\n")) <= LINES
    assert "umpan balik" in text(joining.privacy(ID))
    for reader in ("pejabat penilai", "penggantinya", "tim kinerja", "konseling hanya berdua", "Operator"):
        assert reader in text(joining.privacy(ID))


@pytest.mark.parametrize("screen", [joining.declined(ID), joining.wrong_code(ID)])
def test_who_does_not_join_has_nothing_to_press(screen: object) -> None:
    assert screen in (joining.declined(ID), joining.wrong_code(ID))
    assert pressed(joining.declined(ID)) == pressed(joining.wrong_code(ID)) == []


def test_a_role_that_decides_about_others_waits_and_says_so() -> None:
    waits = text(joining.welcome([a_member(), HEAD], ID))
    assert "operator" in waits
    assert "operator" not in text(joining.welcome([a_member()], ID))


@pytest.mark.parametrize(("left", "minutes"), [(1, 1), (60, 1), (61, 2), (3600, 60), (0, 1), (-90, 1)])
def test_the_wait_is_told_in_minutes_rounded_up(left: int, minutes: int) -> None:
    assert f"{minutes} menit" in text(joining.slow_down(NOW + timedelta(seconds=left), NOW, ID))


def test_an_account_that_is_taken_says_by_whom_only_if_they_may_know() -> None:
    assert "<Contoh>" in text(joining.already_joined("Bu <Contoh>", ID))
    assert "None" not in text(joining.already_joined(None, ID))


def test_the_operator_answers_a_join_with_one_tap() -> None:
    for name in NAMES[:4]:
        screen = joining.join_request(a_member(Role.kepala_sekolah, name=name), ID)
        assert pressed(screen) == [OnJoin(11, accept=True), OnJoin(11, accept=False)]
        assert name[:32] in text(screen)


def test_the_oldest_join_can_be_answered_in_the_list() -> None:
    others = [a_member(Role.kepala_sekolah, assignment_id=number) for number in (5, 6)]
    assert pressed(joining.join_list(others, ID)) == [OnJoin(5, True), OnJoin(5, False), Go(At.home)]
    assert pressed(joining.join_list([], ID)) == [Go(At.home)]


@pytest.mark.parametrize("view", [joining.join_answered, joining.join_result])
def test_an_answer_is_told_either_way(view: object) -> None:
    show = joining.join_answered if view is joining.join_answered else joining.join_result
    active = a_member(Role.kepala_dinas)
    ended = a_member(Role.kepala_dinas, status=AssignmentStatus.ended)
    assert text(show(active, ID)) != text(show(ended, ID))
    assert "✅" in text(show(active, ID))
    assert "✅" not in text(show(ended, ID))
    assert "kepala dinas" in text(show(ended, ID))


def test_roles_are_switched_by_assignment() -> None:
    held = [a_member(assignment_id=1), a_member(Role.operator, assignment_id=2)]
    screen = joining.roles(held, EN)
    assert pressed(screen) == [Pick("role", "1"), Pick("role", "2"), Go(At.home)]
    assert labels(screen)[0] != labels(screen)[1]
