"""What the work of a pelatih ahli is called on the screens."""

from __future__ import annotations

from collections.abc import Mapping

from locales import AnyText, Msg, _
from regulations.reference import CoachingTopic
from storage.values.coaching import COACHING, PMO, Mode, Session

MODES: Mapping[Mode, Msg] = {Mode.daring: _("daring"), Mode.luring: _("luring (tatap muka)")}
NAMES: Mapping[str, Msg] = {COACHING: _("Coaching"), PMO: _("Forum PMO")}
"""Of what is noted for each school."""
NOBODY_APPROVES = _("Sumbernya tidak menyebut siapa yang menyetujui catatan ini. Kawal hanya menyimpannya.")
IN_SIMKPB = _("Pembahasannya mengacu pada instrumen laporan PMO di SIMPKB.")
NO_COLUMN = _("Bulan ini tidak ada di kalender pendampingan (Oktober sampai Agustus), jadi tidak ada yang dihitung.")


def topic_of(said: Session, topics: Mapping[str, CoachingTopic]) -> AnyText:
    """The optional topic of a session: its label, the person's own words, or that there was none."""
    if said.own_topic is not None:
        return said.own_topic
    if said.topic is None:
        return _("tidak ada")
    return Msg(topics[said.topic].short) if said.topic in topics else said.topic
