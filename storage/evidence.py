"""Evidence: what proves that something was done. The files lie in the vault, under their SHA-256."""

from __future__ import annotations
