"""Rows that protect although they are not certain, as records; and people who are perhaps one and the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Set
from itertools import combinations

import numpy as np
import pandas as pd

from socialgraph.privacy.persons import PersonPseudonyms
from socialgraph.privacy.vault import Identities
from socialgraph.schema.addresses import household_key, riser_room

VAULT_SOURCE = "vault"
"""The source of `same_persons`: it is read anew at every load, so that what it no longer gives is retired."""

_SHARED_BY_FEW = 3  # households
_PLACE = ("building", "door", "room")
_DOTS_AND_BLANKS = re.compile(r"[\s·•・‧．⋅.]+")


def closed_pair_records(table: pd.DataFrame, persons: PersonPseudonyms) -> pd.DataFrame:
    """Each end as its household, as far as it is written, and its person where name and room are.

    An end that is not certain makes no person: of those known from closed pairs alone a town knows nothing.
    """
    ends: dict[str, list[str]] = {}
    for end in ("ego", "alter"):
        homes = _written_keys(table, f"{end}_")
        whole = [home if room else "" for home, room in zip(homes, table[f"{end}_room"], strict=True)]
        ends[end] = persons.ends_at(whole, table[f"{end}_name"].tolist(), table["sources"].tolist())
        ends[f"{end}_household"] = homes
    return table[["kind", "observed_on", "sources"]].assign(**ends)


def hold_records(table: pd.DataFrame, persons: PersonPseudonyms) -> pd.DataFrame:
    """Whom each row holds: a person where it has a name, else what its address means."""
    person = np.full(len(table), "", object)
    named = (table["name"] != "").to_numpy()
    person[named] = persons.of_rows(table[named].reset_index(drop=True), "name", apart="roster")
    of_riser = (table["room"] == "") & (table["stack"] != "")
    room = table["room"].where(~of_riser, table["stack"].map(riser_room))
    homes = _written_keys(table.assign(room=room))
    return table[["reason", "held_on", "sources"]].assign(household=homes, person=person)


def _written_keys(table: pd.DataFrame, prefix: str = "") -> list[str]:
    address = table[["compound", *(prefix + part for part in _PLACE)]]
    return [household_key(*parts) for parts in address.itertuples(index=False, name=None)]


def same_person_records(identities: Identities, home_of: Mapping[str, str]) -> pd.DataFrame:
    """Pairs of people in two households that share a phone: perhaps one person, never certainly.

    A phone is theirs that any sheet ever gave for their household, or a roster for them. Names need not agree: who
    answers the phone of a household may be its owner under another name. A phone of more than `_SHARED_BY_FEW`
    households is an office's or a placeholder: there only namesakes are paired.

    Parameters
    ----------
    identities : everything the vault holds.
    home_of : household by pseudonym, of everybody on record.

    Returns
    -------
    DataFrame: person, other (the pseudonyms, in order), sources (VAULT_SOURCE).
    """
    of_phone: dict[str, list[str]] = {}
    for person in identities.names:
        home = home_of.get(person, "")
        for phone in identities.phones_ever(home, person) if home else ():
            of_phone.setdefault(phone, []).append(person)
    alike: dict[tuple[str, str], list[str]] = {}
    for phone, people in of_phone.items():
        is_of_few = len({home_of[person] for person in people}) <= _SHARED_BY_FEW
        for person in people:
            alike.setdefault((phone, "" if is_of_few else folded(identities.names[person])), []).append(person)
    found = (pair for people in alike.values() for pair in combinations(sorted(people), 2))
    pairs = sorted({(a, b) for a, b in found if home_of[a] != home_of[b]})
    return pd.DataFrame(
        {"person": [a for a, _ in pairs], "other": [b for _, b in pairs], "sources": VAULT_SOURCE}, dtype=str
    )


def gone_namesake_records(identities: Identities, gone: Set[str], home_of: Mapping[str, str]) -> pd.DataFrame:
    """Holds of everybody who has the name of somebody that a list without addresses calls dead or moved away.

    A name alone tells nobody from a namesake: whoever may be meant is asked nothing until somebody has looked.

    Parameters
    ----------
    identities : everything the vault holds.
    gone : pseudonyms of those who are held and of no household.
    home_of : household by pseudonym, of everybody on record.

    Returns
    -------
    DataFrame: household (empty), person, reason, held_on (empty), sources (VAULT_SOURCE).
    """
    names = {folded(identities.names[person]) for person in gone if person in identities.names}
    held = sorted(
        person for person, name in identities.names.items() if names and home_of.get(person) and folded(name) in names
    )
    rows = {"household": "", "person": held, "reason": "person_gone", "held_on": "", "sources": VAULT_SOURCE}
    return pd.DataFrame(rows, index=range(len(held)), dtype=str)


def folded(name: str) -> str:
    """A name as it is compared: width, blanks and interpuncts are no difference."""
    return _DOTS_AND_BLANKS.sub("", unicodedata.normalize("NFKC", name))
