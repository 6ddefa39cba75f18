"""A Town for the data scientist, without any graph: from canonical tables or an office's own files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from socialgraph.loaders import read_paths
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.pseudonyms import pseudonymise
from socialgraph.town.building import build_town
from socialgraph.town.snapshot import Town


def town_from_tables(tables: str | os.PathLike[str] | Mapping[str, pd.DataFrame], keys: Keys | None = None) -> Town:
    """The same Town as the graph gives, without one: from a folder of canonical tables, or from the tables themselves.

    Parameters
    ----------
    tables : a folder (or file) that the loaders can read, or canonical tables by name.
    keys : for the pseudonyms; without them the key of this user's projects, so that the pseudonyms are those of the
        graph; where there is none, a key that everybody knows.

    Raises
    ------
    InputError
        If there is nothing to read, or a date, a number or a code is none.
    """
    if not isinstance(tables, Mapping):
        tables = read_paths([Path(tables)]).tables
    return build_town(pseudonymise(dict(tables), keys if keys is not None else Keys.usual()).records)
