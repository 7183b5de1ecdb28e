"""Erasing one's own data: with and without people who depend on one."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.own_data import ERASE, pin_erase
from regulations.models import Role
from storage.values.own_data import OwnData
from tests.dialogs.grounds.ground import Ground, Grounds
from tests.dialogs.people import PACKS, TODAY, a_member


def _erase() -> Iterator[Ground]:
    for role, *left in ((Role.guru, 0, 0, 0), (Role.kepala_sekolah, 38, 120, 0), (Role.operator, 0, 0, 12)):
        pinned = pin_erase(OwnData({}, *left))
        yield Ground(f"{ERASE}-{role}", ERASE, a_member(role), pinned, PACKS[-1], TODAY)


GROUNDS: Grounds = {ERASE: _erase}
