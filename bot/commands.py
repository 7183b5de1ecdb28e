"""Commands: what each does, and which ones Telegram offers to whom."""

from __future__ import annotations

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, BotCommandScopeDefault

from bot import conversing, joining, places
from bot.feature import FEATURES
from bot.replies import Menu
from bot.visit import Visit
from dialogs.calls import At
from dialogs.screen import Screen
from dialogs.views import general
from locales import LANGUAGES, Msg, _, catalogue
from regulations.models import Role
from storage import drafts

PLACES = {
    "menu": At.home,
    "rencana": At.plan,
    "persetujuan": At.inbox,
    "bantuan": At.help,
    "help": At.help,
    "bahasa": At.languages,
    "privasi": At.privacy,
    "tentang": At.about,
}

TEXTS: dict[str, Msg] = {
    "menu": _("Beranda: keadaan dan langkah berikutnya"),
    "rencana": _("Rencana SKP saya"),
    "persetujuan": _("Rencana yang menunggu persetujuan"),
    "lanjut": _("Lanjutkan isian yang tersimpan"),
    "batal": _("Simpan isian ini dulu"),
    "bantuan": _("Bantuan"),
    "bahasa": _("Ganti bahasa"),
    "privasi": _("Data apa yang disimpan"),
    "tentang": _("Tentang Kawal"),
    "start": _("Mulai atau bergabung"),
}
"""What Telegram's menu says of each command."""

EVERYBODY = ("menu", "lanjut", "batal", "bantuan", "bahasa", "privasi", "tentang")
STRANGERS = ("start", "bantuan", "bahasa", "privasi", "tentang")
OWN: dict[Role, tuple[str, ...]] = {
    Role.guru: ("rencana",),
    Role.kepala_sekolah: ("persetujuan", "rencana"),
    Role.pengawas: ("rencana",),
    Role.kepala_dinas: ("persetujuan",),
}


def _of_features() -> dict[str, tuple[Msg, At, frozenset[Role]]]:
    return {name: command for feature in FEATURES for name, command in feature.commands.items()}


def known(name: str) -> bool:
    """Whether there is such a command."""
    return name in TEXTS or name in PLACES or name in _of_features()


async def run(visit: Visit, name: str, rest: str) -> Screen:
    """What a command shows. One that leads elsewhere puts the talk in front aside; it stays open."""
    if name in ("lanjut", "batal") and visit.visitor.member is not None:
        return await places.open_talks(visit) if name == "lanjut" else await _put_aside(visit)
    if visit.visitor.draft is not None:
        await drafts.set_front(visit.session, visit.visitor.telegram_id, None)
    if name == "start":
        return await joining.start(visit, rest)
    if name in (more := _of_features()):
        return await places.go(visit, more[name][1])
    return await places.go(visit, PLACES.get(name, At.home))


async def _put_aside(visit: Visit) -> Screen:
    if visit.visitor.draft is None:
        return general.say(_("Tidak ada isian yang sedang terbuka."), visit.t)
    return await conversing.keep(visit)


async def offer_to_strangers(bot: Bot) -> None:
    """The menu for everybody who has not joined, in every language."""
    for scope in (BotCommandScopeDefault(), BotCommandScopeAllPrivateChats()):
        for language in LANGUAGES:
            await bot.set_my_commands(_menu(STRANGERS, language), scope=scope, language_code=language)
        await bot.set_my_commands(_menu(STRANGERS, "id"), scope=scope)


async def offer(bot: Bot, telegram_id: int, menu: Menu) -> None:
    """The menu of one person, by role and language."""
    names: tuple[str, ...] = STRANGERS
    if menu.role is not None:
        own = tuple(name for name, (_text, _at, roles) in _of_features().items() if menu.role in roles)
        names = (*OWN.get(menu.role, ()), *own, *EVERYBODY)
    await bot.set_my_commands(_menu(names, menu.language), scope=BotCommandScopeChat(chat_id=telegram_id))


def _menu(names: tuple[str, ...], language: str) -> list[BotCommand]:
    t = catalogue(language)
    texts = TEXTS | {name: command[0] for name, command in _of_features().items()}
    return [BotCommand(command=name, description=t.plain(texts[name])) for name in names]
