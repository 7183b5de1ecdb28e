"""The karya refleksi of December: what it is, its title, and the work itself as a link or a file."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.frame import Name
from dialogs.pendampingan.words import WORKS
from dialogs.plan_summary import shortened
from dialogs.questions import Choose, Confirm, Evidence, Option, Options, Section, Words
from dialogs.questions.evidence import counted
from locales import _
from regulations.models import Cited
from storage.values.evidence import Piece
from storage.values.pendampingan import LONGEST_TITLE, SubmitWork, Work, WorkKind

NAME = Name(_("Karya refleksi"), 4)
KINDS = Options(Option(kind.value, name) for kind, name in WORKS.items())


@dataclass(frozen=True, slots=True)
class Ground:
    """What it begins with: what is due, as printed, and the one that is sent anew."""

    title: str
    cited: Cited
    report_id: int | None = None
    version: int = 0


async def work(ground: Ground) -> SubmitWork:
    """Ask for the kind, the title and at least one link or file; read and send."""
    kind = WorkKind(
        await Choose(
            key="kind",
            part=1,
            title=_("Bentuk karyanya"),
            body=lambda: (_("<i>{title}</i>", title=shortened(ground.title, 130)),),
            full=lambda: (ground.title,),
            options=KINDS,
            sources=lambda: (ground.cited,),
        )
    )
    title = await Words(key="title", part=2, title=_("Judul karya"), longest=LONGEST_TITLE)
    pieces: tuple[Piece, ...] = ()
    while (piece := await _piece(pieces)) is not None:
        pieces = (*pieces, piece)
    await Confirm(
        key="send",
        part=4,
        title=_("Periksa, lalu kirim"),
        sections=lambda: [
            Section(_("Bentuk"), WORKS[kind], ("kind",)),
            Section(_("Judul"), shortened(title, 70), ("title",)),
            Section(_("Karya"), counted(pieces), ("evidence",)),
        ],
    )
    return SubmitWork(Work(kind, title), pieces, ground.report_id, ground.version)


def _piece(have: tuple[Piece, ...]) -> Evidence:
    return Evidence(
        key=f"evidence.{len(have)}",
        part=3,
        title=_("Karyanya"),
        body=lambda: (_("Kirim tautannya (misalnya videonya), foto, atau PDF (paling besar 20 MB)."),),
        have=have,
        needed=True,
    )
