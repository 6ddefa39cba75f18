"""Values that arrays hold in place of texts, and what they mean."""

from __future__ import annotations

STACK_SOURCES = ("site_verified", "drawing", "sheet", "derived", "unknown")
"""Where a stack is known from, best first."""

NO_FLOOR = -(2**15)
"""The floor of a flat whose floor nobody knows."""

DO_NOT_CONTACT, RESPECTED_REFUSAL = 1, 2
"""Bits of a household's stop."""
