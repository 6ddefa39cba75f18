"""The graph behind a project: `open_store(settings)` gives a `Store` on a Neo4j server or the embedded engine."""

from __future__ import annotations

from .diff import TableChange
from .runs import Run
from .settings import StoreSettings
from .store import Store, open_store
from .values import UnstorableValueError

__all__ = ["Run", "Store", "StoreSettings", "TableChange", "UnstorableValueError", "open_store"]
