"""How many examples Hypothesis tries: few and always the same in a normal run, many and new ones with KAWAL_LONG=1."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, seed, settings

LONG = os.environ.get("KAWAL_LONG") == "1"
TIMES = 10
"""How many times more examples a long run tries."""
Test = TypeVar("Test", bound=Callable[..., Any])

settings.register_profile(
    "kawal-dialogs",
    deadline=None,
    derandomize=not LONG,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def effort(examples: int, salt: str = "") -> Callable[[Test], Test]:
    """How hard a test is tried; `examples` is the count of a normal run.

    Without `salt` every run of the same function sees the same examples; tests that run once for each ground name the
    ground here, so that each sees others.
    """
    chosen = settings(settings.get_profile("kawal-dialogs"), max_examples=examples * (TIMES if LONG else 1))
    if LONG or not salt:
        return chosen
    fixed = settings(chosen, derandomize=False)
    return lambda test: fixed(seed(zlib.crc32(salt.encode()))(test))
