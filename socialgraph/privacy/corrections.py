"""What a resident corrected or took back: kept in the vault and put over what sheets say, at every later load."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from socialgraph.privacy.keys import Keys, keyed_text
from socialgraph.schema.opt_ins import OPT_IN_DAYS
from socialgraph.schema.tables import united

WITHDRAWN_ON = OPT_IN_DAYS["false"]
"""The field under which the vault keeps, by person, the ISO day on which an offer to help was taken back."""

_SEPARATOR = "\x1f"


def correction_key(household: str, field: str) -> str:
    """What a correction is kept under in the vault."""
    return household + _SEPARATOR + field


def corrected(
    dossiers: pd.DataFrame, phones: Mapping[str, str], corrections: Mapping[str, str], keys: Keys
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Dossier records, and phones by household, with every correction in the place of what the sheets say."""
    dossiers, phones = dossiers.copy(), dict(phones)
    for key, value in corrections.items():
        household, _, field = key.partition(_SEPARATOR)
        at = (dossiers["household"] == household).to_numpy()
        if not at.any():
            continue
        if field == "phone":
            phones[household] = value
            dossiers.loc[at, "phone_digest"] = keyed_text(keys.digests, household, value)
        else:
            dossiers.loc[at, field] = value
    return dossiers, phones


def without_withdrawn(people: pd.DataFrame, corrections: Mapping[str, str]) -> pd.DataFrame:
    """Roster records in which an offer taken back counts as no more, unless it was made anew on a later day."""
    kept = [(*key.split(_SEPARATOR), day) for key, day in corrections.items()]
    day_of = {owner: day for owner, field, day in kept if field == WITHDRAWN_ON}
    if not day_of:
        return people
    people = people.copy()
    days = pd.Series([day_of.get(person, "") for person in people["person"]], people.index, dtype="str")
    at = (days != "").to_numpy(bool)
    listed = zip(people.loc[at, WITHDRAWN_ON], days[at], strict=True)
    people.loc[at, WITHDRAWN_ON] = [united(pair) for pair in listed]
    older = at & (people["willing_on"] <= days).to_numpy(bool)
    people.loc[older, "willing"] = "false"
    people.loc[older, "willing_on"] = days[older]
    return people
