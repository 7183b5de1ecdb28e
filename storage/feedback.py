"""Feedback and coaching at any time: apresiasi, umpan balik, penugasan baru, bimbingan, konseling."""

from __future__ import annotations
