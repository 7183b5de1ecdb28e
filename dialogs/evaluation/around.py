"""Short talks around an evaluation: the owner's word about it, and what a member of the tim kinerja recommends."""

from __future__ import annotations

from dialogs.evaluation.questions import LONGEST, SCALE
from dialogs.frame import Name
from dialogs.plan_summary import shortened
from dialogs.questions import Choose, Words
from locales import _
from regulations.models import Rating
from storage.values.evaluation import Recommend, Respond

RESPOND_NAME = Name(_("Tanggapan penilaian"), 1)
RECOMMEND_NAME = Name(_("Usulan penilaian"), 3)


async def respond(owner: int, period: str, version: int) -> Respond:
    """Ask for the owner's word; it reaches who decides word for word."""
    words = await Words(
        key="words",
        title=_("Tanggapan"),
        body=lambda: (_("Apa yang ingin disampaikan tentang penilaian ini? Pejabat penilai membacanya."),),
        longest=LONGEST,
    )
    return Respond(owner, period, version, words)


async def recommend(owner: int, period: str, name: str) -> Recommend:
    """Two ratings and a note; the pejabat penilai reads them and decides."""
    hasil = await _rating("hasil", 1, name)
    perilaku = await _rating("perilaku", 2, name)
    note = await Words(
        key="note",
        part=3,
        title=_("Catatan untuk pejabat penilai"),
        body=lambda: (_("Apa yang menjadi dasar usulan ini?"),),
        longest=LONGEST,
    )
    return Recommend(owner, period, hasil, perilaku, note)


TITLES = {"hasil": _("Usulan rating hasil kerja"), "perilaku": _("Usulan rating perilaku kerja")}


async def _rating(half: str, part: int, name: str) -> Rating:
    asked = Choose(
        key=half,
        part=part,
        title=TITLES[half],
        body=lambda: (
            _("Untuk {name}.", name=shortened(name, 40)),
            _("Ini usulan saja; yang memutuskan pejabat penilai."),
        ),
        options=SCALE,
    )
    return Rating(await asked)
