"""The residents' rights, planned: who is asked about, what is on record of them, and what goes when it is erased.

Pure functions over records and the vault's identities; a command opens both, calls one of these and acts on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from socialgraph.errors import InputError
from socialgraph.messages import note
from socialgraph.privacy.corrections import WITHDRAWN_ON, correction_key, without_withdrawn
from socialgraph.privacy.vault import Identities
from socialgraph.schema.addresses import BY_TITLE, SEPARATOR, compound_named, label, told_by_title
from socialgraph.schema.records import PERSON_COLUMNS, RECORDS

_TOLD = ("dossiers", "people", "persons", "ties", "links", "visits", "surveys", "activities", "assignments")
_PERSON_COLUMNS = {name: PERSON_COLUMNS[name] for name in _TOLD}


@dataclass(frozen=True)
class Subject:
    """Whom a right is about.

    Attributes
    ----------
    persons : pseudonyms.
    household : its key, where all of the household is meant, else empty; the one that names the compound counts.
    households : every key under which it is on record: a sheet that names no compound is kept as it was written.
    """

    persons: frozenset[str]
    household: str = ""
    households: frozenset[str] = frozenset()


def household_subject(records: Mapping[str, pd.DataFrame], flat: str) -> Subject:
    """The household labelled `flat` (`5-2-301`, with the compound in front where there are several) and its people.

    Raises
    ------
    InputError
        If no household, or more than one, has that label.
    """
    keys = set(records["dossiers"]["household"]) | set(records["persons"]["household"]) | set(records["flats"]["flat"])
    matching = [key for key in keys - {""} if flat in (label(key), label(key, with_compound=True))]
    if not matching:
        raise InputError("rights.no_household", flat=flat)
    compounds = {compound_named(key) for key in keys if key} - {""}
    named = [key for key in matching if compound_named(key)]
    told: set[str] = set()
    if len(named) == 1:  # whom only the title of a sheet tells apart
        written = {key for frame in records.values() if "household" in frame for key in frame["household"].unique()}
        told = {key for key in written if key.startswith(BY_TITLE) and _is_told(key, named[0], compounds)}
        matching = [*{*matching} - told]
    if len(named) > 1 or (named and len(named) < len(matching) and len(compounds) > 1):
        raise InputError("rights.several_households", flat=flat)
    if named and len(compounds) == 1:  # the same flat in sheets that name no compound, of which there is but one
        address = named[0].partition(SEPARATOR)[2]
        matching = [key for key in keys if key.partition(SEPARATOR)[2] == address]
    households = frozenset({*matching, *told})
    persons = records["persons"]
    people = frozenset(persons.loc[persons["household"].isin(households), "person"])
    return Subject(people, named[0] if named else matching[0], households)


def _is_told(key: str, own: str, compounds: set[str]) -> bool:
    """Whether a key whose compound stands in a title is of the same address in the compound of `own`."""
    compound, _, address = key.partition(SEPARATOR)
    return address == own.partition(SEPARATOR)[2] and told_by_title(compound, compounds) == compound_named(own)


def person_subject(records: Mapping[str, pd.DataFrame], identities: Identities, name: str, flat: str = "") -> Subject:
    """The person of that name in the household labelled `flat`; without a flat, one known by name only.

    Raises
    ------
    InputError
        If nobody, or more than one person, is meant; the name is not repeated.
    """
    home = dict(zip(records["persons"]["person"], records["persons"]["household"], strict=True))
    matching = [
        person
        for person, known in identities.names.items()
        if known == name and flat in _labels_of(home.get(person, ""))
    ]
    if len(matching) != 1:
        where = note("rights.in_household", flat=flat) if flat else note("rights.without_household")
        if matching:
            raise InputError("rights.several_people", where=where)
        raise InputError("rights.nobody", where=where)
    return Subject(frozenset(matching))


def on_record(records: Mapping[str, pd.DataFrame], subject: Subject) -> dict[str, pd.DataFrame]:
    """Every record that names the subject, by table; others whom such a record names stay pseudonyms.

    The register of flats is no record of a person.
    """
    rows_of = {}
    for name, frame in records.items():
        if name not in RECORDS or name == "flats":
            continue
        about = np.zeros(len(frame), dtype=bool)
        if subject.household and "household" in frame:
            about |= frame["household"].isin(subject.households).to_numpy()
        for column in _PERSON_COLUMNS.get(name, ()):
            about |= _names_any(frame[column], subject.persons)
        if about.any():
            rows_of[name] = frame[about].reset_index(drop=True)
    return rows_of


def known_identity(identities: Identities, subject: Subject) -> Identities:
    """What the vault holds of the subject."""
    return Identities(
        {person: identities.names[person] for person in sorted(subject.persons) if person in identities.names},
        {key: identities.phones[key] for key in sorted(subject.households) if key in identities.phones},
        further_phones={
            key: identities.further_phones[key]
            for key in sorted(subject.households | subject.persons)
            if key in identities.further_phones
        },
    )


def opt_in_withdrawn(records: Mapping[str, pd.DataFrame], subject: Subject, on: str) -> pd.DataFrame:
    """The subject's `people` records as they are to be written: no longer willing, said on the ISO date `on`.

    Raises
    ------
    InputError
        If the subject is on no roster.
    """
    people = records["people"]
    rows = people[people["person"].isin(subject.persons).to_numpy()]
    if rows.empty:
        raise InputError("rights.no_willingness")
    taken_back = {correction_key(person, WITHDRAWN_ON): on for person in subject.persons}
    return without_withdrawn(rows, taken_back).reset_index(drop=True)


def left_after_erasure(records: Mapping[str, pd.DataFrame], identities: Identities, subject: Subject) -> dict[str, int]:
    """How many records and identities still name the subject, by table; empty when the erasure is complete."""
    left = {name: len(frame) for name, frame in on_record(records, subject).items()}
    known = known_identity(identities, subject)
    counts = left | {"names": len(known.names), "phones": len(known.phones) + len(known.further_phones)}
    return {name: count for name, count in counts.items() if count}


def _labels_of(household: str) -> tuple[str, ...]:
    return (label(household), label(household, with_compound=True)) if household else ("",)


def _names_any(column: pd.Series, persons: frozenset[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether each cell, pseudonyms joined by |, has one of `persons`."""
    codes, cells = pd.factorize(column)
    named = np.array([not persons.isdisjoint(str(cell).split("|")) for cell in cells], dtype=bool)
    return np.append(named, False)[codes]
