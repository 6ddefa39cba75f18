"""What a secretary's workbook shows besides its rows: which stacks come first, who is the backup, the elevations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

GOOD_CHANCE, FAIR_CHANCE = 0.4, 0.1


@dataclass(frozen=True)
class ListPictures:
    """Made for one list; nothing in it leads to a household that is not on the list.

    Attributes
    ----------
    stacks : building, door, stack, households (keys of list rows that hold it up), hope (good, fair,
        start), first things first.
    backups : household key → who is asked when the first one declines.
    flats, members : `flat_states` and `stack_members` of the buildings of the list, its own households planned; names
        of the buildings in `buildings` (index → name).
    """

    stacks: pd.DataFrame
    backups: Mapping[str, str]
    flats: pd.DataFrame
    members: pd.DataFrame
    buildings: Mapping[int, str]

    def order(self) -> dict[str, int]:
        """Household key → its place: in the order of the stacks that wait for it."""
        listed = (household for households in self.stacks["households"] for household in households)
        return {household: place for place, household in enumerate(dict.fromkeys(listed))}


def hope(chance: float) -> str:
    """A stack's chance in words: `good`, `fair` or `start`, which tells nobody whether other keys are missing."""
    return "good" if chance >= GOOD_CHANCE else "fair" if chance >= FAIR_CHANCE else "start"
