"""Why a file cannot be used."""

from __future__ import annotations

from storage.values.evidence import FileProblem


class Unusable(Exception):
    """The file is none of what is accepted; `problem` says why."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem
