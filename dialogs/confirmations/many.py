"""One RHK for many people: leave some out, read the list, confirm."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.frame import Name
from dialogs.material import remark
from dialogs.plan_summary import shortened
from dialogs.questions import ChooseMany, Confirm, Option, Options, Section
from dialogs.views.confirmations import SHOWN, some_names
from locales import AnyText, Msg, _, n_
from regulations.models import Documentation, Pack, Role
from storage.values.confirmations import ConfirmMany, row_of

NAME = Name(_("Konfirmasi banyak orang"), 2)
HOW = 150
"""Characters of the official way of confirming above the list."""
Person = tuple[int, int, str]
"""Assignment, version of the confirmation, name."""


async def many(pack: Pack, role: Role, period: str, rhk: str, people: Sequence[Person]) -> ConfirmMany:
    """Whose RHK is confirmed: everybody unless some are left out; the list is read before it takes effect."""
    row = row_of(pack, role, rhk)
    assert row is not None, "begun from a row of the table"
    chosen = await ChooseMany(
        key="people",
        part=1,
        title=_("RHK {code}: {label}", code=rhk, label=Msg(pack.rhk_by_code(role, rhk).short)),
        body=lambda: (_("<i>{how}</i>", how=shortened(row.how, HOW)), _("Lepas centang siapa yang belum.")),
        full=lambda: _full(row),
        options=Options(Option(str(number), name) for number, _version, name in people),
        preset=tuple(str(number) for number, _version, _name in people),
        sources=lambda: (row,),
    )
    listed = [person for person in people if str(person[0]) in chosen]
    names = [name for _number, _version, name in listed]
    await Confirm(
        key="send",
        part=2,
        title=_("Periksa daftarnya"),
        body=lambda: (*some_names(names), *remark([row])),
        full=(lambda: [_("• {name}", name=name) for name in names]) if len(names) > SHOWN else None,
        sections=lambda: [Section(_("Dikonfirmasi"), _count(names), ("people",))],
        yes=_("✅ Konfirmasi semuanya"),
        sources=lambda: (row,),
    )
    return ConfirmMany(period, rhk, tuple((number, version) for number, version, _name in listed))


def _full(row: Documentation) -> list[AnyText]:
    return [_("<b>{code}</b>. {text}", code=row.rhk, text=row.text), row.how]


def _count(names: Sequence[str]) -> AnyText:
    return n_("{count} orang", "{count} orang", len(names))
