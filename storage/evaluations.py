"""The evaluation of a period: ratings, predikat, notes, and the person's acknowledgement."""

from __future__ import annotations
