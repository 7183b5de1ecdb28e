"""The appraiser's inbox: how many wait, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.calls import At, Do, Go, OnSkp
from dialogs.plan_summary import shortened
from dialogs.screen import Row, Screen
from dialogs.views.parts import around, button, home_row, page_row, text
from locales import AnyText, Catalogue, _, n_
from storage.values import WaitingPlan

PAGE = 5
"""Plans on one page: each takes two lines."""
LONGEST_NAME = 60


def inbox(count: int, page: int, plans: Sequence[WaitingPlan], zone: str, t: Catalogue) -> Screen:
    """`/persetujuan`: a page of plans that wait; each button opens its card."""
    if count == 0:
        return Screen(text(t, [_("Tidak ada rencana yang menunggu persetujuan. 👍")]), (home_row(t),))
    pages = -(-count // PAGE)
    lines: list[AnyText] = [
        n_("<b>{count} rencana menunggu</b>", "<b>{count} rencana menunggu</b>", count),
        _("Yang paling lama menunggu ada di atas:"),
        *(
            _("{name}: {when}", name=shortened(plan.owner_name, LONGEST_NAME), when=t.instant(plan.submitted_at, zone))
            for plan in plans
        ),
    ]
    rows: list[Row] = [(button(t, plan.owner_name, OnSkp(plan.skp_id, plan.version, Do.show)),) for plan in plans]
    calls = [Go(At.inbox, number) for number in around(page, pages)]
    return Screen(text(t, lines), (*rows, *page_row(page, pages, calls), home_row(t)))
