"""Backups: who steps in where the primary declines; they use places left over and add no chance."""

from __future__ import annotations

import numpy as np

from socialgraph.assignment.setting import Setting


def backups(setting: Setting, primary: dict[int, int]) -> dict[int, int]:
    """Household → the best ranked other intermediary with a place left, where the primary's q is lowest first.

    Never two people who will not work together.

    Parameters
    ----------
    setting : the town on its day, with the pairs, chances and limits of the plan.
    primary : household → person.

    Returns
    -------
    dict of int to int
        Household → person, indices of the town. Not in it: a household whose other intermediaries are all full or will
        not work with its primary.
    """
    pairs, persons = setting.pairs, setting.town.persons.key
    left = setting.places.copy()
    np.subtract.at(left, np.array(list(primary.values()), np.int64), 1)
    homes = np.array(sorted(primary), np.int64)
    starts = np.searchsorted(pairs.household, homes)
    ends = np.searchsorted(pairs.household, homes, side="right")
    options = {
        home: list(zip(pairs.person[low:high].tolist(), pairs.q[low:high].tolist(), strict=True))
        for home, low, high in zip(homes.tolist(), starts.tolist(), ends.tolist(), strict=True)
    }
    apart = {frozenset(map(persons.find, pair)) for pair in setting.limits.refusals}
    person_of: dict[int, int] = {}
    for home in sorted(primary, key=lambda h: (dict(options[h])[primary[h]], h)):
        for person, _ in options[home]:
            if person != primary[home] and left[person] > 0 and frozenset((person, primary[home])) not in apart:
                person_of[home] = person
                left[person] -= 1
                break
    return person_of
