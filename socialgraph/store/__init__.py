"""The graph behind a project: `open_store(settings)` gives a `Store` on a Neo4j server or the embedded engine."""

from __future__ import annotations

from socialgraph.store.diff import TableChange
from socialgraph.store.runs import Run
from socialgraph.store.settings import StoreSettings
from socialgraph.store.store import Store, open_store
from socialgraph.store.values import UnstorableValueError

__all__ = ["Run", "Store", "StoreSettings", "TableChange", "UnstorableValueError", "open_store"]
