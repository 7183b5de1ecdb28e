"""`kawal regulations check`: everything that is wrong with a folder of packs, all at once."""

from pathlib import Path

from regulations.building import build
from regulations.errors import Problem
from regulations.library import PACKAGED


def check(folder: Path = PACKAGED) -> list[Problem]:
    """What is wrong with the packs and reference packs of `folder`; empty when nothing is."""
    return list(build(folder).problems)
