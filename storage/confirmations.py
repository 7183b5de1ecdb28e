"""Confirmations: the appraiser says, RHK by RHK, that what the documentation table names is there."""

from __future__ import annotations
