"""What a load says in place of rows that asked to leave a household alone and are gone from their sheet.

Such a row holds until somebody mends its cell. Deleting it mends nothing, nor does `--full` without its file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.schema.tables import split_sources

_WISHES = "wishes"  # the kind of a source whose lines no parser reads: they give nothing else, also when mended


@dataclass(frozen=True)
class Mends:
    """By source: the households of which this load tells something, and the days of what it tells anew."""

    homes: dict[str, set[str]] = field(default_factory=dict)
    new_days: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def told(
        cls,
        given: Mapping[str, pd.DataFrame],
        new: Mapping[str, pd.DataFrame],
        holds: pd.DataFrame,
        loaded: frozenset[str],
    ) -> Mends:
        """Of the loaded sources of these holds, out of what a load gives, and of what is new to the graph among it."""
        held_by = frozenset().union(*map(split_sources, holds["sources"].unique())) & loaded
        if not held_by:
            return cls()
        homes: dict[str, set[str]] = {source: set() for source in held_by}
        days: dict[str, set[str]] = {source: set() for source in held_by}
        for rows in given.values():
            if "household" in rows and "sources" in rows:
                _gather(homes, rows, rows["household"])
        for rows in new.values():
            if "household" in rows:
                dated = [name for name in rows.columns if name == "date" or name.endswith("_on")]
                for name in dated:
                    _gather(days, rows, rows[name])
                _gather(days, rows, pd.Series("", index=rows.index))
        return cls(homes, days)

    def of(self, holds: pd.DataFrame, new: pd.DataFrame, loaded: frozenset[str]) -> NDArray[np.bool_]:
        """Which holds that are not given again may go: those of one person, and those whose row was mended.

        A `new` hold of the same sheet and day is the row with its address put right.
        """
        _gather(self.new_days, new, new["held_on"])
        rows = zip(*(holds[name].tolist() for name in ("person", "household", "held_on", "sources")), strict=True)
        may_go = (
            bool(person) or self._is_mended(home, day, split_sources(sources), loaded)
            for person, home, day, sources in rows
        )
        return np.fromiter(may_go, bool, len(holds))

    def _is_mended(self, household: str, day: str, sources: frozenset[str], loaded: frozenset[str]) -> bool:
        """Whether every sheet that gave the hold tells of that household still, or of another one on that day anew.

        A sheet that was not loaded mends nothing.
        """
        return all(
            source in loaded
            and (
                source.rpartition("::")[2] == _WISHES
                or household in self.homes.get(source, ())
                or day in self.new_days.get(source, ())
            )
            for source in sources
        )


def _gather(by_source: dict[str, set[str]], rows: pd.DataFrame, values: pd.Series) -> None:
    codes, unique = pd.factorize(rows["sources"])
    for code, sources in enumerate(unique):
        known = split_sources(sources) & by_source.keys()
        if known:
            told = set(values[codes == code].tolist())
            for source in known:
                by_source[source] |= told
