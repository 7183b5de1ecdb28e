"""How many examples Hypothesis tries: few and always the same in a normal run, many and new ones with KAWAL_LONG=1."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

LONG = os.environ.get("KAWAL_LONG") == "1"
TIMES = 25
"""How many times more examples a long run tries."""

settings.register_profile(
    "kawal-dialogs",
    deadline=None,
    derandomize=not LONG,
    database=None,
    print_blob=True,
    phases=[p for p in __import__("hypothesis").Phase if p.name in ("explicit", "generate")]
    if os.environ.get("NOSHRINK")
    else list(__import__("hypothesis").Phase),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def effort(examples: int) -> settings:
    """The settings of one test; `examples` is the count of a normal run."""
    return settings(settings.get_profile("kawal-dialogs"), max_examples=examples * (TIMES if LONG else 1))
