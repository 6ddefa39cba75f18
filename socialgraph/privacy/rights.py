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
from socialgraph.privacy.vault import Identities
from socialgraph.schema.addresses import label
from socialgraph.schema.records import DECIDERS, RECORDS

_PERSON_COLUMNS: dict[str, tuple[str, ...]] = {
    "dossiers": DECIDERS,
    "people": ("person",),
    "persons": ("person",),
    "ties": ("ego", "alter"),
    "links": ("member",),
    "visits": ("visitors",),
    "surveys": ("respondent",),
    "activities": ("person",),
    "assignments": ("person",),
}


@dataclass(frozen=True)
class Subject:
    """Whom a right is about: people by pseudonym, and the household where all of it is meant (else empty)."""

    persons: frozenset[str]
    household: str = ""


def household_subject(records: Mapping[str, pd.DataFrame], flat: str) -> Subject:
    """The household labelled `flat` (`5-2-301`, with the compound in front where there are several) and its people.

    Raises
    ------
    InputError
        If no household, or more than one, has that label.
    """
    keys = set(records["dossiers"]["household"]) | set(records["persons"]["household"]) | set(records["flats"]["flat"])
    found = [key for key in keys - {""} if flat in (label(key), label(key, with_compound=True))]
    if len(found) != 1:
        if found:
            raise InputError("rights.several_households", flat=flat)
        raise InputError("rights.no_household", flat=flat)
    persons = records["persons"]
    return Subject(frozenset(persons.loc[persons["household"] == found[0], "person"]), found[0])


def person_subject(records: Mapping[str, pd.DataFrame], identities: Identities, name: str, flat: str = "") -> Subject:
    """The person of that name in the household labelled `flat`; without a flat, one known by name only.

    Raises
    ------
    InputError
        If nobody, or more than one person, is meant; the name is not repeated.
    """
    home = dict(zip(records["persons"]["person"], records["persons"]["household"], strict=True))
    found = [
        person
        for person, known in identities.names.items()
        if known == name and flat in _labels_of(home.get(person, ""))
    ]
    if len(found) != 1:
        where = note("rights.in_household", flat=flat) if flat else note("rights.without_household")
        if found:
            raise InputError("rights.several_people", where=where)
        raise InputError("rights.nobody", where=where)
    return Subject(frozenset(found))


def on_record(records: Mapping[str, pd.DataFrame], subject: Subject) -> dict[str, pd.DataFrame]:
    """Every record that names the subject, by table; others whom such a record names stay pseudonyms.

    The register of flats is no record of a person.
    """
    found = {}
    for name, frame in records.items():
        if name not in RECORDS or name == "flats":
            continue
        about = np.zeros(len(frame), dtype=bool)
        if subject.household and "household" in frame:
            about |= (frame["household"] == subject.household).to_numpy()
        for column in _PERSON_COLUMNS.get(name, ()):
            about |= _names_any(frame[column], subject.persons)
        if about.any():
            found[name] = frame[about].reset_index(drop=True)
    return found


def known_identity(identities: Identities, subject: Subject) -> Identities:
    """What the vault holds of the subject."""
    return Identities(
        {person: identities.names[person] for person in sorted(subject.persons) if person in identities.names},
        {subject.household: identities.phones[subject.household]} if subject.household in identities.phones else {},
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
    return rows.assign(willing="false", willing_on=on).reset_index(drop=True)


def left_after_erasure(records: Mapping[str, pd.DataFrame], identities: Identities, subject: Subject) -> dict[str, int]:
    """How many records and identities still name the subject, by table; empty when the erasure is complete."""
    left = {name: len(frame) for name, frame in on_record(records, subject).items()}
    known = known_identity(identities, subject)
    counts = left | {"names": len(known.names), "phones": len(known.phones)}
    return {name: count for name, count in counts.items() if count}


def _labels_of(household: str) -> tuple[str, ...]:
    return (label(household), label(household, with_compound=True)) if household else ("",)


def _names_any(column: pd.Series, persons: frozenset[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether each cell, pseudonyms joined by |, has one of `persons`."""
    codes, cells = pd.factorize(column)
    named = np.array([not persons.isdisjoint(str(cell).split("|")) for cell in cells], dtype=bool)
    return np.append(named, False)[codes]
