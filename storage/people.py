"""People, the roles they hold, and who appraises whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from regulations.models import Role
from storage.types import Instant, Record, code_of
from storage.values import AssignmentStatus, Employment


class Person(Record, table=True):
    """A human being with as little about them as the work needs. Never a NIK."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("dinas_id", "local_id"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200)
    salutation: str = Field(default="Bapak/Ibu", max_length=20)
    nip: str | None = Field(default=None, max_length=18, unique=True)
    """Eighteen digits: NIP of a PNS or NI PPPK."""
    local_id: str | None = Field(default=None, max_length=40)
    """Key of a person without NIP; unique within a dinas."""
    dinas_id: int | None = Field(default=None, foreign_key="unit.id")
    """The dinas whose roster names the person: the scope of `local_id`."""
    created: datetime = Field(sa_type=Instant)


class Assignment(Record, table=True):
    """One role of one person at one unit in one year."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("person_id", "unit_id", "role", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    role: Role = Field(sa_type=code_of(Role))
    year: int
    status: AssignmentStatus = Field(default=AssignmentStatus.invited, sa_type=code_of(AssignmentStatus))
    version: int = 1
    """Grows with every change of status; the cards that ask an operator to confirm carry it."""
    position: str = Field(default="", max_length=120)
    """Jabatan, e.g. guru kelas IV."""
    employment: Employment = Field(sa_type=code_of(Employment))
    additional_task: str | None = Field(default=None, max_length=120)
    activated_at: datetime | None = Field(default=None, sa_type=Instant)


class Appointment(Record, table=True):
    """Who appraises whom, and since when. A change closes the row and opens another, so that history stays."""

    __tablename__ = "appointment"
    __table_args__ = (
        # One present appraiser each: close the former row before opening the next.
        Index(
            "uq_appointment_now",
            "assignment_id",
            unique=True,
            sqlite_where=text("ends IS NULL"),
            postgresql_where=text("ends IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    """The one who is appraised."""
    appraiser_assignment_id: int = Field(foreign_key="assignment.id", index=True)
    """The pejabat penilai."""
    starts: datetime = Field(sa_type=Instant)
    ends: datetime | None = Field(default=None, sa_type=Instant)
    """None: now."""
