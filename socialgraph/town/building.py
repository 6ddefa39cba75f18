"""Building a Town from records: whole columns in, arrays out; no analysis ever sees a half-built one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.csr import Csr
from socialgraph.arrays.dates import first_days
from socialgraph.arrays.encoded import Encoded
from socialgraph.arrays.string_index import StringIndex, frozen
from socialgraph.errors import InputError
from socialgraph.registry import tie_kinds
from socialgraph.schema.constants import HELD, STACK_SOURCES
from socialgraph.schema.records import DECIDERS
from socialgraph.schema.tables import GIVERS
from socialgraph.town.closed_pairs import closed_pairs
from socialgraph.town.columns import RecordColumns, places
from socialgraph.town.households import Addresses
from socialgraph.town.protection import MayMean, protected, unplaced_table
from socialgraph.town.resolving import resolved
from socialgraph.town.snapshot import Codes, Persons, Stacks, Stances, Town
from socialgraph.town.tables import typed_tables
from socialgraph.town.ties import tie_evidence
from socialgraph.town.whole_register.stacks import with_stacks


def build_town(records: Mapping[str, pd.DataFrame], run_id: str = "") -> Town:
    """The snapshot of records as `privacy.pseudonymise` makes and `store.read` returns them.

    Parameters
    ----------
    records : tables of text by name, with the columns of `schema.records`; a missing table is an empty one.
    run_id : the store's run they were read from.

    Returns
    -------
    Town
        Whole: no analysis ever sees a half-built one.

    Raises
    ------
    InputError
        If a date, a number or a tie kind is none.
    """
    records, missing_compound = resolved(records)
    records, co_holders = _split_co_holders({**records, "flats": with_stacks(records)})
    columns = RecordColumns(records)
    addresses = Addresses.of(columns)
    persons = _persons(columns, addresses)
    stacks, flat_stacks, stack_codes = _stacks(columns, addresses)
    tables = typed_tables(columns, addresses, persons.key, stacks.key)
    stances, stance_codes = _stances(columns, addresses)
    stances = _of_who_lives_there(stances, tables["stops"], addresses.n_households)
    registered = tie_kinds()
    may_mean = MayMean(addresses, columns["flats"])
    ties = tie_evidence(columns, persons, may_mean, registered)
    guard = protected(columns, tables, stances, stance_codes["stances"], addresses, may_mean)
    persons = replace(persons, on_hold=_on_hold(persons.key, guard.held_persons))
    closed = closed_pairs(columns, persons, ties, may_mean)
    stop = guard.stop.copy()
    stop[closed.on_hold] |= HELD
    tables["missing_compound"] = missing_compound
    tables["unplaced"] = unplaced_table(guard.unplaced, closed.unplaced)
    return Town(
        run_id=run_id,
        households=addresses.household_arrays(
            stop=frozen(stop),
            deciders=_deciders(tables["dossiers"], addresses, co_holders, persons.key),
        ),
        flats=addresses.flat_arrays(flat_stacks),
        stacks=stacks,
        compounds=addresses.compounds,
        buildings=addresses.building_arrays(),
        doors=addresses.door_arrays(),
        persons=persons,
        ties=ties,
        closed=closed.pairs,
        stances=stances,
        codes=Codes(flat_kinds=addresses.flat_kinds, tie_kinds=registered, **stack_codes, **stance_codes),
        tables=tables,
    )


def _persons(columns: RecordColumns, addresses: Addresses) -> Persons:
    """Everybody whom any record names, in order of pseudonym, and where they live."""
    named = [columns.coded(table, column).unique for table, column in _PERSON_COLUMNS]
    listed = np.concatenate([*named, columns.visitors()[1]])
    person = StringIndex.of(_sorted_texts(pd.unique(listed[listed != ""])))
    home = np.full(len(person), -1, np.int32)
    for table, column in _HOMES:  # what is said last counts: the persons table knows best
        who = columns.coded(table, column).map(person.codes)
        where = columns.coded(table, "household").map(addresses.first_household)
        has_home = (who >= 0) & (where >= 0)
        home[who[has_home]] = where[has_home]
    return Persons(person, frozen(home), frozen(np.zeros(len(person), bool)))


def _on_hold(person: StringIndex, names: frozenset[str]) -> NDArray[np.bool_]:
    on_hold = np.zeros(len(person), bool)
    who = person.codes(np.array(sorted(names), object))
    on_hold[who[who >= 0]] = True
    return frozen(on_hold)


def _sorted_texts(texts: NDArray[np.object_]) -> list[str]:
    """In order of code points; as bytes where that can be, which is many times faster."""
    try:
        return [text.decode() for text in np.sort(texts.astype("S"))]
    except UnicodeEncodeError:
        return sorted(texts)


_PERSON_COLUMNS = (
    ("persons", "person"),
    ("people", "person"),
    ("ties", "ego"),
    ("ties", "alter"),
    ("links", "member"),
    ("surveys", "respondent"),
    ("activities", "person"),
    ("assignments", "person"),
    ("dossiers", "owner"),
    ("dossiers", "public_lessee"),
    ("dossiers", "tenant"),
    ("dossiers", "occupant"),
)
_HOMES = (
    ("dossiers", "occupant"),
    ("dossiers", "tenant"),
    ("dossiers", "public_lessee"),
    ("dossiers", "owner"),
    ("people", "person"),
    ("persons", "person"),
)


def _split_co_holders(
    records: Mapping[str, pd.DataFrame],
) -> tuple[Mapping[str, pd.DataFrame], pd.DataFrame]:
    """Where several own or rent together, the dossier keeps the first; the others come apart as household, person."""
    dossiers = records.get("dossiers", pd.DataFrame())
    others = [pd.DataFrame({"household": [], "person": []}, dtype=object)]
    for role in DECIDERS:
        shared = dossiers[role].str.contains("|", regex=False) if role in dossiers else pd.Series(dtype=bool)
        if not shared.any():
            continue
        people = dossiers.loc[shared, role].str.split("|")
        dossiers = dossiers.assign(**{role: dossiers[role].where(~shared, people.str[0])})
        others.append(
            pd.DataFrame({"household": dossiers.loc[shared, "household"], "person": people}).explode("person")
        )
    if len(others) == 1:
        return records, others[0]
    return {**records, "dossiers": dossiers}, pd.concat(others, ignore_index=True)


def _deciders(dossiers: pd.DataFrame, addresses: Addresses, co_holders: pd.DataFrame, person: StringIndex) -> Csr:
    who = np.concatenate(
        [*(dossiers[role].to_numpy(np.int32) for role in DECIDERS), person.codes(co_holders["person"])]
    )
    where = np.concatenate(
        [
            np.tile(dossiers["household"].to_numpy(np.int32), len(DECIDERS)),
            addresses.first_household(co_holders["household"].to_numpy(object)),
        ]
    )
    known = (who >= 0) & (where >= 0)
    return Csr.of_pairs(where[known], who[known], addresses.n_households)


def _stacks(columns: RecordColumns, addresses: Addresses) -> tuple[Stacks, Csr, dict[str, tuple[str, ...]]]:
    """Stacks in natural order with their source and works, flats → stacks, and what their codes mean."""
    keys = Encoded.of(pd.Series(columns.stack_keys(), dtype=object))
    n = len(keys.unique) - 1
    first = np.full(n, len(keys), np.int64)
    np.minimum.at(first, keys.codes, np.arange(len(keys)))
    pipe_kinds = columns.pipe_kinds()
    pipes, _ = columns.coded("flats", "pipe_kind").take(first).categories(pipe_kinds)
    building = addresses.buildings.codes(columns.building_keys()[first])
    codes = columns.texts("flats", "stack")[first]
    order = np.lexsort((pipes, places(codes), building))
    row_stack = np.argsort(order)[keys.codes]
    source = np.full(n, len(STACK_SOURCES) - 1, np.int8)
    named = columns.coded("flats", "stack_source").map(StringIndex.of(STACK_SOURCES).codes)
    named = np.where((named < 0) | columns.coded("flats", "stack").equals(""), len(STACK_SOURCES) - 1, named)
    np.minimum.at(source, row_stack, named.astype(np.int8))
    stack_key = StringIndex.of(keys.unique[:-1][order])
    status, statuses, done_on = _works(columns, stack_key)
    stacks = Stacks(
        key=stack_key,
        code=StringIndex.of(codes[order]),
        pipe=frozen(pipes[order].astype(np.int8)),
        building=frozen(building[order]),
        source=frozen(source),
        status=frozen(status),
        done_on=frozen(done_on),
    )
    flats = columns.coded("flats", "flat").map(addresses.flat_key.codes)
    flat_stacks = Csr.of_pairs(flats, row_stack, addresses.n_flats)
    return stacks, flat_stacks, {"works_statuses": statuses, "pipe_kinds": pipe_kinds}


def _works(
    columns: RecordColumns, stack_key: StringIndex
) -> tuple[NDArray[np.int8], tuple[str, ...], NDArray[np.datetime64]]:
    """Status and date of each stack's works; building, code and pipe kind must all be the stack's."""
    row = StringIndex.of(columns.texts("works", "stack_key")).codes(np.array(stack_key.texts, object))
    codes, statuses = columns.coded("works", "status").categories()
    status = np.append(codes, 0)[row].astype(np.int8)
    done_on = np.append(first_days(columns.coded("works", "done_on"), "works.done_on"), np.datetime64("NaT", "D"))[row]
    return status, statuses, done_on


def _stances(columns: RecordColumns, addresses: Addresses) -> tuple[Stances, dict[str, tuple[str, ...]]]:
    """What each household said, in the order in which it counts, and what the codes mean."""
    household = columns.coded("stances", "household").map(addresses.first_household)
    giver = columns.coded("stances", "giver").map(StringIndex.of(GIVERS).codes)
    if (giver < 0).any():
        raise InputError("town.bad_giver")
    pipe, _ = columns.coded("stances", "pipe_kind").categories(columns.pipe_kinds())
    stance, stances = columns.coded("stances", "stance").categories()
    reasons_code, reasons = columns.coded("stances", "reasons").categories()
    sources_code, sources = columns.coded("stances", "sources").categories()
    first_on = first_days(columns.coded("stances", "first_on"), "stances.first_on")
    on = first_days(columns.coded("stances", "date"), "stances.date")
    days = np.where(np.isnat(on), np.iinfo(np.int64).min, on.astype(np.int64))
    order = np.lexsort((sources_code, reasons_code, stance, first_on, days, pipe, giver, household))
    given = Stances(
        household=frozen(household[order]),
        giver=frozen(giver[order].astype(np.int8)),
        pipe=frozen(pipe[order].astype(np.int8)),
        stance=frozen(stance[order].astype(np.int8)),
        first_on=frozen(first_on[order]),
        on=frozen(on[order]),
        reasons=frozen(reasons_code[order].astype(np.int32)),
        sources=frozen(sources_code[order].astype(np.int32)),
    )
    return given, {"stances": stances, "reasons": reasons, "sources": sources}


def _of_who_lives_there(stances: Stances, stops: pd.DataFrame, n_households: int) -> Stances:
    """Without the words of an earlier household, where a reopening said that another one lives there now."""
    moved = stops[stops["stop"] == "new_household"].groupby("household")["stopped_on"].max()
    since = np.full(n_households, np.datetime64("NaT", "D"))
    since[moved.index.to_numpy(np.int64)] = moved.to_numpy("datetime64[D]")
    known_on = np.where(np.isnat(stances.on), stances.first_on, stances.on)
    begun = since[stances.household]
    keeps = np.isnat(begun) | (~np.isnat(known_on) & (known_on > begun))
    if keeps.all():
        return stances
    return Stances(**{field.name: frozen(getattr(stances, field.name)[keeps]) for field in fields(Stances)})
