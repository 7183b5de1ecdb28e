"""What the field works by beside the decrees: the reference packs.

The calendar of the Pelatih Ahli, the competence models, the workload rules, the data an ASN keeps in order and what a
pengawas hands in each month. They belong to no regulation's year and serve every pack; each item says where it is from.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, Self, TypeVar

import yaml
from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator

from regulations.angka_kredit import AngkaKredit
from regulations.base import Cited, Short, Statement, Value
from regulations.citing import cited, doubled_code
from regulations.errors import PackError
from regulations.kinds import Role

HERE = Path(__file__).parent / "reference"

Month = int
_Item = TypeVar("_Item", bound=BaseModel)


# --- Pelatih Ahli -----------------------------------------------------------------------------------------------------


class Level(Cited):
    """Who meets at an activity: a group of the district, one person, or a group of the school."""

    code: Literal["kabupaten_kota", "individu", "satuan_pendidikan"]
    name: str
    text: str | None = None
    limit: int | None = Field(default=None, gt=0)  # participants in one group


class CoachingActivity(Cited):
    """One line of the calendar. Either hours (JP, lesson hours) in given months or the same hours every month."""

    code: str
    name: str
    short: Short
    level: Literal["kabupaten_kota", "individu", "satuan_pendidikan"]
    mode: str
    jp: tuple[tuple[Month, int], ...] = ()
    monthly_jp: int | None = Field(default=None, gt=0)
    per: str | None = None
    participants: tuple[str, ...]

    @field_validator("jp", mode="before")
    @classmethod
    def _pairs(cls, value: object) -> object:
        return tuple(value.items()) if isinstance(value, Mapping) else value

    @model_validator(mode="after")
    def _one_rhythm(self) -> Self:
        if bool(self.jp) == (self.monthly_jp is not None):
            raise ValueError("give either jp per month or monthly_jp")
        return self

    def jp_in(self, month: Month) -> int:
        """Lesson hours in `month` (1..12); 0 when nothing is planned."""
        return self.monthly_jp or dict(self.jp).get(month, 0)


class CoachingTopic(Cited):
    """What coaching may be about. `minutes` is the usual length (from, to) where one is printed."""

    code: str
    name: str
    short: Short
    text: str
    compulsory: bool
    minutes: tuple[int, int] | None = None


class TopicSet(Cited):
    """Months that share one choice of coaching topics."""

    code: str
    months: tuple[Month, ...]


class Committee(Cited):
    """Penguatan Komite Pembelajaran: what it is, when it is held, its four meetings, who sits in it."""

    about: Statement
    held: Statement
    goal: Statement
    meetings: tuple[Statement, ...]
    members: tuple[Statement, ...]


class Coaching(Cited):
    """Coaching of a kepala sekolah: what it should bring about and what it is about."""

    about: Statement
    outcomes: tuple[Statement, ...]
    goals: tuple[Statement, ...]
    choosing: Statement
    topics: tuple[CoachingTopic, ...]
    topic_sets: tuple[TopicSet, ...]

    def topic_set(self, month: Month) -> TopicSet | None:
        """The set of months that `month` (1..12) shares its topics with; None outside the programme's months."""
        return next((each for each in self.topic_sets if month in each.months), None)


class Pmo(Cited):
    """The school's monthly management forum (pokja manajemen operasional)."""

    about: Statement
    goal: Statement
    agenda: tuple[Statement, ...]
    coordinator: Statement
    coordinator_monthly_jp: int = Field(gt=0)


class PelatihAhli(Cited):
    """Mentoring in Program Sekolah Penggerak; `months` in the order of the programme's year (October first)."""

    title: str
    months: tuple[Month, ...]
    may_change: Statement
    roles: tuple[Statement, ...]
    levels: tuple[Level, ...]
    activities: tuple[CoachingActivity, ...]
    committee: Committee
    coaching: Coaching
    pmo: Pmo

    def level(self, activity: CoachingActivity) -> Level:
        """Who meets at `activity`."""
        return next(level for level in self.levels if level.code == activity.level)

    def activities_in(self, month: Month) -> tuple[CoachingActivity, ...]:
        """The calendar of `month` (1..12), in printed order; empty outside the programme's months."""
        return tuple(each for each in self.activities if month in self.months and each.jp_in(month))

    def total_jp(self, activity: CoachingActivity) -> int:
        """Lesson hours of one activity in the programme's year (our sum; per school where `per` says so)."""
        return sum(activity.jp_in(month) for month in self.months)

    @model_validator(mode="after")
    def _in_season(self) -> Self:
        season = set(self.months)
        planned = {month for each in self.activities for month, _ in each.jp}
        grouped = [month for each in self.coaching.topic_sets for month in each.months]
        if not planned <= season <= set(range(1, 13)):
            raise ValueError(f"jp in months outside the programme: {sorted(planned - season)}")
        if sorted(grouped) != sorted(season):
            raise ValueError("topic_sets must hold every month of the programme once")
        if missing := {each.level for each in self.activities} - {each.code for each in self.levels}:
            raise ValueError(f"unknown level {sorted(missing)}")
        return self


# --- Model kompetensi -------------------------------------------------------------------------------------------------


class CompetenceModel(Cited):
    """The competences a role is expected to have, by the decree that sets them."""

    role: Role
    decree: str
    competences: tuple[str, ...]


class RoleList(Cited):
    """A printed list for one role, by the decree it comes from."""

    role: Role
    decree: str
    items: tuple[Statement, ...]


class ModelKompetensi(Cited):
    """Competence models, professional competences and duties per role; () where the source has no column."""

    models: tuple[CompetenceModel, ...]
    professional: tuple[RoleList, ...]
    duties: tuple[RoleList, ...]

    def model(self, role: Role) -> CompetenceModel | None:
        """The competence model of `role`."""
        return next((each for each in self.models if each.role is role), None)

    def professional_of(self, role: Role) -> tuple[Statement, ...]:
        """Professional competences of `role` as printed (none are printed for guru)."""
        return next((each.items for each in self.professional if each.role is role), ())

    def duties_of(self, role: Role) -> tuple[Statement, ...]:
        """Duties (pelaksanaan tugas) of `role` as printed."""
        return next((each.items for each in self.duties if each.role is role), ())


# --- Workload ---------------------------------------------------------------------------------------------------------


class WorkloadLimits(Cited):
    """A guru's week: working minutes without breaks, face-to-face lesson hours from minimum to maximum."""

    minutes_per_week: int = Field(gt=0)
    face_to_face_minimum: int = Field(gt=0)
    face_to_face_maximum: int

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.face_to_face_minimum > self.face_to_face_maximum:
            raise ValueError("face_to_face_minimum is above face_to_face_maximum")
        return self


class TaskHours(Cited):
    """Weekly lesson hours a task counts for, by who holds it and by what it is counted (None: flat)."""

    hours: int = Field(gt=0)
    who: str | None = None
    per: str | None = None


class HourLimit(Cited):
    """The most that the tasks of a group may count for together, in lesson hours a week."""

    hours: int = Field(gt=0)


class AdditionalTask(Cited):
    """An additional task (tugas tambahan). Its own basis is that of the name; each of `hours` has another."""

    code: str
    name: str
    short: Short
    hours: tuple[TaskHours, ...]
    rule: str | None = None
    term: str | None = None


class TaskGroup(Cited):
    """Tasks with one upper limit together. `listed`: how many the regulation names; `missing`: what we lack of them."""

    items: tuple[AdditionalTask, ...]
    limit: HourLimit
    listed: int = Field(gt=0)
    missing: Statement


class Workload(Cited):
    """Workload of guru and the additional tasks that count as lesson hours."""

    title: str
    number: str
    signed: date
    promulgated: date
    in_force: str
    limits: WorkloadLimits
    statements: tuple[Statement, ...]
    main_tasks: tuple[AdditionalTask, ...]
    other_tasks: TaskGroup

    @property
    def tasks(self) -> tuple[AdditionalTask, ...]:
        """All additional tasks, the main ones first."""
        return self.main_tasks + self.other_tasks.items


# --- SIMPEG and the pengawas' months ----------------------------------------------------------------------------------


class Simpeg(Cited):
    """Keeping an ASN's data in order: what it is for, the steps, the data; `notice` says for whom it is not."""

    title: str
    notice: Statement
    about: Statement
    announcements: tuple[Statement, ...]
    goals: tuple[Statement, ...]
    steps: tuple[Statement, ...]
    data: tuple[Statement, ...]


class PengawasMonth(Cited):
    """What a pengawas hands in for one month (1..12)."""

    month: Month = Field(ge=1, le=12)
    texts: tuple[str, ...] = Field(min_length=1)


class AkiPengawas(Cited):
    """The pengawas' year, January to December."""

    months: tuple[PengawasMonth, ...]

    @model_validator(mode="after")
    def _whole_year(self) -> Self:
        if [each.month for each in self.months] != list(range(1, 13)):
            raise ValueError("months must be 1 to 12, each once and in order")
        return self

    def month(self, month: Month) -> PengawasMonth:
        """What is due in `month` (1..12)."""
        return self.months[month - 1]


# --- The evaluation ---------------------------------------------------------------------------------------------------


class PredikatSpread(Cited):
    """How predikat are spread in an organisation, by the organisation's own predikat; `notice` says how to read it."""

    title: str
    notice: Statement
    rows: tuple[Statement, ...]


class Reference(Value):
    """Everything in the reference packs."""

    pelatih_ahli: PelatihAhli
    model_kompetensi: ModelKompetensi
    workload: Workload
    simpeg: Simpeg
    aki_pengawas: AkiPengawas
    angka_kredit: AngkaKredit
    sebaran_predikat: PredikatSpread


# --- Reading ----------------------------------------------------------------------------------------------------------


def _read(folder: Path, name: str, model: type[_Item]) -> _Item:
    path = folder / f"{name}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        raw = cited(yaml.load(path.read_text(encoding="utf-8"), loader))  # noqa: S506 - safe loaders only
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PackError(f"reference/{path.name}: tidak terbaca: {' '.join(str(error).split())}") from error
    if doubled := doubled_code(raw):
        raise PackError(f"reference/{path.name}: {doubled}: kode ganda")
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise PackError(f"reference/{path.name}: {_told(error)}") from error


def _told(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors())


def load_reference(folder: Path = HERE) -> Reference:
    """The reference packs of `folder`.

    Raises PackError naming the file, the item and what is wrong: an unknown key, a missing source, a code used twice,
    an unknown role, a month outside the calendar, a label over 32 characters.
    """
    return Reference(
        pelatih_ahli=_read(folder, "pelatih_ahli", PelatihAhli),
        model_kompetensi=_read(folder, "model_kompetensi", ModelKompetensi),
        workload=_read(folder, "workload", Workload),
        simpeg=_read(folder, "simpeg", Simpeg),
        aki_pengawas=_read(folder, "aki_pengawas", AkiPengawas),
        angka_kredit=_read(folder, "angka_kredit", AngkaKredit),
        sebaran_predikat=_read(folder, "sebaran_predikat", PredikatSpread),
    )
