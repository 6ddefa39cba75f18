"""Ties of an earlier layout: ids of the present key, and dates, numbers and truth values in place of their texts."""

from __future__ import annotations

from typing import Any

from socialgraph.schema.records import RECORDS
from socialgraph.store.bolt import Bolt
from socialgraph.store.frames import node_ids, record_ids
from socialgraph.store.leases import Lease
from socialgraph.store.migration.groups import Merged, Stored, groups_to_change
from socialgraph.store.migration.nodes import retyped
from socialgraph.store.reading import read_pages

_COLUMNS = [column for column in RECORDS["ties"].key if column not in ("ego", "alter")]


def change_ties(bolt: Bolt, lease: Lease, counters: dict[str, int], batch_size: int) -> None:
    """Bring every tie to the present layout."""
    for page in read_pages(bolt, "read_earlier_ties", counters.get("Person", 0)):
        # ids as they stand in the graph: `record_ids` is how the second layout made them
        ids = zip(page["id"], node_ids(page, _COLUMNS), record_ids(page, _COLUMNS), strict=True)
        stored = [
            Stored(
                own,
                new,
                row["sources"],
                row["first_run"],
                row["retired_run"],
                is_first=own not in (new, second),
                ends=(row["ego"], row["alter"]),
                changes=retyped(row),
            )
            for (own, new, second), row in zip(ids, page.to_dict("records"), strict=True)
        ]
        groups = groups_to_change(stored)
        for start in range(0, len(groups), batch_size):
            part = groups[start : start + batch_size]
            goes = [_place(gone) for one in part for gone in one.goes]
            changes = [_row(one) for one in part]
            bolt.write_all(
                lease.call(), [("drop_earlier_ties", {"rows": goes}), ("change_earlier_ties", {"rows": changes})]
            )


def _place(tie: Stored) -> dict[str, Any]:
    return {"id": tie.id, "ego": tie.ends[0], "alter": tie.ends[1]}


def _row(merged: Merged) -> dict[str, Any]:
    tie = merged.stays
    return _place(tie) | merged.marks | {"new_id": tie.new_id, "values": tie.changes}
