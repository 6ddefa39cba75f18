"""What each household's concern is, as far as it may be matched or shown, and what it was offered.

A concern is recorded by the reasons of a household's words and by the concern of its measures. Only **shareable**
concerns are ever shown or matched (`data/concerns.csv`); those that are needs (illness, exam, infants, tenants) and
the private ones count as recorded and are never matched, so that no need enters a score.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.dates import known_by
from socialgraph.arrays.types import Bools, Ints
from socialgraph.shipped import shipped_table
from socialgraph.town.snapshot import Town

Masks: TypeAlias = Ints

NO_REASON = "no_reason"
NOT_YET_HEARD, LISTEN = "not_yet_heard", "listen"
SEPARATOR = "|"


@dataclass(frozen=True)
class Concerns:
    """Per household, by index.

    Attributes
    ----------
    has_concern : any concern is recorded, private ones too.
    shareable : bit k is set where the k-th concern of `shareable_concerns()` is recorded.
    has_offer : a measure for a recorded concern that was not refused, or the stated `none_possible`; and where no
        concern is recorded, the offer to listen.
    """

    has_concern: Bools
    shareable: Masks
    has_offer: Bools


def shareable_concerns() -> tuple[str, ...]:
    """Concerns that may be matched and shown, in the order of their file: shareable and no needs.

    Returns
    -------
    tuple of str
        Codes of `data/concerns.csv`.
    """
    return tuple(row["concern"] for row in shipped_table("concerns") if row["share"] == "yes" and row["need"] == "no")


def concerns(town: Town, *, as_of: dt.date) -> Concerns:
    """The concerns recorded by `as_of` (measures carry no date and are as now).

    Parameters
    ----------
    town : stances with their reasons, and measures.
    as_of : reasons said by that day.

    Returns
    -------
    Concerns
        Three (households,) arrays; a household without a record has no concern, no bit, and `has_offer` true (to
        listen).
    """
    n = town.n_households
    has_concern = np.zeros(n, np.bool_)
    shareable = np.zeros(n, np.int64)
    is_known = known_by(town.stances.on, as_of)
    _add(has_concern, shareable, town.stances.household[is_known], town.stances.reasons[is_known], town.codes.reasons)
    measures = town.tables["measures"]
    concern = measures["concern"].astype("category")
    household = measures["household"].to_numpy(np.int64)
    _add(has_concern, shareable, household, concern.cat.codes.to_numpy(), tuple(concern.cat.categories))
    has_offer = ~has_concern
    has_offer[household[is_offer(measures)]] = True
    return Concerns(has_concern, shareable, has_offer)


def is_offer(measures: pd.DataFrame) -> Bools:
    """Rows of `measures` that may be repeated: for a concern, named, and not refused by the household.

    What a household refused is not repeated to it under another concern either.

    Parameters
    ----------
    measures : measures on record.

    Returns
    -------
    (rows,) bool
        In the order of `measures`. False where the concern or the measure is blank; an offer that nobody answered yet
        may be repeated.
    """
    measure, is_named = measures["measure"].astype("category").cat, np.ones(len(measures), np.bool_)
    for column in (measures["concern"].astype("category").cat, measure):
        is_named &= np.append(column.categories.astype(str) != "", False)[column.codes.to_numpy()]
    pair = measures["household"].to_numpy(np.int64) * (len(measure.categories) + 1) + measure.codes.to_numpy()
    refused = pair[(measures["accepted"] == 0).to_numpy()]
    return np.asarray(is_named & ~np.isin(pair, refused), np.bool_)


def shown_offers(town: Town, households: NDArray[np.integer], known_concerns: Concerns) -> tuple[list[str], list[str]]:
    """What a list says of each household: its shareable concerns, and the measures offered; several joined by |.

    A concern that may not be shown leaves the offer alone; where none is recorded, the one conversation is to hear it.

    Parameters
    ----------
    town : the snapshot.
    households : (rows,) household indices.
    known_concerns : concerns and offers on record.

    Returns
    -------
    shown, offers : list of str
        One text a household, in their order; `not yet heard` and `listen` where no concern is recorded, "" where only
        private ones are, or where nothing is offered.
    """
    measures = town.tables["measures"]
    measures = measures[np.isin(measures["household"].to_numpy(), households)]
    wanted = is_offer(measures)
    offered: dict[int, list[str]] = {}
    columns = (measures["household"][wanted], measures["measure"][wanted].astype(str))
    for household, measure in sorted(set(zip(*columns, strict=True))):
        offered.setdefault(int(household), []).append(measure)
    names = shareable_concerns()
    shown, offers = [], []
    texts = {
        bits: SEPARATOR.join(name for k, name in enumerate(names) if bits >> k & 1)
        for bits in np.unique(known_concerns.shareable[households]).tolist()
    }
    for household in households.tolist():
        listed = texts[int(known_concerns.shareable[household])]
        shown.append(listed if known_concerns.has_concern[household] else NOT_YET_HEARD)
        heard = SEPARATOR.join(offered.get(household, []))
        offers.append(heard if known_concerns.has_concern[household] else LISTEN)
    return shown, offers


def _add(
    has_concern: Bools,
    shareable: Masks,
    household: NDArray[np.integer],
    codes: NDArray[np.integer],
    texts: tuple[str, ...],
) -> None:
    bit = {name: 1 << k for k, name in enumerate(shareable_concerns())}
    listed = [[part for part in str(text).split(SEPARATOR) if part not in ("", NO_REASON)] for text in texts]
    recorded = np.array([bool(parts) for parts in listed], np.bool_)
    masks = np.array([sum({bit.get(part, 0) for part in parts}) for parts in listed], np.int64)
    counts = (codes >= 0) & (household >= 0)
    household, codes = household[counts], codes[counts]
    if len(codes):
        has_concern[household[recorded[codes]]] = True
        np.bitwise_or.at(shareable, household, masks[codes])
