"""One way to begin a talk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogs.engine import Dialog
from dialogs.frame import Name
from dialogs.questions import Scene
from dialogs.talks import TALKS
from locales import Catalogue
from regulations.models import Pack, Period
from storage.values import Member
from tests.dialogs.phone import Phone

Grounds = dict[str, Callable[[], Iterator["Ground"]]]
"""By talk: every ground that it can begin on."""


@dataclass(frozen=True)
class Ground:
    """One way to begin a talk."""

    label: str
    talk: str
    member: Member
    pinned: Mapping[str, Any]
    pack: Pack
    today: date
    period: Period | None = None

    @property
    def name(self) -> Name:
        """The talk's name on the screen."""
        return TALKS[self.talk].name

    def begin(self) -> Dialog[Any]:
        """The dialog as the bot begins it: from what a draft has kept as JSON."""
        talk = TALKS[self.talk]
        pinned = json.loads(json.dumps(self.pinned))
        return talk.begin(self.member, pinned, self.pack if talk.needs_pack else None)

    def phone(self, t: Catalogue) -> Phone:
        """A phone on which this talk has just begun."""
        return Phone(self.begin, self.name, Scene(t, self.today, self.member.salutation))
