"""The residents' rights, planned over the invented neighbourhood's records."""

from __future__ import annotations

import pandas as pd
import pytest

from socialgraph.errors import InputError
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.pseudonyms import pseudonymise
from socialgraph.privacy.rights import (
    Subject,
    household_subject,
    known_identity,
    left_after_erasure,
    on_record,
    opt_in_withdrawn,
    person_subject,
)
from socialgraph.privacy.vault import Identities

Records = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def sealed(xinfeng_tables: Records) -> tuple[Records, Identities]:
    result = pseudonymise(xinfeng_tables, Keys.unkeyed())
    return result.records, Identities(result.names, result.phones)


def rows_that_hold(frame: pd.DataFrame, words: set[str]) -> int:
    """By text: rows of which some cell is, or lists, one of these words."""
    return sum(any(words & {str(cell), *str(cell).split("|")} for cell in row) for row in frame.to_numpy().tolist())


@pytest.mark.parametrize("flat", ["1-1-101", "2-2-302|303", "新风里 4-1201"])
def test_what_is_on_record_of_a_household_is_every_row_that_names_it_or_its_people(
    sealed: tuple[Records, Identities], flat: str
) -> None:
    records, _ = sealed
    subject = household_subject(records, flat)
    words = {*subject.households, *subject.persons}
    expected = {name: rows_that_hold(frame, words) for name, frame in records.items() if name != "flats"}
    assert {name: len(rows) for name, rows in on_record(records, subject).items()} == {
        name: count for name, count in expected.items() if count
    }


def test_a_person_is_found_by_name_and_flat_and_never_by_name_alone(
    sealed: tuple[Records, Identities], xinfeng_tables: Records
) -> None:
    records, identities = sealed
    owner = xinfeng_tables["dossiers"].iloc[0]
    flat = "-".join([owner["building"], owner["door"], owner["room"]])
    subject = person_subject(records, identities, owner["owner_name"], flat)
    assert subject.persons == {records["dossiers"].set_index("household").loc[f":{flat.replace('-', ':')}", "owner"]}
    with pytest.raises(InputError, match="Nobody") as raised:
        person_subject(records, identities, owner["owner_name"])
    assert owner["owner_name"] not in str(raised.value)


def test_an_unknown_flat_is_named(sealed: tuple[Records, Identities]) -> None:
    with pytest.raises(InputError, match="9-9-999"):
        household_subject(sealed[0], "9-9-999")


def test_the_vault_shows_the_household_its_own_names_and_phones_only(
    sealed: tuple[Records, Identities], xinfeng_tables: Records
) -> None:
    records, identities = sealed
    known = known_identity(identities, household_subject(records, "1-1-101"))
    owner = xinfeng_tables["dossiers"].iloc[0]
    assert owner["owner_name"] in known.names.values()
    assert known.phones == {":1:1:101": owner["phone"]}


def test_a_withdrawn_opt_in_is_dated_and_changes_nothing_else(sealed: tuple[Records, Identities]) -> None:
    records, _ = sealed
    volunteer = records["people"][records["people"]["willing"] == "true"].iloc[0]
    rows = opt_in_withdrawn(records, Subject(frozenset({volunteer["person"]})), "2026-11-25")
    withdrawal = {"willing": "false", "willing_on": "2026-11-25", "opted_out_on": "2026-11-25"}
    assert rows.iloc[0].to_dict() == volunteer.to_dict() | withdrawal


def test_whoever_is_on_no_roster_has_nothing_to_withdraw(sealed: tuple[Records, Identities]) -> None:
    with pytest.raises(InputError, match="roster"):
        opt_in_withdrawn(sealed[0], Subject(frozenset({"p_nobody"})), "2026-11-25")


def test_before_an_erasure_everything_is_left_and_after_it_nothing(sealed: tuple[Records, Identities]) -> None:
    records, identities = sealed
    subject = household_subject(records, "1-1-101")
    assert left_after_erasure(records, identities, subject)["names"] >= 1
    words = {*subject.households, *subject.persons}
    emptied = {
        name: frame.drop(index=[place for place in frame.index if rows_that_hold(frame.loc[[place]], words)])
        for name, frame in records.items()
    }
    gone = Identities(
        {person: name for person, name in identities.names.items() if person not in words},
        {household: phone for household, phone in identities.phones.items() if household not in words},
    )
    assert left_after_erasure(emptied, gone, subject) == {}
