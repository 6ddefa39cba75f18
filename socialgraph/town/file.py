"""A Town in one file: plain arrays, no pickle, so that a million households come back in seconds."""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.csr import Csr
from socialgraph.arrays.string_index import StringIndex, frozen
from socialgraph.errors import InputError
from socialgraph.files.private import private_file
from socialgraph.town.snapshot import (
    Buildings,
    ClosedPairs,
    Codes,
    Doors,
    Flats,
    Households,
    Persons,
    Stacks,
    Stances,
    TieEvidence,
    Town,
)

LAYOUT = 6  # raised whenever the fields of Town or their meaning change: older files are then built anew
_HEAD = "head"
_GROUPS: dict[str, type[Any]] = {
    "households": Households,
    "flats": Flats,
    "stacks": Stacks,
    "buildings": Buildings,
    "doors": Doors,
    "persons": Persons,
    "ties": TieEvidence,
    "closed": ClosedPairs,
    "stances": Stances,
}


def save_town(town: Town, path: str | os.PathLike[str]) -> None:
    """Write the snapshot to one file, readable by its owner only; an existing one is replaced whole.

    Parameters
    ----------
    town : the snapshot.
    path : of the file.
    """
    head: dict[str, Any] = {"layout": LAYOUT, "run_id": town.run_id, "codes": vars(town.codes), "categories": {}}
    arrays: dict[str, NDArray[Any]] = {}
    _put(arrays, "compounds", town.compounds)
    for group in _GROUPS:
        for field in fields(_GROUPS[group]):
            _put(arrays, f"{group}.{field.name}", getattr(getattr(town, group), field.name))
    for name, table in town.tables.items():
        head["categories"][name] = {}
        for column in table.columns:
            values = table[column]
            if isinstance(values.dtype, pd.CategoricalDtype):
                head["categories"][name][column] = list(values.cat.categories)
                arrays[f"tables.{name}.{column}"] = values.cat.codes.to_numpy()
            else:
                arrays[f"tables.{name}.{column}"] = values.to_numpy()
    with private_file(Path(path)) as file:
        np.savez(file, allow_pickle=False, **{_HEAD: _packed(head)}, **arrays)


def _put(arrays: dict[str, NDArray[Any]], name: str, value: StringIndex | Csr | NDArray[Any]) -> None:
    if isinstance(value, StringIndex):
        arrays[f"{name}.block"], arrays[f"{name}.offsets"] = value.block, value.offsets
    elif isinstance(value, Csr):
        arrays[f"{name}.offsets"], arrays[f"{name}.items"] = value.offsets, value.items
    else:
        arrays[name] = value


def load_town(path: str | os.PathLike[str]) -> Town:
    """The snapshot saved at `path`.

    Parameters
    ----------
    path : of the file.

    Returns
    -------
    Town
        Read-only; equal to the one that was saved.

    Raises
    ------
    InputError
        If there is none, or none that this version can read.
    """
    town = saved_town(path)
    if town is None:
        raise InputError("town.nothing_saved")
    return town


def saved_town(path: str | os.PathLike[str], *, run_id: str | None = None) -> Town | None:
    """The snapshot saved at `path`; None where there is none that is usable, or it is of another run.

    The run is compared before anything but the file's head is read.

    Parameters
    ----------
    path : of the file.
    run_id : of the run it must have been read from; any where None.

    Returns
    -------
    Town or None
        None too where the file is of another layout, cut short, or no snapshot at all.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            head = json.loads(stored[_HEAD].tobytes())
            if head["layout"] != LAYOUT or (run_id is not None and head["run_id"] != run_id):
                return None
            return _restored(stored, head)
    except (FileNotFoundError, zipfile.BadZipFile, KeyError, ValueError, EOFError):
        return None  # nothing usable there: the caller builds it from the graph again


def _packed(head: dict[str, Any]) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), np.uint8)


def _restored(stored: Any, head: dict[str, Any]) -> Town:
    groups = {
        group: kind(**{field.name: _value(stored, f"{group}.{field.name}") for field in fields(kind)})
        for group, kind in _GROUPS.items()
    }
    return Town(
        run_id=head["run_id"],
        compounds=_value(stored, "compounds"),
        codes=Codes(**{name: tuple(texts) for name, texts in head["codes"].items()}),
        tables={name: _table(stored, name, categories) for name, categories in head["categories"].items()},
        **groups,
    )


def _value(stored: Any, name: str) -> Any:
    if f"{name}.block" in stored:
        return StringIndex(stored[f"{name}.block"], stored[f"{name}.offsets"])
    if f"{name}.items" in stored:
        return Csr(frozen(stored[f"{name}.offsets"]), frozen(stored[f"{name}.items"]))
    return frozen(stored[name])


def _table(stored: Any, name: str, categories: dict[str, list[str]]) -> pd.DataFrame:
    prefix = f"tables.{name}."
    columns: dict[str, Any] = {}
    for member in stored.files:
        if member.startswith(prefix):
            column = member.removeprefix(prefix)
            codes = stored[member]
            if column in categories:
                known = pd.Index(categories[column], dtype=object)
                columns[column] = pd.Categorical.from_codes(codes, categories=known)
            else:
                columns[column] = codes
    return pd.DataFrame(columns)
