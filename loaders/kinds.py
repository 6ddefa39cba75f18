"""Kinds of sheets, told by their columns and never by a file's name."""

from __future__ import annotations

KINDS = (
    "survey",
    "riser_map",
    "party_roster",
    "people_roster",
    "links",
    "ties",
    "visits",
    "measures",
    "works",
    "activities",
    "surveys",
    "access_windows",
)
UNKNOWN = "unknown"
