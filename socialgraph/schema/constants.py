"""Values that arrays hold in place of texts, and what they mean."""

from __future__ import annotations

STACK_SOURCES = ("site_verified", "drawing", "sheet", "derived", "unknown")
"""Where a stack is known from, best first."""

NO_FLOOR = -(2**15)
"""The floor of a flat whose floor nobody knows."""

DO_NOT_CONTACT, RESPECTED_REFUSAL, HELD = 1, 2, 4
"""Bits of a household's stop: what it asked for itself, and a hold that protective words set until they are read."""
