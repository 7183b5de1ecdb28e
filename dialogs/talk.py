"""A conversation as the registry holds it: its name, and how it begins again from what its draft has pinned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.engine import Dialog
from dialogs.frame import Name
from regulations.models import Pack
from storage.values import Intent, Member

Pinned = Mapping[str, Any]
"""The ground of a talk as its draft keeps it: JSON. Of a talk that needs a pack, `pack` and `version` (digest) too."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation: its name on the screen, and the dialog for a member on pinned ground.

    `pack` is None unless `needs_pack`; then it is the very text that the draft has begun with. With `fresh` a new
    talk starts empty; otherwise with the answers of the last finished one about the same subject.
    """

    name: Name
    begin: Callable[[Member, Pinned, Pack | None], Dialog[Intent]]
    needs_pack: bool = False
    fresh: bool = False
