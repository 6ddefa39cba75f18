"""What stays of rows that are lost or left out: their stops, and the pairs that they close."""

from __future__ import annotations

from collections.abc import Iterable

from socialgraph.loaders.tables.findings import TableRow
from socialgraph.registry import closing_kinds

PROTECTING = ("holds", "closed_pairs")  # tables whose rows a lost row may still give
_PAIR = ("ego_name", "alter_name", "kind", "observed_on")


def is_stop(row: TableRow) -> bool:
    """Whether a row stops its household: 不要再来, 尊重不改, 免打扰."""
    values = row.values
    return (
        (row.table == "visits" and values["result"] == "asked_to_stop")
        or (row.table == "stances" and values["stance"] == "respected_refusal")
        or (row.table == "dossiers" and values["do_not_contact"] == "true")
    )


def closes_pair(row: TableRow) -> bool:
    """Whether a tie is of a kind over which no request may travel."""
    return row.table == "ties" and row.values["kind"] in closing_kinds()


def stops_of_lost(rows: Iterable[TableRow]) -> list[TableRow]:
    """Holds and closed pairs, with the address parts that are known, in place of rows whose household isn't."""
    kept = []
    for row in rows:
        if is_stop(row):
            day = row.values.get("date") or row.values.get("do_not_contact_on", "")
            values = {"name": "", "reason": "unresolved_stop", "held_on": day}
            kept.append(TableRow("holds", values, row.place, dict(row.addresses)))
        elif closes_pair(row):
            values = {name: row.values[name] for name in _PAIR}
            kept.append(TableRow("closed_pairs", values, row.place, dict(row.addresses)))
    return kept
