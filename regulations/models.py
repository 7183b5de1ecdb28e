"""The vocabulary of regulations: import from here.

`Pack` is a whole regulation and answers questions about it; the other names are the kinds of item it is made of. How a
pack is written down stands in `packs/README.md`.
"""

from regulations.base import SHORT_LENGTH, Cited
from regulations.dates import DatedWindow, Period, PeriodTemplate, ValidYears, Window
from regulations.errors import PackError, Problem, UnknownPack
from regulations.items import (
    AppraiserRule,
    BehaviourAspect,
    BehaviourIndicator,
    BknOnly,
    CompetenceActivity,
    CompetenceCategory,
    DataRule,
    Definition,
    Documentation,
    Examples,
    Expectation,
    Focus,
    FocusRule,
    FollowUp,
    Measure,
    MonthPhase,
    Notice,
    PointRange,
    Predikat,
    PredikatCell,
    Rhk,
    SkpField,
    TeamStep,
    Uncovered,
)
from regulations.kinds import Basis, ConfirmedBy, Cycle, DoneWhen, Rating, RhkKind, Role, SkpPart
from regulations.pack import Pack

__all__ = [
    "SHORT_LENGTH",
    "AppraiserRule",
    "Basis",
    "BehaviourAspect",
    "BehaviourIndicator",
    "BknOnly",
    "Cited",
    "CompetenceActivity",
    "CompetenceCategory",
    "ConfirmedBy",
    "Cycle",
    "DataRule",
    "DatedWindow",
    "Definition",
    "Documentation",
    "DoneWhen",
    "Examples",
    "Expectation",
    "Focus",
    "FocusRule",
    "FollowUp",
    "Measure",
    "MonthPhase",
    "Notice",
    "Pack",
    "PackError",
    "Period",
    "PeriodTemplate",
    "PointRange",
    "Predikat",
    "PredikatCell",
    "Problem",
    "Rating",
    "Rhk",
    "RhkKind",
    "Role",
    "SkpField",
    "SkpPart",
    "TeamStep",
    "Uncovered",
    "UnknownPack",
    "ValidYears",
    "Window",
]
