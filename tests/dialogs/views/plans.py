"""Two plans under every pack: all suggestions, and everything changed to what is long and odd."""

from __future__ import annotations

from functools import cache

from dialogs.questions import Choose, ChooseMany, Confirm, Number, Tap, Typed, Words
from regulations.models import Pack, Role
from storage.values import Plan, SubmitSkp
from tests.dialogs.grounds.january import LONG_TASK, a_plan
from tests.dialogs.people import PACKS, periods_of
from tests.dialogs.phone import Phone
from tests.dialogs.tongues import CATALOGUES

ODD = "Jumlah <b>perangkat</b> & 'modul' \"ajar\" 👩🏽‍🏫 {yang} selesai مكتمل "
NUMBERS = {"target": "99.999,99", "units": "60", "points": "128"}


def easy_plan(pack: Pack, role: Role = Role.guru) -> Plan:
    """All suggestions."""
    return _easy(pack.id, role)


def odd_plan(pack: Pack, role: Role = Role.guru) -> Plan:
    """Nothing as suggested; every text as long as it may be."""
    return _odd(pack.id, role)


@cache
def _easy(pack_id: str, role: Role) -> Plan:
    phone = _begun(pack_id, role)
    phone.go(30)
    return _sent(phone)


@cache
def _odd(pack_id: str, role: Role) -> Plan:
    phone = _begun(pack_id, role)
    while not phone.finished:
        _odd_answer(phone)
    return _sent(phone)


def _begun(pack_id: str, role: Role) -> Phone:
    pack = next(pack for pack in PACKS if pack.id == pack_id)
    return a_plan(pack, role, periods_of(pack)[0], LONG_TASK).phone(CATALOGUES[0])


def _sent(phone: Phone) -> Plan:
    intent = phone.intent
    assert isinstance(intent, SubmitSkp)
    return intent.plan


def _odd_answer(phone: Phone) -> None:
    match phone.question:
        case Choose(options=options):
            phone.give(Tap(f"={options.items[-1].code}"))
        case ChooseMany(at_most=None):
            phone.press("*").press("!")
        case Number(key=key):
            phone.give(Typed(NUMBERS[key.partition(".")[0]]))
        case Words(longest=longest):
            phone.say((ODD * 9)[:longest])
        case Confirm():
            phone.press("y")
        case other:
            raise AssertionError(other)
