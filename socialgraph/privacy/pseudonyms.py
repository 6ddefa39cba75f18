"""Canonical tables to records: names become keyed pseudonyms, names and phones go aside for the vault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from socialgraph.privacy.columns import merge_rows, row_order, unique_rows
from socialgraph.privacy.keys import Keys, keyed_text
from socialgraph.privacy.persons import PersonPseudonyms
from socialgraph.privacy.protection import closed_pair_records, hold_records
from socialgraph.privacy.stops import stops_on_record
from socialgraph.privacy.visitors import HouseholdLabels, Visitor, assigned_people, parse_visitors
from socialgraph.registry import closing_kinds
from socialgraph.schema.addresses import SEPARATOR, household_keys
from socialgraph.schema.opt_ins import OPT_IN_DAYS
from socialgraph.schema.records import DECIDERS, RECORDS
from socialgraph.schema.tables import TABLES, united

_HOUSEHOLD_TABLES = ("dossiers", "stances", "visits", "measures", "surveys", "access_windows")
# which of several rows of one thing counts, where its values disagree: the one that sorts last by these columns
_LATEST_BY = {"dossiers": ("survey_date",), "people": ("willing_on",), "works": ("done_on",)}
# why something is kept out; `left_out.REASON` of `messages` says it
LEFT_OUT = (
    "flags_without_consent",
    "ties_unknown_to_alter",
    "ties_without_address",
    "people_without_name_and_address",
    "links_without_address",
    "links_without_member",
    "activities_without_name",
    "works_without_stack",
    "flats_without_address",
    "dossiers_without_address",
    "stances_without_address",
    "visits_without_address",
    "visits_unresolved",
    "measures_without_address",
    "surveys_without_address",
    "access_windows_without_address",
)
_LIST_ROW = r"^@([^@|/]+/\d+)$"  # a visitor who is known by a row of an exported list
_UNRESOLVED = ["compound", "building", "door", "room", "date", "visitors", "sources"]


@dataclass(frozen=True)
class Pseudonymised:
    """What `pseudonymise` gives.

    Attributes
    ----------
    records : every kind of `records.RECORDS` but `assignments`: its columns and `sources`, text, sorted by key.
    names, phones : for the vault: name by pseudonym; phone (several joined by |) by household key.
    phones_of_people : for the vault: phone of the rosters by pseudonym.
    unresolved : visits of no record, because their `@EXPORTID/ROW` is no row of a known list: address, date,
        visitors, sources. A stop that such a visit asked for is among the records all the same.
    left_out : how many rows or values were kept out, by reason of `LEFT_OUT`; only reasons that occurred.
    """

    records: dict[str, pd.DataFrame]
    names: dict[str, str]
    phones: dict[str, str]
    unresolved: pd.DataFrame
    left_out: dict[str, int] = field(default_factory=dict)
    phones_of_people: dict[str, str] = field(default_factory=dict)


def pseudonymise(
    tables: Mapping[str, pd.DataFrame],
    keys: Keys,
    assignments: pd.DataFrame | None = None,
) -> Pseudonymised:
    """Turn canonical tables (text frames with `compound` and `sources`) into records.

    Parameters
    ----------
    tables : by name; a table or a column that is not there counts as empty.
    keys : the same keys give the same pseudonyms.
    assignments : the records of that name, to find the volunteer of `@EXPORTID/ROW`.

    Notes
    -----
    Addresses stay as written: which compound a row means is decided whenever a town is built (`town.resolving`).
    The order of rows says nothing. Flags are kept only with a dated consent, ties only where the alter may know of
    being named (`known = false` is left out, unless the kind closes the pair: that protects whoever knows).
    """
    complete = {name: _complete(tables.get(name), name) for name in TABLES}
    return _Pseudonymiser(complete, keys, assignments).run()


class _Pseudonymiser:
    """One run over one set of tables; a method a table."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], keys: Keys, assignments: pd.DataFrame | None) -> None:
        self.keys = keys
        self.persons = PersonPseudonyms(keys)
        self.left_out: dict[str, int] = {}
        self.phone_of_digest: dict[str, str] = {}
        self.phones_of_people: dict[str, str] = {}
        self.tables = dict(tables)
        for name in _HOUSEHOLD_TABLES:
            self.tables[name] = self._at_households(self.tables[name], name)
        columns = ["export_id", "row_no", "person"]
        self.assigned = {} if assignments is None else assigned_people(assignments[columns].itertuples(index=False))

    def run(self) -> Pseudonymised:
        tables = self.tables
        visits, unresolved = self._visits(tables["visits"])
        tables_out = {
            "flats": self._flats(tables["flats"]),
            "dossiers": self._dossiers(tables["dossiers"]),
            "people": self._people(tables["people"]),
            "links": self._links(tables["links"]),
            "measures": tables["measures"],
            "surveys": self._surveys(tables["surveys"]),
            "activities": self._activities(tables["activities"]),
            "access_windows": tables["access_windows"],
            "works": self._works(tables["works"]),
            "stops": stops_on_record(tables["dossiers"], tables["visits"], tables["stances"]),
        }
        tables_out |= {"stances": tables["stances"], "visits": visits}
        closing = [closed_pair_records(t, self.persons) for t in (tables["closed_pairs"], _unaddressed(tables["ties"]))]
        tables_out["closed_pairs"] = pd.concat(closing, ignore_index=True)
        tables_out["holds"] = hold_records(tables["holds"], self.persons)
        tables_out["same_persons"] = _no_rows("same_persons")
        tables_out["ties"] = self._ties(tables["ties"])
        tables_out["persons"] = self.persons.table()
        records = {name: _one_row_a_key(tables_out[name], name) for name in RECORDS if name != "assignments"}
        dossiers, names = records["dossiers"], self.persons.names
        return Pseudonymised(
            records,
            {person: names[person] for person in records["persons"]["person"].tolist() if person in names},
            {
                household: self.phone_of_digest[digest]
                for household, digest in zip(dossiers["household"], dossiers["phone_digest"], strict=True)
                if digest
            },
            unresolved,
            {reason: count for reason, count in self.left_out.items() if count},
            self.phones_of_people,
        )

    def _at_households(self, table: pd.DataFrame, name: str) -> pd.DataFrame:
        table = table.assign(household=_household_column(table))
        return self._kept(table, table["household"] != "", f"{name}_without_address")

    def _kept(self, table: pd.DataFrame, wanted: pd.Series, reason: str) -> pd.DataFrame:
        self.left_out[reason] = self.left_out.get(reason, 0) + int((~wanted).sum())
        return table[wanted.to_numpy()].reset_index(drop=True)

    def _flats(self, table: pd.DataFrame) -> pd.DataFrame:
        table = table.assign(flat=_household_column(table), stack_key=_stack_keys(table))
        return self._kept(table, table["flat"] != "", "flats_without_address")

    def _dossiers(self, table: pd.DataFrame) -> pd.DataFrame:
        consented = table["flags_consent_on"] != ""
        self.left_out["flags_without_consent"] = int((~consented & ~table["flags"].isin(["", "none"])).sum())
        codes, unique = unique_rows(table, ["household", "phone"])
        digests = [
            keyed_text(self.keys.digests, household, phone) if phone else ""
            for household, phone in unique.itertuples(index=False, name=None)
        ]
        self.phone_of_digest = dict(zip(digests, unique["phone"].tolist(), strict=True))
        columns = {role: self.persons.deciders(table, role) for role in DECIDERS}
        columns["phone_digest"] = np.array(digests, dtype=object)[codes]
        return table.assign(flags=table["flags"].where(consented, ""), **columns)

    def _people(self, table: pd.DataFrame) -> pd.DataFrame:
        table = table.assign(
            person=self.persons.of_rows(table, "name", apart="roster"),
            household=_household_column(table),
            **{name: table[name].map(_in_order) for name in ("roles", "scope")},
        )
        told = table[(table["phone"] != "") & (table["person"] != "")].groupby("person")["phone"]
        self.phones_of_people = {str(person): cell for person, cell in told.agg(united).items()}
        table = _with_opt_in_days(table)
        return self._kept(table, table["person"] != "", "people_without_name_and_address")

    def _ties(self, table: pd.DataFrame) -> pd.DataFrame:
        closes = table["kind"].isin(closing_kinds())
        known, addressed = (table["known"] != "false") | closes, _both_ends(table)
        self.left_out["ties_unknown_to_alter"] = int((~known).sum())
        self.left_out["ties_without_address"] = int((known & ~addressed & ~closes).sum())
        table = table[(known & addressed).to_numpy()].reset_index(drop=True)
        ego = self.persons.of_rows(table, "ego_name", "ego_", apart="ego")
        alter = self.persons.of_rows(table, "alter_name", "alter_", apart="alter")
        return table[["kind", "observed_on", "strength", "known", "sources"]].assign(ego=ego, alter=alter)

    def _links(self, table: pd.DataFrame) -> pd.DataFrame:
        table = self._at_households(table, "links")
        table = table.assign(member=self.persons.of_rows(table, "member_name", "member_", apart="roster"))
        return self._kept(table, table["member"] != "", "links_without_member")

    def _surveys(self, table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(respondent=self.persons.of_rows(table, "respondent", apart="respondent"))

    def _activities(self, table: pd.DataFrame) -> pd.DataFrame:
        # a signature without an address counts as one participant, and is nobody of the next event's
        person = self.persons.of_rows(table, "name", apart="sign-in", apart_by=["activity", "date"])
        return self._kept(table.assign(person=person), pd.Series(person != ""), "activities_without_name")

    def _works(self, table: pd.DataFrame) -> pd.DataFrame:
        table = table.assign(stack_key=_stack_keys(table))
        return self._kept(table, table["stack_key"] != "", "works_without_stack")

    def _visits(self, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        codes, unique = unique_rows(table, ["compound", "visitors"])
        labels = HouseholdLabels(self._households())
        parsed = [
            [(self._visitor(visitor, compound), visitor) for visitor in parse_visitors(cell, compound, labels)]
            for compound, cell in unique.itertuples(index=False, name=None)
        ]
        known = np.array([all(person for person, _ in row) for row in parsed], dtype=bool)[codes]
        self.left_out["visits_unresolved"] = int((~known).sum())
        for place in range(max(map(len, parsed), default=0)):
            # a listed volunteer has a record already; its household is known to the graph, not to this table
            row = [
                visitors[place] if place < len(visitors) and not visitors[place][1].export_id else ("", Visitor())
                for visitors in parsed
            ]
            persons = np.array([person for person, _ in row], dtype=object)[codes]
            households = np.array([visitor.household for _, visitor in row], dtype=object)[codes]
            self.persons.meet(persons[known], households[known], table["sources"][known])
        # visitors are a set: their order in the cell says nothing
        cells = ["|".join(sorted({person for person, _ in row})) for row in parsed]
        of_list = unique["visitors"].str.extract(_LIST_ROW, expand=False).fillna("").to_numpy(object)
        columns = {"visitors": np.array(cells, dtype=object)[codes], "list_row": of_list[codes]}
        visits = table.assign(**columns)[known].reset_index(drop=True)
        return visits, table.loc[~known, _UNRESOLVED].reset_index(drop=True)

    def _visitor(self, visitor: Visitor, compound: str) -> str:
        if visitor.export_id:
            return self.assigned.get((visitor.export_id, visitor.row_no), "")
        if visitor.household:
            return self.persons.at_home(visitor.household, visitor.name)
        return self.persons.by_name_only(visitor.name, "visitor", compound)

    def _households(self) -> list[str]:
        columns = [self.tables[name]["household"] for name in _HOUSEHOLD_TABLES]
        columns += [_household_column(self.tables["flats"]), _household_column(self.tables["people"])]
        return sorted(set().union(*(column.unique() for column in columns)) - {""})


def _complete(table: pd.DataFrame | None, name: str) -> pd.DataFrame:
    """The table with all its canonical columns, `compound` and `sources`, as text."""
    table = table if table is not None else pd.DataFrame()
    columns = dict.fromkeys(["compound", *TABLES[name].column_names, "sources"])
    return pd.DataFrame(
        {
            column: table[column].fillna("").astype(str) if column in table else pd.Series("", index=table.index)
            for column in columns
        },
        dtype=str,
    ).reset_index(drop=True)


def _in_order(several: str) -> str:
    """Roles or scopes in one order, however a sheet lists them."""
    return "|".join(sorted(several.split("|")))


def _with_opt_in_days(people: pd.DataFrame) -> pd.DataFrame:
    """People with the days of every dated yes and no to helping, of all rows on one person."""
    days = {}
    for word, column in OPT_IN_DAYS.items():
        own = people["willing_on"].where(people["willing"] == word, "")
        listed = people[column].where(own == "", own.where(people[column] == "", people[column] + "|" + own))
        days[column] = listed.map(lambda cell: united([cell])).groupby(people["person"]).transform(united)
    return people.assign(**days)


def _unaddressed(ties: pd.DataFrame) -> pd.DataFrame:
    """Ties of a kind that closes a pair, an end of which has no flat: they protect all the same."""
    return ties[ties["kind"].isin(closing_kinds()) & ~_both_ends(ties)].reset_index(drop=True)


def _both_ends(ties: pd.DataFrame) -> pd.Series:
    """(rows,) whether both people of a tie have a flat."""
    return (ties["ego_room"] != "") & (ties["alter_room"] != "")


def _no_rows(name: str) -> pd.DataFrame:
    return pd.DataFrame(columns=[*RECORDS[name].columns, "sources"], dtype=str)


def _household_column(table: pd.DataFrame) -> pd.Series:
    if table.empty:
        return pd.Series(dtype=str)
    codes, unique = unique_rows(table, ["compound", "building", "door", "room"])
    return household_keys(unique).astype(str).take(codes).reset_index(drop=True)


def _stack_keys(table: pd.DataFrame) -> pd.Series:
    codes, unique = unique_rows(table, ["compound", "building", "stack", "pipe_kind"])
    keys = unique["compound"]
    for part in ("building", "stack", "pipe_kind"):
        keys = keys + SEPARATOR + unique[part]
    return keys.where(unique["stack"] != "", "").astype(str).take(codes).reset_index(drop=True)


def _one_row_a_key(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The record's columns and `sources`, one row a key, sorted by key."""
    record = RECORDS[name]
    if frame.empty:
        return _no_rows(name)
    frame = frame[[*record.columns, "sources"]].astype(str)
    key = list(record.key)
    if len(unique_rows(frame, key)[1]) < len(frame):
        latest = _LATEST_BY.get(name, ())
        if name == "people":  # of a yes and a no to helping on one day the no
            frame, latest = frame.assign(is_no=frame["willing"] == "false"), (*latest, "is_no")
        order = row_order(frame, [*latest, *record.values])
        # an offer that was declined in any row is declined: "false" comes before "true"
        frame = frame[[*record.columns, "sources"]]
        frame = merge_rows(frame.iloc[order[::-1] if name == "measures" else order], key)
    return frame.iloc[row_order(frame, key)].reset_index(drop=True)
