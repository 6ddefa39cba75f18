"""Relationships of an earlier layout: each type means one thing, floors are numbers, and people own and rent flats."""

from __future__ import annotations

from typing import Any

from socialgraph.schema.addresses import SEPARATOR, label
from socialgraph.store.bolt import Bolt
from socialgraph.store.leases import Lease
from socialgraph.store.parameters import connect_deciders
from socialgraph.store.reading import read_keys, read_stored
from socialgraph.store.values import typed

_TYPES = (
    ("Stance", "OF", "STANCE_OF"),
    ("Survey", "OF", "SURVEY_OF"),
    ("Survey", "BY", "ANSWERED_BY"),
    ("AccessWindow", "OF", "ACCESS_WINDOW_OF"),
    ("Stop", "OF", "STOP_OF"),
    ("Assignment", "OF", "ASSIGNMENT_OF"),
    ("Result", "OF", "DESCRIBES"),
)


def change_relationships(bolt: Bolt, lease: Lease, counters: dict[str, int], batch_size: int) -> None:
    """Bring every relationship but the ties, and the runs, to the present layout."""
    for types in _TYPES:
        statement = f"retype_earlier[{','.join(types)}]", {"limit": batch_size}
        while bolt.write([lease.call(), statement])[1].get("changed"):
            pass
    floors = _floors(bolt, counters)
    for start in range(0, len(floors), batch_size):
        bolt.write_all(lease.call(), [("change_earlier_floors", {"rows": floors[start : start + batch_size]})])
    households = read_keys(bolt, "read_household_keys", counters.get("Household", 0))
    for start in range(0, len(households), batch_size):
        bolt.write_all(lease.call(), connect_deciders(households[start : start + batch_size]))
    bolt.write_all(lease.call(), [("change_earlier_runs", {"rows": _runs(bolt)})])


def _floors(bolt: Bolt, counters: dict[str, int]) -> list[dict[str, Any]]:
    rows = []
    for flat in read_stored(bolt, "flats", counters).to_dict("records"):
        building = flat["compound"] + SEPARATOR + flat["building"]
        floor, floor_text = typed(flat["floor"], "integer")
        rows.append(
            {
                "flat": flat["flat"],
                "stack_id": flat["stack_key"] or "unknown" + SEPARATOR + building,
                "floor": floor,
                "floor_text": floor_text,
                "caption": label(flat["flat"], with_compound=True),
                "retired": bool(flat["retired"]),
            }
        )
    return rows


def _runs(bolt: Bolt) -> list[dict[str, Any]]:
    """Runs whose times are texts; only a run of an earlier layout has them."""
    return [
        {"id": run["run_id"], "started_at": run["started_at"], "finished_at": run["finished_at"] or None}
        for run in bolt.read("read_runs")
        if isinstance(run["started_at"], str)
    ]
