"""Canonical tables as data frames of text, in their natural order, and as files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.loaders.tables.findings import Finding
from socialgraph.loaders.values.dates import older_first
from socialgraph.loaders.values.text import without_id_numbers
from socialgraph.schema.addresses import natural_rank
from socialgraph.schema.tables import QUARANTINE_COLUMNS, TABLES

EXTRA_COLUMNS = ("compound", "sources")
_ENDS = (
    "ego_building",
    "ego_door",
    "ego_room",
    "ego_name",
    "alter_building",
    "alter_door",
    "alter_room",
    "alter_name",
)
_SORTED_BY: dict[str, tuple[str, ...]] = {
    "ties": _ENDS,
    "closed_pairs": (*_ENDS, "kind", "observed_on"),
    "holds": ("building", "door", "room", "name", "stack", "reason", "held_on"),
    "links": ("member_building", "member_door", "member_room", "member_name", "building", "door", "room"),
    "works": ("building", "stack", "pipe_kind"),
    "flats": ("building", "door", "room", "pipe_kind", "stack"),
    "people": ("building", "door", "room", "name"),
}


def columns_of(table: str) -> list[str]:
    """Canonical columns, then compound where it is none of them, then sources."""
    names = TABLES[table].column_names
    return names + [name for name in EXTRA_COLUMNS if name not in names]


def frame_of(table: str, records: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """Records as a frame of text, "" where nothing is recorded."""
    columns = columns_of(table)
    values = {name: [record.get(name, "") for record in records] for name in columns}
    return pd.DataFrame(values, columns=columns, dtype=object)


def sort_table(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """By address in natural order; dated tables then by date, and else as the sheets have it."""
    if frame.empty:
        return frame.reset_index(drop=True)
    keys = [
        _ranked(frame[name], natural_rank(frame[name].unique()))
        for name in ("compound", *_SORTED_BY.get(table, ("building", "door", "room")))
    ]
    if "date" in frame.columns:
        dates = sorted(frame["date"].unique(), key=older_first)
        keys.append(_ranked(frame["date"], {date: place for place, date in enumerate(dates)}))
    return frame.take(np.lexsort(keys[::-1])).reset_index(drop=True)


def fill_compounds(tables: dict[str, pd.DataFrame]) -> None:
    """Sheets and canonical tables together: a blank compound becomes the only one that is named."""
    named = {name for frame in tables.values() for name in frame["compound"].unique()} - {""}
    if len(named) == 1:
        for frame in tables.values():
            frame["compound"] = next(iter(named))


def _ranked(column: pd.Series, ranks: Mapping[str, int]) -> NDArray[np.int64]:
    return np.fromiter((ranks[value] for value in column), dtype=np.int64, count=len(column))


def quarantine_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """The quarantine table: file, sheet, row, column, value, reason; in the order of files and rows."""
    rows = [
        (
            finding.place.sheet.file,
            finding.place.sheet.sheet,
            str(finding.place.row.number),
            heading_of(finding),
            without_id_numbers(finding.value),
            finding.reason,
        )
        for finding in findings
    ]
    sheets = {name: place for place, name in enumerate(dict.fromkeys(row[:2] for row in rows))}
    rows = sorted(dict.fromkeys(rows), key=lambda row: (sheets[row[:2]], int(row[2])))
    return pd.DataFrame(rows, columns=QUARANTINE_COLUMNS, dtype=object)


def heading_of(finding: Finding) -> str:
    """The heading as written, both tiers where it has two; the field's name where the sheet has no such column."""
    sheet = finding.place.sheet
    if finding.field in sheet.dropped_columns:
        return finding.field
    tiers = sheet.extra.get(finding.field)
    if tiers and all(tiers):
        return "-".join(tiers)
    return sheet.fields.get(finding.field, "")
