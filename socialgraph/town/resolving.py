"""Records as they were written, read against the whole register: which compound and door each row means.

The graph keeps what the sheets say. A row that names no compound is of the compound that has its building; a building
of several makes it `missing_compound`: it counts nowhere, but its stops hold in all (`town.protection`). Done anew
whenever a town is built, from everything on record, so that the order of loads is no matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from socialgraph.schema.addresses import SEPARATOR
from socialgraph.schema.records import PERSON_COLUMNS
from socialgraph.town.combining import combined
from socialgraph.town.register import (
    HOUSEHOLDS,
    Records,
    Register,
    keys_of,
    mapped,
    register_of,
    without_unsurveyed,
)
from socialgraph.town.whole_register.clashing_lists import with_doubted_places
from socialgraph.town.whole_register.holders import one_part_each
from socialgraph.town.whole_register.lost import without_lost
from socialgraph.town.whole_register.unknown_places import without_unknown_places

MISSING_COLUMNS = ["table", "rows"]
WITH_HOUSEHOLDS = tuple(HOUSEHOLDS)
"""The tables that name households."""


def resolved(records: Records) -> tuple[Records, pd.DataFrame]:
    """The records with every address as the register has it, one row a thing; and what is of no one compound.

    Parameters
    ----------
    records : tables of text by name.

    Returns
    -------
    records : dict of str to DataFrame
        Every table that came in, its addresses as the register writes them, one row a thing.
    missing : DataFrame
        MISSING_COLUMNS: how many rows of each table are of a building of several compounds; empty where none is.
    """
    records, _ = without_unsurveyed(records)
    register = register_of(records)
    records, missing = with_doubted_places(records, register)
    tables = dict(records)
    for name, columns in HOUSEHOLDS.items():
        frame = records.get(name)
        if frame is None or frame.empty:
            continue
        for column in columns:
            frame = frame.assign(**{column: mapped(frame[column], register.key_of)})
        if len(register.named) > 1:
            lost = _is_lost(frame[columns[0]])
            if lost.any():
                missing.append((name, int(lost.sum())))
            if name == "flats":
                frame = frame[~lost.to_numpy()].reset_index(drop=True)
        tables[name] = frame
    tables = without_lost(without_unknown_places(tables, register), register)
    for name in ("flats", "works"):
        if name in tables and not tables[name].empty and "stack_key" in tables[name]:
            tables[name] = tables[name].assign(stack_key=mapped(tables[name]["stack_key"], register.stack_key_of))
    for name in ("flats", "dossiers", "works"):
        if name in tables and not tables[name].empty and "compound" in tables[name]:
            tables[name] = _with_parts(name, tables[name], register)
    tables = _without_uncertain(_one_person_each(records, tables))
    tables = {name: combined(name, frame) for name, frame in tables.items()}
    if "dossiers" in tables:
        tables["dossiers"] = one_part_each(tables["dossiers"])
    return tables, _missing_table(missing)


def resolved_keys(records: Records, by_household: Mapping[str, str]) -> dict[str, str]:
    """What the vault holds by household key as written, by the key that the register gives it; a named one counts.

    Parameters
    ----------
    records : tables of text by name.
    by_household : household key as written → resolved.

    Returns
    -------
    dict of str
        Key as the register has it → value; of several spellings of one key the last in order of code points counts.
    """
    register = register_of(without_unsurveyed(records)[0])
    return {register.key_of(key): value for key, value in sorted(by_household.items(), key=lambda item: item[0])}


def written_as(records: Records) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """How the records write each household and each person: with and without compound or door, under two pseudonyms.

    Parameters
    ----------
    records : tables of text by name, of `WITH_HOUSEHOLDS`.

    Returns
    -------
    households : dict
        Resolved key → keys as written, sorted.
    people : dict
        The pseudonym that counts → pseudonyms as written, sorted. Nobody and nothing is left out.
    """
    register = register_of(without_unsurveyed(records)[0])
    households: dict[str, list[str]] = {}
    for key in sorted(keys_of(records)):
        households.setdefault(register.key_of(key), []).append(key)
    persons = records["persons"]
    alias = _aliases(persons, persons.assign(household=mapped(persons["household"], register.key_of)))
    people: dict[str, list[str]] = {}
    for person in sorted(persons["person"]):
        people.setdefault(alias.get(person, person), []).append(person)
    return households, people


def _missing_table(missing: list[tuple[str, int]]) -> pd.DataFrame:
    names = list(dict.fromkeys(name for name, _ in missing))
    counts = [sum(count for other, count in missing if other == name) for name in names]
    table = pd.Categorical(names, categories=pd.Index(sorted(names), dtype=object))
    return pd.DataFrame(dict(zip(MISSING_COLUMNS, (table, np.array(counts, np.int64)), strict=True)))


def _is_lost(keys: pd.Series) -> pd.Series:
    return (keys != "") & keys.str.startswith(SEPARATOR)


def _with_parts(name: str, frame: pd.DataFrame, register: Register) -> pd.DataFrame:
    """The address columns beside a key that was resolved."""
    column = {"flats": "flat", "dossiers": "household"}.get(name)
    if column is None:
        pairs = zip(frame["compound"], frame["building"], strict=True)
        return frame.assign(compound=[register.compound_of(*pair) for pair in pairs])
    parts = frame[column].str.split(SEPARATOR, n=3)
    return frame.assign(compound=parts.str[0], door=parts.str[2])


def _one_person_each(written: Records, tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """One pseudonym a person: who was met once with and once without compound or door has two on record."""
    persons = tables.get("persons")
    if persons is None or persons.empty or "twin" not in persons:
        return tables
    alias = _aliases(written["persons"], persons)
    if not alias:
        return tables
    rule = _renaming(alias)
    return {
        name: frame.assign(**{c: mapped(frame[c], rule) for c in PERSON_COLUMNS.get(name, ()) if c in frame})
        for name, frame in tables.items()
    }


def _aliases(written: pd.DataFrame, persons: pd.DataFrame) -> dict[str, str]:
    """Pseudonyms that mean somebody who has another one, which counts."""
    table = persons.assign(moved=(written["household"] != persons["household"]).to_numpy())
    table = table[(table["twin"] != "") & (table["household"] != "")].sort_values(["moved", "person"])
    first = table.groupby(["twin", "household"], sort=False)["person"].transform("first")
    other = table["person"] != first
    return dict(zip(table.loc[other, "person"], first[other], strict=True))


def _renaming(alias: Mapping[str, str]) -> Callable[[str], str]:
    return lambda cell: "|".join(dict.fromkeys(alias.get(person, person) for person in cell.split("|")))


def _without_uncertain(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The persons without those whom nothing but a closed pair names: an end that is not certain makes no person."""
    pairs, persons = (tables.get(name, pd.DataFrame()) for name in ("closed_pairs", "persons"))
    if pairs.empty or persons.empty:
        return tables
    uncertain = {*pairs["ego"], *pairs["alter"]}
    for name, columns in PERSON_COLUMNS.items():
        if name not in ("persons", "closed_pairs", "same_persons") and name in tables:
            for column in set(columns) & set(tables[name]):
                cells = tables[name][column].unique()
                uncertain -= {person for cell in cells for person in cell.split("|")}
    unmet = persons["person"].isin(uncertain)
    return {**tables, "persons": persons[~unmet].reset_index(drop=True)} if unmet.any() else tables
