"""The tables that the product ships (`data/*.csv` of a package), read in one way."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files


@cache
def shipped_table(name: str, package: str = "socialgraph") -> tuple[dict[str, str], ...]:
    """The rows of `data/{name}.csv` of a package, as written: column → text.

    >>> shipped_table("tie_kinds")[0].keys() >= {"kind", "admissible"}
    True
    """
    text = files(package).joinpath("data", f"{name}.csv").read_text(encoding="utf-8-sig")
    return tuple(csv.DictReader(io.StringIO(text, newline="")))
