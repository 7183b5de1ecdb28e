"""The kinds of questions a dialog may await."""

from dialogs.questions.base import Filed, Input, Question, Scene, Sent, Tap, Typed, Unusable
from dialogs.questions.choose import Choose, ChooseMany, Option, Options
from dialogs.questions.confirm import Confirm, Section
from dialogs.questions.day import Day
from dialogs.questions.evidence import Evidence
from dialogs.questions.note import Note
from dialogs.questions.number import Number
from dialogs.questions.search import Search
from dialogs.questions.time_of_day import TimeOfDay
from dialogs.questions.words import Words

__all__ = [
    "Choose",
    "ChooseMany",
    "Confirm",
    "Day",
    "Evidence",
    "Filed",
    "Input",
    "Note",
    "Number",
    "Option",
    "Options",
    "Question",
    "Scene",
    "Search",
    "Section",
    "Sent",
    "Tap",
    "TimeOfDay",
    "Typed",
    "Unusable",
    "Words",
]
