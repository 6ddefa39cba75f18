"""Graphs of an earlier layout: records get the ids that the present keys give, before anything else is written.

Until layout 2 the id of a word, a visit or a tie ended in `rank`, its place among the rows of one day; now its own
columns are the key. Every run says by which layout it wrote, so that a graph into which an earlier program wrote later
is seen too. Stopped half-way, the next writing command goes on where this one stood.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from socialgraph.schema.records import RECORDS
from socialgraph.schema.shapes import SHAPES
from socialgraph.store.bolt import Bolt, Call
from socialgraph.store.frames import joined, record_ids, split
from socialgraph.store.leases import Lease
from socialgraph.store.reading import read_counters, read_pages

LAYOUT = 2
_ENDS = ("ego", "alter")


class _Stored(NamedTuple):
    """A record; `is_stale` where the present key gives another id, `is_read` where reading finds it."""

    id: str
    new_id: str
    ego: str
    alter: str
    sources: str
    first_run: str
    retired_run: str
    is_stale: bool
    is_read: bool


def migrate(bolt: Bolt, lease: Lease, batch_size: int) -> None:
    """Bring a graph that an earlier layout wrote to the present one; nothing happens when it is there.

    Raises
    ------
    StoreError
        If the graph can't be written; whole batches stay and are not done again.
    """
    (earlier,) = bolt.read("count_runs_of_earlier_layouts", layout=LAYOUT)
    if not earlier["runs"]:
        return
    counters = read_counters(bolt)
    unnumbered = bolt.read("read_unnumbered")
    for name in ("stances", "visits", "ties"):
        groups = _groups_to_change(bolt, name, counters, unnumbered)
        for start in range(0, len(groups), batch_size):
            merged = [_one(group) for group in groups[start : start + batch_size]]
            bolt.write_all(lease.call(), _calls(name, merged))
    bolt.write([lease.call(), ("mark_layout", {"layout": LAYOUT})])


def _groups_to_change(
    bolt: Bolt, name: str, counters: dict[str, int], unnumbered: list[dict[str, str]]
) -> list[list[_Stored]]:
    """What is one record by the present key, where anything of it has an earlier id."""
    key = RECORDS[name].key
    columns = [column for column in key if column not in _ENDS]
    pages = list(read_pages(bolt, f"read_ids_of_{name}", counters.get(SHAPES[name].label, 0)))
    if not pages:
        return []
    stored = pd.concat(pages, ignore_index=True)
    new_ids = record_ids(stored, columns)
    stored = stored.reindex(columns=list(_Stored._fields), fill_value="").assign(new_id=new_ids, is_read=True)
    stored["is_stale"] = stored["id"] != stored["new_id"]
    groups: dict[tuple[str, str, str], list[_Stored]] = {}
    for cells in stored.itertuples(index=False, name=None):
        one = _Stored(*cells)
        groups.setdefault((one.ego, one.alter, one.new_id), []).append(one)
    for row in unnumbered:
        if row["table"] == name and (group := groups.get(("", "", row["id"]))):
            said = (row["sources"], row["first_run"], row["retired_run"])
            group.append(_Stored(row["id"], row["id"], "", "", *said, is_stale=False, is_read=False))
    return [group for group in groups.values() if any(one.is_stale for one in group)]


def _one(group: list[_Stored]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The record that stays, and those that go into it.

    One that has the present id already was written last, and counts; of several earlier ones the record is live when
    any is, with the sources of the live ones.
    """
    said = [one for one in group if not one.is_stale] or [one for one in group if not one.retired_run] or group
    stays = next(one for one in group if one.is_read)
    row = {
        "id": stays.id,
        "new_id": stays.new_id,
        "ego": stays.ego,
        "alter": stays.alter,
        "sources": joined(frozenset().union(*(split(one.sources) for one in said))) or None,
        "first_run": min(one.first_run for one in group),
        "retired_run": max(one.retired_run for one in said) or None,
    }
    goes = [{"id": one.id, "ego": one.ego, "alter": one.alter} for one in group if one is not stays]
    return row, goes


def _calls(name: str, merged: list[tuple[dict[str, Any], list[dict[str, Any]]]]) -> list[Call]:
    """What goes leaves first: two nodes never have one id."""
    goes = [one for _, gone in merged for one in gone]
    return [(f"drop_{name}", {"rows": goes}), (f"rename_ids_of_{name}", {"rows": [row for row, _ in merged]})]
