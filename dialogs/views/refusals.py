"""Why the record refused, told to the person: what happened and what to do now."""

from __future__ import annotations

from locales import AnyText, Catalogue, Msg, _
from storage.errors import Invalid, MovedOn, NotAllowed, NotFound, Refused
from storage.values import SkpStatus

DONE: dict[SkpStatus, Msg] = {
    SkpStatus.diajukan: _("sudah dikirim"),
    SkpStatus.dikembalikan: _("sudah dikembalikan"),
    SkpStatus.ditarik: _("sudah ditarik"),
    SkpStatus.disepakati: _("sudah disepakati"),
}


def refusal(error: Refused, zone: str, t: Catalogue) -> AnyText:
    """One line for a toast or above a screen."""
    match error:
        case MovedOn(status=status, by=str(name), at=at) if at is not None:
            return _("Rencana ini {done} oleh {name}, {when}.", done=DONE[status], name=name, when=t.instant(at, zone))
        case MovedOn(status=status):
            return _("Rencana ini {done}.", done=DONE[status])
        case NotAllowed():
            return _("Ini hanya dapat dilakukan oleh pemilik rencana atau pejabat penilainya saat ini.")
        case NotFound():
            return _("Yang dicari tidak ada, atau bukan untuk akun ini.")
        case Invalid():
            return _("Isian ini belum sesuai dengan aturannya. Mohon periksa lagi.")
    return _("Ini belum dapat dilakukan. Silakan buka /menu.")
