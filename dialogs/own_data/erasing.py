"""Erasing everything about oneself: asked twice, the second time in one's own hand."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.frame import Name
from dialogs.questions import Choose, Input, Option, Options, Typed, Words
from dialogs.questions.base import Answered, Cursor, Face, Json, Reaction, Refusal, Scene
from locales import AnyText, _, n_
from storage.values import Intent
from storage.values.own_data import WORD, EraseMe, KeepMe

NAME = Name(_("Hapus data saya"), 2)
NO, YES = "tidak", "hapus"
CHOICES = Options((Option(NO, _("Tidak jadi")), Option(YES, _("Ya, hapus semuanya"))))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactWord(Words):
    """One word that has to be typed; capitals do not matter."""

    word: str

    def fits(self, answer: Json) -> bool:
        return bool(answer == self.word)

    def accept(self, given: Input, cursor: Cursor, scene: Scene) -> Reaction:  # noqa: ARG002 - as all questions
        if isinstance(given, Typed) and given.text.strip().upper() == self.word:
            return Answered(self.word)
        return Refusal(_("Untuk menghapus, ketik <b>{word}</b>. Selain itu tidak ada yang dihapus.", word=self.word))

    def face(self, cursor: Cursor, scene: Scene) -> Face:  # noqa: ARG002 - as all questions
        return Face((*(self.body() if self.body else ()), _("Ketik <b>{word}</b>.", word=self.word)), ())


async def erase(appraises: int, waiting: int, operates: int) -> Intent:
    """Say what goes and what stays, ask, and ask once more; `KeepMe` for one who thinks better of it."""
    sure = await Choose(
        key="sure",
        part=1,
        title=_("Hapus semua data saya?"),
        body=lambda: [
            _("Nama, isian, catatan, bukti, dan akun dihapus dari Kawal, di semua peran dan tahun."),
            _("Keputusan orang lain tetap ada, tanpa nama Bapak/Ibu. Ruang GTK tidak berubah."),
            *_left_behind(appraises, waiting, operates),
            _("Ini <b>tidak dapat dibatalkan</b>."),
        ],
        options=CHOICES,
    )
    if sure == NO:
        return KeepMe()
    word = await ExactWord(
        key="word",
        part=2,
        title=_("Sekali lagi, untuk memastikan"),
        body=lambda: (_("Setelah ini tidak ada yang dapat dikembalikan. Unduh dulu datanya bila masih diperlukan."),),
        word=WORD,
    )
    return EraseMe(word)


def _left_behind(appraises: int, waiting: int, operates: int) -> list[AnyText]:
    """What happens to those about whom one decides, and to the units that one looks after."""
    lines: list[AnyText] = []
    if appraises:
        lines.append(
            n_(
                "⚠ {count} orang menjadi tanpa penilai; operator dikabari.",
                "⚠ {count} orang menjadi tanpa penilai; operator dikabari.",
                appraises,
            )
        )
    if waiting:
        lines.append(
            n_(
                "⚠ {count} hal yang menunggu keputusan tetap menunggu penilai berikutnya.",
                "⚠ {count} hal yang menunggu keputusan tetap menunggu penilai berikutnya.",
                waiting,
            )
        )
    if operates:
        lines.append(
            n_(
                "⚠ {count} sekolah atau dinas menjadi tanpa operator. Carikan pengganti lebih dulu.",
                "⚠ {count} sekolah atau dinas menjadi tanpa operator. Carikan pengganti lebih dulu.",
                operates,
            )
        )
    return lines
