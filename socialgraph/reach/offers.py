"""Offers for a concern that has none yet, and the service or department that gives each: `data/offers.csv`.

The concern itself is not told: what is private stays so, and the offer alone is what may be asked for.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.dates import known_by
from socialgraph.reach.concerns import NO_REASON, SEPARATOR
from socialgraph.shipped import shipped_table
from socialgraph.town.snapshot import Town

WITHOUT_CATALOGUE = "subdistrict_office"  # a concern that the catalogue does not know is brought to the street


def catalogue_offers(town: Town, households: NDArray[np.integer], as_of: dt.date) -> list[list[dict[str, str]]]:
    """For each household the catalogue's offers for its recorded concerns that it has not refused.

    Parameters
    ----------
    town : the snapshot.
    households : (rows,) household indices.
    as_of : the day as it is known then.

    Returns
    -------
    list of lists of dict
        One list a household, in their order; each dict a row of `data/offers.csv`, in its order. An empty list where no
        concern is recorded, or nothing of the catalogue is for it.
    """
    wanted = {int(household): set[str]() for household in households}
    refused = {household: set[str]() for household in wanted}
    counts = known_by(town.stances.on, as_of) & np.isin(town.stances.household, households)
    reasons = town.codes.reasons
    for household, code in zip(town.stances.household[counts], town.stances.reasons[counts], strict=True):
        wanted[int(household)].update(reasons[code].split(SEPARATOR) if code >= 0 else ())
    measures = town.tables["measures"]
    for row in measures[measures["household"].isin(households)].to_dict("records"):
        wanted[int(row["household"])].update(str(row["concern"]).split(SEPARATOR))
        if row["accepted"] == 0:
            refused[int(row["household"])].add(str(row["measure"]))
    return [
        [
            row
            for row in shipped_table("offers")
            if row["concern"] in wanted[h] - {"", NO_REASON} and row["offer"] not in refused[h]
        ]
        for h in map(int, households)
    ]


def providers_of(town: Town, households: NDArray[np.integer], as_of: dt.date) -> tuple[list[str], list[str]]:
    """For each household the offers to ask for and who gives them, each joined by | in the catalogue's order.

    Parameters
    ----------
    town, households, as_of : as in `catalogue_offers`.

    Returns
    -------
    offers : list of str
        One a household, in their order; "" where the catalogue has nothing for it.
    providers : list of str
        Who gives them, each named once; a fixed text where the catalogue has nothing, so that somebody is asked.
    """
    offers_of = catalogue_offers(town, households, as_of)
    offers = [SEPARATOR.join(dict.fromkeys(row["offer"] for row in listed)) for listed in offers_of]
    providers = [SEPARATOR.join(dict.fromkeys(row["provider"] for row in listed)) for listed in offers_of]
    return offers, [text or WITHOUT_CATALOGUE for text in providers]
