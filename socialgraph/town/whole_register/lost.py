"""Rows whose address the whole register can't place: a dwelling without its door, a slip of the pen."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from socialgraph.schema.addresses import SEPARATOR, flats_of_room, parts_of_key
from socialgraph.schema.constants import STOP_WORDS
from socialgraph.town.register import HOUSEHOLDS, Register
from socialgraph.town.whole_register.strays import Door, stray_flats

PROTECTING = frozenset({"stops", "holds", "closed_pairs", "assignments", "persons"})
"""What protects somebody, what was given out, and where somebody named is at home, is never lost."""
_KEEPERS = ("owner", "public_lessee", "phone_digest")


def without_lost(tables: Mapping[str, pd.DataFrame], register: Register) -> dict[str, pd.DataFrame]:
    """The tables without rows of a place that nobody can tell; their stops stay, and hold whom they may mean.

    Parameters
    ----------
    tables : records by name, every address as the register has it.
    register : of the same records.

    Returns
    -------
    dict: the tables by name; the same frames where nothing is lost.
    """
    columns = {
        (name, column): tables[name][column].unique()
        for name, names in HOUSEHOLDS.items()
        if name in tables and not tables[name].empty
        for column in names
    }
    keys = {key for unique in columns.values() for key in unique if key}
    lost = {key for key in keys if register.lacks_door(key)}
    lost |= _strays(tables, keys - lost, register)
    kept = dict(tables)
    for name, names in HOUSEHOLDS.items():
        if lost and name in kept and name not in PROTECTING and not kept[name].empty:
            frame = kept[name]
            is_lost = frame[list(names)].isin(lost).any(axis=1) & ~stop_rows(name, frame)
            if is_lost.any():
                kept[name] = frame[~is_lost].reset_index(drop=True)
    return kept


def stop_rows(name: str, frame: pd.DataFrame) -> pd.Series:
    """Which rows hold a word that is a hard stop.

    Parameters
    ----------
    name : of a table.
    frame : its rows.

    Returns
    -------
    Series of bool
        On the index of `frame`; all false in a table without such words.
    """
    is_stop = pd.Series(False, index=frame.index)
    for word in STOP_WORDS:
        if word.table == name and word.column in frame:
            is_stop |= frame[word.column] == word.word
    return is_stop


def _strays(tables: Mapping[str, pd.DataFrame], keys: set[str], register: Register) -> set[str]:
    """Keys of flats that all other addresses contradict."""
    flats: dict[Door, set[str]] = {}
    listed: dict[Door, set[str]] = {}
    of_flat: dict[tuple[Door, str], list[str]] = {}
    of_lists = {
        key
        for name, column in (("flats", "flat"), ("dossiers", "household"))
        if column in tables.get(name, pd.DataFrame())
        for key in tables[name][column].unique()
    }
    for key in keys:
        compound, building, door, room = parts_of_key(key)
        if room[:1].isdecimal() and (compound, building, door, room) not in register.no_dwellings:
            place = (compound, building, door)
            for part in flats_of_room(room):
                flats.setdefault(place, set()).add(part)
                of_flat.setdefault((place, part), []).append(key)
                if key in of_lists:
                    listed.setdefault(place, set()).add(part)
    dossiers = tables.get("dossiers", pd.DataFrame())
    kept_of: dict[tuple[str, str], set[str]] = {}
    if {"household", *_KEEPERS} <= set(dossiers):
        has_keeper = (dossiers[list(_KEEPERS)] != "").any(axis=1)
        for key in dossiers.loc[has_keeper, "household"].unique():
            compound, building, *rest = key.split(SEPARATOR)
            kept_of.setdefault((compound, building), set()).add(SEPARATOR.join(rest))
    return {key for stray in stray_flats(flats, kept_of, listed) for key in of_flat[stray]}
