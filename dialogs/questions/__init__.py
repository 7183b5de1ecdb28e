"""The kinds of questions a dialog may await."""

from dialogs.questions.base import Input, Question, Scene, Sent, Tap, Typed
from dialogs.questions.choose import Choose, ChooseMany, Option, Options
from dialogs.questions.confirm import Confirm, Section
from dialogs.questions.day import Day
from dialogs.questions.number import Number
from dialogs.questions.words import Words

__all__ = [
    "Choose",
    "ChooseMany",
    "Confirm",
    "Day",
    "Input",
    "Number",
    "Option",
    "Options",
    "Question",
    "Scene",
    "Section",
    "Sent",
    "Tap",
    "Typed",
    "Words",
]
