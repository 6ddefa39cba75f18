"""Records as they were written, read against the whole register: which compound and door each row means.

The graph keeps what the sheets say. A row that names no compound is of the compound that has its building; a building
of several makes it `missing_compound`: it counts nowhere, but its stops hold in all (`town.protection`). Done anew
whenever a town is built, from everything on record, so that the order of loads is no matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from socialgraph.schema.addresses import SEPARATOR, compound_stem, flats_of_room, household_key, parts_of_key
from socialgraph.schema.records import PERSON_COLUMNS
from socialgraph.town.combining import combined

MISSING_COLUMNS = ["table", "rows"]
_HOUSEHOLDS = {
    **dict.fromkeys(
        ("dossiers", "stances", "people", "persons", "links", "visits", "measures", "surveys", "access_windows"),
        ("household",),
    ),
    **dict.fromkeys(("stops", "assignments", "holds"), ("household",)),
    "closed_pairs": ("ego_household", "alter_household"),
    "flats": ("flat",),
}
WITH_HOUSEHOLDS = tuple(_HOUSEHOLDS)
"""The tables that name households."""

Records = Mapping[str, pd.DataFrame]


@dataclass
class Register:
    """What the register says of places: compounds by building, doors and flats by building, spellings of compounds."""

    compounds: dict[str, set[str]] = field(default_factory=dict)
    doors: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    flats: set[tuple[str, str, str, str]] = field(default_factory=set)
    spelling: dict[str, str] = field(default_factory=dict)

    @property
    def named(self) -> set[str]:
        """All compounds by name."""
        return set(self.spelling.values())

    def compound_of(self, compound: str, building: str) -> str:
        """The compound that a row means; empty where several may be meant, or none is named anywhere.

        Parameters
        ----------
        compound : of a row, as written.
        building : of a row, as written.

        Returns
        -------
        str
        """
        if compound:
            return self.spelling.get(compound, compound)
        known = self.compounds.get(building, set())
        if len(known) == 1:
            return next(iter(known))
        return next(iter(self.named)) if not known and len(self.named) == 1 else ""

    def key_of(self, key: str) -> str:
        """The key of a household as the register writes it.

        Parameters
        ----------
        key : of a household, a flat or a stack.

        Returns
        -------
        str
        """
        compound, building, door, room = parts_of_key(key)
        compound = self.compound_of(compound, building)
        doors = self.doors.get((compound, building), set())
        if not door and room and len(doors) == 1:
            only = next(iter(doors))
            if any((compound, building, only, part) in self.flats for part in (room, *flats_of_room(room))):
                door = only
        return household_key(compound, building, door, room)

    def stack_key_of(self, key: str) -> str:
        """The key of a stack as the register writes it.

        Parameters
        ----------
        key : of a household, a flat or a stack.

        Returns
        -------
        str
        """
        if not key:
            return key
        compound, building, *rest = key.split(SEPARATOR)
        return SEPARATOR.join((self.compound_of(compound, building), building, *rest))


def resolved(records: Records) -> tuple[Records, pd.DataFrame]:
    """The records with every address as the register has it, one row a thing; and what is of no one compound.

    Parameters
    ----------
    records : tables of text by name.

    Returns
    -------
    The records, and a DataFrame of MISSING_COLUMNS: how many rows of each table are of a building of several compounds.
    """
    register = _register(records)
    found = dict(records)
    missing: list[tuple[str, int]] = []
    for name, columns in _HOUSEHOLDS.items():
        frame = records.get(name)
        if frame is None or frame.empty:
            continue
        for column in columns:
            frame = frame.assign(**{column: _mapped(frame[column], register.key_of)})
        if len(register.named) > 1:
            lost = _is_lost(frame[columns[0]])
            if lost.any():
                missing.append((name, int(lost.sum())))
            if name == "flats":
                frame = frame[~lost.to_numpy()].reset_index(drop=True)
        found[name] = frame
    for name in ("flats", "works"):
        if name in found and not found[name].empty and "stack_key" in found[name]:
            found[name] = found[name].assign(stack_key=_mapped(found[name]["stack_key"], register.stack_key_of))
    for name in ("flats", "dossiers", "works"):
        if name in found and not found[name].empty and "compound" in found[name]:
            found[name] = _with_parts(name, found[name], register)
    found = _one_person_each(records, found)
    return {name: combined(name, frame) for name, frame in found.items()}, _missing_table(missing)


def resolved_keys(records: Records, by_household: Mapping[str, str]) -> dict[str, str]:
    """What the vault holds by household key as written, by the key that the register gives it; a named one counts.

    Parameters
    ----------
    records : tables of text by name.
    by_household : household key as written → resolved.

    Returns
    -------
    dict[str, str]
    """
    register = _register(records)
    return {register.key_of(key): value for key, value in sorted(by_household.items(), key=lambda item: item[0])}


def written_as(records: Records) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """How the records write each household and each person: with and without compound or door, under two pseudonyms.

    Parameters
    ----------
    records : tables of text by name, of `WITH_HOUSEHOLDS`.

    Returns
    -------
    Household keys as written by resolved key, and pseudonyms as written by the one that counts; sorted.
    """
    register = _register(records)
    households: dict[str, list[str]] = {}
    keys = {
        key for name, columns in _HOUSEHOLDS.items() for column in columns for key in records[name][column].unique()
    }
    for key in sorted(key for key in keys if key):
        households.setdefault(register.key_of(key), []).append(key)
    persons = records["persons"]
    alias = _aliases(persons, persons.assign(household=_mapped(persons["household"], register.key_of)))
    people: dict[str, list[str]] = {}
    for person in sorted(persons["person"]):
        people.setdefault(alias.get(person, person), []).append(person)
    return households, people


def _missing_table(missing: list[tuple[str, int]]) -> pd.DataFrame:
    names, counts = [name for name, _ in missing], [count for _, count in missing]
    table = pd.Categorical(names, categories=pd.Index(sorted(names), dtype=object))
    return pd.DataFrame(dict(zip(MISSING_COLUMNS, (table, np.array(counts, np.int64)), strict=True)))


def _register(records: Records) -> Register:
    register = Register()
    flats = records.get("flats", pd.DataFrame())
    places = flats.reindex(columns=["compound", "building", "door", "room"], fill_value="").drop_duplicates()
    named = set(places["compound"]) - {""} or _named_elsewhere(records)
    register.spelling = _spelling(named)
    for compound, building in places[["compound", "building"]].drop_duplicates().itertuples(index=False, name=None):
        if compound:
            register.compounds.setdefault(building, set()).add(register.spelling[compound])
    if not (set(places["compound"]) <= {""} and not named):  # a wholly unnamed town keeps its addresses
        places = places.assign(
            compound=[
                register.compound_of(compound, building)
                for compound, building in zip(places["compound"], places["building"], strict=True)
            ]
        )
    for compound, building, door, room in places.itertuples(index=False, name=None):
        register.doors.setdefault((compound, building), set()).add(door)
        register.flats.add((compound, building, door, room))
    return register


def _named_elsewhere(records: Records) -> set[str]:
    """The one compound that other tables name where the register names none; of several none is the register's."""
    found: set[str] = set()
    for name, columns in _HOUSEHOLDS.items():
        frame = records.get(name)
        if frame is not None and name != "flats" and not frame.empty:
            found |= {key.partition(SEPARATOR)[0] for column in columns for key in frame[column].unique()}
    names = {compound_stem(name) for name in found - {""}}
    return found - {""} if len(names) == 1 else set()


def _spelling(named: Iterable[str]) -> dict[str, str]:
    """One spelling a compound (新风里, 新风里小区): the shortest, of equally long ones the first in code points."""
    best: dict[str, str] = {}
    for name in sorted(named, key=lambda text: (len(text), text)):
        best.setdefault(compound_stem(name), name)
    return {name: best[compound_stem(name)] for name in named}


def _mapped(column: pd.Series, rule: Callable[[str], str]) -> pd.Series:
    """A rule applied to the different keys of a column; an empty cell stays empty."""
    codes, keys = pd.factorize(column)
    changed = pd.Series([rule(key) if key else key for key in keys], dtype=object)
    return pd.Series(changed.to_numpy(object)[codes], index=column.index, dtype=object)


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


def _one_person_each(written: Records, found: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """One pseudonym a person: who was met once with and once without compound or door has two on record."""
    persons = found.get("persons")
    if persons is None or persons.empty or "twin" not in persons:
        return found
    alias = _aliases(written["persons"], persons)
    if not alias:
        return found
    rule = _renaming(alias)
    return {
        name: frame.assign(**{c: _mapped(frame[c], rule) for c in PERSON_COLUMNS.get(name, ()) if c in frame})
        for name, frame in found.items()
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
