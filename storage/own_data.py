"""One's own data: history, export, deletion with a receipt."""

from __future__ import annotations
