"""What buttons send back: `kind:id:version:action`, read and written in one place.

Whatever comes in may be forged, foreign or weeks old: `read` gives a value or None and never raises. Whether the
person may do it is decided by the record, not by who holds the button.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class At(StrEnum):
    """Places that a button may lead to."""

    home = "home"
    plan = "plan"
    inbox = "inbox"
    drafts = "drafts"
    help = "help"
    about = "about"
    privacy = "privacy"
    languages = "langs"
    roles = "roles"
    why = "why"
    joins = "joins"
    people = "people"
    year = "year"
    competence = "comp"
    confirmations = "conf"
    observations = "obs"
    feedback = "feed"
    evaluation = "eval"
    midyear = "mid"
    pendampingan = "damping"
    data_update = "data"
    exceptions = "exc"
    moves = "moves"
    team = "team"
    staff = "staff"
    agenda = "agenda"
    deadlines = "tenggat"
    ledger = "laporan"
    history = "hist"
    own_data = "own"
    reminders = "rem"
    stop = "stop"
    coaching = "coach"


class Do(StrEnum):
    """What can be done on a SKP's card."""

    show = "show"
    approve = "ok"
    give_back = "back"
    details = "det"
    copy = "copy"
    entered = "in"
    withdraw = "wd"
    revise = "re"
    why = "why"
    undo = "un"


class Kind(StrEnum):
    """Kinds of things that have a screen with buttons of their own; each belongs to one feature."""

    inbox = "box"
    batch = "bat"
    competence = "log"
    evidence = "ev"
    confirmation = "con"
    observation = "obs"
    feedback = "fb"
    evaluation = "eva"
    checkin = "chk"
    pendampingan = "pdm"
    binaan = "bin"
    data_update = "dat"
    exception = "exc"
    delegation = "del"
    appointment = "app"
    team = "tim"
    staff = "stf"
    agenda = "agd"
    deadline = "tgt"
    ledger = "lap"
    history = "his"
    own_data = "own"
    reminder = "rem"
    coaching = "coa"
    coached = "sek"


@dataclass(frozen=True, slots=True)
class Go:
    """Show a place; `page` counts from 0."""

    at: At
    page: int = 0

    def __str__(self) -> str:
        return f"h:{self.at}:{self.page}"


@dataclass(frozen=True, slots=True)
class OnSkp:
    """Act on a SKP as it was at `version`."""

    skp_id: int
    version: int
    do: Do
    page: int = 0

    def __str__(self) -> str:
        return f"s:{self.skp_id}:{self.version}:{self.do}:{self.page}"


@dataclass(frozen=True, slots=True)
class On:
    """Act on a thing as it was at `version`. `do` is the feature's own word; `arg` a code that it may need.

    Doing the same again must be safe: Telegram may deliver a tap twice.
    """

    kind: Kind
    id: int
    version: int
    do: str
    page: int = 0
    arg: str = ""

    def __str__(self) -> str:
        return f"o:{self.kind}:{self.id}:{self.version}:{self.do}:{self.page}:{self.arg}"


@dataclass(frozen=True, slots=True)
class OnDialog:
    """An answer to the question with this mark in this draft."""

    draft_id: int
    mark: str
    action: str

    def __str__(self) -> str:
        return f"d:{self.draft_id}:{self.mark}:{self.action}"


@dataclass(frozen=True, slots=True)
class OnDraft:
    """Continue a draft, or throw it away (`sure` after being asked)."""

    draft_id: int
    discard: bool = False
    sure: bool = False

    def __str__(self) -> str:
        return f"l:{self.draft_id}:{int(self.discard)}{int(self.sure)}"


@dataclass(frozen=True, slots=True)
class OnInvite:
    """An operator invites somebody anew (`sure` after being asked: the old phone loses its access)."""

    person_id: int
    sure: bool = False

    def __str__(self) -> str:
        return f"i:{self.person_id}:{int(self.sure)}"


class Step(StrEnum):
    """Steps of joining."""

    me = "me"
    not_me = "no"
    agree = "ok"


@dataclass(frozen=True, slots=True)
class Join:
    """A step of joining with an invite code."""

    code: str
    step: Step

    def __str__(self) -> str:
        return f"j:{self.code}:{self.step}"


@dataclass(frozen=True, slots=True)
class OnJoin:
    """An operator answers a join request."""

    assignment_id: int
    accept: bool

    def __str__(self) -> str:
        return f"c:{self.assignment_id}:{int(self.accept)}"


@dataclass(frozen=True, slots=True)
class Pick:
    """Choose a language (`lang`) or the role in front (`role`)."""

    what: str
    value: str

    def __str__(self) -> str:
        return f"p:{self.what}:{self.value}"


Call = Go | On | OnSkp | OnDialog | OnDraft | OnInvite | Join | OnJoin | Pick

ID = r"([1-9][0-9]{0,9})"
LARGEST_ID = 2**31 - 1
"""An id is an INTEGER in PostgreSQL; a larger number is a forged one."""
PAGE = r"([0-9]{1,3})"
ID_OR_NONE = r"(0|[1-9][0-9]{0,9})"
ARG = r"([0-9A-Za-z._-]{0,16})"
PATTERNS = {
    "h": re.compile(rf"h:([a-z]+):{PAGE}", re.ASCII),
    "o": re.compile(
        rf"o:([a-z]{{2,3}}):(0|[1-9][0-9]{{0,9}}):([0-9]{{1,9}}):([a-z]{{1,8}}):{PAGE}:([0-9A-Za-z._-]{{0,20}})",
        re.ASCII,
    ),
    "s": re.compile(rf"s:{ID}:([0-9]{{1,9}}):([a-z]+):{PAGE}", re.ASCII),
    "d": re.compile(rf"d:{ID}:([0-9a-z]{{1,7}}):([^\s].{{0,47}})", re.ASCII),
    "l": re.compile(rf"l:{ID}:([01])([01])", re.ASCII),
    "i": re.compile(rf"i:{ID}:([01])", re.ASCII),
    "j": re.compile(r"j:([0-9A-Za-z_-]{8,40}):([a-z]{2})", re.ASCII),
    "c": re.compile(rf"c:{ID}:([01])", re.ASCII),
    "p": re.compile(r"p:(lang|role):([0-9a-z]{1,18})", re.ASCII),
}


def read(data: str) -> Call | None:
    """The call in a button's data, or None when it is none of ours."""
    pattern = PATTERNS.get(data[:1])
    found = pattern.fullmatch(data) if pattern else None
    if found is None:
        return None
    try:
        call = _built(data[0], found.groups())
    except ValueError:
        return None
    return None if _too_large(call) else call


def _too_large(call: Call) -> bool:
    match call:
        case On(id=number) | OnSkp(skp_id=number) | OnDialog(draft_id=number) | OnDraft(draft_id=number):
            return number > LARGEST_ID
        case OnInvite(person_id=number) | OnJoin(assignment_id=number):
            return number > LARGEST_ID
        case Pick(what="role", value=value):
            return not value.isdecimal() or int(value) > LARGEST_ID
    return False


def _built(kind: str, parts: tuple[str, ...]) -> Call:
    match kind, parts:
        case "h", (at, page):
            return Go(At(at), int(page))
        case "o", (thing, number, version, do, page, arg):
            return On(Kind(thing), int(number), int(version), do, int(page), arg)
        case "s", (skp, version, do, page):
            return OnSkp(int(skp), int(version), Do(do), int(page))
        case "d", (draft, mark, action):
            return OnDialog(int(draft), mark, action)
        case "l", (draft, discard, sure):
            return OnDraft(int(draft), discard == "1", sure == "1")
        case "i", (person, sure):
            return OnInvite(int(person), sure == "1")
        case "j", (code, step):
            return Join(code, Step(step))
        case "c", (assignment, accept):
            return OnJoin(int(assignment), accept == "1")
        case "p", (what, value):
            return Pick(what, value)
    raise ValueError(kind)
