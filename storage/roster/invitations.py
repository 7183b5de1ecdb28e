"""Whom an import invites, and the list of codes that is handed out once."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import openpyxl
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from locales import Catalogue, _
from storage import audit, invites, people
from storage.people import ASSIGNMENTS
from storage.roster.choices import ROLE_NAMES
from storage.roster.export import fill
from storage.roster.identifiers import NIP_DIGITS, SEPARATORS
from storage.roster.known import Existing
from storage.roster.roster import Roster
from storage.values import AssignmentStatus, Member

EVERYBODY = "semua"
"""`--reinvite semua`: everybody in the file whom the record knew before and who has not joined yet."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """One person's code with what helps to hand it out."""

    members: tuple[Member, ...]
    """The person in each of their roles, at least one."""
    code: str
    expires_at: datetime


class NobodyFound(Exception):
    """`--reinvite` names somebody without a role in the record, or a number that more than one person has."""

    def __init__(self, reference: str) -> None:
        super().__init__("nobody, or more than one person, has this number")
        self.reference = reference


def reinvited(references: Iterable[str], roster: Roster, existing: Existing) -> dict[int, str]:
    """Ids of the known people who get another code, with what named them. New people are invited anyway.

    Raises `NobodyFound`, also for a local id that two dinas use when the file does not say which.
    """
    found: dict[int, str] = {}
    for reference in references:
        if reference.casefold() == EVERYBODY:
            known = (existing.people[person.known] for person in roster.people if person.known is not None)
            found |= {person.id: person.name for person in known if not person.joined}
        elif (id_ := _one(reference, roster, existing)) is not None:
            found[id_] = reference
    return found


async def invite(
    session: AsyncSession, new: Sequence[int], again: Mapping[int, str], now: datetime
) -> tuple[Invitation, ...]:
    """A code for everybody named: `new` people have never had one; the earlier codes of those invited `again` end.

    The codes exist only in what is returned. Ordered by unit and name. Raises `NobodyFound`. Never commits.
    """
    codes = await _first_codes(session, new, now)
    for person_id in again:
        codes[person_id] = await invites.create(session, None, person_id, now)
    members = await _members(session) if codes else {}
    for person_id, reference in again.items():
        if person_id not in members:
            raise NobodyFound(reference)
    expires = now + timedelta(days=invites.TTL_DAYS)
    found = (Invitation(tuple(members[person_id]), code, expires) for person_id, code in codes.items())
    return tuple(sorted(found, key=lambda one: (one.members[0].unit_name, one.members[0].name)))


def headings(catalogue: Catalogue) -> tuple[str, ...]:
    """Of the list of invites."""
    names = (_("Nama"), _("Peran"), _("Unit"), _("Kode"), _("Tautan"), _("Berlaku sampai"))
    return tuple(catalogue.plain(name) for name in names)


def rows(invitations: Iterable[Invitation], bot_username: str | None, catalogue: Catalogue) -> list[tuple[str, ...]]:
    """The list of invites: one person a row, the link empty as long as nobody knows the bot's name."""
    return [_row(invitation, bot_username, catalogue) for invitation in invitations]


def workbook(lines: Iterable[Sequence[str]], catalogue: Catalogue) -> bytes:
    """The list of invites as xlsx."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = catalogue.plain(_("Undangan"))
    fill(book.worksheets[0], headings(catalogue), lines)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _one(reference: str, roster: Roster, existing: Existing) -> int | None:
    """Id of a known person; None for one who comes in with this file."""
    digits = SEPARATORS.sub("", reference)
    wanted = digits if digits.isdigit() and len(digits) == NIP_DIGITS else reference.strip().upper()
    here = [person for person in roster.people if wanted in (person.nip, person.local_id)]
    if len(here) == 1:
        return here[0].known
    known = [person for person in existing.people.values() if wanted in (person.nip, person.local_id)]
    if here or len(known) != 1:
        raise NobodyFound(reference)
    return known[0].id


async def _first_codes(session: AsyncSession, person_ids: Sequence[int], now: datetime) -> dict[int, str]:
    """Codes of people who are new, all at once: thousands one by one would keep everybody else waiting."""
    codes = {id_: "".join(secrets.choice(invites.ALPHABET) for _ in range(invites.LENGTH)) for id_ in person_ids}
    times = {"created_at": now, "expires_at": now + timedelta(days=invites.TTL_DAYS)}
    values = [{"person_id": id_, "code_hash": audit.digest_of(code)} | times for id_, code in codes.items()]
    if values:
        await (await session.connection()).execute(insert(invites.INVITES), values)
    return codes


async def _members(session: AsyncSession) -> dict[int, list[Member]]:
    """Roles of everybody that have not ended, by person; the latest year only."""
    found: dict[int, list[Member]] = {}
    for member in await people.find(session, ASSIGNMENTS.c.status != AssignmentStatus.ended):
        found.setdefault(member.person_id, []).append(member)
    latest = {id_: max(member.year for member in roles) for id_, roles in found.items()}
    return {id_: [role for role in roles if role.year == latest[id_]] for id_, roles in found.items()}


def _row(invitation: Invitation, bot_username: str | None, catalogue: Catalogue) -> tuple[str, ...]:
    first = invitation.members[0]
    roles = dict.fromkeys(catalogue.plain(ROLE_NAMES[member.role]) for member in invitation.members)
    units = dict.fromkeys(member.unit_name for member in invitation.members)
    link = f"https://t.me/{bot_username.removeprefix('@')}?start={invitation.code}" if bot_username else ""
    expires = catalogue.instant(invitation.expires_at, first.zone)
    return (first.name, ", ".join(roles), ", ".join(units), invitation.code, link, expires)
