"""The ground of every item: a frozen value, its citation, and the few text types they share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from regulations.kinds import Basis

SHORT_LENGTH = 32

Short = Annotated[str, Field(min_length=1, max_length=SHORT_LENGTH)]
Text = Annotated[str, Field(min_length=1)]


class Value(BaseModel):
    """A frozen value that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, ser_json_inf_nan="constants")


class Cited(Value):
    """An item with its citation: decree, part, table or letter; `note` is Kawal's remark on that citation."""

    source: Annotated[str, Field(min_length=8)]
    basis: Basis
    note: str | None = None


class Statement(Cited):
    """A sentence as printed, with the heading it stands under where it has one."""

    code: str = ""
    title: str | None = None
    text: str
