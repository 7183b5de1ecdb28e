"""Errors in the log: what kind and where, never their texts, which repeat what people have typed."""

from __future__ import annotations

import traceback
from collections.abc import Iterator


def told(error: BaseException) -> str:
    """The kinds of an error and its causes, then the way through the code to it, a call a line."""
    kinds = " from ".join(type(one).__qualname__ for one in _chain(error))
    calls = traceback.extract_tb(error.__traceback__)
    return "\n".join([kinds, *(f"  {call.filename}:{call.lineno} in {call.name}" for call in calls)])


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
