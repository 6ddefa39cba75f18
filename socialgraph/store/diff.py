"""What a load changes: its rows against the stored ones, table by table.

A record keeps the sources that gave it. After a load they are those stored that were not loaded now, and those that
give it now; a record left without any is retired. A record that was retired and comes again counts as new.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.schema.records import RECORDS
from socialgraph.schema.shapes import NEVER_RETIRED, WITH_HISTORY
from socialgraph.schema.tables import SOURCE_SEPARATOR, joined_sources, split_sources
from socialgraph.store.frames import record_ids
from socialgraph.store.mends import Mends
from socialgraph.store.several_sources import said
from socialgraph.store.several_sources.merging import merged
from socialgraph.store.several_sources.said import SAID, WITH_SAYINGS


@dataclass(frozen=True)
class TableChange:
    """What a load did to one table, in records. `unchanged` counts records of this load, not all that are stored."""

    table: str
    new: int
    changed: int
    unchanged: int
    retired: int


@dataclass(frozen=True)
class LoadScope:
    """Which sources a load speaks for.

    `sources` were loaded; `visible_only` among them without the rows that the office hid, so that a row missing there
    means nothing; `full` says that these are all the sources there are but `unread_files`, which could not be.
    """

    sources: frozenset[str]
    visible_only: frozenset[str] = frozenset()
    full: bool = False
    unread_files: frozenset[str] = frozenset()

    def left_of(self, stored: frozenset[str]) -> frozenset[str]:
        """The stored sources that still speak for a record which this load does not give."""
        if not self.full:
            return stored - (self.sources - self.visible_only)
        unread = {source for source in stored if source.partition("::")[0] in self.unread_files}
        return (stored & self.visible_only) | unread


@dataclass(frozen=True)
class TableDiff:
    """`rows`: what to write, with `sources`, `retired` and `is_new`; `change`: what to report.

    `former`: the stored records whose values this load replaces, or that come again, as they were; `added_to` says
    whether that is because a further file gave the record too ("true", "false").
    """

    rows: pd.DataFrame
    change: TableChange
    former: pd.DataFrame


def new_rows(diffs: Mapping[str, TableDiff]) -> dict[str, pd.DataFrame]:
    """The records that a load brings for the first time, or again after they were retired."""
    return {name: diff.rows[diff.rows["is_new"].astype(bool)] for name, diff in diffs.items() if len(diff.rows)}


def compare(
    name: str, stored: pd.DataFrame, given: pd.DataFrame, loaded: LoadScope, mends: Mends | None = None
) -> TableDiff:
    """The difference between stored records (with `retired`) and those a load gives, one row a key each.

    `mends`: of holds, what the load says in place of rows that are gone; what nothing mends is given as before.
    """
    record = RECORDS[name]
    values = list(record.values)
    if name in WITH_SAYINGS:
        stored = _with_sayings(stored)
        given = given.assign(**{SAID: np.where(given["sources"].str.contains(SOURCE_SEPARATOR), said.ALL_JOINT, "")})
    stored, ids = _one_row_a_key(stored, record_ids(stored, record.key))
    places = pd.Index(ids).get_indexer(pd.Index(record_ids(given, record.key)))
    known = places >= 0
    if name == "stops":
        given, places, known, ignored = _without_lifted(stored, given, places, known)
    else:
        ignored = 0
    live = np.zeros(len(given), dtype=bool)
    live[known] = ~stored["retired"].to_numpy(dtype=bool)[places[known]]

    new = given.loc[~live].assign(retired=False, is_new=True)
    ours = stored.iloc[places[live]].reset_index(drop=True)
    theirs = given.loc[live].reset_index(drop=True)
    after = _after_load(name, ours, theirs, values, loaded)
    changed = (after[values] != ours[values]).any(axis=1) if values else pd.Series(False, index=ours.index)
    kept = ["sources", SAID] if name in WITH_SAYINGS else ["sources"]
    touched = after.loc[changed | (after[kept] != ours[kept]).any(axis=1)].assign(retired=False, is_new=False)

    given_again = np.zeros(len(stored), dtype=bool)
    given_again[places[live]] = True
    rest = stored.loc[~given_again & ~stored["retired"].to_numpy(dtype=bool)]
    if mends is not None:
        rest = rest.loc[mends.of(rest, new, loaded.sources - loaded.visible_only)]
    gone = _not_given(name, rest, values, loaded) if name not in NEVER_RETIRED else rest.iloc[:0].assign(is_new=False)
    columns = [*record.columns, *kept, "retired", "is_new"]
    parts = [part[columns] for part in (new, touched, gone) if len(part)]
    rows = pd.concat(parts, ignore_index=True) if parts else new[columns]
    count = int(changed.sum())
    unchanged = len(theirs) - count + ignored
    moved = _in_place_of_another(name, new, gone.loc[gone["retired"].astype(bool)] if len(gone) else gone)
    retired = int(gone["retired"].sum()) - moved
    back = stored.iloc[places[known & ~live]].assign(added_to="false")
    replaced = ours.loc[changed].assign(added_to=_by_further_sources(ours, after).loc[changed])
    overwritten = pd.concat([replaced, back], ignore_index=True)
    former = overwritten if name in WITH_HISTORY else overwritten.iloc[:0]
    return TableDiff(rows, TableChange(name, len(new) - moved, count + moved, unchanged, retired), former)


def _by_further_sources(ours: pd.DataFrame, after: pd.DataFrame) -> pd.Series:
    """Of records that both have, whether sources have been added to those there were."""
    pairs = zip(ours["sources"], after["sources"], strict=True)
    added = ["true" if own != more and split_sources(own) < split_sources(more) else "false" for own, more in pairs]
    return pd.Series(added, index=ours.index, dtype="str")


def _one_row_a_key(stored: pd.DataFrame, ids: pd.Series) -> tuple[pd.DataFrame, pd.Series]:
    """Rows and their ids, a live row first; only a dry run sees several of one key, in a graph of an earlier layout."""
    if ids.is_unique:
        return stored, ids
    ids = ids[stored["retired"].sort_values(kind="stable").index].drop_duplicates().sort_index()
    return stored.loc[ids.index].reset_index(drop=True), ids.reset_index(drop=True)


def _in_place_of_another(name: str, new: pd.DataFrame, retired: pd.DataFrame) -> int:
    """How many rows came in place of one that says something else of the same thing."""
    record = RECORDS[name]
    if record.thing == record.key or new.empty or retired.empty:
        return 0
    come, gone = (record_ids(rows, record.thing).value_counts() for rows in (new, retired))
    return int(np.minimum(come, gone.reindex(come.index, fill_value=0)).sum())


def _after_load(
    name: str, ours: pd.DataFrame, theirs: pd.DataFrame, values: list[str], loaded: LoadScope
) -> pd.DataFrame:
    """The records that both sides have, as they are after the load."""
    pairs = list(zip(ours["sources"], theirs["sources"], strict=True))
    unique = list(dict.fromkeys(pairs))
    place = {pair: code for code, pair in enumerate(unique)}
    codes = np.array([place[pair] for pair in pairs], dtype=np.int64)
    united, others, first = [], [], []
    for stored, given in unique:
        left = split_sources(stored) if name in NEVER_RETIRED else loaded.left_of(split_sources(stored))
        united.append(joined_sources(left | split_sources(given)))
        others.append(bool(left - split_sources(given)))
        first.append(bool(split_sources(given)) and not split_sources(stored) & split_sources(given))
    after = theirs.copy()
    after["sources"] = pd.Series(np.array(united, dtype=object)[codes] if united else [], dtype="str")
    partly = np.array(others, dtype=bool)[codes] if others else np.zeros(0, dtype=bool)
    if name == "stops":  # written once: what is known of a stop stays
        after[values] = ours[values].where(ours[values] != "", theirs[values])
    elif partly.any() and values:
        is_first = np.array(first, dtype=bool)[codes[partly]]
        after.loc[partly, values] = merged(name, ours.loc[partly], theirs.loc[partly], values, is_first)
        if name in WITH_SAYINGS:
            _resolve(name, ours, theirs, after, values, np.flatnonzero(partly), loaded)
    return after


def _with_sayings(stored: pd.DataFrame) -> pd.DataFrame:
    """A graph of an earlier layout knows of no sayings: all sources of a record said what it says."""
    return stored if SAID in stored.columns else stored.assign(**{SAID: ""})


def _resolve(
    name: str,
    ours: pd.DataFrame,
    theirs: pd.DataFrame,
    after: pd.DataFrame,
    values: list[str],
    rows: NDArray[np.int64],
    loaded: LoadScope,
) -> None:
    """In place: records that other sources give too, made of what each of all of them says now."""
    differ = (ours[SAID] != "") | (ours[values] != theirs[values]).any(axis=1) | (after["sources"] != ours["sources"])
    at = rows[differ.to_numpy(bool)[rows] & (theirs["sources"] != "").to_numpy(bool)[rows]]  # a command has no source
    if not len(at):
        return
    records = zip(*(_dicts(part.iloc[at], [*values, "sources", SAID]) for part in (ours, theirs)), strict=True)
    changes = [_Change.of(stored, given, values, loaded) for stored, given in records]
    is_new = np.array([change.is_new for change in changes], dtype=bool)
    some = at[is_new]
    never_met = merged(name, ours.iloc[some], theirs.iloc[some], values, np.ones(len(some), dtype=bool))
    merges = zip(_dicts(after.iloc[some], values), _dicts(never_met, values), strict=True)
    result = [change.stored for change in changes]
    for place, (met, unmet) in zip(np.flatnonzero(is_new), merges, strict=True):
        result[place] = changes[place].settled(name, met, unmet, values)
    _put(after, at, result, [*values, SAID])


def _put(rows: pd.DataFrame, at: NDArray[np.int64], records: list[dict[str, str]], columns: list[str]) -> None:
    """These records in the place of the rows there, a column at a time."""
    for column in columns:
        cells = rows[column].to_numpy(object, copy=True)
        cells[at] = [record[column] for record in records]
        rows[column] = pd.Series(cells, index=rows.index, dtype="str")


def _dicts(rows: pd.DataFrame, columns: list[str]) -> list[dict[str, str]]:
    cells = [rows[column].tolist() for column in columns]
    return [dict(zip(columns, row, strict=True)) for row in zip(*cells, strict=True)]


@dataclass(frozen=True)
class _Change:
    """What a load says of one record that other sources give too; `is_new` where some source says something new."""

    stored: dict[str, str]
    by_source: said.Sayings
    told: dict[str, str]
    now: frozenset[str]
    left: frozenset[str]

    @classmethod
    def of(cls, stored: dict[str, str], given: dict[str, str], values: list[str], loaded: LoadScope) -> _Change:
        now = split_sources(given["sources"])
        by_source = said.sayings(stored[SAID], stored, split_sources(stored["sources"]), values)
        return cls(stored, by_source, said.of_row(given, values), now, loaded.left_of(frozenset(by_source)) - now)

    @property
    def is_new(self) -> bool:
        same = self.left | self.now == self.by_source.keys()
        return not (same and said.is_unchanged(self.by_source, self.told, self.now))

    def settled(self, name: str, met: dict[str, str], unmet: dict[str, str], values: list[str]) -> dict[str, str]:
        """The record as all its sources make it together, with what is to be kept of what each says."""
        apart = met if said.was_told_alone(self.by_source, self.now) else unmet
        apart = self.stored if said.says_again(self.by_source, self.told, self.now) else apart
        by_source = {source: self.by_source[source] for source in self.left}
        by_source |= said.told_by(name, self.by_source, self.told, self.now)
        record = {**met, **{column: apart[column] for column in said.kept_apart(values)}}
        return said.together(name, by_source, record, values)


def _not_given(name: str, rest: pd.DataFrame, values: list[str], loaded: LoadScope) -> pd.DataFrame:
    """Stored records that lose a source by this load; retired where none is left. What no file gave stays."""
    codes, unique = pd.factorize(rest["sources"])
    left = [joined_sources(loaded.left_of(split_sources(stored))) for stored in unique]
    after = pd.Series(np.array(left, dtype=object)[codes] if left else [], index=rest.index, dtype="str")
    lost = after != rest["sources"]
    retired = after[lost] == ""
    rows = rest.loc[lost].assign(retired=retired, is_new=False)
    rows["sources"] = rows["sources"].where(retired, after[lost])  # a retired record still says where it was from
    if name in WITH_SAYINGS:
        at = np.flatnonzero(~retired.to_numpy(bool) & (rows[SAID] != "").to_numpy(bool))
        losing = _dicts(rows.iloc[at], [*values, "sources", SAID])
        told = [said.sayings(record[SAID], record, split_sources(record["sources"]), values) for record in losing]
        made = [said.together(name, each, record, values) for each, record in zip(told, losing, strict=True)]
        _put(rows, at, made, [*values, SAID])
    return rows


def _without_lifted(
    stored: pd.DataFrame, given: pd.DataFrame, places: np.ndarray, known: np.ndarray
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray, int]:
    """Leave out the words that a household took back: a lifted stop comes again only by a later or another word.

    Another word: by a command; dated after the day of lifting; or undated, or of that very day, from a file that had
    not said so before.
    """
    keep = np.ones(len(given), dtype=bool)
    for row in np.flatnonzero(known):
        old, word = stored.iloc[places[row]], given.iloc[row]
        if not old["retired"] or not old["lifted_on"]:
            continue
        if not word["sources"]:  # a command, not a file that says again what it said before
            continue
        if word["stopped_on"] and word["stopped_on"] != old["lifted_on"]:
            keep[row] = word["stopped_on"] != old["stopped_on"] and word["stopped_on"] > old["lifted_on"]
        else:
            keep[row] = not split_sources(word["sources"]) <= split_sources(old["sources"])
    return given.loc[keep], places[keep], known[keep], int((~keep).sum())
