"""Two plans under every pack: all suggestions, and everything changed to what is long and odd."""

from __future__ import annotations

from functools import cache

from dialogs.questions import Choose, ChooseMany, Confirm, Number, Tap, Typed, Words
from regulations.models import Pack
from storage.values import Plan, SubmitSkp
from tests.dialogs.grounds import PLANS
from tests.dialogs.phone import Phone
from tests.dialogs.tongues import CATALOGUES

ODD = "Jumlah <b>perangkat</b> & 'modul' \"ajar\" 👩🏽‍🏫 {yang} selesai مكتمل "
NUMBERS = {"target": "99.999,99", "units": "60", "points": "128"}


def easy_plan(pack: Pack) -> Plan:
    """All suggestions."""
    return _easy(pack.id)


def odd_plan(pack: Pack) -> Plan:
    """Nothing as suggested; every text as long as it may be."""
    return _odd(pack.id)


@cache
def _easy(pack_id: str) -> Plan:
    phone = _begun(pack_id)
    phone.go(30)
    return _sent(phone)


@cache
def _odd(pack_id: str) -> Plan:
    phone = _begun(pack_id)
    while not phone.finished:
        _odd_answer(phone)
    return _sent(phone)


def _begun(pack_id: str) -> Phone:
    ground = next(ground for ground in PLANS if ground.pack.id == pack_id and ground.member.additional_task)
    return ground.phone(CATALOGUES[0])


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
