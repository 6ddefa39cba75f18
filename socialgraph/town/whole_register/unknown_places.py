"""Rows of a place that may be in several compounds, or in shorthand for no flat listed: what protects stays."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from socialgraph.registry import closing_kinds
from socialgraph.schema.addresses import SEPARATOR, SHORTHAND
from socialgraph.schema.constants import STOP_WORDS
from socialgraph.town.register import HOUSEHOLDS, Register
from socialgraph.town.whole_register.lost import stop_rows
from socialgraph.town.whole_register.mended_stops import mended

_AS_THEY_ARE = frozenset({"holds", "closed_pairs", "assignments"})
_STOPPING = frozenset(word.stop for word in STOP_WORDS)


def without_unknown_places(tables: Mapping[str, pd.DataFrame], register: Register) -> dict[str, pd.DataFrame]:
    """The tables without what is still in shorthand, for which the register has no flat, or of several compounds.

    A stop among it holds every household that it may mean in any compound; an inadmissible tie closes the pairs between
    its ends. Who is named there is at home nowhere, and no other tie or sign-in of theirs counts.

    Parameters
    ----------
    tables : records by name, as `without_lost` takes them.
    register : built of them.

    Returns
    -------
    dict: the tables by name; the same frames where every place is known.
    """
    kept = dict(tables)
    holds: list[pd.DataFrame] = []
    for name, columns in HOUSEHOLDS.items():
        frame = tables.get(name)
        if frame is None or frame.empty or name == "persons":
            continue
        waits = frame[list(columns)].apply(_is_unknown, register=register).any(axis=1)
        if not waits.any():
            continue
        if name in _AS_THEY_ARE:
            kept[name] = frame.assign(**{column: _anywhere(frame[column]) for column in columns})
            continue
        kept[name] = frame[~waits].reset_index(drop=True)
        is_stop = _unmended(frame, waits) if name == "stops" else waits & stop_rows(name, frame)
        holds.append(_holds(frame[is_stop], columns[0]))
    if holds:
        kept["holds"] = pd.concat([kept.get("holds", pd.DataFrame()), *holds], ignore_index=True).fillna("")
    return _without_strangers(kept, register)


def _is_unknown(keys: pd.Series, register: Register) -> pd.Series:
    """Whether each key is in shorthand, or names no compound in a building of several."""
    several = {building for building, compounds in register.compounds.items() if len(compounds) > 1}
    is_open = keys.str.startswith(SHORTHAND)
    return is_open | (keys.str.startswith(SEPARATOR) & keys.str.split(SEPARATOR, n=2).str[1].isin(several))


def _anywhere(keys: pd.Series) -> pd.Series:
    """Keys in shorthand without a compound: whatever has such a building or flat may be meant."""
    waits = keys.str.startswith(SHORTHAND)
    return keys.mask(waits, SEPARATOR + keys.str.split(SEPARATOR, n=1).str[1])


def _holds(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    homes = _anywhere(rows[column])
    since = rows.get("stopped_on", rows.get("date", rows.get("do_not_contact_on", "")))
    holds = pd.DataFrame({"household": homes, "person": "", "reason": "unresolved_stop", "held_on": since})
    return holds.assign(sources=rows.get("sources", ""))


def _unmended(stops: pd.DataFrame, waits: pd.Series) -> pd.Series:
    """Stops on record at such places that no mended row gives to a household by now."""
    is_mended = mended(stops, ~waits.to_numpy(bool))
    return waits & stops["stop"].isin(_STOPPING) & ~is_mended


def _without_strangers(tables: dict[str, pd.DataFrame], register: Register) -> dict[str, pd.DataFrame]:
    """Who is at home at such a place is at home nowhere: an inadmissible tie of theirs is a closed pair instead."""
    persons = tables.get("persons", pd.DataFrame())
    if persons.empty or not (waits := _is_unknown(persons["household"], register)).any():
        return tables
    tables["persons"] = persons.assign(household=persons["household"].mask(waits, ""))
    strangers = set(persons.loc[waits, "person"])
    homes = dict(zip(persons["person"], _anywhere(persons["household"]), strict=True))
    ties = tables.get("ties", pd.DataFrame())
    if not ties.empty:
        strange = ties[["ego", "alter"]].isin(strangers).any(axis=1)
        closing = ties[strange & ties["kind"].isin(closing_kinds())]
        pairs = closing.reindex(columns=["ego", "alter", "kind", "observed_on", "sources"], fill_value="").assign(
            **{f"{end}_household": closing[end].map(homes).fillna("") for end in ("ego", "alter")}
        )
        tables["ties"] = ties[~strange].reset_index(drop=True)
        closed = [tables.get("closed_pairs", pd.DataFrame()), pairs]
        tables["closed_pairs"] = pd.concat(closed, ignore_index=True).fillna("")
    activities = tables.get("activities", pd.DataFrame())
    if not activities.empty:
        tables["activities"] = activities[~activities["person"].isin(strangers)].reset_index(drop=True)
    return tables
