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
from socialgraph.arrays.string_index import Vocabulary, frozen
from socialgraph.town.snapshot import Town

LAYOUT = 2  # raised whenever the fields of Town or their meaning change: older files are then built anew
_HEAD = "head"
_NOT_ARRAYS = ("run_id", "tables")


def save_town(town: Town, path: Path) -> None:
    """Write beside the old file first, then put the new one in its place."""
    head: dict[str, Any] = {"layout": LAYOUT, "run_id": town.run_id, "lists": {}, "categories": {}}
    arrays: dict[str, NDArray[Any]] = {}
    for field in fields(town):
        value = getattr(town, field.name)
        if isinstance(value, Vocabulary):
            arrays[f"{field.name}.block"], arrays[f"{field.name}.offsets"] = value.block, value.offsets
        elif isinstance(value, Csr):
            arrays[f"{field.name}.offsets"], arrays[f"{field.name}.items"] = value.offsets, value.items
        elif isinstance(value, tuple):
            head["lists"][field.name] = value
        elif field.name not in _NOT_ARRAYS:
            arrays[field.name] = value
    for name, table in town.tables.items():
        head["categories"][name] = {}
        for column in table.columns:
            values = table[column]
            if isinstance(values.dtype, pd.CategoricalDtype):
                head["categories"][name][column] = list(values.cat.categories)
                arrays[f"tables.{name}.{column}"] = values.cat.codes.to_numpy()
            else:
                arrays[f"tables.{name}.{column}"] = values.to_numpy()
    partial = path.with_name(path.name + ".part")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        np.savez(file, allow_pickle=False, **{_HEAD: _packed(head)}, **arrays)
    partial.replace(path)


def load_town(path: Path, run_id: str | None) -> Town | None:
    """See `Town.saved`."""
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
    values: dict[str, Any] = {"run_id": head["run_id"]}
    for field in fields(Town):
        if field.name in head["lists"]:
            values[field.name] = tuple(head["lists"][field.name])
        elif f"{field.name}.block" in stored:
            values[field.name] = Vocabulary(stored[f"{field.name}.block"], stored[f"{field.name}.offsets"])
        elif f"{field.name}.items" in stored:
            offsets, items = stored[f"{field.name}.offsets"], stored[f"{field.name}.items"]
            values[field.name] = Csr(frozen(offsets), frozen(items))
        elif field.name not in _NOT_ARRAYS:
            values[field.name] = frozen(stored[field.name])
    values["tables"] = {name: _table(stored, name, categories) for name, categories in head["categories"].items()}
    return Town(**values)


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
