"""The competence log (*pengembangan kompetensi*): what was done, its points or reflection, its confirmation."""

from __future__ import annotations
