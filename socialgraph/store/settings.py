"""Which graph a project uses, and where it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from socialgraph.schema.choices import Engine

WORKING_FOLDER = ".socialgraph"


@dataclass(frozen=True)
class StoreSettings:
    """The `[store]` of a project.

    Attributes
    ----------
    kind : "embedded" (files in the project folder) or "neo4j" (a server).
    folder : the project folder; locks and the embedded graph lie in its `.socialgraph/`.
    uri, user, password, database : of the Neo4j server, e.g. `bolt://127.0.0.1:7687`.
    """

    folder: Path
    kind: Engine = "embedded"
    uri: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    database: str = "neo4j"

    @property
    def working_folder(self) -> Path:
        """The project's folder of working files, which only its owner may read."""
        return self.folder / WORKING_FOLDER
