"""The small tables of a Town: text columns of records turned into indices, dates, codes and numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.dates import first_days
from socialgraph.arrays.encoded import Encoded
from socialgraph.arrays.string_index import StringIndex
from socialgraph.schema.records import DECIDERS
from socialgraph.town.columns import RecordColumns, places
from socialgraph.town.households import Addresses

# column -> kind: household, person (indices), date, code (categorical text), flag (1, 0, -1), number (-1 if blank)
SCHEMAS: dict[str, dict[str, str]] = {
    "dossiers": {
        "household": "household",
        **dict.fromkeys(DECIDERS, "person"),
        **dict.fromkeys(("ownership_type", "occupancy", "renovation_level", "flags"), "code"),
        "flags_consent_on": "date",
        "do_not_contact": "flag",
        "do_not_contact_on": "date",
        "survey_date": "date",
    },
    "people": {
        "person": "person",
        "household": "household",
        "roles": "code",
        "branch": "code",
        "scope": "code",
        "willing": "flag",
        "willing_on": "date",
        "capacity": "number",
    },
    "links": {"member": "person", "household": "household"},
    "measures": {"household": "household", "concern": "code", "measure": "code", "accepted": "flag"},
    "surveys": {"household": "household", "respondent": "person", "asked_on": "date", "outcome": "code"},
    "activities": {"person": "person", "activity": "code", "date": "date"},
    "access_windows": {"household": "household", "date": "date", "from": "code", "to": "code"},
    "works": {"stack": "stack", "status": "code", "done_on": "date"},
    "stops": {"household": "household", "stop": "code", "stopped_on": "date"},
    "assignments": {
        "export_id": "code",
        "row_no": "number",
        "household": "household",
        "person": "person",
        "role": "code",
        "missing_key": "code",
        "concern": "code",
        "measure": "code",
        "not_before": "date",
        "exported_on": "date",
        "expires_on": "date",
        "state": "code",
    },
    "visits": {"household": "household", "date": "date", "mode": "code", "result": "code"},
}
# one row is one household's own: where a key stands for a whole flat, its first household
_ONE_HOUSEHOLD = frozenset({"dossiers", "people"})


def typed_tables(
    columns: RecordColumns, addresses: Addresses, person: StringIndex, stack_key: StringIndex
) -> dict[str, pd.DataFrame]:
    """All small tables (see the docstring of Town), each sorted by its columns.

    Parameters
    ----------
    columns : all records.
    addresses : which households there are.
    person, stack_key : the town's persons and stacks.

    Returns
    -------
    dict of str to DataFrame
        A table a name of SCHEMAS, and `works`, `visits`, `visitors`. Persons, households and stacks are indices (-1
        where nothing fits), dates datetime64[D] (NaT), flags 1, 0 and -1 (not said), numbers -1 where blank.
    """
    tables = {name: _typed(name, schema, columns, addresses, person) for name, schema in SCHEMAS.items()}
    works = tables["works"]
    works["stack"] = columns.coded("works", "stack_key").map(stack_key.codes)
    tables["works"] = _sorted(works)
    tables["visits"], tables["visitors"] = _visits(columns, addresses, person)
    return tables


def _typed(
    name: str, schema: dict[str, str], records: RecordColumns, addresses: Addresses, person: StringIndex
) -> pd.DataFrame:
    rows, household = np.arange(len(records[name])), np.zeros(0, np.int32)
    if "household" in schema:
        keys = records.coded(name, "household")
        if name in _ONE_HOUSEHOLD:
            household = keys.map(addresses.first_household)
        else:
            rows, household = addresses.households_of(keys)
    columns: dict[str, object] = {}
    for column, kind in schema.items():
        if kind == "household":
            columns[column] = household
        elif kind == "stack":
            columns[column] = np.full(len(rows), -1, np.int32)  # filled when the stacks are known
        else:
            columns[column] = _values(records.coded(name, column).take(rows), kind, f"{name}.{column}", person)
    table = pd.DataFrame(columns)
    return table if "stack" in schema else _sorted(table)


def _values(column: Encoded, kind: str, where: str, person: StringIndex) -> object:
    if kind == "person":
        return column.map(person.codes)
    if kind == "date":
        return first_days(column, where).astype("datetime64[s]")
    if kind == "flag":
        return column.map(lambda texts: np.array([_FLAGS.get(text, -1) for text in texts], np.int8))
    if kind == "number":
        return column.integers(where, missing=-1)
    codes, texts = column.categories()
    return pd.Categorical.from_codes(codes, categories=pd.Index(texts, dtype=object))


_FLAGS = {"true": 1, "false": 0}


def _sorted(table: pd.DataFrame) -> pd.DataFrame:
    """Sorted by all columns from the first, so that the order of the rows on record is no matter."""
    keys = []
    for name in table.columns:
        column = table[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            keys.append(places(column.cat.categories.to_numpy(object))[column.cat.codes.to_numpy()])
        else:
            keys.append(column.to_numpy().astype(np.int64))
    return table.iloc[np.lexsort(keys[::-1])].reset_index(drop=True) if len(table) else table


def _visits(records: RecordColumns, addresses: Addresses, person: StringIndex) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Visits with a running number, and who came on each; a visit to a split flat is several rows of one `occasion`."""
    rows, household = addresses.households_of(records.coded("visits", "household"))
    schema = SCHEMAS["visits"]
    columns: dict[str, object] = {
        column: _values(records.coded("visits", column).take(rows), kind, f"visits.{column}", person)
        for column, kind in schema.items()
        if kind != "household"
    }
    names = records.coded("visits", "visitors").map(places)
    on_list = records.coded("visits", "list_row").map(places)
    also = {"names": names[rows], "on_list": on_list[rows], "row": rows}
    table = _sorted(pd.DataFrame({"household": household, **columns, **also}))
    visit_of_row = pd.DataFrame({"row": table["row"], "visit": np.arange(len(table), dtype=np.int32)})
    row, who = records.visitors()
    came = pd.DataFrame({"row": row, "person": person.codes(who)}).merge(visit_of_row, on="row")
    came = came.sort_values(["visit", "person"])[["visit", "person"]].reset_index(drop=True)
    occasion = _occasions(table, addresses)
    table = table.drop(columns=list(also))
    table.insert(0, "visit", np.arange(len(table), dtype=np.int32))
    table["occasion"] = occasion
    return table, came


def _occasions(visits: pd.DataFrame, addresses: Addresses) -> NDArray[np.int32]:
    """(visits,) a number an occasion: a row that speaks of a whole flat, or rows on one household of it each.

    Rows are of one occasion where day, visitors and result are the same and every household of the flat has its own.
    """
    homes = addresses.flat_households
    flat = np.full(addresses.n_households, -1)
    flat[homes.items[::-1]] = np.repeat(np.arange(addresses.n_flats), homes.counts)[::-1]
    at = visits[["date", "names", "on_list", "result"]].assign(flat=flat[visits["household"]])
    columns = [*at.columns]
    again = at.assign(household=visits["household"]).groupby([*columns, "household"], observed=True).cumcount()
    shared = at.assign(again=again).groupby([*columns, "again"], observed=True).ngroup().to_numpy()
    alone = visits["row"].duplicated(keep=False) | visits["date"].isna() | (at["flat"] < 0)
    of_row = pd.factorize(visits["row"])[0]
    return pd.factorize(np.where(alone, of_row, len(visits) + shared))[0].astype(np.int32)
