"""The small tables of a Town: text columns of records turned into indices, dates, codes and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.dates import first_days
from socialgraph.arrays.encoded import Coded
from socialgraph.arrays.string_index import Vocabulary
from socialgraph.schema.addresses import SEPARATOR, natural_rank
from socialgraph.schema.records import DECIDERS, RECORDS

if TYPE_CHECKING:
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


class Frames:
    """Records with every table and column there, so that a missing table is an empty one."""

    keyed_by_household = (
        "people",
        "persons",
        "links",
        "visits",
        "measures",
        "surveys",
        "access_windows",
        "stops",
        "assignments",
    )

    def __init__(self, records: Mapping[str, pd.DataFrame]) -> None:
        self._frames = {name: _complete(records.get(name), record.columns) for name, record in RECORDS.items()}
        self._coded: dict[tuple[str, str], Coded] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._frames[name]

    def coded(self, name: str, column: str) -> Coded:
        """A column as codes of its different texts."""
        if (name, column) not in self._coded:
            self._coded[name, column] = Coded.of(self._frames[name][column])
        return self._coded[name, column]

    def texts(self, name: str, column: str) -> NDArray[np.object_]:
        """A column as an object array of texts."""
        return self.coded(name, column).texts

    def visitors(self) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
        """(row of visits, visitor): the pseudonyms of everyone who came."""
        written = self.texts("visits", "visitors")
        lists = [text.split("|") for text in written]
        row = np.repeat(np.arange(len(lists)), [len(names) for names in lists])
        who = np.array([name for names in lists for name in names], object)
        return row[who != ""], who[who != ""]

    def pipe_kinds(self) -> tuple[str, ...]:
        """All pipe kinds on record, the empty one (all pipes) first."""
        named = [self.coded(name, "pipe_kind").categories()[1] for name in ("flats", "stances", "works")]
        return ("", *sorted(set().union(*named) - {""}))

    def building_keys(self) -> NDArray[np.object_]:
        """`compound:building` of every row of the register."""
        return np.asarray(self.texts("flats", "compound") + SEPARATOR + self.texts("flats", "building"))

    def stack_keys(self) -> NDArray[np.object_]:
        """`compound:building:code:pipe_kind` of every row of the register; the code empty where no stack is known."""
        code, pipe = self.texts("flats", "stack"), self.texts("flats", "pipe_kind")
        return np.asarray(self.building_keys() + SEPARATOR + code + SEPARATOR + pipe)


def _complete(frame: pd.DataFrame | None, columns: Iterable[str]) -> pd.DataFrame:
    if frame is None:
        return pd.DataFrame({column: pd.Series([], dtype=object) for column in columns})
    missing = [column for column in columns if column not in frame.columns]
    return frame.assign(**dict.fromkeys(missing, "")).reset_index(drop=True)


def typed_tables(
    frames: Frames, addresses: Addresses, person: Vocabulary, stack_key: Vocabulary
) -> dict[str, pd.DataFrame]:
    """All small tables (see the docstring of Town), each sorted by its columns."""
    tables = {name: _typed(name, schema, frames, addresses, person) for name, schema in SCHEMAS.items()}
    works = tables["works"]
    works["stack"] = frames.coded("works", "stack_key").map(stack_key.codes)
    tables["works"] = _sorted(works)
    tables["visits"], tables["visitors"] = _visits(frames, addresses, person)
    return tables


def _typed(name: str, schema: dict[str, str], frames: Frames, addresses: Addresses, person: Vocabulary) -> pd.DataFrame:
    rows, household = np.arange(len(frames[name])), np.zeros(0, np.int32)
    if "household" in schema:
        keys = frames.coded(name, "household")
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
            columns[column] = _values(frames.coded(name, column).take(rows), kind, f"{name}.{column}", person)
    table = pd.DataFrame(columns)
    return table if "stack" in schema else _sorted(table)


def _values(column: Coded, kind: str, where: str, person: Vocabulary) -> object:
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


def places(texts: NDArray[np.object_]) -> NDArray[np.int64]:
    """The place of each text in natural order."""
    rank = natural_rank(texts)
    return np.array([rank[text] for text in texts], np.int64)


def _visits(frames: Frames, addresses: Addresses, person: Vocabulary) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Visits with a running number, and who came on each."""
    rows, household = addresses.households_of(frames.coded("visits", "household"))
    schema = SCHEMAS["visits"]
    columns: dict[str, object] = {
        column: _values(frames.coded("visits", column).take(rows), kind, f"visits.{column}", person)
        for column, kind in schema.items()
        if kind != "household"
    }
    names = frames.coded("visits", "visitors").map(places)
    table = _sorted(pd.DataFrame({"household": household, **columns, "names": names[rows], "row": rows}))
    visit_of_row = pd.DataFrame({"row": table["row"], "visit": np.arange(len(table), dtype=np.int32)})
    row, who = frames.visitors()
    came = pd.DataFrame({"row": row, "person": person.codes(who)}).merge(visit_of_row, on="row")
    came = came.sort_values(["visit", "person"])[["visit", "person"]].reset_index(drop=True)
    table = table.drop(columns=["names", "row"])
    table.insert(0, "visit", np.arange(len(table), dtype=np.int32))
    return table, came
