"""January: everybody joins, plans as suggested, agrees, and says that it is in Ruang GTK."""

from __future__ import annotations

from datetime import date

from tests.acceptance.year.life import ZONE, Life, Somebody

FEW = 15


async def join(life: Life, guru: tuple[str, ...]) -> None:
    """The operators first; they confirm the roles that decide about others."""
    for name in ("operator", "operator_dinas", "kepala_dinas", "kepala", *guru, "pengawas"):
        person = life.people[name]
        await person.say(f"/start {life.school.codes[WHO_IS[name]]}", "Apakah ini Bapak/Ibu?")
        await person.walk("Ya, ini saya", "Setuju dan bergabung")
    dinas = life.operator_dinas
    for _waiting in ("kepala", "kepala_dinas"):
        await dinas.say("/menu", "menunggu konfirmasi")
        await dinas.walk("Buka permintaan", "Benar, aktifkan")
    for name in ("kepala", "kepala_dinas"):
        await life.people[name].reads("sudah aktif")


WHO_IS = {
    "operator": "Contoh Operator",
    "operator_dinas": "Contoh Operator Dinas",
    "kepala_dinas": "Contoh Kepala Dinas",
    "kepala": "Contoh Kepala",
    "guru": "Contoh Satu",
    "rekan": "Contoh Dua",
    "tiga": "Contoh Tiga",
    "pengawas": "Contoh Pengawas",
}


async def plan(person: Somebody, begin: str = "/rencana") -> int:
    """Make a plan as suggested, as far as there are suggestions, and send it; gives the number of actions."""
    await person.say(begin)
    actions = await person.through(words="Wali kelas")
    await person.reads("menunggu persetujuan")  # a card for their own decision may have come in below
    return actions


async def agree(life: Life, planners: tuple[str, ...], decides: str) -> None:
    """Everything complete is agreed to in one go; ten minutes later its owners read it and enter it in Ruang GTK."""
    decider = life.people[decides]
    await decider.say("/persetujuan", "menunggu keputusan")
    await decider.tap("Setujui semua lengkap", "sekaligus?")
    await decider.tap("Ya, setujui", "disetujui")
    now = life.school.clock.now().astimezone(ZONE)
    await life.on(now.date(), now.hour + 1)
    for name in planners:
        await life.people[name].reads("disepakati di Kawal")


async def enter(person: Somebody) -> None:
    """The plan is in Ruang GTK since today."""
    await person.say("/rencana")
    await person.tap("Salin ke Ruang GTK", "lalu tempel di Ruang GTK")
    await person.tap("Sudah saya isi di Ruang GTK", "Kapan diisi")
    await person.tap("Hari ini", "Diisi di Ruang GTK")


async def january(life: Life, year: int, guru: tuple[str, ...], pengawas: bool) -> None:
    """The whole month. `pengawas`: whether the regulation covers them."""
    await life.on(date(year, 1, 10))
    for name in guru:
        assert await plan(life.people[name]) <= FEW
    await life.kepala.reads(WHO_IS[guru[-1]])  # nothing comes in between while they plan themselves
    for name in ("kepala", *(["pengawas"] if pengawas else [])):
        assert await plan(life.people[name]) <= FEW
    await life.on(date(year, 1, 12))
    await agree(life, guru, "kepala")
    await life.on(date(year, 1, 15))
    await agree(life, ("kepala", *(["pengawas"] if pengawas else [])), "kepala_dinas")
    for name in (*guru, "kepala", *(["pengawas"] if pengawas else [])):
        await enter(life.people[name])
