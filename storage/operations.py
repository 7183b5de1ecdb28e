"""The list of everything that somebody can ask of the record.

An operation takes a session and who acts, checks from the record that they may, and never commits: whoever holds the
transaction does. The access test walks this list, so that no operation is without a row in its table.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

REGISTRY: dict[str, Callable[..., Awaitable[Any]]] = {}


def operation(name: str) -> Callable[[Callable[P, Awaitable[T]]], Callable[P, Awaitable[T]]]:
    """Enter a function under its name, `file.verb`. A name that is taken is a mistake (ValueError)."""

    def enter(function: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
        if name in REGISTRY:
            raise ValueError(f"two operations are called {name}")
        REGISTRY[name] = function
        return function

    return enter
