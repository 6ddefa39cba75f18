"""What was computed after a run, on the people's ties and the households themselves, for whoever looks at the graph.

Analyses never read it: they compute it anew.
"""

from __future__ import annotations

import datetime
from itertools import groupby

import pandas as pd

from socialgraph.store.bolt import Bolt
from socialgraph.store.leases import Lease
from socialgraph.store.reading import PAGE_NODES, read_counters


def write_computed(
    bolt: Bolt,
    lease: Lease,
    ties: pd.DataFrame,
    households: pd.DataFrame,
    run_id: str,
    on: datetime.date,
    batch_size: int,
) -> None:
    """Write the strengths of ties (`ego`, `alter`, `strength`) and where households (`id`, `stance`, `state`) stand."""
    day = on.isoformat()
    ordered = ties.sort_values(["ego", "alter"], kind="stable")
    for start in range(0, len(ordered), batch_size):
        rows = ordered.iloc[start : start + batch_size][["ego", "alter", "strength"]].to_numpy(object).tolist()
        grouped = [[ego, [[alter, strength] for _, alter, strength in tied]] for ego, tied in groupby(rows, _first)]
        bolt.write([lease.call(), ("write_strengths", {"ties": grouped, "run_id": run_id, "on": day})])
    for start in range(0, read_counters(bolt).get("Person", 0), PAGE_NODES):
        page = {"from": start, "to": start + PAGE_NODES, "run_id": run_id}
        bolt.write([lease.call(), ("clear_strengths", page)])
    states = households[["id", "stance", "state"]].to_dict("records")
    for start in range(0, len(states), batch_size):
        bolt.write([lease.call(), ("write_states", {"households": states[start : start + batch_size], "on": day})])


def _first(row: list[object]) -> object:
    return row[0]
