"""Notes of age, health and the like: until layout 5 they were properties of the household, now they lie apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from socialgraph.schema.kinds import KINDS, TEXT_SUFFIX
from socialgraph.schema.shapes import SENSITIVE
from socialgraph.store.bolt import Bolt
from socialgraph.store.leases import Lease
from socialgraph.store.migration.nodes import pages

_PROPERTIES = (*SENSITIVE, *(column + TEXT_SUFFIX for column in SENSITIVE if column in KINDS))
_STATEMENTS = {"Household": "merge_sensitive_notes", "Former": "merge_former_notes"}


def move_notes(bolt: Bolt, lease: Lease, counters: Mapping[str, int], batch_size: int) -> None:
    """Put what is noted of a household, now and in earlier versions of its dossier, under the label of its own."""
    for label, statement in _STATEMENTS.items():
        for page in pages(bolt, label, counters):
            notes = [_note(record) for record in page if any(record.get(name) for name in _PROPERTIES)]
            for start in range(0, len(notes), batch_size):
                part = notes[start : start + batch_size]
                gone = [{"id": note["id"], "properties": dict.fromkeys(_PROPERTIES)} for note in part]
                bolt.write_all(
                    lease.call(), [(statement, {"rows": part}), (f"change_earlier[{label}]", {"rows": gone})]
                )


def _note(record: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": record["id"]} | {name: record.get(name) for name in _PROPERTIES}
