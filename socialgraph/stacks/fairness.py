"""Whether some kinds of household are talked to more than others: contacts of each against its share of households.

A monitor of the office's own conduct. It changes no score and no order, and shows no group of fewer than five.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.schema.constants import LEAST_HOUSEHOLDS
from socialgraph.town.snapshot import Town

FAIRNESS_COLUMNS = ["attribute", "group", "households", "contacts", "household_share", "contact_share", "ratio"]
ALERT_RATIO = 1.5
# who is compared with whom: tenure, how a flat is lived in, and the flags, of which some are bands of age
_ATTRIBUTES = ("ownership_type", "occupancy", "flags")
_NONE = ("", "none")


def contact_fairness(town: Town) -> pd.DataFrame:
    """Contacts a group of households had against its share of all households with a dossier, the highest ratio first.

    A contact is a day on which a household was visited. Flags count only with the household's dated consent.

    Parameters
    ----------
    town : the snapshot.

    Returns
    -------
    DataFrame of FAIRNESS_COLUMNS, a row a group. `ratio` is contact share ÷ household share. Groups of fewer than five
    households, or with one to four contacts, are left out, and so is everything while there are fewer than five
    contacts.
    """
    dossiers = town.tables["dossiers"]
    visits = town.tables["visits"][["household", "date"]].drop_duplicates()
    contacts = np.bincount(visits["household"].to_numpy(np.int64), minlength=town.n_households)
    contacts = contacts[dossiers["household"].to_numpy(np.int64)]
    n, total = len(dossiers), int(contacts.sum())
    rows = []
    for attribute in _ATTRIBUTES:
        for group, inside in _members(dossiers, attribute):
            households, theirs = int(inside.sum()), int(contacts[inside].sum())
            if households < LEAST_HOUSEHOLDS or 0 < theirs < LEAST_HOUSEHOLDS or total < LEAST_HOUSEHOLDS:
                continue
            shares = households / n, theirs / total
            rows.append((attribute, group, households, theirs, *shares, shares[1] / shares[0]))
    table = pd.DataFrame(rows, columns=FAIRNESS_COLUMNS)
    return table.sort_values(["ratio", "attribute", "group"], ascending=[False, True, True], ignore_index=True)


def alerts(fairness: pd.DataFrame) -> pd.DataFrame:
    """The groups that are talked to more than one and a half times as often as their share.

    Parameters
    ----------
    fairness : as `contact_fairness` gives it.

    Returns
    -------
    DataFrame
        The rows of `fairness` whose `ratio` is above ALERT_RATIO, in their order, numbered from 0; empty where none is.
        A group whose ratio is not defined (NaN) is never in it.
    """
    return fairness[fairness["ratio"] > ALERT_RATIO].reset_index(drop=True)


def _members(dossiers: pd.DataFrame, attribute: str) -> list[tuple[str, NDArray[np.bool_]]]:
    """The groups of an attribute, and which dossiers are of each; one dossier may have several flags."""
    column = dossiers[attribute]
    codes, cells = column.cat.codes.to_numpy(), [str(cell).split("|") for cell in column.cat.categories]
    may_be_counted = (
        dossiers["flags_consent_on"].notna().to_numpy() if attribute == "flags" else np.ones(len(dossiers), bool)
    )
    members = []
    for group in sorted({part for parts in cells for part in parts} - {*_NONE}):
        has = np.append(np.array([group in parts for parts in cells], bool), False)
        members.append((group, has[codes] & may_be_counted))
    return members
