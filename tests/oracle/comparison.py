"""Compares the package's results with the oracle's, and says in words where they differ."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
from oracle_keys import Keys
from oracle_tables import Address, Person, Tables
from oracle_trust import Trust

from socialgraph.privacy.keys import Keys as SecretKeys
from socialgraph.privacy.pseudonyms import pseudonymise
from socialgraph.reach.intermediaries import rank_intermediaries
from socialgraph.reach.isolation import classify_isolation
from socialgraph.schema.policy import Policy
from socialgraph.stacks.completion import diagnose
from socialgraph.town.building import build_town
from socialgraph.town.snapshot import Town

STACK_COLUMNS = ["building", "door", "stack", "pipe_kind"]
STACK_FIGURES = ["flats", "ready", "missing_consent", "missing_access", "state"]
RATES = ["reach_rate", "consent_rate", "ready_rate", "completion_rate", "expected_completion", "clustering"]
PARTS = ["trust", "second_path", "experience", "success", "load", "stance", "score"]
JUDGED = {"complete", "ready", "respected_no", "partial", "blocked"}


def frames(tables: Tables) -> dict[str, pd.DataFrame]:
    """The oracle's rows as the text frames that the package takes."""
    return {name: pd.DataFrame(rows, dtype=str).fillna("") for name, rows in tables.items() if rows}


def package_of(tables: Tables) -> tuple[Town, dict[str, Person]]:
    """The package's snapshot of the same tables, and whom each pseudonym means (by a key of these tests)."""
    made = pseudonymise(frames(tables), SecretKeys.unkeyed())
    homes = made.records["persons"].set_index("person")["household"]
    people = {
        pseudonym: Person(Address(*homes[pseudonym].split(":")) if homes[pseudonym] else None, name)
        for pseudonym, name in made.names.items()
    }
    return build_town(made.records), people


def same(one: Any, other: Any) -> bool:
    """Equal numbers to the last digits; none and NaN are the same."""
    nothing = [value is None or (isinstance(value, float) and math.isnan(value)) for value in (one, other)]
    if any(nothing):
        return all(nothing)
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def differences(tables: Tables, as_of: date, consent: Any, town: Town | None = None) -> list[str]:
    """Every figure in which package and oracle differ."""
    made, people = package_of(tables)
    town = town or made
    keys, policy = Keys(tables, as_of, consent), Policy(consent=consent)
    trust = Trust(keys)
    return [
        *of_stacks(diagnose(town, as_of=as_of, policy=policy), keys),
        *of_rates(town, keys, policy),
        *of_isolation(classify_isolation(town, as_of=as_of, policy=policy), trust),
        *of_suggestions(rank_intermediaries(town, as_of=as_of, policy=policy), trust, people),
    ]


def of_stacks(diagnosis: pd.DataFrame, keys: Keys) -> Iterator[str]:
    """`diagnose`: the judged stacks row by row; those of unknown source are there, without a judgement."""
    rows = {tuple(row[c] for c in STACK_COLUMNS): row for row in diagnosis.to_dict("records")}
    wanted = {tuple(row[c] for c in STACK_COLUMNS): row for row in keys.diagnose()}
    judged = {key for key, row in rows.items() if row["state"] in JUDGED}
    if judged != set(wanted):
        yield f"judged stacks: {judged ^ set(wanted)}"
    listed = {(key[0], key[2], key[3]) for key in rows if key[2]}  # flats whose stack nobody knows may be listed too
    if listed != {(stack.building, stack.code, stack.pipe_kind) for stack in keys.stacks}:
        yield f"stacks listed: {listed}"
    for key in judged & set(wanted):
        for column in STACK_FIGURES:
            if rows[key][column] != wanted[key][column]:
                yield f"{key} {column}: {rows[key][column]}, oracle {wanted[key][column]}"
        if list(rows[key]["pivotal_flats"]) != wanted[key]["pivotal_flats"]:
            yield f"{key} pivotal: {rows[key]['pivotal_flats']}, oracle {wanted[key]['pivotal_flats']}"


def of_rates(town: Town, keys: Keys, policy: Policy) -> Iterator[str]:
    """`diagnose --by building|compound`."""
    for by in ("building", "compound"):
        diagnosis = diagnose(town, as_of=keys.as_of, policy=policy, by=by).to_dict("records")
        rows = {row[by]: row for row in diagnosis if same(row["ready_rate"], None) is False}
        wanted = {group[-1]: rates for group, rates in keys.rates(by).items()}
        if set(rows) != set(wanted):
            yield f"{by}: {set(rows) ^ set(wanted)}"
        for group in set(rows) & set(wanted):
            for rate in RATES:
                if not same(rows[group][rate], wanted[group][rate]):
                    yield f"{by} {group} {rate}: {rows[group][rate]}, oracle {wanted[group][rate]}"


def of_isolation(isolated: pd.DataFrame, trust: Trust) -> Iterator[str]:
    """`isolated`: every unresolved household, its reach and class."""
    rows = {row["flat"]: row for row in isolated.to_dict("records")}
    wanted = {household.label: row for household, row in trust.isolation().items()}
    if set(rows) != set(wanted) or len(rows) != len(isolated):
        yield f"unresolved: {set(rows) ^ set(wanted)}"
    for flat in set(rows) & set(wanted):
        if not same(rows[flat]["reach"], wanted[flat]["reach"]):
            yield f"{flat} reach: {rows[flat]['reach']}, oracle {wanted[flat]['reach']}"
        if rows[flat]["class"] != wanted[flat]["class"]:
            yield f"{flat} class: {rows[flat]['class']}, oracle {wanted[flat]['class']}"


def of_suggestions(suggestions: pd.DataFrame, trust: Trust, people: dict[str, Person]) -> Iterator[str]:
    """`suggest`: ranks and parts, or a reason that is true."""
    pseudonyms = {person: pseudonym for pseudonym, person in people.items()}
    for household in trust.keys.unresolved():
        rows = suggestions[suggestions["flat"] == household.label].to_dict("records")
        silent = bool(trust.left_alone(household)) or not trust.has_offer(household)
        ranked = [] if silent else trust.ranking(household, pseudonyms)
        if not ranked:
            yield from _of_reason(household, rows, trust)
        elif [people.get(row["intermediary"]) for row in rows] != [person for person, _ in ranked]:
            yield f"{household.label} ranks: {[(people.get(r['intermediary']), r['score']) for r in rows]}, {ranked}"
        else:
            yield from _of_parts(household, rows, [parts for _, parts in ranked])
    strangers = set(suggestions["flat"]) - {household.label for household in trust.keys.unresolved()}
    if strangers:
        yield f"suggestions for {strangers}"


def _of_reason(household: Address, rows: list[dict[str, Any]], trust: Trust) -> Iterator[str]:
    if len(rows) != 1 or rows[0]["intermediary"] or not pd.isna(rows[0]["rank"]):
        yield f"{household.label}: one row with empty rank expected, {rows}"
    elif rows[0]["reason"] != trust.reason(household):
        yield f"{household.label} reason: {rows[0]['reason']}, oracle {trust.reason(household)}"


def _of_parts(household: Address, rows: list[dict[str, Any]], wanted: list[dict[str, float]]) -> Iterator[str]:
    for rank, (row, parts) in enumerate(zip(rows, wanted, strict=True), start=1):
        if row["rank"] != rank:
            yield f"{household.label} rank {row['rank']}, oracle {rank}"
        for part in PARTS:
            if not same(row[part], parts[part]):
                yield f"{household.label} {rank}. {part}: {row[part]}, oracle {parts[part]}"
        if not same(sum(row[part] for part in PARTS[:-1]), row["score"]):
            yield f"{household.label} {rank}. parts do not add up to {row['score']}"
