"""One inbox for all kinds of decisions, and batches that can be taken back."""

from __future__ import annotations
