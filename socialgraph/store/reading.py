"""Whole tables out of the graph, a page of nodes and a column a list at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from socialgraph.schema.constants import STOP_WORDS
from socialgraph.schema.records import RECORDS
from socialgraph.schema.shapes import SENSITIVE, SHAPES
from socialgraph.schema.tables import SOURCE_SEPARATOR
from socialgraph.store.bolt import Bolt
from socialgraph.store.frames import empty
from socialgraph.store.runs import day_of_run
from socialgraph.store.values import text

PAGE_NODES = 10_000  # a page of ties has some ten times as many rows: about 10 MB a message
_LIFTED = "lifted_on"
_FIRST_RUN = "first_run"
_ORIGINS = frozenset(word.table for word in STOP_WORDS)
_LIFTS = ["household", "stop", _LIFTED, "retired_run"]
_STEP = "\x1f"
_RUNS = ["household", "sources", "first_run", "retired_run"]


def read_stored(bolt: Bolt, name: str, counters: dict[str, int]) -> pd.DataFrame:
    """One table as stored: the record's columns, `sources`, its runs, and `retired`; of stops `lifted_on` too."""
    pages = list(read_pages(bolt, f"read_{name}", counters.get(SHAPES[name].label, 0)))
    table = pd.concat(pages, ignore_index=True) if pages else empty(name)
    if name == "stops" and not pages:
        table[_LIFTED] = pd.Series(dtype="str")
    return _with_notes(bolt, table, counters) if name == "dossiers" else table


def _with_notes(bolt: Bolt, dossiers: pd.DataFrame, counters: dict[str, int]) -> pd.DataFrame:
    """Dossiers with the flags that lie apart; of an earlier layout they were read with the rest."""
    notes: dict[str, list[str]] = {column: [] for column in ("household", *SENSITIVE)}
    for start in range(0, counters.get("Household", 0), PAGE_NODES):
        (page,) = bolt.read("read_sensitive_notes", **{"from": start, "to": start + PAGE_NODES})
        for column, values in page.items():
            notes[column] += values
    for column in SENSITIVE:
        noted = dossiers["household"].map(dict(zip(notes["household"], notes[column], strict=True)))
        dossiers[column] = noted.where(noted.notna(), dossiers[column]).astype("str")
    return dossiers


def read_pages(bolt: Bolt, statement: str, count: int) -> Iterator[pd.DataFrame]:
    """The pages, none empty, of a table that a statement gives a column a list, `retired` among them."""
    for start in range(0, count, PAGE_NODES):
        (columns,) = bolt.read(statement, **{"from": start, "to": start + PAGE_NODES})
        if columns["retired"]:
            yield _frame(columns)


def read_counters(bolt: Bolt) -> dict[str, int]:
    """How far the dense node numbers of each label go."""
    return {row["label"]: row["next"] for row in bolt.read("read_counters")}


def read_keys(bolt: Bolt, statement: str, count: int) -> list[str]:
    """The keys of all nodes of a label, by its paged statement."""
    keys: list[str] = []
    for start in range(0, count, PAGE_NODES):
        (page,) = bolt.read(statement, **{"from": start, "to": start + PAGE_NODES})
        keys += page["keys"]
    return keys


def live(name: str, stored: pd.DataFrame) -> pd.DataFrame:
    """The records not retired, sorted by key, with `sources`; stances with `first_on`, the day of their first load."""
    record = RECORDS[name]
    columns = [*record.columns, "sources"]
    if name == "stances":
        stored = stored.assign(first_on=first_days_of(stored[_FIRST_RUN]))
        columns.append("first_on")
    table = stored.loc[~stored["retired"].astype(bool), columns]
    return table.sort_values(list(record.key), kind="stable", ignore_index=True)


def first_days_of(runs: pd.Series) -> pd.Series:
    """The local day of each run, as ISO text; empty where there is none."""
    days = {run: day_of_run(run) for run in runs.unique()}
    return runs.map(days)


def _frame(columns: dict[str, list[Any]]) -> pd.DataFrame:
    retired = columns.pop("retired")
    texts = {name: pd.Series(_texts(values), dtype="str") for name, values in columns.items()}
    return pd.DataFrame(texts).assign(retired=pd.Series(retired, dtype=bool))


def _texts(values: list[Any]) -> list[str]:
    """Records are text; only a value that came typed from a data frame needs a look."""
    return values if set(map(type, values)) <= {str} else [text(value) for value in values]


class OriginsOfStops:
    """Of which load the rows are that gave each stop, retired ones too: so a mended row is told from a deleted one."""

    def __init__(self) -> None:
        self._rows: list[pd.DataFrame] = []
        self._tables: set[str] = set()
        self.lifted = pd.DataFrame(columns=_LIFTS, dtype="str")

    def note(self, name: str, stored: pd.DataFrame) -> None:
        """Take the rows with a word that stops, and the stops that were lifted, out of a table of `read_stored`."""
        if name == "stops":
            self.lifted = stored.loc[stored["retired"].astype(bool) & (stored[_LIFTED] != ""), _LIFTS]
        for word in STOP_WORDS:
            if word.table == name:
                rows = stored.loc[stored[word.column] == word.word]
                self._rows.append(rows[_RUNS].assign(stop=word.stop, on=rows[word.dated_by]))
                self._tables.add(name)

    def said_again(self, stops: pd.DataFrame, started: Mapping[str, str]) -> pd.DataFrame:
        """Stops, and those lifted ones that a row says again which came after: undated, or of that day or later.

        `started` says when each run began. The sheet that was heard before may say it again in another row.
        """
        if self.lifted.empty or not self._rows:
            return stops
        key = ["household", "stop"]
        lifts = self.lifted.sort_values(_LIFTED).drop_duplicates(key, keep="last")
        rows = pd.concat(self._rows, ignore_index=True).merge(lifts, on=key, suffixes=("", "_of_lift"))
        came = rows["first_run"].map(started).fillna("") > rows["retired_run_of_lift"].map(started).fillna("")
        later = (rows["on"] == "") | (rows["on"].str[:10] >= rows[_LIFTED])
        new = rows[(rows["retired_run"] == "") & came & later].rename(columns={"on": "stopped_on"})
        known = pd.MultiIndex.from_frame(stops[key])
        new = new[~pd.MultiIndex.from_frame(new[key]).isin(known)].sort_values("stopped_on").drop_duplicates(key)
        added = [stops, new[["household", "stop", "stopped_on", "sources"]]]
        return pd.concat(added, ignore_index=True).sort_values(key, kind="stable", ignore_index=True)

    def beside(self, stops: pd.DataFrame) -> pd.DataFrame:
        """Stops with `came`, the steps by which rows of the household came, and `went`, those by which all were lost.

        A step is a run, a sheet, a kind of stop and its day, several on a line each. `went` is empty while a row that
        gives the stop is still there, and where none ever was: a command gave it.
        """
        if self._tables < _ORIGINS or stops.empty:
            return stops
        rows = pd.concat(self._rows, ignore_index=True)
        came, went = _steps(rows, "first_run", ["household"]), _steps(rows, "retired_run", ["household", "stop"])
        here = list(stops[["household", "stop"]].itertuples(index=False, name=None))
        left = rows.loc[rows["retired_run"] == "", ["household", "stop"]]
        stays = set(left.itertuples(index=False, name=None))
        return stops.assign(
            came=[came.get(household, "") for household, _ in here],
            went=["" if stop in stays else went.get(stop, "") for stop in here],
        )


def _steps(rows: pd.DataFrame, run: str, by: list[str]) -> dict[Any, str]:
    each = rows.assign(source=rows["sources"].str.split(SOURCE_SEPARATOR)).explode("source", ignore_index=True)
    step = each[run] + _STEP + each["source"] + _STEP + each["stop"] + _STEP + each["on"]
    groups = step.groupby([each[column] for column in by] if len(by) > 1 else each[by[0]])
    return {key: "\n".join(sorted(set(steps))) for key, steps in groups}
