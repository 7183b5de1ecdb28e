"""Evidence: a photo, a PDF or a link; one after the other until the person says that this is all.

Each piece answers a question of its own (`evidence.0`, `evidence.1`, ...): nothing that was sent is lost in a restart,
and Back takes the last one back. Links are kept as they are and never opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from dialogs.questions.base import (
    Answered,
    Cursor,
    Face,
    Filed,
    Input,
    Json,
    Lines,
    Moved,
    Question,
    Reaction,
    Refusal,
    Scene,
    Tap,
    Typed,
    Unusable,
)
from dialogs.screen import Button
from locales import AnyText, Msg, _, n_
from storage.values.evidence import LONGEST_LINK, MOST_PAGES, FileKind, FileProblem, Piece

DONE = "done"
NO_LINK = _("Itu bukan tautan. Tautan dimulai dengan <b>https://</b>, tanpa spasi. Foto dan PDF dikirim lewat 📎.")
PROBLEMS: dict[FileProblem, Msg] = {
    FileProblem.empty: _("Berkas itu kosong (0 bita). Mohon kirim lagi dari tempat asalnya."),
    FileProblem.too_large: _("Berkas itu lebih dari 20 MB. Mohon kirim yang lebih kecil, atau tautannya."),
    FileProblem.program: _("Itu berkas program, apa pun namanya. Yang diterima: foto (JPG, PNG, WEBP) atau PDF."),
    FileProblem.heic: _(
        "Foto HEIC belum dapat dibaca. Kirim sebagai <b>foto</b> (bukan berkas), atau simpan sebagai JPG."
    ),
    FileProblem.kind: _("Yang diterima: foto (JPG, PNG, WEBP) atau PDF. Dokumen lain: simpan sebagai PDF dahulu."),
    FileProblem.broken_image: _("Gambar itu tidak terbaca, mungkin rusak. Mohon kirim ulang atau potret lagi."),
    FileProblem.too_many_pixels: _(
        "Gambar itu terlalu besar, lebih dari 40 megapiksel. Kirim sebagai <b>foto</b>, ya."
    ),
    FileProblem.broken_pdf: _("PDF itu tidak terbaca, mungkin rusak. Simpan ulang sebagai PDF, atau kirim fotonya."),
    FileProblem.locked_pdf: _("PDF itu terkunci. Simpan ulang tanpa sandi dan tanpa pembatasan, atau kirim fotonya."),
    FileProblem.trouble: _("Berkasnya belum dapat diambil karena gangguan. Mohon kirim sekali lagi."),
}


def link_of(text: str) -> str | None:
    """The web address that a text is, or None: http or https with a host, no blanks, nobody's password in it."""
    if any(sign.isspace() for sign in text) or len(text) > LONGEST_LINK:
        return None
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return None
    named = host is not None and "." in host.strip(".") and "@" not in parts.netloc
    return text if parts.scheme in ("http", "https") and named else None


def counted(pieces: Sequence[Piece]) -> AnyText:
    """`3 foto, 1 PDF, 1 tautan`."""
    number = Counter(piece.kind for piece in pieces)
    words = {
        FileKind.image: n_("{count} foto", "{count} foto", number[FileKind.image]),
        FileKind.pdf: n_("{count} PDF", "{count} PDF", number[FileKind.pdf]),
        FileKind.link: n_("{count} tautan", "{count} tautan", number[FileKind.link]),
    }
    first, *others = [words[kind] for kind in FileKind if number[kind]]
    for other in others:
        first = _("{first}, {other}", first=first, other=other)
    return first


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Question[Piece | None]):
    """One more piece, or None: that is all. `have` are those before it."""

    have: tuple[Piece, ...] = ()
    already: int = 0
    """Pieces that were kept before this talk began."""
    most: int = MOST_PAGES
    needed: bool = False
    """There has to be at least one."""
    hint: Lines | None = None
    """Said while nothing was sent yet."""

    asks: ClassVar[AnyText] = _("Di sini diperlukan foto, PDF, atau tautan. Bila sudah, tekan tombol di bawah.")
    takes_files: ClassVar[bool] = True

    def fits(self, answer: Json) -> bool:
        if answer == DONE:
            return bool(self.have) or not self.needed
        if not isinstance(answer, dict) or answer.keys() != Piece.__dataclass_fields__.keys():
            return False
        link, file = answer["link"], answer["file"]
        if answer["kind"] == FileKind.link:
            return file is None and isinstance(link, str) and link_of(link) is not None
        return answer["kind"] in tuple(FileKind) and isinstance(file, int) and link is None

    def value(self, answer: Json) -> Piece | None:
        return None if answer == DONE else Piece(**{**answer, "kind": FileKind(answer["kind"])})

    def accept(self, given: Input, cursor: Cursor, scene: Scene) -> Reaction:
        match given:
            case Tap(action) if action == f"={DONE}" and self.fits(DONE):
                return Answered(DONE)
            case Unusable(problem):
                return Refusal(PROBLEMS[problem])
            case Filed(message=message) if any(piece.message == message for piece in self.have):
                return Moved(cursor)  # the same message once more
            case Filed() | Typed() if len(self.have) >= self.most:
                return Refusal(
                    n_("Paling banyak {count} lagi di sini.", "Paling banyak {count} lagi di sini.", self.most)
                )
            case Filed(file, kind, message, album, again):
                return _kept(Piece(kind, file, None, message, album, again))
            case Typed(text):
                link = link_of(text)
                return Refusal(NO_LINK) if link is None else _kept(Piece(FileKind.link, link=link))
        return Refusal(self.asks)

    def face(self, cursor: Cursor, scene: Scene) -> Face:
        lines = list(self.body()) if self.body else []
        if not self.have:
            lines += self.hint() if self.hint else ()
            if self.needed:
                return Face(lines, ())
            on = _("Selesai ▶") if self.already else _("Lanjut tanpa bukti ▶")
            return Face(lines, ((Button(scene.t.plain(on), f"={DONE}"),),))
        lines.append(_("Sudah ada: <b>{pieces}</b>.", pieces=counted(self.have)))
        if self.have[-1].again:
            lines.append(_("⚠ Berkas terakhir sudah dipakai di catatan lain. Boleh, tetapi atasan akan melihatnya."))
        lines.append(_("Kirim lagi bila masih ada."))
        return Face(lines, ((Button(scene.t.plain(_("Itu saja ▶")), f"={DONE}"),),))


def answer_of(piece: Piece) -> Json:
    """A piece as its answer is kept."""
    return {**asdict(piece), "kind": piece.kind.value}


def _kept(piece: Piece) -> Answered:
    return Answered(answer_of(piece))
