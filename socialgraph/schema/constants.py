"""Values that arrays hold in place of texts, and what they mean."""

from __future__ import annotations

from typing import NamedTuple

STACK_SOURCES = ("site_verified", "drawing", "sheet", "derived", "unknown")
"""Where a stack is known from, best first."""

BY_NUMBER = "by_number"
"""In the graph only, a source of no stack: whatever the number of the flat says, given the whole register."""

PRIVATE_OWNERSHIP = frozenset({"private_commodity", "private_reform", "affordable"})
"""Kinds of ownership under which nobody is a public lessee."""

PUBLIC_OWNERSHIP = frozenset({"public_direct", "public_unit", "central", "military", "school_hospital"})
"""Kinds of ownership under which whoever lives there may be a public lessee."""

REFUSALS = ("refused", "reversed", "declined_contact")
"""Words of a household that are a no, but for a refusal that the office has respected, which is a stop."""

NO_FLOOR = -(2**15)
"""The floor of a flat whose floor nobody knows."""

DO_NOT_CONTACT, RESPECTED_REFUSAL, HELD = 1, 2, 4
"""Bits of a household's stop: what it asked for itself, and a hold that protective words set until they are read."""


class StopWord(NamedTuple):
    """A word in a column of a canonical table that is a hard stop, and the column that says from which day."""

    table: str
    column: str
    word: str
    dated_by: str
    stop: str


STOP_WORDS = (
    StopWord("dossiers", "do_not_contact", "true", "do_not_contact_on", "do_not_contact"),
    StopWord("visits", "result", "asked_to_stop", "date", "do_not_contact"),
    StopWord("stances", "stance", "respected_refusal", "date", "respected_refusal"),
)
"""All words that are a hard stop: a load writes them down as stops, and a town counts them wherever they are."""

STALE_DAYS = 90
"""A word that was not signed and is older says nothing any more: it counts as unknown in a forecast."""

UNSIGNED = frozenset({"verbal", "conditional", "hesitant", "no_objection"})
"""Words that grow stale."""

LEAST_HOUSEHOLDS = 5
"""A figure of fewer households is a figure of each of them: it is suppressed in every aggregate."""
