"""The statements of the graph, one file each: `statement("merge_stances")` is the text of `merge_stances.cypher`.

Every file runs unchanged on Neo4j 5 and on the embedded engine, and takes its values as parameters only.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> str:
    """The text of one statement; KeyError if there is no such file."""
    try:
        return files(__name__).joinpath(f"{name}.cypher").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyError(name) from None


@cache
def schema_statements() -> tuple[str, ...]:
    """The constraints and indexes of `schema.cypher`, one statement each."""
    lines = [line for line in statement("schema").splitlines() if not line.startswith("//")]
    return tuple(part.strip() for part in "\n".join(lines).split(";") if part.strip())


def names() -> list[str]:
    """Every statement there is, sorted."""
    found = (entry.name for entry in files(__name__).iterdir())
    return sorted(name.removesuffix(".cypher") for name in found if name.endswith(".cypher"))
