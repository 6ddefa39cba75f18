"""Who holds a flat, of a dossier that several sheets gave: everybody in it has one part, whatever sheet came first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from socialgraph.arrays.types import Bools, Texts
from socialgraph.schema.constants import PRIVATE_OWNERSHIP
from socialgraph.schema.records import DECIDERS


def one_part_each(dossiers: pd.DataFrame) -> pd.DataFrame:
    """The dossiers with nobody named twice: 户主 of one sheet is the public lessee or the owner of another.

    Who is owner and public lessee is the lessee, in a private flat the owner. Who holds the flat and lives there is
    named once: where nobody else lives there the holder does.

    Parameters
    ----------
    dossiers : records; persons joined by |.

    Returns
    -------
    DataFrame: the same rows, the same object where nobody is named twice.
    """
    if dossiers.empty or not {*DECIDERS, "ownership_type"} <= set(dossiers):
        return dossiers
    owner, lessee, tenant, occupant = (dossiers[role].to_numpy(object) for role in DECIDERS)
    is_private = dossiers["ownership_type"].isin(PRIVATE_OWNERSHIP).to_numpy(bool)
    both = (owner != "") & (lessee != "")
    lessee = _without(lessee, both & is_private, owner)
    owner = _without(owner, both & ~is_private, lessee)
    occupant = _without(occupant, occupant != "", owner, lessee, tenant)
    changed = dict(zip(DECIDERS, (owner, lessee, tenant, occupant), strict=True))
    if all((changed[role] == dossiers[role].to_numpy(object)).all() for role in DECIDERS):
        return dossiers
    return dossiers.assign(**changed)


def _without(cells: Texts, where: Bools, *others: Texts) -> Texts:
    """The cells of `where` without the persons that others of the row name."""
    kept = cells.copy()
    alone = np.zeros(len(cells), bool)
    several = np.array(["|" in cell for cell in cells], bool)
    for other in others:
        alone |= cells == other
        several |= np.array(["|" in cell for cell in other], bool)
    kept[where & alone] = ""
    for row in np.flatnonzero(where & several & ~alone).tolist():
        named = {person for other in others for person in other[row].split("|")}
        kept[row] = "|".join(person for person in cells[row].split("|") if person not in named)
    return kept
